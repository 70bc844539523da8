import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners, once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createTcpServer, type Server, Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Environment } from '../src/context.ts';
import { InputError } from '../src/errors.ts';
import { type Attempt, openWebhook, type PostOptions, type Webhook } from '../src/spike/webhook.ts';
import { escapeHtml } from '../src/text.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { createAuthority, createSelfSigned, type Identity } from './faults/certificates.ts';
import { startSpike } from './spike/spike.ts';

const NODE = 'v24.21.0';
const LIMITS = { connect: 5_000, attempt: 15_000 };
const SENT = '{"title":"CI / build in acme/shop"}';

// Sockets, keys and certificates are real, and a busy machine takes its time with them.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.restoreAllMocks();
});

function open(token: string, env: Environment = {}, nodeVersion = NODE): Webhook {
  return openWebhook(token, { env, nodeVersion });
}

/** One POST, on time that stands still unless the test lets it pass. */
function post(webhook: Webhook, options: Partial<PostOptions & { text: string }> = {}): Promise<Attempt> {
  const { text = SENT, ...rest } = options;
  return webhook.post(text, {
    clock: createClock(),
    limits: LIMITS,
    hurry: new AbortController().signal,
    ...rest,
  });
}

type Listening = AsyncDisposable & { port: number; sockets: Socket[] };

/** Has `server` listen on a free port of the loopback. Its connections are cut when it is disposed of. */
async function listen(server: Server): Promise<Listening> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    // Clients go away in the middle of it all, and that is what is tested.
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    sockets,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A server that takes a whole request and then does what `answer` does with the bare connection. */
function startBare(answer: (socket: Socket) => void): Promise<Listening> {
  const server = createTcpServer((socket) => {
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString();
      if (!seen.endsWith(SENT)) return;
      seen = '';
      answer(socket);
    });
  });
  return listen(server);
}

/** Settles when a client of this process has the head of an answer. */
function answerBegun(): Promise<void> {
  return new Promise((resolve) => {
    const tell = () => {
      unsubscribe('http.client.response.finish', tell);
      resolve();
    };
    subscribe('http.client.response.finish', tell);
  });
}

/** Settles when the other end of the one connection has closed it. */
async function allClosed({ sockets }: Listening): Promise<void> {
  expect(sockets).toHaveLength(1);
  await Promise.all(sockets.map((socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve))));
}

/** Settles when everything that has already arrived was dealt with. */
function turn(): Promise<void> {
  return new Promise(setImmediate);
}

const at = ({ port }: Listening) => `http://127.0.0.1:${port}/t0k3n/push-events`;

