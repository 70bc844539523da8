import { expect, test } from 'vitest';
import { createIncidents } from '../spike/incidents.ts';
import { START, startClock } from './clock.ts';
import { expectOnPage } from './page.ts';
import { compose, startServer } from './server.ts';
import { createRandom, runStep } from './step.ts';

const JOBS = 500;
const OUTAGE = 20_000;
const WELL = compose({ status: 200, body: '{"Ok":true}' });
const BUSY = compose({ status: 429, headers: { 'retry-after': '5' } });
const BROKEN = compose({ status: 503 });

test('500 jobs that fail in one second all open their incident, and do not return in step', {
  timeout: 120_000,
}, async () => {
  await using clock = await startClock();
  const incidents = createIncidents(clock.now);
  await using service = await startServer({
    clock,
    answer: ({ at, text }) => {
      const isWell = at >= START + OUTAGE;
      if (isWell) incidents.push('token', JSON.parse(text));
      const answer = isWell ? WELL : service.requests.length % 2 === 0 ? BUSY : BROKEN;
      return (socket) => void socket.end(answer);
    },
  });
  const random = createRandom(5);
  const token = `http://127.0.0.1:${service.port}/token/push-events`;
  const fail = async (job: string, moment: number, seed: number) => {
    await new Promise<void>((resolve) => void clock.after(moment, resolve));
    const env = { GITHUB_JOB: job };
    return runStep({ clock, random: createRandom(seed), env, inputs: { token, status: 'failure' } });
  };

  const jobs = Array.from({ length: JOBS }, (_, index) => `job-${index}`);
  const ends = await clock.finish(Promise.all(jobs.map((job, seed) => fail(job, random() * 1_000, seed))));

  const titles = incidents.open().map(({ title }) => title);
  expect(titles.sort()).toEqual(jobs.map((job) => `CI / ${job} in acme/shop`).sort());
  expect(ends.filter(({ hasFailed }) => hasFailed)).toEqual([]);
  const perSecond = countPerSecond(service.requests.map(({ at }) => at - START));
  // In the first second they come because they fail; in no later one do half of them come together.
  expect(Math.max(...perSecond.slice(1))).toBeLessThan(JOBS / 2);
  expectOnPage('herd', drawHistogram(perSecond));
});

function countPerSecond(arrivals: number[]): number[] {
  const seconds = arrivals.map((at) => Math.floor(at / 1_000));
  return Array.from(
    { length: Math.max(...seconds) + 1 },
    (_, second) => seconds.filter((one) => one === second).length,
  );
}

function drawHistogram(perSecond: number[]): string {
  const lines = perSecond.map(
    (count, second) =>
      `${String(second).padStart(2)} s ${String(count).padStart(4)} ${'█'.repeat(Math.ceil(count / 10))}`,
  );
  return ['```text', ...lines, '```'].join('\n');
}
