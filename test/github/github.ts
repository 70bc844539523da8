/**
 * A stand-in for GitHub's REST API, typed by GitHub's own schema, as a server (`startGithub`) and without one
 * (`createFetch`). A plain model answers all, at once and without limits. What GitHub does besides is asked for; where
 * each thing is written, its source stands beside it:
 *
 * - `model.indexLag`, `model.listLag`: lists of runs that are behind, the filtered or the first unfiltered ones.
 * - `model.stepLag`, `model.isEnterpriseServer`: steps of a running job that come late, and its annotations.
 * - `model.limit`, `model.permissions`: a limit that counts down, and what the token may read.
 * - `model.rerun`, `renameRepository`: what happens to what is there.
 * - `TEXTS`: annotations.
 * - `interfere` with `refuse…`, `fail…`, `answer…`, `redirectTo` of `interference.ts`: other answers than the right ones.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { answerNotFound, answerRequest, type GithubRequest } from './answers.ts';
import { chooseAnswer, encodeBody, type Interfere } from './interference.ts';
import { GithubModel } from './model.ts';

/** How the stand-in starts; with the `basePath` `/api/v3` it looks like Enterprise Server. */
type GithubOptions = { model?: GithubModel; interfere?: Interfere; basePath?: string };

/** A GitHub REST API under test control. */
export type GithubStandIn = AsyncDisposable & {
  /** The base URL of the API, for `GITHUB_API_URL`. */
  readonly url: string;
  readonly model: GithubModel;
  /** Every request under the base URL, in the order of arrival. */
  readonly requests: GithubRequest[];
  /** Milliseconds that each answer takes. */
  latency: number;
  /** From now on, asks this function about each request; without one, all is well again. */
  interfere(interfere?: Interfere): void;
};

/** Starts the stand-in on a free port of the loopback interface. Disposing of it breaks what still hangs. */
export async function startGithub(options: GithubOptions = {}): Promise<GithubStandIn> {
  const { model = new GithubModel(), basePath = '' } = options;
  let { interfere } = options;
  const requests: GithubRequest[] = [];
  const closing = new AbortController();

  const server = createServer((incoming, response) => {
    incoming.resume();
    handle(incoming, response).catch((error: unknown) => {
      response.destroy();
      // A mistake in a test's own function must fail the test, not look like a bad network.
      if (!closing.signal.aborted) throw error;
    });
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = readRequest(incoming, basePath);
    if (request !== undefined) requests.push(request);
    if (standIn.latency > 0) await setTimeout(standIn.latency);
    const interference = request && interfere?.(request);
    if (interference === 'reset') return void incoming.socket.resetAndDestroy();
    if (interference === 'hang') return;
    const { status, headers, body, pieces } = chooseAnswer(interference, () =>
      request === undefined ? answerNotFound() : answerRequest(model, { ...request, apiUrl: standIn.url }),
    );
    if (pieces !== undefined) {
      response.writeHead(status, headers);
      await pipeline(Readable.from(pieces()), response).catch(ignoreHangUp);
      return;
    }
    const bytes = Buffer.from(encodeBody(body));
    response.writeHead(status, { 'content-length': bytes.length, ...headers });
    if (interference === 'stall') return void response.write(bytes.subarray(0, bytes.length / 2));
    response.end(bytes);
  }

  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await listening;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port.');

  const standIn: GithubStandIn = {
    url: `http://127.0.0.1:${address.port}${basePath}`,
    model,
    requests,
    latency: 0,
    interfere(next) {
      interfere = next;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      const { promise: closed, resolve: finish } = Promise.withResolvers<void>();
      server.close(() => finish());
      server.closeAllConnections();
      await closed;
    },
  };
  return standIn;
}

/** The request relative to the base path, or nothing where it is outside. */
function readRequest(incoming: IncomingMessage, basePath: string): GithubRequest | undefined {
  const [path = '', query] = (incoming.url ?? '').split('?');
  if (!path.startsWith(`${basePath}/`)) return undefined;
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? '',
    path: path.slice(basePath.length),
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(headers),
  };
}

/** A client may go before it has read all. */
function ignoreHangUp(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET' && code !== 'EPIPE') throw error;
}
