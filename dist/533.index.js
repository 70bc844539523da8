export const id = 533;
export const ids = [533];
export const modules = {

/***/ 1533:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openGithub: () => (/* binding */ openGithub)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2413);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9368);
/* harmony import */ var _situation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9676);



const PAGE = 100;
const MOST_PAGES = 10;
function openGithub({ token, apiUrl, repository, signal, missing, fetch }) {
    const silent = () => undefined;
    const { request } = (0,_actions_github__WEBPACK_IMPORTED_MODULE_1__/* .getOctokit */ .Q)(token, {
        baseUrl: apiUrl,
        log: { debug: silent, info: silent, warn: silent, error: silent },
        request: { signal, ...(fetch && { fetch }) },
    });
    const known = new Map();
    const told = new Set();
    const ask = async (path, permission) => {
        try {
            return (await request(`GET /repos/${repository}/${path}`)).data;
        }
        catch (error) {
            const status = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(error, 'status');
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
            const jobs = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(await get(`${path}per_page=${PAGE}&page=${page}`, permission), 'jobs');
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
            const filters = Object.entries((0,_situation_js__WEBPACK_IMPORTED_MODULE_0__/* .defined */ .sw)({ branch, event, per_page: perPage, page }));
            const query = filters.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
            const path = `actions/workflows/${encodeURIComponent(workflowId)}/runs?${query}`;
            const runs = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(await get(path, 'actions: read'), 'workflow_runs');
            return Array.isArray(runs) ? runs.flatMap((run) => parseRun(run) ?? []) : undefined;
        },
        isTag: async (name) => {
            const answers = await Promise.all(['tags', 'heads'].map((kind) => get(`git/matching-refs/${kind}/${encodeURI(name)}`, 'contents: read')));
            const [tag, branch] = ['tags', 'heads'].map((kind, index) => hasRef(answers[index], `refs/${kind}/${name}`));
            return tag === undefined || branch === undefined ? undefined : tag && !branch;
        },
        readFile: async (path, commit) => {
            const answer = await get(`contents/${encodeURI(path)}?ref=${encodeURIComponent(commit)}`, 'contents: read');
            const content = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(answer, 'content'));
            return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
        },
    };
}
function hasRef(refs, name) {
    return Array.isArray(refs) ? refs.some((ref) => (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(ref, 'ref') === name) : undefined;
}
function parseJob(job) {
    const id = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'id'));
    const name = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'name'));
    if (id === undefined || name === undefined)
        return undefined;
    const steps = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'steps');
    return {
        id,
        name,
        attempt: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'run_attempt')) ?? 1,
        steps: (Array.isArray(steps) ? steps : []).map((step) => ({
            name: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(step, 'name')) ?? 'unnamed step',
            ...(0,_situation_js__WEBPACK_IMPORTED_MODULE_0__/* .defined */ .sw)({ conclusion: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(step, 'conclusion')) }),
        })),
        ...(0,_situation_js__WEBPACK_IMPORTED_MODULE_0__/* .defined */ .sw)({
            url: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'html_url')),
            conclusion: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'conclusion')),
            startedAt: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'started_at')),
            runner: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(job, 'runner_name')),
        }),
    };
}
function parseAnnotation(annotation) {
    return {
        level: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(annotation, 'annotation_level')) ?? 'unknown',
        path: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(annotation, 'path')) ?? '',
        message: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(annotation, 'message')) ?? '',
        ...(0,_situation_js__WEBPACK_IMPORTED_MODULE_0__/* .defined */ .sw)({ line: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(annotation, 'start_line')) }),
    };
}
function parseRun(run) {
    const [id, number] = [(0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'id')), (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'run_number'))];
    const [url, startedAt] = [
        (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'html_url')),
        (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'run_started_at')) ?? (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'created_at')),
    ];
    if (id === undefined || number === undefined || url === undefined || startedAt === undefined)
        return undefined;
    const pullRequests = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'pull_requests');
    const called = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'referenced_workflows');
    return {
        ...{ id, number, url, startedAt },
        attempt: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'run_attempt')) ?? 1,
        event: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'event')) ?? 'unknown',
        callsWorkflows: Array.isArray(called) && called.length > 0,
        ...(0,_situation_js__WEBPACK_IMPORTED_MODULE_0__/* .defined */ .sw)({
            conclusion: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'conclusion')),
            headBranch: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'head_branch')),
            headRepository: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'head_repository', 'full_name')),
            pullRequest: Array.isArray(pullRequests) ? (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asNumber */ .i)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(pullRequests[0], 'number')) : undefined,
            commit: (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .asText */ .e1)((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.at)(run, 'head_sha')),
        }),
    };
}


/***/ })

};
