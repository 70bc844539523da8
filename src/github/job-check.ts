import { isConclusive, isFailure } from '../decision.ts';
import type { CheckRun, Client, Job } from './client.ts';
import type { PartResult } from './guards.ts';
import { findJobsNamed, findOwnJob, parseTime, waitForSteps } from './jobs.ts';
import { MissingError } from './missing.ts';
import { type Check, type CheckInput, describeUnknown, stateOf, toResult } from './parts.ts';
import type { ListedRun } from './runs.ts';
import { isAfterwards, listStepResults, nameSteps, passSteps } from './steps.ts';
import { revealFailure } from './timeout.ts';

/** The check of one job. Its parts are the job and its steps. */
export async function openJobCheck(client: Client, input: CheckInput): Promise<Check> {
  const { runs, target, outcome, clock, signal } = input;
  const run: ListedRun = { ...runs.own, match: 'same', attempt: target.run.attempt ?? 1 };
  const found = await findOwnJob(client, target);
  if (found === undefined) return createNamelessCheck(client, run);
  const isOpen = ({ name, conclusion }: Job['steps'][number]) =>
    target.isAtEnd && conclusion === undefined && !isAfterwards(name);
  const isShown = ({ steps }: Job) => outcome !== 'success' || !steps.some(isOpen);
  const job = await waitForSteps(client, found, { clock, signal, isShown });
  const { name } = job;
  // A step whose end is not shown even now may have been skipped.
  const skipped = nameSteps(job).filter((step) => step.conclusion === 'skipped' || isOpen(step));
  const hasPassed = outcome === 'success' || outcome === 'resolve';
  const own = {
    label: `the job "${name}"`,
    part: name,
    run,
    startedAt: parseTime(job.startedAt),
    endedAt: clock.now(),
  };
  const steps = listStepResults(job, run);
  const failedSteps = hasPassed ? [] : steps.filter(({ state }) => state === 'failed');
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
    ask: async (other) => {
      const isNewer = other.number > run.number;
      const { jobs, isExact } = await findSameJobs(client, job, other);
      if (jobs.length === 0 && isNewer) return findUnnamedFailure(client, other, name);
      const place: ListedRun = { ...other, match: isExact ? other.match : 'maybe' };
      const results: PartResult[] = [];
      for (const one of jobs) {
        const { conclusion } = await revealFailure(client, one);
        // A step that is skipped here must not have failed there, and one that failed here must not be skipped there.
        const comparesSteps = isNewer
          ? failedSteps.length > 0 && conclusion === 'success'
          : skipped.length > 0 && isConclusive(conclusion);
        // Only a resolve minds a newer job that still runs.
        const isRunning = isNewer && hasPassed && conclusion === undefined;
        const wantsSteps = (isRunning || comparesSteps) && !('steps' in one);
        const whole = { ...(wantsSteps ? await client.findJob(one.id) : one), conclusion };
        results.push(...toResult(whole, place));
        if (comparesSteps) {
          results.push(...(isNewer ? passSteps(whole, place, failedSteps) : listStepResults(whole, place)));
        }
      }
      return results;
    },
    findState: async (other) => {
      const { jobs, isEmpty } = await findSameJobs(client, job, other);
      // A run whose workflow file could not be read has no jobs.
      if (jobs.length === 0 && !isEmpty && isFailure(other.conclusion)) throw new MissingError(RENAMED);
      const latest = jobs.filter((one) => !jobs.some((later) => isLater(later, one)));
      return stateOf(await Promise.all(latest.map((one) => revealFailure(client, one))));
    },
  };
}

/**
 * The job in another run, of all its attempts: by its name, or where that changes from run to run, by what stays of it;
 * then `isExact` is false. `isEmpty`: that run has no jobs at all.
 */
async function findSameJobs(
  client: Client,
  { id, name }: Job,
  other: ListedRun,
): Promise<{ jobs: (Job | CheckRun)[]; isExact: boolean; isEmpty: boolean }> {
  const stable = stableName(name);
  // The name of a called job often holds a version: then the check runs of this name are not worth a request.
  const isStable = stable === name || !name.includes(' / ');
  const named = isStable ? await findJobsNamed(client, other, name) : (await client.listJobs(other.id)).jobs;
  const exact = named.filter((one) => one.id !== id && one.name === name);
  if (exact.length > 0 || (isStable && other.conclusion === 'success')) {
    return { jobs: exact, isExact: true, isEmpty: false };
  }
  const { jobs } = await client.listJobs(other.id);
  const similar = jobs.filter((one) => one.id !== id && stableName(one.name) === stable);
  return { jobs: similar.map((one) => ({ ...one, name })), isExact: false, isEmpty: jobs.length === 0 };
}

/** A name without what may count up from run to run, such as a version, a number or a commit. */
function stableName(name: string): string {
  return name.replace(/\b[0-9a-f]{7,40}\b|\d+/g, '#');
}

const RENAMED = { kind: 'failed', problem: 'an older run does not show this job', isLasting: true } as const;

/** The check of a job that cannot be told from the others of its run: whatever failed may be this job. */
function createNamelessCheck(client: Client, { number }: ListedRun): Check {
  return {
    failures: [],
    own: { number, passed: [], isSkipped: () => false },
    hasSkipped: false,
    part: undefined,
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
  const isOver = run.conclusion !== undefined && run.conclusion !== 'cancelled';
  const { jobs, isComplete } = isOver ? { jobs: [run], isComplete: true } : await client.listJobs(run.id);
  if (jobs.some(({ conclusion }) => isFailure(conclusion))) return [describeUnknown(run, name)];
  if (!isComplete) throw new MissingError({ kind: 'too many requests' });
  return [];
}