describe('a request', () => {
  test('is one POST of the text as JSON, and nothing else', async () => {
    await using spike = await startSpike();
    await expect(post(open(spike.url('t0k3n')))).resolves.toEqual({
      kind: 'answered',
      status: 200,
      text: '{"Ok":true}',
    });
    expect(spike.requests).toHaveLength(1);
    expect(spike.requests[0]).toMatchObject({
      method: 'POST',
      path: '/t0k3n/push-events',
      headers: {
        'content-type': 'application/json',
        'content-length': String(SENT.length),
        'user-agent': 'spike-incident-action',
      },
      text: SENT,
    });
    expect(Object.keys(spike.requests[0]?.headers ?? {}).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
  });

  test('counts bytes and not characters', async () => {
    await using spike = await startSpike();
    const text = '{"title":"Größe 🔥"}';
    await post(open(spike.url('t0k3n')), { text });
    expect(spike.requests[0]).toMatchObject({
      text,
      headers: { 'content-length': String(Buffer.byteLength(text)) },
    });
  });

  test('is a new one each time', async () => {
    await using spike = await startSpike();
    const webhook = open(spike.url('t0k3n'));
    await post(webhook);
    await post(webhook);
    expect(spike.requests).toHaveLength(2);
  });

  test.each([301, 302, 303, 307, 308])('is not sent on where %i points', async (status) => {
    await using elsewhere = await startSpike();
    await using spike = await startSpike();
    spike.misbehave({ status, headers: { location: elsewhere.url('t0k3n') }, body: 'Moved' });
    expect(await post(open(spike.url('t0k3n')))).toEqual({ kind: 'answered', status, text: 'Moved' });
    expect(spike.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
  });

  test('leaves no connection, no timer and no listener behind', async () => {
    await using server = await startBare((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}');
    });
    const clock = createClock();
    const { signal } = new AbortController();
    await post(open(at(server)), { clock, hurry: signal });
    expect(clock.waiting()).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await allClosed(server);
  });
});

describe('an answer', () => {
  test('is passed on with its status, its text and when to come back', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 429, headers: { 'retry-after': '7' }, body: 'slöw down' });
    expect(await post(open(spike.url('t0k3n')))).toEqual({
      kind: 'answered',
      status: 429,
      text: 'slöw down',
      retryAfter: '7',
    });
  });

  test('without a text is one', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 204 });
    expect(await post(open(spike.url('t0k3n')))).toEqual({ kind: 'answered', status: 204, text: '' });
  });

  test('may come after one that is none yet', async () => {
    await using server = await startBare((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 500 Oh\r\ncontent-length: 2\r\n\r\n{}');
    });
    expect(await post(open(at(server)))).toEqual({ kind: 'answered', status: 500, text: '{}' });
  });

  test('without an end is read up to 64 KiB, and the connection is cut', async () => {
    await using server = await startBare((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const fill = () => {
        while (!socket.destroyed && socket.write('x'.repeat(10_000)));
      };
      socket.on('drain', fill);
      fill();
    });
    const attempt = await post(open(at(server)));
    expect(attempt).toEqual({ kind: 'answered', status: 200, text: 'x'.repeat(64 * 1024) });
    await allClosed(server);
  });

  test('of exactly 64 KiB is whole', async () => {
    await using spike = await startSpike();
    const body = `${'x'.repeat(64 * 1024 - 1)}y`;
    spike.misbehave({ status: 200, body });
    expect(await post(open(spike.url('t0k3n')))).toEqual({ kind: 'answered', status: 200, text: body });
  });

  test('whose text never ends is what has come when the time for an attempt is over', async () => {
    await using server = await startBare((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"Ok":');
    });
    const clock = createClock();
    const begun = answerBegun();
    const attempt = post(open(at(server)), { clock });
    await begun;
    await turn();
    clock.pass(LIMITS.attempt);
    expect(await attempt).toEqual({ kind: 'answered', status: 200, text: '{"Ok":' });
    expect(clock.waiting()).toEqual([]);
  });

  test.each([
    { what: 'reset', cut: (socket: Socket) => socket.resetAndDestroy() },
    { what: 'closed', cut: (socket: Socket) => socket.destroy() },
  ])('whose connection is $what halfway is what has come', async ({ cut }) => {
    await using server = await startBare((socket) => {
      socket.write('HTTP/1.1 503 No\r\nretry-after: 9\r\ncontent-length: 100\r\n\r\nsorry');
    });
    const begun = answerBegun();
    const attempt = post(open(at(server)));
    await begun;
    await turn();
    for (const socket of server.sockets) cut(socket);
    expect(await attempt).toEqual({ kind: 'answered', status: 503, text: 'sorry', retryAfter: '9' });
  });
});

describe('no answer', () => {
  test.each([
    {
      what: 'resets the connection',
      answer: (socket: Socket) => socket.resetAndDestroy(),
      problem: 'the connection was reset (ECONNRESET)',
    },
    {
      what: 'hangs up',
      answer: (socket: Socket) => socket.end(),
      problem: 'the connection was reset (ECONNRESET)',
    },
    {
      what: 'speaks something else',
      answer: (socket: Socket) => socket.write('SSH-2.0-OpenSSH_9.9\r\n'),
      problem: 'the request failed (HPE_INVALID_CONSTANT)',
    },
    {
      what: 'switches protocols',
      answer: (socket: Socket) => socket.write('HTTP/1.1 101 Go\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      problem: 'the request failed (unknown)',
    },
  ])('of a server that $what is tried again', async ({ answer, problem }) => {
    await using server = await startBare(answer);
    const clock = createClock();
    expect(await post(open(at(server)), { clock })).toEqual({ kind: 'failed', problem, retry: true });
    expect(clock.waiting()).toEqual([]);
  });

  test('where nobody listens is tried again', async () => {
    const server = await listen(createTcpServer());
    await server[Symbol.asyncDispose]();
    expect(await post(open(at(server)))).toEqual({
      kind: 'failed',
      problem: 'the connection was refused (ECONNREFUSED)',
      retry: true,
    });
  });

  test('in the time for an attempt ends it', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const clock = createClock();
    const attempt = post(open(spike.url('t0k3n')), { clock });
    await spike.received(1);
    // There is a connection, so that only the attempt as a whole is waited for.
    expect(clock.waiting()).toEqual([15_000]);
    clock.pass(14_999);
    expect(clock.waiting()).toEqual([1]);
    clock.pass(1);
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no answer within 15 s', retry: true });
    expect(clock.waiting()).toEqual([]);
  });

  test('tells the time that has passed to a tenth of a second', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const clock = createClock();
    const attempt = post(open(spike.url('t0k3n')), { clock, limits: { connect: 1_000, attempt: 4_449 } });
    await spike.received(1);
    clock.pass(4_449);
    expect(await attempt).toMatchObject({ problem: 'no answer within 4.4 s' });
  });

  test('is not waited for when there is no connection in time', async () => {
    await using server = await listen(createTcpServer());
    const clock = createClock();
    // TCP alone is no connection where TLS is spoken.
    const attempt = post(open(`https://127.0.0.1:${server.port}/t0k3n`), { clock });
    while (server.sockets.length === 0) await turn();
    expect(clock.waiting()).toEqual([5_000, 15_000]);
    clock.pass(5_000);
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no connection within 5 s', retry: true });
    expect(clock.waiting()).toEqual([]);
  });
});

