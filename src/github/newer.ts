import { isFailure } from '../decision.ts';
import type { CheckRun, Client, Job } from './client.ts';
import type { Result } from './guards.ts';
import { MissingError } from './missing.ts';
import type { CheckRuns, ListedRun } from './runs.ts';

/** At most so many newer runs are asked. */
const MAX_NEWER_RUNS = 8;

/**
 * The jobs of a name in a run, of all its attempts: by the checks of the commit, which is one request, however many jobs
 * the run has; without the permission for it, from the run's jobs.
 */
export async function findJobsNamed(client: Client, run: ListedRun, name: string): Promise<(Job | CheckRun)[]> {
  if (run.sha !== undefined) {
    try {
      const checks = await client.listCheckRuns(run.sha, name);
      return checks.filter((check) => isOfRun(check, run));
    } catch (error) {
      if (!(error instanceof MissingError) || error.missing.kind !== 'permission') throw error;
    }
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
 * What a job came to; nothing where it proves neither failure nor recovery. A pass counts only where the run is surely of
 * the same check.
 */
export function toResult(job: Job | CheckRun, run: ListedRun): Result[] {
  const steps = 'steps' in job ? job.steps : [];
  const isRunning = job.conclusion === undefined;
  const state = isFailure(job.conclusion)
    ? 'failed'
    : job.conclusion === 'success'
      ? 'passed'
      : isRunning && steps.some(({ conclusion }) => isFailure(conclusion))
        ? 'may be failing'
        : undefined;
  if (state === undefined || (state === 'passed' && run.match === 'maybe')) return [];
  const attempt = 'attempt' in job ? job.attempt : run.attempt;
  return [
    {
      part: job.name,
      label: `the job "${job.name}"`,
      state,
      run: { number: run.number, attempt, url: run.url },
      startedAt: parseTime(job.startedAt),
      endedAt: isRunning ? undefined : parseTime(job.completedAt),
    },
  ];
}

/** Milliseconds since 1970 of a time as the API writes it. */
export function parseTime(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** The newer runs that can have a result: not one that waits for its first attempt to begin. */
export function listNewerRuns({ newer, older, own }: CheckRuns, action: 'create' | 'resolve'): ListedRun[] {
  const start = parseTime(own.startedAt);
  // An old run that was run again after this one began fails later than this one passes.
  const late =
    action === 'create'
      ? []
      : older.filter((run) => run.id !== own.id && run.attempt > 1 && (parseTime(run.startedAt) ?? 0) > (start ?? 0));
  return [...newer, ...late].filter(
    ({ status, conclusion, attempt }) =>
      attempt > 1 ||
      !(/^(queued|requested|pending)$/.test(status ?? '') || /^(skipped|action_required)$/.test(conclusion ?? '')),
  );
}

/**
 * How the check ended in `runs`, which are newest first. `part` is the one part of the check, where it has only one.
 *
 * @throws {MissingError} on a resolve, where not every run that could hold it back was asked
 */
export async function findNewerResults(
  runs: readonly ListedRun[],
  {
    action,
    part,
    ask,
  }: { action: 'create' | 'resolve'; part: string | undefined; ask: (run: ListedRun) => Promise<Result[]> },
): Promise<Result[]> {
  const results: Result[] = [];
  const isOpen = (run: ListedRun) => part === undefined || !isSettledBefore(run, results);
  for (const run of runs.slice(0, MAX_NEWER_RUNS)) if (isOpen(run)) results.push(...(await ask(run)));
  if (action === 'resolve' && runs.slice(MAX_NEWER_RUNS).some(isOpen))
    throw new MissingError({ kind: 'too many runs' });
  return results;
}

/** Whether all of `run` had ended when a newer run passed, so that nothing in it can be newer than that pass. */
function isSettledBefore(run: ListedRun, results: readonly Result[]): boolean {
  const end = run.conclusion === undefined ? undefined : parseTime(run.updatedAt);
  return results.some(
    (pass) =>
      pass.state === 'passed' && pass.run.number > run.number && end !== undefined && end <= (pass.endedAt ?? 0),
  );
}
