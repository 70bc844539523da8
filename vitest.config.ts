import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // Nothing waits for real time; this is for machines that are busy with something else.
    testTimeout: 60_000,
    // It imports JSON without saying so, which Node refuses and vitest can mend.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
