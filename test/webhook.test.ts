import { getEventListeners } from 'node:events';
import { createServer as createTcpServer, Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { InputError } from '../src/errors.ts';
import { createRedact, listSecrets } from '../src/secrets.ts';
import { isTokenMissing, parseWebhookUrl } from '../src/spike/url.ts';
import { type Attempt, openWebhook } from '../src/spike/webhook.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { createSelfSigned } from './faults/certificates.ts';
import { issue, type Listening, listen, startBare, startTls, trust } from './servers.ts';
import { startSpike } from './spike/spike.ts';

const SENT = '{"title":"CI / build in acme/shop"}';

// Sockets, keys and certificates are real, and slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Options = { text?: string; clock?: VirtualClock; signal?: AbortSignal };

/** One POST, with a clock that stands still unless the test lets time pass. */
function post(token: string, { text = SENT, ...options }: Options = {}): Promise<Attempt> {
  const redact = createRedact(listSecrets(token, {}));
  const webhook = openWebhook(parseWebhookUrl(token), { proxy: undefined, redact });
  return webhook.post(text, { clock: createClock(), signal: new AbortController().signal, ...options });
}

const start = (answer: (socket: Socket) => void) => startBare(SENT, answer);
const urlOf = ({ port }: Listening) => `http://127.0.0.1:${port}/t0k3n/push-events`;

/** Settles when the other end of the one connection has closed it. */
async function allClosed({ sockets }: Listening): Promise<void> {
  expect(sockets).toHaveLength(1);
  await Promise.all(sockets.map((socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve))));
}

const turn = () => new Promise(setImmediate);

describe('a request', () => {
  test('is one POST of the text as JSON, and nothing else', async () => {
    await using spike = await startSpike();
    const text = '{"title":"Größe 🔥"}';
    expect(await post(spike.url('t0k3n'), { text })).toEqual({ kind: 'response', status: 200, text: '{"Ok":true}' });
    expect(spike.requests).toHaveLength(1);
    expect(spike.requests[0]).toMatchObject({ method: 'POST', path: '/t0k3n/push-events', text });
    expect(spike.requests[0]?.headers).toEqual({
      connection: 'close',
      'content-length': String(Buffer.byteLength(text)),
      'content-type': 'application/json',
      host: new URL(spike.url('')).host,
      'user-agent': 'spike-incident-action',
    });
  });

  test('leaves no connection, no timer and no listener behind', async () => {
    await using server = await start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}');
    });
    const clock = createClock();
    const { signal } = new AbortController();
    await post(urlOf(server), { clock, signal });
    expect(clock.waiting()).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await allClosed(server);
  });

  test('is not sent when the time is over before it', async () => {
    await using spike = await startSpike();
    const clock = createClock();
    const attempt = await post(spike.url('t0k3n'), { clock, signal: AbortSignal.abort() });
    expect(attempt).toEqual({ kind: 'failed', problem: 'no connection within 0 s', retry: true });
    expect(spike.requests).toEqual([]);
    expect(clock.waiting()).toEqual([]);
  });
});

describe('a response', () => {
  test('has its status, its text and when to retry', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 429, headers: { 'retry-after': '7' }, body: 'slöw down' });
    const attempt = await post(spike.url('t0k3n'));
    expect(attempt).toEqual({ kind: 'response', status: 429, text: 'slöw down', retryAfter: '7' });
  });

  test('without an end is read up to 64 KiB, and the connection is cut', async () => {
    await using server = await start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const fill = () => {
        while (!socket.destroyed && socket.write('x'.repeat(10_000)));
      };
      socket.on('drain', fill);
      fill();
    });
    expect(await post(urlOf(server))).toEqual({ kind: 'response', status: 200, text: 'x'.repeat(64 * 1024) });
    await allClosed(server);
  });

  test('that is closed halfway is what has arrived', async () => {
    await using server = await start((socket) => {
      socket.end('HTTP/1.1 503 No\r\nretry-after: 9\r\ncontent-length: 100\r\n\r\nsorry');
    });
    expect(await post(urlOf(server))).toEqual({ kind: 'response', status: 503, text: 'sorry', retryAfter: '9' });
  });

  test('holds no token, even when the server repeats the path', async () => {
    await using spike = await startSpike();
    const path = '/t0k3n%2B%C3%BC/push-events';
    spike.misbehave({ status: 404, body: `Cannot POST ${path}, that is ${decodeURIComponent(path)}` });
    const text = 'Cannot POST /***/push-events, that is /***/push-events';
    expect(await post(spike.url('t0k3n+ü'))).toMatchObject({ text });
  });
});

