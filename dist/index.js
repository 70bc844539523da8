/******/ // The require scope
/******/ var __nccwpck_require__ = {};
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
var __webpack_exports__ = {};

__nccwpck_require__.d(__webpack_exports__, {
  n: () => (/* binding */ start)
});

;// branches.js
function findSkipReason(ref, { branches, pullRequests }) {
	if (ref.isPullRequest) {
		return pullRequests ? undefined : `this run is on ${ref.label}; set pull-requests: true to report such runs`;
	}
	if (ref.branch === undefined || matchBranches(ref.branch, branches))
		return undefined;
	return `${ref.label} matches no pattern of the input branches; add it there to report such runs`;
}
function matchBranches(branch, patterns) {
	const deciding = patterns.findLast((pattern) => matches(parsePattern(pattern.replace(/^!/, '')), branch));
	return deciding === undefined ? patterns.every(isExclusion) : !isExclusion(deciding);
}
function isExclusion(pattern) {
	return pattern.startsWith('!');
}
function findPatternProblem(pattern) {
	const [, mark = '', text = ''] = /^(!?)(.*)$/s.exec(pattern) ?? [];
	for (const { when, problem, mend } of MISTAKES) {
		if (!when.test(text))
			continue;
		const right = mend?.(text.slice(0, 200));
		return { problem, right: right === undefined || right === '' ? undefined : `${mark}${right}` };
	}
	try {
		parsePattern(text);
		return undefined;
	}
	catch (error) {
		if (!(error instanceof SyntaxError))
			throw error;
		return { problem: error.message };
	}
}
const without = (what, by = '') => (text) => text.replace(what, by);
const MISTAKES = [
	{ when: /^$/, problem: 'nothing follows the !' },
	{ when: /^-\s/, problem: 'this is not a YAML list', mend: without(/^-\s+/) },
	{ when: /^(?:["'`]|.*(?<!\\)["'`]$)/s, problem: 'quotes are not needed', mend: without(/^["'`]+|["'`]+$/g) },
	{ when: /^refs\/heads\//, problem: 'a pattern is compared with the name only', mend: without(/^refs\/heads\//) },
	{ when: /^refs\//, problem: 'only branches are compared, and not their full refs' },
	{ when: /^#|\s#/, problem: 'comments are not possible here', mend: without(/(?:^|\s+)#.*$/s) },
	{
		when: /^\[[^\]]*$|^[^[]*(?<!\\)\]$|^\[[^\]-]{2,}\]$/,
		problem: 'this is not a YAML list, and brackets match one character',
		mend: without(/[[\]]/g),
	},
	{ when: /^\s/, problem: 'a blank follows the !', mend: (text) => text.trim() },
	{ when: /\s|(?<!\\);/, problem: 'patterns are separated by commas or lines', mend: without(/[\s;]+/g, ', ') },
	{
		when: /(?<!\\)\|/,
		problem: 'this is not a regular expression',
		mend: (text) => text.replace(/[\^$()]/g, '').replaceAll('|', ', '),
	},
	{ when: /^\^/, problem: 'this is not a regular expression', mend: without(/^\^|\$$/g) },
	{ when: /(?:^|\/)\.\*/, problem: 'this is not a regular expression', mend: without(/\.\*/g, '**') },
	{ when: /\\[a-z\d]/i, problem: 'this is not a regular expression', mend: without(/\\d/g, '[0-9]') },
	{ when: /^\{|(?<!\\)\}$/, problem: 'braces have no meaning here', mend: without(/[{}]/g) },
	{ when: /[~^:]|\\[\\?*[]/, problem: 'a branch name cannot contain any of ~ ^ : ? * [ \\' },
	{ when: /^\/|\/$/, problem: 'a branch name has no / at its start or end', mend: without(/^\/+|\/+$/g) },
	{ when: /\/\/|\.\.(?!\?)|@\{|(?:^|\/)\.(?!\?)|\.$|\.lock$/, problem: 'Git does not allow such a name' },
];
const anything = () => true;
const PLUS_ALONE = '+ repeats the character before it; for a plain + write \\+';
const QUESTION_MARK_ALONE = '? makes the character before it optional, and there must be a plain one';
function parsePattern(pattern) {
	const tokens = [];
	for (const [part] of pattern.matchAll(/\\.|(?<=^|\/)(?:\*\*\/)+|\*+|\[[^\]]+\]|./gsu)) {
		if (part.endsWith('**/')) {
			tokens.push({ takes: anything, skips: 3 }, { takes: anything, repeats: true }, takeOnly('/'));
		}
		else if (part.startsWith('*')) {
			tokens.push({ takes: part === '*' ? (character) => character !== '/' : anything, repeats: true });
		}
		else if (part === '?' || part === '+') {
			const last = tokens.at(-1);
			if (last === undefined || last.repeats || last.isOptional) {
				throw new SyntaxError(part === '+' ? PLUS_ALONE : QUESTION_MARK_ALONE);
			}
			if (part === '?')
				last.isOptional = true;
			else
				tokens.push({ ...last, repeats: true });
		}
		else if (part === '[' || part === '\\') {
			throw new SyntaxError(part === '[' ? '[ is never closed' : 'nothing follows the \\');
		}
		else if (part.startsWith('[')) {
			tokens.push({ takes: parseSet(part.slice(1, -1)) });
		}
		else {
			tokens.push(takeOnly(part.startsWith('\\') ? part.slice(1) : part));
		}
	}
	return tokens;
}
function takeOnly(only) {
	return { takes: (character) => character === only };
}
function parseSet(text) {
	const ranges = Array.from(text.matchAll(/(.)-(.)|./gsu), ([one, from = one, to = one]) => ({ from, to }));
	const wrong = ranges.find(({ from, to }) => from > to);
	if (wrong !== undefined)
		throw new SyntaxError(`the range ${wrong.from}-${wrong.to} is in the wrong order`);
	return (character) => ranges.some(({ from, to }) => from <= character && character <= to);
}
function matches(tokens, name) {
	const steps = tokens.map(({ repeats }) => (repeats ? 0 : 1));
	const leaps = tokens.map(({ isOptional, repeats, skips }) => skips ?? (isOptional || repeats ? 1 : 0));
	const end = tokens.length;
	let reached = new Uint8Array(end + 1);
	let next = new Uint8Array(end + 1);
	reached[0] = 1;
	leap(reached, leaps);
	for (const character of name) {
		let isOver = true;
		for (let at = 0; at < end; at++) {
			if (reached[at] !== 1)
				continue;
			reached[at] = 0;
			if (!tokens[at]?.takes(character))
				continue;
			next[at + (steps[at] ?? 0)] = 1;
			isOver = false;
		}
		if (isOver)
			return false;
		reached[end] = 0;
		leap(next, leaps);
		[reached, next] = [next, reached];
	}
	return reached[end] === 1;
}
function leap(reached, leaps) {
	for (let at = 0; at < leaps.length; at++) {
		const far = leaps[at] ?? 0;
		if (far > 0 && reached[at] === 1)
			reached[at + far] = 1;
	}
}

;// json.js
function parseObject(text) {
	return asObject(parseJson(text));
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return undefined;
	}
}
function asObject(value) {
	return isObject(value) ? value : undefined;
}
function asText(value) {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
function asNumber(value) {
	if (typeof value === 'number')
		return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
function get(value, ...keys) {
	let found = value;
	for (const key of keys) {
		if (!isObject(found) || !Object.hasOwn(found, key))
			return undefined;
		found = found[key];
	}
	return found;
}
function isObject(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// text.js
const MAX_QUOTE_LENGTH = 60;
const INVISIBLE = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const CONTROLS = new RegExp(`[\\p{Cc}${INVISIBLE}]+`, 'gu');
const CONTROLS_BUT_BREAKS = new RegExp(`[^\\P{Cc}\\n\\t]|[${INVISIBLE}]`, 'gu');
function oneLine(text) {
	return text.toWellFormed().replace(CONTROLS, ' ').trim();
}
function stripControls(text) {
	return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '');
}
function truncate(text, length) {
	if (text.length <= length)
		return text;
	const points = Array.from(text.slice(0, length * 2));
	return points.length <= length && text.length <= length * 2 ? text : `${points.slice(0, length - 1).join('')}…`;
}
function quote(text, redact) {
	return `"${truncate(oneLine(redact(text)), MAX_QUOTE_LENGTH)}"`;
}
function escapeHtml(text) {
	const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
function decodePercent(text) {
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}
function digest(text) {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++)
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	return (hash >>> 0).toString(16);
}

;// ref.js


const ON_DEFAULT_BRANCH = new Set(`branch_protection_rule check_run check_suite delete discussion discussion_comment fork gollum image_version
  issue_comment issues label milestone page_build project project_card project_column public registry_package
  repository_dispatch schedule status watch workflow_run`.split(/\s+/));
const MAY_BE_ON_TAG = new Set(['push', 'create', 'workflow_dispatch', 'deployment', 'deployment_status']);
function titlePart(text, ambiguous = /$^/) {
	const isPlain = text !== '' && !text.startsWith('"') && text === oneLine(text) && !hasInvisible(text);
	if (isPlain && !ambiguous.test(` ${text} `))
		return text;
	return JSON.stringify(text).replace(ref_INVISIBLE, escapeUnits);
}
const ref_INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
function hasInvisible(text) {
	return text.replace(/[\u200c\u200d]/g, '').search(ref_INVISIBLE) >= 0;
}
function escapeUnits(character) {
	const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
	return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
function refOfEvent({ env, event, payload, repository, defaultBranch }) {
	const ref = env.GITHUB_REF ?? '';
	const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
	const tag = /^refs\/tags\/(.+)$/s.exec(ref)?.[1];
	const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
	const head = readHead(env, payload, repository);
	if (event.startsWith('pull_request') || pull !== undefined) {
		const number = asNumber(get(payload, 'pull_request', 'number')) ?? pull;
		const base = findMergedBase(event, payload);
		if (base === undefined)
			return pullRequestRef({ number, event, ...head });
		const details = { branch: base, pull_request: number };
		return { ...branchRef(base, defaultBranch), details, filter: {}, listedScope: headScope(head) };
	}
	if (event === 'release')
		return tagRef(tag ?? asText(get(payload, 'release', 'tag_name')));
	if (tag !== undefined)
		return tagRef(tag);
	if (ON_DEFAULT_BRANCH.has(event))
		return branchRef(branch ?? defaultBranch, branch ?? defaultBranch);
	if (branch !== undefined)
		return headRef(branch, event, defaultBranch);
	return noRef(event);
}
function refOfRun(run, { repository, defaultBranch }, isTag = run.isTag) {
	const { event, headBranch: branch, headRepository } = run;
	const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(branch ?? '')?.[1]);
	if (!isSameName(headRepository, repository)) {
		const owner = headRepository?.split('/')[0];
		const scope = forkScope(owner, branch);
		const name = `${owner ?? 'unknown'}:${branch ?? 'unknown'}`;
		return {
			scope,
			listedScope: scope,
			label: `a fork (${name})`,
			isPullRequest: true,
			details: { branch: name },
			filter: { branch, event },
		};
	}
	if (pull !== undefined)
		return pullRequestRef({ number: pull, event });
	if (event.startsWith('pull_request')) {
		const number = run.pullRequests.length === 1 ? run.pullRequests[0] : undefined;
		const scope = headScope({ branch });
		return { ...pullRequestRef({ number, event, branch }), scope, listedScope: scope };
	}
	if (event === 'release' || isTag === true)
		return tagRef(branch);
	if (ON_DEFAULT_BRANCH.has(event))
		return branchRef(branch, branch);
	if (branch === undefined)
		return noRef(event);
	const ref = headRef(branch, event, defaultBranch);
	const mayBeTag = isTag === undefined && ref.scope !== '' && MAY_BE_ON_TAG.has(event);
	return mayBeTag ? { ...ref, mayBeTag } : ref;
}
function parseRunSummary(run, repository) {
	if (asObject(run) === undefined)
		return undefined;
	const text = (...keys) => asText(get(run, ...keys));
	const number = (key) => asNumber(get(run, key));
	const head = text('head_branch');
	const headRepository = text('head_repository', 'full_name');
	const presentName = text('repository', 'full_name') ?? repository;
	const referenced = get(run, 'referenced_workflows');
	return {
		id: number('id'),
		number: number('run_number'),
		attempt: number('run_attempt'),
		event: text('event') ?? 'unknown',
		name: text('name'),
		update: text('path')?.startsWith('dynamic/') ? /^(.+) - Update #\d+$/s.exec(text('name') ?? '')?.[1] : undefined,
		headBranch: head?.replace(/^refs\/(?:heads|tags)\//, ''),
		isTag: head?.startsWith('refs/tags/') ? true : undefined,
		headRepository: isSameName(headRepository, presentName) ? repository : headRepository,
		pullRequests: listPullRequests(get(run, 'pull_requests'), presentName),
		sha: text('head_sha'),
		conclusion: text('conclusion'),
		status: text('status'),
		createdAt: text('created_at'),
		startedAt: text('run_started_at'),
		updatedAt: text('updated_at'),
		url: text('html_url'),
		checkSuiteId: number('check_suite_id'),
		workflowId: number('workflow_id'),
		callsWorkflows: Array.isArray(referenced) && referenced.length > 0,
	};
}
function isSameName(a, b) {
	return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}
function listPullRequests(list, repository) {
	const entries = Array.isArray(list) ? list : [];
	return entries
		.filter((entry) => {
		const url = asText(get(entry, 'base', 'repo', 'url'));
		return url === undefined || isSameName(url.split('/').slice(-2).join('/'), repository);
	})
		.flatMap((entry) => asNumber(get(entry, 'number')) ?? []);
}
function readHead(env, payload, repository) {
	const head = get(payload, 'pull_request', 'head');
	const branch = asText(env.GITHUB_HEAD_REF) ?? asText(get(head, 'ref'));
	const from = asText(get(head, 'repo', 'full_name'));
	const isFork = head !== undefined && get(head, 'repo') !== undefined && !isSameName(from, repository);
	return { branch, owner: from?.split('/')[0], isFork };
}
function findMergedBase(event, payload) {
	if (event !== 'pull_request' && event !== 'pull_request_target')
		return undefined;
	if (payload.action !== 'closed' || get(payload, 'pull_request', 'merged') !== true)
		return undefined;
	return asText(get(payload, 'pull_request', 'base', 'ref'));
}
function headRef(branch, event, defaultBranch) {
	const base = /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/s.exec(branch)?.[1];
	if (base === undefined)
		return branchRef(branch, defaultBranch);
	const scope = `@gh-readonly-queue/${titlePart(base, BLANK)}`;
	return {
		scope,
		listedScope: scope,
		label: `the merge queue of ${base}`,
		isPullRequest: true,
		details: { branch },
		filter: { event },
	};
}
const BLANK = /\S\s+\S/;
const READS_AS_OTHER_SCOPE = /^ (?:tags|\?) $|^ gh-readonly-queue\/|:|\S\s+\S/;
function branchRef(branch, defaultBranch) {
	const isDefault = branch === defaultBranch;
	const scope = isDefault ? '' : `@${titlePart(branch ?? '?', READS_AS_OTHER_SCOPE)}`;
	const label = branch === undefined ? 'the default branch' : `the branch ${branch}`;
	return { scope, listedScope: scope, label, branch, isPullRequest: false, details: { branch }, filter: { branch } };
}
function tagRef(tag) {
	const name = tag === undefined ? '' : removeVersion(tag);
	const scope = name === '' ? '@tags' : `@tags:${titlePart(name, BLANK)}`;
	const label = tag === undefined ? 'a tag' : `the tag ${tag}`;
	return { scope, listedScope: scope, label, isPullRequest: false, details: { tag }, filter: {} };
}
function pullRequestRef({ number, event, ...head }) {
	const { branch } = head;
	const named = branch === undefined ? 'a pull request' : `the pull request of ${branch}`;
	return {
		scope: number === undefined ? headScope({ branch }) : `#${number}`,
		listedScope: branch === undefined && number !== undefined ? `#${number}` : headScope(head),
		label: number === undefined ? named : `the pull request #${number}`,
		isPullRequest: true,
		details: { branch, pull_request: number },
		filter: head.isFork ? { branch, event } : { branch },
	};
}
function headScope({ branch, owner, isFork = false }) {
	if (isFork)
		return forkScope(owner, branch);
	return branch === undefined ? '#?' : `#${titlePart(branch, /^ (?:\d+|\?) $|\S\s+\S/)}`;
}
function forkScope(owner, branch) {
	const name = owner === undefined ? 'unknown' : titlePart(owner, /^ (?:tags|unknown) $|:|\S\s+\S/);
	return `@${name}:${branch === undefined ? '?' : titlePart(branch, /^ \? $|\S\s+\S/)}`;
}
function noRef(event) {
	const isDeployment = event.startsWith('deployment');
	const scope = isDeployment ? '' : '@?';
	const label = isDeployment ? 'a deployed commit' : 'an unknown ref';
	return { scope, listedScope: scope, label, isPullRequest: false, details: {}, filter: {} };
}
const VERSION_STARTS = [
	/(?<=^|[@/_-]|\.(?=v))(?:v\d|\d+\.\d)/gi,
	/(?<=[a-z])\d+\.\d/gi,
	/(?<=^|[@/_-])\d/g,
	/(?<=[a-z])\d/gi,
];
const VERSION = /^v?\d+(?:\.\d+)*(?:(?:a|b|c|rc|alpha|beta|dev|pre|post)\d*)?(?:[-+.~_].*)?$/i;
const LATER_VERSION = /[-_]v?\d+\.\d+\.\d+/i;
function removeVersion(tag) {
	for (const start of VERSION_STARTS) {
		for (const { index } of tag.matchAll(start)) {
			const rest = tag.slice(index);
			if (/^[\w.+~-]+$/.test(rest) && VERSION.test(rest) && !LATER_VERSION.test(rest)) {
				return tag.slice(0, index).replace(/[@/_.-]+$/, '');
			}
		}
	}
	return tag;
}

;// matrix.js

function listMatrixValues(root) {
	const values = [];
	const open = [];
	const push = (path, parent) => {
		const isArray = Array.isArray(parent);
		for (const [key, value] of Object.entries(parent).reverse()) {
			const part = isArray ? `[${key}]` : titlePart(key, /^ (?![\w-]+ $)/);
			open.push({ path: path === '' || isArray ? `${path}${part}` : `${path}.${part}`, value });
		}
	};
	push('', root);
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { path, value } = next;
		if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
			push(path, value);
		else
			values.push({
				shown: `${path}: ${show(value)}`,
				text: typeof value === 'string' ? value : showScalar(value),
			});
	}
	return values;
}
function show(value) {
	return typeof value === 'string' ? titlePart(value, READS_AS_OTHER_VALUE) : showScalar(value);
}
const READS_AS_OTHER_VALUE = /, | failed in |^ (?:[[{]|(?:true|false|null|-?(?:infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?)) $)/i;
function showScalar(value) {
	if (typeof value !== 'number')
		return JSON.stringify(value);
	return Object.is(value, -0) ? '-0' : String(value);
}

;// context.js



function runOf({ run, watched }, subject) {
	return (subject === 'watched run' ? watched : undefined) ?? run;
}
function readContext(env, payload, hidden) {
	const repository = asText(env.GITHUB_REPOSITORY) ?? asText(get(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
	const event = asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
	const defaultBranch = asText(get(payload, 'repository', 'default_branch'));
	const matrix = parseObject(hidden.matrix);
	const run = readRun({ env, payload, event, repository, defaultBranch });
	const watched = event === 'workflow_run' ? readWatchedRun(payload, repository, defaultBranch) : undefined;
	const callerRef = asText(env.GITHUB_WORKFLOW_REF);
	const jobRef = asText(hidden.jobWorkflowRef);
	return {
		serverUrl: asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
		apiUrl: asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
		repository,
		defaultBranch: defaultBranch ?? (run.ref.scope === '' ? run.ref.branch : undefined),
		job: asText(env.GITHUB_JOB) ?? 'unknown',
		matrix,
		matrixValues: readMatrixValues(matrix, hidden.matrix),
		runner: asText(env.RUNNER_NAME),
		checkRunId: asNumber(hidden.checkRunId),
		isCalled: jobRef === undefined || callerRef === undefined ? undefined : jobRef !== callerRef,
		workflowFile: findWorkflowFile(env, hidden, repository),
		hasInputs: event === 'workflow_dispatch' && (get(payload, 'inputs') ?? undefined) !== undefined ? true : undefined,
		environment: findEnvironment(event, payload),
		run,
		sha: asText(env.GITHUB_SHA),
		watched,
		ref: watched?.ref ?? run.ref,
		secretsWithheld: findWhySecretsAreWithheld(env, payload, repository),
	};
}
function readMatrixValues(matrix, json) {
	if (matrix !== undefined)
		return listMatrixValues(matrix).map(({ shown }) => shown);
	return ['', 'null'].includes(json.trim()) ? [] : [JSON.stringify(json.trim())];
}
function readRun(start) {
	const { env, payload, event, repository } = start;
	const ref = refOfEvent(start);
	const pull = get(payload, 'pull_request');
	const isMerged = pull !== undefined && event.startsWith('pull_request') && !ref.isPullRequest;
	const commit = get(payload, 'head_commit') ?? get(payload, 'merge_group', 'head_commit');
	return {
		workflow: asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
		workflowId: parsePath(env.GITHUB_WORKFLOW_REF, repository)?.split('/').at(-1),
		event,
		ref,
		headRepository: (isMerged ? undefined : asText(get(pull, 'head', 'repo', 'full_name'))) ?? repository,
		headBranch: asText(env.GITHUB_HEAD_REF) ?? asText(get(pull, 'head', 'ref')) ?? asText(env.GITHUB_REF_NAME) ?? ref.branch,
		commit: asText(get(pull, ...(isMerged ? ['merge_commit_sha'] : ['head', 'sha']))) ?? asText(env.GITHUB_SHA),
		commitMessage: firstLine(get(commit, 'message')),
		author: readAuthor(commit) ?? asText(get(pull, 'user', 'login')),
		actor: event === 'schedule' ? undefined : asText(env.GITHUB_ACTOR),
		id: asNumber(env.GITHUB_RUN_ID),
		number: asNumber(env.GITHUB_RUN_NUMBER),
		attempt: asNumber(env.GITHUB_RUN_ATTEMPT),
	};
}
function readWatchedRun(payload, repository, defaultBranch) {
	const run = payload.workflow_run;
	const summary = parseRunSummary(run, repository) ?? { event: 'unknown', pullRequests: [], callsWorkflows: false };
	const { event, name, update, headBranch, headRepository, sha, id, number, attempt, conclusion } = summary;
	const commit = get(run, 'head_commit');
	const workflow = asText(get(payload, 'workflow', 'name')) ?? name ?? 'unknown workflow';
	return {
		workflow: update === undefined ? workflow : `${workflow}: ${titlePart(update, / \/ | failed in /)}`,
		update,
		workflowId: summary.workflowId?.toString(),
		event,
		ref: refOfRun(summary, { repository, defaultBranch }),
		headRepository: headRepository ?? 'unknown/unknown',
		headBranch,
		commit: sha,
		commitMessage: firstLine(get(commit, 'message')),
		author: readAuthor(commit),
		actor: event === 'schedule' ? undefined : asText(get(run, 'actor', 'login')),
		id,
		number,
		attempt,
		activity: asText(payload.action) ?? 'unknown',
		conclusion,
	};
}
function findWorkflowFile(env, hidden, repository) {
	const isHere = isSameName(hidden.jobWorkflowRepository, repository);
	const reference = asText(hidden.jobWorkflowRef) ?? env.GITHUB_WORKFLOW_REF;
	const isCalled = reference !== env.GITHUB_WORKFLOW_REF;
	const path = (isHere ? asText(hidden.jobWorkflowFilePath) : undefined) ?? parsePath(reference, repository);
	const sha = asText(hidden.jobWorkflowSha) ?? (isCalled ? undefined : asText(env.GITHUB_WORKFLOW_SHA));
	return path === undefined || sha === undefined ? undefined : { path, sha };
}
function parsePath(reference, repository) {
	const [, home, path] = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@/.exec(reference ?? '') ?? [];
	return isSameName(home, repository) ? path : undefined;
}
function findEnvironment(event, payload) {
	if (event === 'workflow_dispatch')
		return asText(get(payload, 'inputs', 'environment'))?.trim();
	return event.startsWith('deployment') ? asText(get(payload, 'deployment', 'environment'))?.trim() : undefined;
}
const DEPENDABOT_EVENTS = new Set(`create deployment deployment_status pull_request pull_request_review pull_request_review_comment push`.split(' '));
function findWhySecretsAreWithheld(env, payload, repository) {
	const event = env.GITHUB_EVENT_NAME ?? '';
	const dependabot = 'dependabot[bot]';
	const isDependabot = event === 'pull_request_target'
		? get(payload, 'pull_request', 'user', 'login') === dependabot
		: env.GITHUB_ACTOR === dependabot && DEPENDABOT_EVENTS.has(event);
	if (isDependabot)
		return 'Dependabot started this run, and GitHub gives such runs only the secrets of Dependabot';
	const head = get(payload, 'pull_request', 'head', 'repo');
	const isPullRequest = event.startsWith('pull_request') && event !== 'pull_request_target';
	if (isPullRequest && head !== undefined && !isSameName(asText(get(head, 'full_name')), repository)) {
		return 'GitHub gives no secrets to pull requests from forks';
	}
	if (get(payload, 'repository', 'fork') === true) {
		return 'this repository is a fork, and a fork does not get the secrets of the original';
	}
	return undefined;
}
function readAuthor(commit) {
	return asText(get(commit, 'author', 'name')) ?? asText(get(commit, 'author', 'username'));
}
function firstLine(message) {
	return asText(asText(message)
		?.trimStart()
		.split(/[\r\n]/, 1)[0]);
}

;// decision.js
const CONCLUSIONS = [
	'success',
	'failure',
	'cancelled',
	'skipped',
	'timed_out',
	'startup_failure',
	'neutral',
	'action_required',
	'stale',
];
const STATUSES = [...CONCLUSIONS, 'create', 'resolve'];
const FAILURES = ['failure', 'timed_out', 'startup_failure'];
function isFailure(conclusion) {
	return conclusion !== undefined && FAILURES.includes(conclusion);
}
function isConclusive(conclusion) {
	return isFailure(conclusion) || conclusion === 'success';
}
function worstConclusion(conclusions) {
	return (conclusions.find(isFailure) ??
		['cancelled', 'success'].find((word) => conclusions.includes(word)) ??
		conclusions[0] ??
		'skipped');
}
function findOutcome(input) {
	const { phase, status, needs, jobStatus, actionStatus, context } = input;
	const { watched } = context;
	const isComposite = actionStatus !== '';
	const hasFailed = actionStatus.toLowerCase() === 'failure';
	if (status === 'create' || status === 'resolve') {
		return { kind: 'outcome', outcome: status, subject: needs === undefined ? 'job' : 'needs' };
	}
	if (needs !== undefined) {
		const results = needs.map(({ result }) => result);
		const outcome = worstConclusion(status === undefined ? results : [worstConclusion(results), status]);
		return { kind: 'outcome', outcome, subject: 'needs' };
	}
	if (status !== undefined) {
		if (status === 'success' && isComposite && phase === 'main')
			return { kind: 'later', reason: IN_COMPOSITE };
		const isDoubtful = status === 'success' && (hasFailed || (isComposite && jobStatus !== 'success'));
		if (isDoubtful)
			return readConclusion(hasFailed ? 'failure' : jobStatus, { whose: 'this job', subject: 'job' });
		return { kind: 'outcome', outcome: status, subject: 'job' };
	}
	if (watched !== undefined) {
		if (watched.activity !== 'completed') {
			const reason = `the activity of workflow_run is ${watched.activity}; only completed is reported`;
			return { kind: 'nothing', reason };
		}
		return readConclusion(watched.conclusion ?? '', { whose: 'the watched run', subject: 'watched run' });
	}
	if (phase === 'main')
		return { kind: 'later', reason: 'the result of this job is reported when the job ends' };
	const conclusion = hasFailed && jobStatus === 'success' ? 'failure' : jobStatus;
	return readConclusion(conclusion, { whose: 'this job', subject: 'job' });
}
const IN_COMPOSITE = 'inside a composite action a success is known only when the job ends; it is reported then';
function findUnreportedFailure({ status, needs, jobStatus, context }) {
	if (context.watched === undefined || status !== undefined || needs !== undefined || jobStatus !== 'failure')
		return;
	return 'This job failed, and that was not reported: on workflow_run the step reports the watched run. To report this job, give it a step of its own with status: ${{ job.status }}, if: ${{ always() }} and a title.';
}
function needsExplanation(outcome, { createOn, resolveOn }) {
	return outcome === 'cancelled' && [...createOn, ...resolveOn].some((word) => word === 'cancelled' || isFailure(word));
}
function decide(outcome, { createOn, resolveOn }, isReplaced = false) {
	if (outcome === 'create' || outcome === 'resolve')
		return { action: outcome, reason: `status is ${outcome}` };
	if (isReplaced)
		return { action: 'none', reason: 'the run was cancelled because a newer run replaced it' };
	if (createOn.includes(outcome))
		return { action: 'create', reason: `the result is ${outcome}` };
	if (resolveOn.includes(outcome))
		return { action: 'resolve', reason: `the result is ${outcome}` };
	return {
		action: 'none',
		reason: `the result is ${outcome}, which neither opens nor resolves an incident (inputs create-on and resolve-on)`,
	};
}
function readConclusion(given, { whose, subject }) {
	const outcome = CONCLUSIONS.find((word) => word === given.trim().toLowerCase());
	if (outcome !== undefined)
		return { kind: 'outcome', outcome, subject };
	const gave = given.trim() === '' ? 'no conclusion' : `the unknown conclusion "${given.slice(0, 40)}"`;
	return { kind: 'nothing', reason: `GitHub gave ${gave} for ${whose}`, isUnusual: true };
}

;// errors.js
class InputError extends Error {
	name = 'InputError';
	slip;
	constructor(message, slip) {
		super(message);
		this.slip = slip;
	}
}
function describeError(thrown) {
	if (thrown instanceof Error)
		return thrown.message || thrown.name;
	if (typeof thrown === 'string' && thrown.trim() !== '')
		return thrown;
	return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}

;// spike/url.js


const HOST = 'hooks.spike.sh';
const PATH_END = 'push-events';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
function isTokenMissing(token) {
	if (token.trim() === '')
		return true;
	const url = parseUrl(token.trim());
	return url !== undefined && isAllowed(url) && ['', PATH_END].includes(splitPath(url).join('/'));
}
function parseWebhookUrl(token) {
	const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(token);
	const flaw = findFlaw(token) ?? (isUrl ? findUrlFlaw(token) : findBareFlaw(token));
	if (flaw !== undefined) {
		throw new InputError(`token must be the token of a Spike webhook integration or the URL https://${HOST}/<token>/${PATH_END} (${flaw}).`);
	}
	if (!isUrl)
		return new URL(`https://${HOST}/${encodeToken(token)}/${PATH_END}`);
	const url = new URL(token);
	url.pathname = `/${splitPath(url)[0]}/${PATH_END}`;
	url.hash = '';
	return url;
}
const NAME_IN_FRONT = 'it begins with a name; remove the name';
const FLAWS = [
	[/^["'`“”‘’]|["'`“”‘’]$/, 'it is in quotation marks; remove them'],
	[/^<|>$/, 'it is in angle brackets; remove them'],
	[/^\*+$/, 'it is a masked value from a log; copy it from Spike again'],
	[/^\$/, 'it is an expression or a variable that was not evaluated'],
	[/^(?:bearer|basic|token)\s/i, 'it begins with the name of an authorization scheme; remove the name'],
	[/^[a-z_][\w.-]*\s*=\s*[^\s=]|^[a-z_]\w*:\s|^[a-z][a-z\d]*[_.-][\w.-]*:[^/]*$/i, NAME_IN_FRONT],
	[/^[A-Z]+_[A-Z_]*=$/, NAME_IN_FRONT],
	[/^(?:gh[pousr]_|github_pat_)/, 'it is a token of GitHub; use the one of Spike'],
	[/[\s\p{Cc}\p{Cf}]/u, 'it has white space or an invisible character in it'],
];
function findFlaw(text) {
	return FLAWS.find(([pattern]) => pattern.test(text))?.[1];
}
function findBareFlaw(token) {
	if (token.includes('/') || /^[a-z]+:/i.test(token))
		return 'it is part of a URL; give the whole URL or only the token';
	return /[?#\\{}[\],;]|^\.{0,2}$/.test(token) ? 'it has a character that no token has' : undefined;
}
function findUrlFlaw(token) {
	const url = parseUrl(token);
	if (url === undefined)
		return 'it is not a valid URL';
	if (url.username !== '' || url.password !== '')
		return 'its URL has a user name or a password';
	if (url.hostname !== HOST && !isLoopback(url))
		return 'its URL is on another host';
	if (!isAllowed(url))
		return 'its URL has another scheme or a port';
	if (url.search !== '')
		return 'its URL has a query';
	const [name, end = PATH_END, ...rest] = splitPath(url);
	if (name === undefined || name === PATH_END)
		return 'its URL has no token in it';
	if (end !== PATH_END || rest.length > 0)
		return 'its URL has another path';
	return findFlaw(decodePercent(name));
}
function isAllowed(url) {
	if (isLoopback(url))
		return /^https?:$/.test(url.protocol);
	return url.hostname === HOST && url.protocol === 'https:' && url.port === '';
}
function parseUrl(text) {
	return URL.canParse(text) ? new URL(text) : undefined;
}
function splitPath({ pathname }) {
	return pathname.split('/').filter((part) => part !== '');
}
function encodeToken(token) {
	return /%[0-9a-f]{2}/i.test(token) ? token : encodeURIComponent(token.toWellFormed());
}
function isLoopback(url) {
	return LOOPBACK.has(url.hostname);
}

;// inputs.js






const SEVERITIES = ['sev1', 'sev2', 'sev3'];
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'];
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'];
function readVariable(env, name) {
	return env[`INPUT_${name.toUpperCase()}`];
}
function readInputs({ read, redact }) {
	const source = {
		read: (name) => requireInput(read(name), name),
		quote: (given) => quote(given, redact),
	};
	const token = source.read('token').trim();
	const createOn = readConclusions(source, 'create-on');
	const resolveOn = readConclusions(source, 'resolve-on');
	const both = createOn.find((word) => resolveOn.includes(word));
	if (both !== undefined) {
		throw new InputError(`create-on and resolve-on both list ${both}; remove it from one of them.`);
	}
	return {
		token,
		webhookUrl: isTokenMissing(token) ? undefined : parseWebhookUrl(token),
		title: readText(source, 'title'),
		environment: readText(source, 'environment')?.trim(),
		body: readText(source, 'body'),
		severity: readWord(source, 'severity', SEVERITIES),
		priority: readWord(source, 'priority', PRIORITIES),
		status: readStatus(source),
		needs: readNeeds(source),
		branches: readBranches(source),
		pullRequests: readBoolean(source, 'pull-requests'),
		createOn,
		resolveOn,
		after: readNumber(source, 'after', { from: 1, to: 5, blank: 1, unit: '' }),
		githubToken: readText(source, 'github-token')?.trim(),
		timeout: 1000 * readNumber(source, 'timeout', { from: 1, to: 300, blank: 60, unit: ' of seconds' }),
		failOnError: readBoolean(source, 'fail-on-error'),
		dryRun: readBoolean(source, 'dry-run'),
		jobStatus: source.read('job-status'),
		actionStatus: source.read('action-status'),
		hidden: {
			matrix: source.read('matrix'),
			checkRunId: source.read('check-run-id'),
			jobWorkflowRef: source.read('job-workflow-ref'),
			jobWorkflowSha: source.read('job-workflow-sha'),
			jobWorkflowRepository: source.read('job-workflow-repository'),
			jobWorkflowFilePath: source.read('job-workflow-file-path'),
		},
	};
}
function checkInputs({ status, title }, { watched }) {
	const isConclusion = CONCLUSIONS.some((word) => word === status);
	if (watched === undefined || !isConclusion || oneLine(title ?? '') !== '')
		return;
	throw new InputError(`status is ${status}, but on workflow_run that can mean this job or the watched run. Remove status to report the watched run, or set a title.`);
}
function requireInput(given, name) {
	if (given !== undefined)
		return given;
	const advice = name === 'needs' ? ' Pass the results alone: needs: ${{ toJSON(needs.*.result) }}.' : '';
	throw new InputError(`The runner did not pass the input ${name}. On Windows a value of more than 32,766 characters is lost on the way.${advice}`);
}
function readText({ read }, name) {
	const text = read(name);
	return text.trim() === '' ? undefined : text;
}
function readWord(source, name, words) {
	const given = source.read(name).trim();
	return given === '' ? undefined : findWord(given, words, { name, quote: source.quote });
}
function findWord(given, words, { name, quote }) {
	const lower = given.toLowerCase();
	const word = words.find((candidate) => candidate === lower);
	if (word !== undefined)
		return word;
	const message = `${name} must be one of ${words.join(', ')} (got ${quote(given)}).`;
	throw new InputError(message, { given: lower, words });
}
function readStatus(source) {
	const word = readWord(source, 'status', ['auto', ...STATUSES]);
	if (word === undefined) {
		throw new InputError('status is blank: its expression gave nothing. Correct the expression, or remove status to report the result of this job.');
	}
	return word === 'auto' ? undefined : word;
}
function readConclusions({ read, quote }, name) {
	const words = splitList(read(name)).map((word) => findWord(word, [...CONCLUSIONS, 'never'], { name, quote }));
	if (words.length === 0) {
		throw new InputError(`${name} is blank, as from a variable that is not set. Write never, or remove ${name}.`);
	}
	const conclusions = words.filter((word) => word !== 'never');
	if (conclusions.length > 0 && conclusions.length < words.length) {
		throw new InputError(`${name} lists never beside ${conclusions.join(', ')}. Write either.`);
	}
	return conclusions;
}
function splitList(text) {
	return text
		.split(/[,\r\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
function readBranches({ read, quote }) {
	const patterns = splitList(read('branches'));
	for (const pattern of patterns) {
		const found = findPatternProblem(pattern);
		if (found === undefined)
			continue;
		const advice = found.right === undefined ? '' : ` Write ${quote(found.right)}.`;
		throw new InputError(`branches: no branch can match ${quote(pattern)}; ${found.problem}.${advice}`);
	}
	return patterns;
}
const NEEDS_ADVICE = 'Write needs: ${{ toJSON(needs) }} or, for the results alone, needs: ${{ toJSON(needs.*.result) }}, in a job that has needs.';
function readNeeds({ read, quote }) {
	const text = read('needs').trim();
	if (text === 'none')
		return undefined;
	if (text === '')
		throw new InputError(`needs is blank: its expression gave nothing. ${NEEDS_ADVICE}`);
	if (!/^[[{]/.test(text)) {
		const words = text.split(/[\s,]+/).filter((word) => word !== '');
		return words.map((word) => ({ result: readResult(word, word) }));
	}
	const parsed = parseJson(text);
	if (parsed === undefined)
		throw new InputError(`needs is not valid JSON (got ${quote(text)}). ${NEEDS_ADVICE}`);
	const entries = Array.isArray(parsed)
		? parsed.map((result) => [undefined, result])
		: Object.entries(asObject(parsed) ?? {}).map(([job, value]) => [job, get(value, 'result')]);
	if (entries.length === 0)
		throw new InputError(`needs has no job in it (got ${quote(text)}). ${NEEDS_ADVICE}`);
	return entries.map(([job, result]) => ({ job, result: readResult(result, job ?? text) }));
	function readResult(given, shown) {
		const result = RESULTS.find((word) => word === given);
		if (result !== undefined)
			return result;
		throw new InputError(`needs must give each job one of ${RESULTS.join(', ')} (see ${quote(shown)}). ${NEEDS_ADVICE}`);
	}
}
function readNumber({ read, quote }, name, { from, to, blank, unit }) {
	const given = read(name).trim();
	const number = given === '' ? blank : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
	if (number >= from && number <= to)
		return number;
	throw new InputError(`${name} must be a whole number${unit} from ${from} to ${to} (got ${quote(given)}).`);
}
function readBoolean(source, name) {
	return readWord(source, name, ['true', 'false']) === 'true';
}

;// log.js

const MAX_LINE_LENGTH = 4_000;
function createLog({ core, redact, }) {
	const write = (level) => (line) => core[level](escapeCommand(redact(line)));
	return {
		info: write('info'),
		debug: write('debug'),
		notice: write('notice'),
		warning: write('warning'),
		error: write('error'),
		fail: write('setFailed'),
	};
}
function escapeCommand(line) {
	return truncate(oneLine(line), MAX_LINE_LENGTH).replace(/^::/, ': :').replaceAll('##[', '## [');
}

;// lost-inputs.js



const INPUTS = [
	...['token', 'title', 'environment', 'body', 'severity', 'priority', 'status', 'needs', 'branches', 'pull-requests'],
	...['create-on', 'resolve-on', 'after', 'github-token', 'timeout', 'fail-on-error', 'dry-run'],
];
const CHANGING = ['body', 'severity', 'priority', 'status', 'needs'];
function describeInputs(env) {
	return JSON.stringify(describe(env));
}
function findLostInputs(described, env) {
	const before = parseObject(described ?? '');
	if (before === undefined)
		return undefined;
	const now = describe(env);
	const isComposite = readVariable(env, 'action-status') !== '';
	const isElsewhere = before.folder !== now.folder;
	const names = INPUTS.filter((name) => {
		const [was, is] = [before[name], now[name]];
		if (was === is)
			return false;
		if (is === '')
			return isComposite || name === 'token';
		return (isElsewhere && !CHANGING.includes(name)) || (isComposite && name === 'token' && was !== '');
	});
	if (names.length === 0)
		return undefined;
	const isGreen = readVariable(env, 'job-status') === 'success' && readVariable(env, 'action-status') !== 'failure';
	return { level: isGreen ? 'warning' : 'fail', line: describeLost(names) };
}
function describe(env) {
	const digests = INPUTS.map((name) => {
		const text = (readVariable(env, name) ?? '').trim();
		return [name, text === '' ? '' : digest(text)];
	});
	return { ...Object.fromEntries(digests), folder: digest(env.GITHUB_ACTION_PATH ?? '') };
}
function describeLost(names) {
	const [what, are] = names.length === 1 ? ['input', 'is'] : ['inputs', 'are'];
	return (`The ${what} ${names.join(', ')} that the step had at its start ${are} lost at the end of the job, so nothing was ` +
		"reported then. GitHub's runner does this in a composite action that is called by a path (./) inside another composite " +
		'action (actions/runner#2030, #3514). Put the step into the outer action or into the job.');
}

;// results.js

function skip(reason, { level = 'info', opening = 'Not reported' } = {}) {
	return {
		level,
		line: `${opening}: ${reason}.`,
		outputs: { action: 'none', reason, title: '', delivered: 'false', payload: '' },
		isDone: true,
	};
}
function showResult({ level, line, warning, outputs, summary }, { runner, log, redact }) {
	for (const [name, value] of Object.entries(outputs)) {
		attempt(() => runner.setOutput(name, stripControls(redact(value))), `The output ${name}`);
	}
	if (summary !== undefined)
		attempt(() => runner.appendSummary(redact(summary)), 'The job summary');
	log[level](line);
	if (warning !== undefined)
		log.warning(warning);
	function attempt(write, what) {
		try {
			write();
		}
		catch {
			log.debug(`${what} could not be written.`);
		}
	}
}

;// secrets.js

const MIN_MASK_LENGTH = 6;
const MIN_HIDDEN_LENGTH = 8;
const MAX_DECODINGS = 3;
const PUBLIC = new Set(['hooks.spike.sh', 'push-events', 'Bearer', '<token>']);
function listSecrets(token, env) {
	const [, authority = '', path = ''] = /^[a-z]+:\/\/([^/?#]*)(.*)$/is.exec(token) ?? [];
	const [, name = token] = /^\/+([^/?#]+)(?:\/+push-events)?\/*$/.exec(path) ?? [];
	const user = authority.slice(0, authority.lastIndexOf('@') + 1);
	const pieces = (path === '' && user === '' ? token : user + path).split(/[\s/?#@:="'`<>&]+/);
	const proxies = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [env[name], env[name.toUpperCase()]]);
	const long = pieces.filter((piece) => piece.length >= MIN_MASK_LENGTH && !PUBLIC.has(piece));
	const secrets = new Set([name, ...long, ...proxies.map(findPassword)]);
	return [...new Set([token, ...[...secrets].flatMap(listForms)])]
		.filter((form) => form.trim() !== '' && !PUBLIC.has(form))
		.sort((a, b) => b.length - a.length);
}
function listMasks(secrets) {
	return secrets.filter((secret) => secret.trim().length >= MIN_MASK_LENGTH);
}
function findPassword(proxy = '') {
	const start = proxy.indexOf('://') + 1;
	const user = proxy.slice(start === 0 ? 0 : start + 2, Math.max(0, proxy.lastIndexOf('@')));
	return user.includes(':') ? user.slice(user.indexOf(':') + 1) : '';
}
function listForms(secret) {
	const plain = [...new Set([secret, decodePercent(secret)])];
	const encoded = plain.flatMap((form) => [encodeURIComponent(form.toWellFormed()), encodeURI(form.toWellFormed())]);
	const lower = encoded.map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
	const forms = [...plain, ...encoded, ...lower];
	const escaped = forms.flatMap((form) => [JSON.stringify(form).slice(1, -1), escapeHtml(form)]);
	return [...forms, ...escaped, ...plain.flatMap(listBinaryForms)];
}
function listBinaryForms(secret) {
	const bytes = Buffer.from(secret);
	const aligned = [0, 1, 2].map((shift) => {
		const whole = bytes.subarray(shift, bytes.length - ((bytes.length - shift) % 3));
		return whole.toString('base64');
	});
	const forms = [...aligned, ...aligned.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
	return [...forms, bytes.toString('hex')].filter((form) => form.length >= MIN_HIDDEN_LENGTH);
}
function createRedact(secrets) {
	const written = [...new Set(secrets.map(toLowerCase))];
	const hidden = [...new Set(secrets.map((secret) => squeeze(createView(secret)).text))].filter((form) => form.length >= MIN_HIDDEN_LENGTH);
	return (text) => {
		const original = createView(text);
		const ranges = written.flatMap((form) => findAll(original, form));
		let view = squeeze(original);
		for (let decodings = 0;; decodings++) {
			for (const form of hidden)
				ranges.push(...findAll(view, form));
			const decoded = decodings < MAX_DECODINGS ? squeeze(decode(view)) : view;
			if (decoded === view)
				return replaceRanges(text, ranges);
			view = decoded;
		}
	};
}
function createView(text) {
	return { text: toLowerCase(text) };
}
function toLowerCase(text) {
	return text.replace(/\p{Lu}/gu, (letter) => {
		const lower = letter.toLowerCase();
		return lower.length === letter.length ? lower : letter;
	});
}
function findAll({ text, starts, ends }, form) {
	const ranges = [];
	for (let unit = text.indexOf(form); unit >= 0; unit = text.indexOf(form, unit + form.length)) {
		const last = unit + form.length - 1;
		ranges.push({ start: starts?.[unit] ?? unit, end: ends?.[last] ?? last + 1 });
	}
	return ranges;
}
function replaceRanges(text, ranges) {
	let [redacted, done] = ['', 0];
	for (const { start, end } of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
		if (start >= done)
			redacted += `${text.slice(done, start)}***`;
		done = Math.max(done, end);
	}
	return redacted + text.slice(done);
}
function rewrite(view, pattern, replace) {
	const parts = [];
	const starts = [];
	const ends = [];
	let done = 0;
	const copy = (end) => {
		parts.push(view.text.slice(done, end));
		for (; done < end; done++) {
			starts.push(view.starts?.[done] ?? done);
			ends.push(view.ends?.[done] ?? done + 1);
		}
	};
	for (const { 0: match, index } of view.text.matchAll(pattern)) {
		copy(index);
		done += match.length;
		const replacement = replace(match);
		parts.push(replacement);
		for (let unit = 0; unit < replacement.length; unit++) {
			starts.push(view.starts?.[index] ?? index);
			ends.push(view.ends?.[done - 1] ?? done);
		}
	}
	if (done === 0)
		return view;
	copy(view.text.length);
	return { text: parts.join(''), starts, ends };
}
function squeeze(view) {
	return rewrite(view, /[\s\p{Cc}\p{Cf}]+|<\/?[a-z]{1,6} ?\/?>/gu, () => '');
}
function decode(view) {
	const escapes = /(?:%[\da-f]{2})+|\\u[\da-f]{4}|\\x[\da-f]{2}|\\.|&#\d{1,6};|&#x[\da-f]{1,5};|&[a-z]{2,4};/g;
	return rewrite(view, escapes, (match) => toLowerCase(decodeEscape(match)));
}
const NAMES = {
	...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&nbsp;': ' ', '&shy;': ' ' },
	...{ '\\n': ' ', '\\r': ' ', '\\t': ' ', '\\b': ' ', '\\f': ' ' },
};
function decodeEscape(match) {
	const hex = /^(?:\\[ux]|&#x)([\da-f]{2,})/.exec(match)?.[1];
	if (hex !== undefined)
		return String.fromCodePoint(Number.parseInt(hex, 16));
	if (match.startsWith('&#'))
		return String.fromCodePoint(Number.parseInt(match.slice(2), 10));
	if (!match.startsWith('%'))
		return NAMES[match] ?? (match.startsWith('\\') ? match.slice(1) : match);
	const decoded = decodePercent(match);
	return decoded === match ? Buffer.from(match.replaceAll('%', ''), 'hex').toString('latin1') : decoded;
}

;// action.js











const importLookUps = async (options) => (await import(/* webpackIgnore: true */ './github.js')).openLookUps(options);
async function runAction(phase, runner, loadLookUps = importLookUps) {
	const { core, env } = runner;
	const token = (readVariable(env, 'token') ?? '').trim();
	const secrets = listSecrets(token, env);
	for (const mask of listMasks(secrets))
		core.setSecret(mask);
	const redact = createRedact(secrets);
	const log = createLog({ core, redact });
	try {
		await runPhase({ phase, runner, loadLookUps, log, redact, redactToken: createRedact(listSecrets(token, {})) });
	}
	catch (thrown) {
		const line = await explain(thrown);
		if (phase === 'post' && env.STATE_failed === digest(line))
			return log.info(line);
		if (phase === 'main')
			save(runner, log, 'failed', digest(line));
		log.fail(line);
	}
}
async function runPhase(session) {
	const { phase, runner, log, redact } = session;
	const { env } = runner;
	const lost = phase === 'post' ? findLostInputs(env.STATE_inputs, env) : undefined;
	if (lost !== undefined)
		return log[lost.level](lost.line);
	const inputs = readInputs({ read: (name) => readVariable(env, name), redact });
	const context = readContext(env, readEvent(runner, log), inputs.hidden);
	checkInputs(inputs, context);
	if (phase === 'main') {
		save(runner, log, 'inputs', describeInputs(env));
		save(runner, log, 'done', 'nothing');
	}
	const result = await findResult(session, inputs, context);
	showResult(result, { runner, log, redact });
}
async function findResult(session, inputs, context) {
	const { phase, runner, log } = session;
	const outcomeInput = { ...inputs, phase, context };
	const found = findOutcome(outcomeInput);
	if (phase === 'main')
		await warn(session, inputs, context);
	const quiet = findSkipReason(context.ref, inputs);
	const mayBeTag = context.ref.mayBeTag && inputs.githubToken !== undefined;
	const { webhookUrl } = inputs;
	if (quiet !== undefined && (!mayBeTag || webhookUrl === undefined))
		return skip(quiet);
	if (webhookUrl === undefined) {
		if (context.secretsWithheld === undefined)
			throw new InputError(NO_TOKEN);
		return skip(`${context.secretsWithheld}, so there is no token`, { level: phase === 'main' ? 'notice' : 'info' });
	}
	const unreported = phase === 'post' ? findUnreportedFailure(outcomeInput) : undefined;
	if (unreported !== undefined)
		log.error(unreported);
	if (found.kind !== 'outcome') {
		const level = found.isUnusual ? 'warning' : 'info';
		return skip(found.reason, { level, opening: found.kind === 'later' ? 'Nothing to report yet' : 'Not reported' });
	}
	const { outcome } = found;
	if (outcome === runner.env.STATE_done) {
		return skip(`the result is still ${outcome}, and the step has already said what it did about it`, {
			opening: 'Nothing more to report',
		});
	}
	const { report } = await import(/* webpackIgnore: true */ './report.js');
	const result = await report({ ...session, inputs, webhookUrl, context, found });
	if (result.isDone)
		save(runner, log, 'done', outcome);
	return result;
}
async function explain(thrown) {
	if (thrown instanceof InputError && thrown.slip !== undefined) {
		return (await import(/* webpackIgnore: true */ './warnings.js')).explainInputError(thrown);
	}
	const isInput = thrown instanceof Error && thrown.name === 'InputError';
	return isInput ? thrown.message : `The action itself failed: ${describeError(thrown)}`;
}
async function warn({ log, redact }, inputs, context) {
	const { title, body, branches, needs } = inputs;
	if (title === undefined && body === undefined && branches.length === 0 && needs === undefined)
		return;
	const { findWarnings } = await import(/* webpackIgnore: true */ './warnings.js');
	for (const warning of findWarnings({ inputs, context, redact }))
		log.warning(warning);
}
function readEvent({ env, readFile }, log) {
	try {
		const payload = parseObject(readFile(env.GITHUB_EVENT_PATH ?? ''));
		if (payload !== undefined)
			return payload;
	}
	catch {
	}
	log.debug('The event payload could not be read, so the details hold less.');
	return {};
}
function save({ saveState }, log, name, value) {
	const problem = saveState(name, value);
	if (problem === undefined)
		return;
	log.info(`The runner's file for state could not be written (${problem}). The older workflow command was used instead.`);
}
const NO_TOKEN = 'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
	'workflow that the caller passes it on (under secrets).';

;// external "node:fs"
const external_node_fs_namespaceObject = process.getBuiltinModule("node:fs");
;// external "os"
const external_os_namespaceObject = process.getBuiltinModule("os");
;// node_modules/@actions/core/lib/utils.js
function utils_toCommandValue(input) {
	if (input === null || input === undefined) {
		return '';
	}
	else if (typeof input === 'string' || input instanceof String) {
		return input;
	}
	return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) {
		return {};
	}
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}
;// node_modules/@actions/core/lib/command.js


function command_issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
	command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
	constructor(command, properties, message) {
		if (!command) {
			command = 'missing.command';
		}
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += ' ';
			let first = true;
			for (const key in this.properties) {
				if (this.properties.hasOwnProperty(key)) {
					const val = this.properties[key];
					if (val) {
						if (first) {
							first = false;
						}
						else {
							cmdStr += ',';
						}
						cmdStr += `${key}=${escapeProperty(val)}`;
					}
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
}
function escapeData(s) {
	return utils_toCommandValue(s)
		.replace(/%/g, '%25')
		.replace(/\r/g, '%0D')
		.replace(/\n/g, '%0A');
}
function escapeProperty(s) {
	return utils_toCommandValue(s)
		.replace(/%/g, '%25')
		.replace(/\r/g, '%0D')
		.replace(/\n/g, '%0A')
		.replace(/:/g, '%3A')
		.replace(/,/g, '%2C');
}
;// external "path"
const external_path_namespaceObject = process.getBuiltinModule("path");
;// node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
	function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
	return new (P || (P = Promise))(function (resolve, reject) {
		function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
		function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
		function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};






var ExitCode;
(function (ExitCode) {
	ExitCode[ExitCode["Success"] = 0] = "Success";
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
	const convertedVal = toCommandValue(val);
	process.env[name] = convertedVal;
	const filePath = process.env['GITHUB_ENV'] || '';
	if (filePath) {
		return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
	}
	issueCommand('set-env', { name }, convertedVal);
}
function setSecret(secret) {
	command_issueCommand('add-mask', {}, secret);
}
function addPath(inputPath) {
	const filePath = process.env['GITHUB_PATH'] || '';
	if (filePath) {
		issueFileCommand('PATH', inputPath);
	}
	else {
		issueCommand('add-path', {}, inputPath);
	}
	process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
function getInput(name, options) {
	const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
	if (options && options.required && !val) {
		throw new Error(`Input required and not supplied: ${name}`);
	}
	if (options && options.trimWhitespace === false) {
		return val;
	}
	return val.trim();
}
function getMultilineInput(name, options) {
	const inputs = getInput(name, options)
		.split('\n')
		.filter(x => x !== '');
	if (options && options.trimWhitespace === false) {
		return inputs;
	}
	return inputs.map(input => input.trim());
}
function getBooleanInput(name, options) {
	const trueValue = ['true', 'True', 'TRUE'];
	const falseValue = ['false', 'False', 'FALSE'];
	const val = getInput(name, options);
	if (trueValue.includes(val))
		return true;
	if (falseValue.includes(val))
		return false;
	throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
		`Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
function setOutput(name, value) {
	const filePath = process.env['GITHUB_OUTPUT'] || '';
	if (filePath) {
		return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
	}
	process.stdout.write(os.EOL);
	issueCommand('set-output', { name }, toCommandValue(value));
}
function setCommandEcho(enabled) {
	issue('echo', enabled ? 'on' : 'off');
}
function setFailed(message) {
	process.exitCode = ExitCode.Failure;
	error(message);
}
function isDebug() {
	return process.env['RUNNER_DEBUG'] === '1';
}
function debug(message) {
	command_issueCommand('debug', {}, message);
}
function error(message, properties = {}) {
	command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
	command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
	command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
	process.stdout.write(message + external_os_namespaceObject.EOL);
}
function startGroup(name) {
	issue('group', name);
}
function endGroup() {
	issue('endgroup');
}
function group(name, fn) {
	return __awaiter(this, void 0, void 0, function* () {
		startGroup(name);
		let result;
		try {
			result = yield fn();
		}
		finally {
			endGroup();
		}
		return result;
	});
}
function saveState(name, value) {
	const filePath = process.env['GITHUB_STATE'] || '';
	if (filePath) {
		return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
	}
	issueCommand('save-state', { name }, toCommandValue(value));
}
function getState(name) {
	return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
	return __awaiter(this, void 0, void 0, function* () {
		return yield OidcClient.getIDToken(aud);
	});
}




;// runner.js




const MAX_WRITE_WAIT_MS = 2_000;
const WRITE_WAIT_MS = 5;
function openRunner() {
	Object.defineProperty(process, 'stdout', { value: { write: writeLine } });
	process.env.RES_OPTIONS ??= 'timeout:2';
	delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
	const { cancelled, ending } = listenToSignals();
	const startTime = Date.now() - process.uptime() * 1_000;
	const { env } = process;
	return {
		core: { debug: debug, error: error, info: info, notice: notice, setFailed: setFailed, setSecret: setSecret, warning: warning },
		env,
		nodeVersion: process.version,
		readFile: (path) => (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8'),
		saveState: (name, value) => runner_saveState(env.GITHUB_STATE ?? '', name, value),
		setOutput: (name, value) => (0,external_node_fs_namespaceObject.appendFileSync)(env.GITHUB_OUTPUT ?? '', formatPair(name, value)),
		appendSummary: (html) => (0,external_node_fs_namespaceObject.appendFileSync)(env.GITHUB_STEP_SUMMARY ?? '', html),
		clock: {
			now: () => startTime + process.uptime() * 1_000,
			after: (milliseconds, call) => {
				const timer = setTimeout(call, milliseconds);
				return () => clearTimeout(timer);
			},
		},
		random: Math.random,
		cancelled,
		ending,
	};
}
function listenToSignals() {
	const [cancelling, ending] = [new AbortController(), new AbortController()];
	process.on('SIGINT', () => cancelling.abort());
	for (const signal of ['SIGTERM', 'SIGBREAK']) {
		process.on(signal, () => {
			cancelling.abort();
			ending.abort();
		});
	}
	return { cancelled: cancelling.signal, ending: ending.signal };
}
let unreadFor = 0;
function exit() {
	const shell = '/bin/sh';
	if (process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap') && (0,external_node_fs_namespaceObject.existsSync)(shell)) {
		process.emitWarning = () => undefined;
		try {
			process.execve?.(shell, ['sh', '-c', `exit ${process.exitCode ?? 0}`], {});
		}
		catch {
		}
	}
	process.exit();
}
function writeLine(text) {
	const bytes = Buffer.from(text);
	const gate = new Int32Array(new SharedArrayBuffer(4));
	for (let offset = 0; offset < bytes.length;) {
		try {
			offset += (0,external_node_fs_namespaceObject.writeSync)(1, bytes, offset);
			unreadFor = 0;
		}
		catch (thrown) {
			if (get(Object(thrown), 'code') !== 'EAGAIN' || unreadFor >= MAX_WRITE_WAIT_MS)
				return false;
			Atomics.wait(gate, 0, 0, WRITE_WAIT_MS);
			unreadFor += WRITE_WAIT_MS;
		}
	}
	return true;
}
function runner_saveState(path, name, value) {
	try {
		(0,external_node_fs_namespaceObject.appendFileSync)(path, formatPair(name, value));
		return undefined;
	}
	catch (thrown) {
		writeLine(`::save-state name=${name}::${value.replace(/[\r\n]+/g, ' ')}\n`);
		return describeError(thrown);
	}
}
function formatPair(name, value) {
	return `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`;
}

;// index.js


function start(phase) {
	void runAction(phase, openRunner()).then(exit);
}

var __webpack_exports__start = __webpack_exports__.n;
export { __webpack_exports__start as start };
