import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { startGithub } from '../github/github.ts';
import { createContexts, type Job, type JobRun, runJob } from '../runner/runner.ts';
import { startSpike as startHttp } from '../spike/spike.ts';
import { createAuthority, createSelfSigned, type Identity } from './certificates.ts';
import { REAL_CLOCK } from './clock.ts';
import { LATER, PROXY_FAULTS } from './faults.ts';
import { compose, type Fault, type FaultyServer, type Service, startProxy, startService } from './server.ts';

const TOKEN = 's3cret-token';
const PASSWORD = 'pa55"word';
const TITLE = 'CI / build in acme/shop';

const folder = mkdtempSync(join(tmpdir(), 'authority-'));
afterAll(() => rmSync(folder, { recursive: true }));
const authority = createAuthority('An authority of this test');
const certificates = join(folder, 'authority.pem');
writeFileSync(certificates, authority.cert);
const trust = { NODE_EXTRA_CA_CERTS: certificates };
const localhost = authority.issue({ names: ['localhost'] });
const spike = authority.issue({ names: ['hooks.spike.sh'] });

/** The main phase of the built action in a job that failed. If it did not end by itself, the test would fail. */
function run(job: Partial<Job> & { token?: string }): Promise<JobRun> {
  const { token = TOKEN, ...rest } = job;
  return runJob({
    contexts: createContexts({ runner: { debug: '1' } }),
    phases: ['main'],
    limit: 20_000,
    ...rest,
    with: { token, status: 'create', ...job.with },
  });
}

function startSpike(identity?: Identity): Promise<Service> {
  return startService({ clock: REAL_CLOCK, ...(identity && { identity }) });
}

function listOpen(service: Service): string[] {
  return service.incidents.open().map(({ title }) => title);
}

/** Whatever was printed, before the runner masks it, without the lines that tell it what to mask. */
function expectNoSecret({ rawLog, phases, summary, outputs }: JobRun): void {
  const printed = (phases.main?.rawStdout ?? '') + (phases.main?.rawStderr ?? '');
  const lines = printed.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  for (const text of [rawLog, ...lines, summary, ...Object.values(outputs)]) {
    for (const secret of [TOKEN, PASSWORD, encodeURIComponent(PASSWORD)]) expect(text).not.toContain(secret);
  }
}

describe.concurrent('over TLS, the built action', { timeout: 60_000 }, () => {
  test('delivers to a service whose authority NODE_EXTRA_CA_CERTS names', async () => {
    await using service = await startSpike(localhost);
    const job = await run({ token: `https://localhost:${service.port}/${TOKEN}`, env: trust });
    expect(listOpen(service)).toEqual([TITLE]);
    expect(job.conclusion).toBe('success');
    expectNoSecret(job);
  });

  test('gives nothing to a service whose certificate is wrong', async () => {
    await using service = await startSpike(createSelfSigned(['localhost']));
    const job = await run({ token: `https://localhost:${service.port}/${TOKEN}`, env: trust });
    expect(service.requests).toEqual([]);
    expect(service.counts.connections).toBe(1);
    expect(job.conclusion).toBe('failure');
    expect(job.annotations.map(({ message }) => message)).toEqual([
      `Spike was not told to open the incident "${TITLE}", after 1 attempt: the certificate was not accepted ` +
        '(DEPTH_ZERO_SELF_SIGNED_CERT). The payload is in the job summary.',
    ]);
    expectNoSecret(job);
  });
});

