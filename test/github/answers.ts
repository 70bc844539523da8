import type { components } from '@octokit/openapi-types';
import { type ListLag, showJob, showRuns } from './lag.ts';
import {
  createRepository,
  defaultRepository,
  type GithubModel,
  type Job,
  type Permission,
  type Run,
  type StoredFile,
} from './model.ts';

/** A request as it was received: the path as sent (still encoded), header names in lower case. */
export type GithubRequest = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
};

/**
 * An answer: a body of text or bytes is sent as it is, anything else as JSON. One with `pieces` has them in place of
 * the body, for as long as they come.
 */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  pieces?: (() => Pieces) | undefined;
};

/** A body piece by piece, made when it is sent. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A request to the model. */
export type AnswerableRequest = Omit<GithubRequest, 'headers'> & {
  headers?: Record<string, string>;
  /** Where the API is, for `Link` headers and redirects. */
  apiUrl?: string;
  /** The lag of filtered lists for this request, in place of the model's: with many runs that ask, each its own. */
  indexLag?: number | ListLag;
};

type LookUp = {
  model: GithubModel;
  repository: string;
  request: AnswerableRequest;
  parameters: Record<string, string | undefined>;
};

const routes: [RegExp, Permission, (lookUp: LookUp) => Answer][] = [
  [/^\/actions\/workflows\/(?<workflow>[^/]+)\/runs$/, 'actions', listRuns],
  [/^\/actions\/runs\/(?<run>\d+)(?:\/attempts\/(?<attempt>\d+))?\/jobs$/, 'actions', listJobs],
  [/^\/actions\/runs\/(?<run>\d+)(?:\/attempts\/(?<attempt>\d+))?$/, 'actions', getRun],
  [/^\/actions\/jobs\/(?<job>\d+)$/, 'actions', getJob],
  [/^\/commits\/(?<ref>.+)\/check-runs$/, 'checks', listCheckRuns],
  [/^\/check-runs\/(?<job>\d+)\/annotations$/, 'checks', listAnnotations],
  [/^\/contents\/(?<path>.+)$/, 'contents', getContents],
  [/^\/git\/matching-refs\/(?<ref>.*)$/, 'contents', listReferences],
];

/**
 * What the GitHub API would answer, worked out from the model alone. The body holds the model's own objects:
 * read them, do not change them, and do not keep them while the model moves on.
 */
export function answerRequest(model: GithubModel, request: AnswerableRequest): Answer {
  const { headers, refusal } = countRequest(model);
  const found = refusal ?? findAnswer(model, request);
  return { ...found, headers: { ...headers, ...found.headers } };
}

function findAnswer(model: GithubModel, request: AnswerableRequest): Answer {
  const { groups } =
    /^\/(?:repos\/(?<name>[^/]+\/[^/]+)|repositories\/(?<id>\d+))(?<rest>\/.*)$/.exec(request.path) ?? {};
  const repository = groups?.name ?? findRepositoryName(model, Number(groups?.id));
  const rest = groups?.rest;
  if (request.method !== 'GET' || repository === undefined || rest === undefined) return answerNotFound();
  const renamed = model.renames.get(repository.toLowerCase());
  if (renamed !== undefined) return redirect(request, `/repositories/${createRepository(renamed).id}${rest}`);
  for (const [pattern, permission, answer] of routes) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    if (model.permissions?.includes(permission) === false) {
      return answerError(403, 'Resource not accessible by integration');
    }
    return answer({ model, repository, request, parameters: decodeParameters(match.groups) });
  }
  return answerNotFound();
}

/** Counts the request where the model has a limit: what every answer says of it, and the refusal when it is used up. */
function countRequest(model: GithubModel): { headers: Record<string, string>; refusal?: Answer } {
  const state = model.limit;
  if (state === undefined) return { headers: {} };
  const now = model.readClock() / 1000;
  state.resetSeconds ??= Math.ceil(now) + 60 * 60;
  if (now >= state.resetSeconds) Object.assign(state, { used: 0, resetSeconds: Math.ceil(now) + 60 * 60 });
  const used = state.used ?? 0;
  const isUsedUp = used >= state.limit;
  state.used = isUsedUp ? used : used + 1;
  const headers = {
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(Math.max(0, state.limit - state.used)),
    'x-ratelimit-used': String(state.used),
    'x-ratelimit-reset': String(state.resetSeconds),
    'x-ratelimit-resource': 'core',
  };
  const refusal = answerError(state.status ?? 403, 'API rate limit exceeded for installation.');
  return { headers, ...(isUsedUp && { refusal }) };
}

