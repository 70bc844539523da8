import type { ContextValues } from './contexts.ts';
import { holds } from './expressions.ts';

/** The phases of an action, in their order. */
export type PhaseName = 'pre' | 'main' | 'post';

/** `job.status` as the runner knows it, and what a step's phase comes to. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

/** What the steps of a job share. */
export type JobState = {
  status: JobStatus;
  /** The runner is shut down: nothing is evaluated any more, all that is left is skipped. */
  isShutDown: boolean;
};

/** What a step of a composite action sees of it; a step of the job sees nothing of the kind. */
export type Scope = {
  name: string;
  inputs: ContextValues;
  /** `github.action_status`: what the composite action has come to in this phase. */
  status: JobStatus;
};

type Action = {
  name: string;
  /** Its `if`, with a status function in it. */
  condition: string;
  /** `pre-if` and `post-if` of an action that has these phases. */
  pre: string | undefined;
  post: string | undefined;
  play(phase: PhaseName, scope: Scope | undefined): Promise<JobStatus> | JobStatus;
};

type CompositeAction = Pick<Action, 'name' | 'condition'> & {
  steps: Step[];
  /** `uses: ./…` */
  isLocal: boolean;
  evaluateInputs(scope: Scope | undefined): ContextValues;
};

/** A step: one action, or a composite action with steps of its own. */
export type Step = Action | CompositeAction;

/**
 * Plays the steps of a job with their pre and post phases.
 * Source: `StepsRunner`, `ActionRunner`, `ActionManager` and `CompositeActionHandler` of actions/runner.
 */
export async function playSteps(steps: Step[], state: JobState): Promise<void> {
  const pres = new Map<Step, Step[]>();
  const posts = new Map<Step, Step[]>();
  const registered = new Set<Step>();
  const jobPosts: Step[] = [];

  const listOf = (map: Map<Step, Step[]>, step: Step): Step[] => {
    const list = map.get(step) ?? [];
    map.set(step, list);
    return list;
  };
  const isLocal = (step: Step): boolean => 'steps' in step && step.isLocal;
  const hasPre = (step: Step): boolean => ('play' in step ? step.pre !== undefined : listOf(pres, step).length > 0);
  const hasPost = (step: Step): boolean => ('play' in step ? step.post !== undefined : listOf(posts, step).length > 0);

  // Files the pre and post phases of steps under the composite action `owner`. A local action is not read yet, and
  // is taken to have a post phase. At the level of the job there is no owner.
  const prepare = (all: readonly Step[], owner?: Step) => {
    for (const step of all) {
      if ('steps' in step && !step.isLocal) prepare(step.steps, step);
      if (owner === undefined) continue;
      if (!isLocal(step) && hasPre(step)) listOf(pres, owner).push(step);
      if (isLocal(step) || hasPost(step)) listOf(posts, owner).push(step);
    }
  };

  const conditionOf = (step: Step, phase: PhaseName): string => {
    if (phase === 'main') return step.condition;
    return ('play' in step ? step[phase] : undefined) ?? 'always()';
  };

  // One phase of one step, its condition first. `root` is the step of the job that holds it.
  const play = async (step: Step, phase: PhaseName, root: Step, scope?: Scope): Promise<JobStatus | 'skipped'> => {
    const status = (phase === 'main' ? scope?.status : undefined) ?? state.status;
    if (state.isShutDown || !holds(conditionOf(step, phase), status)) return 'skipped';

    // Local composite actions are prepared when they run, under the record of the job's step: for one inside another
    // that is the outermost, which then runs the post phases with its own inputs (actions/runner 2030 and 3514).
    if ('steps' in step && step.isLocal && phase === 'main') prepare(step.steps, root);
    if (phase !== 'post' && hasPost(step) && !registered.has(step)) {
      registered.add(step);
      if (scope === undefined) jobPosts.push(step);
    }
    return 'play' in step ? step.play(phase, scope) : playComposite(step, phase, root, scope);
  };

  const playComposite = async (step: CompositeAction, phase: PhaseName, root: Step, scope: Scope | undefined) => {
    const inputs = step.evaluateInputs(scope);
    const post = listOf(posts, step).filter((one) => registered.has(one));
    const all = { pre: listOf(pres, step), main: step.steps, post: post.toReversed() };
    let status: JobStatus = 'success';
    for (const inner of [...all[phase]]) {
      const result = await play(inner, phase, root, { name: step.name, inputs, status });
      if (result !== 'skipped') status = worst(status, result);
    }
    return status;
  };

  const playOfJob = async (step: Step, phase: PhaseName) => {
    const result = await play(step, phase, step);
    // A cancelled step says nothing of the job: who cancels the job sets its status.
    if (result === 'failure') state.status = worst(state.status, result);
  };

  prepare(steps);
  for (const step of steps) if (!isLocal(step) && hasPre(step)) await playOfJob(step, 'pre');
  for (const step of steps) await playOfJob(step, 'main');
  for (let step = jobPosts.pop(); step !== undefined; step = jobPosts.pop()) await playOfJob(step, 'post');
}

/** The worse of two; a cancelled job stays cancelled. Source: `TaskResultUtil` of actions/runner. */
export function worst(...all: JobStatus[]): JobStatus {
  if (all.includes('cancelled')) return 'cancelled';
  return all.includes('failure') ? 'failure' : 'success';
}
