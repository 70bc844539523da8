import { isConclusive, isFailure } from '../decision.ts';
import type { Facts } from '../details.ts';
import { openCheck } from './check.ts';
import type { Client } from './client.ts';
import type { Findings, FindingsInput } from './findings.ts';
import { describeRun, findResolveHold, type PartResult } from './guards.ts';
import { findFailureStreak, MAX_FAILED_RUNS, measureRecovery } from './history.ts';
import { describeMissing, describeUnproven, orUndefined, persist, readMissing } from './missing.ts';
import { findNewerResults, listLateRuns, listNewerRuns } from './newer.ts';
import type { Check } from './parts.ts';
import { type CheckRuns, type ListedRun, readRuns, type Target } from './runs.ts';

const MAX_CANCELLED_RUNS = 3;
/** Newer runs that may have passed what an older one failed. */
const MAX_PASSES_ASKED = 2;

/** Looks until everything that could hold the resolve back is known, or the time is over. Never throws. */
export async function prepareResolve(client: Client, input: FindingsInput): Promise<Findings> {
  const { target, decided } = input;
  const findings: Findings = { facts: {}, notes: [], warnings: [] };
  if (decided.isVerb) return findings;
  try {
    return { ...findings, ...(await persist(() => checkResolve(client, input), input)) };
  } catch (error) {
    const missing = readMissing(error);
    const isPartial = target.subject === 'watched run' || hasSkippedNeeds(target);
    if (missing.kind !== 'permission' || isPartial) {
      return { ...findings, hold: { reason: describeUnproven(missing), isWarning: true } };
    }
    // Without the permission a job's own success is believed.
    return { ...findings, notes: [`It was not checked whether a newer run failed: ${describeMissing(missing)}.`] };
  }
}

function hasSkippedNeeds({ needs = [] }: Target): boolean {
  return needs.some(({ result }) => result !== 'success');
}

/** @throws {MissingError} for whatever could hold the resolve back and cannot be had */
async function checkResolve(
  client: Client,
  { target, decided, clock, signal }: FindingsInput,
): Promise<Partial<Findings>> {
  const { outcome } = decided;
  const runs = await readRuns(client, target, hasSkippedNeeds(target) || target.subject === 'watched run');
  // This job ends now, so that nothing can have failed after it.
  const newer = [...listNewerRuns(runs), ...(target.subject === 'job' ? [] : listLateRuns(runs))];
  const suspects = listSuspects(runs, target);
  if (newer.length === 0 && suspects.length === 0) return {};

  const check = await openCheck(client, { runs, target, outcome, clock, signal });
  const { own, part, ask } = check;
  const results = await findNewerResults(newer, { part, ask });
  const asked = new Set(newer);
  const askAlso = async (run: ListedRun) => {
    if (asked.has(run)) return;
    asked.add(run);
    results.push(...(await ask(run)));
  };
  if (check.hasSkipped) for (const run of suspects) await askAlso(run);
  let hold = findResolveHold(own, results);
  // What did not run now may have passed in a run between.
  for (const run of hold === undefined ? [] : listRunsAfter(hold, runs)) {
    await askAlso(run);
    hold = findResolveHold(own, results);
    if (hold === undefined) break;
  }
  if (hold !== undefined)
    return { hold: { reason: describeResolveHold(hold, own.isSkipped(hold.part)), isWarning: false } };
  return { facts: await findRecovery(client, check, runs, clock.now()) };
}

/**
 * The older runs in which something may have failed that did not run since: those that failed or are under way, and
 * those that were cancelled, which GitHub says of a time limit too. Of one job only the cancelled runs since the last success are asked:
 * that it skips just the step in which it ran out of time, and does so twice, is not worth a request on every green run.
 */
function listSuspects({ older, own }: CheckRuns, { subject }: Target): ListedRun[] {
  const isFailed = (run: ListedRun) => run.id === own.id || isFailure(run.conclusion) || isUnderWay(run);
  const success = older.findIndex(({ conclusion }) => conclusion === 'success');
  const recent = subject === 'job' && success >= 0 ? older.slice(0, success) : older;
  const cancelled = recent.filter((run) => run.id !== own.id && run.conclusion === 'cancelled');
  return [...older.filter(isFailed).slice(0, MAX_FAILED_RUNS), ...cancelled.slice(0, MAX_CANCELLED_RUNS)];
}

function isUnderWay({ conclusion, status }: ListedRun): boolean {
  return conclusion === undefined && !/^(queued|requested|pending)$/.test(status ?? '');
}

function listRunsAfter({ run: { number } }: PartResult, { older }: CheckRuns): ListedRun[] {
  const between = older.filter((run) => run.number > number && isConclusive(run.conclusion));
  // What failed is mostly repaired soon, or just now.
  return [...new Set([...between.slice(-MAX_PASSES_ASKED), ...between.slice(0, MAX_PASSES_ASKED)])];
}

/** How long the check failed until now, where the newest older run failed. */
async function findRecovery(client: Client, check: Check, runs: CheckRuns, now: number): Promise<Facts> {
  const [newest] = runs.older.filter((run) => run.id === runs.own.id || isConclusive(run.conclusion));
  const isOwn = newest?.id === runs.own.id;
  if (newest === undefined || (newest.conclusion === 'success' && !isOwn) || !client.hasRoomForDetails()) return {};
  const own = newest.id === runs.own.id ? newest : undefined;
  const before = own && (await orUndefined(check.ask(own)));
  const streak = await findFailureStreak(runs, { ask: check.findState });
  const hasFailed = before?.some(({ state, part }) => state === 'failed' && part === (check.part ?? part));
  return measureRecovery(streak, { own: hasFailed ? own : undefined, now });
}

function describeResolveHold(failure: PartResult, isSkipped: boolean): string {
  const run = describeRun(failure);
  if (isSkipped) return `${failure.label} failed when it last ran (${run}) and did not run in this run`;
  const state = failure.state === 'failed' ? 'failed' : 'may be failing';
  return `${failure.label} ${state} in another run (${run}) that this run does not supersede`;
}
