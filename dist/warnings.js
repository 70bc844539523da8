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
  kp: () => (/* binding */ closest),
  yN: () => (/* binding */ explainInputError),
  Pw: () => (/* binding */ findWarnings)
});

;// ./node_modules/leven/index.js
const array = [];
const characterCodeCache = [];

function leven(first, second, options) {
	if (first === second) {
		return 0;
	}

	const maxDistance = options?.maxDistance;
	const swap = first;

	if (first.length > second.length) {
		first = second;
		second = swap;
	}

	let firstLength = first.length;
	let secondLength = second.length;

	while (firstLength > 0 && (first.charCodeAt(~-firstLength) === second.charCodeAt(~-secondLength))) {
		firstLength--;
		secondLength--;
	}

	let start = 0;

	while (start < firstLength && (first.charCodeAt(start) === second.charCodeAt(start))) {
		start++;
	}

	firstLength -= start;
	secondLength -= start;

	if (maxDistance !== undefined && secondLength - firstLength > maxDistance) {
		return maxDistance;
	}

	if (firstLength === 0) {
		return maxDistance !== undefined && secondLength > maxDistance
			? maxDistance
			: secondLength;
	}

	let bCharacterCode;
	let result;
	let temporary;
	let temporary2;
	let index = 0;
	let index2 = 0;

	while (index < firstLength) {
		characterCodeCache[index] = first.charCodeAt(start + index);
		array[index] = ++index;
	}

	while (index2 < secondLength) {
		bCharacterCode = second.charCodeAt(start + index2);
		temporary = index2++;
		result = index2;

		for (index = 0; index < firstLength; index++) {
			temporary2 = bCharacterCode === characterCodeCache[index] ? temporary : temporary + 1;
			temporary = array[index];
			result = array[index] = temporary > result
				? (temporary2 > result ? result + 1 : temporary2)
				: (temporary2 > temporary ? temporary + 1 : temporary2);
		}

		if (maxDistance !== undefined) {
			let rowMinimum = result;
			for (index = 0; index < firstLength; index++) {
				if (array[index] < rowMinimum) {
					rowMinimum = array[index];
				}
			}

			if (rowMinimum > maxDistance) {
				return maxDistance;
			}
		}
	}

	array.length = firstLength;
	characterCodeCache.length = firstLength;

	return maxDistance !== undefined && result > maxDistance ? maxDistance : result;
}

