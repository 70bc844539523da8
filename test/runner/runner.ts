/*
 * GitHub's runner 2.336.0 (commit 258d6c857 of actions/runner), as far as an action can tell. What is different:
 * - Steps beside the action are results, not processes: what matters of them is the order and the status.
 * - In a job without `others`, `composites` and `failsBefore` the main phase runs by default whatever the status, and
 *   `statusAtStep` and `statusAtEnd` stand for steps, so that a test is one line.
 * - A lost runner, a job container that dies and a failing "Set up job" reach no action, and are not played. Nor are
 *   hooks, snapshots, background steps, problem matchers, Docker actions and containers: no test has needed them. In a
 *   job container signals do not reach the process at all (`StepHost`).
 * - Stop containers, job outputs and an environment's url can fail a job after the last post phase (`JobExtension`).
 * - Node is the one of this project, not the one in the runner's externals (20, 24 or 24_alpine).
 * - Windows is played on this machine: long variables and Ctrl+Break only. SIGBREAK comes as `process.emit`, so that a
 *   process that blocks is not told; names of variables keep their letter case.
 * - A kill ends the process and not its children.
 * - The composite action's outputs and `env` are not evaluated, nor is what needs a server: `notice` is always taken,
 *   deprecations of `save-state` and `set-output` are not warned about, and no step is sent to GitHub.
 * - What no test of the action could tell is left out: masks are not applied, messages neither cut nor counted, and
 *   no later phase gets what one adds to the environment or the path. The `steps` context is empty: the action gets a
 *   text, and whether `steps` or `env` gave it, which `contextsAtEnd` can change, it cannot tell. A `with:` of a composite
 *   action that cannot be evaluated fails the test: to the action it is a composite action that never began.
 * - Lines of the runner's own (the group with the inputs, "Post job cleanup.") are left out of the log, so that it is
 *   what the action said. State is a dictionary with letter case, in which `A` and `a` are two.
 * - A condition knows no contexts, and is not `success()` by itself.
 * - Expressions are evaluated by GitHub's TypeScript package, which is its own port of the evaluator.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './commands.ts';
import type { Contexts, ContextValues } from './contexts.ts';
import { EvaluationError, holds, interpolate } from './expressions.ts';
import { type Annotation, createLog, type Log } from './log.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type Interruption, NO_PROCESS, runScript, type Script, type ScriptRun, type Signals } from './phase.ts';
import { type JobState, type JobStatus, type PhaseName, playSteps, type Scope, type Step, worst } from './steps.ts';

export { type Contexts, type ContextValues, createContexts } from './contexts.ts';
export type { JobStatus } from './steps.ts';

/** A job with one step of interest, and what the other steps make of the job. */
export type Job = {
  /** Folder of the action; the root of this repository by default. */
  action?: string;
  contexts: Contexts;
  /** Replaces single values of the contexts in the post phase. */
  contextsAtEnd?: Partial<Contexts>;
  /** The step's `with:`; the texts may hold expressions. A text that is empty replaces the default too. */
  with: Record<string, string>;
  /** At least this is `job.status` in the step's main phase. */
  statusAtStep?: JobStatus;
  /** At least this is `job.status` when the post phases begin. */
  statusAtEnd?: JobStatus;
  /**
   * The step's `if`, with a status function in it. By default it runs whatever the status, and a cancellation ends it, in
   * a job without `failsBefore`, `others` and `composites`; and otherwise it has the runner's own default, `success()`. A
   * step that is skipped has a post phase only when its pre phase ran.
   */
  mainCondition?: string;
  /** The step's `continue-on-error`, which holds for every phase. */
  continueOnError?: boolean;
  /** "Initialize containers" fails: a service container is not healthy. */
  failsBefore?: boolean;
  /** Steps of the job before and after the step of interest, or before and after the composite action it is in. */
  others?: OtherSteps;
  /** The composite actions that the step is in, the outermost first. */
  composites?: Composite[];
  /** All that the action has by default. */
  phases?: PhaseName[];
  /** Environment variables that the machine has (a proxy, for example). */
  env?: Record<string, string>;
  /**
   * The job is cancelled in this phase. The process gets signals only if the step's condition no longer holds, so
   * never in a post phase and never with `if: always()`.
   */
  cancel?: Signals;
  /** The step's `timeout-minutes` are over in this phase: signals, and a failure. It holds for every phase. */
  stepTimeout?: Signals;
  /** The runner is shut down in this phase: signals, the job has failed, and all that is left is skipped. */
  shutdown?: Signals;
  /** File commands that the action cannot write to: another user's (EACCES, the default), or the disk is full. */
  unwritable?: ('output' | 'state' | 'summary')[];
  unwritableReason?: 'EACCES' | 'ENOSPC';
  /** Milliseconds a phase may take before it is killed and the test fails; 60 000 by default. */
  limit?: number;
  /** `false` starts bare processes: nothing is said of loaded files, and stray network calls are not seen. */
  hasInstruments?: boolean;
};

