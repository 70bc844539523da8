import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  type Circumstances,
  type Delivery,
  deliver,
  deliverNothing,
  judge,
  parseRetryAfter,
  type Verdict,
} from '../src/spike/delivery.ts';
import { type Attempt, type Limits, openWebhook, type Webhook } from '../src/spike/webhook.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { startSpike } from './spike/spike.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOW = Date.parse('2026-01-02T12:00:00Z');
const OK = { status: 200, text: '{"Ok":true}' };

const answered = (status: number, more: { text?: string; retryAfter?: string } = {}): Attempt => ({
  kind: 'answered',
  status,
  text: '{}',
  ...more,
});
const turnedAway = (status: number): Attempt => ({ kind: 'turned away', status });
const failed = (retry: boolean): Attempt => ({
  kind: 'failed',
  problem: 'the connection was reset (ECONNRESET)',
  retry,
});

function judgeIt(attempt: Attempt, circumstances: Partial<Circumstances> = {}): Verdict {
  return judge(attempt, { number: 1, left: 60_000, now: NOW, random: () => 0.5, ...circumstances });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

describe('an attempt', () => {
  const AGAIN = [408, 425, 429, ...range(500, 600)];

  test('is tried again after 408, 425, 429 and every 5xx, is delivered with every 2xx, and is lost otherwise', () => {
    const all = range(100, 700);
    const kinds = Object.groupBy(all, (status) => judgeIt(answered(status)).kind);
    expect(kinds.again).toEqual(AGAIN);
    expect(kinds.delivered).toEqual(range(200, 300));
    expect(kinds.lost).toEqual(all.filter((status) => !AGAIN.includes(status) && !(status >= 200 && status < 300)));
  });

  test('that a proxy turned away is tried again after the same answers, and never delivered', () => {
    const kinds = Object.groupBy(range(100, 700), (status) => judgeIt(turnedAway(status)).kind);
    expect(kinds.again).toEqual(AGAIN);
    expect(kinds.delivered).toBeUndefined();
  });

  test.each([
    { retry: true, kind: 'again' },
    { retry: false, kind: 'lost' },
  ])('that failed with retry $retry is $kind', ({ retry, kind }) => {
    expect(judgeIt(failed(retry))).toMatchObject({ kind, problem: 'the connection was reset (ECONNRESET)' });
  });

  test.each<{ attempt: Attempt; problem: string }>([
    { attempt: answered(500), problem: 'the service answered 500: {}' },
    { attempt: answered(503, { text: ' \n ' }), problem: 'the service answered 503' },
    { attempt: answered(400, { text: 'no title' }), problem: 'the service answered 400: no title' },
    { attempt: answered(400, { text: '\u0000' }), problem: 'the service answered 400: nothing' },
    {
      attempt: answered(401, { text: '' }),
      problem: 'the service answered 401; check that the token is that of a Spike webhook integration',
    },
    {
      attempt: answered(403),
      problem: 'the service answered 403; check that the token is that of a Spike webhook integration: {}',
    },
    {
      attempt: answered(404, { text: '<h1>\r\n  Not\tFound</h1>\n' }),
      problem:
        'the service answered 404; check that the token is that of a Spike webhook integration: <h1>   Not Found</h1>',
    },
    {
      attempt: answered(300, { text: '' }),
      problem: 'the service answered 300, a redirect, which is never followed',
    },
    {
      attempt: answered(399, { text: 'Moved' }),
      problem: 'the service answered 399, a redirect, which is never followed: Moved',
    },
    { attempt: answered(402, { text: '' }), problem: 'the service answered 402' },
    { attempt: answered(405, { text: '' }), problem: 'the service answered 405' },
    {
      attempt: turnedAway(407),
      problem: 'the proxy answered 407, it asks for a user name and password',
    },
    { attempt: turnedAway(502), problem: 'the proxy answered 502' },
  ])('has the words: $problem', ({ attempt, problem }) => {
    expect(judgeIt(attempt)).toMatchObject({ problem });
  });

  test('shows at most 500 characters of an answer, on one line', () => {
    const verdict = judgeIt(answered(500, { text: `first\n${'🔥'.repeat(600)}` }));
    expect(verdict).toMatchObject({ problem: `the service answered 500: first ${'🔥'.repeat(493)}…` });
  });
});

describe('an answer of 2xx', () => {
  test.each(['{"Ok":true}', ' {"Ok": true, "more": 1}\n'])('is usual when it is %j', (text) => {
    expect(judgeIt(answered(200, { text }))).toEqual({ kind: 'delivered' });
  });

  test.each([
    { text: '{"Ok":"true"}', shown: '{"Ok":"true"}' },
    { text: '{"Ok":false}', shown: '{"Ok":false}' },
    { text: '{"ok":true}', shown: '{"ok":true}' },
    { text: '[{"Ok":true}]', shown: '[{"Ok":true}]' },
    { text: 'null', shown: 'null' },
    { text: '{"Ok":true', shown: '{"Ok":true' },
    { text: '<html>\n<form>Log in</form>', shown: '<html> <form>Log in</form>' },
    { text: '', shown: 'nothing' },
    { text: ' \r\n', shown: 'nothing' },
    { text: 'x'.repeat(501), shown: `${'x'.repeat(499)}…` },
  ])('is delivered and called unusual when it is $text', ({ text, shown }) => {
    expect(judgeIt(answered(299, { text }))).toEqual({
      kind: 'delivered',
      warning: `Spike took it with 299, but the answer was unusual: ${shown}`,
    });
  });
});

describe('the wait', () => {
  test.each([
    { number: 1, longest: 1_000 },
    { number: 2, longest: 2_000 },
    { number: 3, longest: 4_000 },
    { number: 4, longest: 8_000 },
    { number: 5, longest: 15_000 },
    { number: 6, longest: 15_000 },
    { number: 5_000, longest: 15_000 },
  ])('after attempt $number is anything up to $longest ms', ({ number, longest }) => {
    const waits = [0, 0.25, 0.75].map((chance) => {
      return judgeIt(failed(true), { number, random: () => chance });
    });
    expect(waits).toMatchObject([{ wait: 0 }, { wait: longest / 4 }, { wait: (longest * 3) / 4 }]);
  });

  test.each([
    { header: '7', asked: 7_000 },
    { header: ' 0 ', asked: 0 },
    { header: 'Fri, 02 Jan 2026 12:00:09 GMT', asked: 9_000 },
  ])('after Retry-After: $header is that and the jitter', ({ header, asked }) => {
    expect(judgeIt(answered(429, { retryAfter: header }))).toMatchObject({
      kind: 'again',
      wait: asked + 500,
    });
    expect(judgeIt(answered(503, { retryAfter: header }), { number: 2 })).toMatchObject({
      wait: asked + 1_000,
    });
  });

  test.each([
    { left: 20_000, wait: 19_000 },
    { left: 1_001, wait: 1 },
  ])('leaves a second for a last attempt when $left ms are left', ({ left, wait }) => {
    expect(judgeIt(answered(429, { retryAfter: '3600' }), { left })).toMatchObject({ kind: 'again', wait });
  });

  test.each([1_000, 999, 0, -5])('does not take place when only %i ms are left', (left) => {
    expect(judgeIt(answered(503), { left })).toEqual({
      kind: 'lost',
      problem: 'the service answered 503: {}',
    });
    expect(judgeIt(failed(true), { left }).kind).toBe('lost');
  });
});

describe('Retry-After', () => {
  test.each([
    { header: '0', asked: 0 },
    { header: '120', asked: 120_000 },
    { header: ' 3 ', asked: 3_000 },
    { header: '007', asked: 7_000 },
    { header: '999999999', asked: 999_999_999_000 },
    { header: 'Fri, 02 Jan 2026 12:00:30 GMT', asked: 30_000 },
    { header: 'Friday, 02-Jan-26 12:01:00 GMT', asked: 60_000 },
    { header: 'Fri, 02 Jan 2026 14:00:01 +0200', asked: 1_000 },
    { header: 'Fri, 31 Dec 9999 23:59:59 GMT', asked: Date.parse('9999-12-31T23:59:59Z') - NOW },
  ])('$header asks for $asked ms', ({ header, asked }) => {
    expect(parseRetryAfter(header, NOW)).toBe(asked);
  });

  test.each([
    undefined,
    '',
    ' ',
    'soon',
    '-5',
    '+5',
    '1.5',
    '1e3',
    '0x10',
    '12 apples',
    '٣',
    '9'.repeat(10),
    '9'.repeat(400),
    'Fri, 02 Jan 2026 11:59:59 GMT',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Fri, 99 Foo 2026 12:00:30 GMT',
    '2027/01/02',
    '2027-01-02T12:00:30Z',
  ])('that is %j asks for nothing', (header) => {
    expect(parseRetryAfter(header, NOW)).toBe(0);
  });

  test('asks for a finite time, never less than none, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String)), (header) => {
        const asked = parseRetryAfter(header, NOW);
        expect(asked).toBeGreaterThanOrEqual(0);
        expect(asked).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });
});

