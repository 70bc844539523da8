import { isConclusive, isFailure } from '../decision.ts';
import type { CheckRun, Client, Job } from './client.ts';
import type { PartResult } from './guards.ts';
import { findJobsNamed, findOwnJob, parseTime, waitForSteps } from './jobs.ts';
import { MissingError } from './missing.ts';
import { type Check, type CheckInput, describeUnknown, stateOf, toResult } from './parts.ts';
import type { ListedRun } from './runs.ts';
import { isAfterwards, listStepResults, type NamedStep, nameSteps, passSteps } from './steps.ts';
import { revealFailure } from './timeout.ts';

/** The check of one job. Its parts are the job and its steps. */
export async function openJobCheck(client: Client, input: CheckInput): Promise<Check> {
  const { runs, target, outcome, clock, signal } = input;
  const run: ListedRun = { ...runs.own, match: 'same', attempt: target.run.attempt ?? 1 };
  const found = await findOwnJob(client, target);
  if (found === undefined) return createNamelessCheck(client, run);
  const isShown = (shown: Job) =>
    !target.isAtEnd ||
    outcome !== 'success' ||
    !shown.steps.some(({ name, conclusion }) => conclusion === undefined && !isAfterwards(name));
  const job = await waitForSteps(client, found, { clock, signal, isShown });
  const { id, name, startedAt } = job;
  const place = { label: `the job "${name}"`, part: name, run, startedAt: parseTime(startedAt), endedAt: clock.now() };
  const steps = nameSteps(job);
  // A step whose end is not shown even now may have been skipped.
  const isSkipped = ({ name, conclusion }: NamedStep) =>
    conclusion === 'skipped' || (target.isAtEnd && conclusion === undefined && !isAfterwards(name));
  const skipped = new Set(steps.filter(isSkipped).map(({ part }) => part));
  const hasPassed = outcome === 'success' || outcome === 'resolve';

  /** The job in another run: by its name, or where that changes from run to run, by what stays of it. */
  const findOthers = async (other: ListedRun) => {
    const stable = stableName(name);
    // The name of a called job often holds a version: then the check runs of this name are not worth a request.
    const isStable = stable === name || !name.includes(' / ');
    const named = isStable ? await findJobsNamed(client, other, name) : (await client.listJobs(other.id)).jobs;
    const exact = named.filter((one) => one.id !== id && one.name === name);
    if (exact.length > 0 || (isStable && other.conclusion === 'success'))
      return { others: exact, isExact: true, isEmpty: false };
    const { jobs } = await client.listJobs(other.id);
    const similar = jobs.filter((one) => one.id !== id && stableName(one.name) === stable);
    return { others: similar.map((one) => ({ ...one, name })), isExact: false, isEmpty: jobs.length === 0 };
  };
  const failedSteps = hasPassed ? [] : listStepResults(job, run).filter(({ state }) => state === 'failed');
  return {
    failures: [{ ...place, state: 'failed' }, ...failedSteps],
    own: {
      number: run.number,
      passed: hasPassed ? [{ ...place, state: 'passed' }, ...listStepResults(job, run)] : [],
      isSkipped: (part) => skipped.has(part) || (!hasPassed && part === name),
    },
    hasSkipped: skipped.size > 0 || !hasPassed,
    // Where failed steps are compared as well, one run may have passed the one and another run the other.
    part: failedSteps.length > 0 ? undefined : name,
    ask: async (other) => {
      const isNewer = other.number > run.number;
      const { others, isExact } = await findOthers(other);
      if (others.length === 0 && isNewer) return findUnnamedFailure(client, other, name);
      const match = isExact ? other.match : 'maybe';
      const results: PartResult[] = [];
      for (const one of others) {
        const { conclusion } = await revealFailure(client, one);
        // A step that is skipped here must not have failed there, and one that failed here must not be skipped there.
        const comparesSteps = isNewer
          ? failedSteps.length > 0 && conclusion === 'success'
          : skipped.size > 0 && isConclusive(conclusion);
        // Only a resolve minds a newer job that still runs.
        const isRunning = isNewer && hasPassed && conclusion === undefined;
        const wantsSteps = (isRunning || comparesSteps) && !('steps' in one);
        const whole = { ...(wantsSteps ? await client.findJob(one.id) : one), conclusion };
        const place = { ...other, match };
        results.push(...toResult(whole, place));
        if (comparesSteps)
          results.push(...(isNewer ? passSteps(whole, place, failedSteps) : listStepResults(whole, place)));
      }
      return results;
    },
    findState: async (other) => {
      const { others, isEmpty } = await findOthers(other);
      // A run whose workflow file could not be read has no jobs.
      if (others.length === 0 && !isEmpty && isFailure(other.conclusion)) throw new MissingError(RENAMED);
      const latest = others.filter((one) => !others.some((later) => isLater(later, one)));
      return stateOf(await Promise.all(latest.map((one) => revealFailure(client, one))));
    },
  };
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