/** Another step: what its phases come to, for those it has beside main. */
export type OtherStep = {
  name: string;
  pre?: 'success' | 'failure';
  /** `success` by default. */
  main?: 'success' | 'failure';
  post?: 'success' | 'failure';
};

export type OtherSteps = { before?: OtherStep[]; after?: OtherStep[] };

/** A composite action, and the steps in it before and after the one of interest. */
export type Composite = OtherSteps & {
  name: string;
  /** The inputs it declares, with their defaults. */
  inputs?: Record<string, string>;
  with?: Record<string, string>;
  /** `uses: ./…`, which is prepared only when it runs. */
  isLocal?: boolean;
  condition?: string;
};

/** What one phase did. */
export type Phase = Omit<ScriptRun, 'wasInterrupted'> & {
  /** As evaluated for this phase, by the names in `action.yml`; none where `with:` could not be evaluated. */
  inputs: Record<string, string>;
  /** What a person sees; debug lines only with `runner.debug` `'1'`. */
  log: string;
  /** What was printed, with debug lines, but without what `add-mask` was told: for leak tests. */
  rawLog: string;
  /** What is shown; empty above the runner's limit of 1 MiB. */
  summary: string;
};

/** What a job did. */
export type JobRun = {
  /** Those that ran, of the step of interest. */
  phases: { pre?: Phase; main?: Phase; post?: Phase };
  /** What a later step can read: the outputs of the main phase. */
  outputs: Record<string, string>;
  /** Of all phases, as are the following. */
  summary: string;
  annotations: Annotation[];
  commands: Command[];
  log: string;
  rawLog: string;
  /** Of the main phase, with `continue-on-error` applied. */
  conclusion: JobStatus | 'skipped';
  /** What the job ends with; a post phase that fails makes it fail. */
  jobStatus: JobStatus;
};

// The variables that the runner makes of the github context. Source: `GitHubContext` of actions/runner.
const GITHUB_VARIABLES = `action action_path action_ref action_repository actor actor_id api_url base_ref event_name
  event_path graphql_url head_ref job ref ref_name ref_protected ref_type repository repository_id repository_owner
  repository_owner_id retention_days run_attempt run_id run_number server_url sha triggering_actor workflow
  workflow_ref workflow_sha workspace`.split(/\s+/);

// Sources: "Contexts reference" of GitHub's documentation; `input-default-context` and `step-with` in the runner's
// action_yaml.json. A composite action's steps see no secrets, no needs and no vars.
const CONTEXTS_OF_DEFAULTS = ['github', 'strategy', 'matrix', 'job', 'runner'];
const CONTEXTS_IN_COMPOSITE = [...CONTEXTS_OF_DEFAULTS, 'env', 'inputs', 'steps'];
const CONTEXTS_OF_WITH = [...CONTEXTS_IN_COMPOSITE, 'needs', 'secrets', 'vars'];

