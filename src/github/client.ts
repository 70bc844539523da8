import { getOctokit } from '@actions/github';
import { readSeenRun } from '../context.ts';
import { describeError } from '../errors.ts';
import { asNumber, asText, at } from '../json.ts';
import type { Annotation, ListedJob, ListedRun } from './history.ts';
import { openLookUps } from './investigation.ts';
import type { LookUps } from './lookups.ts';

/** Which runs of a workflow to list; newest first, `page` counts from 1. */
export type RunQuery = {
  workflowId: string;
  branch?: string | undefined;
  event?: string | undefined;
  perPage: number;
  page: number;
};

/** The look-ups. Each gives `undefined` for whatever could not be had: not there, not permitted, not in time. */
export type Github = {
  findJob: (id: number) => Promise<ListedJob | undefined>;
  /** The jobs of a run, all pages: of one attempt, or of all. */
  listJobs: (runId: number, attempt?: number) => Promise<ListedJob[] | undefined>;
  listAnnotations: (jobId: number) => Promise<Annotation[] | undefined>;
  listRuns: (query: RunQuery) => Promise<ListedRun[] | undefined>;
  /** Whether there is a tag of this name and no branch. */
  isTag: (name: string) => Promise<boolean | undefined>;
  readFile: (path: string, commit: string) => Promise<string | undefined>;
};

/** What the look-ups need. `missing` is told once for each permission that would bring more. */
export type GithubOptions = {
  token: string;
  apiUrl: string;
  repository: string;
  /** Aborted when the time for look-ups is over. */
  signal: AbortSignal;
  missing: (permission: string) => void;
  /** Told once, in words, of what failed for another reason. */
  failed: (words: string) => void;
  fetch?: typeof fetch;
};

const PAGE = 100;
const MOST_PAGES = 10;

/** The look-ups with a client of their own. */
export function loadLookUps(options: GithubOptions): LookUps {
  return openLookUps(openGithub(options));
}

/** Look-ups at `apiUrl` with `token`. A look-up that was made is not made again. */
export function openGithub({ token, apiUrl, repository, signal, missing, failed, fetch }: GithubOptions): Github {
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const { request } = getOctokit(token, { baseUrl: apiUrl, log });
  // With each request: given to `getOctokit` they would replace the transport that knows the proxy.
  const means = { request: { signal, log, ...(fetch && { fetch }) } };
  const known = new Map<string, Promise<unknown>>();
  const told = new Set<string>();

  const ask = async (path: string, permission: string): Promise<unknown> => {
    try {
      return (await request(`GET /repos/${repository}/${path}`, means)).data;
    } catch (error) {
      const status = at(error, 'status');
      const denied = status === 401 || status === 403 || status === 404;
      if (denied && !told.has(permission)) {
        told.add(permission);
        missing(permission);
      }
      if (!denied && !signal.aborted && !told.has('failure')) {
        told.add('failure');
        // What it says of a header may hold the token.
        const parts = token.split(/\s+/).filter((part) => part !== '');
        failed(parts.reduce((words, part) => words.replaceAll(part, '***'), describeError(error)));
      }
      return undefined;
    }
  };
  const get = (path: string, permission: string): Promise<unknown> => {
    const answer = known.get(path) ?? ask(path, permission);
    known.set(path, answer);
    return answer;
  };
  const listAll = async (path: string, permission: string): Promise<unknown[] | undefined> => {
    const all: unknown[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const jobs = at(await get(`${path}per_page=${PAGE}&page=${page}`, permission), 'jobs');
      if (!Array.isArray(jobs)) return undefined;
      all.push(...jobs);
      if (jobs.length < PAGE) break;
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
      const filters = Object.entries({ branch, event, per_page: perPage, page });
      const given = filters.filter(([, value]) => value !== undefined);
      const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
      const path = `actions/workflows/${encodeURIComponent(workflowId)}/runs?${query}`;
      const runs = at(await get(path, 'actions: read'), 'workflow_runs');
      return Array.isArray(runs) ? runs.flatMap((run) => parseRun(run) ?? []) : undefined;
    },
    isTag: async (name) => {
      const answers = await Promise.all(
        ['tags', 'heads'].map((kind) => get(`git/matching-refs/${kind}/${encodePath(name)}`, 'contents: read')),
      );
      const [tag, branch] = ['tags', 'heads'].map((kind, index) => hasRef(answers[index], `refs/${kind}/${name}`));
      return tag === undefined || branch === undefined ? undefined : tag && !branch;
    },
    readFile: async (path, commit) => {
      const answer = await get(`contents/${encodePath(path)}?ref=${encodeURIComponent(commit)}`, 'contents: read');
      const content = asText(at(answer, 'content'));
      return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
    },
  };
}

// `encodeURI` leaves `#`, which ends a path, and a branch may be called `fix/#12`.
function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function hasRef(refs: unknown, name: string): boolean | undefined {
  return Array.isArray(refs) ? refs.some((ref) => at(ref, 'ref') === name) : undefined;
}

function parseJob(job: unknown): ListedJob | undefined {
  const id = asNumber(at(job, 'id'));
  const name = asText(at(job, 'name'));
  if (id === undefined || name === undefined) return undefined;
  const steps = at(job, 'steps');
  return {
    id,
    name,
    attempt: asNumber(at(job, 'run_attempt')) ?? 1,
    url: asText(at(job, 'html_url')),
    conclusion: asText(at(job, 'conclusion')),
    startedAt: asText(at(job, 'started_at')),
    runner: asText(at(job, 'runner_name')),
    steps: (Array.isArray(steps) ? steps : []).map((step) => ({
      name: asText(at(step, 'name')) ?? 'unnamed step',
      conclusion: asText(at(step, 'conclusion')),
    })),
  };
}

function parseAnnotation(annotation: unknown): Annotation {
  return {
    level: asText(at(annotation, 'annotation_level')) ?? 'unknown',
    path: asText(at(annotation, 'path')) ?? '',
    message: asText(at(annotation, 'message')) ?? '',
    line: asNumber(at(annotation, 'start_line')),
  };
}

function parseRun(run: unknown): ListedRun | undefined {
  const id = asNumber(at(run, 'id'));
  const number = asNumber(at(run, 'run_number'));
  const url = asText(at(run, 'html_url'));
  const startedAt = asText(at(run, 'run_started_at')) ?? asText(at(run, 'created_at'));
  if (id === undefined || number === undefined || url === undefined || startedAt === undefined) return undefined;
  const called = at(run, 'referenced_workflows');
  return {
    ...readSeenRun(run),
    id,
    number,
    url,
    startedAt,
    attempt: asNumber(at(run, 'run_attempt')) ?? 1,
    conclusion: asText(at(run, 'conclusion')),
    callsWorkflows: Array.isArray(called) && called.length > 0,
  };
}
