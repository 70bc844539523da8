import { asNumber, asText, get } from '../json.ts';
import { parseRunSummary, type RunSummary } from '../ref.ts';
import { type Missing, MissingError } from './missing.ts';
import { createRequest, type RequestOptions } from './request.ts';

const MAX_REQUESTS = 12;
const PAGE_SIZE = 100;
const MAX_JOB_PAGES = 3;
/** Below this part of the rate limit the rest of the hour belongs to the user's own steps. */
const DETAILS_SHARE = 0.1;

/** A job of one attempt of a run ("List jobs for a workflow run", REST API, GitHub Docs). Times are ISO 8601. */
export type Job = {
  id: number;
  attempt: number;
  name: string;
  url?: string | undefined;
  /** `undefined` while the job is under way. */
  conclusion?: string | undefined;
  startedAt?: string | undefined;
  completedAt?: string | undefined;
  runner?: string | undefined;
  steps: { name: string; conclusion?: string | undefined }[];
};

/** A job as the checks of a commit show it ("List check runs for a Git reference"): its id is the job's id. */
export type CheckRun = Omit<Job, 'attempt' | 'steps' | 'runner'> & { suiteId?: number | undefined };

/** An annotation on a job ("List check run annotations", REST API, GitHub Docs). */
export type Annotation = { level: string; path: string; line?: number | undefined; message: string };

/** A run as the API lists it ("List workflow runs for a workflow"). */
export type NumberedRun = RunSummary & { id: number; number: number; attempt: number };

/** Which page of a workflow's runs to list, newest first. `page` counts from 1. */
export type RunQuery = {
  workflowId: string;
  page: number;
  branch?: string | undefined;
  event?: string | undefined;
  /** Asks again although it was asked before. */
  isRepeated?: boolean;
};

/** What can be asked of GitHub. Each function throws a `MissingError` for what cannot be had. */
export type Client = {
  findJob: (id: number, options?: { isRepeated: boolean }) => Promise<Job>;
  /** The jobs of one attempt, or of all attempts of a run. `isComplete` is false where there are more than are read. */
  listJobs: (runId: number, attempt?: number, maxPages?: number) => Promise<{ jobs: Job[]; isComplete: boolean }>;
  /** The jobs of this name on a commit, of all workflows, runs and attempts. */
  listCheckRuns: (sha: string, name: string) => Promise<{ checks: CheckRun[]; isLast: boolean }>;
  listAnnotations: (jobId: number) => Promise<Annotation[]>;
  listRuns: (query: RunQuery) => Promise<{ runs: NumberedRun[]; isLast: boolean }>;
  findWorkflowId: (runId: number) => Promise<string | undefined>;
  listTags: () => Promise<ReadonlySet<string>>;
  /** Whether there is a tag of this name and no branch. */
  isTag: (name: string) => Promise<boolean>;
  readFile: (path: string, sha: string) => Promise<string>;
  /** Whether enough of the rate limit is left to ask for more than the guards need. */
  hasRoomForDetails: () => boolean;
};

/** What the client needs. */
export type ClientOptions = RequestOptions & { /** `owner/name`. */ repository: string };

