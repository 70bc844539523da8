import { arch, cpus, platform, release, totalmem } from 'node:os';
import { NAMES } from './contenders.ts';
import type { Cost, Run } from './measure.ts';

/** All runs of one contender, in the order of the rounds. */
export type Measured = { name: string; requests: Run['requests']; runs: Run[]; costs: Cost[] };

/** A Markdown table: medians, with the 10th and 90th percentile in parentheses. */
export function composeTable(measured: readonly Measured[]): string {
  const find = (name: string) => measured.find((one) => one.name === name);
  const [floor, limit, arming] = [find(NAMES.floor), find(NAMES.limit), find(NAMES.arming)];
  const sums = [NAMES.resolve, NAMES.resolveAsking].flatMap((name) => {
    const report = find(name);
    return arming && report ? [add(`arming + ${name}`, arming, report)] : [];
  });
  const rows = [...measured, ...sums].map(({ name, requests, runs, costs }) => [
    name,
    spread(
      runs.map(({ total }) => total),
      1,
    ),
    compare(runs, floor?.runs),
    compare(runs, limit?.runs),
    spread(
      runs.flatMap(({ firstByte }) => firstByte ?? []),
      1,
    ),
    spread(
      costs.map(({ cpu }) => cpu),
      0,
    ),
    spread(
      costs.map(({ memory }) => memory),
      1,
    ),
    `${requests.spike} + ${requests.github}`,
  ]);
  const heads = [
    'whole process',
    'ms',
    '× floor',
    '× limit',
    'ms to the first byte',
    'ms of CPU',
    'MB at the peak',
    'requests: Spike + GitHub',
  ];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** The page for the documentation: the table, and how to come by it. */
export function composePage(table: string, rounds: number): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()} ${arch()}, Node ${process.version}`;
  return `TODO ${machine} ${rounds}\n\n${table}\n`;
}

function add(name: string, one: Measured, other: Measured): Measured {
  const runs = one.runs.map(({ total }, round) => ({
    total: total + (other.runs[round]?.total ?? Number.NaN),
    requests: other.requests,
  }));
  const costs = one.costs.map(({ cpu, memory }, index) => ({
    cpu: cpu + (other.costs[index]?.cpu ?? Number.NaN),
    memory: Math.max(memory, other.costs[index]?.memory ?? Number.NaN),
  }));
  return { name, requests: other.requests, runs, costs };
}

// Round by round, so that what else the machine does falls on both sides.
function compare(runs: readonly Run[], base: readonly Run[] | undefined): string {
  return spread(
    runs.map(({ total }, round) => total / (base?.[round]?.total ?? Number.NaN)),
    2,
  );
}

function spread(values: readonly number[], digits: number): string {
  if (values.length === 0) return '–';
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.round(share * (sorted.length - 1))] ?? 0).toFixed(digits);
  return `${at(0.5)} (${at(0.1)}–${at(0.9)})`;
}