/** What one attempt comes to, and after how many milliseconds it ends unless its limit ends it before. */
type Answer = { attempt: Attempt; takes: number };

type Call = { at: number; limits: Limits; text: string };

/** A webhook on virtual time that keeps its word: an attempt is over when its limit or the hurry says so. */
function createWebhook(answer: (number: number) => Answer): Webhook & { calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    redact: (text) => text,
    post: (text, { clock, limits, hurry }) =>
      new Promise((resolve) => {
        calls.push({ at: clock.now() - NOW, limits, text });
        const { attempt, takes } = answer(calls.length);
        const late: Attempt = { kind: 'failed', problem: 'no answer', retry: true };
        const end = (result: Attempt) => () => {
          stop();
          hurry.removeEventListener('abort', rush);
          resolve(result);
        };
        const start = clock.now();
        const wait = (limit: number) =>
          takes < limit
            ? clock.after(takes - (clock.now() - start), end(attempt))
            : clock.after(limit - (clock.now() - start), end(late));
        let stop = wait(limits.attempt);
        const rush = () => {
          stop();
          stop = wait(Math.min(limits.attempt, clock.now() - start + Number(hurry.reason)));
        };
        hurry.addEventListener('abort', rush);
      }),
  };
}

const never: Answer = { attempt: answered(200, OK), takes: Number.POSITIVE_INFINITY };
const taking = (takes: number, attempt: Attempt): Answer => ({ attempt, takes });

