import { isConclusive, isFailure } from '../decision.ts';
import type { Facts } from '../details.ts';
import { openCheck } from './check.ts';
import type { Client } from './client.ts';
import type { Findings, FindingsInput } from './findings.ts';
import { describeRun, findResolveHold, findStart, type PartResult } from './guards.ts';
import { findFailureStreak, MAX_FAILED_RUNS, measureRecovery } from './history.ts';
import { describeMissing, describeUnproven, MissingError, orUndefined, persist, readMissing } from './missing.ts';
import { findNewerResults, listLateRuns, listNewerRuns } from './newer.ts';
import type { Check } from './parts.ts';
import { type CheckRuns, type ListedRun, readRuns, type Target } from './runs.ts';

/** At most so many older runs that are under way or were cancelled are opened. */
const MAX_UNCLEAR_RUNS = 4;

/** Looks until everything that could hold the resolve back is known, or the time is over. Never throws. */
export async function prepareResolve(client: Client, input: FindingsInput): Promise<Findings> {
  const { target, decided } = input;
  const findings: Findings = { facts: {}, notes: [], warnings: [] };
  if (decided.isVerb) return findings;
  try {
    return { ...findings, ...(await persist(() => checkResolve(client, input), input)) };
  } catch (error) {
    const missing = readMissing(error);
    if (missing.kind !== 'permission' || mayBePartial(target)) {
      return { ...findings, hold: { reason: describeUnproven(missing), isWarning: true } };
    }
    // Without the permission a job's own success is believed.
    return { ...findings, notes: [`It was not checked whether a newer run failed: ${describeMissing(missing)}.`] };
  }
}

/** Whether the report is of several jobs, of which some may not have run. */
function mayBePartial({ subject, needs = [] }: Target): boolean {
  return subject === 'watched run' || needs.some(({ result }) => result !== 'success');
}

/** @throws {MissingError} for whatever could hold the resolve back and cannot be had */
async function checkResolve(
  client: Client,
  { target, decided, clock, signal }: FindingsInput,
): Promise<Partial<Findings>> {
  const { outcome } = decided;
  const near = await readRuns(client, target, mayBePartial(target) ? 'branch' : 'near');
  // That nothing failed before is not proved by a list that can be days late.
  const isProven = near.isReached || !mayBePartial(target);
  // This job ends now, so that nothing can have failed after it.
  const newer = [...listNewerRuns(near), ...(target.subject === 'job' ? [] : listLateRuns(near))];
  if (isProven && newer.length === 0 && listSuspects(near, target).length === 0) return {};

  const check = await openCheck(client, { runs: near, target, outcome, clock, signal });
  const runs = check.hasSkipped ? await readFurther(client, target, near) : near;
  const { own, part, ask } = check;
  const results = await findNewerResults(newer, { part, ask, start: findStart(own) });
  if (check.hasSkipped) for (const run of listSuspects(runs, target)) results.push(...(await ask(run)));
  const hold = await findLastHold(check, { results, runs, asked: newer });
  if (hold !== undefined)
    return { hold: { reason: describeResolveHold(hold, own.isSkipped(hold.part)), isWarning: false } };
  if (!isProven && check.hasSkipped) throw new MissingError({ kind: 'unreached' });
  return { facts: await findRecovery(client, check, runs, clock.now()) };
}

/**
 * The runs in which what a job skipped now may have failed. That it skipped a step is known only once it was looked up,
 * which is not worth a request on every green run: where the nearest runs give no reason to, they are all that is read.
 */
async function readFurther(client: Client, target: Target, near: CheckRuns): Promise<CheckRuns> {
  const failed = near.older.filter(({ conclusion }) => isFailure(conclusion));
  const isEnough = target.subject !== 'job' || near.isComplete || !near.isReached || failed.length >= MAX_FAILED_RUNS;
  return isEnough ? near : readRuns(client, target, 'pages');
}

