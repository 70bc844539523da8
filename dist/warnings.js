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

;// warnings.js




function findWarnings({ inputs, context, redact }) {
	const warnings = [
		findChangingTitle(inputs, context),
		findBrokenBody(inputs),
		findStatusBesideNeeds(inputs),
		findLongBranch(inputs, redact),
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
function findChangingTitle({ title }, { run, watched, sha }) {
	if (title === undefined)
		return undefined;
	const runs = [run, watched, { commit: sha }].map((of) => of && findChanging(title, of));
	const found = runs.find((what) => what !== undefined);
	if (found === undefined)
		return undefined;
	return `title contains ${found}, which changes from run to run, so no later run resolves the incident. Remove it from title; the details name the run and its commit.`;
}
function findChanging(title, { id, number, attempt, commit }) {
	const isIn = (pattern) => new RegExp(pattern, 'iu').test(oneLine(title));
	const before = '(?<![\\p{L}\\p{N}_.])';
	if (id !== undefined && isIn(`${before}${id}(?!\\d)`))
		return 'the run id';
	const inFront = `(?:#|${before}(?:run|build)\\s)\\s*(?:no\\.?\\s*|number\\s*)?#?`;
	if (number !== undefined && isIn(`${inFront}${number}(?!\\d)`))
		return 'the run number';
	if (attempt !== undefined && isIn(`${before}attempt\\s*#?${attempt}(?!\\d)`))
		return 'the run attempt';
	return commit !== undefined && holdsCommit(title, commit) ? 'the commit' : undefined;
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
function findLongBranch({ branches }, redact) {
	const front = /^(!?)(?:(?:remotes\/)?(?:origin|upstream)|heads)\//;
	const long = branches.find((pattern) => front.test(pattern));
	if (long === undefined)
		return undefined;
	return `branches lists ${quote(long, redact)}, but GitHub's names of branches have no remote and no heads/ in front. Write ${quote(long.replace(front, '$1'), redact)}.`;
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
