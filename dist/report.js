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
  z: () => (/* binding */ report)
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

;// text.js
const MAX_QUOTE_LENGTH = 60;
const INVISIBLE = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const CONTROLS = new RegExp(`[\\p{Cc}${INVISIBLE}]+`, 'gu');
const CONTROLS_BUT_BREAKS = new RegExp(`[^\\P{Cc}\\n\\t]|[${INVISIBLE}]`, 'gu');
function oneLine(text) {
	return text.toWellFormed().replace(CONTROLS, ' ').trim();
}
function text_stripControls(text) {
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
function text_decodePercent(text) {
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
function ref_titlePart(text, ambiguous = /$^/) {
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
function ref_refOfEvent({ env, event, payload, repository, defaultBranch }) {
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
function ref_refOfRun(run, { repository, defaultBranch }, isTag = run.isTag) {
	const { event, headBranch: branch, headRepository } = run;
	const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(branch ?? '')?.[1]);
	if (!ref_isSameName(headRepository, repository)) {
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
function ref_parseRunSummary(run, repository) {
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
		headRepository: ref_isSameName(headRepository, presentName) ? repository : headRepository,
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
function ref_isSameName(a, b) {
	return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}
function listPullRequests(list, repository) {
	const entries = Array.isArray(list) ? list : [];
	return entries
		.filter((entry) => {
		const url = asText(get(entry, 'base', 'repo', 'url'));
		return url === undefined || ref_isSameName(url.split('/').slice(-2).join('/'), repository);
	})
		.flatMap((entry) => asNumber(get(entry, 'number')) ?? []);
}
function readHead(env, payload, repository) {
	const head = get(payload, 'pull_request', 'head');
	const branch = asText(env.GITHUB_HEAD_REF) ?? asText(get(head, 'ref'));
	const from = asText(get(head, 'repo', 'full_name'));
	const isFork = head !== undefined && get(head, 'repo') !== undefined && !ref_isSameName(from, repository);
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
	const scope = `@gh-readonly-queue/${ref_titlePart(base, BLANK)}`;
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
	const scope = isDefault ? '' : `@${ref_titlePart(branch ?? '?', READS_AS_OTHER_SCOPE)}`;
	const label = branch === undefined ? 'the default branch' : `the branch ${branch}`;
	return { scope, listedScope: scope, label, branch, isPullRequest: false, details: { branch }, filter: { branch } };
}
function tagRef(tag) {
	const name = tag === undefined ? '' : removeVersion(tag);
	const scope = name === '' ? '@tags' : `@tags:${ref_titlePart(name, BLANK)}`;
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
	return branch === undefined ? '#?' : `#${ref_titlePart(branch, /^ (?:\d+|\?) $|\S\s+\S/)}`;
}
function forkScope(owner, branch) {
	const name = owner === undefined ? 'unknown' : ref_titlePart(owner, /^ (?:tags|unknown) $|:|\S\s+\S/);
	return `@${name}:${branch === undefined ? '?' : ref_titlePart(branch, /^ \? $|\S\s+\S/)}`;
}
function noRef(event) {
	const isDeployment = event.startsWith('deployment');
	const scope = isDeployment ? '' : '@?';
	const label = isDeployment ? 'a deployed commit' : 'an unknown ref';
	return { scope, listedScope: scope, label, isPullRequest: false, details: {}, filter: {} };
}
const VERSION_STARTS = (/* unused pure expression or super */ null && ([
	/(?<=^|[@/_-]|\.(?=v))(?:v\d|\d+\.\d)/gi,
	/(?<=[a-z])\d+\.\d/gi,
	/(?<=^|[@/_-])\d/g,
	/(?<=[a-z])\d/gi,
]));
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

function matrix_listMatrixValues(root) {
	const values = [];
	const open = [];
	const push = (path, parent) => {
		const isArray = Array.isArray(parent);
		for (const [key, value] of Object.entries(parent).reverse()) {
			const part = isArray ? `[${key}]` : ref_titlePart(key, /^ (?![\w-]+ $)/);
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
	return typeof value === 'string' ? ref_titlePart(value, READS_AS_OTHER_VALUE) : showScalar(value);
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

;// json.js
function json_parseObject(text) {
	return json_asObject(parseJson(text));
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return undefined;
	}
}
function json_asObject(value) {
	return isObject(value) ? value : undefined;
}
function json_asText(value) {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
function json_asNumber(value) {
	if (typeof value === 'number')
		return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
function json_get(value, ...keys) {
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

;// details.js



function composeDetails({ context, subject, outcome, environment, needs, facts }) {
	const { repository, serverUrl } = context;
	const run = runOf(context, subject);
	const isJob = subject === 'job';
	return {
		outcome,
		failed_jobs: listFailedNeeds(needs),
		...facts,
		run_url: linkRun(`${serverUrl}/${repository}`, run),
		repository,
		workflow: run.workflow,
		job: isJob ? context.job : undefined,
		matrix: isJob ? context.matrix : undefined,
		event: run.event,
		...context.ref.details,
		environment,
		commit: run.commit,
		commit_message: run.commitMessage,
		author: run.author,
		actor: run.actor,
		run_number: run.number,
		run_attempt: run.attempt,
		runner: isJob ? context.runner : undefined,
	};
}
function mergeBody(details, body) {
	if (body === undefined)
		return details;
	return { ...details, ...(json_parseObject(body) ?? { message: body.trim() }) };
}
function linkRun(page, { id, attempt }) {
	if (id === undefined)
		return undefined;
	return `${page}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}
function listFailedNeeds(needs) {
	const failed = (needs ?? []).flatMap(({ job, result }) => isFailure(result) && job !== undefined ? [{ name: job }] : []);
	return failed.length === 0 ? undefined : failed;
}

;// errors.js
class errors_InputError extends Error {
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

;// clock.js
function sleep(clock, milliseconds, signal) {
	return new Promise((resolve) => {
		if (signal?.aborted)
			return resolve();
		const wake = () => {
			cancel();
			signal?.removeEventListener('abort', wake);
			resolve();
		};
		const cancel = clock.after(milliseconds, wake);
		signal?.addEventListener('abort', wake);
	});
}
function limit(clock, milliseconds, ...signals) {
	const controller = new AbortController();
	const abort = () => {
		end();
		controller.abort();
	};
	const end = () => {
		cancel();
		for (const signal of signals)
			signal.removeEventListener('abort', abort);
	};
	const cancel = clock.after(milliseconds, abort);
	for (const signal of signals)
		signal.addEventListener('abort', abort);
	if (signals.some((signal) => signal.aborted))
		abort();
	return { signal: controller.signal, end };
}

;// spike/delivery.js



const ATTEMPT_TIMEOUT_MS = 15_000;
const BASE_DELAY_MS = 1_000;
const MAX_DELAY_MS = 15_000;
const LAST_ATTEMPT_MS = 1_000;
const TIME_AFTER_CANCEL_MS = 6_000;
const TIME_AT_END_MS = 1_500;
const delivery_MAX_QUOTE_LENGTH = 500;
function decideRetry(attempt, { action, number, left, now, random }) {
	if (attempt.kind === 'response' && attempt.status >= 200 && attempt.status < 300) {
		return checkResponse(attempt, action);
	}
	const problem = describeProblem(attempt);
	const isRetried = attempt.kind === 'failed' ? attempt.retry : isTransient(attempt.status);
	if (!isRetried || left <= LAST_ATTEMPT_MS)
		return { kind: 'failed', problem };
	const jitter = random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(number - 1, 10));
	const asked = attempt.kind === 'response' ? parseRetryAfter(attempt.retryAfter, now) : 0;
	return { kind: 'retry', problem, wait: Math.min(asked + jitter, left - LAST_ATTEMPT_MS) };
}
function parseRetryAfter(header, now) {
	const text = header?.trim() ?? '';
	if (/^\d{1,9}$/.test(text))
		return Number(text) * 1000;
	const date = /^[A-Z][a-z]+,? \d/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
function isTransient(status) {
	return status === 408 || status === 425 || status === 429 || (status >= 500 && status < 600);
}
function checkResponse({ status, text }, action) {
	const { Ok: ok, skipped } = json_parseObject(text) ?? {};
	if (ok !== true) {
		return { kind: 'delivered', warning: `Spike answered ${status}, but not {"Ok":true}: ${quoteResponse(text)}` };
	}
	if (skipped === undefined || skipped === null || skipped === false)
		return { kind: 'delivered' };
	const reason = quoteResponse(typeof skipped === 'string' ? skipped : text);
	return action === 'create'
		? { kind: 'failed', problem: `Spike received the alert but opened no incident, and gave this reason: ${reason}` }
		: { kind: 'delivered', warning: `Spike received the report but resolved nothing, and gave this reason: ${reason}` };
}
function describeProblem(attempt) {
	switch (attempt.kind) {
		case 'response':
			return describeResponse(attempt);
		case 'proxy refused':
			return `the proxy answered ${attempt.status}${attempt.status === 407 ? ', it asks for a user name and password' : ''}`;
		case 'failed':
			return attempt.problem;
	}
}
function describeResponse({ status, text }) {
	const advice = status >= 300 && status < 400
		? ', a redirect, which is never followed'
		: status === 401 || status === 403 || status === 404
			? '; check that the token is that of a Webhook integration in Spike'
			: '';
	return `Spike answered ${status}${advice}${/^\s*(\{\s*\})?\s*$/.test(text) ? '' : `: ${quoteResponse(text)}`}`;
}
function quoteResponse(text) {
	return truncate(oneLine(text), delivery_MAX_QUOTE_LENGTH) || '(empty)';
}
async function deliver(webhook, { text, action, timeout, clock, random, cancelled, ending, onRetry }) {
	const deadline = startDeadline(clock, timeout, [
		{ signal: cancelled, left: TIME_AFTER_CANCEL_MS },
		{ signal: ending, left: TIME_AT_END_MS },
	]);
	const isStopping = () => cancelled.aborted || ending.aborted;
	try {
		for (let number = 1;; number++) {
			const isLast = isStopping();
			const time = limit(clock, ATTEMPT_TIMEOUT_MS, deadline.signal);
			const attempt = await webhook.post(text, { clock, signal: time.signal });
			time.end();
			const decision = decideRetry(attempt, { action, number, left: deadline.left(), now: clock.now(), random });
			if (decision.kind === 'delivered')
				return { ...decision, attempts: number };
			const { problem } = decision;
			if (decision.kind === 'failed' || isLast)
				return { kind: 'failed', attempts: number, problem };
			onRetry(problem, isStopping() ? 0 : decision.wait);
			await sleep(clock, decision.wait, AbortSignal.any([cancelled, ending]));
		}
	}
	finally {
		deadline.end();
	}
}
function startDeadline(clock, timeout, signals) {
	const controller = new AbortController();
	let deadline = Number.POSITIVE_INFINITY;
	let cancelTimer = () => { };
	const shorten = (left) => {
		if (clock.now() + left >= deadline)
			return;
		deadline = clock.now() + left;
		cancelTimer();
		cancelTimer = clock.after(left, () => controller.abort());
	};
	const listeners = signals.map(({ signal, left }) => ({ signal, listener: () => shorten(left) }));
	shorten(timeout);
	for (const { signal, listener } of listeners) {
		signal.addEventListener('abort', listener);
		if (signal.aborted)
			listener();
	}
	const end = () => {
		cancelTimer();
		for (const { signal, listener } of listeners)
			signal.removeEventListener('abort', listener);
	};
	return { signal: controller.signal, left: () => deadline - clock.now(), end };
}

;// spike/payload.js

const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_DEPTH = 16;
const MAX_NAME_LENGTH = 2_048;
const CUTS = [
	...[32_768, 16_384, 8_192, 4_096, 2_048, 1_024].map((text) => ({ text, items: Number.POSITIVE_INFINITY })),
	...[400, 200, 100].map((items) => ({ text: 1_024, items })),
	...[50, 20, 10].map((items) => ({ text: 128, items })),
	{ text: 32, items: 5 },
];
const IDENTITY = new Set([
	'outcome',
	'repository',
	'workflow',
	'job',
	'event',
	'branch',
	'tag',
	'pull_request',
	'environment',
	'commit',
	'run_number',
	'run_attempt',
	'run_url',
	'job_url',
]);
function composePayload(message, redact) {
	const { action, severity, priority } = message;
	const title = redact(message.title);
	const rest = action === 'resolve' ? { status: 'resolve' } : { severity, priority };
	const compose = (body) => ({ text: JSON.stringify({ title, body, ...rest }), body });
	const fits = (payload) => Buffer.byteLength(payload.text) <= MAX_PAYLOAD_BYTES;
	const details = filterEntries(clean(message.details, redact), ([, value]) => !isEmpty(value));
	let payload = compose(details);
	for (const cut of CUTS) {
		if (fits(payload))
			return payload;
		payload = compose(shorten(details, cut));
	}
	return fits(payload) ? payload : compose(keepSmallest(payload.body, Buffer.byteLength(compose({}).text)));
}
function clean(details, redact) {
	const cleanText = (text) => redact(text_stripControls(text));
	const walk = (value, depth) => {
		if (typeof value === 'string')
			return cleanText(value);
		if (typeof value !== 'object' || value === null)
			return value;
		if (depth > MAX_DEPTH)
			return '…';
		return Array.isArray(value) ? value.map((item) => walk(item, depth + 1)) : walkObject(value, depth);
	};
	const walkObject = (object, depth) => Object.fromEntries(Object.entries(object).flatMap(([key, value]) => value === undefined ? [] : [[cleanText(key), walk(value, depth + 1)]]));
	return walkObject(details, 0);
}
function isEmpty(value) {
	if (value === null || value === undefined || value === '')
		return true;
	return typeof value === 'object' && Object.keys(value).length === 0;
}
function shorten(details, { text, items }) {
	const walk = (value, key) => {
		if (typeof value === 'string')
			return shortenText(value, key, text);
		if (typeof value !== 'object' || value === null)
			return value;
		return Array.isArray(value) ? walkList(value, key) : walkObject(value);
	};
	const walkList = (list, key) => {
		const kept = list.slice(0, items).map((item) => walk(item, key));
		if (list.length <= items)
			return kept;
		const rest = `and ${list.length - items} more`;
		return [...kept, typeof list[0] === 'object' ? { name: rest } : rest];
	};
	const walkObject = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, walk(value ?? null, key)]));
	return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, isIdentity(key, value) ? value : walk(value ?? null, key)]));
}
function shortenText(text, key, length) {
	if (/^https?:\/\/\S*$/.test(text))
		return text.length <= MAX_NAME_LENGTH ? text : '…';
	return truncate(text, key === 'name' ? MAX_NAME_LENGTH : length);
}
function isIdentity(key, value) {
	return IDENTITY.has(key) && JSON.stringify(value).length <= MAX_NAME_LENGTH;
}
function keepSmallest(details, used) {
	const sizes = Object.entries(details).map(([key, value]) => ({
		key,
		rank: isIdentity(key, value) ? 0 : 1,
		bytes: Buffer.byteLength(JSON.stringify(key) + JSON.stringify(value)) + 2,
	}));
	const kept = new Set();
	let total = used;
	for (const { key, bytes } of sizes.sort((a, b) => a.rank - b.rank || a.bytes - b.bytes)) {
		if (total + bytes > MAX_PAYLOAD_BYTES)
			continue;
		total += bytes;
		kept.add(key);
	}
	return filterEntries(details, ([key]) => kept.has(key));
}
function filterEntries(object, isWanted) {
	return Object.fromEntries(Object.entries(object).filter(isWanted));
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

;// spike/proxy.js


function findProxy(env, nodeVersion, url) {
	const name = ['https_proxy', 'HTTPS_PROXY'].find((variable) => (env[variable] ?? '') !== '');
	if (name === undefined || isLoopback(url) || isProxyBypassed(url, env.no_proxy || env.NO_PROXY || ''))
		return;
	const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
	if (major < 24 || (major === 24 && minor < 5)) {
		throw new errors_InputError(`${name} is set, but Node ${nodeVersion} of this runner cannot use a proxy. Update the runner to version 2.328 or later.`);
	}
	const value = (env[name] ?? '').trim();
	const proxy = { https_proxy: value.includes('://') ? value.replace(/^https?:/i, toLowerCase) : `http://${value}` };
	try {
		if (!/^https?:/.test(proxy.https_proxy))
			throw new TypeError('Not an HTTP proxy');
		createProxyAgent(proxy).destroy();
	}
	catch {
		throw new errors_InputError(`${name} must be the URL of an HTTP proxy, such as http://proxy.example:3128.`);
	}
	return proxy;
}
function isProxyBypassed({ hostname }, noProxy) {
	return noProxy
		.toLowerCase()
		.split(/[\s,]+/)
		.map((entry) => entry.replace(/^\*?\./, '').replace(/:443$/, ''))
		.some((entry) => entry !== '' && (entry === '*' || hostname === entry || hostname.endsWith(`.${entry}`)));
}
function toLowerCase(text) {
	return text.toLowerCase();
}
function createProxyAgent(proxy) {
	const https = process.getBuiltinModule('node:https');
	const agent = new https.Agent({ proxyEnv: proxy });
	const { createConnection, destroy } = agent;
	agent.createConnection = (...options) => {
		const tunnel = createConnection.apply(agent, options);
		tunnel?.on('newListener', (event, listener) => {
			if (event === 'readable')
				tunnel.off(event, listener);
		});
		agent.destroy = () => {
			tunnel?.destroy();
			destroy.call(agent);
		};
		return tunnel;
	};
	return agent;
}

;// spike/webhook.js


const CONNECT_TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 64 * 1024;
function openWebhook(url, { proxy, redact }) {
	return {
		post: async (text, timing) => {
			const attempt = await new Promise((resolve) => send({ ...timing, url, proxy, text, resolve }));
			return attempt.kind === 'response' ? { ...attempt, text: redact(attempt.text) } : attempt;
		},
	};
}
function send({ url, proxy, text, clock, signal, resolve }) {
	const bytes = Buffer.from(text);
	const agent = proxy === undefined ? undefined : createProxyAgent(proxy);
	const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
	const start = clock.now();
	let outgoing;
	let endResponse;
	let waitingFor = 'no connection';
	let isFinished = false;
	const finish = (attempt) => {
		if (isFinished)
			return;
		isFinished = true;
		stopConnecting();
		signal.removeEventListener('abort', giveUp);
		resolve(attempt);
		outgoing?.destroy();
		agent?.destroy();
	};
	const end = (attempt) => (endResponse ?? (() => finish(attempt())))();
	const giveUp = () => {
		const seconds = Number(((clock.now() - start) / 1000).toFixed(1));
		end(() => ({ kind: 'failed', problem: `${waitingFor} within ${seconds} s`, retry: true }));
	};
	const stopConnecting = clock.after(CONNECT_TIMEOUT_MS, giveUp);
	const onConnected = () => {
		waitingFor = 'no answer';
		stopConnecting();
	};
	signal.addEventListener('abort', giveUp);
	if (signal.aborted) {
		giveUp();
		return;
	}
	try {
		outgoing = request(url, {
			method: 'POST',
			agent: agent ?? false,
			rejectUnauthorized: true,
			headers: {
				'content-type': 'application/json',
				'content-length': bytes.length,
				'user-agent': 'spike-incident-action',
			},
		});
	}
	catch (error) {
		finish(describeFailure(error));
		return;
	}
	outgoing.on('error', (error) => end(() => describeFailure(error)));
	outgoing.on('close', () => end(() => describeFailure(undefined)));
	outgoing.on('socket', (socket) => {
		if (!socket.connecting)
			onConnected();
		else if (/[a-z]/.test(url.hostname))
			waitingFor = 'no answer from a name server';
		socket.once('lookup', () => {
			waitingFor = 'no connection';
		});
		socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', onConnected);
	});
	outgoing.on('response', (response) => {
		endResponse = readResponse(response, finish);
	});
	outgoing.end(bytes);
}
function readResponse(response, finish) {
	const chunks = [];
	let length = 0;
	const done = () => {
		const retryAfter = response.headers['retry-after'];
		finish({
			kind: 'response',
			status: response.statusCode ?? 0,
			text: Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8'),
			...(retryAfter === undefined ? {} : { retryAfter }),
		});
	};
	response.on('data', (chunk) => {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= MAX_RESPONSE_BYTES)
			done();
	});
	for (const event of ['end', 'error', 'close'])
		response.on(event, done);
	return done;
}
const ERROR_MESSAGES = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was reset',
	ENOTFOUND: 'the name of the host was not found',
	EAI_AGAIN: 'the name of the host could not be looked up',
	EPIPE: 'the connection was closed while sending',
	ETIMEDOUT: 'the connection timed out',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ERR_PROXY_TUNNEL: 'the proxy did not open a connection',
};
function describeFailure(error) {
	const code = json_asText(json_get(error, 'code')) ?? 'unknown';
	const status = json_asNumber(json_get(error, 'statusCode'));
	if (code === 'ERR_PROXY_TUNNEL' && status !== undefined)
		return { kind: 'proxy refused', status };
	if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|HOSTNAME|INVALID_CA|PURPOSE/.test(code)) {
		return { kind: 'failed', problem: `the certificate was not accepted (${code})`, retry: false };
	}
	return { kind: 'failed', problem: `${ERROR_MESSAGES[code] ?? 'the request failed'} (${code})`, retry: true };
}

;// summary.js


const MAX_LINES = 20;
const MAX_CELL_LENGTH = 500;
function composeSummary({ heading, title, details, severity, priority, problem, payload, }) {
	const rows = [
		['Incident', summary_show(title)],
		['Why not delivered', summary_show(problem)],
		['Result', summary_show(details.outcome)],
		['Severity', summary_show(severity)],
		['Priority', summary_show(priority)],
		['Environment', summary_show(details.environment)],
		['Note', summary_show(details.message)],
		['Runbook', isLink(details.runbook) ? summary_link(details.runbook, summary_show(details.runbook) ?? '') : summary_show(details.runbook)],
		['Failed step', list(details.failed_steps, (step) => summary_link(details.job_url, step))],
		['Failed jobs', listJobs(details.failed_jobs)],
		['Errors', list(details.errors, (error) => `<code>${error}</code>`)],
		['Failing since', showSince(details)],
		['Changes', isLink(details.compare_url) ? summary_link(details.compare_url, 'since it last passed') : undefined],
		['Had failed for', summary_show(json_get(details, 'recovered_after', 'duration'))],
		['Pull request', summary_show(details.pull_request)],
		['Branch', summary_show(details.branch)],
		['Tag', summary_show(details.tag)],
		['Commit of this run', showCommit(details)],
		['Links', listLinks(details)],
	];
	const table = rows
		.filter(([, cell]) => cell !== undefined && cell !== '')
		.map(([name, cell]) => `<tr><th align="left">${name}</th><td>${cell}</td></tr>`)
		.join('');
	const isDry = heading === 'Dry run: nothing was sent';
	const sent = isDry ? 'What would have been sent' : 'What Spike should have received';
	const block = payload === undefined ? '' : `<p>${sent}:</p><pre>${escapeHtml(indent(payload))}</pre>`;
	return `<h3>Spike · ${heading}</h3><table>${table}</table>${block}\n`;
}
function summary_show(value) {
	if (typeof value === 'number')
		return String(value);
	const text = json_asText(value);
	return text === undefined ? undefined : escapeHtml(truncate(oneLine(text), MAX_CELL_LENGTH));
}
function list(values, dress) {
	if (!Array.isArray(values))
		return undefined;
	return values
		.slice(0, MAX_LINES)
		.flatMap((value) => summary_show(value) ?? [])
		.map(dress)
		.join('<br>');
}
function listJobs(jobs) {
	if (!Array.isArray(jobs))
		return undefined;
	const shown = jobs.slice(0, MAX_LINES).map((job) => {
		const steps = list(json_get(job, 'failed_steps'), (step) => step);
		return `${summary_link(json_get(job, 'url'), summary_show(json_get(job, 'name')) ?? '')}${steps ? ` (${steps})` : ''}`;
	});
	return [...shown, ...(jobs.length > MAX_LINES ? [`and ${jobs.length - MAX_LINES} more`] : [])].join('<br>');
}
function showSince(details) {
	const number = summary_show(json_get(details, 'failing_since', 'run_number'));
	if (number === undefined)
		return undefined;
	const count = summary_show(details.consecutive_failures);
	const when = summary_show(json_get(details, 'failing_since', 'at'))?.replace(/^([\d-]+)T(\d\d:\d\d):[\d.]+Z$/, '$1 $2 UTC');
	const name = number === summary_show(details.run_number) ? 'this run' : `run ${number}`;
	const isOldest = count === undefined || /^\d+$/.test(count);
	const run = summary_link(json_get(details, 'failing_since', 'url'), isOldest ? name : `${name} or earlier`);
	return `${run}${when ? `, ${when}` : ''}${count && count !== '1' ? ` (${count} failures in a row)` : ''}`;
}
function showCommit(details) {
	const commit = summary_show(json_asText(details.commit)?.slice(0, 7));
	const author = summary_show(details.author);
	const shown = [commit && `<code>${commit}</code>`, summary_show(details.commit_message)].filter(Boolean).join(' ');
	return [shown, author && `by ${author}`].filter(Boolean).join(', ');
}
function listLinks(details) {
	const links = [
		['job', details.job_url],
		['run', details.run_url],
	];
	return links
		.filter(([, url]) => isLink(url))
		.map(([name, url]) => summary_link(url, name))
		.join(' · ');
}
function isLink(url) {
	return typeof url === 'string' && /^https?:\/\//.test(url);
}
function summary_link(url, html) {
	return isLink(url) ? `<a href="${escapeHtml(oneLine(url))}">${html}</a>` : html;
}
function indent(json) {
	const indented = JSON.stringify(JSON.parse(json), null, 2);
	return indented.length > 2 * json.length + 1_000 ? json : indented;
}

;// title.js




const MAX_TITLE_LENGTH = 200;
const DIGEST_LENGTH = 8;
function composeTitle(parts, redact) {
	const own = oneLine(parts.title ?? '');
	return title_shorten(redact(own === '' ? composeDefault(parts) : complete(own, parts)));
}
function composeDefault({ context, subject, environment, caller }) {
	const { workflow, update } = runOf(context, subject);
	const quoted = ref_titlePart(workflow, / \/ | failed in |^ Dependabot Updates: /);
	const names = [update === undefined ? quoted : workflow];
	if (subject !== 'watched run' && caller !== undefined) {
		names.push(ref_titlePart(caller, subject === 'job' ? /: | \("| failed in / : /: | \("| \/ | failed in /));
	}
	if (subject === 'job')
		names.push(ref_titlePart(context.job, /^ (?![a-z_][\w-]* $)/i));
	const values = subject === 'job' ? inBrackets(context.matrixValues) : '';
	const place = `${context.repository}${context.ref.scope}`;
	return `${names.join(' / ')}${values} failed in ${place}${inBrackets(showEnvironment(environment))}`;
}
function complete(title, { context, subject, environment }) {
	const values = subject === 'job' ? findMissingValues(title, context) : [];
	const isKnown = environment !== undefined && findWord(title, environment) !== undefined;
	return `${title}${inBrackets(values)}${inBrackets(isKnown ? [] : showEnvironment(environment))}`;
}
function findMissingValues(title, { matrix, matrixValues }) {
	if (matrix === undefined)
		return matrixValues;
	let rest = title;
	return matrix_listMatrixValues(matrix).flatMap(({ shown, text }) => {
		const place = findWord(rest, text);
		if (place === undefined)
			return [shown];
		rest = `${rest.slice(0, place.start)}\0${rest.slice(place.end)}`;
		return [];
	});
}
function findWord(title, text) {
	const word = oneLine(text);
	if (word === '')
		return undefined;
	for (let start = title.indexOf(word); start >= 0; start = title.indexOf(word, start + 1)) {
		const end = start + word.length;
		const [before, after] = [title.slice(Math.max(0, start - 3), start), title.slice(end, end + 3)];
		const isJoined = /[\p{L}\p{N}_]\.?$/u.test(before) || /^\.?[\p{L}\p{N}_]/u.test(after);
		if (!isJoined)
			return { start, end };
	}
	return undefined;
}
function showEnvironment(environment) {
	return environment === undefined || environment === '' ? [] : [ref_titlePart(environment)];
}
function inBrackets(values) {
	return values.length === 0 ? '' : ` (${values.join(', ')})`;
}
function title_shorten(title) {
	const points = Array.from(title);
	if (points.length <= MAX_TITLE_LENGTH)
		return title;
	const { createHash } = process.getBuiltinModule('node:crypto');
	const digest = createHash('sha256').update(title).digest('hex').slice(0, DIGEST_LENGTH);
	return `${points.slice(0, MAX_TITLE_LENGTH - DIGEST_LENGTH - 1).join('')}…${digest}`;
}

;// report.js













const MAX_ERROR_LENGTH = 300;
const UNKNOWN_TAG = 'it could not be checked whether the watched run is on a tag, and as a branch it matches no pattern of the input branches';
async function report(input) {
	const { inputs } = input;
	const incident = await findIncident(input);
	if ('level' in incident)
		return incident;
	const { severity, priority } = inputs;
	const payload = composePayload({ ...incident, severity, priority }, input.redactToken);
	const delivery = await report_send(input, incident, payload);
	return describe({ inputs, incident, payload, delivery });
}
async function findIncident(input) {
	const { inputs, found, log } = input;
	const { subject, outcome: given } = found;
	const hasSkipped = (inputs.needs ?? []).some(({ result }) => result === 'skipped');
	const first = decide(given, inputs);
	if (first.action === 'none' && !needsExplanation(given, inputs) && !hasSkipped)
		return skip(first.reason);
	const lookUps = await openLookUps(input);
	const environment = inputs.environment ?? input.context.environment;
	const target = createTarget(input, environment);
	const settled = (await lookUps?.settle(target, given, inputs)) ?? { outcome: given, warnings: [] };
	for (const warning of settled.warnings)
		log.warning(warning);
	const context = { ...input.context, ref: settled.ref ?? input.context.ref };
	const quiet = findSkipReason(context.ref, inputs);
	if (quiet !== undefined && settled.unsettled !== undefined)
		return skip(UNKNOWN_TAG, { level: 'warning' });
	if (quiet !== undefined)
		return skip(quiet);
	const { outcome } = settled;
	const { action, reason } = decide(outcome, inputs, settled.isReplaced);
	if (action === 'none')
		return skip(reason);
	const opening = action === 'resolve' ? 'Not resolved' : 'Not reported';
	if (action === 'resolve' && settled.unsettled !== undefined) {
		return skip(settled.unsettled, { level: 'warning', opening });
	}
	const isVerb = outcome === 'create' || outcome === 'resolve';
	const decided = { action, outcome, after: inputs.after, isVerb };
	const findings = await lookUps?.investigate({ ...target, context }, decided);
	for (const warning of findings?.warnings ?? [])
		log.warning(warning);
	for (const note of findings?.notes ?? [])
		log.debug(note);
	if (findings?.hold !== undefined) {
		const held = skip(findings.hold.reason, { level: findings.hold.isWarning ? 'warning' : 'info', opening });
		return action === 'resolve' && subject === 'job' ? { ...held, isDone: false } : held;
	}
	const title = composeTitle({ context, subject, title: inputs.title, environment, caller: findings?.caller }, input.redactToken);
	const facts = addCauses(cutErrors(findings?.facts ?? {}, input.redactToken), settled.causes);
	const details = composeDetails({ context, subject, outcome, environment, needs: inputs.needs, facts });
	return { action, reason, title, details: mergeBody(details, inputs.body) };
}
function cutErrors(facts, redact) {
	return { ...facts, errors: facts.errors?.map((error) => truncate(redact(error), MAX_ERROR_LENGTH)) };
}
function addCauses(facts, causes) {
	if (causes === undefined)
		return facts;
	const others = (facts.failed_jobs ?? []).filter(({ name }) => !causes.some((cause) => cause.name === name));
	return { ...facts, failed_jobs: [...causes, ...others] };
}
function createTarget({ phase, inputs, context, found }, environment) {
	const { subject } = found;
	return {
		context,
		subject,
		run: runOf(context, subject),
		needs: inputs.needs,
		environment,
		hasTitle: inputs.title !== undefined,
		hasStatus: inputs.status !== undefined,
		isOtherStatus: subject === 'job' && inputs.status !== undefined && inputs.status !== inputs.jobStatus,
		isAtEnd: phase === 'post',
	};
}
async function openLookUps({ runner, loadLookUps, inputs, context }) {
	const { githubToken: token } = inputs;
	if (token === undefined)
		return undefined;
	const { clock, cancelled, nodeVersion } = runner;
	const { apiUrl, repository } = context;
	try {
		return await loadLookUps({ token, apiUrl, repository, clock, cancelled });
	}
	catch (thrown) {
		return createBrokenLookUps(`GitHub cannot be asked on this runner (Node ${nodeVersion}: ${describeError(thrown)})`);
	}
}
function createBrokenLookUps(problem) {
	const reason = `${problem}, so it could not be checked whether something still fails. Set github-token: '' to report without this check`;
	return {
		settle: async (_, outcome) => ({ outcome, warnings: [] }),
		investigate: async (_, { action, isVerb }) => ({
			facts: {},
			warnings: action === 'create' ? [`${problem}, so the incident has less detail.`] : [],
			notes: [],
			...(action === 'resolve' && !isVerb && { hold: { reason, isWarning: true } }),
		}),
	};
}
async function report_send(input, { action }, { text }) {
	const { runner, log, redact, inputs, webhookUrl } = input;
	if (inputs.dryRun)
		return { kind: 'dry run' };
	const { clock, random, cancelled, ending, env, nodeVersion } = runner;
	const webhook = openWebhook(webhookUrl, { proxy: findProxy(env, nodeVersion, webhookUrl), redact });
	const onRetry = (problem, waitMs) => log.info(`Not delivered yet: ${problem}. The next attempt is in ${(waitMs / 1000).toFixed(1)} s.`);
	return deliver(webhook, { text, action, timeout: inputs.timeout, clock, random, cancelled, ending, onRetry });
}
function describe({ inputs, incident, payload, delivery }) {
	const { action, title, reason, details } = incident;
	const { severity, priority } = inputs;
	const what = `${action === 'create' ? 'open' : 'resolve'} the incident "${title}"`;
	const outputs = { action, reason, title, delivered: String(delivery.kind === 'delivered'), payload: payload.text };
	const summarize = (heading, more = {}) => composeSummary({ heading, title, details: payload.body, severity, priority, ...more });
	switch (delivery.kind) {
		case 'delivered': {
			const isRecovery = details.recovered_after !== undefined;
			const heading = action === 'create' ? 'Failure reported' : isRecovery ? 'Recovery reported' : undefined;
			return {
				level: 'info',
				line: `Spike was asked to ${what}: ${reason}.`,
				warning: delivery.warning,
				outputs,
				summary: heading && summarize(heading),
				isDone: true,
			};
		}
		case 'dry run':
			return {
				level: 'info',
				line: `Dry run: Spike would be asked to ${what}: ${reason}.`,
				outputs,
				summary: summarize('Dry run: nothing was sent', { payload: payload.text }),
				isDone: true,
			};
		case 'failed': {
			const { problem, attempts } = delivery;
			const count = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
			const effect = action === 'create' ? 'Perhaps nobody was called' : 'Perhaps the incident is still open';
			return {
				level: action === 'create' || inputs.failOnError ? 'fail' : 'error',
				line: `The request to ${what} failed after ${count}: ${problem}. ${effect}. The payload is in the job summary.`,
				outputs,
				summary: summarize('Not delivered', { payload: payload.text, problem }),
				isDone: false,
			};
		}
	}
}

var __webpack_exports__report = __webpack_exports__.z;
export { __webpack_exports__report as report };
