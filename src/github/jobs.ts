import { sleep, type Timing } from '../clock.ts';
import { isFailure } from '../decision.ts';
import type { Annotation, CheckRun, Client, Job } from './client.ts';
import { isSkippedAs } from './guards.ts';
import { MissingError, orDenied } from './missing.ts';
import type { ListedRun, Target } from './runs.ts';

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
  /** Whether a job belongs to the report, by its name, in a run with the jobs `listed`; a newer one may need more jobs. */
  isReportedIn: (listed: readonly Job[], isNewer?: boolean) => (job: Job) => boolean;
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
  const isAnyUnnamed = (listed: readonly Job[]) => ids.some((id) => !listed.some(({ name }) => isSkippedAs(name, id)));
  const isOpen = needs.some(({ result }) => result === 'skipped') || isAnyUnnamed(jobs);
  // What needed jobs it cannot be: one that has not ended, and one that failed where `needs` has no such result.
  const results = new Set<string>(needs.map(({ result }) => result));
  const isOther = ({ conclusion }: Job) =>
    conclusion === undefined || (isFailure(conclusion) && !results.has('failure') && !results.has('skipped'));
  const others = subject === 'needs' ? jobs.filter((job) => !isReporter(job)) : jobs;
  const never = new Set(subject === 'needs' ? others.filter(isOther).map(({ name }) => name) : []);
  const known = new Set(jobs.map(({ name }) => name));
  const isReportedIn: OwnJobs['isReportedIn'] = (listed, isNewer = false) => {
    // In another run a needed job may have a new name.
    const isOpenThere = isNewer || isAnyUnnamed(listed);
    return ({ name }) =>
      name !== reporter &&
      !never.has(name) &&
      (ids.length === 0 || isOpen || ids.some((id) => isSkippedAs(name, id)) || (isOpenThere && !known.has(name)));
  };
  return { jobs: others.filter(isReportedIn(jobs)), others, isComplete, isReportedIn };
}

/**
 * The jobs of a name in a run, of all its attempts: by the checks of the commit, which is one request, however many jobs
 * the run has; without the permission for it, from the run's jobs.
 */
export async function findJobsNamed(client: Client, run: ListedRun, name: string): Promise<(Job | CheckRun)[]> {
  if (run.sha !== undefined) {
    const found = await orDenied(client.listCheckRuns(run.sha, name));
    // A commit that runs every hour has more checks of a name than are read.
    if (found?.isLast) return found.checks.filter((check) => isOfRun(check, run));
  }
  const { jobs, isComplete } = await client.listJobs(run.id);
  const same = jobs.filter((job) => job.name === name);
  if (same.length === 0 && !isComplete) throw new MissingError({ kind: 'too many requests' });
  return same;
}

// Other workflows have jobs of the same name on the same commit.
function isOfRun({ suiteId, url }: CheckRun, run: ListedRun): boolean {
  return suiteId !== undefined && suiteId === run.checkSuiteId ? true : (url?.includes(`/runs/${run.id}/`) ?? false);
}

/**
 * The annotations of a job. A job that a rerun only carried over is a copy with a new id and none: then those of the
 * attempt in which it ran.
 */
export async function findAnnotations(client: Client, job: Job): Promise<Annotation[]> {
  const found = await client.listAnnotations(job.id);
  const id = Number(/\/runs\/(\d+)\//.exec(job.url ?? '')?.[1]);
  if (found.length > 0 || job.attempt === 1 || Number.isNaN(id)) return found;
  const { jobs } = await client.listJobs(id);
  const original = jobs.find(
    (other) => other.name === job.name && other.startedAt === job.startedAt && other.attempt < job.attempt,
  );
  return original === undefined ? found : client.listAnnotations(original.id);
}

/** Milliseconds since 1970 of a time as the API writes it. */
export function parseTime(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}