describe('a hurry', () => {
  async function hang(
    act: (clock: VirtualClock, hurry: AbortController) => void,
  ): Promise<{ attempt: Attempt; took: number }> {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const clock = createClock(0);
    const hurry = new AbortController();
    const attempt = post(open(spike.url('t0k3n')), { clock, hurry: hurry.signal });
    await spike.received(1);
    act(clock, hurry);
    const [left = Number.NaN] = clock.waiting();
    clock.pass(left);
    const result = { attempt: await attempt, took: clock.now() };
    expect(getEventListeners(hurry.signal, 'abort')).toEqual([]);
    expect(clock.waiting()).toEqual([]);
    return result;
  }

  test('ends the attempt within the time that is left', async () => {
    const { attempt, took } = await hang((clock, hurry) => {
      clock.pass(2_000);
      hurry.abort(1_500);
    });
    expect(attempt).toEqual({ kind: 'failed', problem: 'no answer within 3.5 s', retry: true });
    expect(took).toBe(3_500);
  });

  test('gives an attempt no more time than it had', async () => {
    const { took } = await hang((clock, hurry) => {
      clock.pass(12_000);
      hurry.abort(6_000);
    });
    expect(took).toBe(15_000);
  });

  test('keeps what has come of an answer', async () => {
    await using server = await startBare((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"Ok":');
    });
    const clock = createClock();
    const hurry = new AbortController();
    const begun = answerBegun();
    const attempt = post(open(at(server)), { clock, hurry: hurry.signal });
    await begun;
    await turn();
    hurry.abort(10);
    clock.pass(10);
    expect(await attempt).toMatchObject({ kind: 'answered', status: 200 });
  });
});

/** Has the next requests fail as they do when their socket fails with `error`. */
function failRequests(error: Error): void {
  const http = process.getBuiltinModule('node:http');
  const { request } = http;
  vi.spyOn(http, 'request').mockImplementation(() =>
    request({ method: 'POST', createConnection: () => new Socket().destroy(error) }),
  );
}

describe('an error', () => {
  test.each([
    { code: 'ECONNREFUSED', problem: 'the connection was refused (ECONNREFUSED)' },
    { code: 'ECONNRESET', problem: 'the connection was reset (ECONNRESET)' },
    { code: 'ENOTFOUND', problem: 'the name of the host was not found (ENOTFOUND)' },
    { code: 'EAI_AGAIN', problem: 'the name of the host could not be looked up (EAI_AGAIN)' },
    { code: 'EPIPE', problem: 'the connection was closed while sending (EPIPE)' },
    { code: 'ETIMEDOUT', problem: 'the connection timed out (ETIMEDOUT)' },
    { code: 'EHOSTUNREACH', problem: 'the host cannot be reached (EHOSTUNREACH)' },
    { code: 'ENETUNREACH', problem: 'the network cannot be reached (ENETUNREACH)' },
    {
      code: 'ERR_PROXY_TUNNEL',
      problem: 'the proxy did not let the connection through (ERR_PROXY_TUNNEL)',
    },
    { code: 'ESOMETHING', problem: 'the request failed (ESOMETHING)' },
    { code: undefined, problem: 'the request failed (unknown)' },
  ])('$code is told in words, and the request is tried again', async ({ code, problem }) => {
    // Only what a proxy answered is the answer of a proxy.
    const more = code === 'ERR_PROXY_TUNNEL' ? {} : { statusCode: 502 };
    failRequests(Object.assign(new Error('POST http://127.0.0.1/t0k3n/push-events'), { code, ...more }));
    expect(await post(open('http://127.0.0.1:9/t0k3n'))).toEqual({ kind: 'failed', problem, retry: true });
  });

  test.each([
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REVOKED',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('%s is one of the certificate, and the request is not tried again', async (code) => {
    failRequests(Object.assign(new Error('x'), { code }));
    expect(await post(open('http://127.0.0.1:9/t0k3n'))).toEqual({
      kind: 'failed',
      problem: `the certificate was not accepted (${code})`,
      retry: false,
    });
  });

  test('on the way to a request is one like any other, and nothing is thrown', async () => {
    vi.spyOn(process.getBuiltinModule('node:http'), 'request').mockImplementation(() => {
      throw new TypeError('Invalid URL http://127.0.0.1:9/t0k3n');
    });
    const clock = createClock();
    expect(await post(open('http://127.0.0.1:9/t0k3n'), { clock })).toEqual({
      kind: 'failed',
      problem: 'the request failed (unknown)',
      retry: true,
    });
    expect(clock.waiting()).toEqual([]);
  });
});

