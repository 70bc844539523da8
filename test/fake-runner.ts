import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { runAction } from '../src/action.ts';
// The action loads these when it needs them; on the virtual clock nothing would wait for that.
import '../src/report.ts';
import '../src/warnings.ts';
import type { Phase } from '../src/decision.ts';
import { get } from '../src/json.ts';
import type { LoadLookUps } from '../src/report.ts';
import type { Runner } from '../src/runner.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { listVariables, PUSH_TO_MAIN, type Start } from './situations.ts';

/** One phase of the action as it is started. */
export type Scene = {
  start?: Start;
  /** Inputs that differ from the defaults, as the runner evaluated them; `undefined` for one that is absent. */
  inputs?: Record<string, string | undefined>;
  /** What the phase before has saved; nothing in the main phase. */
  state?: Record<string, string>;
  env?: NodeJS.ProcessEnv;
  /** The file of the event, by default with the payload of `start`. */
  event?: string | (() => string);
  clock?: VirtualClock;
  /** What asks GitHub; by default no `github-token` is given. */
  loadLookUps?: LoadLookUps;
};

/** A runner that is made up: what was done to it can be read afterwards. */
export type FakeRunner = Runner & {
  clock: VirtualClock;
  /** What is in the log, each line after its level. */
  lines: string[];
  masks: string[];
  outputs: Record<string, string>;
  /** What was saved for the next phase. */
  saved: Record<string, string>;
  summary: string;
  loadLookUps: LoadLookUps | undefined;
  cancel: () => void;
};

const EVENT = '/runner/event.json';

/** The defaults of the inputs in `action.yml`; those that are expressions belong to the scene. */
const DEFAULTS = Object.fromEntries(
  Object.entries(Object(get(parse(readFileSync('action.yml', 'utf8')), 'inputs'))).map(([name, input]) => {
    const value = String(get(input, 'default') ?? '');
    return [name, value.includes('${{') ? '' : value];
  }),
);

/** A runner for one phase. Its time stands still, and its chance is one half. */
export function createFakeRunner(scene: Scene = {}): FakeRunner {
  const { start = PUSH_TO_MAIN, inputs = {}, state = {}, env = {}, event, clock = createClock() } = scene;
  const given: Record<string, string | undefined> = {
    ...DEFAULTS,
    token: 'a-token-of-spike',
    'job-status': 'success',
    matrix: start.matrix ?? 'null',
    'check-run-id': start.checkRunId ?? '',
    'job-workflow-ref': start.jobWorkflowRef ?? '',
    'job-workflow-sha': start.jobWorkflowSha ?? '',
    'job-workflow-repository': start.jobWorkflowRepository ?? '',
    'job-workflow-file-path': start.jobWorkflowFilePath ?? '',
    ...inputs,
  };
  const prefix = (start: string, values: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${start}${name}`, value]));
  const upper = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toUpperCase(), value]));
  const lines: string[] = [];
  const say = (level: string) => (line: string | Error) => void lines.push(`${level} ${String(line)}`);
  const cancelling = new AbortController();
  const runner: FakeRunner = {
    core: {
      info: say('info'),
      debug: say('debug'),
      notice: say('notice'),
      warning: say('warning'),
      error: say('error'),
      setFailed: say('failed'),
      setSecret: (secret) => runner.masks.push(secret),
    },
    env: {
      ...listVariables(start),
      GITHUB_EVENT_PATH: EVENT,
      ...prefix('INPUT_', upper),
      ...prefix('STATE_', state),
      ...env,
    },
    nodeVersion: process.version,
    readFile: (path) => {
      if (path !== EVENT) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      return typeof event === 'function' ? event() : (event ?? JSON.stringify(start.payload));
    },
    saveState: (name, value) => {
      runner.saved[name] = value;
      return undefined;
    },
    setOutput: (name, value) => {
      runner.outputs[name] = value;
    },
    appendSummary: (html) => {
      runner.summary += html;
    },
    clock,
    random: () => 0.5,
    cancelled: cancelling.signal,
    ending: new AbortController().signal,
    lines,
    masks: [],
    outputs: {},
    saved: {},
    summary: '',
    loadLookUps: scene.loadLookUps,
    cancel: () => cancelling.abort(),
  };
  return runner;
}

/** Runs a phase with a fake runner, and gives it back. Time passes where nothing else can happen. */
export async function runFake(phase: Phase, scene: Scene = {}): Promise<FakeRunner> {
  const runner = createFakeRunner(scene);
  await runner.clock.settle(runAction(phase, runner, runner.loadLookUps));
  return runner;
}
