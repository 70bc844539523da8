import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createHistory } from '../scripts/bench/history.ts';
import { createSelfSigned } from './faults/certificates.ts';
import { startGithub } from './github/github.ts';
import { createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

// What can be counted. What takes time is measured by `npm run bench`.
const BYTES = 60 * 1024;
const MODULES_TO_ARM = 8;
const MODULES_BEYOND_A_POST = 8;
const REQUESTS_TO_CREATE = 3;
const REQUESTS_TO_RESOLVE = 1;

const BUNDLE = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const LIMIT = fileURLToPath(new URL('../scripts/bench/limit.cjs', import.meta.url));

describe('the hot path', () => {
  test('is a file of at most 60 KB', () => {
    expect(statSync(BUNDLE).size, 'bytes of dist/index.js').toBeLessThanOrEqual(BYTES);
  });

  test('loads no other file and sends one request where nothing is to be looked up', async () => {
    await using spike = await startSpike();
    const { phases } = await run({ token: spike.url('token-of-shop'), 'github-token': '' });
    expect(phases.main?.loadedFiles).toEqual(['dist/index.js']);
    expect(phases.post?.loadedFiles).toEqual(['dist/index.js']);
    expect(spike.requests).toHaveLength(1);
  });

  test('loads a few built-in modules to arm, and to report a few beyond those of a bare POST over TLS', async () => {
    await using service = await startOverTls();
    const bare = await service.observe('a bare POST');
    const armed = await service.observe('main');
    const reported = await service.observe('post');
    const beyond = reported.filter((name) => !bare.includes(name));
    expect(service.count(), 'requests').toBe(2);
    expect([bare, reported]).toEqual(Array(2).fill(expect.arrayContaining(['tls'])));
    expect(armed.length, `built-in modules to arm (${armed})`).toBeLessThanOrEqual(MODULES_TO_ARM);
    expect(beyond.length, `built-in modules beyond a POST (${beyond})`).toBeLessThanOrEqual(MODULES_BEYOND_A_POST);
  });
});

describe('the look-ups', () => {
  test.each([
    { end: 'failure', most: REQUESTS_TO_CREATE },
    { end: 'success', most: REQUESTS_TO_RESOLVE },
  ] as const)('are loaded when the job ends, and take at most $most requests on $end', async ({ end, most }) => {
    await using spike = await startSpike();
    await using github = await startGithub({ model: createHistory() });
    const contexts = createContexts({ github: { api_url: github.url } });
    const { phases } = await run(
      { token: spike.url('token-of-shop'), 'github-token': 'token-of-the-job' },
      { contexts, statusAtEnd: end },
    );
    expect(phases.main?.loadedFiles).toEqual(['dist/index.js']);
    expect(phases.post?.loadedFiles).toEqual(['dist/index.js', 'dist/github.js']);
    const asked = github.requests.map(({ path }) => path);
    expect(asked).not.toEqual([]);
    expect(asked.length, `requests to GitHub (${asked})`).toBeLessThanOrEqual(most);
    expect(spike.requests).toHaveLength(1);
  });
});

function run(inputs: Record<string, string>, job: Partial<Job> = {}): Promise<JobRun> {
  return runJob({ contexts: createContexts(), with: inputs, ...job });
}

type Service = AsyncDisposable & {
  /** How many requests have arrived. */
  count: () => number;
  /** Runs a phase of the action, or the limit of the benchmark, and tells which built-in modules it loaded. */
  observe: (what: 'main' | 'post' | 'a bare POST') => Promise<string[]>;
};

/** A service over TLS that takes everything. */
async function startOverTls(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'budget-'));
  const [certificate, notes] = [join(folder, 'certificate.pem'), join(folder, 'notes')];
  const { key, cert } = createSelfSigned(['localhost']);
  writeFileSync(certificate, cert);
  let count = 0;
  const server = createServer({ key, cert }, (request, response) => {
    count += 1;
    request.resume().once('end', () => response.end('{"Ok":true}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `https://localhost:${typeof address === 'object' ? address?.port : ''}/token-of-shop/push-events`;
  const env = { NODE_EXTRA_CA_CERTS: certificate, NODE_OPTIONS: `--import ${createObserver(notes)}` };
  return {
    count: () => count,
    observe: async (what) => {
      if (what === 'a bare POST') await promisify(execFile)(process.execPath, [LIMIT, url, '{}'], { env });
      else {
        // Without the instruments, which load modules themselves.
        const bare = { env, hasInstruments: false, phases: [what], state: what === 'post' ? { phase: 'post' } : {} };
        await run({ token: url, 'github-token': '' }, bare);
      }
      return readFileSync(notes, 'utf8').split('\n');
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      rmSync(folder, { recursive: true });
    },
  };
}

/** A module to `--import` that writes into `file`, as the process ends, which built-in modules came after it. */
function createObserver(file: string): string {
  const source = `
    const { writeFileSync } = process.getBuiltinModule('node:fs');
    const { length } = process.moduleLoadList;
    process.on('exit', () => {
      const loaded = process.moduleLoadList.slice(length).filter((name) => name.startsWith('NativeModule '));
      writeFileSync(${JSON.stringify(file)}, loaded.map((name) => name.slice('NativeModule '.length)).join('\\n'));
    });
  `;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
