import type { Timing } from '../clock.ts';
import { isFailure, type Status } from '../decision.ts';
import type { CheckRun, Job } from './client.ts';
import type { OwnRun, PartResult } from './guards.ts';
import { parseTime } from './jobs.ts';
import type { CheckRuns, ListedRun, Target } from './runs.ts';

/** What is compared between runs: this job with its steps, or the jobs that are reported together. */
export type Check = {
  /** What failed in this run. */
  failures: readonly PartResult[];
  own: OwnRun;
  /** Whether something in this run is there and did not run. */
  hasSkipped: boolean;
  /** The part that a newer run must have passed, where there is only one. */
  part: string | undefined;
  /** Whether a failure of a part counts, as far as the runs that were asked show. */
  isCounted: (part: string) => boolean;
  /**
   * How the parts ended in another run, or in other attempts of this one. Which parts passed in a job that passed is
   * asked with `wantsPasses` only, where it takes a request more.
   */
  ask: (run: ListedRun, wantsPasses?: boolean) => Promise<PartResult[]>;
  /** How the check as a whole ended in an older run; nothing where it did not run. */
  findState: (run: ListedRun) => Promise<'passed' | 'failed' | undefined>;
};

/** What a check is made of. `outcome` is that of this run. */
export type CheckInput = Timing & { runs: CheckRuns; target: Target; outcome: Status };

/**
 * What a job came to; nothing where it proves neither failure nor recovery. A pass counts only where the run is surely of
 * the same check.
 */
export function toResult(job: Job | CheckRun, run: ListedRun): PartResult[] {
  const state = findJobState(job);
  if (state === undefined || (state === 'passed' && run.match === 'maybe')) return [];
  const attempt = 'attempt' in job ? job.attempt : run.attempt;
  return [
    {
      part: job.name,
      label: `the job "${job.name}"`,
      state,
      run: { number: run.number, attempt, url: run.url },
      startedAt: parseTime(job.startedAt),
      endedAt: job.conclusion === undefined ? undefined : parseTime(job.completedAt),
    },
  ];
}

function findJobState(job: Job | CheckRun): PartResult['state'] | undefined {
  const { conclusion } = job;
  if (isFailure(conclusion)) return 'failed';
  if (conclusion !== undefined) return conclusion === 'success' ? 'passed' : undefined;
  const steps = 'steps' in job ? job.steps : [];
  return steps.some((step) => isFailure(step.conclusion)) ? 'may be failing' : undefined;
}

/** What jobs came to together, or are about to; nothing where they prove neither failure nor recovery. */
export function stateOf(jobs: readonly (Job | CheckRun)[]): 'passed' | 'failed' | undefined {
  if (jobs.map(findJobState).some((state) => state === 'failed' || state === 'may be failing')) return 'failed';
  return jobs.some(({ conclusion }) => conclusion === 'success') ? 'passed' : undefined;
}

/** What may be a failure of `part`, in a run that does not show which job it was. */
export function describeUnknown(run: ListedRun, part: string): PartResult {
  return { part, label: 'this check', state: 'may be failing', run };
}
