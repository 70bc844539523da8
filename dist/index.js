import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 99:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:sqlite");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 7830:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/web");

/***/ }),

/***/ 7997:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 9368:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   at: () => (/* binding */ at),
/* harmony export */   e1: () => (/* binding */ asText),
/* harmony export */   eB: () => (/* binding */ asObject),
/* harmony export */   i: () => (/* binding */ asNumber),
/* harmony export */   lj: () => (/* binding */ parseObject)
/* harmony export */ });
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


/***/ }),

/***/ 9676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LM: () => (/* binding */ findStreamOf),
/* harmony export */   ii: () => (/* binding */ describeSituation),
/* harmony export */   sw: () => (/* binding */ defined)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9368);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(977);


function describeSituation(env, payload, contexts) {
    const repository = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_REPOSITORY) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
    const defaultBranch = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'repository', 'default_branch'));
    const event = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_EVENT_NAME) ?? 'unknown';
    const matrix = parseMatrix(contexts.matrix);
    const workflowRef = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_WORKFLOW_REF);
    const run = describeOwnRun({ env, payload, event, repository, defaultBranch });
    return {
        serverUrl: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_SERVER_URL) ?? 'https://github.com',
        apiUrl: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_API_URL) ?? 'https://api.github.com',
        repository,
        ...defined({ defaultBranch }),
        job: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_JOB) ?? 'unknown job',
        ...defined({ matrix: matrix.object }),
        leaves: matrix.leaves,
        ...defined({
            runner: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.RUNNER_NAME),
            checkRunId: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)(contexts.checkRunId),
            reusable: isReusable(contexts.jobWorkflowRef, workflowRef),
            workflowFile: findWorkflowFile(workflowRef),
            workflowSha: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_WORKFLOW_SHA),
        }),
        run,
        ...defined({ watched: describeWatchedRun(event, payload, { repository, defaultBranch }) }),
        secretsWithheld: areSecretsWithheld(env, payload, repository),
    };
}
function isReusable(jobWorkflowRef, workflowRef) {
    if (jobWorkflowRef.trim() === '' || workflowRef === undefined)
        return undefined;
    return jobWorkflowRef !== workflowRef;
}
function findWorkflowFile(workflowRef) {
    return workflowRef?.split('@')[0]?.match(/^[^/]+\/[^/]+\/(.+)$/)?.[1];
}
function describeOwnRun({ env, payload, event, repository, defaultBranch }) {
    const pullRequest = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(payload.pull_request);
    const commitMessage = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'head_commit', 'message') ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'merge_group', 'head_commit', 'message');
    return {
        workflow: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
        event,
        stream: findStream({ env, payload, event, defaultBranch }),
        headRepository: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(pullRequest, 'head', 'repo', 'full_name')) ?? repository,
        ...defined({
            workflowId: findWorkflowFile((0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_WORKFLOW_REF))?.split('/').at(-1),
            headBranch: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_HEAD_REF) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_REF_NAME),
            commit: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(pullRequest, 'head', 'sha')) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_SHA),
            commitMessage: firstLine(commitMessage),
            actor: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_ACTOR),
            id: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)(env.GITHUB_RUN_ID),
            number: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)(env.GITHUB_RUN_NUMBER),
            attempt: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)(env.GITHUB_RUN_ATTEMPT),
        }),
    };
}
function describeWatchedRun(event, payload, place) {
    const run = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(payload.workflow_run);
    if (event !== 'workflow_run')
        return undefined;
    const pullRequests = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'pull_requests');
    const seen = {
        event: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'event')) ?? 'unknown',
        ...defined({
            headBranch: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'head_branch')),
            headRepository: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'head_repository', 'full_name')),
            pullRequest: Array.isArray(pullRequests) ? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(pullRequests[0], 'number')) : undefined,
        }),
    };
    return {
        run: {
            workflow: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'workflow', 'name')) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'name')) ?? 'unknown workflow',
            stream: findStreamOf(seen, place),
            headRepository: 'unknown/unknown',
            ...seen,
            ...defined({
                workflowId: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'workflow_id'))?.toString(),
                commit: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'head_sha')),
                commitMessage: firstLine((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'head_commit', 'message')),
                actor: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'actor', 'login')),
                id: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'id')),
                number: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'run_number')),
                attempt: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'run_attempt')),
            }),
        },
        activity: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(payload.action) ?? 'unknown',
        ...defined({ conclusion: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(run, 'conclusion')) }),
    };
}
const ON_DEFAULT_BRANCH = ['schedule', 'repository_dispatch', 'issue_comment', 'issues', 'workflow_run'];
function findStream({ env, payload, event, defaultBranch }) {
    const ref = env.GITHUB_REF ?? '';
    if (event.startsWith('pull_request')) {
        const number = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'pull_request', 'number')) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asNumber */ .i)(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
        return { kind: 'pull request', ...defined({ number, branch: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(env.GITHUB_HEAD_REF) }) };
    }
    if (ref.startsWith('refs/tags/') || event === 'release') {
        return { kind: 'tags', ...defined({ tag: (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(ref.slice('refs/tags/'.length)) }) };
    }
    if (ref.startsWith('refs/heads/')) {
        const branch = ref.slice('refs/heads/'.length);
        if (ON_DEFAULT_BRANCH.includes(event))
            return { kind: 'default', branch };
        return findBranchStream(branch, defaultBranch);
    }
    const environment = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'deployment', 'environment'));
    if (environment !== undefined)
        return { kind: 'deployment', environment };
    return { kind: 'default', ...defined({ branch: defaultBranch }) };
}
function findBranchStream(branch, defaultBranch) {
    const queue = /^(gh-readonly-queue\/.+)\/pr-\d+-[0-9a-f]+$/.exec(branch)?.[1];
    if (queue !== undefined)
        return { kind: 'queue', branch, queue };
    return branch === defaultBranch ? { kind: 'default', branch } : { kind: 'branch', branch };
}
function findStreamOf({ event, headBranch: branch = 'unknown branch', headRepository, pullRequest, isTag }, { repository, defaultBranch }) {
    if (headRepository?.toLowerCase() !== repository.toLowerCase()) {
        return { kind: 'fork', owner: headRepository?.split('/')[0] ?? 'unknown', branch };
    }
    if (event.startsWith('pull_request')) {
        return { kind: 'pull request', branch, ...defined({ number: pullRequest }) };
    }
    return event === 'release' || isTag === true
        ? { kind: 'tags', tag: branch }
        : findBranchStream(branch, defaultBranch);
}
function areSecretsWithheld(env, payload, repository) {
    if (env.GITHUB_ACTOR === 'dependabot[bot]')
        return true;
    const event = env.GITHUB_EVENT_NAME ?? '';
    if (!event.startsWith('pull_request') || event === 'pull_request_target')
        return false;
    const head = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(payload, 'pull_request', 'head'));
    return (head !== undefined && (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__.at)(head, 'repo', 'full_name'))?.toLowerCase() !== repository.toLowerCase());
}
function parseMatrix(text) {
    if (text.trim() === '' || text.trim() === 'null')
        return { leaves: [] };
    let parsed;
    try {
        parsed = JSON.parse(text);
    }
    catch {
        return { leaves: [showLeaf(text)] };
    }
    const object = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(parsed);
    return { ...defined({ object }), leaves: listLeaves(parsed) };
}
function listLeaves(root) {
    const leaves = [];
    const open = [root];
    while (open.length > 0) {
        const value = open.pop();
        const children = Array.isArray(value) ? value : (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(value);
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
    const plain = value !== '' && value === (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(value) && !/, |^"/.test(value);
    return plain ? value : JSON.stringify(value);
}
function firstLine(message) {
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(message)
        ?.trimStart()
        .split(/[\r\n]/, 1)[0]);
}
function defined(values) {
    const kept = Object.entries(values).filter(([, value]) => value !== undefined);
    return Object.fromEntries(kept);
}


/***/ }),

