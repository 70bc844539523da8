import type { GithubModel, Job, Run, Step } from './model.ts';

/**
 * How far a list of runs is behind. Lists filtered by branch, event, status, actor, creation or commit come from a
 * search index that is seconds, in bad hours days late, while unfiltered ones come from the database (GitHub Support
 * in dawidd6/action-download-artifact#147; lifinance/contracts#2333; cli/cli#7341).
 *
 * What was created after the moment is not in the list, and what changed after it is shown as it was: under way, or
 * in its earlier attempt. A change is dated by the run's `updated_at` and its jobs' `completed_at`, the later one.
 */
export type ListLag = {
  /** The moment up to which the list knows all: milliseconds since 1970, or as GitHub writes it. */
  until?: number | string;
  /** The ids of runs that are in it as they are, in spite of the lag. */
  present?: readonly number[];
  /** The ids of runs that are not in it, lag or not. */
  absent?: readonly number[];
};

/** The runs as a list that lags shows them. */
export function showRuns(model: GithubModel, runs: readonly Run[], lag: ListLag | undefined): readonly Run[] {
  if (lag === undefined) return runs;
  const { until = Infinity, present = [], absent = [] } = lag;
  const moment = Number(new Date(until));
  return runs.flatMap((run) => {
    if (absent.includes(run.id)) return [];
    return present.includes(run.id) ? run : (showRunAt(model, run, moment) ?? []);
  });
}

/** The run as it was at a moment, in milliseconds since 1970, or nothing where it did not exist. */
function showRunAt(model: GithubModel, run: Run, moment: number): Run | undefined {
  if (Date.parse(run.created_at) > moment) return undefined;
  if (Date.parse(run.run_started_at) <= moment) {
    return endsAfter(model, run, moment) ? { ...run, status: 'in_progress', conclusion: null } : run;
  }
  const earlier = model.findEarlierAttempt(run);
  return earlier === undefined ? { ...run, status: 'queued', conclusion: null } : showRunAt(model, earlier, moment);
}

function endsAfter(model: GithubModel, run: Run, moment: number): boolean {
  if (run.status !== 'completed') return false;
  const jobs = model.findJobs(run.id).filter((job) => job.run_attempt === run.run_attempt);
  return [run.updated_at, ...jobs.map((job) => job.completed_at)].some((end) => Date.parse(end ?? '') > moment);
}

/**
 * The job as it is shown now. While it runs, the conclusion of a step comes 0.5 to 2 s late (the runner batches
 * 500 ms; Kesin11/actions-timeline and UCL/TLOmodel#534 wait for it): the first step that is late is still under way,
 * and those after it are queued.
 */
export function showJob(model: GithubModel, job: Job): Job {
  if (model.stepLag === undefined || job.status === 'completed') return job;
  const { steps } = job;
  const late = model.noteShown(job) <= model.stepLag.answers ? findLast(steps) : -1;
  return late < 0 ? job : { ...job, steps: hideSteps(steps, late) };
}

/** The step that made the job red, else the last that has ended. */
function findLast(steps: readonly Step[]): number {
  const red = steps.findIndex(({ conclusion }) => conclusion !== null && !['success', 'skipped'].includes(conclusion));
  return red >= 0 ? red : steps.findLastIndex(({ status }) => status === 'completed');
}

function hideSteps(steps: readonly Step[], from: number): Step[] {
  return steps.map((step, index) => {
    if (index < from) return step;
    const begun = index === from;
    return { ...step, status: begun ? 'in_progress' : 'queued', conclusion: null };
  });
}
