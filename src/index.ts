import { appendFileSync, readFileSync } from 'node:fs';
import {
  debug,
  error,
  getInput,
  getState,
  info,
  notice,
  saveState,
  setFailed,
  setOutput,
  setSecret,
  warning,
} from '@actions/core';
import { run } from './report.ts';

const hurry = new AbortController();
// The runner sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that ("Workflow cancellation", GitHub Docs).
process.once('SIGINT', () => hurry.abort(6_000));
process.once('SIGTERM', () => hurry.abort(1_500));

// Not awaited: a bundle with a top-level await carries 3 KB of machinery for it, and `run` never throws.
void run({
  core: { debug, error, getInput, getState, info, notice, saveState, setFailed, setOutput, setSecret, warning },
  env: process.env,
  nodeVersion: process.version,
  readFile: (path) => readFileSync(path, 'utf8'),
  appendFile: appendFileSync,
  clock: {
    now: Date.now,
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  },
  random: Math.random,
  hurry: hurry.signal,
  loadLookUps: async (options) => (await import('./github.ts')).loadLookUps(options),
});
