import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { limit, sleep } from '../src/clock.ts';
import { createClock } from './clock.ts';

test('a sleep ends after its time, or when its signal aborts, and leaves nothing behind', async () => {
  const clock = createClock(0);
  const controller = new AbortController();
  await clock.settle(sleep(clock, 500, controller.signal));
  expect(clock.now()).toBe(500);
  const sleeping = sleep(clock, 500, controller.signal);
  controller.abort();
  await sleeping;
  await sleep(clock, 500, controller.signal);
  expect(clock.now()).toBe(500);
  expect(clock.waiting()).toEqual([]);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test.each<{ what: string; act: (clock: ReturnType<typeof createClock>, others: AbortController[]) => void }>([
  { what: 'after its time', act: (clock) => clock.pass(500) },
  { what: 'with the first of its signals', act: (_, [first]) => first?.abort() },
  { what: 'with the second of its signals', act: (_, [, second]) => second?.abort() },
])('a limit aborts $what, and leaves nothing behind', ({ act }) => {
  const clock = createClock(0);
  const others = [new AbortController(), new AbortController()];
  const { signal } = limit(clock, 500, ...others.map((other) => other.signal));
  clock.pass(499);
  expect(signal.aborted).toBe(false);
  act(clock, others);
  expect(signal.aborted).toBe(true);
  expect(clock.waiting()).toEqual([]);
  expect(others.flatMap((other) => getEventListeners(other.signal, 'abort'))).toEqual([]);
});

test('a limit that has ended does not abort, and one whose signal has aborted begins aborted', () => {
  const clock = createClock(0);
  const other = new AbortController();
  const { signal, end } = limit(clock, 500, other.signal);
  end();
  clock.pass(500);
  other.abort();
  expect(signal.aborted).toBe(false);
  expect(limit(clock, 500, other.signal).signal.aborted).toBe(true);
  expect(clock.waiting()).toEqual([]);
});
