import { arch, cpus, platform, totalmem } from 'node:os';
import { NAMES } from './contenders.ts';
import { type Contender, type Cost, type Requests, type Run, show } from './measure.ts';

/** All runs of one contender, in the order of the rounds. */
export type Measured = {
  contender: Contender;
  expected: Requests;
  runs: Pick<Run, 'total' | 'firstByte'>[];
  costs: Cost[];
};

/** Two Markdown tables, what was measured and how it stands to the goals, and the machine. */
export function composeTables(measured: readonly Measured[], rounds: number): string {
  const find = (name: string): Measured => {
    const found = measured.find(({ contender }) => contender.name === name);
    if (found === undefined) throw new Error(`${name} was not measured.`);
    return found;
  };
  const [floor, arming] = [find(NAMES.floor), find(NAMES.arming)];
  const limitOf = ({ contender }: Measured): Measured => find(contender.limit ?? NAMES.limit);
  const sums = [NAMES.resolve, NAMES.resolveAsking].map((name) => add(arming, find(name)));
  const rows = [...measured, ...sums].map((one) => {
    const { contender, expected, runs, costs } = one;
    return [
      contender.name,
      spread(runs.map(({ total }) => total)),
      spread(compare(runs, floor.runs), 2),
      spread(compare(runs, limitOf(one).runs), 2),
      spread(runs.flatMap(({ firstByte }) => firstByte ?? [])),
      spread(costs.map(({ cpu }) => cpu)),
      spread(costs.map(({ memory }) => memory)),
      show(expected),
    ];
  });
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

  const worst = (...names: string[]) =>
    Math.max(...names.map(find).map((one) => median(compare(one.runs, limitOf(one).runs)))).toFixed(2);
  const goals = [
    ['arming × floor', median(compare(arming.runs, floor.runs)).toFixed(2), '1.25'],
    ['a report without look-ups × limit', worst(NAMES.create, NAMES.resolve), '1.20'],
    ['a report with look-ups × limit', worst(NAMES.createAsking, NAMES.resolveAsking), '1.50'],
  ];
  return [
    composeTable(heads, rows),
    composeTable(['the worst median', 'measured', 'goal, at most'], goals),
    `Medians of ${rounds} rounds, with the 10th and the 90th percentile in parentheses. ${describeMachine()}`,
  ].join('\n\n');
}

/**
 * `page` with `tables` between its two marks.
 *
 * @throws Error when they are not there
 */
export function fillPage(page: string, tables: string): string {
  const [start, end] = ['<!-- measured -->\n', '<!-- end of measured -->'];
  const [before, rest] = page.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('The page has no place for the tables.');
  return `${before}${start}\n${tables}\n\n${end}${after}`;
}

function composeTable(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [heads, heads.map((_, index) => (index === 0 ? '---' : '--:')), ...rows].map(line).join('\n');
}

function describeMachine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `The machine: ${cpus().length} × ${cpu?.model.trim()}, ${memory} GB, ${platform()} ${arch()}, Node ${process.version}.`;
}

function add(one: Measured, other: Measured): Measured {
  const nan = Number.NaN;
  return {
    ...other,
    contender: { ...other.contender, name: `${one.contender.name} + ${other.contender.name}` },
    runs: one.runs.map(({ total }, round) => ({ total: total + (other.runs[round]?.total ?? nan) })),
    costs: one.costs.map(({ cpu, memory }, index) => ({
      cpu: cpu + (other.costs[index]?.cpu ?? nan),
      memory: Math.max(memory, other.costs[index]?.memory ?? nan),
    })),
  };
}

// Round by round, so that what else the machine does falls on both sides.
function compare(runs: Measured['runs'], base: Measured['runs']): number[] {
  return runs.map(({ total }, round) => total / (base[round]?.total ?? Number.NaN));
}

function spread(values: readonly number[], digits = 1): string {
  if (values.length === 0) return '–';
  const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(values, share).toFixed(digits));
  return `${middle} (${low}–${high})`;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? Number.NaN;
}
