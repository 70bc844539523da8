import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { get } from '../../src/json.ts';
import { ROOT } from '../documentation.ts';
import { listSent, TOKEN } from '../jobs.ts';
import { readManifest } from '../runner/manifest.ts';
import { createContexts, type Job, type JobRun, runJob } from '../runner/runner.ts';
import { type Spike, startSpike } from '../spike/spike.ts';

const OPEN = 'open CI / build failed in acme/shop';
const LOST_STATE = 'The older workflow command was used instead.';
const folder = mkdtempSync(join(tmpdir(), 'runner-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (spike: Spike, job: Partial<Job>): Promise<JobRun> =>
  runJob({ contexts: createContexts(), ...job, with: { token: spike.url(TOKEN), ...job.with } });

const listMessages = ({ annotations }: JobRun) => annotations.map(({ level, message }) => `${level}: ${message}`);

describe.concurrent('a failure before the first step', () => {
  const pre = { name: 'cache', pre: 'failure', post: 'success' } as const;
  test.each<{ what: string; job: Partial<Job> }>([
    { what: 'of a service container', job: { failsBefore: true } },
    { what: 'of the pre phase of an action that stands before it', job: { others: { before: [pre] } } },
    {
      what: 'of a service container, in a job with a composite action',
      job: { failsBefore: true, composites: [{ name: 'shop' }] },
    },
  ])('$what is reported, although the step itself is skipped', async ({ job }) => {
    await using spike = await startSpike();
    const { phases, jobStatus } = await run(spike, job);
    expect(Object.keys(phases)).toEqual(['pre', 'post']);
    expect(listSent(spike)).toEqual([OPEN]);
    expect([phases.pre?.log, phases.post?.exitCode, jobStatus]).toEqual(['', 0, 'failure']);
  });

  // Pre phases run in the order of the steps.
  test.each([
    { condition: 'success()', says: 'not reported', phases: [], sent: [] },
    { condition: 'always()', says: 'reported', phases: ['main', 'post'], sent: [OPEN] },
  ])('of a pre phase that stands after it is $says with if: $condition', async ({ condition, phases, sent }) => {
    await using spike = await startSpike();
    const red = await run(spike, { others: { after: [pre] }, mainCondition: condition });
    expect([Object.keys(red.phases), listSent(spike), red.jobStatus]).toEqual([phases, sent, 'failure']);
  });

  test('is all that the pre phase is for: in a good job there is none', async () => {
    await using spike = await startSpike();
    const { phases } = await run(spike, { others: { after: [{ name: 'test' }] } });
    expect(Object.keys(phases)).toEqual(['main', 'post']);
  });
});

describe.skipIf(process.platform !== 'linux').concurrent('files that cannot be written', () => {
  const REASONS = [
    { unwritableReason: 'EACCES', shown: 'EACCES: permission denied, open' },
    { unwritableReason: 'ENOSPC', shown: 'ENOSPC: no space left on device, write' },
  ] as const;
  const files = ['output', 'state', 'summary'] as const;

  test.each(REASONS)('neither lose the alert nor fail the build: $shown', async ({ unwritableReason, shown }) => {
    await using spike = await startSpike();
    const red = await run(spike, { unwritable: [...files], unwritableReason, statusAtEnd: 'failure' });
    expect(listSent(spike)).toEqual([OPEN]);
    expect([red.phases.main?.exitCode, red.phases.post?.exitCode]).toEqual([0, 0]);
    expect(red.log).toContain(`The runner's file for state could not be written (${shown}`);
    expect(listMessages(red)).toEqual([]);
    expect((await run(spike, { unwritable: [...files], unwritableReason })).jobStatus).toBe('success');
  });

  test.each(REASONS)('do not have an alert sent twice: $shown', async ({ unwritableReason }) => {
    await using spike = await startSpike();
    const red = await run(spike, {
      ...{ unwritable: ['state'], unwritableReason, with: { status: '${{ job.status }}' } },
      ...{ statusAtStep: 'failure' },
    });
    expect(listSent(spike)).toEqual([OPEN]);
    expect(red.phases.main?.log).toContain(LOST_STATE);
    expect(red.phases.post?.log).toBe(
      'Nothing more to report: the result is still failure, and the step has already said what it did about it.',
    );
  });

  test('do not have a wrong input annotated twice', async () => {
    await using spike = await startSpike();
    const wrong = await run(spike, { unwritable: ['state'], with: { timeout: 'soon' } });
    expect(listMessages(wrong)).toEqual([
      'error: timeout must be a whole number of seconds from 1 to 300 (got "soon").',
    ]);
  });
});

describe('signals of the runner', () => {
  const last = { with: { status: '${{ job.status }}' }, statusAtStep: 'failure' } as const;
  const fast = { interruptFor: 100, terminateFor: 100_000 };

  test('sent to main in a cancelled job cut the delivery short, and the loss is said', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang', 'hang');
    const when = spike.received(1);
    const { phases, jobStatus, log } = await run(spike, {
      ...last,
      ...{ mainCondition: 'failure()', cancel: { phase: 'main', when, ...fast } },
    });
    expect(phases.main).toMatchObject({ exitCode: 1, rawStderr: '' });
    expect(phases.main?.summary).toContain('Not delivered');
    expect(log).toMatch(/The request to open the incident .+ failed after .+: no answer within \d/);
    expect(jobStatus).toBe('cancelled');
  });

  test('on Windows are SIGINT and then SIGBREAK, which cuts it shorter', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang', 'hang');
    const { phases } = await run(spike, {
      ...last,
      contexts: createContexts({ runner: { os: 'Windows' } }),
      phases: ['main'],
      mainCondition: 'failure()',
      cancel: { phase: 'main', when: spike.received(1), interruptFor: 100, terminateFor: 4_000 },
    });
    // Unhandled, it would have ended the process at once; as SIGINT alone, only the kill would have.
    expect(phases.main).toMatchObject({ exitCode: 1, summary: expect.stringContaining('Not delivered') });
  });

  test('are not sent to the post phase of a cancelled job, which waits as long as it may', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 503, headers: { 'retry-after': '1' } });
    const { phases } = await run(spike, {
      statusAtEnd: 'failure',
      cancel: { phase: 'post', when: spike.received(1), interruptFor: 0, terminateFor: 0 },
    });
    expect(listSent(spike)).toEqual([OPEN, OPEN]);
    // A signal would have been the kill.
    expect(phases.post?.exitCode).toBe(0);
  });

  test.each(['shutdown', 'stepTimeout'] as const)(
    'sent to the post phase by a %s have it send at once',
    async (cause) => {
      await using spike = await startSpike();
      spike.misbehave({ status: 503, headers: { 'retry-after': '40' } });
      const { phases } = await run(spike, {
        statusAtEnd: 'failure',
        [cause]: { phase: 'post', when: spike.received(1) },
        // Less than it would wait without the signal.
        limit: 30_000,
      });
      expect(listSent(spike)).toEqual([OPEN, OPEN]);
      expect(phases.post?.exitCode).toBe(0);
    },
  );

  test('sent by a shutdown before the post phase leave nobody told: the runner skips all that is left', async () => {
    await using spike = await startSpike();
    const { phases, jobStatus } = await run(spike, { shutdown: { phase: 'main', when: Promise.resolve() } });
    expect([Object.keys(phases), listSent(spike), jobStatus]).toEqual([['main'], [], 'failure']);
  });

  test.each<{ cause: 'stepTimeout' | 'cancel'; job: Partial<Job>; ends: string }>([
    { cause: 'stepTimeout', job: last, ends: 'failure' },
    { cause: 'cancel', job: { with: { needs: 'failure' } }, ends: 'cancelled' },
  ])('that end main by a $cause while Spike does not answer leave the report to post', async ({ cause, job, ends }) => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const at = { phase: 'main', when: spike.received(1), interruptFor: 0, terminateFor: 0 } as const;
    const { phases, jobStatus } = await run(spike, { ...job, [cause]: at });
    expect([phases.main?.exitCode, phases.post?.exitCode]).toEqual([null, 0]);
    expect(spike.open()).toHaveLength(1);
    expect(jobStatus).toBe(ends);
  });
});