/***/ 977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ readable),
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   qg: () => (/* binding */ findNearest)
/* harmony export */ });
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
    return points.length <= length && text.length <= length * 2
        ? text
        : `${points.slice(0, length - 1).join('')}…`;
}
function escapeHtml(text) {
    const names = {
        '&': '&amp;',
        '<': '&lt;',
        '>': '&gt;',
        '"': '&quot;',
        "'": '&#39;',
    };
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


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
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
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
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
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
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
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
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
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
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
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
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
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
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
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./build/branches.js
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
    const tokens = pattern.match(/\\.|\*+|\[[^\]]*\]|./gsu) ?? [];
    const parts = tokens.map((token) => {
        if (token === '*')
            return '[^/]*';
        if (token.startsWith('*'))
            return '.*';
        if (token === '?' || token === '+')
            return token;
        if (/^\[.+\]$/su.test(token))
            return `[${token.slice(1, -1).replace(/[\\^[]/g, '\\$&')}]`;
        if (token === '[' || token === '\\')
            throw new SyntaxError(`${token} has no end`);
        return (token.length > 1 && token.startsWith('\\') ? token.slice(1) : token).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
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

;// CONCATENATED MODULE: ./build/decision.js

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
function findOutcome({ phase, status, needs, jobStatus, situation }) {
    const { watched } = situation;
    const subject = needs !== undefined ? 'workflow' : watched !== undefined ? 'watched' : 'job';
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
    return readConclusion(jobStatus, 'this job', subject);
}
function findObstacle(finding, { situation, branches, reported }) {
    if (finding.outcome === reported)
        return `the outcome is ${reported}, which the step itself has already reported`;
    const run = finding.subject === 'watched' ? situation.watched?.run : situation.run;
    return findBranchObstacle((run ?? situation.run).stream, branches);
}
function decide(outcome, { createOn, resolveOn }) {
    if (outcome === 'create' || outcome === 'resolve')
        return { action: outcome, reason: `status says ${outcome}` };
    if (createOn.includes(outcome))
        return { action: 'create', reason: `the outcome is ${outcome}, which is in create-on` };
    if (resolveOn.includes(outcome))
        return { action: 'resolve', reason: `the outcome is ${outcome}, which is in resolve-on` };
    return {
        action: 'none',
        reason: `the outcome is ${outcome}, which is in neither create-on nor resolve-on`,
    };
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

// EXTERNAL MODULE: ./build/json.js
var json = __nccwpck_require__(9368);
// EXTERNAL MODULE: ./build/text.js
var build_text = __nccwpck_require__(977);
;// CONCATENATED MODULE: ./build/delivery.js


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
    const problem = attempt.kind === 'failed' ? attempt.problem : describeAnswer(attempt);
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
    if ((0,json/* asObject */.eB)((0,json/* parseObject */.lj)(answer.text))?.Ok === true)
        return {};
    return {
        warning: `Spike took it with ${answer.status}, but the answer was unusual: ${quoteAnswer(answer.text)}`,
    };
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
    const line = (0,build_text/* cut */.Jj)((0,build_text/* oneLine */.TN)(text), 500);
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
            const attempt = await webhook.post(text, { clock, limits: limit(deadline - clock.now()) });
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

// EXTERNAL MODULE: ./build/situation.js
var build_situation = __nccwpck_require__(9676);
;// CONCATENATED MODULE: ./build/details.js


function describe({ situation, subject, outcome, needs, facts, }) {
    const { repository, serverUrl, watched } = situation;
    const run = subject === 'watched' && watched !== undefined ? watched.run : situation.run;
    const ownJob = subject === 'job';
    const failedJobs = facts.failedJobs ?? listFailed(needs);
    return {
        outcome,
        repository,
        workflow: run.workflow,
        ...(ownJob ? { job: situation.job, ...(0,build_situation/* defined */.sw)({ matrix: situation.matrix }) } : {}),
        event: run.event,
        ...nameStream(run.stream),
        ...(0,build_situation/* defined */.sw)({
            commit: run.commit,
            commit_message: run.commitMessage,
            actor: run.actor,
            run_number: run.number,
            run_attempt: run.attempt,
            run_url: linkRun(serverUrl, repository, run),
            job_url: facts.jobUrl,
            failed_steps: facts.failedSteps,
            failed_jobs: failedJobs?.map(({ name, url, failedSteps }) => ({
                name,
                ...(0,build_situation/* defined */.sw)({ url, failed_steps: failedSteps }),
            })),
            errors: facts.errors,
            failing_since: facts.failingSince && {
                run_number: facts.failingSince.runNumber,
                url: facts.failingSince.url,
                at: facts.failingSince.at,
            },
            consecutive_failures: facts.consecutiveFailures,
            compare_url: facts.compareUrl,
            recovered_after: facts.recoveredAfter,
            runner: ownJob ? situation.runner : undefined,
        }),
    };
}
function layOver(details, body) {
    if (body === undefined)
        return details;
    return { ...details, ...((0,json/* parseObject */.lj)(body) ?? { message: body.trim() }) };
}
function linkRun(serverUrl, repository, { id, attempt }) {
    if (id === undefined)
        return undefined;
    return `${serverUrl}/${repository}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}
function nameStream(stream) {
    switch (stream.kind) {
        case 'pull request':
            return (0,build_situation/* defined */.sw)({ pull_request: stream.number, branch: stream.branch });
        case 'tags':
            return (0,build_situation/* defined */.sw)({ tag: stream.tag });
        case 'fork':
            return { branch: `${stream.owner}:${stream.branch}` };
        case 'deployment':
            return { environment: stream.environment };
        case 'default':
        case 'branch':
        case 'queue':
            return (0,build_situation/* defined */.sw)({ branch: stream.branch });
    }
}
function listFailed(needs) {
    const failed = [...(needs ?? [])].filter(([, result]) => result === 'failure').map(([name]) => ({ name }));
    return failed.length === 0 ? undefined : failed;
}

;// CONCATENATED MODULE: ./build/errors.js
class InputError extends Error {
    name = 'InputError';
}
class DeliveryError extends Error {
    name = 'DeliveryError';
}
function describeError(thrown) {
    if (thrown instanceof Error)
        return thrown.message || thrown.name;
    if (typeof thrown === 'string' && thrown.trim() !== '')
        return thrown;
    return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./build/title.js


const LONGEST = 250;
const DIGEST = 8;
function composeTitle(situation, { title, subject, jobName }) {
    const own = (0,build_text/* oneLine */.TN)(title ?? '');
    return shorten(own === '' ? (0,build_text/* oneLine */.TN)(buildTitle(situation, subject, jobName)) : own);
}
function buildTitle(situation, subject, jobName) {
    const { repository, leaves, run, watched } = situation;
    if (subject === 'watched' && watched !== undefined) {
        return `${watched.run.workflow} in ${repository}${scopeOf(watched.run.stream)}`;
    }
    const place = `in ${repository}${scopeOf(run.stream)}`;
    if (subject !== 'job')
        return `${run.workflow} ${place}`;
    const told = jobName !== undefined && leaves.every((leaf) => jobName.includes(leaf));
    const leg = leaves.length === 0 || told ? '' : ` (${leaves.join(', ')})`;
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
            return `#${stream.number ?? stream.branch ?? 'unknown'}`;
        case 'queue':
            return `@${stream.queue}`;
        case 'fork':
            return `@${stream.owner}:${stream.branch}`;
        case 'deployment':
            return `@:${stream.environment}`;
    }
}
function isSharedByLegs(title, leaves) {
    const own = (0,build_text/* oneLine */.TN)(title ?? '');
    return own !== '' && leaves.length > 0 && !leaves.some((leaf) => own.includes((0,build_text/* oneLine */.TN)(leaf)));
}
function shorten(title) {
    const points = Array.from(title);
    if (points.length <= LONGEST)
        return title;
    const digest = (0,external_node_crypto_.createHash)('sha256').update(title).digest('hex').slice(0, DIGEST);
    return `${points.slice(0, LONGEST - DIGEST - 1).join('')}…${digest}`;
}

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
    return scopeOf(stream) === scopeOf(own.stream);
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
    const value = /:\s*["']?(\d+(?:\.\d+)?)["']?\s*(?:#.*)?$/.exec(line)?.[1];
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

;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: ./build/spike.js


const HOST = 'hooks.spike.sh';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const PATH_END = 'push-events';
const LONGEST_ANSWER = 64 * 1024;
function listSecrets(token, env) {
    const parts = /^[a-z]+:\/\//i.test(token) ? token.split(/[/?#]/).slice(3) : [token];
    const names = parts.filter((part) => part !== '' && part !== PATH_END).flatMap(listForms);
    const passwords = Object.entries(env)
        .filter(([name]) => /^(https?|all)_proxy$/i.test(name))
        .flatMap(([, value]) => listForms(/^(?:[a-z]+:\/\/)?[^/@]*?:([^/]*)@/i.exec(value ?? '')?.[1] ?? ''));
    return [...new Set([token, ...names, ...passwords])]
        .filter((secret) => secret.trim() !== '')
        .sort((a, b) => b.length - a.length);
}
function listForms(secret) {
    const forms = [secret, encodeURIComponent(secret.toWellFormed()), encodeURI(secret.toWellFormed())];
    try {
        const decoded = decodeURIComponent(secret);
        forms.push(decoded, encodeURIComponent(decoded));
    }
    catch {
    }
    return [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1))];
}
function openWebhook(token, { env, nodeVersion }) {
    const url = parseWebhookUrl(token);
    const loopback = LOOPBACK.includes(url.hostname);
    if (!loopback)
        checkProxy(env, nodeVersion);
    const secrets = listSecrets(token, env).concat(url.href);
    return {
        post: (text, { clock, limits }) => {
            const agent = url.protocol === 'https:' ? new external_node_https_namespaceObject.Agent(loopback ? {} : { proxyEnv: env }) : undefined;
            return new Promise((resolve) => send({ url, agent, text, clock, limits, resolve }));
        },
        redact: (text) => secrets.reduce((kept, secret) => kept.replaceAll(secret, '***'), text),
    };
}
function parseWebhookUrl(token) {
    if (!/^[a-z][a-z0-9+.-]*:/i.test(token) && !token.includes('/')) {
        if (/[\s?#\\]/.test(token) || token === '.' || token === '..') {
            throw new InputError('token holds a character that no token has; copy the token or the whole webhook URL from Spike again.');
        }
        return new URL(`https://${HOST}/${encodeToken(token)}/${PATH_END}`);
    }
    if (!URL.canParse(token) || !token.includes('://')) {
        throw new InputError(`token is neither a bare token nor a URL like https://${HOST}/<token>/${PATH_END}.`);
    }
    const url = new URL(token);
    const loopback = LOOPBACK.includes(url.hostname) && /^https?:$/.test(url.protocol);
    if (!loopback && (url.hostname !== HOST || url.protocol !== 'https:' || url.port !== '')) {
        throw new InputError(`token is a URL on ${url.protocol}//${url.host}, and only https://${HOST} is allowed.`);
    }
    const [name, end = PATH_END, ...rest] = url.pathname.split('/').filter((part) => part !== '');
    if (name === undefined ||
        end !== PATH_END ||
        rest.length > 0 ||
        url.search !== '' ||
        url.username !== '' ||
        url.password !== '') {
        throw new InputError(`token is a URL, but not of the form https://${HOST}/<token>/${PATH_END}.`);
    }
    url.pathname = `/${name}/${PATH_END}`;
    url.hash = '';
    return url;
}
function encodeToken(token) {
    return /%[0-9a-f]{2}/i.test(token) ? token : encodeURIComponent(token.toWellFormed());
}
function checkProxy(env, nodeVersion) {
    const name = ['HTTPS_PROXY', 'https_proxy'].find((variable) => (env[variable] ?? '') !== '');
    const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
    if (name === undefined || major > 24 || (major === 24 && minor >= 5) || isExempt(env))
        return;
    throw new InputError(`${name} is set, but Node ${nodeVersion} of this runner cannot send through a proxy; update the runner to 2.328 or later.`);
}
function isExempt(env) {
    return (env.NO_PROXY ?? env.no_proxy ?? '')
        .split(/[\s,]+/)
        .map((entry) => entry.toLowerCase().replace(/^\*?\./, ''))
        .some((entry) => entry !== '' && (entry === '*' || HOST === entry || HOST.endsWith(`.${entry}`)));
}
function send({ url, agent, text, clock, limits, resolve }) {
    const bytes = Buffer.from(text);
    const request = url.protocol === 'https:' ? external_node_https_namespaceObject.request : process.getBuiltinModule('node:http').request;
    let ended = false;
    const finish = (attempt) => {
        if (ended)
            return;
        ended = true;
        stopConnecting();
        stopAttempt();
        resolve(attempt);
        outgoing?.destroy();
        agent?.destroy();
    };
    const fail = (problem) => finish({ kind: 'failed', problem, retry: true });
    const stopConnecting = clock.after(limits.connect, () => fail(`no connection within ${limits.connect / 1000} s`));
    let answer;
    const giveUp = () => fail(`no answer within ${limits.attempt / 1000} s`);
    const stopAttempt = clock.after(limits.attempt, () => (answer ?? giveUp)());
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
    ERR_PROXY_INVALID_CONFIG: 'the proxy variable is no URL',
};
function describeFailure(error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED/.test(code)) {
        return { kind: 'failed', problem: `the certificate was not accepted (${code})`, retry: false };
    }
    return { kind: 'failed', problem: `${WORDS[code] ?? 'the request failed'} (${code})`, retry: true };
}

;// CONCATENATED MODULE: ./build/inputs.js






const SEVERITIES = ['sev1', 'sev2', 'sev3'];
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'];
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'];
function readInputs({ read, mask, env, nodeVersion }) {
    const token = read('token').trim();
    for (const secret of listSecrets(token, env))
        mask(secret);
    const createOn = readList(read, 'create-on');
    const resolveOn = readList(read, 'resolve-on');
    const both = createOn.find((word) => resolveOn.includes(word));
    if (both !== undefined)
        throw new InputError(`create-on and resolve-on both hold ${both}; leave it in one of them.`);
    return {
        webhook: token === '' ? undefined : openWebhook(token, { env, nodeVersion }),
        title: readText(read, 'title'),
        body: readText(read, 'body'),
        severity: readWord(read, 'severity', SEVERITIES),
        priority: readWord(read, 'priority', PRIORITIES),
        status: readWord(read, 'status', STATUSES),
        needs: readNeeds(read('needs')),
        branches: readBranches(read),
        createOn,
        resolveOn,
        githubToken: readText(read, 'github-token'),
        timeout: readTimeout(read('timeout')),
        failOnError: readBoolean(read, 'fail-on-error'),
        dryRun: readBoolean(read, 'dry-run'),
        jobStatus: read('job-status'),
        contexts: {
            matrix: read('matrix'),
            checkRunId: read('check-run-id'),
            jobWorkflowRef: read('job-workflow-ref'),
        },
    };
}
function readText(read, name) {
    const text = read(name);
    return text.trim() === '' ? undefined : text;
}
function readWord(read, name, words) {
    const given = read(name).trim();
    return given === '' ? undefined : findWord(name, given, words);
}
function findWord(name, given, words) {
    const lower = given.toLowerCase();
    const word = words.find((candidate) => candidate === lower);
    if (word !== undefined)
        return word;
    const nearest = (0,build_text/* findNearest */.qg)(lower, words);
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    throw new InputError(`${name} is ${quote(given)}, which is none of ${words.join(', ')}.${hint}`);
}
function readList(read, name) {
    return splitList(read(name)).map((word) => findWord(name, word, CONCLUSIONS));
}
function splitList(text) {
    return text
        .split(/[,\r\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
}
function readBranches(read) {
    const patterns = splitList(read('branches'));
    for (const pattern of patterns) {
        try {
            compilePattern(pattern.replace(/^!/, ''));
        }
        catch (error) {
            throw new InputError(`branches holds ${quote(pattern)}, which is no pattern as in on.push.branches (${(0,build_text/* oneLine */.TN)(describeError(error))}).`);
        }
    }
    return patterns;
}
const NEEDS_ADVICE = 'Write it as needs: ${{ toJSON(needs) }} in a job that has needs.';
function readNeeds(text) {
    if (text.trim() === '')
        return undefined;
    let parsed;
    try {
        parsed = JSON.parse(text);
    }
    catch {
        throw new InputError(`needs is ${quote(text)}, which is no JSON. ${NEEDS_ADVICE}`);
    }
    const jobs = Object.entries((0,json/* asObject */.eB)(parsed) ?? {});
    if (jobs.length === 0)
        throw new InputError(`needs is ${quote(text)}, which names no job. ${NEEDS_ADVICE}`);
    return new Map(jobs.map(([job, value]) => {
        const result = RESULTS.find((word) => word === (0,json.at)(value, 'result'));
        if (result === undefined) {
            throw new InputError(`needs gives the job ${quote(job)} no result that is one of ${RESULTS.join(', ')}. ${NEEDS_ADVICE}`);
        }
        return [job, result];
    }));
}
function readTimeout(text) {
    const given = text.trim();
    const seconds = given === '' ? 60 : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (!(seconds >= 1 && seconds <= 300)) {
        throw new InputError(`timeout is ${quote(given)}, which is no whole number of seconds from 1 to 300.`);
    }
    return seconds * 1000;
}
function readBoolean(read, name) {
    return readWord(read, name, ['true', 'false']) === 'true';
}
function quote(given) {
    return `"${(0,build_text/* cut */.Jj)((0,build_text/* oneLine */.TN)(given), 60)}"`;
}

;// CONCATENATED MODULE: ./build/investigation.js




const noGithub = {
    findJob: async () => undefined,
    listJobs: async () => undefined,
    listAnnotations: async () => undefined,
    listRuns: async () => undefined,
    isTag: async () => undefined,
    readFile: async () => undefined,
};
const FEW_RUNS = 20;
const MOST_ERRORS = 10;
const LONGEST_ERROR = 300;
const MOST_TAGS = 10;
const MOST_JOBS_ASKED = 10;
async function refineOutcome(of, outcome, lists) {
    const matters = lists.createOn.includes('timed_out') || lists.resolveOn.includes('timed_out');
    if (outcome !== 'cancelled' || !matters)
        return outcome;
    return (await findWhetherTimedOut(of)) === true ? 'timed_out' : outcome;
}
async function tellTag(github, situation, subject) {
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
    const [annotations, workflow] = await Promise.all([
        job && github.listAnnotations(job.id),
        situation.workflowFile !== undefined && situation.workflowSha !== undefined
            ? github.readFile(situation.workflowFile, situation.workflowSha)
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
    return newer.find((_, index) => spoke[index] === true);
}
const noSharedJobName = { needed: false };
async function findSharedJobName(of) {
    const { situation, subject } = of;
    if (subject !== 'job' || situation.reusable === false)
        return noSharedJobName;
    if (situation.reusable === undefined) {
        const { runs } = await listNewest(of);
        const calls = runs.find((run) => run.id === situation.run.id)?.callsWorkflows ?? false;
        if (!calls)
            return noSharedJobName;
    }
    const name = (await findOwnJob(of))?.name;
    if (situation.reusable === undefined && name !== undefined && !name.includes(' / '))
        return noSharedJobName;
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
    const url = linkRun(serverUrl, repository, own);
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
        const conclusion = run.conclusion ?? findEarlierConclusion(jobs, run);
        if (saysSomething(conclusion))
            return true;
        return conclusion === 'cancelled' && (await hasTimedOutJob(github, jobs)) === true;
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
        return NOTHING_KNOWN;
    const listed = await github.listRuns({
        workflowId: own.workflowId,
        ...chooseFilter(own),
        perPage,
        page: 1,
    });
    if (listed === undefined)
        return NOTHING_KNOWN;
    const told = own.stream.kind === 'tags' ? await tellTags(of, listed) : listed;
    return { runs: told.filter((run) => isSameStream(run, own, situation)), complete: listed.length < perPage };
}
async function listNewest(of) {
    const few = await listStream(of, FEW_RUNS);
    const { number = 0 } = ownRun(of);
    const reaches = few.complete || few.runs.length === 0 || few.runs.some((run) => run.number <= number);
    return reaches ? few : listStream(of, LONGEST_HISTORY);
}
async function listHistory(of) {
    const few = await listNewest(of);
    if (few.complete || few.runs.length === 0 || reachesGreen(few.runs, ownRun(of)))
        return few;
    const many = await listStream(of, LONGEST_HISTORY);
    return many.runs.length > 0 ? many : few;
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

;// CONCATENATED MODULE: ./build/payload.js

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
    const details = clean(message.details, redact, 0);
    const write = (body) => JSON.stringify(wrap(message, redact(message.title), body));
    const fits = (text) => Buffer.byteLength(text) <= LARGEST;
    const whole = write(details);
    if (fits(whole))
        return whole;
    for (const keep of [IDENTITY, new Set()]) {
        const shortest = payload_shorten(details, SHORTEST_CUT, keep);
        for (let body = shortest; body !== undefined; body = dropLargest(body, keep)) {
            if (!fits(write(body)))
                continue;
            return body === shortest
                ? write(payload_shorten(details, findLength(details, keep, write, fits), keep))
                : write(body);
        }
    }
    return write({});
}
function wrap({ action, severity, priority }, title, body) {
    if (action === 'resolve')
        return { title, body, status: 'resolve' };
    return { title, body, ...(severity && { severity }), ...(priority && { priority }) };
}
function findLength(details, keep, write, fits) {
    let [fitting, tooLong] = [SHORTEST_CUT, LARGEST];
    while (tooLong - fitting > 1) {
        const middle = Math.floor((fitting + tooLong) / 2);
        if (fits(write(payload_shorten(details, middle, keep))))
            fitting = middle;
        else
            tooLong = middle;
    }
    return fitting;
}
function payload_shorten(details, length, keep) {
    return mapEntries(details, (value, key) => (keep.has(key) ? value : shortenTexts(value, length)));
}
function shortenTexts(value, length) {
    if (typeof value === 'string')
        return (0,build_text/* cut */.Jj)(value, length);
    if (Array.isArray(value))
        return value.map((item) => shortenTexts(item, length));
    return typeof value === 'object' && value !== null
        ? mapEntries(value, (item) => shortenTexts(item, length))
        : value;
}
function dropLargest(details, keep) {
    const sizes = Object.entries(details)
        .filter(([key]) => !keep.has(key))
        .map(([key, value]) => ({ key, size: key.length + JSON.stringify(value).length }));
    const largest = sizes.sort((a, b) => b.size - a.size)[0]?.key;
    if (largest === undefined)
        return undefined;
    return Object.fromEntries(Object.entries(details).filter(([key]) => key !== largest));
}
function clean(details, redact, depth) {
    const tidy = (value, level) => {
        if (typeof value === 'string')
            return (0,build_text/* readable */.HD)(redact(value));
        if (typeof value !== 'object' || value === null)
            return value;
        if (level > DEEPEST)
            return '…';
        if (Array.isArray(value))
            return value.map((item) => tidy(item, level + 1));
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [(0,build_text/* readable */.HD)(redact(key)), tidy(item ?? null, level + 1)]));
    };
    const entries = Object.entries(details).map(([key, value]) => [(0,build_text/* readable */.HD)(redact(key)), tidy(value ?? null, depth + 1)]);
    return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)));
}
function isEmpty(value) {
    if (value === null || value === '')
        return true;
    return typeof value === 'object' && Object.keys(value).length === 0;
}
function mapEntries(object, change) {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value ?? null, key)]));
}

