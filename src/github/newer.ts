import { isFailure } from '../decision.ts';
import type { PartResult } from './guards.ts';
import { parseTime } from './jobs.ts';
import { MissingError } from './missing.ts';
import { type Check, describeUnknown } from './parts.ts';
import type { CheckRuns, ListedRun } from './runs.ts';

/** At most so many newer runs are asked. */
const MAX_NEWER_RUNS = 8;

/** The newer runs that can have a result: not those that wait for their first attempt to begin. */
export function listNewerRuns({ newer }: CheckRuns): ListedRun[] {
  return newer.filter(
    ({ status, conclusion, attempt }) =>
      attempt > 1 ||
      !(/^(queued|requested|pending)$/.test(status ?? '') || /^(skipped|action_required)$/.test(conclusion ?? '')),
  );
}

/**
 * The older runs that were not over when this one began: run again, or approved late, they can have failed after the
 * jobs that are reported here had passed.
 */
export function listLateRuns({ older, own }: CheckRuns): ListedRun[] {
  const start = parseTime(own.createdAt) ?? 0;
  return older.filter(
    ({ id, conclusion, updatedAt, startedAt }) =>
      id !== own.id &&
      (conclusion === undefined || conclusion === 'cancelled' || isFailure(conclusion)) &&
      Math.max(parseTime(updatedAt) ?? 0, parseTime(startedAt) ?? 0) > start,
  );
}

/**
 * How the check ended in `runs`, which are newest first. `part` is the one part of the check, where it has only one.
 * A create needs no more than `isEnough`; a resolve of a run that began at `start` needs whatever was not over then.
 *
 * @throws {MissingError} on a resolve, where not every run that could hold it back was asked
 */
export async function findNewerResults(
  runs: readonly ListedRun[],
  {
    part,
    ask,
    isEnough,
    start = Number.POSITIVE_INFINITY,
  }: Pick<Check, 'part' | 'ask'> & { isEnough?: (results: readonly PartResult[]) => boolean; start?: number },
): Promise<PartResult[]> {
  const results: PartResult[] = [];
  const isResolve = isEnough === undefined;
  const isBefore = ({ endedAt }: PartResult) => (endedAt ?? start) < start;
  const isOpen = (run: ListedRun) => part === undefined || !isSettledBefore(run, results.filter(isBefore));
  // Where a newer run passed after this one began, that one reports. Whether it passed all that failed in runs between,
  // such as a step that it skipped, is its question; here nothing more is asked.
  const hasReporter = ({ number }: ListedRun) =>
    isResolve && results.some((pass) => pass.state === 'passed' && pass.run.number > number && !isBefore(pass));
  for (const run of runs.slice(0, MAX_NEWER_RUNS)) {
    if (part !== undefined && hasReporter(run)) {
      if (run.conclusion !== 'success') results.push(describeUnknown(run, part));
    } else if (isOpen(run)) results.push(...(await ask(run)));
    if (isEnough?.(results)) return results;
  }
  const isMissing = (run: ListedRun) => isOpen(run) && (part === undefined || !hasReporter(run));
  if (isResolve && runs.slice(MAX_NEWER_RUNS).some(isMissing)) throw new MissingError({ kind: 'too many runs' });
  return results;
}

/** Whether all of `run` had ended when a newer run passed, so that nothing in it can be newer than that pass. */
function isSettledBefore(run: ListedRun, results: readonly PartResult[]): boolean {
  const end = run.conclusion === undefined ? undefined : parseTime(run.updatedAt);
  return results.some(
    (pass) =>
      pass.state === 'passed' && pass.run.number > run.number && end !== undefined && end <= (pass.endedAt ?? 0),
  );
}
