import { findBranchObstacle } from './branches.ts';
import { findRun, type Situation, type Subject } from './context.ts';

/** The words GitHub has for how a run, a job or a step ended ("Workflow runs", REST API, GitHub Docs). */
export const CONCLUSIONS = [
  'success',
  'failure',
  'cancelled',
  'skipped',
  'timed_out',
  'startup_failure',
  'neutral',
  'action_required',
  'stale',
] as const;

/** The words of `status`: the conclusions, and the two verbs that need no list. */
export const STATUSES = [...CONCLUSIONS, 'create', 'resolve'] as const;

export type Conclusion = (typeof CONCLUSIONS)[number];
export type Status = (typeof STATUSES)[number];

/** `needs` as the runner gives it: how each needed job ended, by the job's id. */
export type Needs = ReadonlyMap<string, Conclusion>;

/** The runner runs the action twice: where the step stands, and when the job ends. */
export type Phase = 'main' | 'post';

/** What is to be reported, and of what. */
export type Finding =
  | { kind: 'found'; outcome: Status; subject: Subject }
  | { kind: 'later'; reason: string }
  | { kind: 'nothing'; reason: string; unusual?: boolean };

/** What is to be reported, once there is something. */
export type Found = Extract<Finding, { kind: 'found' }>;

/** What to do. */
export type Decision = { action: 'create' | 'resolve' | 'none'; reason: string };

/** What the outcome is made of. */
export type Sources = {
  phase: Phase;
  status: Status | undefined;
  needs: Needs | undefined;
  jobStatus: string;
  actionStatus: string;
  situation: Situation;
};

/**
 * The outcome, from the first that speaks: `status`, `needs`, the watched run, the job's own final status.
 *
 * `job.status` learns only at the end of a composite action's phase that a step in it has failed, so meanwhile a
 * success is not believed (actions/runner, issue 1682).
 */
export function findOutcome({ phase, status, needs, jobStatus, actionStatus, situation }: Sources): Finding {
  const { watched } = situation;
  const broken = actionStatus.toLowerCase() === 'failure';
  const subject = needs !== undefined ? 'workflow' : watched !== undefined ? 'watched' : 'job';
  if (status === 'success' && broken && phase === 'main') {
    return {
      kind: 'later',
      reason: 'a step of the composite action has failed; the outcome is reported when the job ends',
    };
  }
  if (status !== undefined) return { kind: 'found', outcome: status, subject };
  if (needs !== undefined) return { kind: 'found', outcome: findWorst(needs), subject };
  if (watched !== undefined) {
    if (watched.activity !== 'completed') {
      return {
        kind: 'nothing',
        reason: `the workflow_run activity is ${watched.activity}, and only completed is reported`,
      };
    }
    return readConclusion(watched.conclusion ?? '', 'the watched run', subject);
  }
  if (phase === 'main')
    return { kind: 'later', reason: 'the job is still running; its outcome is reported when it ends' };
  return readConclusion(broken && jobStatus === 'success' ? 'failure' : jobStatus, 'this job', subject);
}

/** Whether `status` says success where `needs` would say failure: mostly the own job's status, which says nothing of them. */
export function hidesFailure({ status, needs }: Pick<Sources, 'status' | 'needs'>): boolean {
  return status === 'success' && needs !== undefined && findWorst(needs) === 'failure';
}

/** Whether the own job failed where only the watched run is reported: a job that does more than report, mostly. */
export function failsUnreported({
  status,
  needs,
  jobStatus,
  situation,
}: Omit<Sources, 'phase' | 'actionStatus'>): boolean {
  return situation.watched !== undefined && status === undefined && needs === undefined && jobStatus === 'failure';
}

/** What stands against reporting a found outcome at all, as the reason for doing nothing. */
export function findObstacle(
  finding: Found,
  { situation, branches, reported }: { situation: Situation; branches: readonly string[]; reported: string },
): string | undefined {
  if (finding.outcome === reported) return `the outcome is ${reported}, which the step itself has already dealt with`;
  return findBranchObstacle(findRun(situation, finding.subject).stream, branches);
}

/** The outcomes that open an incident and those that resolve it. */
export type Lists = { createOn: readonly Conclusion[]; resolveOn: readonly Conclusion[] };

/**
 * Whether it must be asked what an outcome was: GitHub says cancelled also for what ran into its time limit, and
 * that is to be told apart where the lists treat it in another way.
 */
export function isAmbiguous(outcome: Status, { createOn, resolveOn }: Lists): boolean {
  if (outcome !== 'cancelled') return false;
  return [createOn, resolveOn].some((list) => list.includes('timed_out') && !list.includes('cancelled'));
}

/** What the policy makes of an outcome. */
export function decide(outcome: Status, { createOn, resolveOn }: Lists): Decision {
  if (outcome === 'create' || outcome === 'resolve') return { action: outcome, reason: `status says ${outcome}` };
  if (createOn.includes(outcome))
    return { action: 'create', reason: `the outcome is ${outcome}, which is in create-on` };
  if (resolveOn.includes(outcome))
    return { action: 'resolve', reason: `the outcome is ${outcome}, which is in resolve-on` };
  const reason = `the outcome is ${outcome}, which is in neither create-on nor resolve-on`;
  const advice = outcome === 'cancelled' ? '; to be alerted on cancellations, add cancelled to create-on' : '';
  return { action: 'none', reason: `${reason}${advice}` };
}

// A word that GitHub adds one day must neither stop the build nor pass for a success.
function readConclusion(given: string, whose: string, subject: Subject): Finding {
  const outcome = CONCLUSIONS.find((word) => word === given.trim().toLowerCase());
  if (outcome !== undefined) return { kind: 'found', outcome, subject };
  const gave = given.trim() === '' ? 'no conclusion' : `the unknown conclusion "${given.slice(0, 40)}"`;
  return { kind: 'nothing', reason: `GitHub gave ${gave} for ${whose}`, unusual: true };
}

function findWorst(needs: Needs): Conclusion {
  const results = [...needs.values()];
  const order: Conclusion[] = ['failure', 'cancelled', 'success'];
  return order.find((word) => results.includes(word)) ?? 'skipped';
}
