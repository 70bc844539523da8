import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startGithub } from './github/github.ts';
import { startSpike } from './spike/spike.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'door-'));
  for (const name of ['OUTPUT', 'STATE', 'STEP_SUMMARY']) {
    writeFileSync(join(folder, name), '');
    vi.stubEnv(`GITHUB_${name}`, join(folder, name));
  }
  vi.resetModules();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal);
  rmSync(folder, { recursive: true });
});

test('the door hands the runner’s inputs, variables and files to the report', async () => {
  await using spike = await startSpike();
  await using github = await startGithub();
  const run = github.model.addRun({ status: 'in_progress' });
  const given = {
    INPUT_TOKEN: spike.url('door'),
    INPUT_STATUS: 'failure',
    'INPUT_CREATE-ON': 'failure',
    'INPUT_GITHUB-TOKEN': 'a token',
    'INPUT_CHECK-RUN-ID': String(github.model.addJob(run, { name: 'Build it', status: 'in_progress' }).id),
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_WORKFLOW: 'CI',
    GITHUB_JOB: 'build',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_REF: 'refs/heads/main',
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);

  await import('../src/index.ts');
  await spike.received(1);
  await vi.waitUntil(() => readFileSync(join(folder, 'STEP_SUMMARY'), 'utf8') !== '');

  expect(spike.open()).toMatchObject([{ title: 'CI / build in acme/shop', body: { job_url: expect.any(String) } }]);
  expect(readFileSync(join(folder, 'OUTPUT'), 'utf8')).toContain('CI / build in acme/shop');
});

test('a signal of the runner shortens what is still to be sent', async () => {
  await using spike = await startSpike();
  spike.misbehave({ status: 503, headers: { 'retry-after': '40' } });
  const given = { INPUT_TOKEN: spike.url('door'), INPUT_STATUS: 'create', GITHUB_EVENT_NAME: 'schedule' };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);

  await import('../src/index.ts');
  await spike.received(1);
  process.emit('SIGTERM');
  process.emit('SIGINT');
  await spike.received(2);
  await vi.waitUntil(() => readFileSync(join(folder, 'OUTPUT'), 'utf8').includes('delivered'));

  expect(spike.open()).toHaveLength(1);
});
