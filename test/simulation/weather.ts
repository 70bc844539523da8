import type { Clock } from '../../src/clock.ts';
import { answerRequest } from '../github/answers.ts';
import { failInside, refuseByRateLimit, refuseBySecondaryLimit, refusePermission } from '../github/interference.ts';
import type { GithubModel, Run } from '../github/model.ts';
import { createChance } from './chance.ts';

/** How GitHub's API takes look-ups: it answers all; filtered lists are old; some are refused or hang; all are refused. */
export const WEATHERS = ['answers', 'lists lag', 'rate limited', 'no permission'] as const;
export type Weather = (typeof WEATHERS)[number];

/** One phase's connection to GitHub, and what came of it. */
export type Connection = { fetch: typeof fetch; requests: number; isIncomplete: boolean };

// The API says a hundred times more than anybody reads here, and most of the time went into writing and reading it.
const FIELDS = [
  ...['workflow_runs', 'jobs', 'steps', 'check_runs', 'pull_requests', 'referenced_workflows', 'head_repository'],
  ...['id', 'run_id', 'name', 'path', 'full_name', 'number', 'run_number', 'run_attempt', 'event', 'ref', 'sha'],
  ...['status', 'conclusion', 'head_branch', 'head_sha', 'html_url', 'details_url', 'runner_name', 'content'],
  ...['created_at', 'run_started_at', 'updated_at', 'started_at', 'completed_at', 'total_count', 'workflow_id'],
  ...['annotation_level', 'message', 'start_line', 'encoding', 'check_suite'],
];
const API = 'https://api.github.com';
const LAGS_MS = [0, 60_000, 600_000, 2 * 24 * 3_600_000];

/** A connection for the phase called `name`, whose chance is its own. */
export function connect(
  name: string,
  { clock, model, weather, own }: { clock: Clock; model: GithubModel; weather: Weather; own: Run },
): Connection {
  const sky = createChance(`the sky over ${name}`)();
  const connection: Connection = { fetch: ask, requests: 0, isIncomplete: false };
  async function ask(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const [path = '', query] = String(input).slice(API.length).split('?');
    const chance = createChance(`${name} ${path} ${query}`);
    const number = connection.requests++;
    const refusal = refuse(weather, { sky, number, chance });
    const signal = init?.signal;
    const ended = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    if (refusal !== undefined) connection.isIncomplete = true;
    signal?.throwIfAborted();
    const delay = new Promise<void>((resolve) => clock.after(30 + 250 * chance(), resolve));
    await Promise.race([ended, ...(refusal === 'hangs' ? [] : [delay])]);
    if (typeof refusal === 'object') {
      return new Response(JSON.stringify(refusal.body), {
        status: refusal.status,
        headers: { 'content-type': 'application/json', ...refusal.headers },
      });
    }
    const parameters = Object.fromEntries(new URLSearchParams(query));
    const { status, headers, body } = answerRequest(model, { method: 'GET', path, query: parameters });
    const isFiltered = 'branch' in parameters || 'event' in parameters || 'status' in parameters;
    const lag = weather === 'lists lag' && isFiltered ? (LAGS_MS[Math.floor(sky * LAGS_MS.length)] ?? 0) : 0;
    // An index that lags may know the newest run all the same.
    const list = changeList(body, { moment: clock.now() - lag, known: (sky * 64) % 2 < 1 ? own.id : undefined });
    return new Response(JSON.stringify(list, FIELDS), { status, headers });
  }
  return connection;
}

function refuse(weather: Weather, { sky, number, chance }: { sky: number; number: number; chance: () => number }) {
  if (weather === 'no permission') return refusePermission();
  if (weather !== 'rate limited' || sky < 0.4) return undefined;
  // The limit is used up from some request on, which is seldom the first.
  if (sky < 0.7) return number >= Math.floor((sky - 0.4) * 10) ? refuseByRateLimit() : undefined;
  const fate = chance();
  if (fate < 0.5) return undefined;
  return fate < 0.7 ? refuseBySecondaryLimit() : fate < 0.9 ? failInside() : 'hangs';
}

/**
 * A list of runs with less in it, and as it was at that moment: a run is not there yet, unless it is `known`, or seems to
 * be under way still.
 */
function changeList(body: unknown, { moment, known }: { moment: number; known: number | undefined }): unknown {
  if (typeof body !== 'object' || body === null || !('workflow_runs' in body)) return body;
  const runs: readonly Run[] = Array.isArray(body.workflow_runs) ? body.workflow_runs : [];
  const then = (text: string) => Date.parse(text) <= moment;
  const listed = runs.filter((run) => then(run.created_at) || run.id === known);
  return {
    ...body,
    workflow_runs: listed.map((run) => ({
      ...run,
      ...(!then(run.updated_at) && { status: 'in_progress', conclusion: null }),
      head_repository: { full_name: run.head_repository.full_name },
    })),
  };
}