function closestMatch(target, candidates, options) {
	if (!Array.isArray(candidates) || candidates.length === 0) {
		return undefined;
	}

	const userMax = options?.maxDistance;
	const targetLength = target.length;

	for (const candidate of candidates) {
		if (candidate === target) {
			return candidate;
		}
	}

	if (userMax === 0) {
		return undefined;
	}

	let best;
	let bestDist = Number.POSITIVE_INFINITY;
	const seen = new Set();

	for (const candidate of candidates) {
		if (seen.has(candidate)) {
			continue;
		}

		seen.add(candidate);

		const lengthDiff = Math.abs(candidate.length - targetLength);
		if (lengthDiff >= bestDist) {
			continue;
		}

		if (userMax !== undefined && lengthDiff > userMax) {
			continue;
		}

		const cap = Number.isFinite(bestDist)
			? (userMax === undefined ? bestDist : Math.min(bestDist, userMax))
			: userMax;

		const distance = cap === undefined
			? leven(target, candidate)
			: leven(target, candidate, {maxDistance: cap});

		if (userMax !== undefined && distance > userMax) {
			continue;
		}

		let actualD = distance;
		if (cap !== undefined && distance === cap && cap === userMax) {
			actualD = leven(target, candidate);
		}

		if (actualD < bestDist) {
			bestDist = actualD;
			best = candidate;
			if (bestDist === 0) {
				break;
			}
		}
	}

	if (userMax !== undefined && bestDist > userMax) {
		return undefined;
	}

	return best;
}

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
	let included = patterns.every((pattern) => pattern.startsWith('!'));
	for (const pattern of patterns) {
		const excludes = pattern.startsWith('!');
		if (matches(parsePattern(excludes ? pattern.slice(1) : pattern), branch))
			included = !excludes;
	}
	return included;
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
	{ when: /^heads\//, problem: 'a pattern is compared with the name only', mend: without(/^heads\//) },
	{ when: /^refs\//, problem: 'only branches are compared, and not their full refs' },
	{ when: /^#|\s#/, problem: 'comments are not possible here', mend: without(/(?:^|\s+)#.*$/s) },
	{
		when: /^\[[^\]]*$|^[^[]*(?<!\\)\]$|^\[[^\]-]{2,}\]$/,
		problem: 'this is not a YAML list, and brackets match one character',
		mend: without(/[[\]]/g),
	},
	{ when: /^\s/, problem: 'a blank follows the !', mend: (text) => text.trim() },
	{ when: /[\s;]/, problem: 'patterns are separated by commas or lines', mend: without(/[\s;]+/g, ', ') },
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
function parsePattern(pattern) {
	const tokens = [];
	for (const [part] of pattern.matchAll(/\\.|(?<=^|\/)\*\*\/|\*+|\[[^\]]+\]|./gsu)) {
		if (part === '**/') {
			tokens.push({ takes: anything, skips: 3 }, { takes: anything, repeats: true }, takeOnly('/'));
		}
		else if (part.startsWith('*')) {
			tokens.push({ takes: part === '*' ? (character) => character !== '/' : anything, repeats: true });
		}
		else if (part === '?' || part === '+') {
			const last = tokens.at(-1);
			if (last === undefined || last.repeats || last.isOptional) {
				throw new SyntaxError(`${part} repeats the character before it; for a plain ${part} write \\${part}`);
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
	let reached = passOptional(tokens, new Set([0]));
	for (const character of name) {
		const next = new Set();
		for (const at of reached) {
			const token = tokens[at];
			if (token?.takes(character))
				next.add(token.repeats ? at : at + 1);
		}
		reached = passOptional(tokens, next);
	}
	return reached.has(tokens.length);
}
function passOptional(tokens, reached) {
	for (const at of reached) {
		const token = tokens[at];
		if (token?.isOptional || token?.repeats)
			reached.add(at + 1);
		if (token?.skips !== undefined)
			reached.add(at + token.skips);
	}
	return reached;
}

;// text.js
const MAX_QUOTE_LENGTH = 60;
const INVISIBLE = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const CONTROLS = new RegExp(`[\\p{Cc}${INVISIBLE}]+`, 'gu');
const CONTROLS_BUT_BREAKS = new RegExp(`[^\\P{Cc}\\n\\t]|[${INVISIBLE}]`, 'gu');
function text_oneLine(text) {
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
	return `"${truncate(text_oneLine(redact(text)), MAX_QUOTE_LENGTH)}"`;
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
		workflow: update === undefined ? workflow : `${workflow}: ${update}`,
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

;// warnings.js





function findWarnings({ inputs, context, redact }) {
	const isWatched = inputs.status === undefined && inputs.needs === undefined;
	const warnings = [
		findChangingTitle(inputs, runOf(context, isWatched ? 'watched run' : 'job')),
		findBrokenBody(inputs),
		findStatusBesideNeeds(inputs),
		findRemoteBranch(inputs, redact),
		findMissedDefaultBranch(inputs, context, redact),
	];
	return warnings.filter((warning) => warning !== undefined);
}
function explainInputError({ message, slip }) {
	const near = slip && closest(slip.given, slip.words);
	return near === undefined ? message : message.replace(/\)\.$/, `; did you mean ${near}?).`);
}
function closest(given, words) {
	const maxDistance = Math.min(2, Math.ceil(given.length / 2) - 1);
	const near = words
		.map((word) => ({ word, distance: leven(given.slice(0, 40), word) }))
		.filter(({ distance }) => distance <= maxDistance)
		.sort((a, b) => a.distance - b.distance);
	return near[0]?.word ?? words.find((word) => given.length >= 4 && given.slice(0, 4) === word.slice(0, 4));
}
function findChangingTitle({ title }, run) {
	if (title === undefined)
		return undefined;
	const { id, number, attempt, commit } = run;
	const isIn = (pattern) => new RegExp(pattern, 'iu').test(text_oneLine(title));
	const before = '(?<![\\p{L}\\p{N}_.])';
	const found = [
		id !== undefined && isIn(`${before}${id}(?!\\d)`) && 'the run id',
		number !== undefined &&
			isIn(`(?:#|${before}(?:run|build)\\s)\\s*(?:no\\.?\\s*|number\\s*)?#?${number}(?!\\d)`) &&
			'the run number',
		attempt !== undefined && isIn(`${before}attempt\\s*#?${attempt}(?!\\d)`) && 'the run attempt',
		commit !== undefined && holdsCommit(title, commit) && 'the commit',
	].find((what) => what !== false);
	if (found === undefined)
		return undefined;
	return `title contains ${found}, which changes from run to run, so no later run resolves the incident. Remove it from title; the details contain it.`;
}
function holdsCommit(title, commit) {
	const words = title.toLowerCase().match(/(?<![\p{L}\p{N}_])[0-9a-f]{7,64}(?![\p{L}\p{N}_])/gu) ?? [];
	return words.some((word) => commit.toLowerCase().startsWith(word));
}
function findBrokenBody({ body }) {
	if (body === undefined || !/^\s*\{/.test(body) || json_parseObject(body) !== undefined)
		return undefined;
	return 'body begins like a JSON object but is not valid JSON, so it is sent as a text, under message. Use toJSON() for values that can contain quotes or line breaks.';
}
function findStatusBesideNeeds({ status, needs }) {
	if (needs === undefined || status === undefined || status === 'create' || status === 'resolve')
		return undefined;
	return 'status and needs are both set, so the worse of the two is reported. Remove status to report the needed jobs.';
}
function findRemoteBranch({ branches }, redact) {
	const remote = branches.find((pattern) => /^!?(?:remotes\/)?(?:origin|upstream)\//.test(pattern));
	if (remote === undefined)
		return undefined;
	const right = remote.replace(/^(!?)(?:remotes\/)?(?:origin|upstream)\//, '$1');
	return `branches lists ${quote(remote, redact)}, but GitHub's names of branches have no remote in front. Write ${quote(right, redact)}.`;
}
const USUAL_DEFAULTS = ['main', 'master', 'trunk', 'default'];
function findMissedDefaultBranch({ branches }, { ref, defaultBranch }, redact) {
	if (defaultBranch === undefined || ref.branch !== defaultBranch || matchBranches(defaultBranch, branches))
		return;
	const near = branches.find((pattern) => isNear(pattern, defaultBranch));
	if (near === undefined)
		return undefined;
	return `branches lists ${quote(near, redact)}, but the default branch is ${quote(defaultBranch, redact)}, which no pattern matches, so it is not reported. If that is a mistake, correct branches.`;
}
function isNear(pattern, branch) {
	if (/[!*?+[\]\\]/.test(pattern))
		return false;
	if ([pattern, branch].every((name) => USUAL_DEFAULTS.includes(name)))
		return true;
	const sort = (name) => Array.from(name.toLowerCase()).sort().join('');
	const distance = leven(pattern.slice(0, 100).toLowerCase(), branch.slice(0, 100).toLowerCase());
	return distance <= Math.min(2, Math.floor(branch.length / 4)) || sort(pattern) === sort(branch);
}

var __webpack_exports__closest = __webpack_exports__.kp;
var __webpack_exports__explainInputError = __webpack_exports__.yN;
var __webpack_exports__findWarnings = __webpack_exports__.Pw;
export { __webpack_exports__closest as closest, __webpack_exports__explainInputError as explainInputError, __webpack_exports__findWarnings as findWarnings };
