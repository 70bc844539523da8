// The only file of the simulation that knows the action.
import { runAction } from '../../src/action.ts';
import type { Clock } from '../../src/clock.ts';
import { openLookUps } from '../../src/github/lookups.ts';
import { createFakeRunner } from '../fake-runner.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One phase of one step, as the runner starts it. */
export type Phase = {
  kind: 'main' | 'post';
  env: Record<string, string>;
  payload: { [key: string]: Json };
  /** The inputs that differ from the defaults. */
  inputs: Record<string, string>;
  /** What the inputs take from the contexts. */
  contexts: { jobStatus: string; matrix: string; checkRunId: string; jobWorkflowRef: string };
};

/** What it would send, and what is in the log, each line after its level; not what only debugging shows. */
export type Result = { action: string; title: string; payload: string; lines: string[] };

/** Runs one phase of the action up to its payload, as a dry run, so that the delivery can happen in virtual time. */
export async function runPhase(
  { contexts, env, payload, kind, inputs }: Phase,
  { clock, fetch }: { clock: Clock; fetch: typeof globalThis.fetch },
): Promise<Result> {
  const runner = createFakeRunner({
    env,
    event: JSON.stringify(payload),
    inputs: {
      ...{ token: 'a-token', 'github-token': 'a-github-token', 'dry-run': 'true' },
      ...{ 'job-status': contexts.jobStatus, matrix: contexts.matrix },
      ...{ 'check-run-id': contexts.checkRunId, 'job-workflow-ref': contexts.jobWorkflowRef },
      ...inputs,
    },
  });
  await runAction(kind, { ...runner, clock }, async (options) => openLookUps({ ...options, fetch }));
  const failed = runner.lines.find((line) => line.startsWith('failed '));
  if (failed !== undefined) throw new Error(`The step ${failed}`);
  const { action = 'none', title = '', payload: sent = '' } = runner.outputs;
  return { action, title, payload: sent, lines: runner.lines.filter((line) => !line.startsWith('debug ')) };
}
