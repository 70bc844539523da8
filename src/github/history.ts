import { isConclusive } from '../decision.ts';
import type { Facts } from '../details.ts';
import { parseTime } from './jobs.ts';
import { type Missing, MissingError } from './missing.ts';
import type { Check } from './parts.ts';
import type { CheckRuns, ListedRun, Target } from './runs.ts';

/** At most so many older runs that failed are opened. */
export const MAX_FAILED_RUNS = 5;

/** The failures of a check in a row before this run. */
export type Streak = {
  /** The older runs in which the check failed, newest first. */
  failures: ListedRun[];
  /** The run in which it passed last. */
  lastPass?: ListedRun | undefined;
  /** Whether there are no failures before those, and if not, what could not be had. */
  isComplete: boolean;
  missing?: Missing;
};

/**
 * The failures in a row before this run. Runs in which the check did not run are passed over. Cancelled runs and those
 * under way are asked only with `asksAll`: GitHub calls a time limit cancelled, and a job may have failed in a run that
 * is still under way.
 *
 * `ask` gives how the check ended in one run; what cannot be had leaves the streak incomplete.
 */
export async function findFailureStreak(
  { older, own, isComplete }: CheckRuns,
  { ask, asksAll = false }: { ask: Check['findState']; asksAll?: boolean },
): Promise<Streak> {
  const failures: ListedRun[] = [];
  let opened = 0;
  for (const run of older) {
    const { conclusion } = run;
    const mayCount = isConclusive(conclusion) || (asksAll && (conclusion === undefined || conclusion === 'cancelled'));
    // Reruns of one run count once. A run that may be for another environment proves nothing.
    if (run.id === own.id || !mayCount) continue;
    if (run.match === 'maybe') return { failures, isComplete: false };
    if (opened >= MAX_FAILED_RUNS) return { failures, isComplete: false };
    try {
      const state = await ask(run);
      if (state === 'passed') return { failures, lastPass: run, isComplete: true };
      if (state === 'failed') failures.push(run);
      if (run.conclusion !== 'success') opened += 1;
    } catch (error) {
      if (error instanceof MissingError) return { failures, isComplete: false, missing: error.missing };
      throw error;
    }
  }
  return { failures, isComplete };
}

/** Since when the check fails, this run included. `page` is the repository's address. */
export function measureFailure(
  { failures, lastPass, isComplete }: Streak,
  { runs, target, page }: { runs: CheckRuns; target: Target; page: string },
): Pick<Facts, 'failing_since' | 'consecutive_failures' | 'compare_url'> {
  const count = failures.length + 1;
  const first = failures.at(-1) ?? runs.own;
  const { commit } = target.run;
  const isKnown = lastPass?.sha !== undefined && commit !== undefined && lastPass.sha !== commit;
  return {
    failing_since:
      first.url === undefined || first.createdAt === undefined
        ? undefined
        : { run_number: first.number, url: first.url, at: first.createdAt },
    consecutive_failures: isComplete ? count : `at least ${count}`,
    compare_url: isKnown ? `${page}/compare/${lastPass.sha}...${commit}` : undefined,
  };
}

/** How long the check failed before this run, in which it passed; nothing where it did not fail. */
export function measureRecovery(
  { failures, isComplete }: Streak,
  { own, now }: { own: ListedRun | undefined; now: number },
): Pick<Facts, 'recovered_after'> {
  const all = [...(own === undefined ? [] : [own]), ...failures];
  const start = parseTime(all.at(-1)?.createdAt);
  if (start === undefined) return {};
  const duration = formatDuration(now - start);
  if (isComplete) return { recovered_after: { duration, failed_runs: all.length } };
  return { recovered_after: { duration: `at least ${duration}`, failed_runs: `at least ${all.length}` } };
}

/** `milliseconds` in the two greatest units, as in `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}
