import { isFailure } from '../decision.ts';
import type { Facts } from '../details.ts';
import { openCheck } from './check.ts';
import type { Client, Job } from './client.ts';
import { describeJobs, findErrors, findFailed, findUncounted, listFailedSteps } from './failures.ts';
import type { Findings, FindingsInput } from './findings.ts';
import { describeRun, findCreateHold, type PartResult } from './guards.ts';
import { findFailureStreak, measureFailure } from './history.ts';
import { findOwnJob, listOwnJobs, waitForSteps } from './jobs.ts';
import { describeMissing, orUndefined, readMissing } from './missing.ts';
import { findNewerResults, listNewerRuns } from './newer.ts';
import type { Check } from './parts.ts';
import { type CheckRuns, readRuns, type Target } from './runs.ts';
import { isEnterpriseServer } from './timeout.ts';

/**
 * Whether the alert is held back, because a newer run has passed or `after` asks for more failures, and else its details.
 * Never throws.
 */
export async function prepareCreate(client: Client, input: FindingsInput): Promise<Findings> {
  // Asked at the same time as the list of runs: the guard needs it, and it is the most useful detail.
  void findFailing(client, input.target).catch(() => undefined);
  const found = await compareRuns(client, input);
  if (found.hold !== undefined) return found;
  try {
    return { ...found, facts: { ...(await findDetails(client, input)), ...found.facts } };
  } catch (error) {
    return { ...found, notes: [...found.notes, describeLess(error)] };
  }
}

async function compareRuns(client: Client, input: FindingsInput): Promise<Findings> {
  const { target, decided, clock, signal } = input;
  const { outcome, after, isVerb } = decided;
  const findings: Findings = { facts: {}, notes: [], warnings: [] };
  try {
    // To count failures, the list must reach as many; for the facts what is read anyway is enough.
    const runs = await readRuns(client, target, after > 1 ? 'branch' : 'near');
    const check = await openCheck(client, { runs, target, outcome, clock, signal });
    // The user's own title may hold what the list of runs does not show, and so may a result that another job had.
    const isAsked = !isVerb && !target.hasTitle && !target.isOtherStatus;
    const results = isAsked ? await findNewer(check, runs) : [];
    const pass = findCreateHold(check.failures, results);
    if (pass !== undefined) return { ...findings, hold: describeCreateHold(pass) };
    return { ...findings, ...(await countFailures(client, input, { check, runs, results })) };
  } catch (error) {
    const warnings = after > 1 ? [describeEarly(after, describeMissing(readMissing(error)))] : [];
    return { ...findings, notes: [describeLess(error)], warnings };
  }
}

function findNewer(check: Check, runs: CheckRuns): Promise<PartResult[]> {
  const { part, ask } = check;
  const isEnough = (results: readonly PartResult[]) => findCreateHold(check.failures, results) !== undefined;
  return findNewerResults(listNewerRuns(runs), { part, ask, isEnough });
}

/** Since when the check fails, and whether that is not often enough for an incident. */
async function countFailures(
  client: Client,
  { target, decided: { after, isVerb } }: FindingsInput,
  { check, runs, results }: { check: Check; runs: CheckRuns; results: readonly PartResult[] },
): Promise<Partial<Findings>> {
  const openAtOnce = (why: string) => (after > 1 && !isVerb ? { warnings: [describeEarly(after, why)] } : {});
  if (target.environment !== undefined) {
    return openAtOnce("which of the runs were for the same environment, GitHub's list of runs does not show");
  }
  if (target.isOtherStatus) return openAtOnce('the runs of this job do not show what status said in them');
  if (after === 1 && !client.hasRoomForDetails()) return {};
  const streak = await findFailureStreak(runs, { ask: check.findState, asksAll: after > 1 });
  const { failures, isComplete, missing } = streak;
  // Runs at the same time count for each other, also where this job of the other has failed and is about to end.
  const isFailing = (result: PartResult) =>
    result.state !== 'passed' && result.startedAt !== undefined && findCreateHold([result], results) === undefined;
  const newer = new Set(results.filter(isFailing).map(({ run }) => run.number));
  const count = failures.length + 1 + newer.size;
  const reason = `this is failure ${count} of ${after}; an incident opens at ${after}`;
  if (!isVerb && isComplete && count < after) return { hold: { reason, isWarning: false } };
  const why = missing ? describeMissing(missing) : 'not all older runs can be counted';
  const page = `${target.context.serverUrl}/${target.context.repository}`;
  return {
    ...(count < after && openAtOnce(why)),
    ...((failures.length > 0 || isComplete) && { facts: measureFailure(streak, { runs, target, page }) }),
  };
}

async function findFailing(client: Client, target: Target): Promise<unknown> {
  return target.subject === 'job' ? findOwnJob(client, target) : listOwnJobs(client, target);
}

async function findDetails(client: Client, { target, decided, clock, signal }: FindingsInput): Promise<Facts> {
  const { subject, context } = target;
  if (subject !== 'job') {
    const { jobs } = await listOwnJobs(client, target);
    const uncounted = findUncounted(jobs, target);
    const failed = findFailed(jobs.filter((job) => !uncounted.includes(job)));
    const errors = client.hasRoomForDetails() ? await findErrors(client, failed) : [];
    return { ...(failed.length > 0 && { failed_jobs: describeJobs(failed) }), errors };
  }
  const found = await findOwnJob(client, target);
  if (found === undefined) return {};
  const isShown = ({ steps }: Job) =>
    decided.outcome !== 'failure' || steps.some(({ conclusion }) => isFailure(conclusion));
  const isAsked = client.hasRoomForDetails();
  const job = (isAsked && (await orUndefined(waitForSteps(client, found, { clock, signal, isShown })))) || found;
  const hasErrors = isEnterpriseServer(context.serverUrl) && client.hasRoomForDetails();
  const errors = hasErrors ? await findErrors(client, [job]) : [];
  return { failed_steps: listFailedSteps(job), errors, job_url: job.url };
}

function describeCreateHold(pass: PartResult): NonNullable<Findings['hold']> {
  return { reason: `what failed here has already passed in a newer run (${describeRun(pass)})`, isWarning: false };
}

function describeEarly(after: number, why: string): string {
  return `An incident is opened at once although after is ${after}: ${why}.`;
}

function describeLess(error: unknown): string {
  return `The incident has less detail: ${describeMissing(readMissing(error))}.`;
}
