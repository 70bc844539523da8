import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exit, formatPair, openRunner } from '../src/runner.ts';
import { parseFileCommand } from './runner/commands.ts';

// What src/runner.ts makes of this process. What it takes a process of its own to see is in test/faults/runner.test.ts.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;
const stdout = Object.getOwnPropertyDescriptor(process, 'stdout') ?? {};
const listeners = SIGNALS.map((signal) => process.listeners(signal));
/** What `fs.writeSync` does in place of writing to the log. */
const write = vi.hoisted(() => ({ call: (_: Uint8Array): number => 0 }));
vi.mock('node:fs', async (load) => {
  const fs = await load<typeof import('node:fs')>();
  return { ...fs, writeSync: (_: number, bytes: Uint8Array, offset: number) => write.call(bytes.subarray(offset)) };
});

let log: string;

beforeEach(() => {
  vi.stubEnv('RES_OPTIONS', undefined);
  log = '';
  write.call = (bytes) => {
    log += Buffer.from(bytes).toString();
    return bytes.length;
  };
});

afterEach(() => {
  Object.defineProperty(process, 'stdout', stdout);
  for (const [index, signal] of SIGNALS.entries()) {
    for (const one of process.listeners(signal)) if (!listeners[index]?.includes(one)) process.off(signal, one);
  }
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('state that cannot be saved goes by the older command, in one line', () => {
  vi.stubEnv('GITHUB_STATE', '/nowhere/state');
  expect(openRunner().saveState('done', 'failure\n::error::x')).toMatch(/^ENOENT/);
  expect(log).toBe('::save-state name=done::failure ::error::x\n');
});

describe('a file of the runner', () => {
  test.each(['plain', 'a=b', 'EOF<<x', ' blanks ', 'two\r\nlines', '"quotes"', 'ü\u2028'])(
    'holds %j as one value, which the runner reads back',
    (value) => {
      expect(parseFileCommand(formatPair('title', value))).toEqual({ title: value.replace(/\r\n/, ' ') });
    },
  );
});

describe('the log', () => {
  test('is written at once, by the functions of @actions/core too', () => {
    const { core } = openRunner();
    core.info('one');
    core.warning('two');
    expect(log).toBe('one\n::warning::two\n');
  });

  const refuse = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };

  test('goes on where a pipe takes a part of it', () => {
    write.call = (bytes) => {
      log += Buffer.from(bytes.subarray(0, 3)).toString();
      return Math.min(3, bytes.length);
    };
    openRunner().core.info('a long line');
    expect(log).toBe('a long line\n');
  });

  test('waits for a pipe that is full, for two seconds in all and not a line', () => {
    const wait = vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
    const { core } = openRunner();
    write.call = refuse('EAGAIN');
    core.info('lost');
    const waited = wait.mock.calls.reduce((sum, [, , , milliseconds = 0]) => sum + milliseconds, 0);
    core.info('lost as well');
    expect(waited).toBe(2_000);
    expect(wait.mock.calls.length).toBe(waited / 5);
  });

  test('costs nothing where it cannot be written', () => {
    write.call = refuse('EPIPE');
    expect(() => openRunner().core.info('lost')).not.toThrow();
  });
});

describe('signals', () => {
  test.each([
    { signal: 'SIGINT', cancelled: true, ending: false },
    { signal: 'SIGTERM', cancelled: true, ending: true },
    { signal: 'SIGBREAK', cancelled: true, ending: true },
  ] as const)('$signal: cancelled $cancelled, ending $ending', ({ signal, cancelled, ending }) => {
    const runner = openRunner();
    expect([runner.cancelled.aborted, runner.ending.aborted]).toEqual([false, false]);
    process.emit(signal);
    expect([runner.cancelled.aborted, runner.ending.aborted]).toEqual([cancelled, ending]);
  });
});

describe('the clock', () => {
  test('goes on as before when the clock of the machine is set', () => {
    const uptime = vi.spyOn(process, 'uptime').mockReturnValue(10);
    const { clock } = openRunner();
    const start = clock.now();
    vi.spyOn(Date, 'now').mockReturnValue(0);
    uptime.mockReturnValue(12.5);
    expect(clock.now() - start).toBe(2_500);
  });

  test('calls after a time, unless that is taken back', () => {
    vi.useFakeTimers();
    const { clock } = openRunner();
    const [called, cancelled] = [vi.fn(), vi.fn()];
    clock.after(100, called);
    clock.after(100, cancelled)();
    vi.advanceTimersByTime(99);
    expect(called).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect([called.mock.calls.length, cancelled.mock.calls.length]).toEqual([1, 0]);
    vi.useRealTimers();
  });
});

test('a name server that does not answer is given two seconds, unless the machine says otherwise', () => {
  openRunner();
  expect(process.env.RES_OPTIONS).toBe('timeout:2');
  vi.stubEnv('RES_OPTIONS', 'timeout:9');
  openRunner();
  expect(process.env.RES_OPTIONS).toBe('timeout:9');
});

describe('the end of the process', () => {
  class Ended extends Error {}
  const end = () => {
    throw new Ended();
  };

  test.each([
    { under: 'nothing', resources: ['TTYWrap'], replaced: [] },
    { under: 'a look-up of a name', resources: ['GetAddrInfoReqWrap'], replaced: [['sh', '-c', 'exit 1']] },
  ])('with $under under way', ({ resources, replaced }) => {
    vi.spyOn(process, 'getActiveResourcesInfo').mockReturnValue(resources);
    vi.spyOn(process, 'exit').mockImplementation(end);
    // An older Node has none, and where it fails the process ends all the same.
    const execve = vi.spyOn(process, 'execve').mockImplementation(end);
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    process.exitCode = 1;
    expect(exit).toThrow(Ended);
    process.exitCode = undefined;
    expect(execve.mock.calls.map(([, words]) => words)).toEqual(replaced);
    expect(process.exit).toHaveBeenCalledTimes(1);
  });
});
