import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { now } from './clock.ts';
import type { Services } from './services.ts';

/** A process to be measured. */
export type Contender = {
  name: string;
  command: string;
  arguments: string[];
  env: Record<string, string>;
  /** Whether it is Node, which can be asked what it cost. */
  isNode: boolean;
  /** The name of the contender that makes the same requests with as little as possible. */
  limit?: string;
};

/** How many requests arrived at each service. */
export type Requests = { spike: number; github: number };

/** Milliseconds of CPU, and the peak memory in MB. */
export type Cost = { cpu: number; memory: number };

/**
 * One run: milliseconds from spawn to exit, and to the first byte at Spike where there was one; what was asked of
 * GitHub, as paths with their queries.
 */
export type Run = { total: number; firstByte?: number; requests: Requests; targets: string[]; cost?: Cost };

/** What to run: `expected` is what is to arrive, and `preload` a script that measures the cost, which takes time itself. */
export type Order = { contender: Contender; services: Services; expected?: Requests; preload?: string };

/** The script to preload. */
export const COSTS = fileURLToPath(new URL('costs.cjs', import.meta.url));

/**
 * Runs it once.
 *
 * @throws Error when it fails, and when other requests arrive than those expected: what does less is no faster.
 */
export async function measure({ contender, services, expected, preload }: Order): Promise<Run> {
  const { name, command, env } = contender;
  const given = preload === undefined ? contender.arguments : ['--require', preload, ...contender.arguments];
  services.forget();
  const start = now();
  // Pipes, because those are what the runner gives.
  const { status, signal, error, output } = spawnSync(command, given, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const total = now() - start;
  const said = output?.slice(1, 3).join('\n') ?? '';
  if (status !== 0) throw new Error(`${name}: ${error?.message ?? `ended with ${signal ?? status}`}\n${said}`);

  const arrivals = await services.collect(expected && expected.spike + expected.github);
  const firstByte = arrivals.find(({ kind }) => kind === 'spike')?.at;
  const spike = arrivals.filter(({ kind }) => kind === 'spike').length;
  const requests = { spike, github: arrivals.length - spike };
  if (expected !== undefined && show(requests) !== show(expected)) {
    throw new Error(`${name}: ${show(requests)} requests in place of ${show(expected)}\n${said}`);
  }
  return {
    total,
    requests,
    targets: arrivals.flatMap(({ target }) => target ?? []),
    ...(firstByte !== undefined && { firstByte: firstByte - start }),
    ...(preload !== undefined && { cost: readCost(output[3] ?? '') }),
  };
}

/** The count of requests to each service. */
export function show({ spike, github }: Requests): string {
  return `${spike} + ${github}`;
}

function readCost(text: string): Cost {
  const [cpu, memory]: unknown[] = JSON.parse(text);
  return { cpu: Number(cpu) / 1e3, memory: Number(memory) / 1024 };
}
