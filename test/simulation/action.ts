import { run } from '../../src/action.ts';
import { loadLookUps } from '../../src/github/client.ts';
import type { Clock } from '../../src/spike/webhook.ts';
import { answerRequest } from '../github/answers.ts';
import { failInside, refusePermission } from '../github/interference.ts';
import type { GithubModel } from '../github/model.ts';
import type { Start } from '../situations.ts';
import { createWorld } from '../world.ts';
import { createChance } from './chance.ts';

/** How GitHub's API takes look-ups: it answers all, none for want of a permission, or some and those late. */
export type Manner = 'answers' | 'refuses' | 'falters';

/** What a phase of the action is started with. */
export type Phase = {
  /** Chance of its own. */
  name: string;
  start: Start;
  inputs: Record<string, string>;
  /** Where the step stands, or when the job ends. */
  phase: 'main' | 'post';
};

/** What surrounds it. */
export type Surroundings = { clock: Clock; model: GithubModel; manner: Manner };

/** What Spike would be told. */
export type Message = { title: string; payload: string };

/**
 * Runs one phase of the action itself up to its payload, as a dry run, so that the delivery can happen in virtual
 * time.
 */
export async function runPhase(
  { name, start, inputs, phase }: Phase,
  surroundings: Surroundings,
): Promise<Message | undefined> {
  const fetch = createFetch(surroundings, name);
  const world = createWorld({
    start,
    inputs: { token: 'a-token', 'dry-run': 'true', ...inputs },
    state: phase === 'post' ? { phase } : {},
    loadLookUps: async (options) => loadLookUps({ ...options, fetch }),
  });
  await run({ ...world, clock: surroundings.clock });
  const failed = world.lines.find((line) => line.startsWith('failed '));
  if (failed !== undefined) throw new Error(`${name} ${failed}`);
  const { action, title = '', payload = '' } = world.outputs;
  return action === 'create' || action === 'resolve' ? { title, payload } : undefined;
}

// The API tells a hundred times more than anybody reads here, and most of the time went into writing and reading it.
const FIELDS = [
  ...['workflow_runs', 'jobs', 'steps', 'pull_requests', 'referenced_workflows', 'head_repository'],
  ...['id', 'run_id', 'name', 'path', 'full_name', 'number', 'run_number', 'run_attempt', 'event', 'ref', 'sha'],
  ...['status', 'conclusion', 'head_branch', 'head_sha', 'html_url', 'runner_name', 'content', 'encoding'],
  ...['created_at', 'run_started_at', 'updated_at', 'started_at', 'completed_at'],
  ...['annotation_level', 'message', 'start_line'],
];

function createFetch({ clock, model, manner }: Surroundings, name: string): typeof fetch {
  const apiUrl = 'https://api.github.com';
  return async (input, init) => {
    const [path = '', query] = String(input).slice(apiUrl.length).split('?');
    // By what is asked, so that another order of the same requests changes nothing.
    const chance = createChance(`${name} ${path}`);
    const fate = manner === 'answers' ? 'answered' : manner === 'refuses' ? 'refused' : choose(chance());
    const signal = init?.signal;
    const ended = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    signal?.throwIfAborted();
    await Promise.race([ended, ...(fate === 'hanging' ? [] : [wait(clock, 50 + 350 * chance())])]);
    const request = { method: 'GET', path, query: Object.fromEntries(new URLSearchParams(query)) };
    const { status, headers, body } =
      fate === 'refused'
        ? { headers: {}, ...refusePermission() }
        : fate === 'broken'
          ? { headers: {}, ...failInside() }
          : answerRequest(model, request);
    return new Response(JSON.stringify(body, FIELDS), { status, headers });
  };
}

/** Lets so much time pass, in milliseconds. */
export function wait(clock: Clock, milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => clock.after(milliseconds, () => resolve(undefined)));
}

function choose(number: number): 'answered' | 'refused' | 'broken' | 'hanging' {
  if (number < 0.5) return 'answered';
  return number < 0.7 ? 'refused' : number < 0.9 ? 'broken' : 'hanging';
}
