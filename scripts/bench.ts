/**
 * What the action costs, beside the least that is possible:
 *
 *     npm run bench                    prints a table
 *     npm run bench -- --write         writes docs/benchmark.md too
 *     npm run bench -- --action path/to/index.js --input url={spike}/x --env NAME=VALUE    beside another action
 *
 * In a value, `{spike}` is the TLS server and `{github}` GitHub's API; `--env STATE_isPost=true` makes a post phase.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createContenders } from './bench/contenders.ts';
import { measureCost, measureRun } from './bench/measure.ts';
import { startServices } from './bench/services.ts';
import { composePage, composeTable, type Measured } from './bench/table.ts';

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

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  using services = await startServices(folder);
  const contenders = await createContenders({ folder, services, other: options });
  const measured: Measured[] = [];
  for (const contender of contenders) {
    // The first run warms the file cache and tells how many requests to wait for.
    const { requests } = await measureRun(contender, services);
    measured.push({ name: contender.name, requests, runs: [], costs: [] });
  }
  const pairs = contenders.map((contender, index) => ({ contender, index }));
  for (let round = 1; round <= rounds; round++) {
    for (const { contender, index } of shuffle(pairs)) {
      const { requests, runs, costs } = measured[index] ?? { requests: undefined };
      if (requests === undefined) continue;
      runs.push(await measureRun(contender, services, requests.spike + requests.github));
      // Apart from the time, because looking costs time.
      const cost = round % 4 === 0 ? measureCost(contender) : undefined;
      if (cost !== undefined) costs.push(cost);
    }
    process.stderr.write(`\rround ${round} of ${rounds}`);
  }
  process.stderr.write('\n');
  const table = composeTable(measured);
  console.log(table);
  if (options.write) writeFileSync('docs/benchmark.md', composePage(table, rounds));
} finally {
  rmSync(folder, { recursive: true });
}

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
