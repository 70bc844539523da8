import { limit, type Timing } from '../clock.ts';
import { isConclusive, isFailure, needsExplanation, type Policy, type Status } from '../decision.ts';
import type { Facts, FailedJob } from '../details.ts';
import { type Ref, refOfRun } from '../ref.ts';
import { type Check, type CheckInput, openJobCheck, openJobsCheck } from './check.ts';
import { type Client, type ClientOptions, createClient, type Job } from './client.ts';
import { describeJobs, findCauses, findErrors, findFailed, listFailedSteps } from './failures.ts';
import { findCreateHold, findResolveHold, type Result } from './guards.ts';
import { findFailureStreak, MAX_FAILED_RUNS, measureFailure, measureRecovery } from './history.ts';
import { findOwnJob, listOwnJobs, waitForSteps } from './jobs.ts';
import { describeMissing, type Missing, MissingError, orUndefined, persist, readMissing } from './missing.ts';
import { findNewerResults, listLateRuns, listNewerRuns } from './newer.ts';
import { type CheckRuns, type ListedRun, readRuns, type Target } from './runs.ts';
import { explainJobs, explainOwnJob, isEnterpriseServer } from './timeout.ts';

const CREATE_TIMEOUT_MS = 5_000;
const RESOLVE_TIMEOUT_MS = 15_000;
const MAX_CANCELLED_RUNS = 3;
/** Newer runs that may have passed what an older one failed. */
const MAX_PASSES_ASKED = 2;

/** What must be known before it is decided what to do. */
export type Settled = {
  outcome: Status;
  /** The run was cancelled because a newer run replaced it. */
  isReplaced?: boolean | undefined;
  /** The jobs because of which needed jobs were skipped. */
  causes?: FailedJob[];
  /** The ref of a watched run, once it is known whether it is a tag. */
  ref?: Ref;
  /** Why a resolve must be held back: the title itself could not be settled. */
  unsettled?: string;
  warnings: string[];
};

/** The action that is decided. One that `status` names as a verb skips every guard. */
export type Decided = {
  action: 'create' | 'resolve';
  outcome: Status;
  after: number;
  isVerb: boolean;
};

/** What was found out for a decided action. */
export type Findings = {
  /** Why the report is held back. */
  hold?: { reason: string; isWarning: boolean };
  /** The caller's part of the name of a job in a reusable workflow. */
  caller?: string | undefined;
  facts: Facts;
  warnings: string[];
  /** For the debug log. */
  notes: string[];
};

/** What is asked of GitHub. Neither function throws for what could not be had. */
export type LookUps = {
  settle: (target: Target, outcome: Status, policy: Policy) => Promise<Settled>;
  investigate: (target: Target, decided: Decided) => Promise<Findings>;
};

/** `cancelled` is aborted when the runner wants the process to end. */
export type LookUpOptions = Omit<ClientOptions, 'signal'> & { cancelled: AbortSignal };

/** The look-ups of one report. An alert waits at most 5 seconds for them, a resolve at most 15. */
export function openLookUps({ cancelled, ...options }: LookUpOptions): LookUps {
  const { clock } = options;
  const start = clock.now();
  let time = limit(clock, CREATE_TIMEOUT_MS, cancelled);
  const client = createClient({ ...options, signal: () => time.signal });
  return {
    settle: (target, outcome, policy) => settle({ client, clock, signal: time.signal, target }, outcome, policy),
    investigate: async (target, decided) => {
      if (decided.action === 'resolve') {
        time.end();
        time = limit(clock, Math.max(0, start + RESOLVE_TIMEOUT_MS - clock.now()), cancelled);
      }
      try {
        return await investigate({ client, clock, signal: time.signal, target }, decided);
      } finally {
        time.end();
      }
    },
  };
}

type Case = Timing & { client: Client; target: Target };

async function settle(of: Case, outcome: Status, policy: Policy): Promise<Settled> {
  const settled: Settled = { outcome, warnings: [], ...(await settleRef(of)) };
  return { ...settled, ...(await explain(of, { outcome, policy, warnings: settled.warnings })) };
}

