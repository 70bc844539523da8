import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startGithub } from '../github/github.ts';
import { TOKEN } from '../jobs.ts';
import { createContexts, type Job, type JobRun, runJob } from '../runner/runner.ts';
import { AUTHORITY, issue, type Proxy as ProxyServer, startProxy, startTls, type TlsRequest } from '../servers.ts';
import { startSpike } from '../spike/spike.ts';
import { createSelfSigned, type Identity } from './certificates.ts';

const PASSWORD = 'pa55"word';
const folder = mkdtempSync(join(tmpdir(), 'built-'));
afterAll(() => rmSync(folder, { recursive: true }));
const certificates = join(folder, 'authority.pem');
writeFileSync(certificates, AUTHORITY.cert);
const trust = { NODE_EXTRA_CA_CERTS: certificates };
const UNCHECKED = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
const REFUSED = 'the certificate was not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)';

/** The main phase in a job that failed. If the process does not end by itself, the test fails. */
function run(token: string, job: Partial<Job> = {}): Promise<JobRun> {
  return runJob({
    contexts: createContexts(),
    phases: ['main'],
    limit: 20_000,
    ...job,
    with: { token, status: 'create', ...job.with },
  });
}

const listProblems = ({ annotations }: JobRun) =>
  annotations.map(({ message }) => /after 1 attempt: (.+)\. The payload is in the job summary\.$/.exec(message)?.[1]);

describe.concurrent('over TLS the built action', () => {
  test('delivers to a server whose authority NODE_EXTRA_CA_CERTS names', async () => {
    await using server = await startTls(issue('localhost'));
    const { conclusion } = await run(`https://localhost:${server.port}/${TOKEN}`, { env: trust });
    expect(server.requests.map(({ path }) => path)).toEqual([`/${TOKEN}/push-events`]);
    expect(conclusion).toBe('success');
  });

  test.each([{}, UNCHECKED])('gives nothing to a server whose certificate is wrong, with %o', async (env) => {
    await using server = await startTls(createSelfSigned(['localhost']));
    const job = await run(`https://localhost:${server.port}/${TOKEN}`, { env: { ...trust, ...env } });
    expect([server.requests, server.sockets.length]).toEqual([[], 1]);
    expect(listProblems(job)).toEqual([REFUSED]);
  });
});

describe.concurrent('behind a proxy the built action', () => {
  type Played = { job: JobRun; requests: TlsRequest[]; proxy: ProxyServer };

  /** Runs it behind a proxy, before a server that is hooks.spike.sh. */
  async function runBehind(
    createEnvironment: (proxy: string, port: number) => Record<string, string>,
    {
      spike = issue('hooks.spike.sh'),
      identity,
      more,
    }: { spike?: Identity; identity?: Identity; more?: Partial<Job> } = {},
  ): Promise<Played> {
    await using server = await startTls(spike);
    await using proxy = await startProxy({ to: server.port, ...(identity && { identity }) });
    const env = { ...trust, ...createEnvironment(`127.0.0.1:${proxy.port}`, server.port) };
    return { job: await run(TOKEN, { env, ...more }), requests: server.requests, proxy };
  }

  test.each<[string, (proxy: string) => Record<string, string>]>([
    ['HTTPS_PROXY', (proxy) => ({ HTTPS_PROXY: `http://${proxy}` })],
    ['https_proxy', (proxy) => ({ https_proxy: proxy })],
    ['a NO_PROXY of others', (proxy) => ({ HTTPS_PROXY: proxy, NO_PROXY: 'github.example.com,.spike.example' })],
  ])('delivers with %s', async (_, createEnvironment) => {
    const { job, requests, proxy } = await runBehind(createEnvironment);
    expect(requests).toHaveLength(1);
    expect(proxy.asked.map(({ to }) => to)).toEqual(['hooks.spike.sh:443']);
    expect(job.conclusion).toBe('success');
  });

  test('gives the proxy its password, and no one else', async () => {
    const { job, requests, proxy } = await runBehind((address) => ({
      HTTPS_PROXY: `http://mona:${encodeURIComponent(PASSWORD)}@${address}`,
    }));
    const given = `Basic ${Buffer.from(`mona:${PASSWORD}`).toString('base64')}`;
    expect(proxy.asked.map(({ headers }) => headers['proxy-authorization'])).toEqual([given]);
    expect(requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined]);
    expect(job.rawLog).not.toContain(PASSWORD);
  });

  test.each<[string, (proxy: string) => Record<string, string>]>([
    ['NO_PROXY', (proxy) => ({ HTTPS_PROXY: `http://${proxy}`, NO_PROXY: 'hooks.spike.sh' })],
    ['no_proxy', (proxy) => ({ https_proxy: `http://${proxy}`, no_proxy: '.spike.sh' })],
  ])('goes past the proxy with %s', async (_, createEnvironment) => {
    const { requests, proxy } = await runBehind(
      (address, port) => ({ ...createEnvironment(address), NODE_OPTIONS: `--import ${redirectTo(port)}` }),
      // The instruments would take the name for a stray call, before it is led to this machine.
      { more: { hasInstruments: false } },
    );
    expect([requests.length, proxy.sockets.length]).toEqual([1, 0]);
  });

  test.each([
    { whose: 'Spike', given: { spike: createSelfSigned(['hooks.spike.sh']) }, asked: 1 },
    { whose: 'the proxy', given: { identity: createSelfSigned(['127.0.0.1']) }, asked: 0 },
  ])('checks the certificate of $whose whatever NODE_TLS_REJECT_UNAUTHORIZED says', async ({ whose, given, asked }) => {
    const scheme = whose === 'Spike' ? 'http' : 'https';
    const env = (address: string) => ({ ...UNCHECKED, https_proxy: `${scheme}://mona:${PASSWORD}@${address}` });
    const { job, requests, proxy } = await runBehind(env, given);
    expect([requests, proxy.asked.length]).toEqual([[], asked]);
    expect(listProblems(job)).toEqual([REFUSED]);
  });
});

