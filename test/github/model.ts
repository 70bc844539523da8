import { createHash } from 'node:crypto';
import type { components } from '@octokit/openapi-types';
import type { ListLag } from './lag.ts';

type Schemas = components['schemas'];

/** A repository inside a run, as far as anything reads it. */
export type Repository = Pick<
  Schemas['minimal-repository'],
  'id' | 'name' | 'full_name' | 'fork' | 'url' | 'html_url'
> & {
  owner: Pick<Schemas['simple-user'], 'login'>;
};
type State = 'status' | 'conclusion' | 'created_at';
type Place = 'name' | 'head_sha' | 'url' | 'html_url';
type RunKey = 'path' | 'event' | 'head_branch' | 'run_number' | 'workflow_id' | 'check_suite_id' | 'updated_at';
type Related = 'referenced_workflows' | 'pull_requests';
/** A workflow run as the REST API shows it, as far as anything reads it. */
export type Run = Pick<Schemas['workflow-run'], State | Place | RunKey | Related> & {
  id: number;
  run_attempt: number;
  run_started_at: string;
  repository: Repository;
  head_repository: Repository;
  actor: Repository['owner'];
  head_commit: { id: string; message: string; author: { name: string } };
};
/** A step of a job. */
export type Step = NonNullable<Schemas['job']['steps']>[number];
type JobKey = State | Place | 'check_run_url' | 'started_at' | 'completed_at' | 'runner_name';
/** A job of one attempt of a run. Its id is the id of its check run as well. */
export type Job = Pick<Schemas['job'], JobKey> & { id: number; run_id: number; run_attempt: number; steps: Step[] };
/** An annotation on the check run of a job. */
export type Annotation = Omit<Schemas['check-annotation'], 'start_column' | 'end_column' | 'raw_details' | 'blob_href'>;
/** A pull request inside a run. */
export type PullRequest = Schemas['pull-request-minimal'];
/** A file that the contents endpoint serves: at every ref, unless one is named. */
export type StoredFile = { path: string; content: string; ref?: string };
/** A ref in full (`refs/heads/main`). */
export type StoredReference = { ref: string };

/** What a test says about a run; the rest has defaults. Repositories may be given by their full name. */
export type RunFields = Partial<Omit<Run, 'repository' | 'head_repository'>> & {
  repository?: string | Repository;
  head_repository?: string | Repository;
};
/** What a test says about a step: mostly its name and conclusion. */
export type StepFields = Partial<Step>;
/** What a test says about a job; the rest comes from its run. */
export type JobFields = Partial<Omit<Job, 'steps'>> & { steps?: StepFields[] };

/** What a token may read. */
export type Permission = 'actions' | 'checks' | 'contents';

/** A limit that counts: `used` goes up with each answer; at `limit`, all further requests are refused. */
export type RateLimit = { limit: number; used: number };

/** What is run again: all jobs, those that were not green, or those of these names (and, at GitHub, their dependents). */
export type Rerun = {
  onlyFailed?: boolean;
  only?: readonly string[];
  /** When, as GitHub writes it; an hour after the run last changed where it is left out. */
  at?: string;
};

/** The repository of everything that names none. */
export const defaultRepository = 'acme/shop';

const apiUrl = 'https://api.github.com';
const serverUrl = 'https://github.com';

/** A repository by its full name. */
export function createRepository(fullName: string, fork = false): Repository {
  const [login = '', name = ''] = fullName.split('/');
  const place = { url: `${apiUrl}/repos/${fullName}`, html_url: `${serverUrl}/${fullName}` };
  return { id: createNumber(fullName), name, full_name: fullName, owner: { login }, fork, ...place };
}

/**
 * A pull request as a run lists it. GitHub lists none for a pull request from a fork, but a list may hold one that
 * goes to another `repository` from a branch of this one (`headRepository`): the entry's `base.repo` tells it.
 */
