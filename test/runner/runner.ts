import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './commands.ts';
import type { Contexts, ContextValues } from './contexts.ts';
import { holds, interpolate, toStepCondition } from './expressions.ts';
import { type Annotation, createLog } from './log.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { createMasks, type Masks } from './masks.ts';
import { type Cancellation, runScript, type ScriptRun } from './phase.ts';

export type { Command } from './commands.ts';
export { type Contexts, type ContextValues, createContexts, examplePayload } from './contexts.ts';
export type { Annotation } from './log.ts';
export type { Cancellation } from './phase.ts';

/** `job.status` as the runner knows it. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

/** The phases of an action, in their order. */
export type PhaseName = 'pre' | 'main' | 'post';

/** A job with one step of interest, and what the other steps make of the job. */
export type Job = {
  /** Folder of the action; the root of this repository by default. */
  action?: string;
  contexts: Contexts;
  /** Replaces single values of the contexts in the post phase. */
  contextsAtEnd?: Partial<Contexts>;
  /** The step's `with:`; the texts may hold expressions. A text that is empty replaces the default too. */
  with: Record<string, string>;
  /** `job.status` in the step's main phase; `success` by default. */
  statusAtStep?: JobStatus;
  /** `job.status` in the post phase; as at the step by default. A step that failed makes `failure` of `success`. */
  statusAtEnd?: JobStatus;
  /** The step's `continue-on-error`. */
  continueOnError?: boolean;
  /**
   * The step's `if:`, or `false` for a step that is skipped. A step that is skipped has a post phase only when its
   * pre phase ran. By default it runs, or has the runner's default `success()` with `failsBefore`.
   */
  mainCondition?: boolean | string;
  /** Something fails before the first step: a service container, or the pre phase of another action. */
  failsBefore?: boolean;
  /** All that the action has by default. */
  phases?: PhaseName[];
  /** State for a post phase that is run without its main phase. */
  state?: Record<string, string>;
  /** Environment variables that the machine has (a proxy, for example). */
  env?: Record<string, string>;
  /** Text of the event file in place of `github.event`; `null`: no event file and no `GITHUB_EVENT_PATH`. */
  eventFile?: string | null;
  cancel?: Cancellation;
  /** Milliseconds a phase may take before it is killed and the test fails; 60 000 by default. */
  limit?: number;
  /** `false` starts bare processes: nothing is said of loaded files, and stray network calls are not seen. */
  hasInstruments?: boolean;
};

/** What one phase did. */
export type Phase = Omit<ScriptRun, 'wasCancelled'> & {
  /** As evaluated for this phase, by the names in `action.yml`. */
  inputs: Record<string, string>;
  /** What a person sees, masked; debug lines only with `runner.debug` `'1'`. */
  log: string;
  /** What was printed, unmasked and with debug lines, but without what `add-mask` was told: for leak tests. */
  rawLog: string;
  /** What is shown, masked; empty above the runner's limit of 1 MiB. */
  summary: string;
};

/** What a job did. */
export type JobRun = {
  phases: { pre?: Phase; main?: Phase; post?: Phase };
  /** What a later step can read: the outputs of the main phase. */
  outputs: Record<string, string>;
  /** Of all phases, as are the following. */
  summary: string;
  annotations: Annotation[];
  commands: Command[];
  log: string;
  rawLog: string;
  /** `steps.<id>.conclusion`: of the main phase, with `continue-on-error` applied. */
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped';
  /** What the job ends with; a post phase that fails makes it fail. */
  jobStatus: JobStatus;
};

// The variables that the runner makes of the github context. Source: `GitHubContext` of actions/runner.
const GITHUB_VARIABLES = `action action_path action_ref action_repository actor actor_id api_url base_ref event_name
  event_path graphql_url head_ref job ref ref_name ref_protected ref_type repository repository_id repository_owner
  repository_owner_id retention_days run_attempt run_id run_number server_url sha triggering_actor workflow
  workflow_ref workflow_sha workspace`.split(/\s+/);

// Sources: "Contexts reference" of GitHub's documentation; `input-default-context` in the runner's action_yaml.json.
const CONTEXTS_OF_DEFAULTS = ['github', 'strategy', 'matrix', 'job', 'runner'];
const CONTEXTS_OF_WITH = [...CONTEXTS_OF_DEFAULTS, 'env', 'inputs', 'needs', 'secrets', 'steps', 'vars'];

