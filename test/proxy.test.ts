import { createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { InputError } from '../src/errors.ts';
import { findProxy } from '../src/spike/proxy.ts';
import { type Attempt, openWebhook } from '../src/spike/webhook.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { issue, listen, startProxy, trust } from './servers.ts';

const NODE = 'v24.21.0';
const PROXY = 'http://proxy.example:3128';
const HOOKS = new URL('https://hooks.spike.sh/t0k3n/push-events');

// Sockets, keys and certificates are real, and slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => void vi.restoreAllMocks());

/** One POST to Spike, with the proxy that `env` names. */
function post(
  env: NodeJS.ProcessEnv,
  { clock = createClock(), signal = new AbortController().signal }: { clock?: VirtualClock; signal?: AbortSignal } = {},
): Promise<Attempt> {
  const webhook = openWebhook(HOOKS, { proxy: findProxy(env, NODE, HOOKS), redact: (text) => text });
  return webhook.post('{}', { clock, signal });
}

const turn = () => new Promise(setImmediate);

describe('the variables', () => {
  test.each<{ env: NodeJS.ProcessEnv; proxy: string | undefined }>([
    { env: {}, proxy: undefined },
    { env: { HTTPS_PROXY: '' }, proxy: undefined },
    { env: { HTTPS_PROXY: PROXY }, proxy: PROXY },
    { env: { https_proxy: PROXY, HTTPS_PROXY: 'http://other' }, proxy: PROXY },
    { env: { https_proxy: '', HTTPS_PROXY: PROXY }, proxy: PROXY },
    { env: { HTTPS_PROXY: ' proxy.example:3128\n' }, proxy: PROXY },
    { env: { HTTPS_PROXY: 'HTTP://proxy.example:3128' }, proxy: PROXY },
    { env: { HTTPS_PROXY: 'https://mona:pass@proxy.example' }, proxy: 'https://mona:pass@proxy.example' },
    { env: { HTTP_PROXY: PROXY, http_proxy: PROXY, ALL_PROXY: PROXY }, proxy: undefined },
  ])('$env name the proxy $proxy', ({ env, proxy }) => {
    expect(findProxy(env, NODE, HOOKS)?.https_proxy).toBe(proxy);
  });

  const PASSED =
    '*|hooks.spike.sh|HOOKS.SPIKE.SH:443|spike.sh|.spike.sh|*.spike.sh|localhost, 10.0.0.0/8,spike.sh|localhost spike.sh';
  const USED = '| , ,|hooks.spike.sh:8443|pike.sh,example.com,127.0.0.1|evil.hooks.spike.sh';
  test.each([
    ...PASSED.split('|').map((hosts) => ({ hosts, used: false })),
    ...USED.split('|').map((hosts) => ({ hosts, used: true })),
  ])('NO_PROXY "$hosts" leaves the proxy in use: $used', ({ hosts, used }) => {
    for (const name of ['no_proxy', 'NO_PROXY']) {
      expect(findProxy({ HTTPS_PROXY: PROXY, [name]: hosts }, NODE, HOOKS) !== undefined).toBe(used);
    }
  });

  test('no_proxy comes before NO_PROXY', () => {
    const env = { HTTPS_PROXY: PROXY, no_proxy: 'example.com', NO_PROXY: '*' };
    expect(findProxy(env, NODE, HOOKS)).toBeDefined();
  });

  test.each(['http://127.0.0.1:9', 'https://localhost', 'http://[::1]:9'])('name no proxy for %s', (url) => {
    expect(findProxy({ HTTPS_PROXY: 'socks5://x' }, 'v24.0.0', new URL(url))).toBeUndefined();
  });

  test.each(['socks5://mona:p4ssw0rd@proxy.internal:1', 'http://', 'http://[', 'ftp://proxy.internal', ':::'])(
    'with %s are refused without quoting it',
    (value) => {
      for (const name of ['https_proxy', 'HTTPS_PROXY']) {
        expect(() => findProxy({ [name]: value }, NODE, HOOKS)).toThrow(
          new InputError(`${name} must be the URL of an HTTP proxy, such as http://proxy.example:3128.`),
        );
      }
    },
  );

  test.each(['v24.4.1', 'v24.0.0', 'v23.11.0', 'v9.9.9'])(
    'are refused on Node %s, which cannot use a proxy',
    (node) => {
      expect(() => findProxy({ HTTPS_PROXY: PROXY }, node, HOOKS)).toThrow(
        new InputError(
          `HTTPS_PROXY is set, but Node ${node} of this runner cannot use a proxy. Update the runner to version 2.328 or later.`,
        ),
      );
    },
  );

  test.each(['v24.5.0', 'v25.0.0', 'v100.1.0'])('are accepted on Node %s', (node) => {
    expect(findProxy({ HTTPS_PROXY: PROXY }, node, HOOKS)).toBeDefined();
  });
});

describe('a proxy', () => {
  test('that has opened the tunnel has ended the wait for a connection', async () => {
    using _ = trust();
    const reached = Promise.withResolvers<void>();
    await using silent = await listen(createTlsServer(issue('hooks.spike.sh'), () => reached.resolve()));
    await using tunnel = await startProxy({ to: silent.port });
    const clock = createClock();
    const controller = new AbortController();
    const attempt = post({ HTTPS_PROXY: tunnel.url }, { clock, signal: controller.signal });
    await reached.promise;
    expect(clock.waiting()).toEqual([]);
    clock.pass(15_000);
    controller.abort();
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no answer within 15 s', retry: true });
  });

  test('that never answers is no connection, and the connection to it is closed', async () => {
    await using silent = await listen(createTcpServer((socket) => socket.resume()));
    const clock = createClock();
    const attempt = post({ HTTPS_PROXY: `http://127.0.0.1:${silent.port}` }, { clock });
    while (silent.sockets.length === 0) await turn();
    clock.pass(5_000);
    expect(await attempt).toEqual({ kind: 'failed', problem: 'no connection within 5 s', retry: true });
    await Promise.all(silent.sockets.map((socket) => socket.closed || new Promise((end) => socket.once('close', end))));
  });

  // Without the guard each piece doubles the listeners, and 30 pieces end the process (nodejs/node#62904).
  test('that answers in many pieces is heard to the end', async () => {
    const answer = 'HTTP/1.1 403 No\r\nx-filler: abcdefghijklmnopqrstuvwxyz\r\n\r\n';
    await using slow = await listen(
      createTcpServer((socket) => {
        socket.setNoDelay(true);
        let sent = 0;
        const next = () => {
          if (sent < answer.length) socket.write(answer.charAt(sent++), () => setImmediate(next));
        };
        socket.once('data', next);
      }),
    );
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const attempt = await post({ HTTPS_PROXY: `http://127.0.0.1:${slow.port}` });
    expect(attempt).toEqual({ kind: 'proxy refused', status: 403 });
    expect(warning).not.toHaveBeenCalled();
  });
});
