import { asObject, parseObject } from '../json.ts';
import { cut, oneLine } from '../text.ts';
import type { Attempt, Clock, Limits, Webhook } from './webhook.ts';

const CONNECT = 5_000;
const ATTEMPT = 15_000;
const BACKOFF = 1_000;
const LONGEST_BACKOFF = 15_000;
/** Time kept back from a wait, so that a last attempt is still made after it. */
const LAST_ATTEMPT = 1_000;

/** How a delivery ended. The words are safe to show. */
export type Delivery =
  | { kind: 'delivered'; attempts: number; warning?: string }
  | { kind: 'lost'; attempts: number; problem: string }
  | { kind: 'dry run' };

/** Takes the JSON and says how that ended; never throws. */
export type Deliver = (text: string) => Promise<Delivery>;

/** The delivery of a dry run: nothing is sent. */
export const deliverNothing: Deliver = async () => ({ kind: 'dry run' });

/** What the law makes of one attempt. */
export type Verdict =
  | { kind: 'delivered'; warning?: string }
  | { kind: 'again'; problem: string; wait: number }
  | { kind: 'lost'; problem: string };

/** `random` gives 0 to below 1; `number` counts attempts from 1; `left` is the time left, in milliseconds. */
export type Circumstances = { number: number; left: number; now: number; random: () => number };

/**
 * The retry law, in one place: network errors, 408, 425, 429 and 5xx are tried again, everything else is not.
 * `Retry-After` is obeyed as long as one more attempt fits behind it, and cut down to that otherwise; without it
 * the wait grows from 1 s to 15 s with full jitter. The jitter is added to `Retry-After` too, or all jobs that
 * were turned away together would come back together.
 */
export function judge(attempt: Attempt, { number, left, now, random }: Circumstances): Verdict {
  if (attempt.kind === 'answered' && attempt.status >= 200 && attempt.status < 300) {
    return { kind: 'delivered', ...findOddity(attempt) };
  }
  const problem = describeProblem(attempt);
  const again = attempt.kind === 'failed' ? attempt.retry : isPassing(attempt.status);
  if (!again) return { kind: 'lost', problem };
  const jitter = random() * Math.min(LONGEST_BACKOFF, BACKOFF * 2 ** Math.min(number - 1, 10));
  const asked = attempt.kind === 'answered' ? parseRetryAfter(attempt.retryAfter, now) : 0;
  if (left <= LAST_ATTEMPT) return { kind: 'lost', problem };
  return { kind: 'again', problem, wait: Math.min(asked + jitter, left - LAST_ATTEMPT) };
}

/** Milliseconds that `header` asks to wait, 0 when it says nothing usable ("Retry-After", RFC 9110). */
export function parseRetryAfter(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // `Date.parse` takes far more than a date; the law takes the form that servers send.
  const date = /^[A-Z][a-z]+,? \d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status < 600);
}

type Answer = Extract<Attempt, { kind: 'answered' }>;

function findOddity(answer: Answer): { warning?: string } {
  if (asObject(parseObject(answer.text))?.Ok === true) return {};
  return { warning: `Spike took it with ${answer.status}, but the answer was unusual: ${quoteAnswer(answer.text)}` };
}

function describeProblem(attempt: Attempt): string {
  switch (attempt.kind) {
    case 'answered':
      return describeAnswer(attempt);
    case 'turned away':
      return `the proxy answered ${attempt.status}${attempt.status === 407 ? ', it asks for a user name and password' : ''}`;
    case 'failed':
      return attempt.problem;
  }
}

function describeAnswer({ status, text }: Answer): string {
  const advice =
    status >= 300 && status < 400
      ? ', a redirect, which is never followed'
      : status === 401 || status === 403 || status === 404
        ? '; check that the token is that of a Spike webhook integration'
        : '';
  return `the service answered ${status}${advice}${text.trim() === '' ? '' : `: ${quoteAnswer(text)}`}`;
}

function quoteAnswer(text: string): string {
  const line = cut(oneLine(text), 500);
  return line === '' ? 'nothing' : line;
}

/** What a delivery needs from the world. `hurry` is aborted with the milliseconds that are left to the process. */
export type Means = {
  clock: Clock;
  random: () => number;
  hurry: AbortSignal;
  retrying: (problem: string, wait: number) => void;
};

/** Sends `text` until it is taken, refused for good, or `timeout` milliseconds are over. Never throws. */
export async function deliver(
  webhook: Webhook,
  { text, timeout, means }: { text: string; timeout: number; means: Means },
): Promise<Delivery> {
  const { clock, random, hurry, retrying } = means;
  let deadline = clock.now() + timeout;
  const shorten = () => {
    deadline = Math.min(deadline, clock.now() + Number(hurry.reason));
  };
  if (hurry.aborted) shorten();
  hurry.addEventListener('abort', shorten, { once: true });
  try {
    for (let number = 1; ; number++) {
      const attempt = await webhook.post(text, { clock, limits: limit(deadline - clock.now()), hurry });
      const now = clock.now();
      const verdict = judge(attempt, { number, left: deadline - now, now, random });
      if (verdict.kind === 'delivered') {
        return { kind: 'delivered', attempts: number, ...(verdict.warning && { warning: verdict.warning }) };
      }
      if (verdict.kind === 'lost') return { kind: 'lost', attempts: number, problem: verdict.problem };
      retrying(verdict.problem, verdict.wait);
      await sleep(clock, verdict.wait, hurry);
    }
  } finally {
    hurry.removeEventListener('abort', shorten);
  }
}

function limit(left: number): Limits {
  const attempt = Math.max(1, Math.min(ATTEMPT, left));
  return { connect: Math.min(CONNECT, attempt), attempt };
}

function sleep(clock: Clock, milliseconds: number, hurry: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      cancel();
      hurry.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(milliseconds, wake);
    hurry.addEventListener('abort', wake, { once: true });
  });
}