;// CONCATENATED MODULE: ./build/summary.js


function composeSummary({ heading, title, details, severity, priority, reason, payload, }) {
    const rows = [
        ['Incident', show(title)],
        ['Outcome', show(details.outcome)],
        ['Severity', show(severity)],
        ['Priority', show(priority)],
        ['Failed step', list(details.failed_steps)],
        ['Failed jobs', listJobs(details.failed_jobs)],
        ['Errors', list(details.errors)],
        ['Failing since', listSince(details)],
        ['Down for', show((0,json.at)(details, 'recovered_after', 'duration'))],
        ['Links', listLinks(details)],
        ['Why', show(reason)],
    ];
    const table = rows
        .filter(([, cell]) => cell !== undefined && cell !== '')
        .map(([name, cell]) => `<tr><th align="left">${name}</th><td>${cell}</td></tr>`)
        .join('');
    const block = payload === undefined ? '' : `<p>The payload:</p><pre>${(0,build_text/* escapeHtml */.ZD)(indent(payload))}</pre>`;
    return `<h3>Spike: ${heading}</h3><table>${table}</table>${block}\n`;
}
function show(value) {
    if (typeof value === 'number')
        return String(value);
    const text = (0,json/* asText */.e1)(value);
    return text === undefined ? undefined : (0,build_text/* escapeHtml */.ZD)((0,build_text/* cut */.Jj)((0,build_text/* oneLine */.TN)(text), 500));
}
function list(values) {
    if (!Array.isArray(values))
        return undefined;
    return values
        .map((value) => show(value))
        .filter(Boolean)
        .join('<br>');
}
function listJobs(jobs) {
    if (!Array.isArray(jobs))
        return undefined;
    const shown = jobs.slice(0, 20).map((job) => {
        const steps = list((0,json.at)(job, 'failed_steps'));
        const name = show((0,json.at)(job, 'name')) ?? '';
        return `${summary_link((0,json.at)(job, 'url'), name)}${steps ? ` (${steps})` : ''}`;
    });
    return [...shown, ...(jobs.length > 20 ? [`and ${jobs.length - 20} more`] : [])].join('<br>');
}
function listSince(details) {
    const number = show((0,json.at)(details, 'failing_since', 'run_number'));
    if (number === undefined)
        return undefined;
    const count = show(details.consecutive_failures);
    const when = show((0,json.at)(details, 'failing_since', 'at'));
    return `${summary_link((0,json.at)(details, 'failing_since', 'url'), `run ${number}`)}${when ? `, ${when}` : ''}${count ? ` (${count} in a row)` : ''}`;
}
function listLinks(details) {
    const links = [
        ['job', details.job_url],
        ['run', details.run_url],
        ['changes since the last green run', details.compare_url],
    ];
    return links
        .filter(([, url]) => (0,json/* asText */.e1)(url) !== undefined)
        .map(([name, url]) => summary_link(url, name))
        .join(' · ');
}
function summary_link(url, html) {
    const target = (0,json/* asText */.e1)(url);
    return target !== undefined && /^https?:\/\//.test(target)
        ? `<a href="${(0,build_text/* escapeHtml */.ZD)((0,build_text/* oneLine */.TN)(target))}">${html}</a>`
        : html;
}
function indent(json) {
    return JSON.stringify(JSON.parse(json), null, 2);
}

