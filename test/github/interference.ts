import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Answer, createError, type GithubRequest, type Pieces } from './answers.ts';

/** An answer to give instead of the right one; `pieces` take the place of the body. */
export type Substitute = {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  pieces?: () => Pieces;
};

/**
 * What goes wrong with a request: another answer, none at all (`hang`), one that stops in the
 * middle of its body (`stall`), or a connection that breaks (`reset`).
 */
export type Interference = Substitute | 'hang' | 'stall' | 'reset';

/** Looks at each request and says what goes wrong with it, if anything. */
export type Interfere = (request: GithubRequest) => Interference | undefined;

/** The answer that goes out: the substitute where there is one. */
export function chooseAnswer(interference: Interference | undefined, findAnswer: () => Answer): Answer {
  if (typeof interference !== 'object') return findAnswer();
  const { status, headers, body = '', pieces } = interference;
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body, pieces };
}

/** The body as it goes over the wire. */
export function encodeBody(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

/** The token lacks a permission. */
export function refusePermission(): Substitute {
  return { status: 403, body: createError(403, 'Resource not accessible by integration') };
}

/** The token is wrong, or older than its job's 24 hours. */
export function refuseCredentials(): Substitute {
  return { status: 401, body: createError(401, 'Bad credentials') };
}

/** The hourly limit is used up; it starts anew in the year 2100. */
export function refuseByRateLimit(): Substitute {
  const headers = {
    ...{ 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '1000' },
    ...{ 'x-ratelimit-reset': '4102444800', 'x-ratelimit-resource': 'core' },
  };
  return { status: 403, headers, body: createError(403, 'API rate limit exceeded for installation.') };
}

/** Too much at once: GitHub says how long to stay away, or leaves even that out (`null`). It uses both statuses. */
export function refuseBySecondaryLimit(retryAfterSeconds: number | null = 60, status: 403 | 429 = 429): Substitute {
  const headers = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status, headers, body: createError(status, 'You have exceeded a secondary rate limit.') };
}

/** The service is broken. */
export function failInside(status: 500 | 502 = 500): Substitute {
  return { status, body: createError(status, 'Server Error') };
}

/** A success that makes no sense: so many bytes that are not JSON, though the header says so. */
export function answerGarbage(bytes: number): Substitute {
  return { status: 200, body: '<{"garbage]'.repeat(Math.ceil(bytes / 11)).slice(0, bytes) };
}

/** A redirect to somewhere else; to the same address it never ends. */
export function redirectTo(location: string): Substitute {
  return { status: 301, headers: { location }, body: createError(301, 'Moved Permanently') };
}

/** Successes in JSON that have not the shape of any answer. */
export const WRONG_SHAPES: readonly unknown[] = [
  ...[null, true, 0, [], {}, [null], [[]]],
  ...[null, {}, 'none', [null], [[]], ['job'], [{}], [{ id: 'one', name: 7, steps: {}, conclusion: [] }]].map(
    (list) => ({ ...{ total_count: -1, workflow_runs: list, jobs: list, check_runs: list } }),
  ),
];

/** A success whose body never ends, as fast as it is read: the head, and then the text again and again. */
export function answerEndless(): Substitute {
  const head = '{"total_count":1,"jobs":[{}';
  return { status: 200, pieces: () => repeatText({ head, text: ',{}', times: Infinity }) };
}

/** A success that comes byte by byte and never ends. */
export function answerTrickle({ text = ' ', intervalMilliseconds = 100 } = {}): Substitute {
  async function* trickle() {
    for (;;) {
      for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
      await setTimeout(intervalMilliseconds);
    }
  }
  return { status: 200, pieces: trickle };
}

/** A success of so many bytes of `[`. */
export function answerNested(bytes = 100_000_000): Substitute {
  return { status: 200, pieces: () => repeatText({ text: '[', times: bytes }) };
}

/** A success of so many items under `key`, each the same JSON. */
export function answerMany({ count = 1_000_000, key = 'jobs', item = '{}' } = {}): Substitute {
  const head = `{"total_count":${count},"${key}":[${item}`;
  return { status: 200, pieces: () => repeatText({ head, text: `,${item}`, times: count - 1, tail: ']}' }) };
}

/**
 * A success of a few hundred kilobytes that are so many bytes when unpacked: an empty list of many spaces. Each piece
 * is a gzip member of its own, and members in a row are one file.
 */
export function answerBomb(bytes = 400_000_000): Substitute {
  function* compress() {
    const packed = new Map<Uint8Array, Uint8Array>();
    for (const piece of repeatText({ head: '[', text: ' ', times: bytes - 2, tail: ']' })) {
      const known = packed.get(piece) ?? gzipSync(piece);
      packed.set(piece, known);
      yield known;
    }
  }
  return { status: 200, headers: { 'content-encoding': 'gzip' }, pieces: compress };
}

const PIECE_BYTES = 1 << 18;

type Repeated = { head?: string; text: string; times: number; tail?: string };

/** Text in few pieces; the one in the middle is the same over and over, so that it takes no memory. */
function* repeatText({ head = '', text, times, tail = '' }: Repeated) {
  const inPiece = Math.ceil(PIECE_BYTES / text.length);
  const piece = Buffer.from(text.repeat(Math.min(times, inPiece)));
  yield Buffer.from(head);
  let left = times;
  for (; left >= inPiece; left -= inPiece) yield piece;
  yield Buffer.from(text.repeat(left) + tail);
}
