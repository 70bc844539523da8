import { type Answer, createError, type GithubRequest } from './answers.ts';

/** An answer to give instead of the right one. */
export type Substitute = {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  delayMilliseconds?: number;
};

/**
 * What goes wrong with a request: another answer, a late one, none at all (`hang`), one that stops in the
 * middle of its body (`stall`), or a connection that breaks (`reset`).
 */
export type Interference = Substitute | { delayMilliseconds: number } | 'hang' | 'stall' | 'reset';

/** Looks at each request and says what goes wrong with it, if anything. */
export type Interfere = (request: GithubRequest) => Interference | undefined;

/** The answer that goes out: the substitute where there is one. */
export function chooseAnswer(interference: Interference | undefined, findAnswer: () => Answer): Answer {
  if (typeof interference !== 'object' || !('status' in interference)) return findAnswer();
  const { status, headers, body = '' } = interference;
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

/** The body as it goes over the wire. */
export function encodeBody(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

/** The token lacks a permission. */
export function refusePermission(): Substitute {
  return { status: 403, body: createError(403, 'Resource not accessible by integration') };
}

/** The hourly limit is used up; it starts anew at the given time in seconds. */
export function refuseByRateLimit(resetSeconds = 4_102_444_800): Substitute {
  return {
    status: 403,
    headers: {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-used': '1000',
      'x-ratelimit-reset': String(resetSeconds),
      'x-ratelimit-resource': 'core',
    },
    body: createError(403, 'API rate limit exceeded for installation.'),
  };
}

/** Too much at once: GitHub says how long to stay away. */
export function refuseBySecondaryLimit(retryAfterSeconds = 60): Substitute {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: createError(429, 'You have exceeded a secondary rate limit.'),
  };
}

/** The service is broken. */
export function failInside(status: 500 | 502 | 503 = 500): Substitute {
  return { status, body: createError(status, 'Server Error') };
}

/** A success that makes no sense: so many bytes that are not JSON, though the header says so. */
export function answerGarbage(bytes: number): Substitute {
  return { status: 200, body: '<{"garbage]'.repeat(Math.ceil(bytes / 11)).slice(0, bytes) };
}
