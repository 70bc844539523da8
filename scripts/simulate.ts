/**
 * The life of a repository, many times over and in virtual time, with the action in it; beside it, on the same
 * histories, two ways to make titles without guards:
 *
 *     npm run simulate                                    one history of 250 runs
 *     npm run simulate -- --seed 1 --runs 12000           48 of them, the seeds 1 to 48
 *     npm run simulate -- --shrink --kind falseResolves   the shortest history in which that happens, in words
 *
 * The table is followed by what goes wrong in the histories that show what each rule is for (test/simulation/rules.ts).
 * `--weather` (answers, lists lag, rate limited, no permission) says for `--shrink` how GitHub answers.
 * Exits 0 only if the action keeps its promises.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  addRows,
  compare,
  composeTable,
  findCounterExample,
  findFaults,
  ours,
  type Row,
} from '../test/simulation/comparison.ts';
import { RUNS_PER_SEED } from '../test/simulation/history.ts';
import { RULES } from '../test/simulation/rules.ts';
import { WRONGS } from '../test/simulation/truth.ts';
import { WEATHERS } from '../test/simulation/weather.ts';
import { simulate } from '../test/simulation/world.ts';

type Part = { seed: number; runs: number };

if (isMainThread) await main();
else parentPort?.postMessage(await compare(workerData));

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string' },
      shrink: { type: 'boolean', default: false },
      kind: { type: 'string' },
      weather: { type: 'string', default: 'answers' },
    },
  });
  const seed = readCount('seed', options.seed);
  if (!options.shrink) return tabulate({ seed, runs: readCount('runs', options.runs ?? '250') });
  const kinds = WRONGS.filter((kind) => kind === (options.kind ?? kind));
  const weather = WEATHERS.find((name) => name === options.weather);
  if (weather === undefined || kinds.length === 0)
    throw new Error(`--weather is one of ${WEATHERS.join(', ')}, --kind one of ${WRONGS.join(', ')}.`);
  const found = await findCounterExample(
    seed,
    { policy: ours, weather },
    { kinds, histories: readCount('runs', options.runs ?? '3000') },
  );
  console.log(found === undefined ? 'No counter-example.' : found.story.join('\n'));
  if (found !== undefined) process.exitCode = 1;
}

async function tabulate({ seed, runs }: Part): Promise<void> {
  const histories = Math.ceil(runs / RUNS_PER_SEED);
  const share = Math.ceil(histories / Math.min(availableParallelism(), histories));
  const parts: Part[] = [];
  for (let done = 0; done < histories; done += share)
    parts.push({ seed: seed + done, runs: Math.min(share * RUNS_PER_SEED, runs - done * RUNS_PER_SEED) });
  const rows = (await Promise.all(parts.map(work))).reduce(addRows);
  console.log(composeTable(rows));
  const { inTheWindow, outOfSight } = rows[0]?.counts ?? {};
  console.log(`
Not counted: ${inTheWindow} times GitHub did not show it yet when this action asked, ${outOfSight} times it was further back than it looks.`);
  const faults = findFaults(rows);
  for (const [name, history] of Object.entries(RULES)) {
    faults.push(...findFaults([{ name: `the rule "${name}"`, counts: await simulate(history, { policy: ours }) }]));
  }
  if (faults.length === 0) return;
  console.log(`Not as promised: ${faults.join('; ')}.`);
  process.exitCode = 1;
}

function work(part: Part): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    new Worker(new URL(import.meta.url), { workerData: part }).once('message', resolve).once('error', reject);
  });
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--${name} must be a whole number from 1 on (got "${text}").`);
  return count;
}