describe('no response', () => {
  test('when the time for the attempt is over ends it, with the time that has passed', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const clock = createClock();
    const controller = new AbortController();
    const attempt = post(spike.url('t0k3n'), { clock, signal: controller.signal });
    await spike.received(1);
    // The timer for the connection has ended: there is one.
    expect(clock.waiting()).toEqual([]);
    clock.pass(4_449);
    controller.abort();
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no answer within 4.4 s', retry: true });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('is not waited for when there is no connection within 5 s, TLS included', async () => {
    await using server = await listen(createTcpServer());
    const clock = createClock();
    const attempt = post(`https://127.0.0.1:${server.port}/t0k3n`, { clock });
    while (server.sockets.length === 0) await turn();
    expect(clock.waiting()).toEqual([5_000]);
    clock.pass(5_000);
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no connection within 5 s', retry: true });
  });

  test('of a name server is called so', async () => {
    vi.spyOn(process.getBuiltinModule('node:dns'), 'lookup').mockImplementation(() => undefined);
    const clock = createClock();
    const attempt = post('http://localhost:9/t0k3n', { clock });
    await turn();
    clock.pass(5_000);
    expect(await attempt).toMatchObject({ problem: 'no answer from a name server within 5 s', retry: true });
  });
});

/** Makes the next request fail with `error`. */
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
    { code: 'ENOTFOUND', problem: 'the name of the host was not found (ENOTFOUND)' },
    { code: 'EAI_AGAIN', problem: 'the name of the host could not be looked up (EAI_AGAIN)' },
    { code: 'EPIPE', problem: 'the connection was closed while sending (EPIPE)' },
    { code: 'ETIMEDOUT', problem: 'the connection timed out (ETIMEDOUT)' },
    { code: 'EHOSTUNREACH', problem: 'the host cannot be reached (EHOSTUNREACH)' },
    { code: 'ENETUNREACH', problem: 'the network cannot be reached (ENETUNREACH)' },
    { code: 'ERR_PROXY_TUNNEL', problem: 'the proxy did not open a connection (ERR_PROXY_TUNNEL)' },
    { code: 'ESOMETHING', problem: 'the request failed (ESOMETHING)' },
    { code: undefined, problem: 'the request failed (unknown)' },
  ])('$code has a message without the URL, and is retried', async ({ code, problem }) => {
    // Only a proxy that answered has a status.
    const more = code === 'ERR_PROXY_TUNNEL' ? {} : { statusCode: 502 };
    failRequests(Object.assign(new Error('POST http://127.0.0.1/t0k3n/push-events'), { code, ...more }));
    expect(await post('http://127.0.0.1:9/t0k3n')).toEqual({ kind: 'failed', problem, retry: true });
  });

  const OF_CERTIFICATES =
    'CERT_HAS_EXPIRED CERT_SIGNATURE_FAILURE DEPTH_ZERO_SELF_SIGNED_CERT ERR_TLS_CERT_ALTNAME_INVALID HOSTNAME_MISMATCH ' +
    'INVALID_CA INVALID_PURPOSE SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE';
  test.each(OF_CERTIFICATES.split(' '))('%s is one of the certificate, and is not retried', async (code) => {
    failRequests(Object.assign(new Error('x'), { code }));
    const problem = `the certificate was not accepted (${code})`;
    expect(await post('http://127.0.0.1:9/t0k3n')).toEqual({ kind: 'failed', problem, retry: false });
  });

  test('when the request is made is one like any other, and nothing is thrown', async () => {
    vi.spyOn(process.getBuiltinModule('node:http'), 'request').mockImplementation(() => {
      throw new TypeError('Invalid URL http://127.0.0.1:9/t0k3n');
    });
    const clock = createClock();
    const problem = 'the request failed (unknown)';
    expect(await post('http://127.0.0.1:9/t0k3n', { clock })).toMatchObject({ problem });
    expect(clock.waiting()).toEqual([]);
  });
});

describe('a certificate', () => {
  test.each([
    ['is self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', createSelfSigned(['127.0.0.1'])],
    ['is for another host', 'ERR_TLS_CERT_ALTNAME_INVALID', issue('hooks.example')],
  ])('that %s ends it with nothing sent, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async (_what, code, identity) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    using _ = trust();
    await using server = await startTls(identity);
    const problem = `the certificate was not accepted (${code})`;
    const attempt = await post(`https://127.0.0.1:${server.port}/t0k3n`);
    expect(attempt).toEqual({ kind: 'failed', problem, retry: false });
    expect(server.requests).toEqual([]);
  });
});

