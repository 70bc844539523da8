import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type Delivery, decideRetry, deliver, parseRetryAfter, type RetryState } from '../src/spike/delivery.ts';
import type { Attempt, Webhook } from '../src/spike/webhook.ts';
import { createClock } from './clock.ts';

const NOW = Date.parse('2026-01-02T12:00:00Z');
const TEXT = '{"title":"x"}';

const response = (status: number, more: { text?: string; retryAfter?: string } = {}): Attempt => ({
  kind: 'response',
  status,
  text: '{}',
  ...more,
});
const OK = response(200, { text: '{"Ok":true}' });
const refused = (status: number): Attempt => ({ kind: 'proxy refused', status });
const RESET = 'the connection was reset (ECONNRESET)';
const failed = (retry: boolean): Attempt => ({ kind: 'failed', problem: RESET, retry });

function decide(attempt: Attempt, state: Partial<RetryState> = {}) {
  return decideRetry(attempt, { action: 'create', number: 1, left: 60_000, now: NOW, random: () => 0.5, ...state });
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('an attempt', () => {
  const RETRIED = [408, 425, 429, ...range(500, 600)];

  test('is retried after 408, 425, 429 and every 5xx, delivered with every 2xx, and failed otherwise', () => {
    const all = range(100, 700);
    const kinds = Object.groupBy(all, (status) => decide(response(status)).kind);
    expect(kinds.retry).toEqual(RETRIED);
    expect(kinds.delivered).toEqual(range(200, 300));
    expect(kinds.failed).toEqual(all.filter((status) => !RETRIED.includes(status) && !(status >= 200 && status < 300)));
  });

  test('that a proxy refused is retried after the same statuses, and never delivered', () => {
    const kinds = Object.groupBy(range(100, 700), (status) => decide(refused(status)).kind);
    expect(kinds.retry).toEqual(RETRIED);
    expect(kinds.delivered).toBeUndefined();
  });

  test('that failed is retried where it says so', () => {
    expect(decide(failed(true))).toMatchObject({ kind: 'retry', problem: RESET });
    expect(decide(failed(false))).toEqual({ kind: 'failed', problem: RESET });
  });

  const CHECK = '; check that the token is that of a Webhook integration in Spike';
  test.each<{ attempt: Attempt; problem: string }>([
    { attempt: response(500), problem: 'Spike answered 500' },
    { attempt: response(500, { text: '{"a":{}}' }), problem: 'Spike answered 500: {"a":{}}' },
    { attempt: response(503, { text: ' \n ' }), problem: 'Spike answered 503' },
    { attempt: response(400, { text: '\u0000' }), problem: 'Spike answered 400: (empty)' },
    { attempt: response(401, { text: '' }), problem: `Spike answered 401${CHECK}` },
    { attempt: response(403), problem: `Spike answered 403${CHECK}` },
    { attempt: response(404, { text: '<h1>\r\n Not\tFound' }), problem: `Spike answered 404${CHECK}: <h1>  Not Found` },
    { attempt: response(300, { text: '' }), problem: 'Spike answered 300, a redirect, which is never followed' },
    { attempt: response(399, { text: 'x' }), problem: 'Spike answered 399, a redirect, which is never followed: x' },
    { attempt: response(402, { text: '' }), problem: 'Spike answered 402' },
    { attempt: response(405, { text: '' }), problem: 'Spike answered 405' },
    { attempt: refused(407), problem: 'the proxy answered 407, it asks for a user name and password' },
    { attempt: refused(502), problem: 'the proxy answered 502' },
    {
      attempt: response(500, { text: `first\n${'🔥'.repeat(600)}` }),
      problem: `Spike answered 500: first ${'🔥'.repeat(493)}…`,
    },
  ])('has the problem: $problem', ({ attempt, problem }) => {
    expect(decide(attempt)).toMatchObject({ problem });
  });
});

describe('a response with 2xx', () => {
  const TAKEN = [
    '{"Ok":true}',
    ' {"Ok": true, "more": 1}\n',
    '{"Ok":true,"skipped":false}',
    '{"Ok":true,"skipped":null}',
  ];
  test.each(TAKEN)('is delivered when it is %j', (text) => {
    expect(decide(response(200, { text }))).toEqual({ kind: 'delivered' });
  });

  test.each([
    ...['{"Ok":"true"}', '{"Ok":false}', '[{"Ok":true}]', '{"skipped":"paused"}'].map((text) => [text, text]),
    ['<html>\n<form>Log in</form>', '<html> <form>Log in</form>'],
    [' \r\n', '(empty)'],
    ['x'.repeat(501), `${'x'.repeat(499)}…`],
  ])('is delivered with a warning when it is %j', (text, shown) => {
    const warning = `Spike answered 299, but not {"Ok":true}: ${shown}`;
    for (const action of ['create', 'resolve'] as const) {
      expect(decide(response(299, { text }), { action })).toEqual({ kind: 'delivered', warning });
    }
  });

  test.each([
    { skipped: '"integration paused"', reason: 'integration paused' },
    { skipped: 'true', reason: '{"Ok":true,"skipped":true}' },
    { skipped: `${'['.repeat(10_000)}${']'.repeat(10_000)}`, reason: `{"Ok":true,"skipped":${'['.repeat(478)}…` },
    { skipped: '""', reason: '(empty)' },
    { skipped: '"a\\n::error::b"', reason: 'a ::error::b' },
  ])('that says skipped: $skipped is a failed alert and a resolve with a warning', ({ skipped, reason }) => {
    const attempt = response(200, { text: `{"Ok":true,"skipped":${skipped}}` });
    expect(decide(attempt, { action: 'create' })).toEqual({
      kind: 'failed',
      problem: `Spike received the alert but opened no incident, and gave this reason: ${reason}`,
    });
    expect(decide(attempt, { action: 'resolve' })).toEqual({
      kind: 'delivered',
      warning: `Spike received the report but resolved nothing, and gave this reason: ${reason}`,
    });
  });
});

describe('the wait', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [4, 8_000],
    [5, 15_000],
    [5_000, 15_000],
  ])('after attempt %i is anything up to %i ms', (number, longest) => {
    const waits = [0, 0.25, 0.75].map((chance) => decide(failed(true), { number, random: () => chance }));
    expect(waits).toMatchObject([{ wait: 0 }, { wait: longest / 4 }, { wait: (longest * 3) / 4 }]);
  });

  test('after Retry-After is that and the jitter', () => {
    const header = { retryAfter: '7' };
    expect(decide(response(429, header))).toMatchObject({ kind: 'retry', wait: 7_500 });
    expect(decide(response(503, header), { number: 2 })).toMatchObject({ wait: 8_000 });
  });

  test('leaves a second for one more attempt, and is not begun when no more is left', () => {
    const decideWith = (left: number) => decide(response(429, { retryAfter: '3600' }), { left });
    expect([20_000, 1_001].map(decideWith)).toMatchObject([{ wait: 19_000 }, { wait: 1 }]);
    for (const left of [1_000, 0, -5])
      expect(decideWith(left)).toEqual({ kind: 'failed', problem: 'Spike answered 429' });
  });
});

