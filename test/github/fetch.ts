import { answerRequest, type GithubRequest } from './answers.ts';
import { chooseAnswer, encodeBody, type Interfere } from './interference.ts';
import type { GithubModel } from './model.ts';

/** A `fetch` that only knows the GitHub API, and what it was asked. */
export type GithubFetch = typeof fetch & { readonly requests: GithubRequest[] };

/** A `fetch` that answers from the model in-process. Any address outside `apiUrl` is refused. */
export function createFetch(
  model: GithubModel,
  { apiUrl = 'https://api.github.com', interfere }: { apiUrl?: string; interfere?: Interfere | undefined } = {},
): GithubFetch {
  const requests: GithubRequest[] = [];
  const fetchFromModel: typeof fetch = async (input, init) => {
    const asked = input instanceof Request ? input : undefined;
    const address = asked === undefined ? String(input) : asked.url;
    if (!address.startsWith(`${apiUrl}/`)) throw new TypeError(`No network here: ${address}`);
    const signal = init?.signal ?? asked?.signal;
    signal?.throwIfAborted();
    const [path = '', query] = address.slice(apiUrl.length).split('?');
    const request: GithubRequest = {
      method: (init?.method ?? asked?.method ?? 'GET').toUpperCase(),
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: Object.fromEntries(new Headers(init?.headers ?? asked?.headers)),
    };
    requests.push(request);
    const interference = interfere?.(request);
    if (interference === 'reset') throw new TypeError('fetch failed', { cause: createResetError() });
    if (interference === 'hang' || interference === 'stall') return waitForAbort(signal);
    if (interference?.delayMilliseconds !== undefined) {
      await Promise.race([wait(interference.delayMilliseconds), waitForAbort(signal)]);
    }
    const answer = chooseAnswer(interference, () => answerRequest(model, { ...request, apiUrl }));
    return new Response(encodeBody(answer.body), { status: answer.status, headers: answer.headers });
  };
  return Object.assign(fetchFromModel, { requests });
}

/** By the global timer, which a test can put on its own clock; the one of `node:timers/promises` it cannot. */
function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function waitForAbort(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function createResetError(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