describe('a token', () => {
  const HOOKS = 'https://hooks.spike.sh';

  test.each([
    { token: 't0k3n', path: '/t0k3n' },
    { token: 'aB_c-1.d==', path: '/aB_c-1.d%3D%3D' },
    { token: 'a+b&d', path: '/a%2Bb%26d' },
    { token: 'schlüssel🔑', path: '/schl%C3%BCssel%F0%9F%94%91' },
    { token: '100%', path: '/100%25' },
    { token: 'a%2Fb', path: '/a%2Fb' },
    { token: '\ud800', path: '/%EF%BF%BD' },
    { token: `${HOOKS}/t0k3n/push-events`, path: '/t0k3n' },
    { token: `${HOOKS}/t0k3n`, path: '/t0k3n' },
    { token: `${HOOKS}/t0k3n/`, path: '/t0k3n' },
    { token: `${HOOKS}/t0k3n/push-events/`, path: '/t0k3n' },
    { token: `${HOOKS}//t0k3n//push-events`, path: '/t0k3n' },
    { token: `${HOOKS}:443/t0k3n/push-events`, path: '/t0k3n' },
    { token: `${HOOKS}/t0k3n/push-events#copied`, path: '/t0k3n' },
    { token: 'HTTPS://Hooks.Spike.SH/t0k3n/push-events', path: '/t0k3n' },
    { token: `${HOOKS}/a%2Fb%C3%BC`, path: '/a%2Fb%C3%BC' },
  ])('$token has the webhook $path', ({ token, path }) => {
    expect(parseWebhookUrl(token).href).toBe(`${HOOKS}${path}/push-events`);
    expect(isTokenMissing(token)).toBe(false);
  });

  const LOOPBACK = 'http://localhost http://localhost:8080 http://[::1]:8080 https://127.0.0.1 https://localhost:1';
  test.each(LOOPBACK.split(' '))('on %s is allowed, for tests', (origin) => {
    expect(parseWebhookUrl(`${origin}/t0k3n`).href).toBe(`${origin}/t0k3n/push-events`);
  });

  const MISSING = [
    '',
    ' \n',
    HOOKS,
    ...['', 'push-events', '/push-events', '/push-events/'].map((end) => `${HOOKS}/${end}`),
  ];
  const GIVEN = ['x', 'push', 'https://evil.example/push-events', 'http://hooks.spike.sh//push-events', '/push-events'];
  test.each([...MISSING, ...GIVEN])('that is %j is missing, or not', (token) => {
    expect(isTokenMissing(token)).toBe(MISSING.includes(token));
  });

  const REFUSED = {
    'it is in quotation marks; remove them': `"t0k3n" | 't0k3n' | \`t0k3n\` | "${HOOKS}/t0k3n" | ${HOOKS}/%22t0k3n%22`,
    'it is in angle brackets; remove them': `<token> | <${HOOKS}/t0k3n> | ${HOOKS}/<token>/push-events`,
    'it is a masked value from a log; copy it from Spike again': `*** | ${HOOKS}/***/push-events`,
    'it is an expression or a variable that was not evaluated': `\${{ secrets.T }} | $SPIKE_TOKEN | ${HOOKS}/$T/push-events`,
    'it begins with the name of an authorization scheme; remove the name': 'Bearer t0k3n | token t0k3n | basic\tt0k3n',
    'it begins with a name; remove the name': `T=t0k3n | SPIKE_TOKEN = t0k3n | token: t0k3n | URL=${HOOKS}/t0k3n/push-events | SPIKE_TOKEN= | spike-token=t0 | spike.token=t0 | SPIKE_TOKEN:t0`,
    'it is a token of GitHub; use the one of Spike': `ghp_t | gho_t | ghu_t | ghs_t | ghr_t | github_pat_t | ${HOOKS}/ghp_t`,
    'it has white space or an invisible character in it': `a b | a\nb | a\u00a0b | a\u200bb | a\u0000b | ${HOOKS}/t0 k3n | ${HOOKS}/a%20b`,
    'it is part of a URL; give the whole URL or only the token':
      'hooks.spike.sh/t0k3n/push-events | /t0k3n/push-events | t0k3n/push-events | https:/hooks.spike.sh/t | https:t | mailto:t',
    'it has a character that no token has': 'a?b | a#b | a\\b | . | ..',
    'it is not a valid URL': `https:// | ${HOOKS}:port/t0k3n`,
    'its URL has a user name or a password':
      'https://user@hooks.spike.sh/t/push-events | https://:t0k3n@hooks.spike.sh/x | https://hooks.spike.sh@evil.example/t',
    'its URL is on another host':
      'https://evil.example/t/push-events | https://hooks.spike.sh.evil.example/t | https://evil-hooks.spike.sh/t | ' +
      'https://spike.sh/t | http://127.0.0.1.evil.example/t | http://127.0.0.2/t | http://0.0.0.0/t | ' +
      'http://169.254.169.254/t | http://[::2]:80/t | file:///t',
    'its URL has another scheme or a port': `http://hooks.spike.sh/t/push-events | ${HOOKS}:8443/t | ftp://127.0.0.1/t`,
    'its URL has a query': `${HOOKS}/t0k3n/push-events?a=b | ${HOOKS}/?token=t0k3n`,
    'its URL has no token in it': `${HOOKS} | ${HOOKS}//push-events | http://127.0.0.1:8080/ | ${HOOKS}/push-events/t0k3n`,
    'its URL has another path': `${HOOKS}/t/resolve | ${HOOKS}/t/push-events/more | ${HOOKS}\\@evil.example/t`,
  };

  const cases = Object.entries(REFUSED).flatMap(([why, tokens]) =>
    tokens.split(' | ').map((token) => ({ token, why })),
  );
  test.each(cases)('$token is refused: $why', ({ token, why }) => {
    const what = 'the token of a Spike webhook integration or the URL https://hooks.spike.sh/<token>/push-events';
    expect(() => parseWebhookUrl(token)).toThrow(new InputError(`token must be ${what} (${why}).`));
  });
});
