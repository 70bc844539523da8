// The only file of the simulation that knows the action.
import { runAction } from '../../src/action.ts';
import type { Clock } from '../../src/clock.ts';
import { openLookUps } from '../../src/github/lookups.ts';
import { createFakeRunner } from '../fake-runner.ts';
import type { Start } from '../situations.ts';

/** What a phase saves for the next one. */
export type State = Record<string, string>;

/** One phase of one step, as the runner starts it, with the inputs that differ from the defaults. */
export type Phase = { kind: 'main' | 'post'; start: Start; inputs: Record<string, string>; state?: State };

/** What it would send, and what is in the log, each line after its level; not what only debugging shows. */
export type Result = { action: string; title: string; payload: string; lines: string[]; saved: State };

/** Runs one phase of the action up to its payload, as a dry run, so that the delivery can happen in virtual time. */
export async function runPhase(
  { kind, start, inputs, state = {} }: Phase,
  { clock, fetch }: { clock: Clock; fetch: typeof globalThis.fetch },
): Promise<Result> {
  const own = { token: 'a-token', 'github-token': 'a-github-token', 'dry-run': 'true' };
  const runner = createFakeRunner({ start, inputs: { ...own, ...inputs }, state });
  await runAction(kind, { ...runner, clock }, async (options) => openLookUps({ ...options, fetch }));
  const failed = runner.lines.find((line) => line.startsWith('failed '));
  if (failed !== undefined) throw new Error(`The step ${failed}`);
  const { action = 'none', title = '', payload: sent = '' } = runner.outputs;
  const lines = runner.lines.filter((line) => !line.startsWith('debug '));
  return { action, title, payload: sent, lines, saved: runner.saved };
}
