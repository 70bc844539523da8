import { getOctokit } from '@actions/github';
import { type Clock, limit } from '../clock.ts';
import { describeError } from '../errors.ts';
import { asNumber, get, parseJson } from '../json.ts';
import { type Missing, MissingError } from './missing.ts';
import { readResponse } from './response.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/** What a request came to. */
export type Answer = {
  /** The JSON that GitHub answered. */
  value?: unknown;
  /** Why there is no answer. The request does not know which permission it needs. */
  missing?: Missing | 'permission';
  /** The part of the rate limit that is left, where the answer says so. */
  share?: number | undefined;
};

/** What makes requests. `signal` gives what is aborted when the time for look-ups is over. */
export type RequestOptions = {
  token: string;
  apiUrl: string;
  signal: () => AbortSignal;
  clock: Clock;
  fetch?: typeof fetch | undefined;
};

/** A function that sends GET to a path of the API, within 5 seconds. It never throws, and what it gives holds no token. */
export function createRequest({
  token,
  apiUrl,
  signal,
  clock,
  fetch,
}: RequestOptions): (path: string) => Promise<Answer> {
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = getOctokit(token, { baseUrl: apiUrl, log });
  octokit.hook.before('request', (options) => {
    // What `getOctokit` chose knows the proxy. The options are changed in place, because only these reach the request.
    const origin: typeof globalThis.fetch = fetch ?? options.request.fetch;
    const bounded: typeof globalThis.fetch = async (input, init) => readResponse(await origin(input, init));
    Object.assign(options.request, { log, fetch: bounded });
  });
  return async (path) => {
    const time = limit(clock, REQUEST_TIMEOUT_MS, signal());
    try {
      const { data, headers } = await octokit.request(`GET ${path}`, { request: { signal: time.signal } });
      return { value: parseBody(data), share: readShare(headers) };
    } catch (error) {
      const isLate = time.signal.aborted;
      return { missing: readProblem(error, { isLate, token }), share: readShare(get(error, 'response', 'headers')) };
    } finally {
      time.end();
    }
  };
}

function parseBody(text: unknown): unknown {
  const value = parseJson(String(text));
  if (value === undefined) throw new MissingError({ kind: 'failed', problem: 'an answer of GitHub is not JSON' });
  return value;
}

/**
 * Why a request came to nothing. GitHub answers limits with 403 or 429, and what may not be read with 403 or 404.
 *
 * Source: "Rate limits for the REST API" and "Troubleshooting the REST API", GitHub Docs.
 */
function readProblem(error: unknown, { isLate, token }: { isLate: boolean; token: string }): Missing | 'permission' {
  const cause = findCause(error);
  if (cause instanceof MissingError) return cause.missing;
  if (isLate) return { kind: 'failed', problem: 'GitHub did not answer in time' };
  const status = get(error, 'response', 'status');
  const headers = get(error, 'response', 'headers');
  const isLimit =
    status === 429 ||
    (status === 403 &&
      (get(headers, 'x-ratelimit-remaining') === '0' ||
        get(headers, 'retry-after') !== undefined ||
        /rate limit/i.test(describeError(error))));
  if (isLimit) return { kind: 'rate limit' };
  if (status === 401) return { kind: 'credentials' };
  if (status === 403 || status === 404) return 'permission';
  if (status !== undefined) return { kind: 'failed', problem: `GitHub answered ${status}` };
  // The words may quote a header, and so the token.
  const words = token
    .split(/\s+/)
    .reduce((kept, part) => (part === '' ? kept : kept.replaceAll(part, '***')), describeError(error));
  const isLasting = /CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|UNSUPPORTED/.test(String(get(cause, 'code')));
  return { kind: 'failed', problem: `GitHub cannot be reached (${words})`, isLasting };
}

function findCause(error: unknown): unknown {
  let found = error;
  for (let depth = 0; depth < 5 && found instanceof Error && found.cause !== undefined; depth++) found = found.cause;
  return found;
}

function readShare(headers: unknown): number | undefined {
  const [remaining, most] = ['x-ratelimit-remaining', 'x-ratelimit-limit'].map((name) => asNumber(get(headers, name)));
  return remaining === undefined || most === undefined || most === 0 ? undefined : remaining / most;
}
