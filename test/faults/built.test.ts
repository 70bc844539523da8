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
  annotations.map(
    ({ message }) =>
      /after 1 attempt: (.+)\. Perhaps nobody was called\. The payload is in the job summary\.$/.exec(message)?.[1],
  );

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

test('the built action gives the token of GitHub to no server whose certificate is wrong', async () => {
  await using spike = await startSpike();
  await using server = await startTls(createSelfSigned(['localhost']));
  const github = { token: 'a token', api_url: `https://localhost:${server.port}` };
  await run(spike.url(TOKEN), { contexts: createContexts({ github }), env: UNCHECKED, with: { status: 'failure' } });
  expect([server.requests, spike.open().length]).toEqual([[], 1]);
});

describe.concurrent('behind a proxy the built action', () => {
  /** Runs it behind a proxy, before a server that is hooks.spike.sh. */
  async function runBehind(
    createEnvironment: (proxy: string) => Record<string, string>,
    { spike = issue('hooks.spike.sh'), identity }: { spike?: Identity; identity?: Identity } = {},
  ) {
    await using server = await startTls(spike);
    await using proxy = await startProxy({ to: server.port, ...(identity && { identity }) });
    const env = { ...trust, ...createEnvironment(`127.0.0.1:${proxy.port}`) };
    return { job: await run(TOKEN, { env }), requests: server.requests, proxy };
  }

  test('gives the proxy its password, and no one else', async () => {
    const { job, requests, proxy } = await runBehind((address) => ({
      HTTPS_PROXY: `http://mona:${encodeURIComponent(PASSWORD)}@${address}`,
    }));
    const given = `Basic ${Buffer.from(`mona:${PASSWORD}`).toString('base64')}`;
    expect(proxy.asked.map(({ headers }) => headers['proxy-authorization'])).toEqual([given]);
    expect(requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined]);
    expect(job.rawLog).not.toContain(PASSWORD);
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

test('the built action does not wait for GitHub when the runner wants it to stop', async () => {
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
