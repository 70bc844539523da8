import type { GithubOptions } from '../../src/github.ts';
import { loadLookUps } from '../../src/github.ts';
import { asText, at, parseObject } from '../../src/json.ts';
import { run } from '../../src/report.ts';
import { answerRequest } from '../github/answers.ts';
import { failInside, refusePermission } from '../github/interference.ts';
import type { GithubModel } from '../github/model.ts';
import { listVariables, type Start } from '../situations.ts';
import { createChance } from './chance.ts';
import type { Timeline } from './timeline.ts';

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
export type Surroundings = { timeline: Timeline; model: GithubModel; manner: Manner };

/** What Spike would be told. */
export type Message = { action: 'create' | 'resolve'; title: string; payload: string };

/**
 * Runs one phase of the action itself up to its payload, as a dry run, so that the delivery can happen in virtual
 * time.
 */
export async function runPhase(
  { name, start, inputs, phase }: Phase,
  { timeline, model, manner }: Surroundings,
): Promise<Message | undefined> {
  const outputs = new Map<string, string>();
  const ignore = () => undefined;
  const given: Record<string, string> = {
    'create-on': 'failure, timed_out, startup_failure',
    'resolve-on': 'success',
    token: 'a-token',
    'dry-run': 'true',
    matrix: start.matrix ?? 'null',
    'check-run-id': start.checkRunId ?? '',
    'job-workflow-ref': start.jobWorkflowRef ?? '',
    ...inputs,
  };
  await run({
    core: {
      ...{ debug: ignore, info: ignore, notice: ignore, warning: ignore, error: ignore },
      ...{ setSecret: ignore, saveState: ignore },
      getInput: (input) => given[input] ?? '',
      getState: (state) => (state === 'phase' && phase === 'post' ? 'post' : ''),
      setOutput: (output, value) => outputs.set(output, value),
      setFailed: (message) => {
        throw new Error(message);
      },
    },
    env: listVariables(start),
    nodeVersion: process.version,
    readFile: () => JSON.stringify(start.payload),
    appendFile: ignore,
    clock: timeline,
    random: createChance(name),
    hurry: new AbortController().signal,
    loadLookUps: async (options: GithubOptions) =>
      loadLookUps({ ...options, fetch: createFetch({ timeline, model, manner }, name) }),
  });
  const [action, payload = ''] = [outputs.get('action'), outputs.get('payload')];
  if (action !== 'create' && action !== 'resolve') return undefined;
  return { action, title: asText(at(parseObject(payload), 'title')) ?? '', payload };
}

// The API tells a hundred times more than anybody reads here, and most of the time went into writing and reading it.
const FIELDS = [
  ...['workflow_runs', 'jobs', 'steps', 'pull_requests', 'referenced_workflows', 'head_repository'],
  ...['id', 'run_id', 'name', 'path', 'full_name', 'number', 'run_number', 'run_attempt', 'event', 'ref', 'sha'],
  ...['status', 'conclusion', 'head_branch', 'head_sha', 'html_url', 'runner_name', 'content', 'encoding'],
  ...['created_at', 'run_started_at', 'updated_at', 'started_at', 'completed_at'],
  ...['annotation_level', 'message', 'start_line'],
];

function createFetch({ timeline, model, manner }: Surroundings, name: string): typeof fetch {
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
    await Promise.race([ended, ...(fate === 'hanging' ? [] : [timeline.wait(50 + 350 * chance())])]);
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

function choose(number: number): 'answered' | 'refused' | 'broken' | 'hanging' {
  if (number < 0.5) return 'answered';
  return number < 0.7 ? 'refused' : number < 0.9 ? 'broken' : 'hanging';
}