/** The answers in order, the last of them for ever. */
const inOrder =
  (...answers: Answer[]) =>
  (number: number) =>
    answers[number - 1] ?? answers.at(-1) ?? never;

type Delivered = { delivery: Delivery; calls: Call[]; waits: number[]; took: number; clock: VirtualClock };

async function run(
  answer: (number: number) => Answer,
  {
    timeout = 60_000,
    random = () => 0.5,
    hurry,
  }: { timeout?: number; random?: () => number; hurry?: { at: number; left: number } } = {},
): Promise<Delivered> {
  const clock = createClock(NOW);
  const webhook = createWebhook(answer);
  const controller = new AbortController();
  if (hurry?.at === 0) controller.abort(hurry.left);
  else if (hurry !== undefined) clock.after(hurry.at, () => controller.abort(hurry.left));
  const waits: number[] = [];
  let took = 0;
  const sent = deliver(webhook, {
    text: '{"title":"x"}',
    timeout,
    means: { clock, random, hurry: controller.signal, retrying: (_, wait) => waits.push(wait) },
  }).finally(() => {
    took = clock.now() - NOW;
  });
  const delivery = await clock.settle(sent);
  return { delivery, calls: webhook.calls, waits, took, clock };
}

describe('a delivery', () => {
  test('is one request when it is taken', async () => {
    const { delivery, calls, took } = await run(inOrder(taking(80, answered(200, OK))));
    expect(delivery).toEqual({ kind: 'delivered', attempts: 1 });
    expect(calls).toEqual([{ at: 0, limits: { connect: 5_000, attempt: 15_000 }, text: '{"title":"x"}' }]);
    expect(took).toBe(80);
  });

  test('is two requests with the same text when 200 comes after 500', async () => {
    const { delivery, calls, waits } = await run(inOrder(taking(100, answered(500)), taking(100, answered(200, OK))));
    expect(delivery).toEqual({ kind: 'delivered', attempts: 2 });
    expect(calls.map(({ at: time, text }) => [time, text])).toEqual([
      [0, '{"title":"x"}'],
      [600, '{"title":"x"}'],
    ]);
    expect(waits).toEqual([500]);
  });

  test.each<{ attempt: Attempt; problem: string }>([
    { attempt: answered(400), problem: 'the service answered 400: {}' },
    { attempt: answered(307), problem: 'the service answered 307, a redirect, which is never followed: {}' },
    { attempt: turnedAway(403), problem: 'the proxy answered 403' },
    { attempt: failed(false), problem: 'the connection was reset (ECONNRESET)' },
  ])('is one request when it is refused for good: $problem', async ({ attempt, problem }) => {
    const { delivery, calls, waits } = await run(inOrder(taking(10, attempt)));
    expect(delivery).toEqual({ kind: 'lost', attempts: 1, problem });
    expect(calls).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('says what is wrong and how long it waits before each further attempt', async () => {
    const told: [string, number][] = [];
    const clock = createClock(NOW);
    const webhook = createWebhook(
      inOrder(taking(1, failed(true)), taking(1, answered(429, { retryAfter: '4' })), taking(1, answered(200, OK))),
    );
    const { signal } = new AbortController();
    const retrying = (problem: string, wait: number) => told.push([problem, wait]);
    const means = { clock, random: () => 0.5, hurry: signal, retrying };
    await clock.settle(deliver(webhook, { text: '', timeout: 60_000, means }));
    expect(told).toEqual([
      ['the connection was reset (ECONNRESET)', 500],
      ['the service answered 429: {}', 5_000],
    ]);
  });

  test('passes on that the answer was unusual', async () => {
    const { delivery } = await run(inOrder(taking(1, answered(204, { text: '' }))));
    expect(delivery).toEqual({
      kind: 'delivered',
      attempts: 1,
      warning: 'Spike took it with 204, but the answer was unusual: nothing',
    });
  });

  test('waits longer from attempt to attempt until it is lost', async () => {
    const { delivery, calls, waits } = await run(inOrder(taking(0, answered(503))), { timeout: 30_000 });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 7_500, 7_500, 6_493]);
    expect(delivery).toEqual({ kind: 'lost', attempts: 8, problem: 'the service answered 503: {}' });
    expect(calls.at(-1)?.at).toBe(29_000);
  });

  test('is tried once more at the end of the time when Retry-After asks for more than that', async () => {
    const { delivery, calls, took } = await run(
      inOrder(taking(0, answered(429, { retryAfter: '3600' })), taking(0, answered(200, OK))),
    );
    expect(delivery).toEqual({ kind: 'delivered', attempts: 2 });
    expect(calls.at(-1)).toMatchObject({ at: 59_000, limits: { connect: 1_000, attempt: 1_000 } });
    expect(took).toBe(59_001);
  });

  test.each([
    { timeout: 300_000, limits: { connect: 5_000, attempt: 15_000 } },
    { timeout: 15_001, limits: { connect: 5_000, attempt: 15_000 } },
    { timeout: 14_999, limits: { connect: 5_000, attempt: 14_999 } },
    { timeout: 5_001, limits: { connect: 5_000, attempt: 5_001 } },
    { timeout: 1_000, limits: { connect: 1_000, attempt: 1_000 } },
  ])('of $timeout ms allows its first attempt $limits', async ({ timeout, limits }) => {
    const { calls } = await run(inOrder(taking(1, answered(200, OK))), { timeout });
    expect(calls[0]?.limits).toEqual(limits);
  });

  test.each([1_000, 2_000, 16_000, 60_000, 300_000])(
    'of %i ms ends by then when nobody ever answers',
    async (timeout) => {
      const { delivery, took, clock } = await run(() => never, { timeout });
      expect(delivery).toMatchObject({ kind: 'lost', problem: 'no answer' });
      expect(took).toBeLessThanOrEqual(timeout);
      expect(took).toBeGreaterThanOrEqual(timeout - 1_000);
      expect(clock.waiting()).toEqual([]);
    },
  );
});

