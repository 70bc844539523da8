import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { parseFileCommand } from './commands.ts';
import { BREAK, createInstruments, readInstruments } from './instruments.ts';
import type { Log } from './log.ts';
import type { PhaseName } from './steps.ts';

/** The files that a step writes to. Source: `IFileCommandExtension` of actions/runner. */
const FILE_COMMANDS = {
  ...{ output: 'set_output_', state: 'save_state_', step_summary: 'step_summary_', env: 'set_env_' },
  ...{ path: 'add_path_', artifacts: 'artifacts_', artifacts_list: 'artifacts_list_' },
} as const;

/** A process of the action that is to be run. */
export type Script = {
  /** The action's folder, and the script relative to it. */
  folder: string;
  file: string;
  /** A folder for the file commands of all phases. */
  temp: string;
  workspace: string;
  /** Every environment variable but the file commands. */
  environment: Record<string, string>;
  log: Log;
  interruptions: Interruption[];
  /** File commands that the process cannot write to, and the error it gets. */
  unwritable: { files: (keyof typeof FILE_COMMANDS)[]; reason: 'EACCES' | 'ENOSPC' };
  /** Plays what differs on Windows: long variables are absent, and Ctrl+Break comes in place of SIGTERM. */
  isWindows: boolean;
  /** Milliseconds after which the process is killed and the test fails. */
  limit: number;
  hasInstruments: boolean;
};

/** When something ends a phase from outside, and how long it waits. Source: `ProcessInvoker` of actions/runner. */
export type Signals = {
  phase: PhaseName;
  /** The moment it happens, for example `spike.received(1)`. */
  when: Promise<unknown>;
  /** Milliseconds from SIGINT to SIGTERM, the runner's 7500 by default. */
  interruptFor?: number;
  /** Milliseconds from SIGTERM to the kill, the runner's 2500 by default. */
  terminateFor?: number;
};

/** Signals, and whether the process gets them when the moment comes. */
export type Interruption = Omit<Signals, 'phase'> & { happen(): boolean };

/** What a process left behind. */
export type ScriptRun = {
  /** `null` when a signal ended it, or there was no process. */
  exitCode: number | null;
  rawStdout: string;
  rawStderr: string;
  outputs: Record<string, string>;
  state: Record<string, string>;
  /** What it added to the environment of the steps that follow. */
  exported: Record<string, string>;
  rawSummary: string;
  /** Whether it got a signal of the runner's. */
  wasInterrupted: boolean;
  loadedFiles: string[];
};

/** What is left of a phase that came to no process. */
export const NO_PROCESS: ScriptRun = {
  ...{ exitCode: null, rawStdout: '', rawStderr: '', outputs: {}, state: {}, exported: {}, rawSummary: '' },
  ...{ wasInterrupted: false, loadedFiles: [] },
};

// Linux: MAX_ARG_STRLEN, for the name, the equals sign, the value and a zero byte. Windows: `Handler` of actions/runner.
const MAX_VARIABLE_BYTES = 128 * 1024;
const MAX_WINDOWS_VARIABLE = 32_766;

/**
 * Runs one phase as a fresh process, its output read by `log` line by line as it arrives.
 * Source: `NodeScriptActionHandler`, `ProcessInvoker` and `FileCommandManager` of actions/runner.
 *
 * @throws Error when it does not end within the limit, or turns to a server that is not on the loopback
 */
export async function runScript(script: Script): Promise<ScriptRun> {
  const { folder, file, log, unwritable, isWindows } = script;
  const files = await createFileCommands(script);
  const environment = { ...script.environment, ...files.variables };
  for (const [name, value] of Object.entries(environment)) {
    if (isWindows && value.length > MAX_WINDOWS_VARIABLE) delete environment[name];
    if (isWindows || Buffer.byteLength(`${name}=${value}\0`) <= MAX_VARIABLE_BYTES) continue;
    log.fail("An error occurred trying to start process 'node'. Argument list too long");
    return NO_PROCESS;
  }
  const notes = join(script.temp, `notes_${randomUUID()}`);
  const instruments = script.hasInstruments ? ['--import', createInstruments(notes, isWindows)] : [];
  const command = [process.execPath, ...instruments, join(folder, file)];
  // To root no file is read-only. Without this capability it is, as to the user of a job container.
  const isRoot = unwritable.reason === 'EACCES' && unwritable.files.length > 0 && process.getuid?.() === 0;
  if (isRoot) command.unshift('setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override', '--');

  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { cwd: script.workspace, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  // An end of input at once, as the runner gives it: not `/dev/null`, which a process could tell from a pipe.
  child.stdin.on('error', () => {});
  child.stdin.end();
  const timers: NodeJS.Timeout[] = [];
  let isLate = false;
  let wasInterrupted = false;
  let isOver = false;
  timers.push(
    setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, script.limit),
  );
  for (const { when, happen, interruptFor = 7_500, terminateFor = 2_500 } of script.interruptions) {
    when.then(() => {
      if (isOver || !happen() || wasInterrupted) return;
      wasInterrupted = true;
      child.kill('SIGINT');
      timers.push(setTimeout(() => child.kill(isWindows ? BREAK : 'SIGTERM'), interruptFor));
      timers.push(setTimeout(() => child.kill('SIGKILL'), interruptFor + terminateFor));
    });
  }
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [exitCode, rawStdout, rawStderr] = await Promise.all([
    exit,
    readLines(child.stdout, log.read),
    readLines(child.stderr, log.read),
  ]);
  isOver = true;
  for (const timer of timers) clearTimeout(timer);

  const { loadedFiles, strays } = await readInstruments(notes, folder);
  if (strays.length > 0) throw new Error(`A stray network call to ${strays.join(', ')}`);
  if (isLate) throw new Error(`${file} did not end within ${script.limit} ms:\n${log.rawText()}`);

  const readPairs = async (name: keyof typeof FILE_COMMANDS): Promise<Record<string, string>> => {
    const pairs: Record<string, string> = {};
    try {
      return parseFileCommand(await files.read(name), pairs);
    } catch (error) {
      log.fail(`Unable to process file command '${name}' successfully. ${String(error)}`);
      return pairs;
    }
  };
  return {
    exitCode,
    rawStdout,
    rawStderr,
    outputs: { ...log.outputs, ...(await readPairs('output')) },
    state: { ...log.state, ...(await readPairs('state')) },
    exported: await readPairs('env'),
    rawSummary: await files.read('step_summary'),
    wasInterrupted,
    loadedFiles,
  };
}

type FileCommands = {
  variables: Record<string, string>;
  /** What was written; nothing where the file is gone. */
  read(name: keyof typeof FILE_COMMANDS): Promise<string>;
};

async function createFileCommands({ temp, unwritable }: Script): Promise<FileCommands> {
  const folder = join(temp, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  const suffix = randomUUID();
  const variables: Record<string, string> = {};
  const full: string[] = [];
  for (const [name, prefix] of Object.entries(FILE_COMMANDS)) {
    const path = join(folder, prefix + suffix);
    variables[`GITHUB_${name.toUpperCase()}`] = path;
    const isUnwritable = unwritable.files.some((one) => one === name);
    if (isUnwritable && unwritable.reason === 'ENOSPC') {
      await symlink('/dev/full', path);
      full.push(path);
    } else await writeFile(path, '', { mode: isUnwritable ? 0o444 : 0o644 });
  }
  return {
    variables,
    async read(name) {
      const path = variables[`GITHUB_${name.toUpperCase()}`] ?? '';
      return full.includes(path) ? '' : readFile(path, 'utf8').catch(() => '');
    },
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
