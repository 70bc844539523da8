import type { Timing } from '../clock.ts';
import { isFailure, type Status } from '../decision.ts';
import type { Facts } from '../details.ts';
import { openCheck } from './check.ts';
import type { Client, Job } from './client.ts';
import { describeJobs, findErrors, findFailed, listFailedSteps } from './failures.ts';
import type { Findings, FindingsInput } from './findings.ts';
import { describeRun, findCreateHold, type Result } from './guards.ts';
import { findFailureStreak, measureFailure } from './history.ts';
import { findOwnJob, listOwnJobs, waitForSteps } from './jobs.ts';
import { describeMissing, orUndefined, readMissing } from './missing.ts';
import { findNewerResults, listNewerRuns } from './newer.ts';
import { readRuns, type Target } from './runs.ts';
import { isEnterpriseServer } from './timeout.ts';

/** Whether a newer run has passed or `after` asks for more failures, and else the details of the alert. Never throws. */
export async function prepareCreate(
  client: Client,
  { target, decided, clock, signal }: FindingsInput,
): Promise<Findings> {
  const { outcome, after, isVerb } = decided;
  const timing = { clock, signal };
  const findings: Findings = { facts: {}, notes: [], warnings: [] };
  // Asked at the same time as the list of runs: the guard needs it, and it is the most useful detail.
  void findFailing(client, target).catch(() => undefined);
  try {
    const runs = await readRuns(client, target, false);
    const check = await openCheck(client, { ...timing, runs, target, outcome });
    const { part, ask, failures } = check;
    // The user's own title may hold what the list of runs does not show.
    const newer = isVerb || target.hasTitle ? [] : listNewerRuns(runs);
    const isEnough = (results: readonly Result[]) => findCreateHold(failures, results) !== undefined;
    const pass = findCreateHold(failures, await findNewerResults(newer, { part, ask, isEnough }));
    if (pass !== undefined) return { ...findings, hold: describeCreateHold(pass) };
    const openAtOnce = (why: string) => {
      if (after > 1 && !isVerb)
        findings.warnings.push(`An incident is opened at once although after is ${after}: ${why}.`);
    };
    if (target.environment !== undefined) {
      openAtOnce('which of the runs were for the same environment, GitHub’s list of runs does not show');
    } else if (after > 1 || client.hasRoomForDetails()) {
      const streak = await findFailureStreak(runs, { ask: check.findState, asksAll: after > 1 });
      const count = streak.failures.length + 1;
      const reason = `this is failure ${count} of ${after}; an incident opens at ${after}`;
      if (!isVerb && streak.isComplete && count < after) return { ...findings, hold: { reason, isWarning: false } };
      const { missing } = streak;
      if (count < after)
        openAtOnce(missing ? describeMissing(missing) : 'not all older runs of this check can be counted');
      if (streak.failures.length > 0 || streak.isComplete) {
        const page = `${target.context.serverUrl}/${target.context.repository}`;
        findings.facts = measureFailure(streak, { runs, target, page });
      }
    }
  } catch (error) {
    const missing = describeMissing(readMissing(error));
    findings.notes.push(`The incident has less detail: ${missing}.`);
    if (after > 1) findings.warnings.push(`An incident is opened at once although after is ${after}: ${missing}.`);
  }
  try {
    findings.facts = { ...(await findDetails(client, { ...timing, target, outcome })), ...findings.facts };
  } catch (error) {
    findings.notes.push(`The incident has less detail: ${describeMissing(readMissing(error))}.`);
  }
  return findings;
}

async function findFailing(client: Client, target: Target): Promise<unknown> {
  return target.subject === 'job' ? findOwnJob(client, target) : listOwnJobs(client, target);
}

type DetailsInput = Timing & { target: Target; outcome: Status };

async function findDetails(client: Client, { target, outcome, clock, signal }: DetailsInput): Promise<Facts> {
  const { subject, context } = target;
  if (subject !== 'job') {
    const { jobs } = await listOwnJobs(client, target);
    const failed = findFailed(jobs);
    const errors = client.hasRoomForDetails() ? await findErrors(client, failed) : [];
    return { ...(failed.length > 0 && { failed_jobs: describeJobs(failed) }), errors };
  }
  const found = await findOwnJob(client, target);
  if (found === undefined) return {};
  const isShown = ({ steps }: Job) => outcome !== 'failure' || steps.some(({ conclusion }) => isFailure(conclusion));
  const isAsked = client.hasRoomForDetails();
  const job = (isAsked && (await orUndefined(waitForSteps(client, found, { clock, signal, isShown })))) || found;
  const errors = isEnterpriseServer(context.serverUrl) ? await findErrors(client, [job]) : [];
  return { failed_steps: listFailedSteps(job), errors, job_url: job.url };
}

function describeCreateHold(pass: Result): NonNullable<Findings['hold']> {
  return { reason: `a newer run (${describeRun(pass)}) of this check has already passed`, isWarning: false };
}
