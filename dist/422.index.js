export const id = 422;
export const ids = [422];
export const modules = {

/***/ 7422:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  loadLookUps: () => (/* binding */ loadLookUps),
  openGithub: () => (/* binding */ openGithub)
});

// EXTERNAL MODULE: ./build/node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(8134);
// EXTERNAL MODULE: ./build/details.js
var details = __webpack_require__(350);
// EXTERNAL MODULE: ./build/situation.js
var build_situation = __webpack_require__(9676);
// EXTERNAL MODULE: ./build/title.js
var title = __webpack_require__(7098);
;// CONCATENATED MODULE: ./build/history.js


const LONGEST_HISTORY = 100;
const RED = ['failure', 'timed_out', 'startup_failure'];
const GREEN = ['success'];
function saysSomething(conclusion) {
	return conclusion !== undefined && (RED.includes(conclusion) || GREEN.includes(conclusion));
}
function isRed(conclusion) {
	return conclusion !== undefined && RED.includes(conclusion);
}
function isSameStream(listed, own, situation) {
	const { repository, defaultBranch } = situation;
	const isPullRequest = own.event.startsWith('pull_request');
	if (isPullRequest !== listed.event.startsWith('pull_request'))
		return false;
	if (isPullRequest) {
		const known = own.stream.kind === 'pull request' ? own.stream.number : undefined;
		if (known !== undefined && listed.pullRequest !== undefined)
			return known === listed.pullRequest;
		return listed.headBranch === own.headBranch && isSameName(listed.headRepository, own.headRepository);
	}
	const known = own.stream.kind === 'default' ? own.stream.branch : undefined;
	const stream = (0,build_situation/* findStreamOf */.LM)(listed, { repository, defaultBranch: defaultBranch ?? known });
	return (0,title/* scopeOf */.Od)(stream) === (0,title/* scopeOf */.Od)(own.stream);
}
function findNewer(runs, own) {
	const { number, attempt } = own;
	if (number === undefined)
		return [];
	return runs.filter((run) => run.number > number || (run.id === own.id && run.attempt > (attempt ?? 1)));
}
function describeSuperseding({ number, attempt, url }) {
	const again = attempt > 1 ? `, attempt ${attempt}` : '';
	return `the newer run #${number}${again} has already finished and speaks for this one (${url})`;
}
function findRelevantJobs(jobs, newer, own) {
	return newer.id === own.id ? jobs.filter((job) => job.attempt > (own.attempt ?? 1)) : [...jobs];
}
function findEarlierConclusion(jobs, newer) {
	const earlier = jobs.filter((job) => job.attempt < newer.attempt);
	if (earlier.some((job) => isRed(job.conclusion)))
		return 'failure';
	if (earlier.some((job) => job.conclusion === 'cancelled'))
		return 'cancelled';
	return earlier.some((job) => job.conclusion === 'success') ? 'success' : undefined;
}
function reachesGreen(runs, own) {
	return findOlder(runs, own).some((run) => run.conclusion !== undefined && GREEN.includes(run.conclusion));
}
function measureFailure(runs, { own, url, now, complete, compare, }) {
	const { reds, green } = readStreak(runs, own);
	const count = reds.length + 1;
	const first = reds.at(-1);
	const startedHere = own.number === undefined || url === undefined
		? undefined
		: { runNumber: own.number, url, at: formatTime(now) };
	const since = first === undefined ? startedHere : { runNumber: first.number, url: first.url, at: first.startedAt };
	return {
		...(since && { failingSince: since }),
		consecutiveFailures: green !== undefined || complete ? count : `at least ${count}`,
		...(green?.commit &&
			own.commit &&
			green.commit !== own.commit && { compareUrl: `${compare}/${green.commit}...${own.commit}` }),
	};
}
function measureRecovery(runs, { own, now, complete }) {
	const { reds, green } = readStreak(runs, own);
	const first = reds.at(-1);
	if (first === undefined)
		return {};
	const exact = green !== undefined || complete;
	const duration = formatDuration(now - Date.parse(first.startedAt));
	return {
		recoveredAfter: {
			duration: exact ? duration : `at least ${duration}`,
			runs: exact ? reds.length : `at least ${reds.length}`,
		},
	};
}
function findOlder(runs, own) {
	const { number } = own;
	if (number === undefined)
		return [];
	return runs.filter((run) => run.number < number).sort((a, b) => b.number - a.number);
}
function readStreak(runs, own) {
	const telling = findOlder(runs, own).filter((run) => saysSomething(run.conclusion));
	const length = telling.findIndex((run) => !isRed(run.conclusion));
	return { reds: length === -1 ? telling : telling.slice(0, length), green: telling[length] };
}
function findTimeout(annotations) {
	const messages = annotations.map(({ message }) => message.trim());
	if (messages.some((message) => /^The job (running on runner .* )?has exceeded the maximum execution time of /.test(message))) {
		return true;
	}
	const other = /^(The run was canceled by |Canceling since |The job has exceeded .* awaiting a runner)/;
	return messages.some((message) => other.test(message)) ? false : undefined;
}
const ROUNDING = 2_000;
function hasRunFor(startedAt, minutes, now) {
	const start = Date.parse(startedAt ?? '');
	if (Number.isNaN(start) || minutes === undefined)
		return undefined;
	return now - start >= minutes * 60_000 - ROUNDING;
}
function readTimeoutMinutes(workflow, job) {
	const lines = workflow.split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line));
	const jobs = takeBlock(lines, 'jobs', 0);
	const body = takeBlock(jobs, job, indentOf(jobs[0] ?? ''));
	if (body.length === 0)
		return undefined;
	const own = indentOf(body[0] ?? '');
	const line = body.find((candidate) => indentOf(candidate) === own && /^\s*["']?timeout-minutes["']?\s*:/.test(candidate));
	if (line === undefined)
		return 360;
	const value = /^[^:]*:\s*["']?(\d+(?:\.\d+)?)["']?\s*(?:#.*)?$/.exec(line)?.[1];
	return value === undefined ? undefined : Number(value);
}
function takeBlock(lines, key, indent) {
	const heads = [`${key}:`, `"${key}":`, `'${key}':`];
	const start = lines.findIndex((line) => indentOf(line) === indent &&
		heads.includes(line
			.trim()
			.replace(/\s+#.*$/, '')
			.replace(/\s+:$/, ':')));
	if (start === -1)
		return [];
	const rest = lines.slice(start + 1);
	const end = rest.findIndex((line) => indentOf(line) <= indent);
	return end === -1 ? rest : rest.slice(0, end);
}
function indentOf(line) {
	return line.length - line.trimStart().length;
}
function isSameName(a, b) {
	return a?.toLowerCase() === b.toLowerCase();
}
function formatDuration(milliseconds) {
	const minutes = Math.max(0, Math.round(milliseconds / 60_000));
	const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
	if (days > 0)
		return `${days} d ${hours} h`;
	return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}
function formatTime(milliseconds) {
	return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

// EXTERNAL MODULE: ./build/text.js
var build_text = __webpack_require__(977);
;// CONCATENATED MODULE: ./build/investigation.js




function openLookUps(github) {
	return {
		tellTag: (question) => tellTag({ ...question, github }),
		refineOutcome: (question, outcome) => refineOutcome({ ...question, github }, outcome),
		findSuperseding: (question) => findSuperseding({ ...question, github }),
		findSharedJobName: (question) => findSharedJobName({ ...question, github }),
		findFacts: (question, action) => findFacts({ ...question, github }, action),
	};
}
const FEW_RUNS = 20;
const MOST_ERRORS = 10;
const LONGEST_ERROR = 300;
const MOST_TAGS = 10;
const MOST_JOBS_ASKED = 10;
async function refineOutcome(of, outcome) {
	return (await findWhetherTimedOut(of)) === true ? 'timed_out' : outcome;
}
async function tellTag({ github, situation, subject }) {
	const { watched } = situation;
	const stream = watched?.run.stream;
	if (subject !== 'watched' || watched === undefined || stream?.kind !== 'branch')
		return situation;
	if ((await github.isTag(stream.branch)) !== true)
		return situation;
	return {
		...situation,
		watched: { ...watched, run: { ...watched.run, stream: { kind: 'tags', tag: stream.branch } } },
	};
}
async function findWhetherTimedOut(of) {
	const { github, situation, subject, now } = of;
	if (subject !== 'job') {
		const jobs = (await listRunJobs(of)) ?? [];
		return hasTimedOutJob(github, jobs);
	}
	const job = await findOwnJob(of);
	const { workflowFile, workflowSha, reusable } = situation;
	const [annotations, workflow] = await Promise.all([
		job && github.listAnnotations(job.id),
		workflowFile !== undefined && workflowSha !== undefined && reusable !== true
			? github.readFile(workflowFile, workflowSha)
			: undefined,
	]);
	const minutes = workflow === undefined ? undefined : readTimeoutMinutes(workflow, situation.job);
	return findTimeout(annotations ?? []) ?? hasRunFor(job?.startedAt, minutes, now());
}
async function findSuperseding(of) {
	const own = ownRun(of);
	const newer = findNewer((await listNewest(of)).runs, own);
	if (newer.length === 0)
		return undefined;
	const name = of.subject === 'job' ? (await findOwnJob(of))?.name : undefined;
	if (of.subject === 'job' && name === undefined)
		return undefined;
	const spoke = await Promise.all(newer.map((run) => hasSpoken(of, { run, own, name })));
	const superseding = newer.find((_, index) => spoke[index] === true);
	return superseding && describeSuperseding(superseding);
}
async function findSharedJobName(of) {
	const { situation, subject } = of;
	if (subject !== 'job' || situation.reusable === false)
		return { needed: false };
	if (situation.reusable === undefined) {
		const { runs } = await listNewest(of);
		const calls = runs.find((run) => run.id === situation.run.id)?.callsWorkflows ?? false;
		if (!calls)
			return { needed: false };
	}
	const name = (await findOwnJob(of))?.name;
	if (situation.reusable === undefined && name !== undefined && !name.includes(' / '))
		return { needed: false };
	return { needed: true, ...(name !== undefined && { name }) };
}
async function findFacts(of, action) {
	const { situation, now } = of;
	const own = ownRun(of);
	if (action === 'resolve') {
		const { runs, complete } = await listHistory(of);
		return measureRecovery(runs, { own, now: now(), complete });
	}
	const [{ runs, complete }, broken] = await Promise.all([
		listHistory(of),
		of.subject === 'job' ? findBrokenSteps(of) : findBrokenJobs(of),
	]);
	const { serverUrl, repository } = situation;
	const url = (0,details/* linkRun */.G7)(serverUrl, repository, own);
	const compare = `${serverUrl}/${repository}/compare`;
	const known = runs.length > 0 || complete;
	return { ...broken, ...(known && measureFailure(runs, { own, url, now: now(), complete, compare })) };
}
async function findBrokenSteps(of) {
	const job = await findOwnJob(of);
	if (job === undefined)
		return {};
	const annotations = await of.github.listAnnotations(job.id);
	return {
		jobName: job.name,
		...(job.url !== undefined && { jobUrl: job.url }),
		...(job.runner !== undefined && { runner: job.runner }),
		failedSteps: listFailedSteps(job),
		errors: listErrors(annotations ?? []),
	};
}
async function findBrokenJobs(of) {
	const jobs = await listRunJobs(of);
	if (jobs === undefined)
		return {};
	const failed = jobs.filter((job) => isRed(job.conclusion));
	const broken = failed.length > 0 ? failed : jobs.filter((job) => job.conclusion === 'cancelled');
	const annotations = await Promise.all(broken.slice(0, 3).map((job) => of.github.listAnnotations(job.id)));
	const failedJobs = broken.map((job) => ({
		name: job.name,
		...(job.url !== undefined && { url: job.url }),
		failedSteps: listFailedSteps(job),
	}));
	return {
		...(failedJobs.length > 0 && { failedJobs }),
		errors: listErrors(annotations.flatMap((list) => list ?? [])),
	};
}
function listFailedSteps({ steps }) {
	const failed = steps.filter(({ conclusion }) => isRed(conclusion));
	const broken = failed.length > 0 ? failed : steps.filter(({ conclusion }) => conclusion === 'cancelled');
	return broken.map(({ name }) => (0,build_text/* cut */.Jj)((0,build_text/* oneLine */.TN)(name), LONGEST_ERROR));
}
function listErrors(annotations) {
	return annotations
		.filter(({ level }) => level === 'failure')
		.slice(0, MOST_ERRORS)
		.map(({ path, line, message }) => (0,build_text/* cut */.Jj)((0,build_text/* oneLine */.TN)(`${path}${line === undefined ? '' : `:${line}`}: ${message}`), LONGEST_ERROR));
}
async function findOwnJob({ github, situation }) {
	const { checkRunId, run, runner } = situation;
	if (checkRunId !== undefined)
		return github.findJob(checkRunId);
	if (run.id === undefined || runner === undefined)
		return undefined;
	const jobs = (await github.listJobs(run.id, run.attempt ?? 1)) ?? [];
	const fitting = jobs.filter((job) => job.runner === runner && job.conclusion === undefined);
	return fitting.length === 1 ? fitting[0] : undefined;
}
function ownRun({ situation, subject }) {
	return (subject === 'watched' ? situation.watched?.run : undefined) ?? situation.run;
}
async function listRunJobs(of) {
	const { id, attempt } = ownRun(of);
	return id === undefined ? undefined : of.github.listJobs(id, attempt ?? 1);
}
async function hasTimedOutJob(github, jobs) {
	const cancelled = jobs.filter(({ conclusion }) => conclusion === 'cancelled').slice(0, MOST_JOBS_ASKED);
	const lists = await Promise.all(cancelled.map(({ id }) => github.listAnnotations(id)));
	const found = lists.map((annotations) => findTimeout(annotations ?? []));
	if (jobs.some(({ conclusion }) => conclusion === 'timed_out') || found.includes(true))
		return true;
	return found.length > 0 && found.every((word) => word === false) ? false : undefined;
}
async function hasSpoken({ github, subject }, { run, own, name }) {
	if (subject !== 'job' && saysSomething(run.conclusion))
		return true;
	const jobs = findRelevantJobs((await github.listJobs(run.id)) ?? [], run, own);
	if (subject !== 'job') {
		const earlier = findEarlierConclusion(jobs, run);
		if (saysSomething(earlier))
			return true;
		return (run.conclusion ?? earlier) === 'cancelled' && (await hasTimedOutJob(github, jobs)) === true;
	}
	const same = jobs.filter((job) => job.name === name);
	if (same.some((job) => saysSomething(job.conclusion)))
		return true;
	return (await hasTimedOutJob(github, same)) === true;
}
const NOTHING_KNOWN = { runs: [], complete: false };
async function listStream(of, perPage) {
	const { github, situation } = of;
	const own = ownRun(of);
	if (own.workflowId === undefined)
		return undefined;
	const listed = await github.listRuns({
		workflowId: own.workflowId,
		...chooseFilter(own),
		perPage,
		page: 1,
	});
	if (listed === undefined)
		return undefined;
	const told = own.stream.kind === 'tags' ? await tellTags(of, listed) : listed;
	return { runs: told.filter((run) => isSameStream(run, own, situation)), complete: listed.length < perPage };
}
async function listNewest(of) {
	const few = await listStream(of, FEW_RUNS);
	if (few === undefined)
		return NOTHING_KNOWN;
	const { number = 0 } = ownRun(of);
	const reaches = few.complete || few.runs.some((run) => run.number <= number);
	return reaches ? few : ((await listStream(of, LONGEST_HISTORY)) ?? few);
}
async function listHistory(of) {
	const few = await listNewest(of);
	if (few.complete || few.runs.length === 0 || reachesGreen(few.runs, ownRun(of)))
		return few;
	return (await listStream(of, LONGEST_HISTORY)) ?? few;
}
function chooseFilter({ stream, headBranch, event }) {
	switch (stream.kind) {
		case 'default':
		case 'branch':
		case 'fork':
			return stream.branch === undefined ? {} : { branch: stream.branch };
		case 'pull request':
			return { event, ...(headBranch !== undefined && { branch: headBranch }) };
		case 'queue':
			return { event };
		case 'tags':
		case 'deployment':
			return {};
	}
}
async function tellTags({ github, situation }, runs) {
	const { repository, defaultBranch } = situation;
	const names = runs
		.filter((run) => (0,build_situation/* findStreamOf */.LM)(run, { repository, defaultBranch }).kind === 'branch')
		.flatMap(({ headBranch }) => headBranch ?? []);
	const asked = [...new Set(names)].slice(0, MOST_TAGS);
	const answers = await Promise.all(asked.map((name) => github.isTag(name)));
	const tags = asked.filter((_, index) => answers[index] === true);
	return runs.map((run) => ({
		...run,
		isTag: run.headBranch !== undefined && tags.includes(run.headBranch),
	}));
}

// EXTERNAL MODULE: ./build/json.js
var json = __webpack_require__(9368);
;// CONCATENATED MODULE: ./build/github.js




const PAGE = 100;
const MOST_PAGES = 10;
function loadLookUps(options) {
	return openLookUps(openGithub(options));
}
function openGithub({ token, apiUrl, repository, signal, missing, fetch }) {
	const silent = () => undefined;
	const log = { debug: silent, info: silent, warn: silent, error: silent };
	const { request } = (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl, log });
	const means = { request: { signal, log, ...(fetch && { fetch }) } };
	const known = new Map();
	const told = new Set();
	const ask = async (path, permission) => {
		try {
			return (await request(`GET /repos/${repository}/${path}`, means)).data;
		}
		catch (error) {
			const status = (0,json.at)(error, 'status');
			const denied = status === 401 || status === 403 || status === 404;
			if (denied && !told.has(permission)) {
				told.add(permission);
				missing(permission);
			}
			return undefined;
		}
	};
	const get = (path, permission) => {
		const answer = known.get(path) ?? ask(path, permission);
		known.set(path, answer);
		return answer;
	};
	const listAll = async (path, permission) => {
		const all = [];
		for (let page = 1; page <= MOST_PAGES; page++) {
			const jobs = (0,json.at)(await get(`${path}per_page=${PAGE}&page=${page}`, permission), 'jobs');
			if (!Array.isArray(jobs))
				return undefined;
			all.push(...jobs);
			if (jobs.length < PAGE)
				break;
		}
		return all;
	};
	return {
		findJob: async (id) => parseJob(await get(`actions/jobs/${id}`, 'actions: read')),
		listJobs: async (runId, attempt) => {
			const path = attempt === undefined ? 'jobs?filter=all&' : `attempts/${attempt}/jobs?`;
			const jobs = await listAll(`actions/runs/${runId}/${path}`, 'actions: read');
			return jobs?.flatMap((job) => parseJob(job) ?? []);
		},
		listAnnotations: async (jobId) => {
			const answer = await get(`check-runs/${jobId}/annotations?per_page=${PAGE}`, 'checks: read');
			return Array.isArray(answer) ? answer.map(parseAnnotation) : undefined;
		},
		listRuns: async ({ workflowId, branch, event, perPage, page }) => {
			const filters = Object.entries((0,build_situation/* defined */.sw)({ branch, event, per_page: perPage, page }));
			const query = filters.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
			const path = `actions/workflows/${encodeURIComponent(workflowId)}/runs?${query}`;
			const runs = (0,json.at)(await get(path, 'actions: read'), 'workflow_runs');
			return Array.isArray(runs) ? runs.flatMap((run) => parseRun(run) ?? []) : undefined;
		},
		isTag: async (name) => {
			const answers = await Promise.all(['tags', 'heads'].map((kind) => get(`git/matching-refs/${kind}/${encodePath(name)}`, 'contents: read')));
			const [tag, branch] = ['tags', 'heads'].map((kind, index) => hasRef(answers[index], `refs/${kind}/${name}`));
			return tag === undefined || branch === undefined ? undefined : tag && !branch;
		},
		readFile: async (path, commit) => {
			const answer = await get(`contents/${encodePath(path)}?ref=${encodeURIComponent(commit)}`, 'contents: read');
			const content = (0,json/* asText */.e1)((0,json.at)(answer, 'content'));
			return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
		},
	};
}
function encodePath(path) {
	return path.split('/').map(encodeURIComponent).join('/');
}
function hasRef(refs, name) {
	return Array.isArray(refs) ? refs.some((ref) => (0,json.at)(ref, 'ref') === name) : undefined;
}
function parseJob(job) {
	const id = (0,json/* asNumber */.i)((0,json.at)(job, 'id'));
	const name = (0,json/* asText */.e1)((0,json.at)(job, 'name'));
	if (id === undefined || name === undefined)
		return undefined;
	const steps = (0,json.at)(job, 'steps');
	return {
		id,
		name,
		attempt: (0,json/* asNumber */.i)((0,json.at)(job, 'run_attempt')) ?? 1,
		steps: (Array.isArray(steps) ? steps : []).map((step) => ({
			name: (0,json/* asText */.e1)((0,json.at)(step, 'name')) ?? 'unnamed step',
			...(0,build_situation/* defined */.sw)({ conclusion: (0,json/* asText */.e1)((0,json.at)(step, 'conclusion')) }),
		})),
		...(0,build_situation/* defined */.sw)({
			url: (0,json/* asText */.e1)((0,json.at)(job, 'html_url')),
			conclusion: (0,json/* asText */.e1)((0,json.at)(job, 'conclusion')),
			startedAt: (0,json/* asText */.e1)((0,json.at)(job, 'started_at')),
			runner: (0,json/* asText */.e1)((0,json.at)(job, 'runner_name')),
		}),
	};
}
function parseAnnotation(annotation) {
	return {
		level: (0,json/* asText */.e1)((0,json.at)(annotation, 'annotation_level')) ?? 'unknown',
		path: (0,json/* asText */.e1)((0,json.at)(annotation, 'path')) ?? '',
		message: (0,json/* asText */.e1)((0,json.at)(annotation, 'message')) ?? '',
		...(0,build_situation/* defined */.sw)({ line: (0,json/* asNumber */.i)((0,json.at)(annotation, 'start_line')) }),
	};
}
function parseRun(run) {
	const [id, number] = [(0,json/* asNumber */.i)((0,json.at)(run, 'id')), (0,json/* asNumber */.i)((0,json.at)(run, 'run_number'))];
	const [url, startedAt] = [
		(0,json/* asText */.e1)((0,json.at)(run, 'html_url')),
		(0,json/* asText */.e1)((0,json.at)(run, 'run_started_at')) ?? (0,json/* asText */.e1)((0,json.at)(run, 'created_at')),
	];
	if (id === undefined || number === undefined || url === undefined || startedAt === undefined)
		return undefined;
	const pullRequests = (0,json.at)(run, 'pull_requests');
	const called = (0,json.at)(run, 'referenced_workflows');
	return {
		...{ id, number, url, startedAt },
		attempt: (0,json/* asNumber */.i)((0,json.at)(run, 'run_attempt')) ?? 1,
		event: (0,json/* asText */.e1)((0,json.at)(run, 'event')) ?? 'unknown',
		callsWorkflows: Array.isArray(called) && called.length > 0,
		...(0,build_situation/* defined */.sw)({
			conclusion: (0,json/* asText */.e1)((0,json.at)(run, 'conclusion')),
			headBranch: (0,json/* asText */.e1)((0,json.at)(run, 'head_branch')),
			headRepository: (0,json/* asText */.e1)((0,json.at)(run, 'head_repository', 'full_name')),
			pullRequest: Array.isArray(pullRequests) ? (0,json/* asNumber */.i)((0,json.at)(pullRequests[0], 'number')) : undefined,
			commit: (0,json/* asText */.e1)((0,json.at)(run, 'head_sha')),
		}),
	};
}


/***/ })

};