/**
 * What holds the resolve back once the runs in between were asked: what did not run now may have passed in one of them,
 * or its failure may not count. Where no more can be asked, what was seen to fail holds back.
 */
async function findLastHold(
  { own, ask, isCounted }: Check,
  { results, runs, asked }: { results: PartResult[]; runs: CheckRuns; asked: readonly ListedRun[] },
): Promise<PartResult | undefined> {
  const done = new Set(asked);
  for (;;) {
    const counted = results.filter(({ state, part }) => state === 'passed' || isCounted(part));
    const hold = findResolveHold(own, counted);
    const next = hold && listRunsToLift(hold, runs).find((run) => !done.has(run));
    if (next === undefined) return hold;
    done.add(next);
    try {
      results.push(...(await ask(next, true)));
    } catch (error) {
      if (readMissing(error).kind !== 'too many requests') throw error;
      return hold;
    }
  }
}

/** The runs that may lift a hold: those that came after the failure, oldest first, and the newest that passed. */
function listRunsToLift({ run: { number } }: PartResult, { older, own }: CheckRuns): ListedRun[] {
  if (number > own.number) return [];
  const conclusive = older.filter(({ conclusion }) => isConclusive(conclusion));
  const passed = conclusive.filter(({ conclusion }) => conclusion === 'success').slice(0, 1);
  // What failed is mostly repaired soon, or just now.
  return [...passed, ...conclusive.filter((run) => run.number > number).reverse()];
}

/**
 * The older runs in which something may have failed that did not run since: those that failed, and the unclear ones, which
 * are under way or were cancelled, as GitHub says of a time limit too. Of one job only those cancelled since the last
 * success are asked: that it skips just the step in which it ran out of time, and does so twice, is not worth a request on
 * every green run.
 */
function listSuspects({ older, own }: CheckRuns, { subject }: Target): ListedRun[] {
  const others = older.filter(({ id }) => id !== own.id);
  const success = others.findIndex(({ conclusion, match }) => conclusion === 'success' && match === 'same');
  const isRecent = (index: number) => subject !== 'job' || success < 0 || index < success;
  const isUnclear = (run: ListedRun, index: number) =>
    isUnderWay(run) || (run.conclusion === 'cancelled' && isRecent(index));
  return [
    ...older.filter(({ id }) => id === own.id),
    ...others.filter(({ conclusion }) => isFailure(conclusion)).slice(0, MAX_FAILED_RUNS),
    ...others.filter(isUnclear).slice(0, MAX_UNCLEAR_RUNS),
  ];
}

function isUnderWay({ conclusion, status }: ListedRun): boolean {
  return conclusion === undefined && !/^(queued|requested|pending|waiting)$/.test(status ?? '');
}

/** How long the check failed until now, where the newest older run failed. */
async function findRecovery(client: Client, check: Check, runs: CheckRuns, now: number): Promise<Facts> {
  const [newest] = runs.older.filter((run) => run.id === runs.own.id || isConclusive(run.conclusion));
  const isOwn = newest?.id === runs.own.id;
  if (newest === undefined || (newest.conclusion === 'success' && !isOwn) || !client.hasRoomForDetails()) return {};
  const own = isOwn ? newest : undefined;
  const before = own && (await orUndefined(check.ask(own)));
  const streak = await findFailureStreak(runs, { ask: check.findState });
  const hasFailed = before?.some(({ state, part }) => state === 'failed' && part === (check.part ?? part));
  return measureRecovery(streak, { own: hasFailed ? own : undefined, now });
}

function describeResolveHold(failure: PartResult, isSkipped: boolean): string {
  const run = describeRun(failure);
  if (isSkipped) return `${failure.label} failed (${run}), was not seen to pass since and did not run in this run`;
  const state = failure.state === 'failed' ? 'failed' : 'may be failing';
  return `${failure.label} ${state} in another run (${run}) that this run does not supersede`;
}
