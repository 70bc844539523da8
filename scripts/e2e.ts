/**
 * Real workflow files on a runner that is not ours: the scenarios of `test/e2e/` on act, on the stand-in for Spike.
 * Prints what Spike was told; exits 0 only if that is what it must be told.
 *
 *     npm run e2e -- cancelled matrix     # only the scenarios with one of these words in their names
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Played, play } from '../test/e2e/play.ts';
import { SCENARIOS } from '../test/e2e/scenarios.ts';
import { openShop, type Shop } from '../test/e2e/shop.ts';
import { findTool } from './tools.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Plays the scenarios, several at a time, and gives what came of them in their order. */
async function playAll(act: string, shop: Shop, words: readonly string[]): Promise<Played[]> {
  const chosen = SCENARIOS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const played: Played[] = [];
  const waiting = chosen.entries();
  const work = async () => {
    for (const [index, scenario] of waiting) {
      played[index] = await play(scenario, { act, shop, name: `scenario-${index}` });
      console.log(`${played[index].problems.length === 0 ? '✓' : '✗'} ${scenario.name}`);
    }
  };
  // One more than there are processors, because one scenario only waits.
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  return played;
}

function print({ scenario, runs, problems, seconds }: Played): void {
  const nothing = (list: string[]) => (list.length === 0 ? ['nothing'] : list);
  console.log(`\n${scenario.name} (${scenario.workflow}, ${seconds.toFixed(1)} s)`);
  for (const { story, ended, told, open } of runs) {
    const heads = [`  ${story}: ${ended}`];
    const said = nothing(told).map((line, index) => `${index === 0 ? 'told' : '    '}  ${line}`);
    const left = nothing(open).map((line, index) => `${index === 0 ? 'open' : '    '}  ${line}`);
    for (const [index, line] of [...said, ...left].entries()) {
      console.log(`${(heads[index] ?? '').padEnd(45)} ${line}`);
    }
  }
  if (scenario.differs !== undefined) console.log(`  not as on GitHub: ${scenario.differs}`);
  for (const problem of problems) console.log(`  ✗ ${problem}`);
}

async function main(): Promise<void> {
  const act = findTool('act');
  if (!process.version.startsWith('v24.')) throw new Error('Run it with npm: it needs the Node that actions run on.');
  const start = performance.now();
  await using shop = await openShop(ROOT);
  const played = await playAll(act, shop, process.argv.slice(2));
  console.log('\nWhat Spike was told, and which incidents were open after each run:');
  for (const one of played) print(one);
  const failed = played.filter(({ problems }) => problems.length > 0);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`\n${played.length - failed.length} of ${played.length} scenarios as they must be, in ${seconds} s.`);
  for (const { scenario } of failed) console.log(`✗ ${scenario.name}`);
  if (played.length === 0 || failed.length > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