async function settleRef(of: Case): Promise<Pick<Settled, 'ref' | 'unsettled'>> {
  const { client, target } = of;
  const { context } = target;
  const { watched, ref } = context;
  const { branch } = ref;
  if (ref.mayBeTag !== true || watched === undefined || branch === undefined) return {};
  try {
    const isTag = await persist(() => client.isTag(branch), of);
    const { event, headRepository } = watched;
    const run = { event, headBranch: branch, headRepository, pullRequests: [], callsWorkflows: false };
    return { ref: refOfRun(run, context, isTag) };
  } catch (error) {
    const missing = readMissing(error);
    // Without the permission, every run is taken to be on a branch, a failure and its recovery alike.
    if (missing.kind === 'permission') return {};
    return { unsettled: describeUnproven(missing, `whether ${branch} is a tag`) };
  }
}

type Explained = Pick<Settled, 'causes' | 'isReplaced' | 'unsettled'> & { outcome?: Status };

/** What a cancellation was, and whether needed jobs were skipped because another job failed. */
async function explain(
  of: Case,
  { outcome, policy, warnings }: { outcome: Status; policy: Policy; warnings: string[] },
): Promise<Explained> {
  const { client, clock, target } = of;
  const isCancelled = needsExplanation(outcome, policy);
  const mayBeSkipped = outcome === 'success' || outcome === 'skipped' || outcome === 'cancelled';
  const isSkipped = mayBeSkipped && (target.needs ?? []).some(({ result }) => result === 'skipped');
  try {
    const causes = isSkipped ? await persist(() => findCauses(client, target), of) : [];
    if (causes.length > 0) return { outcome: 'failure', causes: describeJobs(causes) };
    if (!isCancelled) return {};
    const asksForNewer = policy.createOn.includes('cancelled');
    const { isReplaced, note, ...explanation } = await persist(async () => {
      if (target.subject === 'job') return explainOwnJob(client, target, { now: clock.now(), asksForNewer });
      return explainJobs(client, (await listOwnJobs(client, target)).jobs);
    }, of);
    if (note !== undefined) warnings.push(note);
    return { isReplaced, ...(explanation.outcome && { outcome: explanation.outcome }) };
  } catch (error) {
    const missing = readMissing(error);
    const what = isCancelled ? 'why the job was cancelled' : 'why a needed job was skipped';
    if (outcome === 'success') return { unsettled: describeUnproven(missing, what) };
    warnings.push(`It could not be checked ${what}, because ${describeMissing(missing)}.`);
    return {};
  }
}

async function investigate(of: Case, decided: Decided): Promise<Findings> {
  const findings = decided.action === 'create' ? await prepareCreate(of, decided) : await prepareResolve(of, decided);
  return findings.hold === undefined ? addCaller(of, decided, findings) : findings;
}

function openCheck(client: Client, input: CheckInput): Promise<Check> {
  return input.target.subject === 'job' ? openJobCheck(client, input) : openJobsCheck(client, input);
}

