import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { parseFileCommand } from './commands.ts';
import { createInstruments, readInstruments } from './instruments.ts';
import type { Log } from './log.ts';

/** A process of the action that is to be run. */
export type Script = {
  /** The action's folder, and the script relative to it. */
  folder: string;
  file: string;
  /** An empty folder of this phase alone, which holds the file commands. */
  place: string;
  workspace: string;
  /** Every environment variable but the file commands. */
  environment: Record<string, string>;
  log: Log;
  cancellation?: Omit<Cancellation, 'phase'> | undefined;
  /** Milliseconds after which the process is killed and the test fails. */
  limit: number;
  hasInstruments: boolean;
};

/** A cancelled job, as the process sees it: interrupt, terminate, kill. Source: `ProcessInvoker` of actions/runner. */
export type Cancellation = {
  phase: 'pre' | 'main' | 'post';
  /** The moment of the cancellation, for example `spike.received(1)`. */
  when: Promise<unknown>;
  /** Milliseconds from the interrupt to the terminate signal, the runner's 7500 by default. */
  interruptFor?: number;
  /** Milliseconds from there to the end of it, the runner's 2500 by default. */
  terminateFor?: number;
};

/** What a process left behind. */
export type ScriptRun = {
  /** `null` when a signal ended it. */
  exitCode: number | null;
  rawStdout: string;
  rawStderr: string;
  outputs: Record<string, string>;
  state: Record<string, string>;
  /** What it added to the environment and to the path of the steps that follow. */
  exported: Record<string, string>;
  addedPaths: string[];
  rawSummary: string;
  wasCancelled: boolean;
  milliseconds: number;
  loadedFiles: string[];
};

/**
 * Runs one phase as a fresh process, its output read by `log` line by line as it arrives.
 * Source: `NodeScriptActionHandler` and `FileCommandManager` of actions/runner.
 *
 * @throws Error when it does not end within the limit, or turns to a server that is not on the loopback
 */
export async function runScript(script: Script): Promise<ScriptRun> {
  const { folder, file, place, log } = script;
  await mkdir(place);
  const paths: Record<string, string> = {};
  for (const name of ['output', 'state', 'step_summary', 'env', 'path']) {
    const path = join(place, `${name}_${randomUUID()}`);
    await writeFile(path, '');
    paths[`GITHUB_${name.toUpperCase()}`] = path;
  }
  const notes = join(place, 'notes');
  const instruments = script.hasInstruments ? ['--import', createInstruments(notes)] : [];

  const start = performance.now();
  const child = spawn(process.execPath, [...instruments, join(folder, file)], {
    cwd: script.workspace,
    env: { ...script.environment, ...paths },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timers: NodeJS.Timeout[] = [];
  let isLate = false;
  let wasCancelled = false;
  let isOver = false;
  timers.push(
    setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, script.limit),
  );
  script.cancellation?.when.then(() => {
    if (isOver) return;
    const { interruptFor = 7_500, terminateFor = 2_500 } = script.cancellation ?? {};
    wasCancelled = true;
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), interruptFor));
    timers.push(setTimeout(() => child.kill('SIGKILL'), interruptFor + terminateFor));
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [exitCode, rawStdout, rawStderr] = await Promise.all([
    exit,
    readLines(child.stdout, log.read),
    readLines(child.stderr, log.read),
  ]);
  const milliseconds = performance.now() - start;
  isOver = true;
  for (const timer of timers) clearTimeout(timer);

  const { loadedFiles, strays } = await readInstruments(notes, folder);
  if (strays.length > 0) throw new Error(`A stray network call to ${strays.join(', ')}`);
  if (isLate) throw new Error(`${file} did not end within ${script.limit} ms:\n${log.rawText()}`);

  const read = (name: string): Promise<string> => readFile(paths[`GITHUB_${name}`] ?? '', 'utf8');
  const readPairs = async (name: string): Promise<Record<string, string>> => {
    try {
      return parseFileCommand(await read(name));
    } catch (error) {
      log.fail(`Unable to process file command '${name.toLowerCase()}' successfully. ${String(error)}`);
      return {};
    }
  };
  return {
    exitCode,
    rawStdout,
    rawStderr,
    outputs: { ...log.outputs, ...(await readPairs('OUTPUT')) },
    state: { ...log.state, ...(await readPairs('STATE')) },
    exported: await readPairs('ENV'),
    addedPaths: (await read('PATH')).split('\n').filter((line) => line !== ''),
    rawSummary: await read('STEP_SUMMARY'),
    wasCancelled,
    milliseconds,
    loadedFiles,
  };
}

// A lone carriage return ends a line for the runner too (.NET's ReadLine), so that what follows it can be a command.
async function readLines(stream: Readable, take: (line: string) => void): Promise<string> {
  let text = '';
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    text += String(chunk);
    const lines = (rest + String(chunk)).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  }
  if (rest !== '') take(rest.replace(/\r$/, ''));
  return text;
}
