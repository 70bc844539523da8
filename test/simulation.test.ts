import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClock } from './clock.ts';
import { listRows, readPage, readSection } from './documentation.ts';
import {
  compare,
  composeTable,
  findCounterExample,
  findFaults,
  ours,
  workflowAndJob,
} from './simulation/comparison.ts';
import { createHistory, shortHistory } from './simulation/history.ts';
import { RULES } from './simulation/rules.ts';
import { type Check, type Counts, createTruth, type Execution, NOTHING, type Report } from './simulation/truth.ts';
import type { Weather } from './simulation/weather.ts';
import { simulate } from './simulation/world.ts';

// The machine that tests may be busy with much else.
const TIMEOUT = 120_000;

test.each<[Weather, number]>([
  ['answers', 120],
  ['lists lag', 40],
])('in no history does anything go wrong with the action (GitHub: %s)', { timeout: TIMEOUT }, (weather, numRuns) =>
  fc.assert(
    fc.asyncProperty(shortHistory, async (history) => {
      const counts = await simulate(history, { policy: ours, weather });
      expect({ ...counts, heldAndSaid: 0, inTheWindow: 0, outOfSight: 0 }).toEqual(NOTHING);
    }),
    // Always the same ones: `npm run simulate -- --shrink --seed N` looks through others.
    { numRuns, seed: 1 },
  ),
);

test.each(Object.entries(RULES))('nothing goes wrong, since %s', async (_, history) => {
  const counts = await simulate(history, { policy: ours });
  expect({ ...counts, heldAndSaid: 0 }).toEqual(NOTHING);
});

test('in five hundred runs the action keeps its promises, and the other policies close what is broken', {
  timeout: TIMEOUT,
}, async () => {
  const rows = await compare({ seed: 1, runs: 500 });
  expect(findFaults(rows)).toEqual([]);
  // The page has the numbers of twenty thousand runs, so that only its rows and columns are compared.
  const [shown, here] = [readSection(readPage('docs/guards.md').text, 'Simulated'), composeTable(rows)].map(listRows);
  expect(shown?.map(([name]) => name)).toEqual(here?.map(([name]) => name));
  expect(shown?.[0]).toEqual(here?.[0]);
  for (const { counts } of rows.slice(4)) expect(counts.falseResolves).toBeGreaterThan(5);
});

test('the same seed gives the same, and another something else', { timeout: TIMEOUT }, async () => {
  const play = (seed: number) => simulate(createHistory(seed, 50), { policy: workflowAndJob });
  const [one, again, other] = await Promise.all([play(1), play(1), play(2)]);
  expect(one).toEqual(again);
  expect(one).not.toEqual(other);
});

