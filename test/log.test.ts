import { debug, error, info, notice, setFailed, warning } from '@actions/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog, escapeCommand, type Log } from '../src/log.ts';
import { parseCommand } from './runner/commands.ts';

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
  test('is never a command to the runner and never more than one line', () => {
    const log = open();
    fc.assert(
      fc.property(hostile, (line) => {
        const lines = capture(() => log.info(line));
        expect(lines).toHaveLength(1);
        expect(lines.map((one) => parseCommand(one))).toEqual([undefined]);
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
          const commands = capture(() => log[level](line)).map((one) => parseCommand(one));
          expect(commands).toMatchObject([{ name: level === 'fail' ? 'error' : level, data: escapeCommand(line) }]);
          expect(commands[0]?.data).not.toMatch(/[\r\n]/);
        }),
        { numRuns: 500 },
      );
    },
  );

  const HARMLESS = 'Reported "CI / build in acme/shop#57": 100 % [sic] :: done.';
  test.each([
    { line: '::error::boom', shown: ': :error::boom' },
    { line: 'see ##[error]boom and ##[x]', shown: 'see ## [error]boom and ## [x]' },
    { line: HARMLESS, shown: HARMLESS },
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