describe('a delivery in a hurry', () => {
  test('ends its wait at once, and has an attempt of the time that is left', async () => {
    const { delivery, calls, clock } = await run(
      inOrder(taking(0, answered(503, { retryAfter: '40' })), taking(10, answered(200, OK))),
      { hurry: { at: 10_000, left: 6_000 } },
    );
    expect(delivery).toEqual({ kind: 'delivered', attempts: 2 });
    expect(calls[1]).toMatchObject({ at: 10_000, limits: { connect: 5_000, attempt: 6_000 } });
    // A timer that is left over would keep the process from ending.
    expect(clock.waiting()).toEqual([]);
  });

  test('gives up by then when nobody answers', async () => {
    const { delivery, took, clock } = await run(() => never, { hurry: { at: 2_000, left: 1_500 } });
    expect(delivery).toEqual({ kind: 'lost', attempts: 1, problem: 'no answer' });
    expect(took).toBe(3_500);
    expect(clock.waiting()).toEqual([]);
  });

  test('tries again within the time that is left', async () => {
    const { delivery, calls, waits } = await run(
      inOrder(taking(500, answered(503, { retryAfter: '40' })), taking(10, answered(200, OK))),
      { hurry: { at: 400, left: 6_000 } },
    );
    expect(delivery).toEqual({ kind: 'delivered', attempts: 2 });
    expect(waits).toEqual([4_900]);
    expect(calls[1]).toMatchObject({ limits: { connect: 1_000, attempt: 1_000 } });
  });

  test('that began before it has no more than the time that is left', async () => {
    const { calls, took } = await run(() => never, { hurry: { at: 0, left: 1_500 } });
    expect(calls).toMatchObject([{ limits: { connect: 1_500, attempt: 1_500 } }]);
    expect(took).toBe(1_500);
  });

  test('has one attempt left even when no time is', async () => {
    const { delivery, calls } = await run(inOrder(taking(0, answered(503)), taking(0, answered(200, OK))), {
      hurry: { at: 0, left: 0 },
    });
    expect(calls).toMatchObject([{ limits: { connect: 1, attempt: 1 } }]);
    expect(delivery.kind).toBe('lost');
  });

  test('has no more time than it had', async () => {
    const { took } = await run(() => never, { timeout: 3_000, hurry: { at: 2_500, left: 6_000 } });
    expect(took).toBe(3_000);
  });

  test('listens for it no longer when it has ended', async () => {
    const clock = createClock(NOW);
    const hurry = new AbortController();
    const webhook = createWebhook(inOrder(taking(1, answered(503)), taking(1, answered(200, OK))));
    const means = { clock, random: () => 0, hurry: hurry.signal, retrying: () => {} };
    const counted = countListeners(hurry.signal);
    await clock.settle(deliver(webhook, { text: '', timeout: 5_000, means }));
    expect(counted()).toEqual({ added: 4, removed: 4 });
  });
});