describe.concurrent('in a step', () => {
  const fromMain = (good: string) => `\${{ fromJSON(job.status == 'success' && 'no JSON' || '"${good}"') }}`;

  test('that continues on error an alert is lost loudly, and the job stays green', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 404 }, { status: 404 });
    const green = await run(spike, { continueOnError: true, with: { status: 'failure' } });
    const lost = expect.stringMatching(/^error: The request to open .+ failed after 1 attempt: .+404/);
    expect(listMessages(green)).toEqual([lost, lost]);
    expect([green.phases.main?.exitCode, green.phases.post?.exitCode]).toEqual([1, 1]);
    expect([green.conclusion, green.jobStatus]).toEqual(['success', 'success']);
  });

  test('whose inputs cannot be evaluated in main the post phase reports that the job failed', async () => {
    await using spike = await startSpike();
    const { phases, jobStatus } = await run(spike, { with: { severity: fromMain('sev1') } });
    expect(phases.main).toMatchObject({ inputs: {}, log: expect.stringContaining('The template is not valid.') });
    expect(spike.requests.map(({ json }) => get(json, 'severity'))).toEqual(['sev1']);
    expect([phases.post?.exitCode, jobStatus]).toEqual([0, 'failure']);
  });

  const ABSENT =
    'The runner did not pass the input needs. On Windows a value of more than 32,766 characters is lost on the way. ' +
    'Pass the results alone: needs: ${{ toJSON(needs.*.result) }}.';
  const TOO_LONG = "An error occurred trying to start process 'node'. Argument list too long";
  test.each([
    { os: 'Windows', length: 40_000, says: ABSENT, exitCode: 1 },
    { os: 'Linux', length: 140_000, says: TOO_LONG, exitCode: null },
  ])('on $os needs of $length characters fail the step, and say so', async ({ os, length, says, exitCode }) => {
    await using spike = await startSpike();
    const needs = JSON.stringify({ build: { result: 'failure', outputs: { log: 'x'.repeat(length) } } });
    const large = await run(spike, { contexts: createContexts({ runner: { os } }), with: { needs } });
    expect(listMessages(large)[0]).toBe(`error: ${says}`);
    expect([large.phases.main?.exitCode, large.jobStatus, listSent(spike)]).toEqual([exitCode, 'failure', []]);
  });
});