test('a counter-example is shrunk to a short history, and told line by line', { timeout: TIMEOUT }, async () => {
  const found = await findCounterExample(1, { policy: workflowAndJob }, { kinds: ['falseResolves'] });
  expect(found?.history.length).toBeLessThanOrEqual(2);
  expect(found?.story.join('\n')).toMatch(/falseResolves: .* is closed by run #\d, but .* failed in run #\d/);
});

describe('the truth', () => {
  type Said = {
    run: number;
    attempt?: number;
    from: number;
    to: number;
    says?: 'create' | 'resolve' | undefined;
    held?: boolean;
    at?: number;
  };
  const check: Check = {
    name: 'ci.yml on main, build',
    stream: 'ci.yml on main',
    isJob: true,
    after: 1,
    isVague: false,
  };
  const parts = new Set(['api', 'web']);

  /** One report of a run whose parts passed or failed between two moments; it asks at the end, or at `at`. */
  function play(reports: readonly (Said & { results: Record<string, boolean> })[], of: Check = check): Partial<Counts> {
    let now = 0;
    const truth = createTruth(() => now);
    for (const { run, attempt = 1, from, to, results, says, held, at = to } of reports) {
      const times = { began: from * 1000, ended: to * 1000, shown: to * 1000 };
      const executions = Object.entries(results).map(
        ([part, passed]): Execution => ({ part, run, attempt, passed, ...times }),
      );
      const isRed = Object.values(results).includes(false);
      const report: Report = {
        ...{ check: of, run, attempt, workflow: 'CI', parts, executions, isPlain: isRed, isWanted: false },
        ...{ askedAt: at * 1000, color: isRed ? 'red' : 'green', action: says ?? 'none' },
        ...{ isSaid: held === true, isWarned: false, isLost: false, isVague: of.isVague, isInformed: true },
      };
      truth.begin(of, run);
      now = to * 1000;
      for (const execution of executions) truth.record(of, execution);
      truth.ask(of);
      truth.follow(of.stream, run, isRed ? 'failed' : 'over');
      const payload = JSON.stringify({ title: 'CI', ...(says === 'resolve' && { status: 'resolve' }) });
      if (says !== undefined) truth.take({ title: 'CI', payload }, report);
      truth.settle(of, run, report);
    }
    return Object.fromEntries(Object.entries(truth.counts).filter(([, count]) => count > 0));
  }

  const red = { run: 1, from: 0, to: 10, results: { api: false, web: true }, says: 'create' } as const;
  const green = { run: 2, from: 20, to: 30, results: { api: true, web: true }, says: 'resolve' } as const;
  const skipped = { ...green, results: { web: true } };
  const held = { ...green, says: undefined, held: true };
  const quiet = { ...red, says: undefined };
  const third = { ...red, run: 3 };

  test.each<[string, Parameters<typeof play>[0], Partial<Counts>]>([
    ['has nothing against an alert and its resolve', [red, green], {}],
    ['sees a resolve by a run that skipped what had failed', [red, skipped], { falseResolves: 1 }],
    ['sees a resolve by an older run', [third, { ...green, from: 5 }], { falseResolves: 1 }],
    ['believes an older run, run again after the failure', [third, { ...green, attempt: 2 }], {}],
    [
      'believes no newer run that had ended before the failure began',
      [green, { ...red, from: 40, to: 50 }, { ...skipped, run: 3, from: 60, to: 70 }],
      { falseResolves: 1 },
    ],
    ['counts apart what GitHub did not show yet', [red, { ...skipped, at: 5 }], { inTheWindow: 1 }],
    ['misses the alert of a failure', [{ ...red, says: undefined, held: true }], { missedAlerts: 1 }],
    ['sees an alert for which nothing failed', [{ ...green, says: 'create' }], { needlessAlerts: 1 }],
    ['misses no alert beside an open incident', [red, { ...red, run: 2, from: 20, to: 30, says: undefined }], {}],
    ['misses none where newer code passed meanwhile', [{ ...green, to: 5 }, quiet], {}],
    ['misses the alert of a roll-back', [green, { ...red, from: 40, to: 50, says: undefined }], { missedAlerts: 1 }],
    ['sees an incident left open in silence', [red, { ...green, says: undefined }], { heldSilently: 1 }],
    ['forgives a held-back resolve once', [red, held, { ...green, run: 3, from: 40, to: 50 }], { heldAndSaid: 1 }],
    ['and not twice', [red, held, { ...held, run: 3, from: 40, to: 50 }], { heldAndSaid: 2, stuckIncidents: 1 }],
    ['sees one that was opened after all had passed', [{ ...green, from: 1, to: 9 }, red], { stuckIncidents: 1 }],
  ])('%s', (_, reports, expected) => {
    expect(play(reports.map((report) => ({ ...report, results: { ...report.results } })))).toEqual(expected);
  });

  test('waits for as many failures as the step does', () => {
    const after = { ...check, after: 2 };
    const second = { ...red, run: 2, from: 20, to: 30 };
    expect(play([quiet, second], after)).toEqual({});
    expect(play([red], after)).toEqual({ needlessAlerts: 1 });
    expect(play([quiet, { ...second, says: undefined }], after)).toEqual({ missedAlerts: 1 });
  });

  test('counts apart what lies behind five newer failures', () => {
    const web = (run: number) => ({ ...red, run, from: 20 * run, to: 20 * run + 10, results: { web: false } });
    const last = { ...skipped, run: 7, from: 200, to: 210 };
    expect(play([red, ...[2, 3, 4, 5].map(web), last])).toEqual({ falseResolves: 1 });
    expect(play([red, ...[2, 3, 4, 5, 6].map(web), last])).toEqual({ outOfSight: 1 });
  });
});

test('time passes from timer to timer, the older of two first', async () => {
  const clock = createClock(100);
  const calls: string[] = [];
  const call = (name: string) => () => calls.push(`${name} at ${clock.now()}`);
  clock.after(20, call('last'));
  clock.after(10, call('first'));
  clock.after(10, call('second'));
  clock.after(15, call('never'))();

  await clock.settle(new Promise<void>((resolve) => clock.after(30, resolve)));
  expect(calls).toEqual(['first at 110', 'second at 110', 'last at 120']);
  await expect(clock.settle(new Promise(() => undefined))).rejects.toThrow('nothing waits');
});
