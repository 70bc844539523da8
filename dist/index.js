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
	{ when: /^refs\//, problem: 'only branches are compared, and not their full refs' },
	{ when: /^#|\s#/, problem: 'comments are not possible here', mend: without(/(?:^|\s+)#.*$/s) },
	{
		when: /^\[[^\]]*$|^[^[]*(?<!\\)\]$|^\[[^\]-]{2,}\]$/,
		problem: 'this is not a YAML list, and brackets match one character',
		mend: without(/[[\]]/g),
	},
	{ when: /^\s/, problem: 'a blank follows the !', mend: (text) => text.trim() },
	{ when: /\s/, problem: 'patterns are separated by commas or lines', mend: without(/\s+/g, ', ') },
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

;// json.js
function parseObject(text) {
	try {
		return asObject(JSON.parse(text));
	}
	catch {
		return undefined;
	}
}
function asObject(value) {
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

;// text.js

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
function escapeHtml(text) {
	const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
function closest(given, words) {
	const maxDistance = Math.min(2, Math.ceil(given.length / 2) - 1);
	const near = words
		.map((word) => ({ word, distance: leven(given.slice(0, 40), word) }))
		.filter(({ distance }) => distance <= maxDistance)
		.sort((a, b) => a.distance - b.distance);
	return near[0]?.word ?? words.find((word) => given.length >= 4 && given.slice(0, 4) === word.slice(0, 4));
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
function refOfEvent({ env, payload, event, defaultBranch, repository, }) {
	const ref = env.GITHUB_REF ?? '';
	const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
	const tag = /^refs\/tags\/(.+)$/s.exec(ref)?.[1];
	const pull = json_asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
	const head = readHead(env, payload, repository);
	if (event.startsWith('pull_request') || pull !== undefined) {
		const number = json_asNumber(json_get(payload, 'pull_request', 'number')) ?? pull;
		const base = findMergedBase(event, payload);
		if (base === undefined)
			return pullRequestRef({ number, event, ...head });
		const details = { branch: base, pull_request: number };
		return { ...branchRef(base, defaultBranch), details, filter: {}, listedScope: headScope(head) };
	}
	if (event === 'release')
		return tagRef(tag ?? json_asText(json_get(payload, 'release', 'tag_name')));
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
	if (typeof run !== 'object' || run === null || Array.isArray(run))
		return undefined;
	const text = (...keys) => json_asText(json_get(run, ...keys));
	const number = (key) => json_asNumber(json_get(run, key));
	const head = text('head_branch');
	const referenced = json_get(run, 'referenced_workflows');
	return {
		id: number('id'),
		number: number('run_number'),
		attempt: number('run_attempt'),
		event: text('event') ?? 'unknown',
		name: text('name'),
		path: text('path'),
		headBranch: head?.replace(/^refs\/(?:heads|tags)\//, ''),
		isTag: head?.startsWith('refs/tags/') ? true : undefined,
		headRepository: text('head_repository', 'full_name'),
		pullRequests: listPullRequests(json_get(run, 'pull_requests'), repository),
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
		const url = json_asText(json_get(entry, 'base', 'repo', 'url'));
		return url === undefined || isSameName(url.split('/').slice(-2).join('/'), repository);
	})
		.flatMap((entry) => json_asNumber(json_get(entry, 'number')) ?? []);
}
function readHead(env, payload, repository) {
	const head = json_get(payload, 'pull_request', 'head');
	const branch = json_asText(env.GITHUB_HEAD_REF) ?? json_asText(json_get(head, 'ref'));
	const from = json_asText(json_get(head, 'repo', 'full_name'));
	const isFork = head !== undefined && json_get(head, 'repo') !== undefined && !isSameName(from, repository);
	return { branch, owner: from?.split('/')[0], isFork };
}
function findMergedBase(event, payload) {
	if (event !== 'pull_request' && event !== 'pull_request_target')
		return undefined;
	if (payload.action !== 'closed' || json_get(payload, 'pull_request', 'merged') !== true)
		return undefined;
	return json_asText(json_get(payload, 'pull_request', 'base', 'ref'));
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
	const repository = json_asText(env.GITHUB_REPOSITORY) ?? json_asText(json_get(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
	const event = json_asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
	const defaultBranch = json_asText(json_get(payload, 'repository', 'default_branch'));
	const matrix = parseObject(hidden.matrix);
	const run = readRun({ env, payload, event, repository, defaultBranch });
	const watched = event === 'workflow_run' ? readWatchedRun(payload, repository, defaultBranch) : undefined;
	const callerRef = json_asText(env.GITHUB_WORKFLOW_REF);
	const jobRef = json_asText(hidden.jobWorkflowRef);
	return {
		serverUrl: json_asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
		apiUrl: json_asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
		repository,
		defaultBranch: defaultBranch ?? (run.ref.scope === '' ? run.ref.branch : undefined),
		job: json_asText(env.GITHUB_JOB) ?? 'unknown',
		matrix,
		matrixValues: readMatrixValues(matrix, hidden.matrix),
		runner: json_asText(env.RUNNER_NAME),
		checkRunId: json_asNumber(hidden.checkRunId),
		isCalled: jobRef === undefined || callerRef === undefined ? undefined : jobRef !== callerRef,
		workflowFile: findWorkflowFile(env, hidden, repository),
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
function readRun({ env, payload, event, repository, defaultBranch, }) {
	const ref = refOfEvent({ env, payload, event, defaultBranch, repository });
	const pull = json_get(payload, 'pull_request');
	const isMerged = pull !== undefined && event.startsWith('pull_request') && !ref.isPullRequest;
	const commit = json_get(payload, 'head_commit') ?? json_get(payload, 'merge_group', 'head_commit');
	return {
		workflow: json_asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
		workflowId: parsePath(env.GITHUB_WORKFLOW_REF, repository)?.split('/').at(-1),
		event,
		ref,
		headRepository: (isMerged ? undefined : json_asText(json_get(pull, 'head', 'repo', 'full_name'))) ?? repository,
		headBranch: json_asText(env.GITHUB_HEAD_REF) ?? json_asText(json_get(pull, 'head', 'ref')) ?? json_asText(env.GITHUB_REF_NAME) ?? ref.branch,
		commit: json_asText(json_get(pull, ...(isMerged ? ['merge_commit_sha'] : ['head', 'sha']))) ?? json_asText(env.GITHUB_SHA),
		commitMessage: firstLine(json_get(commit, 'message')),
		author: readAuthor(commit) ?? json_asText(json_get(pull, 'user', 'login')),
		actor: event === 'schedule' ? undefined : json_asText(env.GITHUB_ACTOR),
		id: json_asNumber(env.GITHUB_RUN_ID),
		number: json_asNumber(env.GITHUB_RUN_NUMBER),
		attempt: json_asNumber(env.GITHUB_RUN_ATTEMPT),
	};
}
function readWatchedRun(payload, repository, defaultBranch) {
	const run = payload.workflow_run;
	const summary = parseRunSummary(run, repository) ?? { event: 'unknown', pullRequests: [], callsWorkflows: false };
	const { event, path, name, headBranch, headRepository, sha, id, number, attempt, conclusion } = summary;
	const commit = json_get(run, 'head_commit');
	const workflow = json_asText(json_get(payload, 'workflow', 'name')) ?? name ?? 'unknown workflow';
	return {
		workflow: nameUpdate(workflow, path, name),
		workflowId: summary.workflowId?.toString(),
		event,
		ref: refOfRun(summary, { repository, defaultBranch }),
		headRepository: headRepository ?? 'unknown/unknown',
		headBranch,
		commit: sha,
		commitMessage: firstLine(json_get(commit, 'message')),
		author: readAuthor(commit),
		actor: event === 'schedule' ? undefined : json_asText(json_get(run, 'actor', 'login')),
		id,
		number,
		attempt,
		activity: json_asText(payload.action) ?? 'unknown',
		conclusion,
	};
}
function nameUpdate(workflow, path, name) {
	const update = path?.startsWith('dynamic/') ? /^(.+) - Update #\d+$/s.exec(name ?? '')?.[1] : undefined;
	return update === undefined ? workflow : `${workflow}: ${update}`;
}
function findWorkflowFile(env, hidden, repository) {
	const isHere = isSameName(hidden.jobWorkflowRepository, repository);
	const reference = json_asText(hidden.jobWorkflowRef) ?? env.GITHUB_WORKFLOW_REF;
	const isCalled = reference !== env.GITHUB_WORKFLOW_REF;
	const path = (isHere ? json_asText(hidden.jobWorkflowFilePath) : undefined) ?? parsePath(reference, repository);
	const sha = json_asText(hidden.jobWorkflowSha) ?? (isCalled ? undefined : json_asText(env.GITHUB_WORKFLOW_SHA));
	return path === undefined || sha === undefined ? undefined : { path, sha };
}
function parsePath(reference, repository) {
	const [, home, path] = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@/.exec(reference ?? '') ?? [];
	return isSameName(home, repository) ? path : undefined;
}
function findEnvironment(event, payload) {
	if (event === 'workflow_dispatch')
		return json_asText(json_get(payload, 'inputs', 'environment'))?.trim();
	return event.startsWith('deployment') ? json_asText(json_get(payload, 'deployment', 'environment'))?.trim() : undefined;
}
const DEPENDABOT_EVENTS = new Set(`create deployment deployment_status pull_request pull_request_review pull_request_review_comment push`.split(' '));
function findWhySecretsAreWithheld(env, payload, repository) {
	const event = env.GITHUB_EVENT_NAME ?? '';
	const dependabot = 'dependabot[bot]';
	const isDependabot = event === 'pull_request_target'
		? json_get(payload, 'pull_request', 'user', 'login') === dependabot
		: env.GITHUB_ACTOR === dependabot && DEPENDABOT_EVENTS.has(event);
	if (isDependabot)
		return 'Dependabot started this run, and GitHub gives such runs only the secrets of Dependabot';
	const head = json_get(payload, 'pull_request', 'head', 'repo');
	const isPullRequest = event.startsWith('pull_request') && event !== 'pull_request_target';
	if (isPullRequest && head !== undefined && !isSameName(json_asText(json_get(head, 'full_name')), repository)) {
		return 'GitHub gives no secrets to pull requests from forks';
	}
	if (json_get(payload, 'repository', 'fork') === true) {
		return 'this repository is a fork, and a fork does not get the secrets of the original';
	}
	return undefined;
}
function readAuthor(commit) {
	return json_asText(json_get(commit, 'author', 'name')) ?? json_asText(json_get(commit, 'author', 'username'));
}
function firstLine(message) {
	return json_asText(json_asText(message)
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
		const outcome = status === 'success' && hasFailed ? 'failure' : status;
		return { kind: 'outcome', outcome, subject: 'job' };
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
	return { action: 'none', reason: `the result is ${outcome}, which neither create-on nor resolve-on lists` };
}
function readConclusion(given, { whose, subject }) {
	const outcome = CONCLUSIONS.find((word) => word === given.trim().toLowerCase());
	if (outcome !== undefined)
		return { kind: 'outcome', outcome, subject };
	const gave = given.trim() === '' ? 'no conclusion' : `the unknown conclusion "${given.slice(0, 40)}"`;
	return { kind: 'nothing', reason: `GitHub gave ${gave} for ${whose}`, isUnusual: true };
}

;// errors.js
class errors_InputError extends Error {
	name = 'InputError';
}
function describeError(thrown) {
	if (thrown instanceof Error)
		return thrown.message || thrown.name;
	if (typeof thrown === 'string' && thrown.trim() !== '')
		return thrown;
	return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}

;// spike/proxy.js

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
function isLoopback(url) {
	return LOOPBACK.has(url.hostname);
}
function findProxy(env, nodeVersion, url) {
	const name = ['https_proxy', 'HTTPS_PROXY'].find((variable) => (env[variable] ?? '') !== '');
	if (name === undefined || isLoopback(url) || isProxyBypassed(url, env.no_proxy || env.NO_PROXY || ''))
		return;
	const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
	if (major < 24 || (major === 24 && minor < 5)) {
		throw new InputError(`${name} is set, but Node ${nodeVersion} of this runner cannot use a proxy. Update the runner to version 2.328 or later.`);
	}
	const value = (env[name] ?? '').trim();
	const proxy = { https_proxy: value.includes('://') ? value.replace(/^https?:/i, toLowerCase) : `http://${value}` };
	try {
		if (!/^https?:/.test(proxy.https_proxy))
			throw new TypeError('Not an HTTP proxy');
		proxy_createProxyAgent(proxy).destroy();
	}
	catch {
		throw new InputError(`${name} must be the URL of an HTTP proxy, such as http://proxy.example:3128.`);
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
function proxy_createProxyAgent(proxy) {
	const https = process.getBuiltinModule('node:https');
	const agent = new https.Agent({ proxyEnv: proxy, rejectUnauthorized: true });
	const { createConnection, destroy } = agent;
	agent.createConnection = (...options) => {
		const tunnel = withCertificateCheck(() => createConnection.apply(agent, options));
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
function withCertificateCheck(connect) {
	const { NODE_TLS_REJECT_UNAUTHORIZED: setting } = process.env;
	delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
	try {
		return connect();
	}
	finally {
		if (setting !== undefined)
			process.env.NODE_TLS_REJECT_UNAUTHORIZED = setting;
	}
}

;// spike/webhook.js



const HOST = 'hooks.spike.sh';
const PATH_END = 'push-events';
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
function openWebhook(url, { proxy, redact }) {
	return {
		post: async (text, options) => {
			const attempt = await new Promise((resolve) => send({ ...options, url, proxy, text, resolve }));
			return attempt.kind === 'response' ? { ...attempt, text: redact(attempt.text) } : attempt;
		},
	};
}
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
		throw new errors_InputError(`token must be the token of a Spike webhook integration or the URL https://${HOST}/<token>/${PATH_END} (${flaw}).`);
	}
	if (!isUrl)
		return new URL(`https://${HOST}/${encodeToken(token)}/${PATH_END}`);
	const url = new URL(token);
	url.pathname = `/${splitPath(url)[0]}/${PATH_END}`;
	url.hash = '';
	return url;
}
const FLAWS = [
	[/^["'`“”‘’]|["'`“”‘’]$/, 'it is in quotation marks; remove them'],
	[/^<|>$/, 'it is in angle brackets; remove them'],
	[/^\*+$/, 'it is a masked value from a log; copy it from Spike again'],
	[/^\$/, 'it is an expression or a variable that was not evaluated'],
	[/^(?:bearer|basic|token)\s/i, 'it begins with the name of an authorization scheme; remove the name'],
	[/^[a-z_]\w*\s*=\s*[^\s=]|^[a-z_]\w*:\s/i, 'it begins with a name; remove the name'],
	[/^(?:gh[pousr]_|github_pat_)/, 'it is a token of GitHub; use the one of Spike'],
	[/[\s\p{Cc}\p{Cf}]/u, 'it has white space or an invisible character in it'],
];
function findFlaw(text) {
	return FLAWS.find(([pattern]) => pattern.test(text))?.[1];
}
function findBareFlaw(token) {
	if (token.includes('/') || /^[a-z]+:/i.test(token))
		return 'it is part of a URL; give the whole URL or only the token';
	return /[?#\\]|^\.{0,2}$/.test(token) ? 'it has a character that no token has' : undefined;
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
	return findFlaw(decode(name));
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
function decode(text) {
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}
function encodeToken(token) {
	return /%[0-9a-f]{2}/i.test(token) ? token : encodeURIComponent(token.toWellFormed());
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
	const code = asText(get(error, 'code')) ?? 'unknown';
	const status = asNumber(get(error, 'statusCode'));
	if (code === 'ERR_PROXY_TUNNEL' && status !== undefined)
		return { kind: 'proxy refused', status };
	if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|HOSTNAME|INVALID_CA|PURPOSE/.test(code)) {
		return { kind: 'failed', problem: `the certificate was not accepted (${code})`, retry: false };
	}
	return { kind: 'failed', problem: `${ERROR_MESSAGES[code] ?? 'the request failed'} (${code})`, retry: true };
}

;// inputs.js






const SEVERITIES = ['sev1', 'sev2', 'sev3'];
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'];
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'];
const MAX_QUOTE_LENGTH = 60;
function readInputs({ read, redact }) {
	const source = {
		read: (name) => requireInput(read(name), name),
		quote: (given) => `"${truncate(oneLine(redact(given)), MAX_QUOTE_LENGTH)}"`,
	};
	const token = source.read('token').trim();
	const createOn = readConclusions(source, 'create-on');
	const resolveOn = readConclusions(source, 'resolve-on');
	const both = createOn.find((word) => resolveOn.includes(word));
	if (both !== undefined) {
		throw new errors_InputError(`create-on and resolve-on both list ${both}; remove it from one of them.`);
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
	throw new errors_InputError(`status is ${status}, but on workflow_run that can mean this job or the watched run. Remove status to report the watched run, or set a title.`);
}
function requireInput(given, name) {
	if (given !== undefined)
		return given;
	const advice = name === 'needs' ? ' Pass the results alone: needs: ${{ toJSON(needs.*.result) }}.' : '';
	throw new errors_InputError(`The runner did not pass the input ${name}. On Windows a value of more than 32,766 characters is lost on the way.${advice}`);
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
	const near = closest(lower, words);
	const hint = near === undefined ? '' : `; did you mean ${near}?`;
	throw new errors_InputError(`${name} must be one of ${words.join(', ')} (got ${quote(given)}${hint}).`);
}
function readStatus(source) {
	const word = readWord(source, 'status', ['auto', ...STATUSES]);
	if (word === undefined) {
		throw new errors_InputError('status is blank: its expression gave nothing. Correct the expression, or remove status to report the result of this job.');
	}
	return word === 'auto' ? undefined : word;
}
function readConclusions({ read, quote }, name) {
	const words = splitList(read(name)).map((word) => findWord(word, [...CONCLUSIONS, 'never'], { name, quote }));
	if (words.length === 0) {
		throw new errors_InputError(`${name} is blank, as from a variable that is not set. Write never, or remove ${name}.`);
	}
	const conclusions = words.filter((word) => word !== 'never');
	if (conclusions.length > 0 && conclusions.length < words.length) {
		throw new errors_InputError(`${name} lists never beside ${conclusions.join(', ')}. Write either.`);
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
		throw new errors_InputError(`branches: no branch can match ${quote(pattern)}; ${found.problem}.${advice}`);
	}
	return patterns;
}
const NEEDS_ADVICE = 'Write needs: ${{ toJSON(needs) }} or, for the results alone, needs: ${{ toJSON(needs.*.result) }}, in a job that has needs.';
function readNeeds({ read, quote }) {
	const text = read('needs').trim();
	if (text === '')
		return undefined;
	if (!/^[[{]/.test(text)) {
		const words = text.split(/[\s,]+/).filter((word) => word !== '');
		return words.map((word) => ({ result: readResult(word, word) }));
	}
	const parsed = parseJson(text);
	if (parsed === undefined)
		throw new errors_InputError(`needs is not valid JSON (got ${quote(text)}). ${NEEDS_ADVICE}`);
	const entries = Array.isArray(parsed)
		? parsed.map((result) => [undefined, result])
		: Object.entries(asObject(parsed) ?? {}).map(([job, value]) => [job, json_get(value, 'result')]);
	if (entries.length === 0)
		throw new errors_InputError(`needs has no job in it (got ${quote(text)}). ${NEEDS_ADVICE}`);
	return entries.map(([job, result]) => ({ job, result: readResult(result, job ?? text) }));
	function readResult(given, shown) {
		const result = RESULTS.find((word) => word === given);
		if (result !== undefined)
			return result;
		throw new errors_InputError(`needs must give each job one of ${RESULTS.join(', ')} (see ${quote(shown)}). ${NEEDS_ADVICE}`);
	}
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return undefined;
	}
}
function readNumber({ read, quote }, name, { from, to, blank, unit }) {
	const given = read(name).trim();
	const number = given === '' ? blank : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
	if (number >= from && number <= to)
		return number;
	throw new errors_InputError(`${name} must be a whole number${unit} from ${from} to ${to} (got ${quote(given)}).`);
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

;// results.js

function skip(reason, { level = 'info', isLater = false } = {}) {
	return {
		level,
		line: `Not reported${isLater ? ' yet' : ''}: ${reason}.`,
		outputs: { action: 'none', reason, title: '', delivered: 'false', payload: '' },
		isDone: !isLater,
	};
}
function showResult({ level, line, warning, outputs, summary }, { phase, runner, log, redact }) {
	for (const [name, value] of phase === 'main' ? Object.entries(outputs) : []) {
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
function decodePercent(text) {
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}
function createRedact(secrets) {
	const written = [...new Set(secrets.map(secrets_toLowerCase))];
	const hidden = [...new Set(secrets.map((secret) => squeeze(createView(secret)).text))].filter((form) => form.length >= MIN_HIDDEN_LENGTH);
	return (text) => {
		const original = createView(text);
		const ranges = written.flatMap((form) => findAll(original, form));
		let view = squeeze(original);
		for (let decodings = 0;; decodings++) {
			for (const form of hidden)
				ranges.push(...findAll(view, form));
			const decoded = decodings < MAX_DECODINGS ? squeeze(secrets_decode(view)) : view;
			if (decoded === view)
				return replaceRanges(text, ranges);
			view = decoded;
		}
	};
}
function createView(text) {
	return { text: secrets_toLowerCase(text) };
}
function secrets_toLowerCase(text) {
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
function secrets_decode(view) {
	const escapes = /(?:%[\da-f]{2})+|\\u[\da-f]{4}|\\x[\da-f]{2}|\\.|&#\d{1,6};|&#x[\da-f]{1,5};|&[a-z]{2,4};/g;
	return rewrite(view, escapes, (match) => secrets_toLowerCase(decodeEscape(match)));
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

;// warnings.js





function findWarnings({ inputs, context, subject, }) {
	const warnings = [
		findChangingTitle(inputs, runOf(context, subject)),
		findBrokenBody(inputs),
		findStatusBesideNeeds(inputs),
		findRemoteBranch(inputs),
		findMissedDefaultBranch(inputs, context),
	];
	return warnings.filter((warning) => warning !== undefined);
}
function findUnreportedFailure({ status, needs, jobStatus }, context) {
	if (context.watched === undefined || status !== undefined || needs !== undefined || jobStatus !== 'failure')
		return;
	return 'This job failed, and that was not reported: on workflow_run the step reports the watched run. To report this job, give it a step of its own with status: ${{ job.status }}, if: ${{ always() }} and a title.';
}
function findChangingTitle({ title }, run) {
	if (title === undefined)
		return undefined;
	const { id, number, attempt, commit } = run;
	const isIn = (pattern) => new RegExp(pattern, 'iu').test(oneLine(title));
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
	if (body === undefined || !/^\s*\{/.test(body) || parseObject(body) !== undefined)
		return undefined;
	return 'body begins like a JSON object but is not valid JSON, so it is sent as a text, under message. Use toJSON() for values that can contain quotes or line breaks.';
}
function findStatusBesideNeeds({ status, needs }) {
	if (needs === undefined || status === undefined || status === 'create' || status === 'resolve')
		return undefined;
	return 'status and needs are both set, so the worse of the two is reported. Remove status to report the needed jobs.';
}
function findRemoteBranch({ branches }) {
	const remote = branches.find((pattern) => /^!?(?:remotes\/)?(?:origin|upstream)\//.test(pattern));
	if (remote === undefined)
		return undefined;
	const right = remote.replace(/^(!?)(?:remotes\/)?(?:origin|upstream)\//, '$1');
	return `branches lists ${quote(remote)}, but GitHub's names of branches have no remote in front. Write ${quote(right)}.`;
}
const USUAL_DEFAULTS = ['main', 'master', 'trunk', 'default'];
function findMissedDefaultBranch({ branches }, { ref, defaultBranch }) {
	if (defaultBranch === undefined || ref.branch !== defaultBranch || matchBranches(defaultBranch, branches))
		return;
	const near = branches.find((pattern) => isNear(pattern, defaultBranch));
	if (near === undefined)
		return undefined;
	return `branches lists ${quote(near)}, but the default branch is ${quote(defaultBranch)}, which no pattern matches, so it is not reported. If that is a mistake, correct branches.`;
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
function quote(text) {
	return `"${truncate(oneLine(text), 60)}"`;
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
		const words = describeError(thrown);
		const isInput = thrown instanceof Error && thrown.name === 'InputError';
		const line = isInput ? words : `The action itself failed: ${words}`;
		if (phase === 'post' && env.STATE_failed === digest(words))
			return log.info(line);
		if (phase === 'main')
			save(runner, log, 'failed', digest(words));
		log.fail(line);
	}
}
async function runPhase(session) {
	const { phase, runner, log, redact } = session;
	const { env } = runner;
	const lost = phase === 'post' ? findLostInputs(env) : undefined;
	if (lost !== undefined)
		return showLostInputs(lost, log);
	const inputs = readInputs({ read: (name) => readVariable(env, name), redact });
	const context = readContext(env, readEvent(runner, log), inputs.hidden);
	checkInputs(inputs, context);
	if (phase === 'main')
		save(runner, log, 'inputs', describeInputs(env));
	const result = await findResult(session, inputs, context);
	showResult(result, { phase, runner, log, redact });
}
async function findResult(session, inputs, context) {
	const { phase, runner, log } = session;
	const found = findOutcome({ ...inputs, phase, context });
	const subject = found.kind === 'outcome' ? found.subject : 'job';
	if (phase === 'main')
		for (const warning of findWarnings({ inputs, context, subject }))
			log.warning(warning);
	const quiet = findSkipReason(context.ref, inputs);
	const mayBeTag = context.ref.mayBeTag && /\d/.test(context.ref.branch ?? '') && inputs.githubToken !== undefined;
	if (quiet !== undefined && !mayBeTag)
		return skip(quiet);
	const { webhookUrl } = inputs;
	if (webhookUrl === undefined) {
		if (context.secretsWithheld === undefined)
			throw new errors_InputError(NO_TOKEN);
		return skip(`${context.secretsWithheld}, so there is no token`, { level: phase === 'main' ? 'notice' : 'info' });
	}
	const unreported = phase === 'post' ? findUnreportedFailure(inputs, context) : undefined;
	if (unreported !== undefined)
		log.error(unreported);
	if (found.kind !== 'outcome') {
		const level = found.isUnusual ? 'warning' : 'info';
		return skip(found.reason, { level, isLater: found.kind === 'later' });
	}
	const { outcome } = found;
	if (outcome === runner.env.STATE_done)
		return skip(`the result is ${outcome}, which this step has already handled`);
	const { report } = await import(/* webpackIgnore: true */ './report.js');
	const result = await report({ ...session, inputs, webhookUrl, context, found });
	if (result.isDone)
		save(runner, log, 'done', outcome);
	return result;
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
function readVariable(env, name) {
	return env[`INPUT_${name.toUpperCase()}`];
}
function save({ saveState }, log, name, value) {
	const problem = saveState(name, value);
	if (problem === undefined)
		return;
	log.info(`The runner's file for state could not be written (${problem}). The older workflow command was used instead.`);
}
const KEPT_INPUTS = ['token', 'title', 'environment', 'branches'];
function describeInputs(env) {
	const given = KEPT_INPUTS.filter((name) => (readVariable(env, name) ?? '').trim() !== '');
	return [...given, digest((readVariable(env, 'token') ?? '').trim())].join(' ');
}
function findLostInputs(env) {
	const [token, ...given] = (env.STATE_inputs ?? '').split(' ').reverse();
	const isComposite = readVariable(env, 'action-status') !== '';
	const lost = given.filter((name) => (readVariable(env, name) ?? '').trim() === '').reverse();
	const names = lost.filter((name) => name === 'token' || isComposite);
	const isOtherToken = isComposite && given.includes('token') && describeInputs(env).split(' ').at(-1) !== token;
	if (names.length === 0 && !isOtherToken)
		return undefined;
	const isGreen = readVariable(env, 'job-status') === 'success' && readVariable(env, 'action-status') !== 'failure';
	return { names: names.length === 0 ? ['token'] : names, isGreen };
}
function showLostInputs({ names, isGreen }, log) {
	const [what, are] = names.length === 1 ? ['input', 'is'] : ['inputs', 'are'];
	const line = `The ${what} ${names.join(', ')} that the step had at its start ${are} lost at the end of the job, so nothing was ` +
		'reported. GitHub’s runner does this in a composite action that is called by a path (./) inside another composite ' +
		'action (actions/runner#2030, #3514). Put the step into the outer action or into the job.';
	if (isGreen)
		log.warning(line);
	else
		log.fail(line);
}
function digest(text) {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++)
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	return (hash >>> 0).toString(16);
}
const NO_TOKEN = 'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
	'workflow that the caller passes it on (secrets: inherit).';

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
function writeLine(text) {
	const bytes = Buffer.from(text);
	const gate = new Int32Array(new SharedArrayBuffer(4));
	for (let [offset, waited] = [0, 0]; offset < bytes.length && waited < MAX_WRITE_WAIT_MS;) {
		try {
			offset += (0,external_node_fs_namespaceObject.writeSync)(1, bytes, offset);
		}
		catch (thrown) {
			if (json_get(Object(thrown), 'code') !== 'EAGAIN')
				return false;
			Atomics.wait(gate, 0, 0, WRITE_WAIT_MS);
			waited += WRITE_WAIT_MS;
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
	void runAction(phase, openRunner()).then(() => process.exit());
}

var __webpack_exports__start = __webpack_exports__.n;
export { __webpack_exports__start as start };
