import { gunzipSync } from 'node:zlib';
import { type Answer, answerRequest, type GithubRequest, type Pieces } from './answers.ts';
import { chooseAnswer, encodeBody, type Interfere } from './interference.ts';
import type { GithubModel } from './model.ts';

const MOST_REDIRECTS = 20;

/**
 * A `fetch` that answers from the model in-process, with what it was asked. Any address outside `apiUrl` is refused. It
 * follows redirects and unpacks bodies as the real one does.
 */
export function createFetch(
  model: GithubModel,
  { apiUrl = 'https://api.github.com', interfere }: { apiUrl?: string; interfere?: Interfere | undefined } = {},
): typeof fetch & { readonly requests: GithubRequest[] } {
  const requests: GithubRequest[] = [];
  const fetchFromModel: typeof fetch = async (input, init = {}) => {
    let address = String(input);
    for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
      const answer = await answerOnce(address, init);
      const { location } = answer.headers;
      if (location === undefined) return createResponse(answer);
      address = String(new URL(location, address));
    }
    throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded') });
  };

  async function answerOnce(address: string, { method = 'GET', headers, signal }: RequestInit): Promise<Answer> {
    if (!address.startsWith(`${apiUrl}/`)) throw new TypeError(`No network here: ${address}`);
    signal?.throwIfAborted();
    const [path = '', query] = address.slice(apiUrl.length).split('?');
    const named = Object.fromEntries(new Headers(headers));
    const request = { method, path, query: Object.fromEntries(new URLSearchParams(query)), headers: named };
    requests.push(request);
    const interference = interfere?.(request);
    if (interference === 'reset') throw new TypeError('fetch failed', { cause: createResetError() });
    if (interference === 'hang' || interference === 'stall') return waitForAbort(signal);
    return chooseAnswer(interference, () => answerRequest(model, { ...request, apiUrl }));
  }

  return Object.assign(fetchFromModel, { requests });
}

function createResponse({ status, headers, body, pieces }: Answer): Response {
  if (pieces === undefined) return new Response(encodeBody(body), { status, headers });
  const isPacked = headers['content-encoding'] === 'gzip';
  return new Response(ReadableStream.from(isPacked ? unpack(pieces()) : pieces()), { status, headers });
}

/** Each piece is a gzip member of its own. */
async function* unpack(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield gunzipSync(piece);
}

function waitForAbort(signal: RequestInit['signal']): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(signal?.reason);
    if (signal?.aborted) refuse();
    signal?.addEventListener('abort', refuse, { once: true });
  });
}

function createResetError(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