/** How often something began and ceased to listen. */
function countListeners(signal: AbortSignal): () => { added: number; removed: number } {
  const added = new Set<unknown>();
  const removed = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener: (...given: Parameters<typeof add>) => {
      added.add(given[1]);
      add(...given);
    },
    removeEventListener: (...given: Parameters<typeof remove>) => {
      if (added.has(given[1])) removed.add(given[1]);
      remove(...given);
    },
  });
  return () => ({ added: added.size, removed: removed.size });
}

describe('whatever the answers are', () => {
  const retryAfter = fc.oneof(
    fc.constantFrom('0', '1', '30', '3600', '999999999', 'soon', 'Fri, 02 Jan 2026 12:00:20 GMT'),
    fc.nat(400).map(String),
  );
  const attempt: fc.Arbitrary<Attempt> = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(408, 425, 429, 500, 503, 599).map((status) => answered(status)) },
    { weight: 3, arbitrary: retryAfter.map((header) => answered(429, { retryAfter: header })) },
    { weight: 2, arbitrary: fc.constant(failed(true)) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 699 }).map((status) => answered(status)) },
    { weight: 1, arbitrary: fc.constantFrom(turnedAway(503), turnedAway(407), failed(false)) },
  );
  const takes = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constant(Number.POSITIVE_INFINITY));
  const answers = fc.array(fc.record({ attempt, takes }), { minLength: 1, maxLength: 30 });
  const chances = fc.array(fc.double({ min: 0.1, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 10 });
  const timeout = fc.integer({ min: 1, max: 300 }).map((seconds) => seconds * 1000);

  const takeTurns = (given: readonly number[]) => {
    let turn = 0;
    return () => given[turn++ % given.length] ?? 0.5;
  };

  test('a delivery ends in time, in words, after a bounded number of attempts', async () => {
    await fc.assert(
      fc.asyncProperty(answers, chances, timeout, async (given, chance, milliseconds) => {
        const random = takeTurns(chance);
        const { delivery, calls, waits, took, clock } = await run(inOrder(...given), {
          timeout: milliseconds,
          random,
        });
        expect(took).toBeLessThanOrEqual(milliseconds);
        expect(clock.waiting()).toEqual([]);
        // Each wait is at least a tenth of the longest, which is 15 s from the fifth on; and there is a last one.
        expect(calls.length).toBeLessThanOrEqual(6 + milliseconds / 1_500);
        expect(waits).toHaveLength(calls.length - 1);
        expect(delivery).toMatchObject({ attempts: calls.length });
        if (delivery.kind === 'lost') expect(delivery.problem).toMatch(/^(the |no answer)/);
        else expect(delivery.kind).toBe('delivered');
      }),
      { numRuns: 300 },
    );
  });

  test('a delivery ends as its last attempt did, and every one before it was one to try again', async () => {
    await fc.assert(
      fc.asyncProperty(answers, timeout, async (given, milliseconds) => {
        const { delivery, calls } = await run(inOrder(...given), { timeout: milliseconds });
        const made = calls.map(({ limits }, index) => {
          const { attempt: one, takes: time } = inOrder(...given)(index + 1);
          return time < limits.attempt ? one : failed(true);
        });
        const verdicts = made.map((one) => judgeIt(one).kind);
        expect(verdicts.slice(0, -1)).toEqual(verdicts.slice(0, -1).map(() => 'again'));
        const last = verdicts.at(-1);
        expect(delivery.kind).toBe(last === 'delivered' ? 'delivered' : 'lost');
      }),
      { numRuns: 300 },
    );
  });

  test('a hurry ends it within the time that is left', async () => {
    const hurry = fc.record({ at: fc.nat(100_000), left: fc.constantFrom(6_000, 1_500) });
    await fc.assert(
      fc.asyncProperty(answers, hurry, async (given, signal) => {
        const { took, calls } = await run(inOrder(...given), { timeout: 300_000, hurry: signal });
        expect(took).toBeLessThanOrEqual(signal.at + signal.left);
        expect(calls.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('on a real connection', () => {
  test('a server that never answers has lost the delivery when the time is up', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang', 'hang', 'hang');
    const clock = createClock(NOW);
    const waits: number[] = [];
    const waiting = Promise.withResolvers<void>();
    const webhook = openWebhook(spike.url('t0k3n'), { env: {}, nodeVersion: process.version });
    const sent = deliver(webhook, {
      text: '{}',
      timeout: 20_000,
      means: {
        clock,
        random: () => 0.5,
        hurry: new AbortController().signal,
        retrying: (_, wait) => {
          waits.push(wait);
          waiting.resolve();
        },
      },
    });
    await spike.received(1);
    clock.pass(15_000);
    await waiting.promise;
    clock.pass(500);
    await spike.received(2);
    clock.pass(4_500);
    expect(await sent).toEqual({ kind: 'lost', attempts: 2, problem: 'no answer within 4.5 s' });
    expect(waits).toEqual([500]);
    expect(clock.now() - NOW).toBe(20_000);
    expect(clock.waiting()).toEqual([]);
  });

  test('a server that refuses twice has three requests of the same text', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 503 }, { status: 429, headers: { 'retry-after': '0' } });
    const webhook = openWebhook(spike.url('t0k3n'), { env: {}, nodeVersion: process.version });
    const clock = createClock(NOW);
    const means = {
      clock,
      random: () => 0,
      hurry: new AbortController().signal,
      // The wait is set when this returns.
      retrying: () => queueMicrotask(() => clock.pass(1)),
    };
    const text = '{"title":"x","body":"ü"}';
    expect(await deliver(webhook, { text, timeout: 60_000, means })).toEqual({
      kind: 'delivered',
      attempts: 3,
    });
    expect(spike.requests.map((request) => request.text)).toEqual([text, text, text]);
  });
});

test('the delivery of a dry run sends nothing and says so', async () => {
  expect(await deliverNothing('{}')).toEqual({ kind: 'dry run' });
});