describe('a value of 100,000 characters', () => {
  const fill = (part: string) => part.repeat(100_000 / part.length);
  const proxy = { https_proxy: `http://mona:${fill('p')}@127.0.0.1:1`, no_proxy: fill('a.b,') };
  const asked = 'Spike was asked to open';
  test.each<[name: string, start: string, given: Record<string, string>, says: string, env?: Record<string, string>]>([
    ['branches', 'a?b?', { branches: fill('a?b?') }, asked],
    ['branches', '**/', { branches: `${fill('**/')}a+` }, asked],
    ['branches', '**b,', { branches: fill('**b,') }, 'matches no pattern'],
    ['create-on', 'failure,', { 'create-on': fill('failure,') }, asked],
    ['needs', 'failure ', { needs: fill('failure ') }, asked],
    ['https_proxy and no_proxy', 'p', { token: TOKEN, timeout: '1' }, 'failed after', proxy],
  ])('in %s ends in time: %s…', async (_name, _start, given, says, env = {}) => {
    await using spike = await startSpike();
    // Ten times what a busy machine takes. A pattern that goes back and forth takes minutes.
    const limits = { phases: ['main'], limit: 20_000 } satisfies Partial<Job>;
    const contexts = createContexts({ github: { ref: `refs/heads/${'a'.repeat(240)}` } });
    const { log } = await run(spike, { ...limits, contexts, env, with: { status: 'failure', ...given } });
    expect(log).toContain(says);
  });
});

