import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';
import { debug, error, info, notice, setFailed, setSecret, warning } from '@actions/core';
import type { Clock } from './clock.ts';
import { describeError } from './errors.ts';
import { get } from './json.ts';

/** What the runner gives to a phase of the action, and what it takes. */
export type Runner = {
  core: Pick<
    typeof import('@actions/core'),
    'debug' | 'error' | 'info' | 'notice' | 'setFailed' | 'setSecret' | 'warning'
  >;
  env: NodeJS.ProcessEnv;
  nodeVersion: string;
  readFile: (path: string) => string;
  /** Saves a value for the post phase. Gives the problem where the file for it could not be written. */
  saveState: (name: string, value: string) => string | undefined;
  /** These two throw where the file cannot be written. */
  setOutput: (name: string, value: string) => void;
  appendSummary: (html: string) => void;
  clock: Clock;
  /** 0 to below 1. */
  random: () => number;
  /** Aborted when the runner wants the process to stop soon. */
  cancelled: AbortSignal;
  /** Aborted when the runner is about to kill the process. */
  ending: AbortSignal;
};

const MAX_WRITE_WAIT_MS = 2_000;
const WRITE_WAIT_MS = 5;

/** The runner of this process. Everything that is unusual about the process is here. */
export function openRunner(): Runner {
  // Node's own stream for a pipe loads node:net, an eighth of the time that starting Node takes, and on some systems
  // loses what is not yet written when the process is killed.
  Object.defineProperty(process, 'stdout', { value: { write: writeLine } });
  // glibc waits 5 s for a name server that does not answer before it asks the next one: as long as a connection may take.
  process.env.RES_OPTIONS ??= 'timeout:2';
  // With it, the tokens would go to whoever answers. NODE_EXTRA_CA_CERTS is for certificates of one's own.
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  const { cancelled, ending } = listenToSignals();
  // The machine's clock may be set while this runs: after the first look, time is counted.
  const startTime = Date.now() - process.uptime() * 1_000;
  const { env } = process;
  return {
    // By name: with the whole of core the bundle holds an HTTP client as well.
    core: { debug, error, info, notice, setFailed, setSecret, warning },
    env,
    nodeVersion: process.version,
    readFile: (path) => readFileSync(path, 'utf8'),
    saveState: (name, value) => saveState(env.GITHUB_STATE ?? '', name, value),
    setOutput: (name, value) => appendFileSync(env.GITHUB_OUTPUT ?? '', formatPair(name, value)),
    appendSummary: (html) => appendFileSync(env.GITHUB_STEP_SUMMARY ?? '', html),
    clock: {
      now: () => startTime + process.uptime() * 1_000,
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
    cancelled,
    ending,
  };
}

/**
 * A cancellation interrupts the main phase: SIGINT, after 7.5 s SIGTERM, 2.5 s later the kill. On Windows SIGBREAK takes
 * the place of SIGTERM. The post phase gets these signals only when the step has a time limit or the runner shuts down
 * (`ProcessInvoker.cs` and `StepsRunner.cs` in actions/runner).
 */
function listenToSignals(): { cancelled: AbortSignal; ending: AbortSignal } {
  const [cancelling, ending] = [new AbortController(), new AbortController()];
  process.on('SIGINT', () => cancelling.abort());
  for (const signal of ['SIGTERM', 'SIGBREAK'] as const) {
    process.on(signal, () => {
      cancelling.abort();
      ending.abort();
    });
  }
  return { cancelled: cancelling.signal, ending: ending.signal };
}

/** How long the log has not been read, in milliseconds. Kept from line to line, or every line would wait anew. */
let unreadFor = 0;

/**
 * Ends the process at once, with its exit code. `process.exit` waits for a look-up of a name that is under way (10 s,
 * measured); a process that is replaced by another program does not. On Windows it cannot be replaced, and waits.
 */
export function exit(): never {
  const shell = '/bin/sh';
  if (process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap') && existsSync(shell)) {
    // It is experimental, and would print a warning.
    process.emitWarning = () => undefined;
    try {
      process.execve?.(shell, ['sh', '-c', `exit ${process.exitCode ?? 0}`], {});
    } catch {
      // Then it takes longer.
    }
  }
  process.exit();
}

/** Writes to the log. A line that nobody can read must not cost the alert, so nothing is thrown. */
function writeLine(text: string): boolean {
  const bytes = Buffer.from(text);
  // In a container the pipe may be non-blocking and full; what is not waited for then is lost.
  const gate = new Int32Array(new SharedArrayBuffer(4));
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(1, bytes, offset);
      unreadFor = 0;
    } catch (thrown) {
      if (get(Object(thrown), 'code') !== 'EAGAIN' || unreadFor >= MAX_WRITE_WAIT_MS) return false;
      Atomics.wait(gate, 0, 0, WRITE_WAIT_MS);
      unreadFor += WRITE_WAIT_MS;
    }
  }
  return true;
}

/** The runner's file for state, or where it cannot be written (a job container with another user), its older command. */
function saveState(path: string, name: string, value: string): string | undefined {
  try {
    appendFileSync(path, formatPair(name, value));
    return undefined;
  } catch (thrown) {
    writeLine(`::save-state name=${name}::${value.replace(/[\r\n]+/g, ' ')}\n`);
    return describeError(thrown);
  }
}

/**
 * A line of the runner's files for outputs and state. `@actions/core` writes a block with a random end instead, for
 * which it loads node:crypto, a fifth of the time that starting Node takes; every value here is one line.
 *
 * Source: "Workflow commands for GitHub Actions", GitHub Docs; `FileCommandManager.cs` in actions/runner.
 */
export function formatPair(name: string, value: string): string {
  return `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`;
}
