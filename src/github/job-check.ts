import { isFailure } from '../decision.ts';
import { listMatrixValues } from '../matrix.ts';
import type { CheckRun, Client, Job } from './client.ts';
import type { PartResult } from './guards.ts';
import { findJobsNamed, findOwnJob, parseTime, waitForSteps } from './jobs.ts';
import { MissingError } from './missing.ts';
import { type Check, type CheckInput, describeUnknown, stateOf, toResult } from './parts.ts';
import type { ListedRun, Target } from './runs.ts';
import { isAfterwards, listStepResults, nameSteps, passSteps } from './steps.ts';
import { revealFailure } from './timeout.ts';

/** The check of one job. Its parts are the job and its steps. */
export async function openJobCheck(client: Client, input: CheckInput): Promise<Check> {
  const { runs, target, outcome, clock, signal } = input;
  const run: ListedRun = { ...runs.own, match: 'same', attempt: target.run.attempt ?? 1 };
  const found = await findOwnJob(client, target);
  if (found === undefined) return createNamelessCheck(client, run);
  const isOpen = ({ name, conclusion }: Job['steps'][number]) => conclusion === undefined && !isAfterwards(name);
  const isShown = ({ steps }: Job) => !target.isAtEnd || outcome !== 'success' || !steps.some(isOpen);
  const job = await waitForSteps(client, found, { clock, signal, isShown });
  const { name } = job;
  const named = nameSteps(job);
  // Before the end of the job, this step is the first one without an end.
  const running = target.isAtEnd ? undefined : named.find(isOpen);
  // A step whose end is not shown even now may have been skipped; one that comes after this step has not run yet.
  const skipped = named.filter((step) => step.conclusion === 'skipped' || (isOpen(step) && step !== running));
  const hasPassed = outcome === 'success' || outcome === 'resolve';
  const own = {
    label: `the job "${name}"`,
    part: name,
    run,
    startedAt: parseTime(job.startedAt),
    endedAt: clock.now(),
  };
  const steps = listStepResults({ ...job, conclusion: hasPassed ? 'success' : 'failure' }, run);
  const failedSteps = hasPassed ? [] : steps.filter(({ state }) => state === 'failed');
  let hasManyJobs = false;
  /** The job in another run. Where older steps are compared, a page of all jobs is the shorter way: it has them. */
  const findJobs = async (other: ListedRun) => {
    const wantsSteps = skipped.length > 0 && other.number < run.number;
    const found = await findSameJobs(client, { job, target, other, wantsSteps, hasManyJobs });
    hasManyJobs ||= found.hasManyJobs;
    return found;
  };
  return {
    failures: [{ ...own, state: 'failed' }, ...failedSteps],
    own: {
      number: run.number,
      passed: hasPassed ? [{ ...own, state: 'passed' }, ...steps] : [],
      isSkipped: (part) => skipped.some((step) => step.part === part) || (!hasPassed && part === name),
    },
    hasSkipped: skipped.length > 0 || !hasPassed,
    // Where failed steps are compared as well, one run may have passed the one and another run the other.
    part: failedSteps.length > 0 ? undefined : name,
    isCounted: () => true,
    ask: async (other, wantsPasses = false) => {
      const isNewer = other.number > run.number;
      const { jobs, isExact } = await findJobs(other);
      if (jobs.length === 0 && isNewer) return findUnnamedFailure(client, other, name);
      const place: ListedRun = { ...other, match: isExact ? other.match : 'maybe' };
      const results: PartResult[] = [];
      for (const one of jobs) {
        const { conclusion } = await revealFailure(client, one);
        const hasOnePassed = conclusion === 'success';
        // Of a newer job that still runs only a resolve wants to know, and of an older one only what it skips.
        const isRunning = conclusion === undefined && (isNewer ? hasPassed : skipped.length > 0);
        // A step that is skipped here must not have failed there, and one that failed here must not be skipped there.
        const comparesSteps = isNewer
          ? failedSteps.length > 0 && hasOnePassed
          : skipped.length > 0 &&
            (isRunning || isFailure(conclusion) || (hasOnePassed && (wantsPasses || 'steps' in one)));
        const wantsSteps = (isRunning || comparesSteps) && !('steps' in one);
        const whole = { ...(wantsSteps ? await client.findJob(one.id) : one), conclusion };
        results.push(...toResult(whole, place));
        if (comparesSteps) {
          results.push(...(isNewer ? passSteps(whole, place, failedSteps) : listStepResults(whole, place)));
        }
      }
      // What `status` reported there is not shown by the job that reported it.
      if (isNewer && target.hasStatus && hasPassed) results.push(...(await findUnnamedFailure(client, other, name)));
      // Legs that share a name: which one passed cannot be told, unless all did.
      const isShared =
        other.attempt === 1 && jobs.length > 1 && !jobs.every(({ conclusion }) => conclusion === 'success');
      return isShared ? results.filter(({ state }) => state !== 'passed') : results;
    },
    findState: async (other) => {
      const { jobs, isEmpty } = await findJobs(other);
      // A run whose workflow file could not be read has no jobs, and a matrix can have new legs.
      const mayBeRenamed = !isEmpty && isFailure(other.conclusion) && target.context.matrixValues.length === 0;
      if (jobs.length === 0 && mayBeRenamed) throw new MissingError(RENAMED);
      // An attempt that was cancelled or is under way does not undo how the one before it ended.
      const ended = (await Promise.all(jobs.map((one) => revealFailure(client, one)))).filter((one) => stateOf([one]));
      const latest = ended.filter((one) => !ended.some((later) => isLater(later, one)));
      const [state, another] = new Set(latest.map((one) => stateOf([one])));
      if (another !== undefined) throw new MissingError(SHARED_NAME);
      return state;
    },
  };
}