;// CONCATENATED MODULE: ./build/traces.js

const LONGEST_LINE = 4_000;
function createTraces({ core, appendSummary, redact }) {
    const speak = (write) => (line) => write(defuse(redact(line)));
    return {
        say: speak(core.info),
        debug: speak(core.debug),
        notice: speak(core.notice),
        warn: speak(core.warning),
        error: speak(core.error),
        fail: speak(core.setFailed),
        output: (name, value) => core.setOutput(name, (0,build_text/* readable */.HD)(redact(value))),
        summarize: (html) => {
            try {
                appendSummary(redact(html));
            }
            catch {
                core.debug('The job summary could not be written.');
            }
        },
    };
}
function defuse(line) {
    return (0,build_text/* cut */.Jj)((0,build_text/* oneLine */.TN)(line), LONGEST_LINE).replace(/^::/, ': :').replaceAll('##[', '## [');
}

;// CONCATENATED MODULE: ./build/report.js













async function run(world) {
    try {
        await report(world);
    }
    catch (thrown) {
        const expected = thrown instanceof InputError || thrown instanceof DeliveryError;
        const words = describeError(thrown);
        openTraces(world, (text) => text).fail(expected ? words : `Something went wrong in the action itself: ${words}`);
    }
}
async function report(world) {
    const { core, env } = world;
    const phase = core.getState('phase') === '' ? 'main' : 'post';
    core.saveState('phase', 'post');
    const inputs = readInputs({
        read: core.getInput,
        mask: core.setSecret,
        env,
        nodeVersion: world.nodeVersion,
    });
    const redact = inputs.webhook?.redact ?? ((text) => text);
    const traces = openTraces(world, redact);
    const situation = (0,build_situation/* describeSituation */.ii)(env, readEvent(world, traces), inputs.contexts);
    const { webhook } = inputs;
    if (webhook === undefined)
        return skipWithoutToken({ situation, phase, traces });
    if (phase === 'main' && isSharedByLegs(inputs.title, situation.leaves))
        traces.warn(SHARED_TITLE);
    const finding = findOutcome({ ...inputs, phase, situation });
    if (finding.kind !== 'found')
        return skip(finding, traces, phase);
    const reported = core.getState('reported');
    const obstacle = findObstacle(finding, { situation, branches: inputs.branches, reported });
    if (obstacle !== undefined)
        return skip({ kind: 'nothing', reason: obstacle }, traces, phase);
    core.saveState('reported', finding.outcome);
    if (reported !== '')
        traces.warn(`The step reported ${reported}, but the job ended as ${finding.outcome}. ${EARLY_STATUS}`);
    const { subject } = finding;
    const budget = startBudget(world);
    const github = await openLookUps(world, { inputs, situation, signal: budget.signal, traces });
    const of = {
        github,
        situation: await tellTag(github, situation, subject),
        subject,
        now: world.clock.now,
    };
    const outcome = await refineOutcome(of, finding.outcome, inputs);
    const { action, reason } = decide(outcome, inputs);
    if (action === 'none') {
        budget.end();
        return skip({ kind: 'nothing', reason }, traces, phase);
    }
    const [superseding, jobName, facts] = await Promise.all([
        findSuperseding(of),
        inputs.title === undefined ? findSharedJobName(of) : noSharedJobName,
        findFacts(of, action),
    ]);
    budget.end();
    if (superseding !== undefined)
        return skip({ kind: 'nothing', reason: describeSuperseding(superseding) }, traces, phase);
    if (jobName.needed && jobName.name === undefined)
        traces.warn(SHARED_JOB);
    const title = composeTitle(of.situation, { title: inputs.title, subject, jobName: jobName.name });
    const described = describe({ situation: of.situation, subject, outcome, needs: inputs.needs, facts });
    const details = layOver(described, inputs.body);
    const { severity, priority } = inputs;
    const payload = composePayload({ action, title, details, severity, priority }, redact);
    const delivery = await chooseDelivery(world, { inputs, webhook, traces })(payload);
    const story = { title, details, severity, priority, reason };
    writeOutputs(traces, { action, reason, title, delivered: delivery.kind === 'delivered', payload });
    tell(delivery, { action, story, payload, failOnError: inputs.failOnError, traces });
}
const LOOK_UPS = 5_000;
const SHARED_JOB = 'This job is defined in a reusable workflow, where every caller has the same job id, and its full name could not ' +
    'be looked up. Set title, so that two callers do not share an incident, or give the job the permission actions: read.';