const SUMMARY_LIMIT = 1024 * 1024;
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs an action in a job as GitHub's runner does: evaluates `with:` and the defaults in `action.yml`, runs the
 * main phase, evaluates them again and runs the post phase, each as a fresh process with only the variables that
 * a runner sets. Source: `ActionRunner`, `StepsRunner` and `Handler` of actions/runner.
 *
 * @throws Error for an action or an expression that the runner would not take, for a phase that does not end, and
 *   for a connection that would leave the loopback
 */
export async function runJob(job: Job): Promise<JobRun> {
  const folder = await realpath(job.action ?? REPOSITORY);
  const manifest = await readManifest(folder);
  const masks = createMasks();
  for (const secret of [job.contexts.github.token, ...Object.values(job.contexts.secrets ?? {})]) {
    if (typeof secret === 'string') masks.add(secret);
  }
  const place = await realpath(await mkdtemp(join(tmpdir(), 'runner-')));
  try {
    return await runPhases({ job, folder, manifest, masks, place });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

type Setting = { job: Job; folder: string; manifest: Manifest; masks: Masks; place: string };

async function runPhases(setting: Setting): Promise<JobRun> {
  const { job, manifest } = setting;
  const run: JobRun = {
    phases: {},
    outputs: {},
    summary: '',
    annotations: [],
    commands: [],
    log: '',
    rawLog: '',
    conclusion: 'skipped',
    jobStatus: job.statusAtEnd ?? job.statusAtStep ?? 'success',
  };

  const before: Before = { state: job.state ?? {}, exported: {}, addedPaths: [] };
  const play = async (name: PhaseName, file: string, status: JobStatus) => {
    const { phase, result } = await runPhase({ setting, run, name, file, status, before });
    before.state = { ...before.state, ...phase.state };
    before.exported = { ...before.exported, ...phase.exported };
    before.addedPaths = [...before.addedPaths, ...phase.addedPaths];
    return { outputs: phase.outputs, result: job.continueOnError && result === 'failure' ? 'success' : result };
  };
  const isWanted = (name: PhaseName): boolean => (job.phases ?? [name]).includes(name);
  const isTrue = (text: string, name: PhaseName, status: JobStatus): boolean =>
    holds({
      text,
      status,
      jobStatus: status,
      contexts: createPhaseContexts({ job, name, status, place: '', workspace: '' }),
    });

  let status: JobStatus = job.failsBefore ? 'failure' : 'success';
  let hasPost = !isWanted('main');
  if (manifest.pre !== undefined && isWanted('pre') && isTrue(manifest.preCondition, 'pre', status)) {
    hasPost = true;
    status = worst(status, (await play('pre', manifest.pre, status)).result);
  }
  status = worst(job.statusAtStep ?? 'success', status);
  const condition = job.mainCondition ?? (job.failsBefore ? 'success()' : true);
  const runsMain = typeof condition === 'string' ? isTrue(toStepCondition(condition), 'main', status) : condition;
  if (isWanted('main') && runsMain) {
    hasPost = true;
    const { outputs, result } = await play('main', manifest.main, status);
    run.outputs = outputs;
    run.conclusion = result;
    status = worst(status, result);
  }
  status = worst(job.statusAtEnd ?? status, run.conclusion, job.failsBefore ? 'failure' : 'success');
  if (manifest.post !== undefined && isWanted('post') && hasPost && isTrue(manifest.postCondition, 'post', status)) {
    status = worst(status, (await play('post', manifest.post, status)).result);
  }
  run.jobStatus = status;
  return run;
}

type Before = Pick<ScriptRun, 'state' | 'exported' | 'addedPaths'>;

type PhaseOrder = {
  setting: Setting;
  /** Gets what the phase did. */
  run: JobRun;
  name: PhaseName;
  file: string;
  status: JobStatus;
  /** What the phase before left. */
  before: Before;
};

async function runPhase(order: PhaseOrder): Promise<{ phase: Phase; result: JobStatus }> {
  const { setting, run, name, file, status, before } = order;
  const { job, folder, manifest, masks, place } = setting;
  const workspace = join(place, 'workspace');
  await mkdir(workspace, { recursive: true });
  const eventPath = join(place, 'event.json');
  const contexts = createPhaseContexts({ job, name, status, place, workspace });
  if (job.eventFile === null) delete contexts.github.event_path;
  else await writeFile(eventPath, job.eventFile ?? JSON.stringify(contexts.github.event ?? {}));

  const debug = contexts.runner.debug === '1';
  const log = createLog({ masks, debug });
  const unexpected = Object.keys(job.with).filter((key) => !has(Object.keys(manifest.defaults), key));
  if (unexpected.length > 0) {
    const valid = Object.keys(manifest.defaults).join("', '");
    log.annotate('warning', `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']`);
  }
  const inputs = evaluateInputs(job.with, manifest.defaults, contexts);
  const environment = {
    ...job.env,
    PATH: [...before.addedPaths.toReversed(), process.env.PATH ?? ''].join(delimiter),
    HOME: place,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...toVariables('', contexts.env),
    ...before.exported,
    ...prefix('STATE_', before.state),
    ...prefix('INPUT_', inputs),
    ...toVariables('GITHUB_', pick(contexts.github, GITHUB_VARIABLES)),
    ...toVariables('RUNNER_', contexts.runner),
  };

  const { wasCancelled, ...script } = await runScript({
    folder,
    file,
    place: join(place, name),
    workspace,
    environment,
    log,
    cancellation: job.cancel?.phase === name ? job.cancel : undefined,
    limit: job.limit ?? 60_000,
    hasInstruments: job.hasInstruments ?? true,
  });
  const summary = scrub(script.rawSummary, masks);
  if (Buffer.byteLength(script.rawSummary) > SUMMARY_LIMIT) {
    log.annotate('error', '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k');
  }
  const phase: Phase = { ...script, inputs, log: log.text(), rawLog: log.rawText(), summary };
  run.phases[name] = phase;
  run.summary += summary;
  run.annotations.push(...log.annotations);
  run.commands.push(...log.commands);
  run.log = joinLines(run.log, phase.log);
  run.rawLog = joinLines(run.rawLog, phase.rawLog);
  const isFailed = script.exitCode !== 0 || log.isBroken;
  return { phase, result: wasCancelled ? 'cancelled' : isFailed ? 'failure' : 'success' };
}

type PhaseContexts = { github: ContextValues; job: ContextValues; runner: ContextValues; env: ContextValues };

function createPhaseContexts(moment: {
  job: Job;
  name: PhaseName;
  status: JobStatus;
  place: string;
  workspace: string;
}): PhaseContexts {
  const { job, name, status, place, workspace } = moment;
  const atEnd: Partial<Contexts> = name === 'post' ? (job.contextsAtEnd ?? {}) : {};
  const merged: Record<string, ContextValues | null> = {};
  for (const [key, values] of [...Object.entries(job.contexts), ...Object.entries(atEnd)]) {
    merged[key] = values === null ? null : { ...merged[key], ...values };
  }
  return {
    ...merged,
    github: { ...merged.github, workspace, event_path: join(place, 'event.json') },
    job: { ...merged.job, status },
    runner: { ...merged.runner, temp: place, tool_cache: join(place, 'tools'), workspace: place },
    env: { ...merged.env },
  };
}

function evaluateInputs(
  given: Record<string, string>,
  defaults: Record<string, string>,
  contexts: PhaseContexts,
): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const [key, text] of Object.entries(given)) {
    // The runner's names of inputs ignore the letter case.
    const name = Object.keys(defaults).find((declared) => has([declared], key)) ?? key;
    inputs[name] = evaluateInput(name, text, contexts, CONTEXTS_OF_WITH);
  }
  for (const [name, text] of Object.entries(defaults)) {
    inputs[name] ??= evaluateInput(name, text, contexts, CONTEXTS_OF_DEFAULTS);
  }
  return inputs;
}