/** GitHub leads an old name to the number of the repository, and serves everything there. */
function redirect({ apiUrl = 'https://api.github.com', query }: AnswerableRequest, path: string): Answer {
  const parameters = String(new URLSearchParams(query));
  const url = `${apiUrl}${path}${parameters === '' ? '' : `?${parameters}`}`;
  return answer({ ...createError(301, 'Moved Permanently'), url }, { location: url }, 301);
}

function findRepositoryName(model: GithubModel, id: number): string | undefined {
  const known = [defaultRepository, ...model.renames.values()].find((name) => createRepository(name).id === id);
  return known ?? [...model.runs.values()].find((run) => run.repository.id === id)?.repository.full_name;
}

/** The answer to everything that is not there, or not for this token's eyes. */
export function answerNotFound(): Answer {
  return answerError(404, 'Not Found');
}

function answerError(status: number, message: string): Answer {
  return answer(createError(status, message), {}, status);
}

/** The body of every refusal. */
export function createError(status: number, message: string): components['schemas']['basic-error'] {
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
}

function getJob({ model, repository, parameters }: LookUp): Answer {
  const job = model.jobs.get(Number(parameters.job));
  if (job === undefined || findRun(model, repository, job.run_id) === undefined) return answerNotFound();
  return answer(showJob(model, job));
}

function getRun({ model, repository, parameters }: LookUp): Answer {
  const present = findRun(model, repository, Number(parameters.run));
  const run = present && model.findAttempt(present, Number(parameters.attempt ?? present.run_attempt));
  if (run === undefined) return answerNotFound();
  return answer(run);
}

/** One endpoint a shape: of one attempt, or of the run (by default of its latest attempt). */
function listJobs({ model, repository, request, parameters }: LookUp): Answer {
  const run = findRun(model, repository, Number(parameters.run));
  const attempt = parameters.attempt === undefined ? run?.run_attempt : Number(parameters.attempt);
  if (run === undefined || attempt === undefined || attempt < 1 || attempt > run.run_attempt) {
    return answerNotFound();
  }
  const all = parameters.attempt === undefined && request.query.filter === 'all';
  const jobs = model.findJobs(run.id).filter((job) => all || job.run_attempt === attempt);
  const page = cutPage(jobs, request);
  return answer({ total_count: jobs.length, jobs: page.items.map((job) => showJob(model, job)) }, page.headers);
}

function listRuns({ model, repository, request, parameters }: LookUp): Answer {
  const known = model.findRuns(repository, parameters.workflow ?? '');
  if (known === undefined) return answerNotFound();
  const { branch, event } = request.query;
  const filters: ((run: Run) => boolean)[] = [];
  // The API compares the name alone: a fork's branch, a pull request's branch or a tag of that name is found too.
  if (branch !== undefined) filters.push((run) => run.head_branch === branch);
  if (event !== undefined) filters.push((run) => run.event === event);
  const lag = filters.length > 0 ? (request.indexLag ?? model.indexLag) : takeListLag(model);
  const shown = showRuns(model, known, typeof lag === 'number' ? { behind: lag } : lag);
  const runs = shown.filter((run) => filters.every((fits) => fits(run))).reverse();
  // With a filter, GitHub counts all but hands out the newest thousand only.
  const page = cutPage(filters.length > 0 ? runs.slice(0, 1000) : runs, request);
  return answer({ total_count: runs.length, workflow_runs: page.items }, page.headers);
}

function takeListLag(model: GithubModel): ListLag | undefined {
  const lag = model.listLag;
  if (lag === undefined || lag.answers <= 0) return undefined;
  lag.answers -= 1;
  return lag;
}

/**
 * The jobs of all workflows' runs of a commit, newest first. By default of each run the newest of each name:
 * `filter=latest` looks at one check suite at a time (lewagon/wait-on-check-action#156, wechuli/allcheckspassed#104:
 * an older run's red check stays beside a newer run's green one). `filter=all` gives those of earlier attempts, too.
 */