async function prepareCreate({ client, clock, signal, target }: Case, decided: Decided): Promise<Findings> {
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
    if (failures.length > 0 && pass !== undefined) return { ...findings, hold: describeCreateHold(pass) };
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

/** Looks until everything that could hold the resolve back is known, or the time is over. */
async function prepareResolve(of: Case, decided: Decided): Promise<Findings> {
  const { target } = of;
  const findings: Findings = { facts: {}, notes: [], warnings: [] };
  if (decided.isVerb) return findings;
  try {
    return { ...findings, ...(await persist(() => checkResolve(of, decided), of)) };
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
async function checkResolve({ client, clock, signal, target }: Case, { outcome }: Decided): Promise<Partial<Findings>> {
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

function listRunsAfter({ run: { number } }: Result, { older }: CheckRuns): ListedRun[] {
  const between = older.filter((run) => run.number > number && isConclusive(run.conclusion));
  // What failed is mostly repaired soon, or just now.
  return [...new Set([...between.slice(-MAX_PASSES_ASKED), ...between.slice(0, MAX_PASSES_ASKED)])];
}

/** How long the check failed until now, where the newest older run failed. */
async function findRecovery(client: Client, check: Check, runs: CheckRuns, now: number): Promise<Facts> {
  const [newest] = runs.older.filter((run) => run.id === runs.own.id || isConclusive(run.conclusion));
  if (newest === undefined || newest.conclusion === 'success' || !client.hasRoomForDetails()) return {};
  const own = newest.id === runs.own.id ? newest : undefined;
  const before = own && (await orUndefined(check.ask(own)));
  const streak = await findFailureStreak(runs, { ask: check.findState });
  const hasFailed = before?.some(({ state, part }) => state === 'failed' && part === (check.part ?? part));
  return measureRecovery(streak, { own: hasFailed ? own : undefined, now });
}

/**
 * The part of the title that tells the callers of a reusable workflow apart: what GitHub shows before the name of the
 * called job. The called job's own name may change from run to run.
 */
async function addCaller({ client, target }: Case, decided: Decided, findings: Findings): Promise<Findings> {
  const { context, subject, hasTitle } = target;
  if (subject === 'watched run' || hasTitle || context.isCalled === false) return findings;
  try {
    if (context.isCalled === undefined && !(await readRuns(client, target, false)).own.callsWorkflows) return findings;
    const parts = (await findOwnJob(client, target))?.name.split(' / ') ?? [];
    if (parts.length > 1) return { ...findings, caller: parts.slice(0, -1).join(' / ') };
    if (context.isCalled === undefined) return findings;
    throw new MissingError({ kind: 'failed', problem: 'this job cannot be found in its run', isLasting: true });
  } catch (error) {
    const reason = `${UNKNOWN_CALLER}: ${describeMissing(readMissing(error))}`;
    if (decided.action === 'resolve') {
      // A server that does not say whether the job is called is believed that it is not, as for an alert.
      if (context.isCalled === undefined) return findings;
      return { ...findings, hold: { reason: `${reason}. ${CALLER_ADVICE}`, isWarning: true } };
    }
    const warning = `${reason}. The incident is opened without it and will not resolve by itself. ${CALLER_ADVICE}`;
    return { ...findings, warnings: [...findings.warnings, warning] };
  }
}

const UNKNOWN_CALLER =
  'this job may be in a reusable workflow, and which job calls it, which is part of the title, could not be looked up';
const CALLER_ADVICE = 'Give the job the permission actions: read, or set title.';

function describeRun({ run: { number, url } }: Result): string {
  return url === undefined ? `#${number}` : `#${number}, ${url}`;
}

function describeCreateHold(pass: Result): NonNullable<Findings['hold']> {
  return { reason: `a newer run (${describeRun(pass)}) of this check has already passed`, isWarning: false };
}

function describeResolveHold(failure: Result, isSkipped: boolean): string {
  const run = describeRun(failure);
  if (isSkipped) return `${failure.label} failed when it last ran (${run}) and did not run in this run`;
  const state = failure.state === 'failed' ? 'failed' : 'may be failing';
  return `${failure.label} ${state} in another run (${run}) that this run does not supersede`;
}

/** Why a resolve was held back that could not be checked, and what to do. */
function describeUnproven(missing: Missing, what = 'whether something still fails'): string {
  return (
    `it could not be checked ${what}, because ${describeMissing(missing)}. The next green run resolves the incident. If ` +
    `this happens every time, ${ADVICE[missing.kind]}`
  );
}

const WITHOUT_GUARDS = "set github-token: '' to report without these checks";
const ADVICE: Record<Missing['kind'], string> = {
  permission: `give the job this permission, or ${WITHOUT_GUARDS}`,
  'rate limit':
    'report from one job with needs in place of a step in each job, or give github-token the token of an app',
  credentials: 'give github-token a token that is valid when the job ends',
  'too many requests': `limit the runs at the same time with concurrency, or ${WITHOUT_GUARDS}`,
  'too many runs': `limit the runs at the same time with concurrency, or ${WITHOUT_GUARDS}`,
  unreached: WITHOUT_GUARDS,
  'stale list': WITHOUT_GUARDS,
  failed: `let the runner reach the API of GitHub, or ${WITHOUT_GUARDS}`,
};