function evaluateInput(name: string, text: string, contexts: PhaseContexts, allowed: readonly string[]): string {
  try {
    return interpolate({ text, contexts, allowed });
  } catch (cause) {
    throw new Error(`Input ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function has(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function pick(values: ContextValues, keys: readonly string[]): ContextValues {
  return Object.fromEntries(keys.filter((key) => key in values).map((key) => [key, values[key]]));
}

/** The texts, numbers and booleans among the values, as environment variables. */
function toVariables(start: string, values: ContextValues): Record<string, string> {
  const plain = Object.entries(values).filter(([, value]) => /^(string|number|boolean)$/.test(typeof value));
  const texts = Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
  return start === '' ? texts : prefix(start, texts);
}

/** `INPUT_` and its like: only spaces are replaced, a hyphen stays. State keeps its letter case. */
function prefix(start: string, values: Record<string, string>): Record<string, string> {
  const toName = (key: string) => (start === 'STATE_' ? key : key.replaceAll(' ', '_').toUpperCase());
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [start + toName(key), value]));
}

function scrub(text: string, masks: Masks): string {
  if (Buffer.byteLength(text) > SUMMARY_LIMIT) return '';
  return text.split('\n').map(masks.apply).join('\n');
}

function joinLines(first: string, second: string): string {
  return [first, second].filter((text) => text !== '').join('\n');
}

function worst(...all: JobRun['conclusion'][]): JobStatus {
  if (all.includes('cancelled')) return 'cancelled';
  return all.includes('failure') ? 'failure' : 'success';
}