function listCheckRuns({ model, repository, request, parameters }: LookUp): Answer {
  const { check_name: name, filter } = request.query;
  const sha = parameters.ref;
  const runs = [...model.runs.values()].filter((run) => run.head_sha === sha && isNamed(run, repository));
  if (runs.length === 0) {
    return answerError(422, `No commit found for SHA: ${parameters.ref}`);
  }
  const all = runs
    .flatMap((run) => model.findJobs(run.id).map((job) => ({ run, job })))
    .sort((a, b) => compareTexts(b.job.started_at, a.job.started_at) || b.job.id - a.job.id);
  const seen = new Set<string>();
  const found = all.filter(({ job }) => {
    const key = `${job.run_id} ${job.name}`;
    const isNewest = !seen.has(key);
    seen.add(key);
    if (filter !== 'all' && !isNewest) return false;
    return (name ?? job.name) === job.name;
  });
  const page = cutPage(found, request);
  return answer(
    { total_count: found.length, check_runs: page.items.map((item) => describeCheckRun(item)) },
    page.headers,
  );
}

function listAnnotations({ model, repository, request, parameters }: LookUp): Answer {
  const job = model.jobs.get(Number(parameters.job));
  if (job === undefined || findRun(model, repository, job.run_id) === undefined) return answerNotFound();
  const page = cutPage(model.findAnnotations(job.id), request);
  return answer(page.items, page.headers);
}

function getContents({ model, request, parameters }: LookUp): Answer {
  const { ref } = request.query;
  const files = model.files.filter((file) => file.path === parameters.path);
  const file =
    files.find((candidate) => candidate.ref === ref) ?? files.find((candidate) => candidate.ref === undefined);
  if (file === undefined) return answerNotFound();
  return answer(describeFile(file));
}

/**
 * All refs that begin so, by name and in one answer (GitHub does not page them): `heads/release` finds `release`
 * and `release/1.2`. Nothing found is an empty list.
 */
function listReferences({ model, parameters }: LookUp): Answer {
  const found = model.refs
    .filter(({ ref }) => ref.startsWith(`refs/${parameters.ref}`))
    .sort((a, b) => compareTexts(a.ref, b.ref));
  return answer(found.map(({ ref }) => ({ ref })));
}

/** A job as a check run: GitHub Actions makes one of each, with the same id. */
function describeCheckRun({ run, job }: { run: Run; job: Job }): Partial<components['schemas']['check-run']> {
  const { id, name, status, conclusion, started_at, completed_at, html_url, check_run_url: url } = job;
  return {
    ...{ id, name, status, conclusion, started_at, completed_at, html_url, url, details_url: html_url },
    ...{ head_sha: run.head_sha, check_suite: { id: Number(run.check_suite_id) } },
  };
}

function describeFile({ path, content }: StoredFile): Partial<components['schemas']['content-file']> {
  // GitHub breaks the lines after 60 characters.
  const encoded = Buffer.from(content)
    .toString('base64')
    .replace(/.{1,60}/g, '$&\n');
  return { type: 'file', encoding: 'base64', path, content: encoded };
}

function findRun(model: GithubModel, repository: string, id: number): Run | undefined {
  const run = model.runs.get(id);
  return run !== undefined && isNamed(run, repository) ? run : undefined;
}

function isNamed(run: Run, repository: string): boolean {
  return run.repository.full_name.toLowerCase() === repository.toLowerCase();
}

/** The page that is asked for, and the `Link` header to its neighbours where there are any. */
function cutPage<Item>(
  items: readonly Item[],
  request: AnswerableRequest,
): { items: Item[]; headers: Record<string, string> } {
  const size = Math.min(readCount(request.query.per_page) ?? 30, 100);
  const page = readCount(request.query.page) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = [];
  if (page > 1) links.push(createLink(request, { page: Math.min(page - 1, last), relation: 'prev' }));
  if (page < last) links.push(createLink(request, { page: page + 1, relation: 'next' }));
  if (page < last) links.push(createLink(request, { page: last, relation: 'last' }));
  if (page > 1) links.push(createLink(request, { page: 1, relation: 'first' }));
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function createLink(
  { apiUrl = 'https://api.github.com', path, query }: AnswerableRequest,
  { page, relation }: { page: number; relation: string },
): string {
  return `<${apiUrl}${path}?${new URLSearchParams({ ...query, page: String(page) })}>; rel="${relation}"`;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function readCount(text: string | undefined): number | undefined {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

function decodeParameters(groups: Record<string, string | undefined> | undefined): Record<string, string | undefined> {
  const entries = Object.entries(groups ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, value === undefined ? value : decode(value)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function answer(body: unknown, headers: Record<string, string> = {}, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}