/** A module to import: whoever turns to hooks.spike.sh comes to `port` of this machine, and no one to another. */
function redirectTo(port: number): string {
  const source = `
    const { Socket } = process.getBuiltinModule('node:net');
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...given) {
      const [options] = given.flat();
      if (options.host !== 'hooks.spike.sh' || Number(options.port) !== 443) process.exit(1);
      Object.assign(options, { host: '127.0.0.1', port: ${port} });
      return connect.apply(this, given);
    };
  `;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

describe.concurrent('the process of the built action', () => {
  test('ends in time although the clock of the machine is set back all the while', async () => {
    await using spike = await startSpike();
    spike.misbehave(...Array(20).fill({ status: 503 }));
    const setBack = 'const now = Date.now(); let calls = 0; Date.now = () => now - 60_000 * calls++;';
    const { conclusion } = await run(spike.url(TOKEN), {
      env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(setBack)}` },
      with: { timeout: '1' },
    });
    expect(conclusion).toBe('failure');
  });

  test('does not wait for GitHub when the runner wants it to stop', async () => {
    await using spike = await startSpike();
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    await using github = await startGithub({
      interfere: () => {
        resolve();
        return 'hang';
      },
    });
    const { phases } = await run(spike.url(TOKEN), {
      contexts: createContexts({ github: { token: 'a token', api_url: github.url } }),
      ...{ phases: ['main', 'post'], statusAtEnd: 'failure', with: { status: 'auto' } },
      stepTimeout: { phase: 'post', when: asked, interruptFor: 2_000 },
    });
    expect([github.requests.length > 0, spike.open().length, phases.post?.exitCode]).toEqual([true, 1, 0]);
  });

  test('sends 900 failed legs in one payload, the first of them whole', async () => {
    await using spike = await startSpike();
    const legs = Object.fromEntries(Array.from({ length: 900 }, (_, leg) => [`leg-${leg}`, { result: 'failure' }]));
    const { conclusion } = await run(spike.url(TOKEN), {
      contexts: createContexts({ needs: legs }),
      with: { needs: '${{ toJSON(needs) }}', status: 'auto' },
    });
    expect(conclusion).toBe('success');
    expect(spike.open()).toMatchObject([{ body: { failed_jobs: expect.arrayContaining([{ name: 'leg-0' }]) } }]);
    expect(Buffer.byteLength(spike.requests[0]?.text ?? '')).toBeLessThanOrEqual(64 * 1024);
  });

  test('says of a resolve that Spike skipped that nothing was resolved, and is green', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 200, body: '{"Ok":true,"skipped":"no open incident"}' });
    const job = await run(spike.url(TOKEN), { with: { status: 'success' } });
    expect(job.annotations).toMatchObject([
      {
        level: 'warning',
        message: 'Spike received the report but resolved nothing, and gave this reason: no open incident',
      },
    ]);
    expect(job.conclusion).toBe('success');
  });
});
