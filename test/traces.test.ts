import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debug, error, info, notice, setFailed, setOutput, warning } from '@actions/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTraces, defuse, type Pen, type Traces } from '../src/log.ts';
import { readable } from '../src/text.ts';

// What the runner's own parser takes for the start of a command, whatever its name (`ActionCommand.cs`).
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
let folder: string;
let outputFile: string;

beforeEach(() => {
  written = '';
  folder = mkdtempSync(join(tmpdir(), 'traces-'));
  outputFile = join(folder, 'output');
  vi.stubEnv('GITHUB_OUTPUT', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  // `setFailed` sets it, and this process would fail.
  process.exitCode = undefined;
});

const realCore = { debug, error, info, notice, setFailed, setOutput, warning };

function open(pen: Partial<Pen> = {}): Traces {
  return createTraces({ core: realCore, appendSummary: () => {}, redact: (text) => text, ...pen });
}

/** The lines that `act` wrote, as the runner splits them. */
function listen(act: () => void): string[] {
  written = '';
  act();
  const lines = written.split(/\r\n|\r|\n/);
  expect(lines.pop()).toBe('');
  return lines;
}

const hostile = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '#',
        '[',
        ']',
        'error',
        'add-mask',
        'stop-commands',
        ' name=a',
        '%0A',
        '\n',
        '\r',
        '\u0085',
        '\u2028',
        '\u200b',
        '\ufeff',
        '\u00a0',
        '\u0000',
        ' ',
        '\t',
        '\ud800',
        '🔥',
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);

describe('what is said', () => {
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
    const lines = listen(() => open().say(line));
    expect(lines).toHaveLength(1);
    expect(lines.map(parseCommand)).toEqual([undefined]);
  });

  test('is never a command to the runner and never more than one line', () => {
    const traces = open();
    fc.assert(
      fc.property(hostile, (line) => {
        const lines = listen(() => traces.say(line));
        expect(lines).toHaveLength(1);
        expect(lines.map(parseCommand)).toEqual([undefined]);
      }),
      { numRuns: 1000 },
    );
  });

  const annotations: { way: Exclude<keyof Traces, 'output' | 'summarize' | 'say'>; name: string }[] = [
    { way: 'debug', name: 'debug' },
    { way: 'notice', name: 'notice' },
    { way: 'warn', name: 'warning' },
    { way: 'error', name: 'error' },
    { way: 'fail', name: 'error' },
  ];

  test.each(annotations)('by $way is one annotation $name and nothing else', ({ way, name }) => {
    const traces = open();
    fc.assert(
      fc.property(hostile, (line) => {
        const commands = listen(() => traces[way](line)).map(parseCommand);
        expect(commands).toEqual([{ name, data: defuse(line) }]);
        expect(commands[0]?.data).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    { line: '::error::boom', said: ': :error::boom' },
    { line: 'see ##[error]boom and ##[x]', said: 'see ## [error]boom and ## [x]' },
  ])('can still be read when it was defused: $said', ({ line, said }) => {
    expect(listen(() => open().say(line))).toEqual([said]);
  });

  test('stays as it is when it is harmless', () => {
    const line = 'Told Spike to open the incident "CI / build in acme/shop#57": 100 % [sic] :: done.';
    expect(listen(() => open().say(line))).toEqual([line]);
  });

  test('is cut when it is longer than the runner shows', () => {
    const [line = ''] = listen(() => open().say('x'.repeat(10_000)));
    expect(line).toBe(`${'x'.repeat(3_999)}…`);
  });

  test('fails the step only when it says so', () => {
    open().error('boom');
    expect(process.exitCode).toBeUndefined();
    open().fail('boom');
    expect(process.exitCode).toBe(1);
  });

  test.each(['say', 'debug', 'notice', 'warn', 'error', 'fail'] as const)('by %s holds no secret', (way) => {
    const traces = open({ redact: (text) => text.replaceAll('s3cret', '***') });
    const [line = ''] = listen(() => traces[way]('the s3cret is out'));
    expect(line).toContain('the *** is out');
    expect(line).not.toContain('s3cret');
  });
});

describe('an output', () => {
  /** The one output in the file, by GitHub's form `name<<delimiter`. */
  function readOutput(): { name: string; value: string } {
    const [, name = '', , value = ''] =
      /^([^\n]*?)<<([^\n]*)\n(.*)\n\2\n$/s.exec(readFileSync(outputFile, 'utf8')) ?? [];
    return { name, value };
  }

  test('goes to the file of the runner with its line breaks, and nothing to the log', () => {
    vi.stubEnv('GITHUB_OUTPUT', outputFile);
    fc.assert(
      fc.property(hostile, (value) => {
        writeFileSync(outputFile, '');
        open().output('reason', `first\n${value}`);
        expect(written).toBe('');
        expect(readOutput()).toEqual({ name: 'reason', value: readable(`first\n${value}`) });
      }),
    );
  });

  test('is one line and one command where the runner has no file for it', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const commands = listen(() => open().output('reason', value)).flatMap((line) => parseCommand(line) ?? []);
        expect(commands.map(({ name }) => name)).toEqual(['set-output']);
      }),
    );
  });

  test('holds no secret', () => {
    vi.stubEnv('GITHUB_OUTPUT', outputFile);
    writeFileSync(outputFile, '');
    open({ redact: (text) => text.replaceAll('s3cret', '***') }).output('title', 'the s3cret');
    expect(readOutput()).toEqual({ name: 'title', value: 'the ***' });
  });
});

describe('the summary', () => {
  test('is added without secrets', () => {
    const added: string[] = [];
    const redact = (text: string) => text.replaceAll('s3cret', '***');
    open({ appendSummary: (html) => added.push(html), redact }).summarize('<p>the s3cret</p>');
    expect(added).toEqual(['<p>the ***</p>']);
    expect(written).toBe('');
  });

  test('that cannot be written is a debug line and no failure', () => {
    const appendSummary = () => {
      throw new Error('ENOENT');
    };
    const commands = listen(() => open({ appendSummary }).summarize('<p></p>')).map(parseCommand);
    expect(commands).toEqual([{ name: 'debug', data: 'The job summary could not be written.' }]);
    expect(process.exitCode).toBeUndefined();
  });
});
