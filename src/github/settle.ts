import type { Timing } from '../clock.ts';
import { needsExplanation, type Policy, type Status } from '../decision.ts';
import type { FailedJob } from '../details.ts';
import { type Ref, refOfRun } from '../ref.ts';
import type { Client } from './client.ts';
import { describeJobs, findCauses } from './failures.ts';
import { listOwnJobs } from './jobs.ts';
import { describeMissing, describeUnproven, persist, readMissing } from './missing.ts';
import type { Target } from './runs.ts';
import { explainJobs, explainOwnJob } from './timeout.ts';

/** What must be known before it is decided what to do. */
export type Settled = {
  outcome: Status;
  /** The run was cancelled because a newer run replaced it. */
  isReplaced?: boolean | undefined;
  /** The jobs because of which needed jobs were skipped. */
  causes?: FailedJob[];
  /** The ref of a watched run, once it is known whether it is a tag. */
  ref?: Ref;
  /** Why a resolve must be held back: the title or the outcome itself could not be settled. */
  unsettled?: string;
  warnings: string[];
};

/** What is settled: an outcome of a target, for a policy. */
export type SettleInput = Timing & { target: Target; outcome: Status; policy: Policy };

/** Settles what the run is on, and what its outcome was. Throws for nothing that could not be had. */
export async function settle(client: Client, input: SettleInput): Promise<Settled> {
  const ref = await settleRef(client, input);
  return { outcome: input.outcome, warnings: [], ...ref, ...(await settleOutcome(client, input)) };
}

async function settleRef(
  client: Client,
  { target, clock, signal }: SettleInput,
): Promise<Pick<Settled, 'ref' | 'unsettled'>> {
  const { context } = target;
  const { watched, ref } = context;
  const { branch } = ref;
  if (ref.mayBeTag !== true || watched === undefined || branch === undefined) return {};
  try {
    const isTag = await persist(() => client.isTag(branch), { clock, signal });
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

/** What a cancellation was, and whether needed jobs were skipped because another job failed. */
async function settleOutcome(client: Client, input: SettleInput): Promise<Partial<Settled>> {
  const { target, outcome, policy } = input;
  // What another job was cancelled for, this one does not show.
  const isCancelled = needsExplanation(outcome, policy) && !target.isOtherStatus;
  const mayBeSkipped = outcome === 'success' || outcome === 'skipped' || outcome === 'cancelled';
  const isSkipped = mayBeSkipped && (target.needs ?? []).some(({ result }) => result === 'skipped');
  try {
    const causes = isSkipped ? await persist(() => findCauses(client, target), input) : [];
    if (causes.length > 0) return { outcome: 'failure', causes: describeJobs(causes) };
    return isCancelled ? await explainCancellation(client, input) : {};
  } catch (error) {
    const missing = readMissing(error);
    const what = isCancelled ? 'why the job was cancelled' : 'why a needed job was skipped';
    const unsettled = describeUnproven(missing, what);
    if (outcome === 'success') return { unsettled };
    return { unsettled, warnings: [`It could not be checked ${what}, because ${describeMissing(missing)}.`] };
  }
}

async function explainCancellation(client: Client, input: SettleInput): Promise<Partial<Settled>> {
  const { target, policy, clock } = input;
  const asksForNewer = policy.createOn.includes('cancelled');
  const { outcome, isReplaced, note } = await persist(async () => {
    if (target.subject === 'job') return explainOwnJob(client, target, { now: clock.now(), asksForNewer });
    return explainJobs(client, (await listOwnJobs(client, target)).jobs);
  }, input);
  return { isReplaced, ...(outcome && { outcome }), ...(note !== undefined && { warnings: [note] }) };
}
