import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../scripts/archive.ts';
import { MAX_DOWNLOAD_BYTES, MAX_ENTRY_BYTES } from '../scripts/limits.ts';
import { createSelfSigned } from './faults/certificates.ts';
import { startGithub } from './github/github.ts';
import { startRun, TOKEN } from './jobs.ts';
import { type ContextValues, createContexts, type Job, runJob } from './runner/runner.ts';
import { startTls } from './servers.ts';
import { startSpike } from './spike/spike.ts';

// What can be counted. What takes time is measured by `npm run bench`.
const MAX_MODULES_TO_ARM = 8;
const MAX_MODULES_BEYOND_A_POST = 8;

const BUNDLE = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const LIMIT = fileURLToPath(new URL('../scripts/bench/limit.cjs', import.meta.url));

/** Which files the phases of a job that fails loaded. */
async function listLoaded(github: ContextValues, job: Partial<Job> = {}): Promise<string[][]> {
  await using spike = await startSpike();
  await using standIn = await startGithub();
  const contexts = startRun(standIn, { contexts: { github } });
  const { phases } = await runJob({ contexts, statusAtEnd: 'failure', ...job, with: { token: spike.url(TOKEN) } });
  return Object.values(phases).map(({ loadedFiles }) => loadedFiles.map((file) => file.replace(/^dist\//, '')));
}

describe('the built action', () => {
  test('has an entry bundle of at most 64 KB', () => {
    expect(statSync(BUNDLE).size).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
  });

  const onPull = { event_name: 'pull_request', ref: 'refs/pull/5/merge' };
  test.each<{ end: string; github: ContextValues; files: string[] }>([
    { end: 'a job that is reported', github: {}, files: ['index.js', 'report.js', 'github.js'] },
    { end: 'a job that is reported without look-ups', github: { token: '' }, files: ['index.js', 'report.js'] },
    { end: 'a job of a pull request', github: onPull, files: ['index.js'] },
  ])('loads only what it needs to arm, and at the end of $end', async ({ github, files }) => {
    expect(await listLoaded(github)).toEqual([
      ['main.js', 'index.js'],
      ['post.js', ...files],
    ]);
  });

  test('loads nothing before the first step but the entry', async () => {
    expect((await listLoaded({}, { failsBefore: true }))[0]).toEqual(['pre.js']);
  });

  test('loads a few built-in modules to arm, and to report a few beyond those of a bare POST over TLS', async () => {
    await using service = await startOverTls();
    const bare = await service.observe('a bare POST');
    const armed = await service.observe('main');
    const reported = await service.observe('post');
    const beyond = reported.filter((name) => !bare.includes(name));
    expect(service.count()).toBe(2);
    expect([bare, reported]).toEqual(Array(2).fill(expect.arrayContaining(['tls'])));
    expect(armed.length, `to arm: ${armed}`).toBeLessThanOrEqual(MAX_MODULES_TO_ARM);
    expect(beyond.length, `beyond a POST: ${beyond}`).toBeLessThanOrEqual(MAX_MODULES_BEYOND_A_POST);
  });
});

describe('what the runner downloads', () => {
  const archive = readArchive('HEAD');

  test('is what runs and what explains it, and nothing else', () => {
    const pages = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'action.yml'];
    const scripts = ['github', 'index', 'main', 'post', 'pre', 'report', 'warnings', 'yaml'].map(
      (name) => `${name}.js`,
    );
    const dist = [...scripts, 'licenses.txt', 'package.json'].map((name) => `dist/${name}`);
    expect([...archive.files.keys()].sort()).toEqual([...pages, ...dist].sort());
  });

  test('is small', () => {
    expect(archive.size).toBeLessThanOrEqual(MAX_DOWNLOAD_BYTES);
  });
});

type Service = AsyncDisposable & {
  /** How many requests have arrived. */
  count: () => number;
  /** Runs a phase of the action, or the limit of the benchmark, and gives which built-in modules it loaded. */
  observe: (what: 'main' | 'post' | 'a bare POST') => Promise<string[]>;
};

/** A service over TLS that takes everything. */
async function startOverTls(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'budget-'));
  const [certificate, notes] = [join(folder, 'certificate.pem'), join(folder, 'notes')];
  const { key, cert } = createSelfSigned(['localhost']);
  writeFileSync(certificate, cert);
  const server = await startTls({ key, cert });
  const url = `https://localhost:${server.port}/token-of-shop/push-events`;
  const env = { NODE_EXTRA_CA_CERTS: certificate, NODE_OPTIONS: `--import ${createObserver(notes)}` };
  return {
    count: () => server.requests.length,
    observe: async (what) => {
      if (what === 'a bare POST') await promisify(execFile)(process.execPath, [LIMIT, url, '{}'], { env });
      else {
        // Without the instruments, which load modules themselves.
        const given = { token: url, 'github-token': '' };
        await runJob({ contexts: createContexts(), with: given, env, hasInstruments: false, phases: [what] });
      }
      return readFileSync(notes, 'utf8').split('\n');
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
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