// Source: `NodeScriptActionHandler`; on the variables of the worker itself, an image of GitHub's.
const WORKER_VARIABLES = {
  LANG: 'C.UTF-8',
  USER: 'runner',
  SHELL: '/bin/bash',
  RUNNER_TRACKING_ID: 'github_5e4a3c1d-0f4b-4c7e-9a53-2f1d7c0b8e66',
};
const RUNTIME_VARIABLES = {
  ACTIONS_RUNTIME_URL: 'https://pipelines.actions.githubusercontent.com/',
  ACTIONS_RUNTIME_TOKEN: 'eyJhbGciOiJub25lIn0.cnVudGltZQ.of-the-runner',
  ACTIONS_RESULTS_URL: 'https://results-receiver.actions.githubusercontent.com/',
  ACTIONS_CACHE_SERVICE_V2: 'True',
  ACTIONS_ORCHESTRATION_ID: '5e4a3c1d.build.__default',
};

const SUMMARY_LIMIT = 1024 * 1024;
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs an action in a job as GitHub's runner does: evaluates conditions, `with:` and the defaults in `action.yml`, and
 * runs each phase as a fresh process with only the variables that a runner sets.
 * Source: `ActionRunner`, `StepsRunner` and `Handler` of actions/runner.
 *
 * @throws Error for an action or an expression that GitHub would not take, for a phase that does not end, and for a
 *   connection that would leave the loopback
 */
