import { expect, test } from 'vitest';
import { startClock } from './clock.ts';
import { composeTable, expectOnPage } from './page.ts';
import { compose, startService } from './server.ts';
import { runStep } from './step.ts';

// All that HTTP has a word for, and some that it has not.
const STATUSES = [...Array.from({ length: 400 }, (_, index) => 200 + index), 600, 777, 999];
const PASSING = [408, 425, 429];

test('every status is an answer, and what comes of it is on the page', { timeout: 60_000 }, async () => {
  await using clock = await startClock();
  await using service = await startService({ clock });
  const token = `http://127.0.0.1:${service.port}/token/push-events`;
  const results: { status: number; result: string }[] = [];

  for (const status of STATUSES) {
    service.fail([
      { name: '', taken: status < 300, play: (wire) => wire.write(compose({ status, body: '{"Ok":true}' })) },
    ]);
    const before = service.counts.connections;
    const { outputs, log, hasFailed } = await clock.finish(runStep({ clock, inputs: { token, status: 'create' } }));
    const attempts = service.counts.connections - before;
    const isDelivered = outputs.delivered === 'true';

    const isPassing = PASSING.includes(status) || (status >= 500 && status < 600);
    const isTaken = status < 300;
    expect({ status, attempts, isDelivered, hasFailed }).toEqual({
      status,
      attempts: isPassing ? 2 : 1,
      isDelivered: isTaken || isPassing,
      hasFailed: !isTaken && !isPassing,
    });
    if (!isTaken) expect(log).toContain(`the service answered ${status}`);
    results.push({ status, result: isPassing ? 'tried again' : isTaken ? 'delivered' : 'lost, and not tried again' });
  }
  // Silence would be the worst: nothing was lost without a word, and nothing else was done.
  expect(service.incidents.open()).toHaveLength(1);

  expectOnPage('statuses', composeTable(['the service answers', 'and so it is'], listRanges(results)));
});

function listRanges(results: { status: number; result: string }[]): string[][] {
  const ranges: { first: number; last: number; result: string }[] = [];
  for (const { status, result } of results) {
    const range = ranges.at(-1);
    if (range?.result === result) range.last = status;
    else ranges.push({ first: status, last: status, result });
  }
  return ranges.map(({ first, last, result }) => [first === last ? `${first}` : `${first} to ${last}`, result]);
}