describe('Retry-After', () => {
  const NO_TIME = [undefined, '', 'soon', '-5', '1.5', '1e3', '0x10', '12 apples', '٣', '9'.repeat(10)];
  // In the past, no date, and a form that no server sends.
  const NO_DATE = ['Fri, 02 Jan 2026 11:59:59 GMT', 'Fri, 99 Foo 2026 12:00:30 GMT', '2027-01-02T12:00:30Z'];
  test.each<readonly [string | undefined, number]>([
    ['0', 0],
    [' 3 ', 3_000],
    ['007', 7_000],
    ['999999999', 999_999_999_000],
    ['Fri, 02 Jan 2026 12:00:30 GMT', 30_000],
    ['Friday, 02-Jan-26 12:01:00 GMT', 60_000],
    ['Fri, 02 Jan 2026 14:00:01 +0200', 1_000],
    ...[...NO_TIME, ...NO_DATE].map((text) => [text, 0] as const),
  ])('%s asks for %i ms', (header, asked) => {
    expect(parseRetryAfter(header, NOW)).toBe(asked);
  });
});

/** How one attempt ends, and after how many milliseconds unless its time is over before. */
type Step = { attempt: Attempt; takes: number };
type Call = { at: number; text: string };

/** A webhook on virtual time: an attempt ends as its step says, or when its signal aborts. */
function createWebhook(step: (number: number) => Step): Webhook & { calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    post: (text, { clock, signal }) =>
      new Promise((resolve) => {
        calls.push({ at: clock.now() - NOW, text });
        const { attempt, takes } = step(calls.length);
        const end = (result: Attempt) => () => {
          stop();
          resolve(result);
        };
        const stop = takes === Number.POSITIVE_INFINITY ? () => {} : clock.after(takes, end(attempt));
        signal.addEventListener('abort', end({ kind: 'failed', problem: 'no answer', retry: true }));
      }),
  };
}

const NEVER: Step = { attempt: OK, takes: Number.POSITIVE_INFINITY };
const taking = (takes: number, attempt: Attempt): Step => ({ attempt, takes });

/** The steps in order, the last of them for ever. */
const inOrder =
  (...steps: Step[]) =>
  (number: number) =>
    steps[number - 1] ?? steps.at(-1) ?? NEVER;