type TlsRequest = { method: string; path: string; headers: IncomingHttpHeaders; text: string };

/** A server of its own certificate that answers as Spike does. */
async function startTls(identity: Identity): Promise<Listening & { requests: TlsRequest[] }> {
  const requests: TlsRequest[] = [];
  const server = createTlsServer(identity, (request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      requests.push({ method, path, headers, text });
      response.end('{"Ok":true}');
    });
  });
  server.on('tlsClientError', () => {});
  return { ...(await listen(server)), requests };
}

const AUTHORITY = createAuthority('Authority of the test');

const issue = (name: string): Identity => AUTHORITY.issue({ names: [name] });

/** Has this process trust the authority, and no other, until it is disposed of. */
function trust(): Disposable {
  const before = getCACertificates('default');
  setDefaultCACertificates([AUTHORITY.cert]);
  return { [Symbol.dispose]: () => setDefaultCACertificates(before) };
}

describe('a certificate', () => {
  test('that is trusted lets the request through, over a connection that is closed behind it', async () => {
    using _ = trust();
    await using server = await startTls(issue('127.0.0.1'));
    const clock = createClock();
    const attempt = await post(open(`https://127.0.0.1:${server.port}/t0k3n`), { clock });
    expect(attempt).toEqual({ kind: 'answered', status: 200, text: '{"Ok":true}' });
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/t0k3n/push-events', text: SENT }]);
    expect(clock.waiting()).toEqual([]);
    await allClosed(server);
  });

  test.each([
    { what: 'stands for itself', identity: createSelfSigned(['127.0.0.1']), code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    {
      what: 'comes from an unknown authority',
      identity: createAuthority('Someone').issue({ names: ['127.0.0.1'] }),
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    },
    { what: 'is for another host', identity: issue('hooks.example'), code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    {
      what: 'has expired',
      identity: AUTHORITY.issue({ names: ['127.0.0.1'], until: Date.now() - 60_000 }),
      code: 'CERT_HAS_EXPIRED',
    },
  ])('that $what ends it with nothing sent', async ({ identity, code }) => {
    using _ = trust();
    await using server = await startTls(identity);
    const clock = createClock();
    expect(await post(open(`https://127.0.0.1:${server.port}/t0k3n`), { clock })).toEqual({
      kind: 'failed',
      problem: `the certificate was not accepted (${code})`,
      retry: false,
    });
    expect(server.requests).toEqual([]);
    expect(clock.waiting()).toEqual([]);
  });

  test('that is not asked for because the other end speaks no TLS is tried again', async () => {
    await using spike = await startSpike();
    const url = spike.url('t0k3n').replace('http:', 'https:');
    expect(await post(open(url))).toMatchObject({ kind: 'failed', retry: true });
    expect(spike.requests).toEqual([]);
  });
});

type Proxy = Listening & { url: string; asked: { to: string; headers: IncomingHttpHeaders }[] };

/** A proxy that says `status` to everyone, and with 200 makes a tunnel to the port `to`, whatever was asked for. */
async function startProxy({ status = 200, to = 0 }: { status?: number; to?: number } = {}): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const server = createHttpServer((_, response) => response.writeHead(501).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push({ to: request.url ?? '', headers: request.headers });
    socket.on('error', () => {});
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} Says the Proxy\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const behind = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(behind).pipe(socket);
    });
    behind.on('error', () => socket.destroy());
    socket.on('close', () => behind.destroy());
  });
  const listening = await listen(server);
  return { ...listening, url: `http://127.0.0.1:${listening.port}`, asked };
}

