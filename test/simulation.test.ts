import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listRows, readPage, readSection } from './documentation.ts';
import type { Manner } from './simulation/action.ts';
import { createChance } from './simulation/chance.ts';
import { compare, composeTable, ours, runId, workflowAndJob } from './simulation/comparison.ts';
import {
  createHistory,
  type History,
  type PlannedAttempt,
  type PlannedRun,
  shortHistory,
} from './simulation/history.ts';
import { NOTHING } from './simulation/ledger.ts';
import { type Circumstances, simulate } from './simulation/simulation.ts';

// The machine that tests may be busy with much else.
const TIMEOUT = 60_000;

describe('in no history', () => {
  const everywhere = (circumstances: Omit<Circumstances, 'policy'>) =>
    fc.asyncProperty(shortHistory, async (history) => {
      const counts = await simulate(history, { policy: ours, ...circumstances });
      expect({ ...counts, inTheWindow: 0 }).toEqual(NOTHING);
    });

  test.each([
    ['github.com', 60],
    ['enterprise', 30],
  ] as const)(
    'is there a false resolve, a missed alert or a stuck incident (%s)',
    { timeout: TIMEOUT },
    (server, numRuns) => fc.assert(everywhere({ server }), { numRuns }),
  );

  test.each<Manner>(['refuses', 'falters'])(
    'does a shared title close what is red, also where the API %s',
    { timeout: TIMEOUT },
    (manner) =>
      fc.assert(
        fc.asyncProperty(shortHistory, async (history) => {
          const { ofSharedTitles } = await simulate(history, { policy: ours, manner });
          expect(ofSharedTitles).toBe(0);
        }),
        { numRuns: 30 },
      ),
  );
});

test('README shows what comes of the histories that its command plays, and nothing goes wrong with the action', {
  timeout: TIMEOUT,
}, async () => {
  const section = readSection(readPage('README.md').text, 'It never resolves what is still true');
  const [, seed, runs] = /npm run simulate -- --seed (\d+) --runs (\d+)/.exec(section) ?? [];

  const rows = await compare(Number(seed), Number(runs));

  expect(section).toContain(composeTable(rows));
  expect(rows[0]?.counts).toMatchObject({ falseResolves: 0, missedAlerts: 0, stuckIncidents: 0 });
  expect(rows[1]?.counts.ofSharedTitles).toBe(0);
  expect(listRows(section).length).toBe(rows.length + 1);
});

type Fields = Partial<Omit<PlannedRun, 'attempts'>> & { attempts?: Partial<PlannedAttempt>[] };

/** Jobs that all end so, after as many seconds. */
function jobs(end: PlannedAttempt['jobs'][number]['end'], work = 60): PlannedAttempt['jobs'] {
  return Array.from({ length: 3 }, () => ({ queue: 0, work, end }));
}

/** Runs of the workflow `CI` on `main`, an hour apart, if they do not say else. */
function plan(...runs: Fields[]): History {
  return runs.map(({ attempts = [{}], ...run }) => ({
    ...{ wait: 3600, workflow: 'CI', origin: 'push on main', outage: 0 },
    ...run,
    attempts: attempts.map((attempt) => ({
      ...{ wait: 3600, onlyFailed: false, jobs: jobs('success'), cancel: null, watch: 10 },
      ...attempt,
    })),
  }));
}

const RED: Partial<PlannedAttempt> = { jobs: jobs('failure') };
const GREEN: Partial<PlannedAttempt> = { jobs: jobs('success') };

describe('the simulation counts', () => {
  test.each<[string, Circumstances, History, Partial<typeof NOTHING>]>([
    ['nothing where all goes well', { policy: ours }, plan({ attempts: [RED] }, {}), {}],
    [
      'a pull request that closes the incidents of main, three jobs with two titles',
      { policy: workflowAndJob },
      plan({ attempts: [RED] }, { origin: 'pull request from fix' }),
      { falseResolves: 3, ofSharedTitles: 3 },
    ],
    [
      'a run that ends after a newer one, where nothing holds it back',
      { policy: ours, manner: 'refuses' },
      plan(
        { workflow: 'Nightly', attempts: [{ jobs: jobs('success', 1500) }] },
        { wait: 60, workflow: 'Nightly', attempts: [RED] },
      ),
      { falseResolves: 1 },
    ],
    [
      'an alert that nobody hears: GitHub calls a time limit cancelled, and may not be asked',
      { policy: ours, manner: 'refuses' },
      plan({ workflow: 'Release', attempts: [{ jobs: jobs('timeout') }] }),
      { missedAlerts: 1 },
    ],
    [
      'an incident that no later run closes',
      { policy: runId },
      plan({ workflow: 'Release', attempts: [RED] }, { workflow: 'Release' }),
      { stuckIncidents: 1 },
    ],
    [
      'no incident as stuck whose resolve is lost, which is said',
      { policy: ours },
      plan({ workflow: 'Release', attempts: [RED] }, { workflow: 'Release', outage: 300 }),
      {},
    ],
    [
      'apart what cannot be helped: Spike was away, and the newer run was red before it came back',
      { policy: ours },
      plan(
        { workflow: 'Nightly', attempts: [RED] },
        { workflow: 'Nightly', attempts: [GREEN], outage: 100 },
        { wait: 20, workflow: 'Nightly', attempts: [RED] },
      ),
      { inTheWindow: 1 },
    ],
  ])('%s', async (_, circumstances, history, expected) => {
    await expect(simulate(history, circumstances)).resolves.toEqual({ ...NOTHING, ...expected });
  });

  test('the same for the same seed, and something else for another', async () => {
    const play = (seed: number) => simulate(createHistory(seed, 100), { policy: workflowAndJob });
    const [one, again, other] = await Promise.all([play(1), play(1), play(2)]);

    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
  });

  test('and a counter-example is shrunk to the shortest history', { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(shortHistory, async (history) => {
      const { falseResolves } = await simulate(history, { policy: workflowAndJob });
      return falseResolves === 0;
    });

    const { counterexample } = await fc.check(property, { seed: 1, numRuns: 100 });

    // Two legs of one run: the one that passes resolves what the other has opened.
    expect(counterexample?.[0]).toHaveLength(1);
  });
});

test('chance is evenly spread, and its own for each name', () => {
  const chance = createChance('a name');
  const numbers = Array.from({ length: 1000 }, chance);

  expect(new Set(numbers).size).toBe(1000);
  expect(numbers.reduce((sum, number) => sum + number) / 1000).toBeCloseTo(0.5, 1);
  expect(createChance('another name')()).not.toBe(numbers[0]);
});
