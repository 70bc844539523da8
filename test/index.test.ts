import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startGithub } from './github/github.ts';
import { startSpike } from './spike/spike.ts';

// Each test loads the door anew, the first one Octokit and undici too, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let uptime: number;
let log: string;
let ended: PromiseWithResolvers<void>;
let listeners: { words: string; settle: () => void }[];

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const stdout = Object.getOwnPropertyDescriptor(process, 'stdout') ?? {};
const handlers = SIGNALS.map((signal) => process.listeners(signal));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'door-'));
  for (const name of ['OUTPUT', 'STATE', 'STEP_SUMMARY']) {
    writeFileSync(join(folder, name), '');
    vi.stubEnv(`GITHUB_${name}`, join(folder, name));
  }
  // Time stands still, however long a busy machine takes: no limit of the door passes unless a test says so.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  uptime = 100;
  vi.spyOn(process, 'uptime').mockImplementation(() => uptime);
  // A test that ends its process would end them all.
  ended = Promise.withResolvers();
  vi.spyOn(process, 'exit').mockImplementation(() => {
    ended.resolve();
    return undefined as never;
  });
  log = '';
  listeners = [];
  vi.resetModules();
  vi.doMock('node:fs', async (load) => {
    const fs = await load<typeof import('node:fs')>();
    const writeFile: typeof fs.writeFileSync = (file, data, options) =>
      file === 1 ? hear(String(data)) : fs.writeFileSync(file, data, options);
    return { ...fs, writeFileSync: writeFile };
  });
});

afterEach(() => {
  vi.doUnmock('node:fs');
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  Object.defineProperty(process, 'stdout', stdout);
  for (const [index, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!handlers[index]?.includes(listener)) process.off(signal, listener);
    }
  }
  rmSync(folder, { recursive: true });
  // A failed step sets it, and this process would fail.
  process.exitCode = undefined;
});

function hear(text: string): void {
  log += text;
  for (const { words, settle } of listeners) if (log.includes(words)) settle();
}

/** Settles when the log holds `words`. */
function heard(words: string): Promise<void> {
  return new Promise((settle) => {
    if (log.includes(words)) settle();
    else listeners.push({ words, settle });
  });
}

function pass(milliseconds: number): void {
  uptime += milliseconds / 1_000;
  vi.advanceTimersByTime(milliseconds);
}

/** Opens the door with these variables. */
async function open(variables: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  await import('../src/index.ts');
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

test('the door hands the runner’s inputs, variables and files to the report', async () => {
  await using spike = await startSpike();
  await using github = await startGithub();
  const run = github.model.addRun({ status: 'in_progress' });
  await open({
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
  });
  await heard('Told Spike to open the incident');

  expect(spike.open()).toMatchObject([{ title: 'CI / build in acme/shop', body: { job_url: expect.any(String) } }]);
  expect(read('OUTPUT')).toContain('CI / build in acme/shop');
  expect(read('STATE')).toContain('reported=failure');
  expect(read('STEP_SUMMARY')).toContain('CI / build in acme/shop');
  expect(log).toContain(`::add-mask::${spike.url('door')}`);
  expect(process.exitCode).toBeUndefined();
  // By itself, whatever still waits for an answer: a name server, or GitHub.
  await ended.promise;
});

test('a signal of the runner shortens what is still to be sent', async () => {
  await using spike = await startSpike();
  spike.misbehave({ status: 503, headers: { 'retry-after': '40' } });
  await open({ INPUT_TOKEN: spike.url('door'), INPUT_STATUS: 'create', GITHUB_EVENT_NAME: 'schedule' });
  await heard('Trying again in 4');
  process.emit('SIGTERM');
  process.emit('SIGINT');
  await heard('Told Spike to open the incident');

  expect(spike.open()).toHaveLength(1);
  expect(read('OUTPUT')).toContain('delivered=true');
});

test.each([
  { signal: 'SIGINT', left: 6_000, words: 'no answer within 6 s' },
  { signal: 'SIGTERM', left: 1_500, words: 'no answer within 1.5 s' },
] as const)(
  'after $signal the step ends within $left ms, before the runner ends it',
  async ({ signal, left, words }) => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    await open({ INPUT_TOKEN: spike.url('door'), INPUT_STATUS: 'create', GITHUB_EVENT_NAME: 'schedule' });
    await spike.received(1);
    process.emit(signal);
    // A second one, as when somebody presses Ctrl-C and the runner passes it on, must not end the process at once.
    expect(process.emit(signal)).toBe(true);
    pass(left - 1);
    expect(vi.getTimerCount()).toBe(1);
    pass(1);
    await heard(words);

    expect(vi.getTimerCount()).toBe(0);
    expect(process.exitCode).toBe(1);
    expect(read('OUTPUT')).toContain('delivered=false');
  },
);