describe('through a tunnel to the one host that is allowed', () => {
  const identity = issue('hooks.spike.sh');

  /** Sends once and gives the path that arrived. */
  async function findPath(token: string): Promise<string | undefined> {
    using _ = trust();
    await using server = await startTls(identity);
    await using proxy = await startProxy({ to: server.port });
    const attempt = await post(open(token, { HTTPS_PROXY: proxy.url }));
    expect(attempt).toMatchObject({ kind: 'answered', status: 200 });
    expect(proxy.asked.map(({ to }) => to)).toEqual(['hooks.spike.sh:443']);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers.host).toBe('hooks.spike.sh');
    return server.requests[0]?.path;
  }

  test.each([
    { token: 't0k3n', path: '/t0k3n/push-events' },
    { token: 'a+b=c&d', path: '/a%2Bb%3Dc%26d/push-events' },
    { token: 'schlüssel🔑', path: '/schl%C3%BCssel%F0%9F%94%91/push-events' },
    { token: '100%', path: '/100%25/push-events' },
    { token: 'a%2Fb', path: '/a%2Fb/push-events' },
    { token: '\ud800', path: '/%EF%BF%BD/push-events' },
  ])('the token $token is on the path $path', async ({ token, path }) => {
    expect(await findPath(token)).toBe(path);
  });

  test.each([
    'https://hooks.spike.sh/t0k3n/push-events',
    'https://hooks.spike.sh/t0k3n',
    'https://hooks.spike.sh/t0k3n/',
    'https://hooks.spike.sh/t0k3n/push-events/',
    'https://hooks.spike.sh//t0k3n//push-events',
    'https://hooks.spike.sh:443/t0k3n/push-events',
    'https://hooks.spike.sh/t0k3n/push-events#copied',
    'HTTPS://Hooks.Spike.SH/t0k3n/push-events',
  ])('the URL %s is mended', async (token) => {
    expect(await findPath(token)).toBe('/t0k3n/push-events');
  });

  test('a URL keeps what is encoded in it', async () => {
    expect(await findPath('https://hooks.spike.sh/a%2Fb%C3%BC')).toBe('/a%2Fb%C3%BC/push-events');
  });
});

describe('on the loopback', () => {
  test.each(['', '/', '/push-events', '/push-events/', '/push-events#x'])(
    'a URL that ends with "%s" is mended',
    async (end) => {
      await using spike = await startSpike();
      await post(open(`${new URL(spike.url('')).origin}/t0k3n${end}`));
      expect(spike.requests.map(({ path }) => path)).toEqual(['/t0k3n/push-events']);
    },
  );

  test.each([
    'http://localhost',
    'http://LOCALHOST:8080',
    'http://[::1]:8080',
    'https://127.0.0.1',
    'https://localhost:1',
  ])('the host %s is allowed', (origin) => {
    expect(() => open(`${origin}/t0k3n/push-events`)).not.toThrow();
  });
});