/**
 * The job in another run, of all its attempts: by its name, or where that changes from run to run, by what stays of it;
 * then `isExact` is false. `isEmpty`: that run has no jobs at all; `hasManyJobs`: the jobs of a run do not fit on one page.
 */
async function findSameJobs(
  client: Client,
  {
    job: { id, name },
    target,
    other,
    wantsSteps,
    hasManyJobs,
  }: { job: Job; target: Target; other: ListedRun; wantsSteps: boolean; hasManyJobs: boolean },
): Promise<{ jobs: (Job | CheckRun)[]; isExact: boolean; isEmpty: boolean; hasManyJobs: boolean }> {
  const matrix = target.context.matrix ?? {};
  const values = listMatrixValues(matrix).map(({ text }) => text);
  const stable = stableName(name, values);
  const pick = (jobs: readonly (Job | CheckRun)[]) => jobs.filter((one) => one.id !== id && one.name === name);
  // Most runs show all their jobs on one page, with their steps. The legs of a matrix may be hundreds, and where one run
  // has more jobs than that, so have the others.
  const isLeg = values.length > 0;
  const isPageAsked = !hasManyJobs && (!isLeg || stable !== name || wantsSteps);
  const page = isPageAsked ? await client.listJobs(other.id, undefined, 1) : undefined;
  const isWhole = page?.isComplete === true;
  const isCut = page?.isComplete === false;
  const exact = pick(isWhole ? page.jobs : await findJobsNamed(client, other, name));
  if (exact.length > 0 || (!isWhole && other.conclusion === 'success')) {
    return { jobs: exact, isExact: true, isEmpty: false, hasManyJobs: isCut };
  }
  const { jobs } = isWhole ? page : await client.listJobs(other.id);
  const similar = jobs.filter((one) => one.id !== id && stableName(one.name, values) === stable);
  const isOne = new Set(similar.map((one) => one.name)).size === 1;
  const found = isOne ? similar.map((one) => ({ ...one, name })) : [];
  return { jobs: found, isExact: false, isEmpty: jobs.length === 0, hasManyJobs: isCut };
}

/**
 * The name of a job without what may count up from run to run, such as a version, a number or a commit. The caller of a
 * called job and the values of the matrix do not.
 */
function stableName(name: string, values: readonly string[]): string {
  const start = name.lastIndexOf(' / ') + 1;
  const words = values.filter((value) => /\d/.test(value)).map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const kept = new RegExp(`((?<![\\w.])(?:${words.join('|')})(?![\\w.]))`);
  const parts = words.length === 0 ? [name.slice(start)] : name.slice(start).split(kept);
  const replace = (part: string) => part.replace(/\b[0-9a-f]{7,40}\b|\d+/g, '#');
  return name.slice(0, start) + parts.map((part, index) => (index % 2 === 1 ? part : replace(part))).join('');
}

const SHARED_NAME = {
  kind: 'failed',
  problem: 'several jobs of an older run have the name of this job',
  isLasting: true,
} as const;
const RENAMED = { kind: 'failed', problem: 'an older run does not show this job', isLasting: true } as const;

/** The check of a job that cannot be told from the others of its run: whatever failed may be this job. */
function createNamelessCheck(client: Client, { number }: ListedRun): Check {
  return {
    failures: [],
    own: { number, passed: [], isSkipped: () => false },
    hasSkipped: false,
    part: undefined,
    isCounted: () => true,
    ask: async (run) => (run.number > number ? findUnnamedFailure(client, run, 'this job') : []),
    findState: async () => {
      throw new MissingError({ kind: 'failed', problem: 'this job cannot be found in its run', isLasting: true });
    },
  };
}

/** Whether a job of a run began after another of its name had ended, as in a later attempt. */
function isLater(later: Job | CheckRun, job: Job | CheckRun): boolean {
  const [start, end] = [parseTime(later.startedAt) ?? 0, parseTime(job.completedAt) ?? Number.POSITIVE_INFINITY];
  return later.id !== job.id && (start > end || (start === end && later.id > job.id));
}

/** Where a newer run does not show the job: its failure may be that of this job under another name. */
async function findUnnamedFailure(client: Client, run: ListedRun, name: string): Promise<PartResult[]> {
  if (run.conclusion !== undefined && run.conclusion !== 'cancelled') {
    return isFailure(run.conclusion) ? [describeUnknown(run, name)] : [];
  }
  const { jobs, isComplete } = await client.listJobs(run.id);
  if (stateOf(jobs) === 'failed') return [describeUnknown(run, name)];
  if (!isComplete) throw new MissingError({ kind: 'too many requests' });
  return [];
}
