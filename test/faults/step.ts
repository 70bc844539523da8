import * as core from '@actions/core';
import { run } from '../../src/action.ts';
import type { Environment } from '../../src/context.ts';
import { type LookUps, noLookUps } from '../../src/github/lookups.ts';
import { formatPair } from '../../src/log.ts';
import type { Clock } from '../../src/spike/webhook.ts';
import { ROOT } from '../documentation.ts';
import { type Command, parseFileCommand } from '../runner/commands.ts';
import { type Annotation, createLog } from '../runner/log.ts';
import { readManifest } from '../runner/manifest.ts';
import { createMasks } from '../runner/masks.ts';
import { listVariables, PUSH_TO_MAIN } from '../situations.ts';

/** One phase of the action in this process: real sockets, the real `@actions/core`, and time that is handed in. */
export type Step = {
  clock: Clock;
  /** As in `with:`; the rest has the defaults of action.yml. */
  inputs: Record<string, string>;
  /** Variables beside those of a push to `main`. */
  env?: Environment;
  /** The text of the event file; `undefined`: there is none. */
  eventFile?: string | undefined;
  phase?: 'main' | 'post';
  nodeVersion?: string;
  random?: () => number;
  hurry?: AbortSignal;
  lookUps?: LookUps;
  /** Files that cannot be written, as on a full disk. */
  full?: readonly ('state' | 'output' | 'summary')[];
};

/** What a step left behind. */
export type Traces = {
  hasFailed: boolean;
  /** Each time it had something to print: the function of `@actions/core`, and the lines that came of it. */
  said: { by: string; lines: string[] }[];
  /** What a person sees, masked, without debug lines. */
  log: string;
  /** The same with debug lines and without masks. */
  rawLog: string;
  annotations: Annotation[];
  commands: Command[];
  outputs: Record<string, string>;
  state: Record<string, string>;
  summary: string;
};

const { defaults } = await readManifest(ROOT);
// What the runner would make of the expressions in action.yml.
const evaluated = {
  'github-token': '',
  'job-status': 'success',
  matrix: 'null',
  'check-run-id': '',
  'job-workflow-ref': '',
};

/** Runs it as it stands in the job `build` of the workflow `CI`, on a push to `main` of `acme/shop`. */
export async function runStep(step: Step): Promise<Traces> {
  const { clock, inputs, env = {}, phase = 'main', nodeVersion = 'v24.21.0', random = () => 0.5 } = step;
  const { hurry = new AbortController().signal, lookUps = noLookUps, full = [] } = step;
  const write = (file: (typeof full)[number], act: () => void): void => {
    if (full.includes(file)) throw new Error('ENOSPC: no space left on device, write');
    act();
  };
  const eventFile = 'eventFile' in step ? step.eventFile : JSON.stringify(PUSH_TO_MAIN.payload);
  const given: Record<string, string> = { ...defaults, ...evaluated, ...inputs };
  const masks = createMasks();
  const log = createLog({ masks, debug: false });
  const traces: Pick<Traces, 'hasFailed' | 'said' | 'summary'> = { hasFailed: false, said: [], summary: '' };
  const state: Record<string, string> = phase === 'main' ? {} : { phase: 'post' };
  let outputFile = '';

  const trace =
    <Given extends unknown[]>(act: (...given: Given) => void) =>
    (...words: Given): void => {
      const { text, exitCode } = listen(() => act(...words));
      if (exitCode !== undefined) traces.hasFailed = true;
      const lines = text.split(/\r\n|\n|\r/);
      lines.pop();
      traces.said.push({ by: act.name, lines });
      lines.forEach(log.read);
    };
  await run({
    core: {
      info: trace(core.info),
      debug: trace(core.debug),
      notice: trace(core.notice),
      warning: trace(core.warning),
      error: trace(core.error),
      setFailed: trace(core.setFailed),
      setSecret: trace(core.setSecret),
      setOutput: (name, value) =>
        write('output', () => {
          outputFile += formatPair(name, value);
        }),
      getInput: (name) => given[name]?.trim() ?? '',
      getState: (name) => state[name] ?? '',
      saveState: (name, value) =>
        write('state', () => {
          state[name] = value;
        }),
    },
    env: { ...listVariables({ ...PUSH_TO_MAIN, env }), GITHUB_EVENT_PATH: 'event.json' },
    nodeVersion,
    readFile: () => {
      if (eventFile === undefined) throw new Error('ENOENT');
      return eventFile;
    },
    appendFile: (_, text) =>
      write('summary', () => {
        traces.summary += text;
      }),
    clock,
    random,
    hurry,
    loadLookUps: async () => lookUps,
  });
  const outputs = parseFileCommand(outputFile);
  const { annotations, commands } = log;
  return { ...traces, state, outputs, annotations, commands, log: log.text(), rawLog: log.rawText() };
}

/** What `act` writes and makes of the exit code, neither of which reaches this process. */
function listen(act: () => void): { text: string; exitCode: typeof process.exitCode } {
  const { write } = process.stdout;
  const { exitCode } = process;
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  process.exitCode = undefined;
  try {
    act();
    return { text, exitCode: process.exitCode };
  } finally {
    process.stdout.write = write;
    process.exitCode = exitCode;
  }
}

/** Chance that is the same each time: numbers from 0 to below 1, by the seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