describe.concurrent('behind a proxy, the built action', { timeout: 60_000 }, () => {
  /** Runs it behind a proxy before a service that is hooks.spike.sh. */
  async function runBehindProxy(
    setEnvironment: (proxy: string, service: Service) => Record<string, string>,
    { fault, more = {} }: { fault?: Fault; more?: Partial<Job> } = {},
  ): Promise<{ job: JobRun; service: Service; proxy: FaultyServer }> {
    await using service = await startSpike(spike);
    await using proxy = await startProxy({ clock: REAL_CLOCK, port: service.port });
    if (fault !== undefined) proxy.fail(fault);
    const env = { ...trust, ...setEnvironment(`127.0.0.1:${proxy.port}`, service) };
    const job = await run({ env, ...more });
    expectNoSecret(job);
    return { job, service, proxy };
  }

  test.each([
    ['HTTPS_PROXY', (proxy: string) => ({ HTTPS_PROXY: `http://${proxy}` })],
    ['https_proxy', (proxy: string) => ({ https_proxy: `http://${proxy}` })],
    [
      'a NO_PROXY of others',
      (proxy: string) => ({ HTTPS_PROXY: proxy, NO_PROXY: 'github.example.com,.spike.example' }),
    ],
  ])('delivers with %s', async (_, setEnvironment) => {
    const { job, service, proxy } = await runBehindProxy(setEnvironment);
    expect(listOpen(service)).toEqual([TITLE]);
    expect(job.conclusion).toBe('success');
    expect(proxy.requests.map(({ method, target }) => `${method} ${target}`)).toEqual(['CONNECT hooks.spike.sh:443']);
    expect(proxy.requests[0]?.head).not.toContain(TOKEN);
  });

  test('gives the proxy its password, and no one else', async () => {
    const { job, service, proxy } = await runBehindProxy((address) => ({
      HTTPS_PROXY: `http://mona:${encodeURIComponent(PASSWORD)}@${address}`,
    }));
    expect(job.conclusion).toBe('success');
    const given = Buffer.from(`mona:${PASSWORD}`).toString('base64');
    expect(proxy.requests[0]?.head).toMatch(new RegExp(`^proxy-authorization: Basic ${given}$`, 'im'));
    expect(service.requests[0]?.head).not.toMatch(/proxy-authorization/i);
  });

  test.each([
    ['NO_PROXY', (proxy: string) => ({ HTTPS_PROXY: `http://${proxy}`, NO_PROXY: 'hooks.spike.sh' })],
    ['no_proxy', (proxy: string) => ({ https_proxy: `http://${proxy}`, no_proxy: '.spike.sh' })],
  ])('goes past the proxy with %s', async (_, setEnvironment) => {
    const { job, service, proxy } = await runBehindProxy(
      (address, { port }) => ({ ...setEnvironment(address), NODE_OPTIONS: `--import ${redirectTo(port)}` }),
      // The instruments would take the name for a stray call, before it is led to this machine.
      { more: { hasInstruments: false } },
    );
    expect(proxy.counts.connections).toBe(0);
    expect(listOpen(service)).toEqual([TITLE]);
    expect(job.conclusion).toBe('success');
  });

  test('never asks it for a server on the same machine', async () => {
    await using service = await startSpike(localhost);
    const env = { ...trust, HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1' };
    const job = await run({ token: `https://localhost:${service.port}/${TOKEN}`, env });
    expect(job.conclusion).toBe('success');
    expect(listOpen(service)).toEqual([TITLE]);
  });

  test.each(PROXY_FAULTS.filter(({ name }) => /407|403|never answers|tunnel/.test(name)))(
    'says so and ends when the proxy $name',
    async (fault) => {
      const { job, service } = await runBehindProxy((address) => ({ HTTPS_PROXY: `http://${address}` }), {
        fault,
        more: { with: { timeout: '1' } },
      });
      expect(job.conclusion).toBe('failure');
      expect(job.annotations.map(({ message }) => message)).toEqual([
        expect.stringMatching(/after 1 attempt: (the proxy answered 40[37]|no connection within 1 s)/),
      ]);
      expect(service.requests).toEqual([]);
    },
  );
});

describe.concurrent('the process of the built action', { timeout: 60_000 }, () => {
  test.each([
    [
      'keeps the connection',
      (wire: Parameters<NonNullable<Fault['play']>>[0]) =>
        wire.write(compose({ status: 200, headers: { connection: 'keep-alive' }, body: '{"Ok":true}' })),
    ],
    [
      'goes on for 10 MB',
      (wire: Parameters<NonNullable<Fault['play']>>[0]) =>
        wire.write(compose({ status: 200, body: 'x'.repeat(10 * 1024 * 1024) })),
    ],
  ])('ends with the answer of a service that %s', async (_, play) => {
    await using service = await startSpike();
    service.fail({ name: '', taken: true, play });
    const job = await run({ token: `http://127.0.0.1:${service.port}/${TOKEN}`, limit: 12_000 });
    expect(job.conclusion).toBe('success');
    expect(listOpen(service)).toEqual([TITLE]);
  });

  test('ends in time although the clock of the machine is set back all the while', async () => {
    await using service = await startSpike();
    service.fail({ name: '', play: (wire) => wire.write(compose({ status: 503 })) });
    const setBack = `data:text/javascript,${encodeURIComponent('const now = Date.now(); let calls = 0; Date.now = () => now - 60_000 * calls++;')}`;
    const job = await run({
      token: `http://127.0.0.1:${service.port}/${TOKEN}`,
      env: { NODE_OPTIONS: `--import ${setBack}` },
      with: { timeout: '1' },
    });
    expect(job.conclusion).toBe('failure');
  });
});

// Windows has no signals; the runner closes the console there.
describe.skipIf(process.platform === 'win32')(
  'the built action, when its job is cancelled',
  {
    concurrent: true,
    timeout: 60_000,
  },
  () => {
    test('sends what it waited to send', async () => {
      await using service = await startSpike();
      service.fail([LATER]);
      const { phases, jobStatus } = await cancel(service, { when: service.reached });
      expect(listOpen(service)).toEqual([TITLE]);
      expect(phases.post?.log).toContain('Told Spike to open the incident');
      expect(jobStatus).toBe('cancelled');
    });

    test('says what is lost, before it is ended', async () => {
      await using service = await startSpike();
      service.fail({ name: '', play: () => {} });
      const { phases, summary, annotations } = await cancel(service, { when: service.reached });
      expect(annotations.map(({ level, message }) => `${level}: ${message}`)).toEqual([
        expect.stringMatching(/^error: Spike was not told to open the incident .+: no answer within \d/),
      ]);
      expect(summary).toContain('The payload:');
      expect(phases.post?.exitCode).toBe(1);
    });

    test('does not wait for GitHub', async () => {
      await using service = await startSpike();
      await using github = await startGithub({ interfere: () => 'hang' });
      const asked = new Promise<void>((resolve) => {
        github.interfere(() => {
          resolve();
          return 'hang';
        });
      });
      const { phases } = await cancel(service, { when: asked, github: { token: 'a token', api_url: github.url } });
      expect(listOpen(service)).toEqual([TITLE]);
      expect(phases.post?.exitCode).toBe(0);
    });
  },
);

function cancel(service: Service, { when, github = {} }: { when: Promise<void>; github?: Record<string, string> }) {
  return runJob({
    contexts: createContexts({ github }),
    with: { token: `http://127.0.0.1:${service.port}/token/push-events` },
    statusAtEnd: 'failure',
    phases: ['post'],
    state: { phase: 'post' },
    cancel: { phase: 'post', when },
    limit: 30_000,
  });
}

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

describe.skipIf(process.platform !== 'linux')('a log that cannot be written', () => {
  test.each(['/dev/full', '/dev/null'])('does not cost the alert: %s', async (path) => {
    await using service = await startHttp();
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const files = Object.fromEntries(
      ['OUTPUT', 'STATE', 'STEP_SUMMARY'].map((name) => [`GITHUB_${name}`, join(folder, name)]),
    );
    const log = openSync(path, 'w');
    try {
      const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/index.js', import.meta.url))], {
        stdio: ['ignore', log, 'ignore'],
        env: { ...files, INPUT_TOKEN: service.url('t0k3n'), INPUT_STATUS: 'create', GITHUB_EVENT_NAME: 'schedule' },
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(0);
      expect(service.open()).toHaveLength(1);
    } finally {
      closeSync(log);
      rmSync(folder, { recursive: true });
    }
  });
});
