import { Readable } from 'node:stream';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { type Answer, answerRequest, type GithubRequest, type Pieces } from './answers.ts';
import { chooseAnswer, encodeBody, type Interfere } from './interference.ts';
import type { GithubModel } from './model.ts';

/** A `fetch` that only knows the GitHub API, and what it was asked. */
export type GithubFetch = typeof fetch & { readonly requests: GithubRequest[] };

type Signal = AbortSignal | null | undefined;

const MOST_REDIRECTS = 20;

/**
 * A `fetch` that answers from the model in-process. Any address outside `apiUrl` is refused. It follows redirects and
 * unpacks bodies as the real one does.
 */
export function createFetch(
  model: GithubModel,
  { apiUrl = 'https://api.github.com', interfere }: { apiUrl?: string; interfere?: Interfere | undefined } = {},
): GithubFetch {
  const requests: GithubRequest[] = [];
  const fetchFromModel: typeof fetch = async (input, init) => {
    const asked = input instanceof Request ? input : undefined;
    const signal = init?.signal ?? asked?.signal;
    const method = (init?.method ?? asked?.method ?? 'GET').toUpperCase();
    const headers = Object.fromEntries(new Headers(init?.headers ?? asked?.headers));
    const redirect = init?.redirect ?? asked?.redirect ?? 'follow';
    let address = asked === undefined ? String(input) : asked.url;
    for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
      const answer = await answerOnce(address, { method, headers, signal });
      const { location } = answer.headers;
      if (location === undefined || redirect === 'manual') return createResponse(answer, signal);
      if (redirect === 'error') break;
      address = String(new URL(location, address));
    }
    throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded, or a redirect') });
  };

  async function answerOnce(
    address: string,
    { method, headers, signal }: { method: string; headers: Record<string, string>; signal: Signal },
  ): Promise<Answer> {
    if (!address.startsWith(`${apiUrl}/`)) throw new TypeError(`No network here: ${address}`);
    signal?.throwIfAborted();
    const [path = '', query] = address.slice(apiUrl.length).split('?');
    const request = { method, path, query: Object.fromEntries(new URLSearchParams(query)), headers };
    requests.push(request);
    const interference = interfere?.(request);
    if (interference === 'reset') throw new TypeError('fetch failed', { cause: createResetError() });
    if (interference === 'hang' || interference === 'stall') return waitForAbort(signal);
    return chooseAnswer(interference, () => answerRequest(model, { ...request, apiUrl }));
  }

  return Object.assign(fetchFromModel, { requests });
}

function createResponse({ status, headers, body, pieces }: Answer, signal: Signal): Response {
  if (pieces === undefined) return new Response(encodeBody(body), { status, headers });
  const isPacked = headers['content-encoding'] === 'gzip';
  return new Response(ReadableStream.from(heedAbort(pieces(), { signal, isPacked })), { status, headers });
}

/**
 * The pieces, until the request is aborted; each one unpacked, as each is a gzip member of its own. Timers get their
 * turn between them.
 */
async function* heedAbort(
  pieces: Pieces,
  { signal, isPacked }: { signal: Signal; isPacked: boolean },
): AsyncGenerator<Uint8Array> {
  const aborted = waitForAbort(signal);
  aborted.catch(() => {});
  const iterator = Readable.from(pieces)[Symbol.asyncIterator]();
  for (;;) {
    await Promise.race([yieldToOthers(), aborted]);
    const next = await Promise.race([iterator.next(), aborted]);
    if (next.done === true) return;
    yield isPacked ? gunzipSync(next.value) : next.value;
  }
}

function waitForAbort(signal: Signal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(signal?.reason);
    if (signal?.aborted) refuse();
    signal?.addEventListener('abort', refuse, { once: true });
  });
}

function createResetError(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