const SHARED_TITLE = 'title is the same for every leg of this matrix, so a leg that passes resolves the incident of a leg that failed. ' +
    'Put a value of the matrix into title, or leave title out.';
const EARLY_STATUS = 'Leave status out on a step that is not the last: the job is then reported once, when it ends.';
const NO_TOKEN = 'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
    'workflow that the caller passes it on (secrets: inherit).';
const WITHHELD = 'secrets are withheld by GitHub from pull requests of forks and from Dependabot, so there is no token';
function openTraces({ core, env, appendFile }, redact) {
    return createTraces({
        core,
        redact,
        appendSummary: (html) => appendFile(env.GITHUB_STEP_SUMMARY ?? '', html),
    });
}
function readEvent({ env, readFile }, traces) {
    try {
        const payload = (0,json/* parseObject */.lj)(readFile(env.GITHUB_EVENT_PATH ?? ''));
        if (payload !== undefined)
            return payload;
    }
    catch {
    }
    traces.debug('The event payload could not be read; the details hold less.');
    return {};
}
function startBudget({ clock, hurry }) {
    const budget = new AbortController();
    const end = () => budget.abort();
    const cancel = clock.after(LOOK_UPS, end);
    hurry.addEventListener('abort', end, { once: true });
    if (hurry.aborted)
        end();
    return { signal: budget.signal, end: cancel };
}
async function openLookUps({ openGithub }, { inputs, situation, signal, traces, }) {
    if (inputs.githubToken === undefined)
        return noGithub;
    const missing = (permission) => traces.debug(`GitHub did not answer a look-up; with the permission ${permission} the incident could tell more.`);
    try {
        const { apiUrl, repository } = situation;
        return await openGithub({ token: inputs.githubToken, apiUrl, repository, signal, missing });
    }
    catch (thrown) {
        traces.debug(`GitHub cannot be asked, so the incident tells less: ${describeError(thrown)}`);
        return noGithub;
    }
}
function skipWithoutToken({ situation, phase, traces, }) {
    if (!situation.secretsWithheld)
        throw new InputError(NO_TOKEN);
    if (phase === 'main')
        traces.notice(`Nothing reported: ${WITHHELD}.`);
    skip({ kind: 'nothing', reason: WITHHELD }, traces, phase);
}
function skip(finding, traces, phase) {
    const unusual = finding.kind === 'nothing' && finding.unusual === true;
    const line = `${finding.kind === 'later' ? 'Nothing reported yet' : 'Nothing reported'}: ${finding.reason}.`;
    if (unusual)
        traces.warn(line);
    else
        traces.say(line);
    if (phase === 'main')
        writeOutputs(traces, {
            action: 'none',
            reason: finding.reason,
            title: '',
            delivered: false,
            payload: '',
        });
}
function writeOutputs(traces, outputs) {
    for (const [name, value] of Object.entries(outputs))
        traces.output(name, String(value));
}
function chooseDelivery({ clock, random, hurry }, { inputs, webhook, traces }) {
    if (inputs.dryRun)
        return deliverNothing;
    const retrying = (problem, wait) => traces.say(`Not delivered yet: ${problem}. Trying again in ${(wait / 1000).toFixed(1)} s.`);
    return (text) => deliver(webhook, { text, timeout: inputs.timeout, means: { clock, random, hurry, retrying } });
}
function tell(delivery, { action, story, payload, failOnError, traces }) {
    const verb = action === 'create' ? 'open' : 'resolve';
    const incident = `the incident "${story.title}"`;
    switch (delivery.kind) {
        case 'delivered':
            traces.say(`Told Spike to ${verb} ${incident}: ${story.reason}.`);
            if (delivery.warning !== undefined)
                traces.warn(delivery.warning);
            if (action === 'create')
                traces.summarize(composeSummary({ heading: 'Incident opened', ...story }));
            else if (story.details.recovered_after !== undefined) {
                traces.summarize(composeSummary({ heading: 'Incident resolved', ...story }));
            }
            return;
        case 'dry run':
            traces.say(`Dry run: would tell Spike to ${verb} ${incident}: ${story.reason}.`);
            traces.summarize(composeSummary({ heading: 'Dry run: nothing was sent', ...story, payload }));
            return;
        case 'lost': {
            traces.summarize(composeSummary({ heading: 'Not delivered', ...story, payload }));
            const tries = delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`;
            const words = `Spike was not told to ${verb} ${incident}, after ${tries}: ${delivery.problem}. The payload is in the job summary.`;
            if (action === 'create' || failOnError)
                throw new DeliveryError(words);
            traces.error(words);
        }
    }
}

;// CONCATENATED MODULE: ./build/index.js



const hurry = new AbortController();
process.once('SIGINT', () => hurry.abort(6_000));
process.once('SIGTERM', () => hurry.abort(1_500));
void run({
    core: {
        debug: debug,
        error: error,
        getInput: getInput,
        getState: getState,
        info: info,
        notice: notice,
        saveState: saveState,
        setFailed: setFailed,
        setOutput: setOutput,
        setSecret: setSecret,
        warning: warning,
    },
    env: process.env,
    nodeVersion: process.version,
    readFile: (path) => (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8'),
    appendFile: external_node_fs_namespaceObject.appendFileSync,
    clock: {
        now: Date.now,
        after: (milliseconds, call) => {
            const timer = setTimeout(call, milliseconds);
            return () => clearTimeout(timer);
        },
    },
    random: Math.random,
    hurry: hurry.signal,
    openGithub: async (options) => (await Promise.all(/* import() */[__nccwpck_require__.e(413), __nccwpck_require__.e(533)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1533))).openGithub(options),
});

