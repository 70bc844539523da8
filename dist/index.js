var __webpack_exports__ = {};

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




;// branches.js
function findBranchObstacle(stream, patterns) {
	if (patterns.length === 0)
		return undefined;
	const branch = branchOf(stream);
	if (branch === undefined)
		return `this run is on ${nameKind(stream)}, which matches no pattern of branches`;
	let included = patterns.every((pattern) => pattern.startsWith('!'));
	for (const pattern of patterns) {
		const excludes = pattern.startsWith('!');
		if (compilePattern(excludes ? pattern.slice(1) : pattern).test(branch))
			included = !excludes;
	}
	return included ? undefined : `the branch ${branch} matches no pattern of branches`;
}
function compilePattern(pattern) {
	const tokens = pattern.match(/\\.|(?<=^|\/)\*\*\/|\*+|\[[^\]]*\]|./gsu) ?? [];
	const parts = tokens.map((token) => {
		if (token === '*')
			return '[^/]*';
		if (token === '**/')
			return '(?:.+/)?';
		if (token.startsWith('*'))
			return '.*';
		if (token === '?' || token === '+')
			return token;
		if (/^\[.+\]$/su.test(token))
			return `[${token.slice(1, -1).replace(/[\\^[]/g, '\\$&')}]`;
		if (token === '[' || token === '\\')
			throw new SyntaxError(`${token} has no end`);
		return (token.length > 1 && token.startsWith('\\') ? token.slice(1) : token).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	});
	return new RegExp(`^(?:${parts.join('')})$`, 'su');
}
function branchOf(stream) {
	switch (stream.kind) {
		case 'default':
		case 'branch':
		case 'queue':
			return stream.branch;
		case 'tags':
		case 'pull request':
		case 'fork':
		case 'deployment':
			return undefined;
	}
}
function nameKind(stream) {
	switch (stream.kind) {
		case 'tags':
			return 'a tag';
		case 'pull request':
			return 'a pull request';
		case 'fork':
			return 'a fork';
		default:
			return 'no branch';
	}
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
function asText(value) {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
function asNumber(value) {
	if (typeof value === 'number')
		return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
function at(value, ...keys) {
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
const UNSEEN = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const CONTROLS = new RegExp(`[\\p{Cc}${UNSEEN}]+`, 'gu');
const CONTROLS_BUT_BREAKS = new RegExp(`[^\\P{Cc}\\n\\t]|[${UNSEEN}]`, 'gu');
function oneLine(text) {
	return text.toWellFormed().replace(CONTROLS, ' ').trim();
}
function readable(text) {
	return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '');
}
function cut(text, length) {
	if (text.length <= length)
		return text;
	const points = Array.from(text.slice(0, length * 2));
	return points.length <= length && text.length <= length * 2 ? text : `${points.slice(0, length - 1).join('')}…`;
}
function escapeHtml(text) {
	const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
function findNearest(given, words) {
	const limit = Math.min(2, Math.ceil(given.length / 2) - 1);
	const near = words
		.map((word) => ({ word, distance: countSlips(given.slice(0, 40), word) }))
		.filter(({ distance }) => distance <= limit)
		.sort((a, b) => a.distance - b.distance);
	return near[0]?.word ?? words.find((word) => given.length >= 4 && given.slice(0, 4) === word.slice(0, 4));
}
function countSlips(a, b) {
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

;// context.js


function findRun({ run, watched }, subject) {
	return (subject === 'watched' ? watched?.run : undefined) ?? run;
}
function describeSituation(env, payload, contexts) {
	const repository = asText(env.GITHUB_REPOSITORY) ?? asText(at(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
	const place = { repository, defaultBranch: asText(at(payload, 'repository', 'default_branch')) };
	const event = asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
	const matrix = parseMatrix(contexts.matrix);
	const workflowRef = asText(env.GITHUB_WORKFLOW_REF);
	return {
		...place,
		serverUrl: asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
		apiUrl: asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
		job: asText(env.GITHUB_JOB) ?? 'unknown job',
		matrix: matrix.object,
		leaves: matrix.leaves,
		runner: asText(env.RUNNER_NAME),
		checkRunId: asNumber(contexts.checkRunId),
		reusable: isReusable(contexts.jobWorkflowRef, workflowRef),
		workflowFile: findWorkflowFile(workflowRef, repository),
		workflowSha: asText(env.GITHUB_WORKFLOW_SHA),
		run: describeOwnRun({ env, payload, event }, place),
		watched: event === 'workflow_run' ? describeWatchedRun(payload, place) : undefined,
		secretsWithheld: areSecretsWithheld(env, payload, repository),
	};
}
function isReusable(jobWorkflowRef, workflowRef) {
	if (jobWorkflowRef.trim() === '' || workflowRef === undefined)
		return undefined;
	return jobWorkflowRef !== workflowRef;
}
function findWorkflowFile(workflowRef, repository) {
	const [, home, file] = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@/.exec(workflowRef ?? '') ?? [];
	return isSameName(home, repository) ? file : undefined;
}
function describeOwnRun({ env, payload, event }, { repository, defaultBranch }) {
	const head = at(payload, 'pull_request', 'head');
	const commitMessage = at(payload, 'head_commit', 'message') ?? at(payload, 'merge_group', 'head_commit', 'message');
	return {
		workflow: asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
		workflowId: findWorkflowFile(asText(env.GITHUB_WORKFLOW_REF), repository)?.split('/').at(-1),
		event,
		stream: findStream({ env, payload, event }, defaultBranch),
		headRepository: asText(at(head, 'repo', 'full_name')) ?? repository,
		headBranch: asText(env.GITHUB_HEAD_REF) ?? asText(at(head, 'ref')) ?? asText(env.GITHUB_REF_NAME),
		commit: asText(at(head, 'sha')) ?? asText(env.GITHUB_SHA),
		commitMessage: firstLine(commitMessage),
		actor: asText(env.GITHUB_ACTOR),
		id: asNumber(env.GITHUB_RUN_ID),
		number: asNumber(env.GITHUB_RUN_NUMBER),
		attempt: asNumber(env.GITHUB_RUN_ATTEMPT),
	};
}
function describeWatchedRun(payload, place) {
	const run = payload.workflow_run;
	const seen = readSeenRun(run);
	return {
		run: {
			...seen,
			workflow: asText(at(payload, 'workflow', 'name')) ?? asText(at(run, 'name')) ?? 'unknown workflow',
			workflowId: asNumber(at(run, 'workflow_id'))?.toString(),
			stream: findStreamOf(seen, place),
			headRepository: seen.headRepository ?? 'unknown/unknown',
			commitMessage: firstLine(at(run, 'head_commit', 'message')),
			actor: asText(at(run, 'actor', 'login')),
			id: asNumber(at(run, 'id')),
			number: asNumber(at(run, 'run_number')),
			attempt: asNumber(at(run, 'run_attempt')),
		},
		activity: asText(payload.action) ?? 'unknown',
		conclusion: asText(at(run, 'conclusion')),
	};
}
const ON_DEFAULT_BRANCH = ['schedule', 'repository_dispatch', 'issue_comment', 'issues', 'workflow_run'];
function findStream({ env, payload, event }, defaultBranch) {
	const ref = env.GITHUB_REF ?? '';
	const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
	if (event.startsWith('pull_request') || pull !== undefined) {
		const number = asNumber(at(payload, 'pull_request', 'number')) ?? pull;
		return { kind: 'pull request', number, branch: asText(env.GITHUB_HEAD_REF) };
	}
	if (ref.startsWith('refs/tags/') || event === 'release') {
		const tag = asText(/^refs\/tags\/(.+)$/s.exec(ref)?.[1]) ?? asText(at(payload, 'release', 'tag_name'));
		return { kind: 'tags', tag };
	}
	const isOnDefault = ON_DEFAULT_BRANCH.includes(event);
	if (ref.startsWith('refs/heads/')) {
		const branch = ref.slice('refs/heads/'.length);
		return isOnDefault ? { kind: 'default', branch } : findBranchStream(branch, defaultBranch);
	}
	const environment = asText(at(payload, 'deployment', 'environment'));
	if (environment !== undefined)
		return { kind: 'deployment', environment };
	if (isOnDefault)
		return { kind: 'default', branch: defaultBranch };
	return { kind: 'branch', branch: asText(ref) ?? 'unknown branch' };
}
function findBranchStream(branch, defaultBranch) {
	const queue = /^(gh-readonly-queue\/.+)\/pr-\d+-[0-9a-f]+$/.exec(branch)?.[1];
	if (queue !== undefined)
		return { kind: 'queue', branch, queue };
	return branch === defaultBranch ? { kind: 'default', branch } : { kind: 'branch', branch };
}
function readSeenRun(run) {
	const pullRequests = at(run, 'pull_requests');
	const list = Array.isArray(pullRequests) ? pullRequests : [];
	const numbers = list.flatMap((one) => asNumber(at(one, 'number')) ?? []);
	return {
		event: asText(at(run, 'event')) ?? 'unknown',
		headBranch: asText(at(run, 'head_branch')),
		headRepository: asText(at(run, 'head_repository', 'full_name')),
		pullRequests: numbers.length > 0 ? numbers : undefined,
		commit: asText(at(run, 'head_sha')),
	};
}
function findStreamOf({ event, headBranch: branch = 'unknown branch', headRepository, pullRequests, isTag }, { repository, defaultBranch }) {
	if (!isSameName(headRepository, repository)) {
		return { kind: 'fork', owner: headRepository?.split('/')[0] ?? 'unknown', branch };
	}
	if (event.startsWith('pull_request')) {
		return { kind: 'pull request', branch, number: pullRequests?.length === 1 ? pullRequests[0] : undefined };
	}
	return event === 'release' || isTag === true
		? { kind: 'tags', tag: branch }
		: findBranchStream(branch, defaultBranch);
}
function isSameName(a, b) {
	return a?.toLowerCase() === b.toLowerCase();
}
function areSecretsWithheld(env, payload, repository) {
	if (env.GITHUB_ACTOR === 'dependabot[bot]')
		return true;
	const event = env.GITHUB_EVENT_NAME ?? '';
	if (!event.startsWith('pull_request') || event === 'pull_request_target')
		return false;
	const head = asObject(at(payload, 'pull_request', 'head'));
	return head !== undefined && !isSameName(asText(at(head, 'repo', 'full_name')), repository);
}
function parseMatrix(text) {
	if (text.trim() === '' || text.trim() === 'null')
		return { leaves: [] };
	try {
		const parsed = JSON.parse(text);
		return { object: asObject(parsed), leaves: listLeaves(parsed) };
	}
	catch {
		return { leaves: [showLeaf(text)] };
	}
}
function listLeaves(root) {
	const leaves = [];
	const open = [root];
	while (open.length > 0) {
		const value = open.pop();
		const children = Array.isArray(value) ? value : asObject(value);
		if (children === undefined)
			leaves.push(showLeaf(value));
		else
			for (const child of Object.values(children).reverse())
				open.push(child);
	}
	return leaves;
}
function showLeaf(value) {
	if (typeof value !== 'string')
		return String(value);
	const plain = value !== '' && value === oneLine(value) && !/, |^"/.test(value);
	return plain ? value : JSON.stringify(value);
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
function findOutcome({ phase, status, needs, jobStatus, actionStatus, situation }) {
	const { watched } = situation;
	const broken = actionStatus.toLowerCase() === 'failure';
	const subject = needs !== undefined ? 'workflow' : watched !== undefined ? 'watched' : 'job';
	if (status === 'success' && broken && phase === 'main') {
		return {
			kind: 'later',
			reason: 'a step of the composite action has failed; the outcome is reported when the job ends',
		};
	}
	if (status !== undefined)
		return { kind: 'found', outcome: status, subject };
	if (needs !== undefined)
		return { kind: 'found', outcome: findWorst(needs), subject };
	if (watched !== undefined) {
		if (watched.activity !== 'completed') {
			return {
				kind: 'nothing',
				reason: `the workflow_run activity is ${watched.activity}, and only completed is reported`,
			};
		}
		return readConclusion(watched.conclusion ?? '', 'the watched run', subject);
	}
	if (phase === 'main')
		return { kind: 'later', reason: 'the job is still running; its outcome is reported when it ends' };
	return readConclusion(broken && jobStatus === 'success' ? 'failure' : jobStatus, 'this job', subject);
}
function hidesFailure({ status, needs }) {
	return status === 'success' && needs !== undefined && findWorst(needs) === 'failure';
}
function failsUnreported({ status, needs, jobStatus, situation, }) {
	return situation.watched !== undefined && status === undefined && needs === undefined && jobStatus === 'failure';
}
function findObstacle(finding, { situation, branches, reported }) {
	if (finding.outcome === reported)
		return `the outcome is ${reported}, which the step itself has already dealt with`;
	return findBranchObstacle(findRun(situation, finding.subject).stream, branches);
}
function isAmbiguous(outcome, { createOn, resolveOn }) {
	if (outcome !== 'cancelled')
		return false;
	return [createOn, resolveOn].some((list) => list.includes('timed_out') && !list.includes('cancelled'));
}
function decide(outcome, { createOn, resolveOn }) {
	if (outcome === 'create' || outcome === 'resolve')
		return { action: outcome, reason: `status says ${outcome}` };
	if (createOn.includes(outcome))
		return { action: 'create', reason: `the outcome is ${outcome}, which is in create-on` };
	if (resolveOn.includes(outcome))
		return { action: 'resolve', reason: `the outcome is ${outcome}, which is in resolve-on` };
	const reason = `the outcome is ${outcome}, which is in neither create-on nor resolve-on`;
	const advice = outcome === 'cancelled' ? '; to be alerted on cancellations, add cancelled to create-on' : '';
	return { action: 'none', reason: `${reason}${advice}` };
}
function readConclusion(given, whose, subject) {
	const outcome = CONCLUSIONS.find((word) => word === given.trim().toLowerCase());
	if (outcome !== undefined)
		return { kind: 'found', outcome, subject };
	const gave = given.trim() === '' ? 'no conclusion' : `the unknown conclusion "${given.slice(0, 40)}"`;
	return { kind: 'nothing', reason: `GitHub gave ${gave} for ${whose}`, unusual: true };
}
function findWorst(needs) {
	const results = [...needs.values()];
	const order = ['failure', 'cancelled', 'success'];
	return order.find((word) => results.includes(word)) ?? 'skipped';
}

;// spike/delivery.js


const CONNECT = 5_000;
const ATTEMPT = 15_000;
const BACKOFF = 1_000;
const LONGEST_BACKOFF = 15_000;
const LAST_ATTEMPT = 1_000;
const deliverNothing = async () => ({ kind: 'dry run' });
function judge(attempt, { number, left, now, random }) {
	if (attempt.kind === 'answered' && attempt.status >= 200 && attempt.status < 300) {
		return { kind: 'delivered', ...findOddity(attempt) };
	}
	const problem = describeProblem(attempt);
	const again = attempt.kind === 'failed' ? attempt.retry : isPassing(attempt.status);
	if (!again)
		return { kind: 'lost', problem };
	const jitter = random() * Math.min(LONGEST_BACKOFF, BACKOFF * 2 ** Math.min(number - 1, 10));
	const asked = attempt.kind === 'answered' ? parseRetryAfter(attempt.retryAfter, now) : 0;
	if (left <= LAST_ATTEMPT)
		return { kind: 'lost', problem };
	return { kind: 'again', problem, wait: Math.min(asked + jitter, left - LAST_ATTEMPT) };
}
function parseRetryAfter(header, now) {
	const text = header?.trim() ?? '';
	if (/^\d{1,9}$/.test(text))
		return Number(text) * 1000;
	const date = /^[A-Z][a-z]+,? \d/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
function isPassing(status) {
	return status === 408 || status === 425 || status === 429 || (status >= 500 && status < 600);
}
function findOddity(answer) {
	if (asObject(parseObject(answer.text))?.Ok === true)
		return {};
	return { warning: `Spike took it with ${answer.status}, but the answer was unusual: ${quoteAnswer(answer.text)}` };
}
function describeProblem(attempt) {
	switch (attempt.kind) {
		case 'answered':
			return describeAnswer(attempt);
		case 'turned away':
			return `the proxy answered ${attempt.status}${attempt.status === 407 ? ', it asks for a user name and password' : ''}`;
		case 'failed':
			return attempt.problem;
	}
}
function describeAnswer({ status, text }) {
	const advice = status >= 300 && status < 400
		? ', a redirect, which is never followed'
		: status === 401 || status === 403 || status === 404
			? '; check that the token is that of a Spike webhook integration'
			: '';
	return `the service answered ${status}${advice}${text.trim() === '' ? '' : `: ${quoteAnswer(text)}`}`;
}
function quoteAnswer(text) {
	const line = cut(oneLine(text), 500);
	return line === '' ? 'nothing' : line;
}
async function deliver(webhook, { text, timeout, means }) {
	const { clock, random, hurry, retrying } = means;
	let deadline = clock.now() + timeout;
	const shorten = () => {
		deadline = Math.min(deadline, clock.now() + Number(hurry.reason));
	};
	if (hurry.aborted)
		shorten();
	hurry.addEventListener('abort', shorten, { once: true });
	try {
		for (let number = 1;; number++) {
			const attempt = await webhook.post(text, { clock, limits: limit(deadline - clock.now()), hurry });
			const now = clock.now();
			const verdict = judge(attempt, { number, left: deadline - now, now, random });
			if (verdict.kind === 'delivered') {
				return { kind: 'delivered', attempts: number, ...(verdict.warning && { warning: verdict.warning }) };
			}
			if (verdict.kind === 'lost')
				return { kind: 'lost', attempts: number, problem: verdict.problem };
			retrying(verdict.problem, verdict.wait);
			await sleep(clock, verdict.wait, hurry);
		}
	}
	finally {
		hurry.removeEventListener('abort', shorten);
	}
}
function limit(left) {
	const attempt = Math.max(1, Math.min(ATTEMPT, left));
	return { connect: Math.min(CONNECT, attempt), attempt };
}
function sleep(clock, milliseconds, hurry) {
	return new Promise((resolve) => {
		const wake = () => {
			cancel();
			hurry.removeEventListener('abort', wake);
			resolve();
		};
		const cancel = clock.after(milliseconds, wake);
		hurry.addEventListener('abort', wake, { once: true });
	});
}

;// details.js


function describe({ situation, subject, outcome, needs, facts }) {
	const { repository, serverUrl } = situation;
	const run = findRun(situation, subject);
	const isJob = subject === 'job';
	return {
		outcome,
		failed_jobs: listFailed(needs),
		...facts,
		run_url: linkRun(`${serverUrl}/${repository}`, run),
		repository,
		workflow: run.workflow,
		job: isJob ? situation.job : undefined,
		matrix: isJob ? situation.matrix : undefined,
		event: run.event,
		...nameStream(run.stream),
		commit: run.commit,
		commit_message: run.commitMessage,
		actor: run.actor,
		run_number: run.number,
		run_attempt: run.attempt,
		runner: isJob ? situation.runner : undefined,
	};
}
function isBrokenObject(body) {
	return body !== undefined && /^\s*\{/.test(body) && parseObject(body) === undefined;
}
function layOver(details, body) {
	if (body === undefined)
		return details;
	return { ...details, ...(parseObject(body) ?? { message: body.trim() }) };
}
function linkRun(page, { id, attempt }) {
	if (id === undefined)
		return undefined;
	return `${page}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}
function nameStream(stream) {
	switch (stream.kind) {
		case 'pull request':
			return { pull_request: stream.number, branch: stream.branch };
		case 'tags':
			return { tag: stream.tag };
		case 'fork':
			return { branch: `${stream.owner}:${stream.branch}` };
		case 'deployment':
			return { environment: stream.environment };
		case 'default':
		case 'branch':
		case 'queue':
			return { branch: stream.branch };
	}
}
function listFailed(needs) {
	const failed = [...(needs ?? [])].filter(([, result]) => result === 'failure').map(([name]) => ({ name }));
	return failed.length === 0 ? undefined : failed;
}

;// errors.js
class InputError extends Error {
	name = 'InputError';
}
function describeError(thrown) {
	if (thrown instanceof Error)
		return thrown.message || thrown.name;
	if (typeof thrown === 'string' && thrown.trim() !== '')
		return thrown;
	return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}

;// spike/webhook.js



const HOST = 'hooks.spike.sh';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const PATH_END = 'push-events';
const LONGEST_ANSWER = 64 * 1024;
function listSecrets(token, env) {
	const parts = /^[a-z]+:\/\//i.test(token) ? token.split(/[/?#]/).slice(3) : [token];
	const names = parts.filter((part) => part !== '' && part !== PATH_END).flatMap(listForms);
	const passwords = ['http_proxy', 'https_proxy', 'all_proxy']
		.flatMap((name) => [env[name], env[name.toUpperCase()]])
		.flatMap((proxy) => listForms(/^(?:[a-z]+:\/\/)?[^/@]*?:([^/]*)@/i.exec(proxy ?? '')?.[1] ?? ''));
	return [...new Set([token, ...names, ...passwords])]
		.filter((secret) => secret.trim() !== '')
		.sort((a, b) => b.length - a.length);
}
function listForms(secret) {
	const encoded = [secret, decode(secret)].flatMap((form) => {
		return [form, encodeURIComponent(form.toWellFormed()), encodeURI(form.toWellFormed())];
	});
	const lower = encoded.map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
	const forms = [...encoded, ...lower];
	return [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1)), ...forms.map(escapeHtml)];
}
function decode(text) {
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}
function hide(text, secrets) {
	return secrets.reduce((kept, secret) => kept.replaceAll(secret, '***'), text);
}
function openWebhook(token, { env, nodeVersion }) {
	const url = parseWebhookUrl(token);
	const loopback = LOOPBACK.includes(url.hostname);
	const proxyEnv = loopback ? {} : readProxy(env, nodeVersion);
	const secrets = listSecrets(token, env);
	const redact = (text) => hide(text, secrets);
	return {
		post: async (text, options) => {
			const agent = url.protocol === 'https:' ? openAgent(proxyEnv) : undefined;
			const attempt = await new Promise((resolve) => send({ ...options, url, agent, text, resolve }));
			return attempt.kind === 'answered' ? { ...attempt, text: redact(attempt.text) } : attempt;
		},
		redact,
	};
}
const ODD_TOKEN = 'token holds a character that no token has; copy the token or the whole webhook URL from Spike again.';
function parseWebhookUrl(token) {
	if (!/^[a-z][a-z0-9+.-]*:/i.test(token) && !token.includes('/')) {
		if (/[\s?#\\]/.test(token) || token === '.' || token === '..')
			throw new InputError(ODD_TOKEN);
		return new URL(`https://${HOST}/${encodeToken(token)}/${PATH_END}`);
	}
	if (!URL.canParse(token) || !token.includes('://')) {
		throw new InputError(`token is neither a bare token nor a URL like https://${HOST}/<token>/${PATH_END}.`);
	}
	if (/\s/.test(token))
		throw new InputError(ODD_TOKEN);
	const url = new URL(token);
	const loopback = LOOPBACK.includes(url.hostname) && /^https?:$/.test(url.protocol);
	if (!loopback && (url.hostname !== HOST || url.protocol !== 'https:' || url.port !== '')) {
		throw new InputError(`token is a URL on ${url.protocol}//${url.host}, and only https://${HOST} is allowed.`);
	}
	const [name, end = PATH_END, ...rest] = url.pathname.split('/').filter((part) => part !== '');
	if (name === undefined ||
		name === PATH_END ||
		end !== PATH_END ||
		rest.length > 0 ||
		url.search !== '' ||
		url.username !== '' ||
		url.password !== '') {
		throw new InputError(`token is a URL, but not of the form https://${HOST}/<token>/${PATH_END}.`);
	}
	url.pathname = `/${name}/${PATH_END}`;
	return url;
}
function encodeToken(token) {
	return /%[0-9a-f]{2}/i.test(token) ? token : encodeURIComponent(token.toWellFormed());
}
function readProxy(env, nodeVersion) {
	const name = ['https_proxy', 'HTTPS_PROXY'].find((variable) => (env[variable] ?? '') !== '');
	if (name === undefined || isExempt(env))
		return {};
	const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
	if (major < 24 || (major === 24 && minor < 5)) {
		throw new InputError(`${name} is set, but Node ${nodeVersion} of this runner cannot send through a proxy; update the runner to 2.328 or later.`);
	}
	const value = (env[name] ?? '').trim().replace(/^https?:/i, (scheme) => scheme.toLowerCase());
	const proxyEnv = { https_proxy: value.includes('://') ? value : `http://${value}` };
	try {
		if (!/^https?:/.test(proxyEnv.https_proxy))
			throw new TypeError('Another kind of proxy');
		openAgent(proxyEnv).destroy();
	}
	catch {
		throw new InputError(`${name} is set, but is no URL of a proxy like http://proxy.example:3128.`);
	}
	return proxyEnv;
}
function openAgent(proxyEnv) {
	const https = process.getBuiltinModule('node:https');
	const agent = new https.Agent({ proxyEnv });
	const { createConnection, destroy } = agent;
	agent.createConnection = (...given) => {
		const tunnel = createConnection.apply(agent, given);
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
function isExempt(env) {
	return (env.no_proxy || env.NO_PROXY || '')
		.split(/[\s,]+/)
		.map((entry) => entry
		.toLowerCase()
		.replace(/^\*?\./, '')
		.replace(/:443$/, ''))
		.some((entry) => entry !== '' && (entry === '*' || HOST === entry || HOST.endsWith(`.${entry}`)));
}
function send({ url, agent, text, clock, limits, hurry, resolve }) {
	const bytes = Buffer.from(text);
	const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
	const start = clock.now();
	let ended = false;
	const finish = (attempt) => {
		if (ended)
			return;
		ended = true;
		stopConnecting();
		stopAttempt();
		hurry.removeEventListener('abort', rush);
		resolve(attempt);
		outgoing?.destroy();
		agent?.destroy();
	};
	const fail = (what) => {
		const seconds = Number(((clock.now() - start) / 1000).toFixed(1));
		finish({ kind: 'failed', problem: `${what} within ${seconds} s`, retry: true });
	};
	const stopConnecting = clock.after(limits.connect, () => fail('no connection'));
	let answer;
	const giveUp = () => (answer ?? (() => fail('no answer')))();
	let stopAttempt = clock.after(limits.attempt, giveUp);
	const rush = () => {
		stopAttempt();
		stopAttempt = clock.after(Math.min(start + limits.attempt - clock.now(), Number(hurry.reason)), giveUp);
	};
	hurry.addEventListener('abort', rush, { once: true });
	let outgoing;
	try {
		outgoing = request(url, {
			method: 'POST',
			...(agent === undefined ? { agent: false } : { agent }),
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
	outgoing.on('error', (error) => (answer ?? (() => finish(describeFailure(error))))());
	outgoing.on('close', () => (answer ?? (() => finish(describeFailure(undefined))))());
	outgoing.on('socket', (socket) => {
		if (!socket.connecting)
			stopConnecting();
		socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', stopConnecting);
	});
	outgoing.on('response', (response) => {
		answer = read(response, finish);
	});
	outgoing.end(bytes);
}
function read(response, finish) {
	const chunks = [];
	let length = 0;
	const done = () => {
		const retryAfter = response.headers['retry-after'];
		finish({
			kind: 'answered',
			status: response.statusCode ?? 0,
			text: Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString('utf8'),
			...(retryAfter === undefined ? {} : { retryAfter }),
		});
	};
	response.on('data', (chunk) => {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= LONGEST_ANSWER)
			done();
	});
	response.on('end', done);
	response.on('error', done);
	response.on('close', done);
	return done;
}
const WORDS = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was reset',
	ENOTFOUND: 'the name of the host was not found',
	EAI_AGAIN: 'the name of the host could not be looked up',
	EPIPE: 'the connection was closed while sending',
	ETIMEDOUT: 'the connection timed out',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ERR_PROXY_TUNNEL: 'the proxy did not let the connection through',
};
function describeFailure(error) {
	const code = asText(at(error, 'code')) ?? 'unknown';
	const status = asNumber(at(error, 'statusCode'));
	if (code === 'ERR_PROXY_TUNNEL' && status !== undefined)
		return { kind: 'turned away', status };
	if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|HOSTNAME|INVALID_CA|PURPOSE/.test(code)) {
		return { kind: 'failed', problem: `the certificate was not accepted (${code})`, retry: false };
	}
	return { kind: 'failed', problem: `${WORDS[code] ?? 'the request failed'} (${code})`, retry: true };
}

;// inputs.js






const SEVERITIES = ['sev1', 'sev2', 'sev3'];
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'];
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'];
function readInputs({ read, mask, env, nodeVersion }) {
	const token = read('token').trim();
	const secrets = listSecrets(token, env);
	for (const secret of secrets)
		mask(secret);
	const quote = (given) => `"${cut(oneLine(hide(given, secrets)), 60)}"`;
	const source = { read, quote };
	const createOn = readList(source, 'create-on');
	const resolveOn = readList(source, 'resolve-on');
	const both = createOn.find((word) => resolveOn.includes(word));
	if (both !== undefined)
		throw new InputError(`create-on and resolve-on both hold ${both}; leave it in one of them.`);
	return {
		webhook: token === '' ? undefined : openWebhook(token, { env, nodeVersion }),
		title: readText(source, 'title'),
		body: readText(source, 'body'),
		severity: readWord(source, 'severity', SEVERITIES),
		priority: readWord(source, 'priority', PRIORITIES),
		status: readWord(source, 'status', STATUSES),
		needs: readNeeds(source),
		branches: readBranches(source),
		createOn,
		resolveOn,
		githubToken: readText(source, 'github-token'),
		timeout: readTimeout(source),
		failOnError: readBoolean(source, 'fail-on-error'),
		dryRun: readBoolean(source, 'dry-run'),
		jobStatus: read('job-status'),
		actionStatus: read('action-status'),
		contexts: { matrix: read('matrix'), checkRunId: read('check-run-id'), jobWorkflowRef: read('job-workflow-ref') },
	};
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
	const nearest = findNearest(lower, words);
	const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
	throw new InputError(`${name} is ${quote(given)}, which is none of ${words.join(', ')}.${hint}`);
}
function readList({ read, quote }, name) {
	return splitList(read(name)).map((word) => findWord(word, CONCLUSIONS, { name, quote }));
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
		try {
			compilePattern(pattern.replace(/^!/, '')).test('');
		}
		catch (error) {
			const reason = oneLine(describeError(error)).split(': ').at(-1);
			throw new InputError(`branches holds ${quote(pattern)}, which is no pattern as in on.push.branches (${reason}).`);
		}
	}
	return patterns;
}
const NEEDS_ADVICE = 'Write it as needs: ${{ toJSON(needs) }} in a job that has needs.';
function readNeeds({ read, quote }) {
	const text = read('needs');
	if (text.trim() === '')
		return undefined;
	let parsed;
	try {
		parsed = JSON.parse(text);
	}
	catch {
		throw new InputError(`needs is ${quote(text)}, which is no JSON. ${NEEDS_ADVICE}`);
	}
	const jobs = Object.entries(asObject(parsed) ?? {});
	if (jobs.length === 0)
		throw new InputError(`needs is ${quote(text)}, which names no job. ${NEEDS_ADVICE}`);
	return new Map(jobs.map(([job, value]) => {
		const result = RESULTS.find((word) => word === at(value, 'result'));
		if (result === undefined) {
			throw new InputError(`needs gives the job ${quote(job)} no result that is one of ${RESULTS.join(', ')}. ${NEEDS_ADVICE}`);
		}
		return [job, result];
	}));
}
function readTimeout({ read, quote }) {
	const given = read('timeout').trim();
	const seconds = given === '' ? 60 : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
	if (!(seconds >= 1 && seconds <= 300)) {
		throw new InputError(`timeout is ${quote(given)}, which is no whole number of seconds from 1 to 300.`);
	}
	return seconds * 1000;
}
function readBoolean(source, name) {
	return readWord(source, name, ['true', 'false']) === 'true';
}

;// github/lookups.js
const noLookUps = {
	tellTag: async ({ situation }) => situation,
	refineOutcome: async (_, outcome) => outcome,
	findSuperseding: async () => undefined,
	findSharedJobName: async ({ situation, subject }) => ({ needed: subject === 'job' && situation.reusable === true }),
	findFacts: async () => ({}),
};

;// spike/payload.js

const LARGEST = 64 * 1024;
const DEEPEST = 16;
const SHORTEST_CUT = 16;
const IDENTITY = new Set([
	'outcome',
	'repository',
	'workflow',
	'job',
	'event',
	'branch',
	'tag',
	'pull_request',
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
	const write = (body) => JSON.stringify({ title, body, ...rest });
	const fits = (body) => Buffer.byteLength(write(body)) <= LARGEST;
	const details = clean(message.details, redact);
	if (fits(details))
		return write(details);
	const [identity, others] = [true, false].map((kept) => filterEntries(details, ([key]) => IDENTITY.has(key) === kept));
	const body = { ...identity, ...squeeze(others ?? {}, (squeezed) => fits({ ...identity, ...squeezed })) };
	return write(fits(body) ? body : squeeze(details, fits));
}
function squeeze(details, fits) {
	const sizes = Object.entries(cutTexts(details, SHORTEST_CUT)).map(([key, value]) => ({
		key,
		size: key.length + JSON.stringify(value).length,
	}));
	const smallest = sizes.sort((a, b) => a.size - b.size).map(({ key }) => key);
	const keep = (count) => {
		const kept = new Set(smallest.slice(0, count));
		return filterEntries(details, ([key]) => kept.has(key));
	};
	const kept = keep(findGreatest(smallest.length, (count) => fits(cutTexts(keep(count), SHORTEST_CUT))));
	const length = findGreatest(LARGEST, (most) => most <= SHORTEST_CUT || fits(cutTexts(kept, most)));
	return cutTexts(kept, length);
}
function findGreatest(most, fits) {
	let [fitting, tooMuch] = [0, most + 1];
	while (tooMuch - fitting > 1) {
		const middle = Math.floor((fitting + tooMuch) / 2);
		if (fits(middle))
			fitting = middle;
		else
			tooMuch = middle;
	}
	return fitting;
}
function cutTexts(details, length) {
	return changeTexts(details, (text) => cut(text, length));
}
function clean(details, redact) {
	const tidy = changeTexts(details, (text) => redact(readable(redact(text))), true);
	return filterEntries(tidy, ([, value]) => !isEmpty(value));
}
function isEmpty(value) {
	if (value === null || value === undefined || value === '')
		return true;
	return typeof value === 'object' && Object.keys(value).length === 0;
}
function changeTexts(object, change, withKeys = false) {
	const walk = (value, depth) => {
		if (typeof value === 'string')
			return change(value);
		if (typeof value !== 'object' || value === null)
			return value;
		if (depth > DEEPEST)
			return '…';
		return Array.isArray(value) ? value.map((item) => walk(item, depth + 1)) : walkObject(value, depth);
	};
	const walkObject = (value, depth) => Object.fromEntries(Object.entries(value).flatMap(([key, item]) => item === undefined ? [] : [[withKeys ? change(key) : key, walk(item, depth + 1)]]));
	return walkObject(object, 0);
}
function filterEntries(object, isWanted) {
	return Object.fromEntries(Object.entries(object).filter(isWanted));
}

;// summary.js


const MOST_LINES = 20;
function composeSummary({ heading, title, details, severity, priority, reason, payload }) {
	const rows = [
		['Incident', show(title)],
		['Outcome', show(details.outcome)],
		['Severity', show(severity)],
		['Priority', show(priority)],
		['Failed step', list(details.failed_steps)],
		['Failed jobs', listJobs(details.failed_jobs)],
		['Errors', list(details.errors, (error) => `<code>${error}</code>`)],
		['Failing since', listSince(details)],
		['Down for', show(at(details, 'recovered_after', 'duration'))],
		['Links', listLinks(details)],
		['Why', show(reason)],
	];
	const table = rows
		.filter(([, cell]) => cell !== undefined && cell !== '')
		.map(([name, cell]) => `<tr><th align="left">${name}</th><td>${cell}</td></tr>`)
		.join('');
	const block = payload === undefined ? '' : `<p>The payload:</p><pre>${escapeHtml(indent(payload))}</pre>`;
	return `<h3>Spike · ${heading}</h3><table>${table}</table>${block}\n`;
}
function show(value) {
	if (typeof value === 'number')
		return String(value);
	const text = asText(value);
	return text === undefined ? undefined : escapeHtml(cut(oneLine(text), 500));
}
function list(values, dress = (shown) => shown) {
	if (!Array.isArray(values))
		return undefined;
	return values
		.slice(0, MOST_LINES)
		.flatMap((value) => show(value) ?? [])
		.map(dress)
		.join('<br>');
}
function listJobs(jobs) {
	if (!Array.isArray(jobs))
		return undefined;
	const shown = jobs.slice(0, MOST_LINES).map((job) => {
		const steps = list(at(job, 'failed_steps'));
		const name = show(at(job, 'name')) ?? '';
		return `${summary_link(at(job, 'url'), name)}${steps ? ` (${steps})` : ''}`;
	});
	return [...shown, ...(jobs.length > MOST_LINES ? [`and ${jobs.length - MOST_LINES} more`] : [])].join('<br>');
}
function listSince(details) {
	const number = show(at(details, 'failing_since', 'run_number'));
	if (number === undefined)
		return undefined;
	const count = show(details.consecutive_failures);
	const when = show(at(details, 'failing_since', 'at'))?.replace(/^([\d-]+)T(\d\d:\d\d):[\d.]+Z$/, '$1 $2 UTC');
	const run = summary_link(at(details, 'failing_since', 'url'), `run ${number}`);
	return `${run}${when ? `, ${when}` : ''}${count && count !== '1' ? ` (${count} runs in a row)` : ''}`;
}
function listLinks(details) {
	const links = [
		['job', details.job_url],
		['run', details.run_url],
		['changes since the last green run', details.compare_url],
	];
	return links
		.filter(([, url]) => asText(url) !== undefined)
		.map(([name, url]) => summary_link(url, name))
		.join(' · ');
}
function summary_link(url, html) {
	const target = asText(url);
	return target !== undefined && /^https?:\/\//.test(target)
		? `<a href="${escapeHtml(oneLine(target))}">${html}</a>`
		: html;
}
function indent(json) {
	const indented = JSON.stringify(JSON.parse(json), null, 2);
	return indented.length > 2 * json.length + 1_000 ? json : indented;
}

;// title.js


const LONGEST = 250;
const DIGEST = 8;
function composeTitle(situation, { title, subject, jobName }) {
	const own = oneLine(title ?? '');
	return shorten(own === '' ? oneLine(buildTitle(situation, subject, jobName)) : own);
}
function buildTitle(situation, subject, jobName) {
	const { repository, leaves } = situation;
	const run = findRun(situation, subject);
	const place = `in ${repository}${scopeOf(run.stream)}`;
	if (subject !== 'job')
		return `${run.workflow} ${place}`;
	const values = leaves.length === 0 ? '' : ` (${leaves.join(', ')})`;
	const leg = jobName?.endsWith(values) ? '' : values;
	return `${run.workflow} / ${jobName ?? situation.job}${leg} ${place}`;
}
function scopeOf(stream) {
	switch (stream.kind) {
		case 'default':
			return '';
		case 'branch':
			return /^(heads\/|tags$)/.test(stream.branch) ? `@heads/${stream.branch}` : `@${stream.branch}`;
		case 'tags':
			return '@tags';
		case 'pull request':
			return `#${stream.number ?? `heads/${stream.branch ?? 'unknown'}`}`;
		case 'queue':
			return `@${stream.queue}`;
		case 'fork':
			return `@${stream.owner}:${stream.branch}`;
		case 'deployment':
			return `@:${stream.environment}`;
	}
}
function isSharedByLegs(title, leaves) {
	const own = oneLine(title ?? '');
	return own !== '' && leaves.length > 0 && !leaves.some((leaf) => own.includes(oneLine(unquote(leaf))));
}
function unquote(leaf) {
	return leaf.length > 2 && leaf.startsWith('"') ? String(JSON.parse(leaf)) : leaf;
}
function shorten(title) {
	const points = Array.from(title);
	if (points.length <= LONGEST)
		return title;
	const { createHash } = process.getBuiltinModule('node:crypto');
	const digest = createHash('sha256').update(title).digest('hex').slice(0, DIGEST);
	return `${points.slice(0, LONGEST - DIGEST - 1).join('')}…${digest}`;
}

;// log.js

const LONGEST_LINE = 4_000;
function formatPair(name, value) {
	return `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`;
}
function createTraces({ core, appendSummary, redact }) {
	const speak = (write) => (line) => write(defuse(redact(line)));
	const attempt = (write, what) => {
		try {
			write();
		}
		catch {
			core.debug(`${what} could not be written.`);
		}
	};
	return {
		say: speak(core.info),
		debug: speak(core.debug),
		notice: speak(core.notice),
		warn: speak(core.warning),
		error: speak(core.error),
		fail: speak(core.setFailed),
		output: (name, value) => attempt(() => core.setOutput(name, readable(redact(value))), 'An output'),
		summarize: (html) => attempt(() => appendSummary(redact(html)), 'The job summary'),
	};
}
function defuse(line) {
	return cut(oneLine(line), LONGEST_LINE).replace(/^::/, ': :').replaceAll('##[', '## [');
}

;// action.js













async function run(world) {
	try {
		await report(world);
	}
	catch (thrown) {
		const words = describeError(thrown);
		const secrets = listSecrets(world.core.getInput('token').trim(), world.env);
		const traces = openTraces(world, (text) => hide(text, secrets));
		traces.fail(thrown instanceof InputError ? words : `Something went wrong in the action itself: ${words}`);
	}
}
async function report(world) {
	const session = openSession(world);
	const { inputs, situation, phase, traces } = session;
	const { webhook } = inputs;
	if (webhook === undefined)
		return skipWithoutToken(session);
	if (phase === 'main' && isSharedByLegs(inputs.title, situation.leaves))
		traces.warn(SHARED_TITLE);
	if (phase === 'main' && isBrokenObject(inputs.body))
		traces.warn(BROKEN_BODY);
	if (phase === 'main' && hidesFailure(inputs))
		traces.warn(HIDDEN_FAILURE);
	if (phase === 'post' && failsUnreported({ ...inputs, situation }))
		traces.error(UNREPORTED);
	const finding = findWhatToReport(session);
	if (finding.kind === 'later' && !session.isKept)
		return traces.fail(NOT_KEPT);
	if (finding.kind !== 'found')
		return skip(session, finding);
	const found = await investigate(session, finding);
	if (found.kind !== 'incident')
		return skip(session, found);
	const { severity, priority } = inputs;
	const payload = composePayload({ ...found, severity, priority }, webhook.redact);
	const delivery = await chooseDelivery(session, webhook)(payload);
	writeOutputs(traces, { ...found, delivered: delivery.kind === 'delivered', payload });
	tell(session, { incident: found, payload, delivery });
}
function openSession(world) {
	const { core, env, nodeVersion } = world;
	const phase = core.getState('phase') === '' ? 'main' : 'post';
	const isKept = keep(world, 'phase', 'post');
	const inputs = readInputs({ read: core.getInput, mask: core.setSecret, env, nodeVersion });
	const traces = openTraces(world, inputs.webhook?.redact ?? ((text) => text));
	const situation = describeSituation(env, readEvent(world, traces), inputs.contexts);
	return { world, inputs, situation, phase, isKept, traces };
}
function keep({ core }, name, value) {
	try {
		core.saveState(name, value);
		return true;
	}
	catch {
		return false;
	}
}
function openTraces({ core, env, appendFile }, redact) {
	return createTraces({ core, redact, appendSummary: (html) => appendFile(env.GITHUB_STEP_SUMMARY ?? '', html) });
}
function readEvent({ env, readFile }, traces) {
	try {
		const payload = parseObject(readFile(env.GITHUB_EVENT_PATH ?? ''));
		if (payload !== undefined)
			return payload;
	}
	catch {
	}
	traces.debug('The event payload could not be read; the details hold less.');
	return {};
}
function findWhatToReport({ world, inputs, situation, phase, traces }) {
	const finding = findOutcome({ ...inputs, phase, situation });
	if (finding.kind !== 'found')
		return finding;
	const reported = world.core.getState('reported');
	const obstacle = findObstacle(finding, { situation, branches: inputs.branches, reported });
	if (obstacle !== undefined)
		return { kind: 'nothing', reason: obstacle };
	keep(world, 'reported', finding.outcome);
	if (reported !== '')
		traces.warn(`The step reported ${reported}, but the job ended as ${finding.outcome}. ${EARLY_STATUS}`);
	return finding;
}
async function investigate(session, finding) {
	const { world, inputs } = session;
	const given = finding.outcome;
	const isVague = isAmbiguous(given, inputs);
	const first = decide(given, inputs);
	if (first.action === 'none' && !isVague)
		return { kind: 'nothing', reason: first.reason };
	const budget = startBudget(world);
	try {
		return await lookUp(session, { finding, isVague, signal: budget.signal });
	}
	finally {
		budget.end();
	}
}
async function lookUp(session, { finding, isVague, signal }) {
	const { outcome: given, subject } = finding;
	const { world, inputs, traces } = session;
	const lookUps = await openLookUps(session, signal);
	const telling = [...inputs.createOn, ...inputs.resolveOn];
	const asked = { situation: session.situation, subject, now: world.clock.now, telling };
	const outcome = await (isVague ? lookUps : noLookUps).refineOutcome(asked, given);
	const { action, reason } = decide(outcome, inputs);
	if (action === 'none')
		return { kind: 'nothing', reason };
	const situation = await lookUps.tellTag(asked);
	const obstacle = findObstacle(finding, { situation, branches: inputs.branches, reported: '' });
	if (obstacle !== undefined)
		return { kind: 'nothing', reason: obstacle };
	const question = { ...asked, situation };
	const [superseding, job, facts] = await Promise.all([
		lookUps.findSuperseding(question, action),
		lookUps.findSharedJobName(question),
		lookUps.findFacts(question, action),
	]);
	if (superseding !== undefined)
		return { kind: 'nothing', reason: superseding };
	if (job.needed && job.name === undefined && inputs.title === undefined)
		traces.warn(SHARED_JOB);
	const title = composeTitle(situation, { title: inputs.title, subject, jobName: job.name });
	const described = describe({ situation, subject, outcome, needs: inputs.needs, facts });
	return { kind: 'incident', action, reason, title, details: layOver(described, inputs.body) };
}
function startBudget({ clock, hurry }) {
	const budget = new AbortController();
	const stop = () => budget.abort();
	const end = clock.after(LOOK_UPS, stop);
	hurry.addEventListener('abort', stop, { once: true });
	if (hurry.aborted)
		stop();
	return { signal: budget.signal, end };
}
async function openLookUps({ world, inputs, situation, traces }, signal) {
	const { githubToken: token } = inputs;
	if (token === undefined)
		return noLookUps;
	const { apiUrl, repository } = situation;
	const missing = (permission) => traces.debug(`GitHub did not answer a look-up; with the permission ${permission} the incident could tell more.`);
	const failed = (words) => traces.debug(`A look-up at GitHub failed, so the incident tells less: ${words}`);
	try {
		return await world.loadLookUps({ token, apiUrl, repository, signal, missing, failed });
	}
	catch (thrown) {
		traces.debug(`GitHub cannot be asked, so the incident tells less: ${describeError(thrown)}`);
		return noLookUps;
	}
}
function skipWithoutToken(session) {
	const { situation, phase, traces } = session;
	if (!situation.secretsWithheld)
		throw new InputError(NO_TOKEN);
	skip(session, { kind: 'nothing', reason: WITHHELD }, phase === 'main' ? traces.notice : traces.say);
}
function skip({ traces, phase }, { kind, reason, ...rest }, say = traces.say) {
	const line = kind === 'later' ? `Nothing reported yet: ${reason}.` : `Nothing reported: ${reason}.`;
	if ('unusual' in rest && rest.unusual)
		traces.warn(line);
	else
		say(line);
	if (phase === 'main')
		writeOutputs(traces, { action: 'none', reason, title: '', delivered: false, payload: '' });
}
function writeOutputs(traces, { action, reason, title, delivered, payload }) {
	const outputs = { action, reason, title, delivered: String(delivered), payload };
	for (const [name, value] of Object.entries(outputs))
		traces.output(name, value);
}
function chooseDelivery({ world, inputs, traces }, webhook) {
	if (inputs.dryRun)
		return deliverNothing;
	const { clock, random, hurry } = world;
	const retrying = (problem, wait) => traces.say(`Not delivered yet: ${problem}. Trying again in ${(wait / 1000).toFixed(1)} s.`);
	return (text) => deliver(webhook, { text, timeout: inputs.timeout, means: { clock, random, hurry, retrying } });
}
function tell({ inputs, traces }, { incident, payload, delivery }) {
	const { action, title, reason } = incident;
	const { severity, priority, failOnError } = inputs;
	const what = `${action === 'create' ? 'open' : 'resolve'} the incident "${title}"`;
	const details = asObject(parseObject(payload)?.body) ?? {};
	const summarize = (heading, more = {}) => traces.summarize(composeSummary({ heading, ...incident, details, severity, priority, ...more }));
	switch (delivery.kind) {
		case 'delivered':
			traces.say(`Told Spike to ${what}: ${reason}.`);
			if (delivery.warning !== undefined)
				traces.warn(delivery.warning);
			if (action === 'create')
				summarize('Incident opened');
			else if (incident.details.recovered_after !== undefined)
				summarize('Incident resolved');
			return;
		case 'dry run':
			traces.say(`Dry run: would tell Spike to ${what}: ${reason}.`);
			summarize('Dry run: nothing was sent', { payload });
			return;
		case 'lost': {
			summarize('Not delivered', { payload, reason: delivery.problem });
			const tries = delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`;
			const words = `Spike was not told to ${what}, after ${tries}: ${delivery.problem}. The payload is in the job summary.`;
			if (action === 'create' || failOnError)
				traces.fail(words);
			else
				traces.error(words);
		}
	}
}
const LOOK_UPS = 5_000;
const SHARED_JOB = 'This job is defined in a reusable workflow, where every caller has the same job id, and its full name could not ' +
	'be looked up. Set title, so that two callers do not share an incident, or give the job the permission actions: read.';
const SHARED_TITLE = 'title is the same for every leg of this matrix, so a leg that passes resolves the incident of a leg that failed. ' +
	'Put a value of the matrix into title, or leave title out.';
const BROKEN_BODY = 'body begins like a JSON object, but is none; it is sent as a text, under message.';
const HIDDEN_FAILURE = 'status says success, although a needed job has failed. Leave status out, so that the worst of needs is reported.';
const UNREPORTED = 'This job has failed itself, and nobody was told of that: on workflow_run the step reports the watched run. To have ' +
	'it told, put the step last as well, with if: always(), status: ${{ job.status }} and a title of its own.';
const EARLY_STATUS = 'Leave status out on a step that is not the last: the job is then reported once, when it ends.';
const NOT_KEPT = 'The step could not note that it has to report when the job ends. Is the disk of the runner full?';
const NO_TOKEN = 'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
	'workflow that the caller passes it on (secrets: inherit).';
const WITHHELD = 'secrets are withheld by GitHub from pull requests of forks and from Dependabot, so there is no token';

;// index.js




const write = (text) => {
	try {
		(0,external_node_fs_namespaceObject.writeFileSync)(1, text);
	}
	catch { }
};
Object.defineProperty(process, 'stdout', { value: { write } });
const hurry = new AbortController();
process.on('SIGINT', () => hurry.abort(6_000));
process.on('SIGTERM', () => hurry.abort(1_500));
const began = Date.now() - process.uptime() * 1_000;
void run({
	core: {
		...{ debug: debug, error: error, getInput: getInput, getState: getState, info: info, notice: notice, setFailed: setFailed, setSecret: setSecret, warning: warning },
		saveState: (name, value) => (0,external_node_fs_namespaceObject.appendFileSync)(process.env.GITHUB_STATE ?? '', formatPair(name, value)),
		setOutput: (name, value) => (0,external_node_fs_namespaceObject.appendFileSync)(process.env.GITHUB_OUTPUT ?? '', formatPair(name, value)),
	},
	env: process.env,
	nodeVersion: process.version,
	readFile: (path) => (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8'),
	appendFile: external_node_fs_namespaceObject.appendFileSync,
	clock: {
		now: () => began + process.uptime() * 1_000,
		after: (milliseconds, call) => {
			const timer = setTimeout(call, milliseconds);
			return () => clearTimeout(timer);
		},
	},
	random: Math.random,
	hurry: hurry.signal,
	loadLookUps: async (options) => (await import(/* webpackIgnore: true */ './github.js')).loadLookUps(options),
}).then(() => process.exit());

