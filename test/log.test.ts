import { debug, error, info, notice, setFailed, warning } from '@actions/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog, escapeCommand, type Log } from '../src/log.ts';

// What the runner's parser takes for a command, whatever its name (`ActionCommand.cs`).
type Command = { name: string; data: string };

function parseCommand(line: string): Command | undefined {
  const trimmed = line.trimStart();
  if (trimmed.startsWith('::')) {
    const end = trimmed.indexOf('::', 2);
    if (end >= 0) return { name: trimmed.slice(2, end).split(' ')[0] ?? '', data: readData(trimmed.slice(end + 2)) };
  }
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  return end < 0 ? undefined : { name: line.slice(start + 3, end).split(' ')[0] ?? '', data: line.slice(end + 1) };
}

function readData(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

describe('the parser of this test', () => {
  test.each([
    { line: '::error::boom', command: { name: 'error', data: 'boom' } },
    { line: ' \t::add-mask::x', command: { name: 'add-mask', data: 'x' } },
    { line: '::set-output name=a::b%0Ac%25', command: { name: 'set-output', data: 'b\nc%' } },
    { line: 'text ##[error]boom', command: { name: 'error', data: 'boom' } },
    { line: ':: ##[set-env name=A;]b', command: { name: 'set-env', data: 'b' } },
    { line: 'text ::error::boom', command: undefined },
    { line: '::error', command: undefined },
    { line: '##[error', command: undefined },
  ])('reads $line as the runner does', ({ line, command }) => {
    expect(parseCommand(line)).toEqual(command);
  });
});

let written: string;

beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  // `setFailed` sets it, and this process would fail.
  process.exitCode = undefined;
});

function open(redact = (text: string) => text): Log {
  return createLog({ core: { debug, error, info, notice, setFailed, warning }, redact });
}

/** The lines that `act` wrote, as the runner splits them. */
function capture(act: () => void): string[] {
  written = '';
  act();
  const lines = written.split(/\r\n|\r|\n/);
  expect(lines.pop()).toBe('');
  return lines;
}

const PIECES =
  '::|:|##[|#|[|]|error|add-mask|stop-commands| name=a|%0A|\n|\r|\u0085|\u2028|\u200b|\ufeff|\u00a0|\u0000| |\t|\ud800|🔥';
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES.split('|')), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);

describe('a line', () => {
  test.each([
    '::error::boom',
    ' \t ::add-mask::main',
    '\u200b::error::boom',
    '\ufeff\u0085::error::boom',
    'all well\n::error::boom',
    'all well\r::stop-commands::x',
    'all well ##[error]boom',
    '####[[error]boom',
    '#\u200b#[error]boom',
    ':::error::boom',
    '::\n::error::boom',
  ])('is no command to the runner when it is %j', (line) => {
    const lines = capture(() => open().info(line));
    expect(lines).toHaveLength(1);
    expect(lines.map(parseCommand)).toEqual([undefined]);
  });

  test('is never a command to the runner and never more than one line', () => {
    const log = open();
    fc.assert(
      fc.property(hostile, (line) => {
        const lines = capture(() => log.info(line));
        expect(lines).toHaveLength(1);
        expect(lines.map(parseCommand)).toEqual([undefined]);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['debug', 'notice', 'warning', 'error', 'fail'] as const)(
    'of the level %s is one annotation and nothing else',
    (level) => {
      const log = open();
      fc.assert(
        fc.property(hostile, (line) => {
          const commands = capture(() => log[level](line)).map(parseCommand);
          expect(commands).toEqual([{ name: level === 'fail' ? 'error' : level, data: escapeCommand(line) }]);
          expect(commands[0]?.data).not.toMatch(/[\r\n]/);
        }),
        { numRuns: 500 },
      );
    },
  );

  test.each([
    { line: '::error::boom', shown: ': :error::boom' },
    { line: 'see ##[error]boom and ##[x]', shown: 'see ## [error]boom and ## [x]' },
    {
      line: 'Reported "CI / build in acme/shop#57": 100 % [sic] :: done.',
      shown: 'Reported "CI / build in acme/shop#57": 100 % [sic] :: done.',
    },
    { line: 'x'.repeat(10_000), shown: `${'x'.repeat(3_999)}…` },
  ])('is shown as $shown', ({ line, shown }) => {
    expect(capture(() => open().info(line))).toEqual([shown]);
  });

  test.each(['info', 'debug', 'notice', 'warning', 'error', 'fail'] as const)(
    'of the level %s is redacted before it is cut',
    (level) => {
      const log = open((text) => text.replaceAll('s3cret', '***'));
      const [line = ''] = capture(() => log[level](`${'x'.repeat(3_990)} the s3cret`));
      expect(line).toContain('x the ***');
      expect(process.exitCode).toBe(level === 'fail' ? 1 : undefined);
    },
  );
});