/** A client for one report: at most 12 requests, and what was answered is not asked again. */
export function createClient(options: ClientOptions): Client {
  const { repository } = options;
  const request = createRequest(options);
  const answers = new Map<string, Promise<unknown>>();
  const denied = new Map<string, Missing>();
  const granted = new Set<string>();
  let requests = 0;
  let stopped: Missing | undefined;
  let share = 1;

  const send = async (path: string, permission: string): Promise<unknown> => {
    const missing = stopped ?? denied.get(permission);
    if (missing !== undefined) throw new MissingError(missing);
    if (requests >= MAX_REQUESTS) throw new MissingError({ kind: 'too many requests' });
    requests += 1;
    const answer = await request(`/repos/${repository}/${path}`);
    share = answer.share ?? share;
    if (answer.missing === undefined) {
      granted.add(permission);
      return answer.value;
    }
    if (answer.missing === 'permission' && granted.has(permission)) throw new MissingError(GONE);
    const found: Missing = answer.missing === 'permission' ? { kind: 'permission', permission } : answer.missing;
    if (found.kind === 'permission') denied.set(permission, found);
    if (found.kind === 'rate limit' || found.kind === 'credentials') stopped = found;
    throw new MissingError(found);
  };
  const ask = (path: string, permission: string, isRepeated = false): Promise<unknown> => {
    const known = answers.get(path);
    if (known !== undefined && !isRepeated) return known;
    const answer = send(path, permission);
    answers.set(path, answer);
    // A failure may pass: the next time it is asked again, or the older answer counts.
    answer.catch(() => {
      if (known === undefined) answers.delete(path);
      else answers.set(path, known);
    });
    return answer;
  };
  const askList = async (path: string, permission: string, key?: string, isRepeated?: boolean): Promise<unknown[]> => {
    const answer = await ask(path, permission, isRepeated);
    const items = key === undefined ? answer : get(answer, key);
    if (!Array.isArray(items)) throw new MissingError(OTHER_SHAPE);
    return items;
  };

  return {
    findJob: async (id, { isRepeated } = { isRepeated: false }) => {
      const job = parseJob(await ask(`actions/jobs/${id}`, 'actions: read', isRepeated));
      if (job === undefined) throw new MissingError(OTHER_SHAPE);
      return job;
    },
    listJobs: async (runId, attempt, maxPages = MAX_JOB_PAGES) => {
      const path = attempt === undefined ? 'jobs?filter=all&' : `attempts/${attempt}/jobs?`;
      const jobs: Job[] = [];
      for (let page = 1; page <= maxPages; page++) {
        const query = `per_page=${PAGE_SIZE}&page=${page}`;
        const items = await askList(`actions/runs/${runId}/${path}${query}`, 'actions: read', 'jobs');
        jobs.push(...items.flatMap((item) => parseJob(item) ?? []));
        if (items.length < PAGE_SIZE) return { jobs, isComplete: true };
      }
      return { jobs, isComplete: false };
    },
    listCheckRuns: async (sha, name) => {
      const query = `check_name=${encode(name)}&filter=all&per_page=${PAGE_SIZE}`;
      const items = await askList(`commits/${encode(sha)}/check-runs?${query}`, 'checks: read', 'check_runs');
      return { checks: items.flatMap((item) => parseCheckRun(item) ?? []), isLast: items.length < PAGE_SIZE };
    },
    listAnnotations: async (jobId) => {
      const items = await askList(`check-runs/${jobId}/annotations?per_page=${PAGE_SIZE}`, 'checks: read');
      return items.map(parseAnnotation);
    },
    listRuns: async ({ workflowId, page, branch, event, isRepeated }) => {
      const filters = Object.entries({ branch, event, per_page: PAGE_SIZE, page });
      const query = filters.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encode(String(value))}`));
      const path = `actions/workflows/${encode(workflowId)}/runs?${query.join('&')}`;
      const items = await askList(path, 'actions: read', 'workflow_runs', isRepeated);
      const runs = items.map((item) => parseRunSummary(item, repository));
      return { runs: runs.flatMap(keepNumbered), isLast: items.length < PAGE_SIZE };
    },
    findWorkflowId: async (runId) =>
      asNumber(get(await ask(`actions/runs/${runId}`, 'actions: read'), 'workflow_id'))?.toString(),
    listTags: async () => {
      const refs = await askList('git/matching-refs/tags/', 'contents: read');
      return new Set(refs.flatMap((ref) => asText(get(ref, 'ref'))?.replace(/^refs\/tags\//, '') ?? []));
    },
    isTag: async (name) => {
      const path = name.split('/').map(encode).join('/');
      const [isTag, isBranch] = await Promise.all(
        ['tags', 'heads'].map(async (kind) => {
          const refs = await askList(`git/matching-refs/${kind}/${path}`, 'contents: read');
          return refs.some((ref) => get(ref, 'ref') === `refs/${kind}/${name}`);
        }),
      );
      return isTag === true && isBranch === false;
    },
    readFile: async (path, sha) => {
      const file = path.split('/').map(encode).join('/');
      const content = asText(get(await ask(`contents/${file}?ref=${encode(sha)}`, 'contents: read'), 'content'));
      if (content === undefined) throw new MissingError(OTHER_SHAPE);
      return Buffer.from(content, 'base64').toString('utf8');
    },
    hasRoomForDetails: () => share >= DETAILS_SHARE,
  };
}

const GONE = { kind: 'failed', problem: 'what was asked for is not there any more', isLasting: true } as const;
const OTHER_SHAPE = { kind: 'failed', problem: 'an answer of GitHub has another shape' } as const;

// A lone surrogate, which a branch's name from an event may hold, would make `encodeURIComponent` throw.
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function keepNumbered(run: RunSummary | undefined): NumberedRun[] {
  if (run?.id === undefined || run.number === undefined) return [];
  return [{ ...run, id: run.id, number: run.number, attempt: run.attempt ?? 1 }];
}

function parseJob(job: unknown): Job | undefined {
  const check = parseCheckRun(job);
  if (check === undefined) return undefined;
  const steps = get(job, 'steps');
  return {
    ...check,
    attempt: asNumber(get(job, 'run_attempt')) ?? 1,
    runner: asText(get(job, 'runner_name')),
    steps: (Array.isArray(steps) ? steps : []).map((step) => ({
      name: asText(get(step, 'name')) ?? 'unnamed step',
      conclusion: asText(get(step, 'conclusion')),
    })),
  };
}

function parseCheckRun(check: unknown): CheckRun | undefined {
  const id = asNumber(get(check, 'id'));
  const name = asText(get(check, 'name'));
  if (id === undefined || name === undefined) return undefined;
  return {
    id,
    name,
    url: asText(get(check, 'html_url')),
    conclusion: asText(get(check, 'conclusion')),
    startedAt: asText(get(check, 'started_at')),
    completedAt: asText(get(check, 'completed_at')),
    suiteId: asNumber(get(check, 'check_suite', 'id')),
  };
}

function parseAnnotation(annotation: unknown): Annotation {
  return {
    level: asText(get(annotation, 'annotation_level')) ?? 'unknown',
    path: asText(get(annotation, 'path')) ?? '',
    message: asText(get(annotation, 'message')) ?? '',
    line: asNumber(get(annotation, 'start_line')),
  };
}