/** The sentence with which `token` is refused. */
function refusal(token: string, env: Environment = {}, nodeVersion = NODE): string {
  try {
    open(token, env, nodeVersion);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('a token is refused', () => {
  test.each([
    'a b',
    'a\tb',
    'a\nb',
    'a\u00a0b',
    'a?b',
    'a#b',
    'a\\b',
    '.',
    '..',
    'https://hooks.spike.sh/t0 k3n/push-events',
  ])('that holds what no token holds: %j', (token) => {
    expect(refusal(token)).toBe(
      'token holds a character that no token has; copy the token or the whole webhook URL from Spike again.',
    );
  });

  test.each([
    'hooks.spike.sh/t0k3n/push-events',
    '/t0k3n/push-events',
    't0k3n/push-events',
    'https:/hooks.spike.sh/t0k3n',
    'https:t0k3n',
    'https://',
    'https://hooks.spike.sh:port/t0k3n',
    'token: t0k3n',
    'mailto:t0k3n',
  ])('that is neither a token nor a URL: %s', (token) => {
    expect(refusal(token)).toBe(
      'token is neither a bare token nor a URL like https://hooks.spike.sh/<token>/push-events.',
    );
  });

  test.each([
    { token: 'https://evil.example/t0k3n/push-events', place: 'https://evil.example' },
    { token: 'http://hooks.spike.sh/t0k3n/push-events', place: 'http://hooks.spike.sh' },
    { token: 'https://hooks.spike.sh:8443/t0k3n', place: 'https://hooks.spike.sh:8443' },
    { token: 'https://hooks.spike.sh.evil.example/t0k3n', place: 'https://hooks.spike.sh.evil.example' },
    { token: 'https://hooks.spike.sh@evil.example/t0k3n', place: 'https://evil.example' },
    { token: 'https://evil-hooks.spike.sh/t0k3n', place: 'https://evil-hooks.spike.sh' },
    { token: 'https://spike.sh/t0k3n', place: 'https://spike.sh' },
    { token: 'http://127.0.0.1.evil.example/t0k3n', place: 'http://127.0.0.1.evil.example' },
    { token: 'http://127.0.0.2/t0k3n', place: 'http://127.0.0.2' },
    { token: 'http://0.0.0.0/t0k3n', place: 'http://0.0.0.0' },
    { token: 'http://169.254.169.254/t0k3n', place: 'http://169.254.169.254' },
    { token: 'http://[::2]:80/t0k3n', place: 'http://[::2]' },
    { token: 'ftp://127.0.0.1/t0k3n', place: 'ftp://127.0.0.1' },
    { token: 'file:///t0k3n', place: 'file://' },
  ])('that is a URL on $place', ({ token, place }) => {
    expect(refusal(token)).toBe(`token is a URL on ${place}, and only https://hooks.spike.sh is allowed.`);
  });

  test.each([
    'https://hooks.spike.sh',
    'https://hooks.spike.sh/',
    'https://hooks.spike.sh/push-events',
    'https://hooks.spike.sh//push-events',
    'https://hooks.spike.sh/t0k3n/resolve',
    'https://hooks.spike.sh/t0k3n/push-events/more',
    'https://hooks.spike.sh/t0k3n/push-events?a=b',
    'https://user@hooks.spike.sh/t0k3n/push-events',
    'https://:password@hooks.spike.sh/t0k3n/push-events',
    'https://hooks.spike.sh\\@evil.example/t0k3n',
    'http://127.0.0.1:8080/',
  ])('that is a URL of another form: %s', (token) => {
    expect(refusal(token)).toBe('token is a URL, but not of the form https://hooks.spike.sh/<token>/push-events.');
  });
});

describe('a proxy', () => {
  // An old Node refuses exactly when it would have to use one.
  const isUsed = (env: Environment): boolean => {
    try {
      open('t0k3n', env, 'v24.4.1');
      return false;
    } catch {
      return true;
    }
  };
  const proxy = 'http://proxy.example:3128';

  test.each<{ env: Environment; used: boolean }>([
    { env: {}, used: false },
    { env: { HTTPS_PROXY: '' }, used: false },
    { env: { HTTPS_PROXY: proxy }, used: true },
    { env: { https_proxy: proxy }, used: true },
    { env: { https_proxy: '', HTTPS_PROXY: proxy }, used: true },
    { env: { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: '' }, used: true },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: '*' }, used: false },
    { env: { HTTPS_PROXY: proxy, no_proxy: '*' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'hooks.spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, no_proxy: 'hooks.spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'HOOKS.SPIKE.SH:443' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: '.spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: '*.spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'localhost, 10.0.0.0/8,spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'localhost spike.sh' }, used: false },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: ' , ,' }, used: true },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'hooks.spike.sh:8443' }, used: true },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'pike.sh,example.com,127.0.0.1' }, used: true },
    { env: { HTTPS_PROXY: proxy, NO_PROXY: 'evil.hooks.spike.sh' }, used: true },
    { env: { HTTPS_PROXY: proxy, no_proxy: 'example.com', NO_PROXY: '*' }, used: true },
  ])('is used or not as the variables say: $env', ({ env, used }) => {
    expect(isUsed(env)).toBe(used);
  });

  test.each(['https_proxy', 'HTTPS_PROXY'])('that is no URL is refused by the name of %s', (name) => {
    for (const value of ['socks5://proxy.example:1080', 'http://', 'http://[', 'ftp://proxy.example', ':::']) {
      expect(refusal('t0k3n', { [name]: value })).toBe(
        `${name} is set, but is no URL of a proxy like http://proxy.example:3128.`,
      );
    }
  });

  test('in small letters goes before one in capitals', () => {
    const env = { HTTPS_PROXY: proxy, https_proxy: 'socks5://proxy.example' };
    expect(refusal('t0k3n', env)).toMatch(/^https_proxy is set/);
  });

  test.each([
    { name: 'HTTPS_PROXY', nodeVersion: 'v24.4.1' },
    { name: 'https_proxy', nodeVersion: 'v24.0.0' },
    { name: 'HTTPS_PROXY', nodeVersion: 'v23.11.0' },
    { name: 'HTTPS_PROXY', nodeVersion: 'v22.21.0' },
    { name: 'HTTPS_PROXY', nodeVersion: 'v9.9.9' },
  ])('is refused on Node $nodeVersion', ({ name, nodeVersion }) => {
    expect(refusal('t0k3n', { [name]: proxy }, nodeVersion)).toBe(
      `${name} is set, but Node ${nodeVersion} of this runner cannot send through a proxy; update the runner to 2.328 or later.`,
    );
  });

  test.each(['v24.5.0', 'v24.21.0', 'v25.0.0', 'v100.1.0'])('is taken on Node %s', (nodeVersion) => {
    expect(() => open('t0k3n', { HTTPS_PROXY: proxy }, nodeVersion)).not.toThrow();
  });

  test.each<{ status: number }>([{ status: 403 }, { status: 407 }, { status: 502 }])(
    'that turns the request away with $status is told from the service',
    async ({ status }) => {
      await using refusing = await startProxy({ status });
      const clock = createClock();
      const attempt = await post(open('t0k3n', { https_proxy: refusing.url }), { clock });
      expect(attempt).toEqual({ kind: 'turned away', status });
      expect(clock.waiting()).toEqual([]);
    },
  );

  test('that hangs up is tried again', async () => {
    await using broken = await listen(createTcpServer((socket) => socket.destroy()));
    const attempt = await post(open('t0k3n', { HTTPS_PROXY: `http://127.0.0.1:${broken.port}` }));
    expect(attempt).toMatchObject({ kind: 'failed', retry: true });
  });

  test('that made the tunnel has ended the wait for a connection, and the attempt goes on', async () => {
    using _ = trust();
    const reached = Promise.withResolvers<void>();
    await using silent = await listen(createTlsServer(issue('hooks.spike.sh'), () => reached.resolve()));
    await using tunnel = await startProxy({ to: silent.port });
    const clock = createClock();
    const attempt = post(open('t0k3n', { HTTPS_PROXY: tunnel.url }), { clock });
    await reached.promise;
    expect(clock.waiting()).toEqual([15_000]);
    clock.pass(15_000);
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no answer within 15 s', retry: true });
  });

  test('that never answers is no connection', async () => {
    await using silent = await listen(createTcpServer((socket) => socket.resume()));
    const clock = createClock();
    const attempt = post(open('t0k3n', { HTTPS_PROXY: `http://127.0.0.1:${silent.port}` }), { clock });
    while (silent.sockets.length === 0) await turn();
    clock.pass(5_000);
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no connection within 5 s', retry: true });
    expect(clock.waiting()).toEqual([]);
    await allClosed(silent);
  });

  test('is given its password and never sees the path', async () => {
    await using refusing = await startProxy({ status: 403 });
    const url = refusing.url.replace('//', '//mona:p%40ss@');
    await post(open('t0k3n', { HTTPS_PROXY: url }));
    expect(refusing.asked).toMatchObject([
      {
        to: 'hooks.spike.sh:443',
        headers: { 'proxy-authorization': `Basic ${Buffer.from('mona:p@ss').toString('base64')}` },
      },
    ]);
    expect(JSON.stringify(refusing.asked)).not.toContain('t0k3n');
  });

  test.each(['127.0.0.1:3128', ' http://127.0.0.1:3128\n', 'HTTP://127.0.0.1:3128'])(
    'may be written as %j',
    async (written) => {
      await using refusing = await startProxy({ status: 403 });
      const value = written.replace('3128', String(refusing.port));
      await post(open('t0k3n', { HTTPS_PROXY: value }));
      expect(refusing.asked).toHaveLength(1);
    },
  );

  test('is not asked for the way to the loopback, in plain or with TLS', async () => {
    await using unused = await startProxy({ status: 403 });
    await using spike = await startSpike();
    using _ = trust();
    await using server = await startTls(issue('127.0.0.1'));
    const env = {
      HTTPS_PROXY: unused.url,
      HTTP_PROXY: unused.url,
      https_proxy: unused.url,
      http_proxy: unused.url,
    };
    await post(open(spike.url('t0k3n'), env));
    await post(open(`https://127.0.0.1:${server.port}/t0k3n`, env, 'v24.0.0'));
    expect(spike.requests).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
    expect(unused.asked).toEqual([]);
  });
});

describe('what is told', () => {
  // What is put in a token's place is not in these.
  const token = fc
    .array(fc.constantFrom(...'abcXYZ0189%+=&"ü🔑ñ~(<'), { minLength: 6, maxLength: 20 })
    .map((characters) => characters.join(''));

  const listForms = (secret: string): string[] => {
    const forms = [secret, encodeURIComponent(secret), encodeURI(secret)];
    return [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1)), ...forms.map(escapeHtml)];
  };

  test('of a text by redact holds no form of a bare token', () => {
    fc.assert(
      fc.property(token, fc.string(), fc.string(), fc.boolean(), (secret, before, after, encoded) => {
        const { redact } = open(encoded ? encodeURIComponent(secret) : secret);
        for (const form of listForms(secret)) {
          const told = redact(`${before}${form}${after}`);
          expect(listForms(secret).filter((one) => told.includes(one))).toEqual([]);
        }
      }),
    );
  });

  test('of a text by redact holds no form of a URL', () => {
    fc.assert(
      fc.property(token, fc.string(), (secret, before) => {
        const url = `http://127.0.0.1:9/${encodeURIComponent(secret)}/push-events`;
        const { redact } = open(url);
        for (const form of [url, ...listForms(secret)]) {
          const told = redact(`${before}${form}`);
          expect([url, ...listForms(secret)].filter((one) => told.includes(one))).toEqual([]);
        }
      }),
    );
  });

  test.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'])(
    'of a text by redact holds no password of %s',
    (name) => {
      const { redact } = open('http://127.0.0.1:9/t0k3n', {
        [name]: 'http://mona:p%40ssw0rd@proxy.example:3128',
      });
      const told = redact('through http://mona:p%40ssw0rd@proxy.example:3128, that is p@ssw0rd, at 3128');
      expect(told).toBe('through http://mona:***@proxy.example:3128, that is ***, at 3128');
    },
  );

  test('of a text by redact holds no rest of a secret that begins with another one', () => {
    const { redact } = open('t0k3n', { HTTPS_PROXY: 'http://mona:t0k3n-and-more@proxy.example:3128' });
    expect(redact('t0k3n, t0k3n-and-more')).toBe('***, ***');
  });

  test('of a text without a secret is that text', () => {
    const { redact } = open('t0k3n', { HTTPS_PROXY: 'http://proxy.example:3128', HTTP_PROXY: undefined });
    const text = 'https://hooks.spike.sh/<token>/push-events through http://proxy.example:3128';
    expect(redact(text)).toBe(text);
  });

  test('of an answer holds no token, also when the service says which path it did not find', async () => {
    await using spike = await startSpike();
    spike.misbehave((request, response) => {
      response.writeHead(404).end(`Cannot POST ${request.url}, that is ${decodeURIComponent(request.url ?? '')}`);
    });
    expect(await post(open(spike.url('t0k3n+ü')))).toEqual({
      kind: 'answered',
      status: 404,
      text: 'Cannot POST /***/push-events, that is /***/push-events',
    });
  });

  test('of a token that is refused holds no token, whatever is wrong with it', () => {
    const wrong = fc.constantFrom(
      (secret: string) => `${secret} ${secret}`,
      (secret: string) => `${secret}?`,
      (secret: string) => `${secret}/push-events`,
      (secret: string) => `hooks.spike.sh/${secret}/push-events`,
      (secret: string) => `http://hooks.spike.sh/${secret}/push-events`,
      (secret: string) => `https://hooks.spike.sh:1/${secret}/push-events`,
      (secret: string) => `https://evil.example/${secret}/push-events`,
      (secret: string) => `https://evil.example/?token=${secret}`,
      (secret: string) => `https://evil.example/#${secret}`,
      (secret: string) => `https://${secret}@evil.example/`,
      (secret: string) => `https://user:${secret}@hooks.spike.sh/x/push-events`,
      (secret: string) => `https://hooks.spike.sh/${secret}/other`,
      (secret: string) => `https://hooks.spike.sh/${secret}/push-events?a=b`,
      (secret: string) => `https://hooks.spike.sh/push-events/${secret}`,
      (secret: string) => `https:${secret}`,
      (secret: string) => `ftp://127.0.0.1/${secret}`,
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{12,40}$/), wrong, (secret, write) => {
        const sentence = refusal(write(secret));
        expect(sentence.toLowerCase()).not.toContain(secret.toLowerCase());
        expect(sentence).toMatch(/^token [^\n]+\.$/);
      }),
    );
  });

  test('of a refused proxy holds neither its password nor its host', () => {
    const env = { HTTPS_PROXY: 'socks5://mona:p4ssw0rd@proxy.internal:1' };
    expect(refusal('t0k3n', env)).not.toMatch(/p4ssw0rd|internal|t0k3n/);
  });
});

test('any token is taken, or refused in a sentence', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl()), (token) => {
      const given = token.trim();
      try {
        open(given);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 500 },
  );
});
