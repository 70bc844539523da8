import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { debug, error, getInput, getState, info, notice, setFailed, setSecret, warning } from '@actions/core';
import { run } from './action.ts';
import { formatPair } from './log.ts';

// Node's own stream for a pipe loads node:net, an eighth of the time that starting Node takes, and on some systems
// loses what is not yet written when the process is killed. A line that nobody can read must not cost the alert.
const write = (text: string) => {
  try {
    writeFileSync(1, text);
  } catch {}
};
Object.defineProperty(process, 'stdout', { value: { write } });

const hurry = new AbortController();
// The runner sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that ("Workflow cancellation", GitHub Docs).
process.on('SIGINT', () => hurry.abort(6_000));
process.on('SIGTERM', () => hurry.abort(1_500));

// The machine's clock may be set while we run, and the deadline must hold: after the first look, time is counted.
const began = Date.now() - process.uptime() * 1_000;

// Not awaited: a bundle with a top-level await carries 3 KB of machinery for it, and `run` never throws.
// All is written by then, and a name server that does not answer would hold the process for seconds.
void run({
  core: {
    ...{ debug, error, getInput, getState, info, notice, setFailed, setSecret, warning },
    saveState: (name, value) => appendFileSync(process.env.GITHUB_STATE ?? '', formatPair(name, value)),
    setOutput: (name, value) => appendFileSync(process.env.GITHUB_OUTPUT ?? '', formatPair(name, value)),
  },
  env: process.env,
  nodeVersion: process.version,
  readFile: (path) => readFileSync(path, 'utf8'),
  appendFile: appendFileSync,
  clock: {
    now: () => began + process.uptime() * 1_000,
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  },
  random: Math.random,
  hurry: hurry.signal,
  loadLookUps: async (options) => (await import('./github/client.ts')).loadLookUps(options),
}).then(() => process.exit());
