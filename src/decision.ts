import type { Context, Subject } from './context.ts';

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

/** The words of `status`: the conclusions, and the two verbs that skip every policy and every guard. */
export const STATUSES = [...CONCLUSIONS, 'create', 'resolve'] as const;

export type Conclusion = (typeof CONCLUSIONS)[number];
export type Status = (typeof STATUSES)[number];

/** How a needed job ended. Two forms of `needs` do not name the job. */
export type Need = { job?: string | undefined; result: 'success' | 'failure' | 'cancelled' | 'skipped' };

/** The runner runs the action twice: where the step stands, and when the job ends. */
export type Phase = 'main' | 'post';

/** Nothing is sent to Spike, or not yet, and why. */
export type Skip = { kind: 'nothing' | 'later'; reason: string; isUnusual?: boolean };

/** What is to be reported, and of what. */
export type Outcome = { kind: 'outcome'; outcome: Status; subject: Subject };

/** What the outcome is made of. `status` is `undefined` where the input says `auto`. */
export type OutcomeInput = {
  phase: Phase;
  status: Status | undefined;
  needs: readonly Need[] | undefined;
  /** `job.status` in this phase. */
  jobStatus: string;
  /** `github.action_status`: set inside a composite action only. */
  actionStatus: string;
  context: Context;
};

const FAILURES: readonly string[] = ['failure', 'timed_out', 'startup_failure'] satisfies Conclusion[];

/** Whether a conclusion is one of failing. */
export function isFailure(conclusion: string | undefined): boolean {
  return conclusion !== undefined && FAILURES.includes(conclusion);
}

/** Whether a conclusion proves failure or recovery. A cancelled or skipped run or job proves neither. */
export function isConclusive(conclusion: string | undefined): boolean {
  return isFailure(conclusion) || conclusion === 'success';
}

/** What several conclusions come to: a failure, else a cancellation, else a success, else `skipped`. */
export function worstConclusion(conclusions: readonly Conclusion[]): Conclusion {
  return (
    conclusions.find(isFailure) ??
    (['cancelled', 'success'] as const).find((word) => conclusions.includes(word)) ??
    conclusions[0] ??
    'skipped'
  );
}

/** The outcome: of `status` and `needs` the worse one; without both, that of the watched run or of this job. */
export function findOutcome(input: OutcomeInput): Outcome | Skip {
  const { phase, status, needs, jobStatus, actionStatus, context } = input;
  const { watched } = context;
  // In a composite action `job.status` does not count the steps of the action until it has ended, and the status of
  // an outer action is not told to an inner one (actions/runner#1682).
  const isComposite = actionStatus !== '';
  const hasFailed = actionStatus.toLowerCase() === 'failure';
  if (status === 'create' || status === 'resolve') {
    return { kind: 'outcome', outcome: status, subject: needs === undefined ? 'job' : 'needs' };
  }
  if (needs !== undefined) {
    const results = needs.map(({ result }) => result);
    const outcome = worstConclusion(status === undefined ? results : [worstConclusion(results), status]);
    return { kind: 'outcome', outcome, subject: 'needs' };
  }
  if (status !== undefined) {
    if (status === 'success' && isComposite && phase === 'main') return { kind: 'later', reason: IN_COMPOSITE };
    const isDoubtful = status === 'success' && (hasFailed || (isComposite && jobStatus !== 'success'));
    if (isDoubtful) return readConclusion(hasFailed ? 'failure' : jobStatus, { whose: 'this job', subject: 'job' });
    return { kind: 'outcome', outcome: status, subject: 'job' };
  }
  if (watched !== undefined) {
    if (watched.activity !== 'completed') {
      const reason = `the activity of workflow_run is ${watched.activity}; only completed is reported`;
      return { kind: 'nothing', reason };
    }
    return readConclusion(watched.conclusion ?? '', { whose: 'the watched run', subject: 'watched run' });
  }
  if (phase === 'main') return { kind: 'later', reason: 'the result of this job is reported when the job ends' };
  const conclusion = hasFailed && jobStatus === 'success' ? 'failure' : jobStatus;
  return readConclusion(conclusion, { whose: 'this job', subject: 'job' });
}

const IN_COMPOSITE = 'inside a composite action a success is known only when the job ends; it is reported then';

/** On `workflow_run`, at the end of the job: what failed there is not reported. */
export function findUnreportedFailure({ status, needs, jobStatus, context }: OutcomeInput): string | undefined {
  if (context.watched === undefined || status !== undefined || needs !== undefined || jobStatus !== 'failure') return;
  return 'This job failed, and that was not reported: on workflow_run the step reports the watched run. To report this job, give it a step of its own with status: ${{ job.status }}, if: ${{ always() }} and a title.';
}

/** The conclusions that open an incident and those that resolve it. */
export type Policy = { createOn: readonly Conclusion[]; resolveOn: readonly Conclusion[] };

/**
 * Whether GitHub must be asked what a cancellation was: GitHub says cancelled of a time limit, of a job that never got a
 * runner, and of a run that a newer one replaced.
 */
export function needsExplanation(outcome: Status, { createOn, resolveOn }: Policy): boolean {
  return outcome === 'cancelled' && [...createOn, ...resolveOn].some((word) => word === 'cancelled' || isFailure(word));
}

/** What to do. */
export type Decision = { action: 'create' | 'resolve' | 'none'; reason: string };

/** What the policy makes of an outcome. A run that a newer one replaced never opens an incident. */
export function decide(outcome: Status, { createOn, resolveOn }: Policy, isReplaced = false): Decision {
  if (outcome === 'create' || outcome === 'resolve') return { action: outcome, reason: `status is ${outcome}` };
  if (isReplaced) return { action: 'none', reason: 'the run was cancelled because a newer run replaced it' };
  if (createOn.includes(outcome)) return { action: 'create', reason: `the result is ${outcome}` };
  if (resolveOn.includes(outcome)) return { action: 'resolve', reason: `the result is ${outcome}` };
  return {
    action: 'none',
    reason: `the result is ${outcome}, which neither opens nor resolves an incident (inputs create-on and resolve-on)`,
  };
}

// An unknown conclusion, which GitHub may add one day, neither stops the build nor resolves an incident.
function readConclusion(given: string, { whose, subject }: { whose: string; subject: Subject }): Outcome | Skip {
  const outcome = CONCLUSIONS.find((word) => word === given.trim().toLowerCase());
  if (outcome !== undefined) return { kind: 'outcome', outcome, subject };
  const gave = given.trim() === '' ? 'no conclusion' : `the unknown conclusion "${given.slice(0, 40)}"`;
  return { kind: 'nothing', reason: `GitHub gave ${gave} for ${whose}`, isUnusual: true };
}
