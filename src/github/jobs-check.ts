import { isConclusive, isFailure } from '../decision.ts';
import type { Client, Job } from './client.ts';
import { findUncounted } from './failures.ts';
import { isSkippedAs } from './guards.ts';
import { listOwnJobs, parseTime } from './jobs.ts';
import { MissingError } from './missing.ts';
import { type Check, type CheckInput, describeUnknown, stateOf, toResult } from './parts.ts';
import type { ListedRun } from './runs.ts';
import { revealFailures } from './timeout.ts';

/** The check of needed jobs, or of all jobs of a watched run. */
export async function openJobsCheck(client: Client, { runs, target, outcome }: CheckInput): Promise<Check> {
  const run: ListedRun = { ...runs.own, match: 'same', attempt: target.run.attempt ?? 1 };
  const { jobs, others: all, isComplete, isReportedIn } = await listOwnJobs(client, target);
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
    const reported = others.filter(isReportedIn(listed.jobs, other.number > run.number));
    // What is reported was skipped there because of a job that is not.
    return reported.some(({ conclusion }) => conclusion === 'skipped') ? others : reported;
  };
  const passes = all.flatMap((job) => toResult(job, run)).filter(({ state }) => state === 'passed');
  /** Whether a job of another run began after the same one had passed here, as in an older run that is run again. */
  const isAfterPass = ({ name, startedAt }: Job) =>
    passes.some(({ part, endedAt = Number.NaN }) => part === name && (parseTime(startedAt) ?? 0) > endedAt);
  const isCounted = ({ name, conclusion }: Job) => !isFailure(conclusion) || !uncounted.has(name);
  return {
    // Not before the other runs were asked, which may show that a failure does not count.
    get failures() {
      const counted = jobs.filter(isCounted);
      const failed = counted.filter(({ conclusion }) => isFailure(conclusion));
      // One that was cancelled may have run into its time limit. But where `needs` says that a job failed and GitHub
      // shows none yet, those that were cancelled are not that job.
      const cancelled = counted.filter(({ conclusion }) => conclusion === 'cancelled');
      const isHidden = failed.length === 0 && (target.needs ?? []).some(({ result }) => result === 'failure');
      const unsuccessful = isHidden ? [] : [...failed, ...cancelled];
      return unsuccessful.flatMap((job) => toResult({ ...job, conclusion: 'failure' }, run));
    },
    own: {
      number: run.number,
      passed: passes,
      isSkipped: (part) => skipped.some(({ name }) => isSkippedAs(part, name)),
    },
    hasSkipped: skipped.length > 0,
    part: undefined,
    isCounted: (part) => !uncounted.has(part),
    ask: async (other) => {
      const others = await listOthers(other);
      if (others.length === 0 && other.number > run.number && isFailure(other.conclusion)) {
        return [describeUnknown(other, 'a job')];
      }
      const isAsked = (job: Job) =>
        other.number > run.number || skipped.some((one) => isSkippedAs(job.name, one.name)) || isAfterPass(job);
      const revealed = await revealFailures(client, others.filter(isAsked));
      const rest = others.filter((job) => !isAsked(job));
      return [...revealed, ...rest].filter(isCounted).flatMap((job) => toResult(job, other));
    },
    findState: async (other) => {
      const isKnown = target.subject === 'watched run' && isConclusive(other.conclusion);
      if (isKnown) return isFailure(other.conclusion) ? 'failed' : 'passed';
      const others = await listOthers(other);
      const isLast = ({ attempt }: Job) => attempt === other.attempt;
      const last = await revealFailures(client, others.filter(isLast));
      // An attempt that was cancelled or is under way does not undo how the one before it ended.
      const ended = [...last, ...others.filter((job) => !isLast(job))].filter((job) => stateOf([job]) !== undefined);
      const isLatest = ({ name, attempt }: Job) => !ended.some((job) => job.name === name && job.attempt > attempt);
      return stateOf(ended.filter(isLatest).filter(isCounted));
    },
  };
}