export function createPullRequest(
  fields: { number: number; head: string } & Partial<Record<'base' | 'repository' | 'headRepository', string>>,
): PullRequest {
  const { number, head, base = 'main', repository = defaultRepository, headRepository = repository } = fields;
  const url = (name: string) => `${apiUrl}/repos/${name}`;
  const describe = (name: string) => ({ id: createNumber(name), url: url(name), name: name.split('/')[1] ?? '' });
  return {
    id: createNumber(`${repository}#${number}`),
    number,
    url: `${url(repository)}/pulls/${number}`,
    head: { ref: head, sha: createSha(`${headRepository} ${head}`), repo: describe(headRepository) },
    base: { ref: base, sha: createSha(`${repository} ${base}`), repo: describe(repository) },
  };
}

/** A run: green, finished and pushed to `main`, as far as the fields say nothing else. */
export function createRun(fields: RunFields = {}): Run {
  const { repository: ofRepository, head_repository: ofHead, ...rest } = fields;
  const repository = findRepository(ofRepository ?? defaultRepository);
  const headRepository = ofHead === undefined ? repository : findRepository(ofHead, repository.full_name);
  const id = rest.id ?? 1;
  const workflowId = rest.workflow_id ?? 1;
  const status = rest.status ?? (rest.conclusion === null ? 'in_progress' : 'completed');
  const createdAt = rest.created_at ?? '2026-01-01T00:00:00Z';
  const startedAt = rest.run_started_at ?? createdAt;
  const headSha = rest.head_sha ?? createSha(`commit of run ${id}`);
  const url = `${repository.url}/actions/runs/${id}`;
  const suiteId = createNumber(`check suite of run ${id}`);
  return {
    ...{ id, name: 'CI', path: '.github/workflows/ci.yml', workflow_id: workflowId, run_number: 1, run_attempt: 1 },
    ...{ event: 'push', head_branch: 'main', head_sha: headSha, pull_requests: [], referenced_workflows: [] },
    ...{ status, conclusion: status === 'completed' ? 'success' : null, check_suite_id: suiteId },
    ...{ url, html_url: `${repository.html_url}/actions/runs/${id}`, actor: repository.owner },
    ...{ created_at: createdAt, updated_at: startedAt, run_started_at: startedAt },
    head_commit: { id: headSha, message: 'Change something', author: { name: 'Ada' } },
    ...{ repository, head_repository: headRepository },
    ...rest,
  };
}

/** A job of a run and of its attempt: green and finished, as far as the fields say nothing else. */
export function createJob(run: Run, fields: JobFields = {}): Job {
  const { steps = [], ...rest } = fields;
  const id = rest.id ?? 1;
  const status = rest.status ?? (rest.conclusion === null ? 'in_progress' : 'completed');
  const startedAt = rest.started_at ?? run.run_started_at;
  return {
    ...{ id, run_id: run.id, run_attempt: run.run_attempt, head_sha: run.head_sha },
    ...{ name: 'build', runner_name: 'GitHub Actions 1', html_url: `${run.html_url}/job/${id}` },
    ...{ url: `${run.repository.url}/actions/jobs/${id}`, check_run_url: `${run.repository.url}/check-runs/${id}` },
    ...{ status, conclusion: status === 'completed' ? 'success' : null },
    ...{ created_at: startedAt, started_at: startedAt },
    completed_at: status === 'completed' ? startedAt : null,
    ...rest,
    steps: steps.map((step, index) => createStep({ number: index + 1, ...step })),
  };
}

/** A step: green and finished, as far as the fields say nothing else. */
function createStep(fields: StepFields = {}): Step {
  const number = fields.number ?? 1;
  const status = fields.status ?? (fields.conclusion === null ? 'in_progress' : 'completed');
  const conclusion = status === 'completed' ? 'success' : null;
  return { name: `Step ${number}`, status, conclusion, number, ...fields };
}

/** An annotation: the error a failed `run` step leaves, as far as the fields say nothing else. */
function createAnnotation(fields: Partial<Annotation> = {}): Annotation {
  return {
    path: '.github',
    start_line: 1,
    end_line: fields.start_line ?? 1,
    annotation_level: 'failure',
    title: '',
    message: 'Process completed with exit code 1.',
    ...fields,
  };
}

