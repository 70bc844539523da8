import { expect, test } from 'vitest';
import { startClock } from './clock.ts';
import { createRedirects, DELAYS, FAULTS } from './faults.ts';
import { startService } from './server.ts';
import { createRandom, runStep, type Traces } from './step.ts';

const SEED = 20261124;
const TOKEN = 'token';
const JOBS = ['build', 'lint', 'deploy', 'nightly'];
const WANTED = 1_000;

/** What a step said of its report. */
type Word = 'told' | 'told, with a warning' | 'lost';

function listen({ annotations }: Traces): Word {
  const levels = annotations.map(({ level }) => level);
  return levels.includes('error') ? 'lost' : levels.includes('warning') ? 'told, with a warning' : 'told';
}

test('of a thousand faults in a row none makes an incident untrue in silence', { timeout: 120_000 }, async () => {
  await using clock = await startClock();
  await using service = await startService({ clock });
  const random = createRandom(SEED);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  const url = `http://127.0.0.1:${service.port}/${TOKEN}/push-events`;
  const redirects = createRedirects({ itself: url, elsewhere: 'https://127.0.0.1:1/' });
  const faults = [...FAULTS, ...DELAYS, ...redirects].filter(({ name }) => !name.includes('10 MB'));
  const truth = new Map(JOBS.map((job) => [titleOf(job), 'closed']));
  const words: Record<Word, number> = { told: 0, 'told, with a warning': 0, lost: 0 };
  const look = (title: string) => {
    const open = service.incidents.open().filter((incident) => incident.title === title);
    expect(open.length).toBeLessThan(2);
    return open.length === 0 ? 'closed' : 'open';
  };
  const report = (job: string, status: string) =>
    clock.finish(
      runStep({ clock, random, env: { GITHUB_JOB: job }, phase: 'post', inputs: { token: url, 'job-status': status } }),
    );

  let untrue = 0;
  for (let steps = 0; service.counts.faults < WANTED; steps++) {
    const job = pick(JOBS);
    const title = titleOf(job);
    const status = random() < 0.5 ? 'failure' : 'success';
    // A passing disturbance, mostly; sometimes one that stays.
    if (random() < 0.2) service.fail(pick(faults));
    else service.fail(Array.from({ length: Math.floor(random() * 6) }, () => pick(faults)));
    const others = JOBS.map(titleOf).filter((other) => other !== title);
    const before = { own: look(title), others: others.map(look) };

    const traces = await report(job, status);

    const word = listen(traces);
    words[word] += 1;
    const wanted = status === 'failure' ? 'open' : 'closed';
    truth.set(title, wanted);
    const after = look(title);
    if (after !== wanted) {
      untrue += 1;
      // What is not as it should be was said, and is at least as it was.
      expect({ steps, status, word }).not.toMatchObject({ word: 'told' });
      expect(after).toBe(before.own);
    }
    expect(traces.hasFailed).toBe(word === 'lost' && status === 'failure');
    expect(others.map(look)).toEqual(before.others);
    service.fail([]);
    await clock.pass(61_000 + random() * 600_000);
  }

  // The next report that comes through puts right whatever was lost.
  for (const job of JOBS) await report(job, truth.get(titleOf(job)) === 'open' ? 'failure' : 'success');
  expect(new Map(JOBS.map((job) => [titleOf(job), look(titleOf(job))]))).toEqual(truth);
  // The draw was fair: every kind of end was seen, and often.
  expect(Math.min(untrue, ...Object.values(words))).toBeGreaterThan(20);
  expect(service.incidents.suppressed).toEqual([]);
});

function titleOf(job: string): string {
  return `CI / ${job} in acme/shop`;
}