type Result = { delivery: Delivery; calls: Call[]; retries: [string, number][]; took: number };

async function run(
  step: (number: number) => Step,
  { timeout = 60_000, cancelledAt, endingAt }: { timeout?: number; cancelledAt?: number; endingAt?: number } = {},
): Promise<Result> {
  const clock = createClock(NOW);
  const webhook = createWebhook(step);
  const abortAt = (at: number | undefined) => {
    const controller = new AbortController();
    if (at === 0) controller.abort();
    else if (at !== undefined) clock.after(at, () => controller.abort());
    return controller.signal;
  };
  const [cancelled, ending] = [abortAt(cancelledAt), abortAt(endingAt)];
  const timersBefore = clock.waiting().length;
  const retries: [string, number][] = [];
  let took = 0;
  const sent = deliver(webhook, {
    ...{ text: TEXT, action: 'create', timeout, clock, random: () => 0.5, cancelled, ending },
    onRetry: (problem, waitMs) => retries.push([problem, waitMs]),
  }).finally(() => {
    took = clock.now() - NOW;
  });
  const delivery = await clock.settle(sent);
  // A timer that is left would keep the process alive.
  expect(clock.waiting().length).toBeLessThanOrEqual(timersBefore);
  expect([cancelled, ending].flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([]);
  return { delivery, calls: webhook.calls, retries, took };
}

describe('a delivery', () => {
  test('repeats the same text, and says before each wait what is wrong and how long it is', async () => {
    const { delivery, calls, retries } = await run(
      inOrder(taking(100, failed(true)), taking(100, response(429, { retryAfter: '4' })), taking(1, OK)),
    );
    expect(delivery).toEqual({ kind: 'delivered', attempts: 3 });
    expect(calls).toEqual([0, 600, 5_700].map((at) => ({ at, text: TEXT })));
    expect(retries).toEqual([
      [RESET, 500],
      ['Spike answered 429', 5_000],
    ]);
  });

  test('waits longer from attempt to attempt until the time is over', async () => {
    const { delivery, calls, retries } = await run(inOrder(taking(0, response(503))), { timeout: 30_000 });
    expect(retries.map(([, wait]) => wait)).toEqual([500, 1_000, 2_000, 4_000, 7_500, 7_500, 6_493]);
    expect(delivery).toEqual({ kind: 'failed', attempts: 8, problem: 'Spike answered 503' });
    expect(calls.at(-1)?.at).toBe(29_000);
  });

  test('gives an attempt 15 s', async () => {
    const { calls } = await run(inOrder(NEVER, taking(1, OK)));
    expect(calls.map(({ at }) => at)).toEqual([0, 15_500]);
  });

  test.each([1_000, 2_000, 16_000, 60_000, 300_000])('of %i ms ends by then when nothing answers', async (timeout) => {
    const { delivery, took } = await run(() => NEVER, { timeout });
    expect(delivery).toMatchObject({ kind: 'failed', problem: 'no answer' });
    expect(took).toBeLessThanOrEqual(timeout);
    expect(took).toBeGreaterThanOrEqual(timeout - 1_000);
  });
});

describe('a delivery in a job that is cancelled', () => {
  const later = taking(0, response(503, { retryAfter: '40' }));

  test('ends its wait and makes one last attempt, with 6 s left', async () => {
    const { delivery, calls, took } = await run(inOrder(later, NEVER), { cancelledAt: 10_000 });
    expect(calls.map(({ at }) => at)).toEqual([0, 10_000]);
    expect(delivery).toEqual({ kind: 'failed', attempts: 2, problem: 'no answer' });
    expect(took).toBe(16_000);
  });

  test('begins no wait: an attempt that fails is repeated once, at once', async () => {
    const { delivery, calls, retries } = await run(inOrder(taking(500, response(503, { retryAfter: '40' }))), {
      cancelledAt: 400,
    });
    expect(retries).toEqual([['Spike answered 503', 0]]);
    expect(calls.map(({ at }) => at)).toEqual([0, 500]);
    expect(delivery).toMatchObject({ kind: 'failed', attempts: 2 });
  });

  test('gets no more time than it had', async () => {
    const { took } = await run(() => NEVER, { timeout: 3_000, cancelledAt: 2_500 });
    expect(took).toBe(3_000);
  });

  test('has 1.5 s left when the process is about to be killed', async () => {
    const { took } = await run(() => NEVER, { cancelledAt: 2_000, endingAt: 4_000 });
    expect(took).toBe(5_500);
    expect((await run(() => NEVER, { endingAt: 0 })).took).toBe(1_500);
    expect((await run(inOrder(later, NEVER), { endingAt: 3_000 })).took).toBe(4_500);
  });
});
