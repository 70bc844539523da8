import type { Timing } from '../clock.ts';
import { isConclusive, isFailure, type Status } from '../decision.ts';
import type { CheckRun, Client, Job } from './client.ts';
import { findFailed, findUncounted } from './failures.ts';
import { isSkippedAs, type OwnRun, type Result } from './guards.ts';
import { findJobsNamed, findOwnJob, listOwnJobs, parseTime, waitForSteps } from './jobs.ts';
import { MissingError } from './missing.ts';
import type { CheckRuns, ListedRun, Target } from './runs.ts';
import { revealFailure, revealFailures } from './timeout.ts';

/** What is compared between runs: this job with its steps, or the jobs that are reported together. */
export type Check = {
  /** What failed in this run. */
  failures: readonly Result[];
  own: OwnRun;
  /** Whether something in this run is there and did not run. */
  hasSkipped: boolean;
  /** The part that a newer run must have passed, where there is only one. */
  part: string | undefined;
  /** How the parts ended in another run, or in other attempts of this one. */
  ask: (run: ListedRun) => Promise<Result[]>;
  /** How the check as a whole ended in an older run; nothing where it did not run. */
  findState: (run: ListedRun) => Promise<'passed' | 'failed' | undefined>;
};

export type CheckInput = Timing & { runs: CheckRuns; target: Target; outcome: Status };

/** What is compared between runs for the target of `input`. */
export function openCheck(client: Client, input: CheckInput): Promise<Check> {
  return input.target.subject === 'job' ? openJobCheck(client, input) : openJobsCheck(client, input);
}

