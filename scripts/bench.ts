/**
 * What the action costs, beside the least that is possible:
 *
 *     npm run bench                    prints the tables
 *     npm run bench -- --write         puts them into docs/benchmark.md too
 *     npm run bench -- --action path/to/index.js --input url={spike}/x --env NAME=VALUE    beside another action
 *
 * In a value, `{spike}` is the local service and `{github}` the local GitHub API; `--env STATE_isPost=true` makes a post phase.
 * `--rounds 10` takes less time.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createContenders } from './bench/contenders.ts';
import { COSTS, measure } from './bench/measure.ts';
import { startServices } from './bench/services.ts';
import { composeTables, fillPage, type Measured } from './bench/table.ts';

const PAGE = new URL('../docs/benchmark.md', import.meta.url);
const FEWEST_TO_WRITE = 30;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    write: { type: 'boolean', default: false },
    action: { type: 'string' },
    input: { type: 'string', multiple: true, default: [] },
    env: { type: 'string', multiple: true, default: [] },
  },
});
const rounds = Number(options.rounds);
const fewest = options.write ? FEWEST_TO_WRITE : 1;
if (!(Number.isInteger(rounds) && rounds >= fewest)) {
  console.error(`--rounds is a whole number from ${fewest} on.`);
  process.exit(1);
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-')));
try {
  using services = await startServices(folder);
  const contenders = await createContenders({ folder, services, other: options });
  const measured: Measured[] = [];
  for (const contender of contenders) {
    // The first run warms the file cache, and its requests are those to wait for.
    const { requests: expected } = await measure({ contender, services });
    measured.push({ contender, expected, runs: [], costs: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { contender, expected, runs, costs } of shuffle(measured)) {
      runs.push(await measure({ contender, services, expected }));
      // Apart from the time, because looking costs time.
      if (!contender.isNode || round % 4 !== 1) continue;
      const { cost } = await measure({ contender, services, expected, preload: COSTS });
      if (cost !== undefined) costs.push(cost);
    }
    process.stderr.write(`\rround ${round} of ${rounds}`);
  }
  process.stderr.write('\n');
  const tables = composeTables(measured, rounds);
  console.log(tables);
  if (options.write) writeFileSync(PAGE, fillPage(readFileSync(PAGE, 'utf8'), tables));
} finally {
  rmSync(folder, { recursive: true });
}

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
