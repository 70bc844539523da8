import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startGithub } from '../github/github.ts';
import { TOKEN } from '../jobs.ts';
import { createContexts, type Job, type JobRun, runJob } from '../runner/runner.ts';
import { AUTHORITY, issue, startProxy, startTls } from '../servers.ts';
import { startSpike } from '../spike/spike.ts';
import { createSelfSigned, type Identity } from './certificates.ts';

const PASSWORD = 'pa55"word';
const folder = mkdtempSync(join(tmpdir(), 'built-'));
afterAll(() => rmSync(folder, { recursive: true }));
const certificates = join(folder, 'authority.pem');
writeFileSync(certificates, AUTHORITY.cert);
const trust = { NODE_EXTRA_CA_CERTS: certificates };
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

describe.concurrent('behind a proxy the built action', () => {
  /** Runs it behind a proxy, before a server that is hooks.spike.sh. */
  async function runBehind(
    createEnvironment: (proxy: string, port: number) => Record<string, string>,
    { spike = issue('hooks.spike.sh'), ...more }: { spike?: Identity } & Partial<Job> = {},
  ) {
    await using server = await startTls(spike);
    await using proxy = await startProxy({ to: server.port });
    const env = { ...trust, ...createEnvironment(`127.0.0.1:${proxy.port}`, server.port) };
    return { job: await run(TOKEN, { env, ...more }), requests: server.requests, proxy };
  }

  test('delivers through it, gives it its password, and no one else', async () => {
    const { job, requests, proxy } = await runBehind((address) => ({
      ...{ https_proxy: `http://mona:${encodeURIComponent(PASSWORD)}@${address}`, NO_PROXY: 'github.example.com' },
    }));
    const given = `Basic ${Buffer.from(`mona:${PASSWORD}`).toString('base64')}`;
    expect(proxy.asked).toMatchObject([{ to: 'hooks.spike.sh:443', headers: { 'proxy-authorization': given } }]);
    expect(requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined]);
    expect(job.rawLog).not.toContain(PASSWORD);
    expect(job.conclusion).toBe('success');
  });

  test('goes past it with NO_PROXY', async () => {
    const { requests, proxy } = await runBehind(
      (address, port) => ({
        ...{ HTTPS_PROXY: `http://${address}`, NO_PROXY: 'hooks.spike.sh' },
        NODE_OPTIONS: `--import ${redirectTo(port)}`,
      }),
      // The instruments would take the name for a stray call, before it is led to this machine.
      { hasInstruments: false },
    );
    expect([requests.length, proxy.sockets.length]).toEqual([1, 0]);
  });

  test('checks the certificate of Spike whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    const env = (address: string) => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0', https_proxy: `http://${address}` });
    const { job, requests, proxy } = await runBehind(env, { spike: createSelfSigned(['hooks.spike.sh']) });
    expect([requests, proxy.asked.length]).toEqual([[], 1]);
    expect(job.annotations).toMatchObject([{ message: expect.stringContaining(REFUSED) }]);
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
});