/** A stable 40-digit hash for anything that needs one. */
function createSha(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/**
 * What GitHub knows. Runs and jobs that were added may be changed in place while time goes by (status,
 * conclusion, attempt, …), except for what they are filed under: ids, repository, workflow and `created_at`.
 *
 * All answers are complete, at once and without limits, as far as the fields that can be set say nothing else.
 */
export class GithubModel {
  /** How far filtered lists of runs are behind. */
  indexLag: ListLag | undefined;
  /** How far the next `answers` unfiltered lists of runs are behind; the number counts down. */
  listLag: (ListLag & { answers: number }) | undefined;
  /** By how many answers that show a running job the conclusions of its steps are late. */
  stepLag: { answers: number } | undefined;
  /** Whether a running job shows its annotations: on github.com they come with its end (actions/runner#2574). */
  isEnterpriseServer = false;
  /** The limit of the token, told with every answer: 1,000 an hour and repository for `GITHUB_TOKEN`. */
  limit: RateLimit | undefined;
  /** What the token may read: everything in a public repository, and where it is left out. */
  permissions: readonly Permission[] | undefined;
  /** Old full names of repositories, in lower case, with the new ones. */
  readonly renames = new Map<string, string>();
  readonly runs = new Map<number, Run>();
  readonly jobs = new Map<number, Job>();
  readonly files: StoredFile[] = [];
  readonly refs: StoredReference[] = [];
  readonly #annotations = new Map<number, Annotation[]>();
  readonly #jobsByRun = new Map<number, Job[]>();
  readonly #runsByWorkflow = new Map<string, Run[]>();
  readonly #attempts = new Map<number, Run[]>();
  readonly #shown = new Map<number, number>();

  /** Adds a run. Id, run number and creation time go up by themselves where they are not given. */
  addRun(fields: RunFields = {}): Run {
    // Real ids have long outgrown 32 bits.
    const id = fields.id ?? findFreeId(this.runs, 16_000_000_000);
    if (this.runs.has(id)) throw new Error(`The model already holds a run ${id}.`);
    const minutes = this.runs.size;
    const run = createRun({ id, created_at: formatTime(Date.UTC(2026, 0, 1, 0, minutes)), ...fields });
    run.run_number = fields.run_number ?? this.#countRuns(run) + 1;
    this.runs.set(id, run);
    for (const workflow of [String(run.workflow_id), findFileName(run.path)]) {
      insertInOrder(getList(this.#runsByWorkflow, createKey(run.repository.full_name, workflow)), run);
    }
    return run;
  }

  /** Adds a job to the present attempt of its run. */
  addJob(run: Run, fields: JobFields = {}): Job {
    const id = fields.id ?? findFreeId(this.jobs, 45_000_000_000);
    if (this.jobs.has(id)) throw new Error(`The model already holds a job ${id}.`);
    if (this.runs.get(run.id) !== run) throw new Error(`The model does not hold the run ${run.id}.`);
    const job = createJob(run, { id, ...fields });
    this.jobs.set(id, job);
    getList(this.#jobsByRun, job.run_id).push(job);
    return job;
  }

  /**
   * Starts the next attempt of a run and gives its jobs. `run_started_at` moves, `created_at` and the run number stay.
   * A job that is not run again is in the attempt as a copy: with a new id and without annotations, its conclusion and
   * times as before (bobmatnyc/trusty-tools#6113). The earlier attempts' jobs stay as they are.
   */
  rerun(run: Run, { onlyFailed = false, only, at = this.#findNext(run) }: Rerun = {}): Job[] {
    if (run.status !== 'completed') throw new Error(`The run ${run.id} is still under way.`);
    const attempt = run.run_attempt;
    const jobs = this.findJobs(run.id).filter((job) => job.run_attempt === attempt);
    getList(this.#attempts, run.id).push({ ...run });
    Object.assign(run, {
      ...{ run_attempt: attempt + 1, run_started_at: at, updated_at: at, status: 'in_progress', conclusion: null },
    });
    const isAgain = ({ name, conclusion }: Job) =>
      only?.includes(name) ?? !(onlyFailed && (conclusion === 'success' || conclusion === 'neutral'));
    return jobs.map((job) => {
      const { name, status, conclusion, started_at, completed_at, steps, runner_name } = job;
      if (isAgain(job)) return this.addJob(run, { name, runner_name: null, status: 'queued', started_at: at });
      const copied = steps.map((step) => ({ ...step }));
      const times = { started_at, completed_at };
      return this.addJob(run, { name, status, conclusion, ...times, runner_name, steps: copied });
    });
  }

  /** The attempt before this one, as it was when `rerun` ended it. */
  findEarlierAttempt({ id, run_attempt }: Run): Run | undefined {
    return this.#attempts.get(id)?.find((earlier) => earlier.run_attempt === run_attempt - 1);
  }

  /** Renames a repository: its old name redirects to the new one, under which all runs, files and refs are filed. */
  renameRepository(from: string, to = defaultRepository): void {
    this.renames.set(from.toLowerCase(), to);
  }

  /** Counts the answers that show a running job. */
  noteShown(job: Job): number {
    const times = (this.#shown.get(job.id) ?? 0) + 1;
    this.#shown.set(job.id, times);
    return times;
  }

  /** Adds an annotation to the check run of a job. */
  addAnnotation(job: Pick<Job, 'id'>, fields: Partial<Annotation> = {}): Annotation {
    const annotation = createAnnotation(fields);
    getList(this.#annotations, job.id).push(annotation);
    return annotation;
  }

  /** Adds a file to the contents endpoint. */
  addFile(file: StoredFile): void {
    this.files.push(file);
  }

  /** Adds a branch or tag, by its full ref. */
  addRef(reference: StoredReference): void {
    this.refs.push(reference);
  }

  /** The jobs of all attempts of a run, in the order they were added. */
  findJobs(runId: number): readonly Job[] {
    return this.#jobsByRun.get(runId) ?? [];
  }

  /** The annotations of a job, in the order they were added. */
  findAnnotations(jobId: number): readonly Annotation[] {
    return this.#annotations.get(jobId) ?? [];
  }

  /** The runs of a workflow (id or file name), oldest first, or nothing where it never ran. */
  findRuns(repository: string, workflow: string): readonly Run[] | undefined {
    return this.#runsByWorkflow.get(createKey(repository, workflow));
  }

  #findNext(run: Run): string {
    return formatTime(Date.parse(run.updated_at) + 60 * 60 * 1000);
  }

  #countRuns(run: Run): number {
    return this.findRuns(run.repository.full_name, String(run.workflow_id))?.length ?? 0;
  }
}

/** A moment as GitHub writes it: whole seconds, UTC. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

const repositories = new Map<string, Repository>();

/** Thousands of runs share one object a repository; it is frozen so that no test changes it for the next. */
function findRepository(repository: string | Repository, base?: string): Repository {
  if (typeof repository !== 'string') return repository;
  const fork = base !== undefined && base !== repository;
  const key = `${repository} ${fork}`;
  const known = repositories.get(key);
  if (known !== undefined) return known;
  const created = Object.freeze(createRepository(repository, fork));
  Object.freeze(created.owner);
  repositories.set(key, created);
  return created;
}

/** The API does not mind the case of a repository's name. */
function createKey(repository: string, workflow: string): string {
  return `${repository.toLowerCase()} ${workflow}`;
}

/** `.github/workflows/ci.yml@refs/heads/main` is called `ci.yml`. */
function findFileName(path: string): string {
  const [file = ''] = path.split('@');
  return file.slice(file.lastIndexOf('/') + 1);
}

function findFreeId(taken: ReadonlyMap<number, unknown>, above: number): number {
  let id = above + taken.size + 1;
  while (taken.has(id)) id += 1;
  return id;
}

function insertInOrder(runs: Run[], run: Run): void {
  let index = runs.length;
  for (let before = runs[index - 1]; before !== undefined && isNewer(before, run); before = runs[index - 1]) {
    index -= 1;
  }
  runs.splice(index, 0, run);
}

function isNewer(run: Run, other: Run): boolean {
  return run.created_at === other.created_at ? run.id > other.id : run.created_at > other.created_at;
}

function getList<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function createNumber(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE();
}
