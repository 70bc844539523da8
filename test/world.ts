import type { World } from '../src/action.ts';
import type { Environment } from '../src/context.ts';
import type { GithubOptions } from '../src/github/client.ts';
import { type LookUps, noLookUps } from '../src/github/lookups.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { listVariables, PUSH_TO_MAIN, type Start } from './situations.ts';

/** One phase of the action as it is started. */
export type Scene = {
  start?: Start;
  /** Inputs that differ from the defaults, as the runner gives them to this phase. */
  inputs?: Record<string, string>;
  /** What the phase before has saved; nothing in the main phase. */
  state?: Record<string, string>;
  env?: Environment;
  /** The file of the event, by default with the payload of `start`. */
  event?: string | (() => string);
  lookUps?: Partial<LookUps>;
  loadLookUps?: World['loadLookUps'];
};

/** Everything outside, made up: what was done to it can be read afterwards. */
export type FakeWorld = World & {
  clock: VirtualClock;
  /** What was said in the log, each line after the way it was said. */
  lines: string[];
  masks: string[];
  outputs: Record<string, string>;
  /** What was saved for the next phase. */
  saved: Record<string, string>;
  /** What was added to the files of the runner, by their path. */
  files: Record<string, string>;
  /** With what the look-ups were loaded, each time they were. */
  loaded: GithubOptions[];
  /** Aborts `hurry`, as a signal of the runner does. */
  rush: (left: number) => void;
  /** Settles when a line that holds `words` was said. */
  said: (words: string) => Promise<void>;
};

const SUMMARY = '/runner/summary';
const EVENT = '/runner/event.json';

const DEFAULTS: Record<string, string> = {
  'create-on': 'failure, timed_out, startup_failure',
  'resolve-on': 'success',
  timeout: '60',
  'fail-on-error': 'false',
  'dry-run': 'false',
  'job-status': 'success',
};

/** A world for one phase. Time stands still in it, and chance gives one half. */
export function createWorld(scene: Scene = {}): FakeWorld {
  const { start = PUSH_TO_MAIN, inputs = {}, state = {}, env = {}, event, lookUps } = scene;
  const given: Record<string, string> = {
    ...DEFAULTS,
    matrix: start.matrix ?? 'null',
    'check-run-id': start.checkRunId ?? '',
    'job-workflow-ref': start.jobWorkflowRef ?? '',
    ...inputs,
  };
  const lines: string[] = [];
  const waiting: { words: string; settle: () => void }[] = [];
  const say = (way: string) => (line: string) => {
    lines.push(`${way} ${line}`);
    for (const { words, settle } of waiting) if (line.includes(words)) settle();
  };
  const masks: string[] = [];
  const outputs: Record<string, string> = {};
  const saved: Record<string, string> = {};
  const files: Record<string, string> = {};
  const loaded: GithubOptions[] = [];
  const hurry = new AbortController();

  return {
    core: {
      // Blanks round an input do not come through `getInput`.
      getInput: (name) => (given[name] ?? '').trim(),
      setSecret: (secret) => masks.push(secret),
      getState: (name) => state[name] ?? '',
      saveState: (name, value) => {
        saved[name] = value;
      },
      setOutput: (name, value) => {
        outputs[name] = value;
      },
      info: say('info'),
      debug: say('debug'),
      notice: say('notice'),
      warning: say('warning'),
      error: say('error'),
      setFailed: say('failed'),
    },
    env: { ...listVariables(start), GITHUB_EVENT_PATH: EVENT, GITHUB_STEP_SUMMARY: SUMMARY, ...env },
    nodeVersion: process.version,
    readFile: (path) => {
      if (path !== EVENT) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      return typeof event === 'function' ? event() : (event ?? JSON.stringify(start.payload));
    },
    appendFile: (path, text) => {
      if (path === '') throw new Error("ENOENT: no such file or directory, open ''");
      files[path] = (files[path] ?? '') + text;
    },
    clock: createClock(),
    random: () => 0.5,
    hurry: hurry.signal,
    loadLookUps: async (options) => {
      loaded.push(options);
      return scene.loadLookUps === undefined ? { ...noLookUps, ...lookUps } : scene.loadLookUps(options);
    },
    lines,
    masks,
    outputs,
    saved,
    files,
    loaded,
    rush: (left) => hurry.abort(left),
    said: (words) =>
      new Promise((settle) => {
        if (lines.some((line) => line.includes(words))) settle();
        else waiting.push({ words, settle });
      }),
  };
}

/** The summary that was written. */
export function summaryOf({ files }: FakeWorld): string {
  return files[SUMMARY] ?? '';
}
