import { type Clock, limit, sleep } from '../clock.ts';
import { parseObject } from '../json.ts';
import { oneLine, truncate } from '../text.ts';
import type { Attempt, Webhook } from './webhook.ts';

const ATTEMPT_TIMEOUT_MS = 15_000;
const BASE_DELAY_MS = 1_000;
const MAX_DELAY_MS = 15_000;
/** Kept back from a wait, so that there is time for one more attempt after it. */
const LAST_ATTEMPT_MS = 1_000;
// The runner sends SIGINT, SIGTERM 7.5 s later, and kills the process 2.5 s after that ("Workflow cancellation",
// GitHub Docs). What is left here is a little less, for the summary and the outputs.
const TIME_AFTER_CANCEL_MS = 6_000;
const TIME_AT_END_MS = 1_500;
const MAX_QUOTE_LENGTH = 500;

type Action = 'create' | 'resolve';

/** How a delivery ended. Its texts are safe to log. */
export type Delivery =
  | { kind: 'delivered'; attempts: number; warning?: string }
  | { kind: 'failed'; attempts: number; problem: string }
  | { kind: 'dry run' };

/** What follows from one attempt; `wait` is in milliseconds. */
export type RetryDecision =
  | { kind: 'delivered'; warning?: string }
  | { kind: 'retry'; problem: string; wait: number }
  | { kind: 'failed'; problem: string };

/** `number` counts attempts from 1; `left` is the time left in milliseconds; `random` gives 0 to below 1. */
export type RetryState = { action: Action; number: number; left: number; now: number; random: () => number };

/**
 * The retry policy: network errors, 408, 425, 429 and 5xx are retried, everything else is not. `Retry-After` is obeyed
 * as long as there is time for one more attempt after it; without it the wait grows from 1 s to 15 s, with full
 * jitter. The jitter is added to `Retry-After` too, so that jobs that were refused together do not return together.
 */
export function decideRetry(attempt: Attempt, { action, number, left, now, random }: RetryState): RetryDecision {
  if (attempt.kind === 'response' && attempt.status >= 200 && attempt.status < 300) {
    return checkResponse(attempt, action);
  }
  const problem = describeProblem(attempt);
  const isRetried = attempt.kind === 'failed' ? attempt.retry : isTransient(attempt.status);
  if (!isRetried || left <= LAST_ATTEMPT_MS) return { kind: 'failed', problem };
  const jitter = random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(number - 1, 10));
  const asked = attempt.kind === 'response' ? parseRetryAfter(attempt.retryAfter, now) : 0;
  return { kind: 'retry', problem, wait: Math.min(asked + jitter, left - LAST_ATTEMPT_MS) };
}

/** The milliseconds that the header `Retry-After` asks to wait, or 0 when it has no usable value (RFC 9110). */
export function parseRetryAfter(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // `Date.parse` takes much more than dates; only the form that servers send is taken.
  const date = /^[A-Z][a-z]+,? \d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status < 600);
}

type Response = Extract<Attempt, { kind: 'response' }>;

/** What a response with 2xx means. Spike answers `{"Ok":true,"skipped":…}` when it decided not to act. */
function checkResponse({ status, text }: Response, action: Action): RetryDecision {
  const { Ok: ok, skipped } = parseObject(text) ?? {};
  if (ok !== true) {
    return { kind: 'delivered', warning: `Spike answered ${status}, but not {"Ok":true}: ${quoteResponse(text)}` };
  }
  if (skipped === undefined || skipped === null || skipped === false) return { kind: 'delivered' };
  const reason = quoteResponse(typeof skipped === 'string' ? skipped : text);
  return action === 'create'
    ? { kind: 'failed', problem: `Spike received the alert but opened no incident, and gave this reason: ${reason}` }
    : { kind: 'delivered', warning: `Spike received the report but resolved nothing, and gave this reason: ${reason}` };
}

function describeProblem(attempt: Attempt): string {
  switch (attempt.kind) {
    case 'response':
      return describeResponse(attempt);
    case 'proxy refused':
      return `the proxy answered ${attempt.status}${attempt.status === 407 ? ', it asks for a user name and password' : ''}`;
    case 'failed':
      return attempt.problem;
  }
}

function describeResponse({ status, text }: Response): string {
  const advice =
    status >= 300 && status < 400
      ? ', a redirect, which is never followed'
      : status === 401 || status === 403 || status === 404
        ? '; check that the token is that of a Webhook integration in Spike'
        : '';
  return `Spike answered ${status}${advice}${/^\s*(\{\s*\})?\s*$/.test(text) ? '' : `: ${quoteResponse(text)}`}`;
}

function quoteResponse(text: string): string {
  return truncate(oneLine(text), MAX_QUOTE_LENGTH) || '(empty)';
}

/** `timeout` is in milliseconds, for all attempts together. */
export type DeliveryOptions = {
  text: string;
  action: Action;
  timeout: number;
  clock: Clock;
  random: () => number;
  /** The runner wants the process to stop soon: no wait is begun or continued, and about 6 s are left. */
  cancelled: AbortSignal;
  /** The runner is about to kill the process: 1.5 s are left. */
  ending: AbortSignal;
  /** Called before each wait. */
  onRetry: (problem: string, waitMs: number) => void;
};

/** Sends `text` until it is delivered, until a retry cannot help, or until the time is over. Never throws. */
export async function deliver(
  webhook: Webhook,
  { text, action, timeout, clock, random, cancelled, ending, onRetry }: DeliveryOptions,
): Promise<Delivery> {
  const deadline = startDeadline(clock, timeout, [
    { signal: cancelled, left: TIME_AFTER_CANCEL_MS },
    { signal: ending, left: TIME_AT_END_MS },
  ]);
  const isStopping = () => cancelled.aborted || ending.aborted;
  try {
    for (let number = 1; ; number++) {
      // An attempt that fails at once would be repeated hundreds of times where no wait is allowed.
      const isLast = isStopping();
      const time = limit(clock, ATTEMPT_TIMEOUT_MS, deadline.signal);
      const attempt = await webhook.post(text, { clock, signal: time.signal });
      time.end();
      const decision = decideRetry(attempt, { action, number, left: deadline.left(), now: clock.now(), random });
      if (decision.kind === 'delivered') return { ...decision, attempts: number };
      const { problem } = decision;
      if (decision.kind === 'failed' || isLast) return { kind: 'failed', attempts: number, problem };
      onRetry(problem, isStopping() ? 0 : decision.wait);
      await sleep(clock, decision.wait, AbortSignal.any([cancelled, ending]));
    }
  } finally {
    deadline.end();
  }
}

type Deadline = { signal: AbortSignal; left: () => number; end: () => void };

/** A signal that aborts after `timeout` milliseconds, or `left` milliseconds after one of `signals`. */
function startDeadline(clock: Clock, timeout: number, signals: { signal: AbortSignal; left: number }[]): Deadline {
  const controller = new AbortController();
  let deadline = Number.POSITIVE_INFINITY;
  let cancelTimer = () => {};
  const shorten = (left: number) => {
    if (clock.now() + left >= deadline) return;
    deadline = clock.now() + left;
    cancelTimer();
    cancelTimer = clock.after(left, () => controller.abort());
  };
  const listeners = signals.map(({ signal, left }) => ({ signal, listener: () => shorten(left) }));
  shorten(timeout);
  for (const { signal, listener } of listeners) {
    signal.addEventListener('abort', listener);
    if (signal.aborted) listener();
  }
  const end = () => {
    cancelTimer();
    for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener);
  };
  return { signal: controller.signal, left: () => deadline - clock.now(), end };
}
