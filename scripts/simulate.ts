/**
 * The life of a repository, many times over and in virtual time, with the action in it; beside it, on the same
 * histories, two ways to make titles without guards:
 *
 *     npm run simulate                             one history of 500 runs
 *     npm run simulate -- --seed 1 --runs 10000    20 of them, the seeds 1 to 20, in about half a minute
 *
 * Exits 0 only if the action itself got nothing wrong.
 */
import { parseArgs } from 'node:util';
import { compare, composeTable } from '../test/simulation/comparison.ts';

const { values: options } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '500' } },
});
const rows = await compare(readCount('seed'), readCount('runs'));
console.log(composeTable(rows));
const [ours, refused] = rows.map(({ counts }) => counts);
console.log(`
Not counted: ${ours?.inTheWindow} times another run ended after this action had asked GitHub and before Spike had its message.
Without permissions, ${refused?.ofSharedTitles} of the false resolves came from a title that was shared.`);
if (ours === undefined || ours.falseResolves + ours.missedAlerts + ours.stuckIncidents > 0) process.exitCode = 1;
if (refused === undefined || refused.ofSharedTitles > 0) process.exitCode = 1;

function readCount(name: 'seed' | 'runs'): number {
  const count = Number(options[name]);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} is ${options[name]}, and no count from 1 on`);
  return count;
}
