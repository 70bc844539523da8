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
};

/** One run: milliseconds from spawn to exit, and to the first byte at Spike where there was one. */
export type Run = { total: number; firstByte?: number; requests: { spike: number; github: number } };

/** Milliseconds of CPU, and the peak memory in MB. */
export type Cost = { cpu: number; memory: number };

const COSTS = fileURLToPath(new URL('costs.cjs', import.meta.url));

/** Runs it once; `expected` is the count of requests that are to arrive. */
export async function measureRun(contender: Contender, services: Services, expected?: number): Promise<Run> {
  services.forget();
  const start = now();
  runOnce(contender, contender.arguments);
  const total = now() - start;
  const requests = await services.collect(expected);
  const spike = requests.filter(({ kind }) => kind === 'spike');
  const [first] = spike;
  return {
    total,
    ...(first && { firstByte: first.at - start }),
    requests: { spike: spike.length, github: requests.length - spike.length },
  };
}

/** Runs it once more for what it costs; `undefined` for what is not Node. */
export function measureCost(contender: Contender): Cost | undefined {
  if (!contender.isNode) return undefined;
  const output = runOnce(contender, ['--require', COSTS, ...contender.arguments]);
  const [cpu, memory]: unknown[] = JSON.parse(output[3]?.toString() ?? '[]');
  return { cpu: Number(cpu) / 1e3, memory: Number(memory) / 1024 };
}

function runOnce({ name, command, env }: Contender, given: string[]): (Buffer | null)[] {
  // Pipes, because those are what the runner gives.
  const { status, signal, error, output } = spawnSync(command, given, {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (status === 0) return output;
  const why = error?.message ?? `it ended with ${signal ?? status}`;
  throw new Error(`${name}: ${why}\n${output?.slice(1, 3).join('\n') ?? ''}`);
}