/** The check of one job. Its parts are the job and its steps. */
async function openJobCheck(client: Client, input: CheckInput): Promise<Check> {
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
      const results: Result[] = [];
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

/** The check of needed jobs, or of all jobs of a watched run. */
async function openJobsCheck(client: Client, { runs, target, outcome }: CheckInput): Promise<Check> {
  const run: ListedRun = { ...runs.own, match: 'same', attempt: target.run.attempt ?? 1 };
  const { jobs, others: all, isComplete, isReported } = await listOwnJobs(client, target);
  if (!isComplete) throw new MissingError({ kind: 'too many requests' });
  const skipped = jobs.filter(({ conclusion }) => conclusion === 'skipped' || conclusion === 'cancelled');
  // A failure that GitHub does not count (continue-on-error): the job ran, and the run passed all the same.
  const isUncounted = ({ conclusion }: Job) => outcome === 'success' && isFailure(conclusion);
  const uncounted = new Set([...all.filter(isUncounted), ...findUncounted(all, target)].map(({ name }) => name));

  const listOthers = async (other: ListedRun) => {
    const listed = await client.listJobs(other.id);
    if (!listed.isComplete) throw new MissingError({ kind: 'too many requests' });
    const others = listed.jobs.filter((job) => other.id !== run.id || job.attempt !== run.attempt);
    if (other.conclusion === 'success') {
      for (const job of others) if (isFailure(job.conclusion) && job.attempt === other.attempt) uncounted.add(job.name);
    }
    const reported = others.filter(({ name }) => isReported(name));
    // What is reported was skipped there because of a job that is not.
    return reported.some(({ conclusion }) => conclusion === 'skipped') ? others : reported;
  };
  const isCounted = ({ name, conclusion }: Job) => !isFailure(conclusion) || !uncounted.has(name);
  const counted = jobs.filter(isCounted);
  // Where `needs` says that a job failed, one that was cancelled is not that job, though GitHub may show nothing else yet.
  const failed =
    outcome === 'failure' ? counted.filter(({ conclusion }) => isFailure(conclusion)) : findFailed(counted);
  return {
    failures: failed.flatMap((job) => toResult({ ...job, conclusion: 'failure' }, run)),
    own: {
      number: run.number,
      passed: all.flatMap((job) => toResult(job, run)).filter(({ state }) => state === 'passed'),
      isSkipped: (part) => skipped.some(({ name }) => isSkippedAs(part, name)),
    },
    hasSkipped: skipped.length > 0,
    part: undefined,
    ask: async (other) => {
      const others = await listOthers(other);
      if (others.length === 0 && other.number > run.number && isFailure(other.conclusion)) {
        return [describeUnknown(other, 'a job')];
      }
      const isAsked = ({ name }: Job) =>
        other.number > run.number || skipped.some((one) => isSkippedAs(name, one.name));
      const revealed = await revealFailures(client, others.filter(isAsked));
      const rest = others.filter((job) => !isAsked(job));
      return [...revealed, ...rest].filter(isCounted).flatMap((job) => toResult(job, other));
    },
    findState: async (other) => {
      const isKnown = target.subject === 'watched run' && isConclusive(other.conclusion);
      if (isKnown) return isFailure(other.conclusion) ? 'failed' : 'passed';
      const others = (await listOthers(other)).filter(({ attempt }) => attempt === other.attempt);
      return stateOf((await revealFailures(client, others)).filter(isCounted));
    },
  };
}

/**
 * What a job came to; nothing where it proves neither failure nor recovery. A pass counts only where the run is surely of
 * the same check.
 */
function toResult(job: Job | CheckRun, run: ListedRun): Result[] {
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

/** Whether a job of a run began after another of its name had ended, as in a later attempt. */
function isLater(later: Job | CheckRun, job: Job | CheckRun): boolean {
  const [start, end] = [parseTime(later.startedAt) ?? 0, parseTime(job.completedAt) ?? Number.POSITIVE_INFINITY];
  return later.id !== job.id && (start > end || (start === end && later.id > job.id));
}

function stateOf(jobs: readonly (Job | CheckRun)[]): 'passed' | 'failed' | undefined {
  if (jobs.some(({ conclusion }) => isFailure(conclusion))) return 'failed';
  return jobs.some(({ conclusion }) => conclusion === 'success') ? 'passed' : undefined;
}

/** Where a newer run does not show the job: its failure may be that of this job under another name. */
async function findUnnamedFailure(client: Client, run: ListedRun, name: string): Promise<Result[]> {
  const isOver = run.conclusion !== undefined && run.conclusion !== 'cancelled';
  const { jobs, isComplete } = isOver ? { jobs: [run], isComplete: true } : await client.listJobs(run.id);
  if (jobs.some(({ conclusion }) => isFailure(conclusion))) return [describeUnknown(run, name)];
  if (!isComplete) throw new MissingError({ kind: 'too many requests' });
  return [];
}

function describeUnknown(run: ListedRun, part: string): Result {
  return { part, label: 'this check', state: 'may be failing', run };
}

/** The steps `failed` as passed in a job that passed, but for those that were skipped there. */
function passSteps(job: Job | CheckRun, run: ListedRun, failed: readonly Result[]): Result[] {
  const steps = 'steps' in job ? nameSteps(job) : [];
  const isSkipped = ({ part }: Result) => steps.some((step) => step.part === part && step.conclusion === 'skipped');
  return failed
    .filter((step) => !isSkipped(step))
    .flatMap(({ part, label }) => toResult({ ...job, name: part }, run).map((result) => ({ ...result, label })));
}

type NamedStep = { name: string; part: string; label: string; conclusion: string | undefined };

/** The steps of a job, by their names and, where several have the same one, their order. */
function nameSteps({ steps }: Job): NamedStep[] {
  const counts = new Map<string, number>();
  return steps.map(({ name, conclusion }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { name, part: `step ${count} of ${name}`, label: `the step "${name}"`, conclusion };
  });
}

function listStepResults(job: Job | CheckRun, run: ListedRun): Result[] {
  if (!('steps' in job)) return [];
  // The step at which a job was ended for its time limit is called cancelled.
  const hasFailed = isFailure(job.conclusion);
  const isFailed = ({ conclusion }: NamedStep) => isFailure(conclusion) || (hasFailed && conclusion === 'cancelled');
  const steps = nameSteps(job);
  // Steps that fail after another one clean up, and no job that passes has them.
  const first = steps.find(isFailed);
  return steps
    .filter((step) => step === first || step.conclusion === 'success')
    .flatMap(({ part, label, conclusion }) => {
      const step = { ...job, name: part, conclusion: conclusion === 'success' ? conclusion : 'failure', steps: [] };
      return toResult(step, run).map((result) => ({ ...result, label }));
    });
}

/** Whether a step comes after this phase, so that it has no end yet. */
function isAfterwards(name: string): boolean {
  return /^(Post |Complete job$|Complete runner$|Stop containers$)/.test(name);
}
