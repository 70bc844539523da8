import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      // Its files name source maps whose sources are not in the package, and Vite warns of each.
      name: 'without-source-maps',
      load: (id) =>
        /@actions\/workflow-parser\/.*\.js$/.test(id) ? { code: readFileSync(id, 'utf8'), map: null } : null,
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // Most tests wait for processes that they start. The default is one worker on two cores, which takes twice as long.
    maxWorkers: Math.max(4, availableParallelism()),
    // Nothing waits for real time; this is for machines that are busy with something else.
    testTimeout: 60_000,
    // It imports JSON without an attribute, which Node refuses and vitest accepts.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
