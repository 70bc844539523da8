import type { ContextValues } from './contexts.ts';
import { EvaluationError, holds } from './expressions.ts';

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

/** What a step sees of its place: of the job, or of the composite action that it is a step of. */
export type Scope = {
  /** Outcomes of the steps of the same level, by id. */
  steps: ContextValues;
  /** Only in a composite action. */
  composite?: {
    name: string;
    inputs: ContextValues;
    /** `github.action_status`: what the composite action has come to in this phase. */
    status: JobStatus;
  };
};

type Common = {
  name: string;
  /** Under which its result is in the `steps` context, if at all. */
  id?: string;
  /** Its `if`, with a status function in it. */
  condition: string;
  continueOnError: boolean;
  /** `uses: ./…` */
  isLocal: boolean;
};

type Action = Common & {
  /** `pre-if` and `post-if` of an action that has these phases. */
  pre: string | undefined;
  post: string | undefined;
  play(phase: PhaseName, scope: Scope): Promise<JobStatus> | JobStatus;
};

type CompositeAction = Common & {
  steps: Step[];
  /** @throws EvaluationError */
  evaluateInputs(phase: PhaseName, scope: Scope): ContextValues;
};

/** A step: one action, or a composite action with steps of its own. */
export type Step = Action | CompositeAction;

/** A phase of a step; `outcome` is before and `result` after `continue-on-error`. */
export type PlayedStep = {
  name: string;
  phase: PhaseName;
  outcome: JobStatus | 'skipped';
  result: JobStatus | 'skipped';
};

export type Play = {
  steps: Step[];
  state: JobState;
  /** What a condition may read. */
  createContexts(phase: PhaseName, scope: Scope): Readonly<Record<string, unknown>>;
  /** Gets what the runner itself says. */
  annotate(level: 'error' | 'warning', message: string): void;
};

/**
 * Plays the steps of a job with their pre and post phases; gives what was played.
 * Source: `StepsRunner`, `ActionRunner`, `ActionManager` and `CompositeActionHandler` of actions/runner.
 */
export async function playSteps({ steps, state, createContexts, annotate }: Play): Promise<PlayedStep[]> {
  const played: PlayedStep[] = [];
  const levels = new Map<Step, ContextValues>();
  const pres = new Map<Step, Step[]>();
  const posts = new Map<Step, Step[]>();
  const registered = new Set<Step>();
  const jobPosts: Step[] = [];

  const listOf = (map: Map<Step, Step[]>, step: Step): Step[] => {
    const list = map.get(step) ?? [];
    map.set(step, list);
    return list;
  };
  const hasPre = (step: Step): boolean => ('play' in step ? step.pre !== undefined : listOf(pres, step).length > 0);
  const hasPost = (step: Step): boolean => ('play' in step ? step.post !== undefined : listOf(posts, step).length > 0);

  // Files the pre and post phases of steps under the composite action `owner`. A local action is not read yet, and
  // is taken to have a post phase. At the level of the job there is no owner.
  const prepare = (all: readonly Step[], owner?: Step) => {
    for (const step of all) {
      if ('steps' in step && !step.isLocal) prepare(step.steps, step);
      if (owner === undefined) continue;
      if (!step.isLocal && hasPre(step)) listOf(pres, owner).push(step);
      if (step.isLocal || hasPost(step)) listOf(posts, owner).push(step);
    }
  };

  const conditionOf = (step: Step, phase: PhaseName): string => {
    if (phase === 'main') return step.condition;
    return ('play' in step ? step[phase] : undefined) ?? 'always()';
  };

  // One phase of one step, its condition first. `root` is the step of the job that holds it.
  const play = async (step: Step, phase: PhaseName, scope: Scope, root: Step): Promise<JobStatus | 'skipped'> => {
    const isInMainOfComposite = scope.composite !== undefined && phase === 'main';
    const contexts = createContexts(phase, scope);
    const note = (outcome: PlayedStep['outcome'], result = outcome) => {
      played.push({ name: step.name, phase, outcome, result });
      if (phase === 'main' && step.id !== undefined)
        scope.steps[step.id] = { outcome, conclusion: result, outputs: {} };
      return result;
    };
    const status = isInMainOfComposite ? (scope.composite?.status ?? 'success') : state.status;
    const isWanted =
      !state.isShutDown && holds({ text: conditionOf(step, phase), status, jobStatus: state.status, contexts });
    if (!isWanted) return note('skipped');

    // Local composite actions are prepared when they run, under the record of the job's step: for one inside another
    // that is the outermost, which then runs the post phases with its own inputs (actions/runner 2030 and 3514).
    if ('steps' in step && step.isLocal && phase === 'main') prepare(step.steps, root);
    if (step.isLocal && hasPre(step)) {
      annotate('warning', `\`pre\` execution is not supported for local action from './${step.name}'`);
    }
    if (phase !== 'post' && hasPost(step) && !registered.has(step)) {
      registered.add(step);
      if (scope.composite === undefined) jobPosts.push(step);
    }
    const outcome = 'play' in step ? await step.play(phase, scope) : await playComposite(step, phase, scope, root);
    return note(outcome, outcome === 'failure' && step.continueOnError ? 'success' : outcome);
  };

  const playComposite = async (
    step: CompositeAction,
    phase: PhaseName,
    scope: Scope,
    root: Step,
  ): Promise<JobStatus> => {
    let inputs: ContextValues;
    try {
      inputs = step.evaluateInputs(phase, scope);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      annotate('error', error.message);
      return 'failure';
    }
    const all = {
      pre: listOf(pres, step),
      main: step.steps,
      post: listOf(posts, step)
        .toReversed()
        .filter((one) => registered.has(one)),
    };
    const known = levels.get(step) ?? {};
    levels.set(step, known);
    let status: JobStatus = 'success';
    for (const inner of [...all[phase]]) {
      const result = await play(inner, phase, { steps: known, composite: { name: step.name, inputs, status } }, root);
      if (result !== 'skipped') status = worst(status, result);
    }
    return status;
  };

  const playOfJob = async (step: Step, phase: PhaseName, known: ContextValues) => {
    const result = await play(step, phase, { steps: known }, step);
    // A cancelled step says nothing of the job: who cancels the job sets its status.
    if (result === 'failure') state.status = worst(state.status, result);
  };

  const known: ContextValues = {};
  prepare(steps);
  for (const step of steps) if (!step.isLocal && hasPre(step)) await playOfJob(step, 'pre', known);
  for (const step of steps) await playOfJob(step, 'main', known);
  for (let step = jobPosts.pop(); step !== undefined; step = jobPosts.pop()) await playOfJob(step, 'post', known);
  return played;
}

/** The worse of two; a cancelled job stays cancelled. Source: `TaskResultUtil` of actions/runner. */
export function worst(...all: JobStatus[]): JobStatus {
  if (all.includes('cancelled')) return 'cancelled';
  return all.includes('failure') ? 'failure' : 'success';
}