export async function runJob(job: Job): Promise<JobRun> {
  const folder = await realpath(job.action ?? REPOSITORY);
  const manifest = await readManifest(folder);
  const place = await realpath(await mkdtemp(join(tmpdir(), 'runner-')));
  try {
    return await runSteps({ job, folder, manifest, place });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

type Setting = { job: Job; folder: string; manifest: Manifest; place: string };

async function runSteps(setting: Setting): Promise<JobRun> {
  const { job, manifest } = setting;
  const state: JobState = { status: job.failsBefore ? 'failure' : 'success', isShutDown: false };
  const run: JobRun = {
    phases: {},
    outputs: {},
    ...{ summary: '', annotations: [], commands: [], log: '', rawLog: '', conclusion: 'skipped' },
    jobStatus: 'success',
  };
  const isWanted = (name: PhaseName): boolean => (job.phases ?? [name]).includes(name);
  const isPlain = !job.failsBefore && job.others === undefined && job.composites === undefined;
  const condition = job.mainCondition ?? (isPlain ? undefined : 'success()');

  let saved: Record<string, string> = {};
  const action: Step = {
    name: 'action',
    condition: condition ?? 'always()',
    pre: manifest.pre && isWanted('pre') ? manifest.preCondition : undefined,
    post: manifest.post && isWanted('post') ? manifest.postCondition : undefined,
    async play(name, scope) {
      const file = manifest[name];
      if (!isWanted(name) || file === undefined) return 'success';
      const { phase, outcome } = await runPhase({ setting, run, name, file, state, condition, scope, saved });
      const result = outcome === 'failure' && job.continueOnError ? 'success' : outcome;
      saved = { ...saved, ...phase.state };
      if (name === 'main') {
        run.outputs = phase.outputs;
        run.conclusion = result;
      }
      return result;
    },
  };
  const steps = [
    ...toSteps(job.others?.before),
    createStatusStep(state, job.statusAtStep),
    nest(setting, state, action),
    ...toSteps(job.others?.after),
    createStatusStep(state, job.statusAtEnd),
  ];
  await playSteps(steps, state);
  run.jobStatus = state.status;
  return run;
}

/** Stands for steps that are not named, and leave the job with a status. */
function createStatusStep(state: JobState, status: JobStatus = 'success'): Step {
  const play = (): JobStatus => {
    state.status = worst(state.status, status);
    return 'success';
  };
  return { name: '', condition: 'always()', pre: undefined, post: undefined, play };
}

function toSteps(others: readonly OtherStep[] = []): Step[] {
  return others.map(({ name, ...results }) => ({
    name,
    condition: 'success()',
    pre: results.pre && 'always()',
    post: results.post && 'always()',
    play: (phase: PhaseName) => results[phase] ?? 'success',
  }));
}

/** The step of interest within its composite actions, from the inside out. */
function nest(setting: Setting, state: JobState, action: Step): Step {
  const composites = setting.job.composites ?? [];
  return composites.reduceRight<Step>(
    (inner, composite) => ({
      name: composite.name,
      condition: composite.condition ?? 'success()',
      isLocal: composite.isLocal ?? false,
      steps: [...toSteps(composite.before), inner, ...toSteps(composite.after)],
      evaluateInputs: (scope) => {
        const contexts = createPhaseContexts({ setting, status: state.status, scope });
        return evaluateInputs(composite.with ?? {}, composite.inputs ?? {}, contexts, scope);
      },
    }),
    action,
  );
}

type PhaseOrder = {
  setting: Setting;
  /** Gets what the phase did. */
  run: JobRun;
  name: PhaseName;
  file: string;
  state: JobState;
  /** The step's `if`; without one a cancellation ends it. */
  condition: string | undefined;
  scope: Scope | undefined;
  /** The state that the phases before have saved. */
  saved: Record<string, string>;
};

async function runPhase(order: PhaseOrder): Promise<{ phase: Phase; outcome: JobStatus }> {
  const { setting, run, name, file, state, scope, saved } = order;
  const { job, folder, manifest, place } = setting;
  const changes = name === 'post' ? job.contextsAtEnd : undefined;
  const contexts = createPhaseContexts({ setting, status: state.status, scope, changes });
  const { workspace, temp } = listFolders(place);
  const eventPath = join(temp, '_github_workflow', 'event.json');
  for (const path of [workspace, join(temp, '_github_workflow')]) await mkdir(path, { recursive: true });
  await writeFile(eventPath, JSON.stringify(contexts.github.event ?? {}));

  const log = createLog({ debug: contexts.runner.debug === '1' });
  let inputs: Record<string, string> = {};
  try {
    inputs = evaluateInputs(job.with, manifest.defaults, contexts, scope);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    log.fail(`The template is not valid. ${error.message}`);
  }
  const unexpected = Object.keys(job.with).filter((key) => !has(Object.keys(manifest.defaults), key));
  if (unexpected.length > 0) {
    const valid = Object.keys(manifest.defaults).join("', '");
    log.annotate('warning', `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']`);
  }
  const environment = {
    PATH: process.env.PATH ?? '',
    ...WORKER_VARIABLES,
    ...job.env,
    HOME: place,
    CI: 'true',
    ...toVariables('', contexts.env),
    ...prefix('STATE_', saved),
    ...prefix('INPUT_', inputs),
    ...toVariables('GITHUB_', pick(contexts.github, GITHUB_VARIABLES)),
    ...toVariables('RUNNER_', contexts.runner),
    ...RUNTIME_VARIABLES,
    GITHUB_ACTIONS: 'true',
  };
  const causes = listInterruptions(order);
  const toRun: Script = {
    ...{ folder, file, temp, workspace, environment, log, interruptions: causes.interruptions },
    unwritable: {
      files: (job.unwritable ?? []).map((one) => (one === 'summary' ? 'step_summary' : one)),
      reason: job.unwritableReason ?? 'EACCES',
    },
    isWindows: contexts.runner.os === 'Windows',
    limit: job.limit ?? 60_000,
    hasInstruments: job.hasInstruments ?? true,
  };
  const script = log.isBroken ? NO_PROCESS : await runScript(toRun);
  const isTimedOut = script.wasInterrupted && causes.hasTimedOut();
  const isFailed = isTimedOut || script.exitCode !== 0 || log.isBroken;
  const isShown = Buffer.byteLength(script.rawSummary) <= SUMMARY_LIMIT;
  if (!isShown) log.annotate('error', '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k');
  const { wasInterrupted, ...left } = script;
  const summary = isShown ? script.rawSummary : '';
  const phase = { ...left, inputs, log: log.text(), rawLog: log.rawText(), summary };
  run.phases[name] = phase;
  run.summary += summary;
  take(run, log);
  return { phase, outcome: wasInterrupted && !isTimedOut ? 'cancelled' : isFailed ? 'failure' : 'success' };
}

/** What interrupts a phase. A cancelled job interrupts only a step whose condition does not hold any more. */
function listInterruptions(order: PhaseOrder): { interruptions: Interruption[]; hasTimedOut(): boolean } {
  const { setting, name, state, condition } = order;
  const { job, manifest } = setting;
  let hasTimedOut = false;
  const cancel = (): boolean => {
    state.status = 'cancelled';
    const conditions = { pre: manifest.preCondition, main: condition, post: manifest.postCondition };
    const text = conditions[name];
    return text === undefined || !holds(text, 'cancelled');
  };
  const shutDown = (): boolean => {
    Object.assign(state, { status: 'failure', isShutDown: true } satisfies JobState);
    return true;
  };
  const timeOut = (): boolean => {
    hasTimedOut = true;
    return true;
  };
  const causes: [Signals | undefined, () => boolean][] = [
    [job.cancel, cancel],
    [job.shutdown, shutDown],
    [job.stepTimeout, timeOut],
  ];
  const interruptions = causes.flatMap(([signals, happen]) =>
    signals?.phase === name ? [{ ...signals, happen }] : [],
  );
  return { interruptions, hasTimedOut: () => hasTimedOut };
}

type PhaseContexts = { github: ContextValues; job: ContextValues; runner: ContextValues; env: ContextValues };

type Moment = {
  setting: Setting;
  status: JobStatus;
  scope: Scope | undefined;
  changes?: Partial<Contexts> | undefined;
};

function createPhaseContexts({ setting, status, scope, changes = {} }: Moment): PhaseContexts {
  const { job, place } = setting;
  const merged: Record<string, ContextValues | null> = { ...job.contexts };
  for (const [key, values] of Object.entries(changes)) merged[key] = { ...merged[key], ...values };
  const { workspace, temp } = listFolders(place);
  const inComposite = scope && { action_status: scope.status, action_path: join(place, '_actions', scope.name) };
  return {
    ...merged,
    github: { ...merged.github, workspace, event_path: join(temp, '_github_workflow', 'event.json'), ...inComposite },
    job: { ...merged.job, status },
    runner: { ...merged.runner, temp, tool_cache: join(place, '_tool'), workspace: place },
    env: { ...merged.env },
    ...(scope && { inputs: scope.inputs }),
  };
}

function listFolders(place: string): { workspace: string; temp: string } {
  return { workspace: join(place, 'workspace'), temp: join(place, '_temp') };
}

function evaluateInputs(
  given: Record<string, string>,
  defaults: Record<string, string>,
  contexts: PhaseContexts,
  scope: Scope | undefined,
): Record<string, string> {
  const allowed = scope ? CONTEXTS_IN_COMPOSITE : CONTEXTS_OF_WITH;
  const inputs: Record<string, string> = {};
  for (const [key, text] of Object.entries(given)) {
    // The runner's names of inputs ignore the letter case.
    const name = Object.keys(defaults).find((declared) => has([declared], key)) ?? key;
    inputs[name] = interpolate({ text, contexts, allowed });
  }
  for (const [name, text] of Object.entries(defaults)) {
    inputs[name] ??= interpolate({ text, contexts, allowed: CONTEXTS_OF_DEFAULTS });
  }
  return inputs;
}

/** Adds what was said in a phase to what the job did. */
function take(run: JobRun, log: Log): void {
  run.annotations.push(...log.annotations);
  run.commands.push(...log.commands);
  run.log = joinLines(run.log, log.text());
  run.rawLog = joinLines(run.rawLog, log.rawText());
}

function has(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function pick(values: ContextValues, keys: readonly string[]): ContextValues {
  return Object.fromEntries(keys.filter((key) => key in values).map((key) => [key, values[key]]));
}

/** The texts and booleans among the values, as environment variables. Numbers are none to the runner. */
function toVariables(start: string, values: ContextValues): Record<string, string> {
  const plain = Object.entries(values).filter(([, value]) => /^(string|boolean)$/.test(typeof value));
  const texts = Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
  return start === '' ? texts : prefix(start, texts);
}

/** `INPUT_` and its like: only spaces are replaced, a hyphen stays. State keeps its letter case. */
function prefix(start: string, values: Record<string, string>): Record<string, string> {
  const toName = (key: string) => (start === 'STATE_' ? key : key.replaceAll(' ', '_').toUpperCase());
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [start + toName(key), value]));
}

function joinLines(first: string, second: string): string {
  return [first, second].filter((text) => text !== '').join('\n');
}