/** Runs the main phase as a bare process, by a command that gets its path. If it does not end, the test fails. */
async function runBare(command: string[], env: Record<string, string>): Promise<{ code: number | null; log: string }> {
  const { defaults } = await readManifest(ROOT);
  const given = Object.entries(defaults).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value.includes('${{') ? '' : value,
  ]);
  const files = ['OUTPUT', 'STATE', 'STEP_SUMMARY'].map((name) => [`GITHUB_${name}`, join(folder, name)]);
  const [program = '', ...rest] = [...command, process.execPath, join(ROOT, 'dist/main.js')];
  const child = spawn(program, rest, {
    env: { PATH: process.env.PATH, GITHUB_EVENT_NAME: 'schedule', ...Object.fromEntries([...files, ...given]), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Far above what it takes, and far below what it would take.
    ...{ timeout: 8_000, killSignal: 'SIGKILL' },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { log: await readText(child.stdout), code: await ended };
}

// A pipe of one page that is full and does not block, and a reader that is slow, or reads only when all is over.
const PIPE = `
import fcntl, os, subprocess, sys, time
reader, writer = os.pipe()
fcntl.fcntl(writer, 1031, 4096)
os.set_blocking(writer, False)
os.write(writer, b'.' * 4095 + b'\\n')
child = subprocess.Popen(sys.argv[2:], stdout=writer, stdin=subprocess.DEVNULL)
os.close(writer)
if sys.argv[1] == 'never':
    child.wait()
while chunk := os.read(reader, 64):
    os.write(1, chunk)
    time.sleep(0.002)
sys.exit(child.wait())
`;
const hasPython = process.platform === 'linux' && spawnSync('python3', ['-c', '']).status === 0;

describe.skipIf(!hasPython).concurrent('a log whose pipe is full and does not block', () => {
  const reading = (pace: string) => ['python3', '-c', PIPE, pace];

  test('loses no line when the reader is slow', async () => {
    await using spike = await startSpike();
    const { code, log } = await runBare(reading('slow'), {
      ...{ INPUT_TOKEN: spike.url(TOKEN), INPUT_STATUS: 'create', INPUT_TITLE: 'x'.repeat(5_000) },
    });
    const lines = log.split('\n').filter((line) => !/^\.|^$/.test(line));
    expect(lines).toContain(`::add-mask::${spike.url(TOKEN)}`);
    expect(lines.filter((line) => !line.startsWith('::add-mask::'))).toEqual([
      '::debug::The event payload could not be read, so the details hold less.',
      expect.stringMatching(/^Spike was asked to open the incident "x+…?.*": status is create\.$/),
    ]);
    expect(code).toBe(0);
  });

  test('costs neither the alert nor the end of the process when nobody reads', async () => {
    await using spike = await startSpike();
    const { code } = await runBare(reading('never'), { INPUT_TOKEN: spike.url(TOKEN), INPUT_STATUS: 'create' });
    expect([code, spike.open().length]).toEqual([0, 1]);
  });
});

const MOUNT = `
import os, subprocess, sys
subprocess.run(['mount', '--bind', sys.argv[1], '/etc/resolv.conf'], check=True)
os.execv(sys.argv[2], sys.argv[2:])
`;

// Only root may have a name server of its own and mount over a file.
describe.skipIf(!hasPython || process.getuid?.() !== 0)('a name server that never answers', () => {
  test('holds neither the delivery beyond its time nor the end of the process', async () => {
    const resolv = join(folder, 'resolv.conf');
    writeFileSync(resolv, 'nameserver 127.0.0.77\noptions timeout:30 attempts:5\n');
    const server = createSocket('udp4').bind(53, '127.0.0.77');
    await once(server, 'listening');
    // No shell: it would drop the variables whose names hold a hyphen.
    const mount = ['unshare', '--mount', 'python3', '-c', MOUNT, resolv];
    const { code, log } = await runBare(mount, { INPUT_TOKEN: TOKEN, INPUT_STATUS: 'create', INPUT_TIMEOUT: '1' });
    server.close();
    expect(code).toBe(1);
    expect(log).toMatch(/after 1 attempt: no answer from a name server within [01](?:\.\d)? s\./);
  });
});
