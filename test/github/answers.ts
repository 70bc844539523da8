import type { components } from '@octokit/openapi-types';
import { type ListLag, showJob, showRuns } from './lag.ts';
import { createRepository, type GithubModel, type Job, type Permission, type Run, type StoredFile } from './model.ts';

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
  /** Where the API is, for redirects. */
  apiUrl?: string;
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
  [/^\/actions\/runs\/(?<run>\d+)$/, 'actions', getRun],
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
function countRequest({ limit }: GithubModel): { headers: Record<string, string>; refusal?: Answer } {
  if (limit === undefined) return { headers: {} };
  const isUsedUp = limit.used >= limit.limit;
  if (!isUsedUp) limit.used += 1;
  const headers = {
    'x-ratelimit-limit': String(limit.limit),
    'x-ratelimit-remaining': String(limit.limit - limit.used),
    'x-ratelimit-used': String(limit.used),
  };
  const refusal = answerError(403, 'API rate limit exceeded for installation.');
  return { headers, ...(isUsedUp && { refusal }) };
}

/** GitHub leads an old name to the number of the repository, and serves everything there. */
function redirect({ apiUrl = 'https://api.github.com', query }: AnswerableRequest, path: string): Answer {
  const parameters = String(new URLSearchParams(query));
  const url = `${apiUrl}${path}${parameters === '' ? '' : `?${parameters}`}`;
  return answer({ ...createError(301, 'Moved Permanently'), url }, { location: url }, 301);
}

function findRepositoryName(model: GithubModel, id: number): string | undefined {
  return [...model.renames.values()].find((name) => createRepository(name).id === id);
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
  const run = findRun(model, repository, Number(parameters.run));
  if (run === undefined) return answerNotFound();
  return answer(run);
}

/** One endpoint a shape: of one attempt, or of the run (by default of its latest attempt). */
function listJobs({ model, repository, request, parameters }: LookUp): Answer {
  const run = findRun(model, repository, Number(parameters.run));
  if (run === undefined) return answerNotFound();
  const attempt = Number(parameters.attempt ?? run.run_attempt);
  const all = parameters.attempt === undefined && request.query.filter === 'all';
  const jobs = model.findJobs(run.id).filter((job) => all || job.run_attempt === attempt);
  return answer({ total_count: jobs.length, jobs: cutPage(jobs, request).map((job) => showJob(model, job)) });
}

function listRuns({ model, repository, request, parameters }: LookUp): Answer {
  const known = model.findRuns(repository, parameters.workflow ?? '');
  if (known === undefined) return answerNotFound();
  const { branch, event } = request.query;
  const filters: ((run: Run) => boolean)[] = [];
  // The API compares the name alone: a fork's branch, a pull request's branch or a tag of that name is found too.
  if (branch !== undefined) filters.push((run) => run.head_branch === branch);
  if (event !== undefined) filters.push((run) => run.event === event);
  const shown = showRuns(model, known, filters.length > 0 ? model.indexLag : takeListLag(model));
  const runs = shown.filter((run) => filters.every((fits) => fits(run))).reverse();
  return answer({ total_count: runs.length, workflow_runs: cutPage(runs, request) });
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
  return answer({ total_count: found.length, check_runs: cutPage(found, request).map(describeCheckRun) });
}

function listAnnotations({ model, repository, request, parameters }: LookUp): Answer {
  const job = model.jobs.get(Number(parameters.job));
  if (job === undefined || findRun(model, repository, job.run_id) === undefined) return answerNotFound();
  const isShown = model.isEnterpriseServer || job.status === 'completed';
  return answer(cutPage(isShown ? model.findAnnotations(job.id) : [], request));
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
 * All refs that begin so, in one answer (GitHub does not page them): `heads/release` finds `release` and
 * `release/1.2`. Nothing found is an empty list.
 */
function listReferences({ model, parameters }: LookUp): Answer {
  return answer(model.refs.filter(({ ref }) => ref.startsWith(`refs/${parameters.ref}`)));
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

/** The page that is asked for. */
function cutPage<Item>(items: readonly Item[], { query }: AnswerableRequest): Item[] {
  const size = Math.min(readCount(query.per_page) ?? 30, 100);
  const page = readCount(query.page) ?? 1;
  return items.slice((page - 1) * size, page * size);
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
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === undefined ? value : decodeURIComponent(value)]),
  );
}

function answer(body: unknown, headers: Record<string, string> = {}, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}
