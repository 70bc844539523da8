import { type Clock, sleep } from '../clock.ts';
import { isFailure } from '../decision.ts';
import type { FailedJob } from '../details.ts';
import { oneLine, truncate } from '../text.ts';
import type { Annotation, Client, Job } from './client.ts';
import { isSkippedAs } from './guards.ts';
import { orUndefined } from './missing.ts';
import { readRuns, type Target } from './runs.ts';
import { revealFailure } from './timeout.ts';

/** The clock, and what aborts when the time for look-ups is over. */
export type Timing = { clock: Clock; signal: AbortSignal };

const MAX_ERRORS = 10;
const MAX_ERROR_LENGTH = 300;
const MAX_ANNOTATED_JOBS = 3;
const MAX_CAUSES = 5;
/** GitHub shows the end of a step a second or two late; so long after the first question it is asked again. */
const STEP_LAGS_MS = [1_000, 2_500];

/** This job: by its id, or where the server does not give that, as the only one under way on this runner. */
export async function findOwnJob(client: Client, { context }: Target): Promise<Job | undefined> {
  const { checkRunId, run, runner } = context;
  if (checkRunId !== undefined) return client.findJob(checkRunId);
  if (run.id === undefined || runner === undefined) return undefined;
  const { jobs } = await client.listJobs(run.id, run.attempt ?? 1);
  const fitting = jobs.filter((job) => job.runner === runner && job.conclusion === undefined);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * This job once `isShown` holds for it, asked again while steps that have ended may not be shown yet.
 *
 * @throws {MissingError} where it cannot be asked again
 */
export async function waitForSteps(
  client: Client,
  job: Job,
  { clock, signal, isShown }: Timing & { isShown: (job: Job) => boolean },
): Promise<Job> {
  let found = job;
  let waited = 0;
  for (const lag of STEP_LAGS_MS) {
    if (isShown(found) || signal.aborted) break;
    await sleep(clock, lag - waited, signal);
    waited = lag;
    found = await client.findJob(job.id, { isRepeated: true });
  }
  return found;
}

/** The jobs of the run that is reported, in its attempt, and which names of jobs belong to the report. */
export type OwnJobs = {
  jobs: Job[];
  /** Every job but the one that reports. */
  others: Job[];
  isComplete: boolean;
  isReported: (name: string) => boolean;
};

/** The jobs that are reported together: all of a watched run; beside `needs` those that may be needed ones. */
export async function listOwnJobs(client: Client, { context, subject, run, needs = [] }: Target): Promise<OwnJobs> {
  const { jobs, isComplete } = await client.listJobs(run.id ?? 0, run.attempt ?? 1);
  const { checkRunId, runner } = context;
  const isReporter = (job: Job) =>
    checkRunId === undefined ? job.runner === runner && job.conclusion === undefined : job.id === checkRunId;
  const reporter = subject === 'needs' ? jobs.find(isReporter)?.name : undefined;
  const ids = needs.flatMap((need) => need.job ?? []);
  // `needs` has the ids of jobs and the API their names: where an id names no job, any other job may be the one. And
  // where a needed job was skipped, any other job may be what it needs.
  const isOpen =
    needs.some(({ result }) => result === 'skipped') ||
    ids.some((id) => !jobs.some(({ name }) => isSkippedAs(name, id)));
  const isReported = (name: string) =>
    name !== reporter && (ids.length === 0 || isOpen || ids.some((id) => isSkippedAs(name, id)));
  const others = jobs.filter(({ name }) => name !== reporter);
  return { jobs: others.filter(({ name }) => isReported(name)), others, isComplete, isReported };
}

/**
 * The jobs because of which needed jobs were skipped: those that failed in this run, without those whose failure GitHub
 * does not count (continue-on-error), since a run passed with it.
 */
export async function findCauses(client: Client, target: Target): Promise<Job[]> {
  const { others } = await listOwnJobs(client, target);
  const isUncounted = ({ name }: Job) =>
    (target.needs ?? []).some(({ job, result }) => job !== undefined && result === 'success' && isSkippedAs(name, job));
  const ended = others.filter(({ conclusion }) => isFailure(conclusion) || conclusion === 'cancelled');
  const revealed = await Promise.all(ended.slice(0, MAX_CAUSES).map((job) => revealFailure(client, job)));
  const failed = revealed.filter((job) => isFailure(job.conclusion) && !isUncounted(job));
  if (failed.length === 0) return [];
  const passed = (await orUndefined(readRuns(client, target, false)))?.older.find(
    ({ conclusion }) => conclusion === 'success',
  );
  const before = passed && (await orUndefined(client.listJobs(passed.id)));
  const failedBefore = (before?.jobs ?? []).filter(({ conclusion }) => isFailure(conclusion)).map(({ name }) => name);
  return failed.filter(({ name }) => !failedBefore.includes(name));
}

/** The steps that failed; where none did, those that were cancelled. Absent rather than empty. */
export function listFailedSteps({ steps }: Job): string[] | undefined {
  const names = findFailed(steps).map(({ name }) => name);
  return names.length === 0 ? undefined : names;
}

/** The jobs or steps that failed; where none did, those that were cancelled. */
export function findFailed<Part extends { conclusion?: string | undefined }>(parts: readonly Part[]): Part[] {
  const failed = parts.filter(({ conclusion }) => isFailure(conclusion));
  return failed.length > 0 ? failed : parts.filter(({ conclusion }) => conclusion === 'cancelled');
}

/** Jobs as they are reported. */
export function describeJobs(jobs: readonly Job[]): FailedJob[] {
  return jobs.map((job) => ({ name: job.name, url: job.url, failed_steps: listFailedSteps(job) }));
}

/** The error messages of `jobs`, of at most three of them. */
export async function findErrors(client: Client, jobs: readonly Job[]): Promise<string[]> {
  const lists = await Promise.all(
    jobs.slice(0, MAX_ANNOTATED_JOBS).map((job) => orUndefined(findAnnotations(client, job))),
  );
  return listErrors(lists.flatMap((list) => list ?? []));
}

/**
 * The annotations of a job. A job that a rerun only carried over is a copy with a new id and none: then those of the
 * attempt in which it ran.
 */
export async function findAnnotations(client: Client, job: Job, runId?: number): Promise<Annotation[]> {
  const found = await client.listAnnotations(job.id);
  const id = runId ?? Number(/\/runs\/(\d+)\//.exec(job.url ?? '')?.[1]);
  if (found.length > 0 || job.attempt === 1 || Number.isNaN(id)) return found;
  const { jobs } = await client.listJobs(id);
  const original = jobs.find(
    (other) => other.name === job.name && other.startedAt === job.startedAt && other.attempt < job.attempt,
  );
  return original === undefined ? found : client.listAnnotations(original.id);
}

function listErrors(annotations: readonly Annotation[]): string[] {
  const failures = annotations.filter(({ level }) => level === 'failure').slice(0, MAX_ERRORS);
  return failures.map(({ path, line, message }) =>
    truncate(oneLine(`${line === undefined ? path : `${path}:${line}`}: ${message}`), MAX_ERROR_LENGTH),
  );
}
