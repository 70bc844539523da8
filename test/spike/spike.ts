import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { asObject, parseJson } from '../../src/json.ts';
import { createIncidents, type Incident } from './incidents.ts';

/** A request as it arrived, whatever was answered. */
export type SpikeRequest = {
  method: string;
  /** As on the wire: encoded, with the query. */
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body as JSON, or `undefined` if it is none. */
  json: unknown;
};

/** One answer out of the ordinary. Nothing is stored as an incident by it. */
export type Misbehaviour =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Takes the request and never answers. */
  | 'hang';

/** The stand-in for Spike: a real HTTP server on the loopback, with Spike's documented semantics. */
export type Spike = AsyncDisposable & {
  /** The webhook's URL for a token, as a user would copy it from the dashboard. */
  url(token: string): string;
  readonly requests: readonly SpikeRequest[];
  /** All incidents ever, in the order they were opened. */
  readonly incidents: readonly Incident[];
  /** The incidents that are not resolved. */
  open(): Incident[];
  /** Answers the next requests with these, one each; then the documented semantics are back. */
  misbehave(...answers: Misbehaviour[]): void;
  /** Settles when `count` requests in all have arrived. */
  received(count: number): Promise<void>;
};

/**
 * Starts the stand-in on a free port; disposing of it cuts all connections and closes it.
 * Semantics: Spike's webhook, `POST /<token>/push-events` with `{title, body, severity?, priority?}` or
 * `{title, body, status: "resolve"}`, answers `200 {"Ok":true}`; anything else answers `500 {}`.
 */
export async function startSpike(): Promise<Spike> {
  const incidents = createIncidents(Date.now);
  const requests: SpikeRequest[] = [];
  const misbehaviours: Misbehaviour[] = [];
  const waiting: { count: number; settle: () => void }[] = [];

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readText(request);
    const { method = '', url: path = '', headers } = request;
    const json = parseJson(text);
    const misbehaviour = misbehaviours.shift();
    requests.push({ method, path, headers, text, json });
    for (const { count, settle } of waiting) if (requests.length >= count) settle();

    if (misbehaviour === 'hang') return;
    if (misbehaviour !== undefined) {
      response.writeHead(misbehaviour.status, misbehaviour.headers).end(misbehaviour.body);
      return;
    }
    const token = readToken(path);
    const isPush = method === 'POST' && token !== undefined && asObject(json) !== undefined;
    if (isPush) incidents.push(token, json);
    response.writeHead(isPush ? 200 : 500, { 'content-type': 'application/json' });
    response.end(isPush ? '{"Ok":true}' : '{}');
  };

  const server = createServer((request, response) => {
    // A client that goes away in the middle of its request has sent nothing.
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port.');
  const { port } = address;

  return {
    url: (token) => `http://127.0.0.1:${port}/${encodeURIComponent(token)}/push-events`,
    requests,
    incidents: incidents.all,
    open: incidents.open,
    misbehave(...answers) {
      misbehaviours.push(...answers);
    },
    received: (count) =>
      new Promise((settle) => {
        if (requests.length >= count) settle();
        else waiting.push({ count, settle });
      }),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function readToken(path: string): string | undefined {
  const encoded = /^\/([^/?#]+)\/push-events$/.exec(path)?.[1];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
