import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, oneLine, stripControls, truncate } from '../src/text.ts';
import { closest } from '../src/warnings.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('\r', '\n', '\t', '\u0000', '\u001b', '\u009b', '\u2028', '\ud83d', ' ', 'a', '🔥'))
    .map((pieces) => pieces.join('')),
);

describe('one line', () => {
  test.each([
    ['one\r\ntwo', 'one two'],
    ['one\n\n\ttwo', 'one two'],
    ['one\u2028two\u2029three\u0085four', 'one two three four'],
    [' \n one \u0000 ', 'one'],
    ['a\u202eb\u2066c', 'a b c'],
    ['half \ud83d', 'half \ufffd'],
    ['two  spaces stay', 'two  spaces stay'],
    ['👩‍🚒 é', '👩‍🚒 é'],
    ['', ''],
  ])('of %j is %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  test('has no break, no control character and no lone surrogate, and does not change again', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(line.isWellFormed()).toBe(true);
        expect(oneLine(line)).toBe(line);
      }),
    );
  });
});

describe('a text without controls', () => {
  test.each([
    ['one\r\ntwo\rthree\nfour', 'one\ntwo\nthree\nfour'],
    ['\tindented', '\tindented'],
    ['\u001b[31mred\u001b[0m\u0000', '[31mred[0m'],
    ['a\u202eb\u200b', 'ab'],
    ['half \udc00', 'half \ufffd'],
  ])('of %j is %j', (text, shown) => {
    expect(stripControls(text)).toBe(shown);
  });

  test('has no control character but breaks and tabs, and does not change again', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = stripControls(text);
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(shown.isWellFormed()).toBe(true);
        expect(stripControls(shown)).toBe(shown);
      }),
    );
  });
});

describe('a truncated text', () => {
  test('is whole when it is short enough, and otherwise ends in a mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '🔥') }), fc.integer({ min: 1, max: 10 }), (text, length) => {
        const points = Array.from(text);
        const expected = points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
        expect(truncate(text, length)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an escaped text', () => {
  test('has no character of markup, and loses nothing', () => {
    const names: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#') }), (text) => {
        const html = escapeHtml(text);
        expect(html).not.toMatch(/[<>"']/);
        expect(html.replace(/&[^;]*;/g, (name) => names[name] ?? 'lost')).toBe(text);
      }),
    );
  });
});

describe('the closest word', () => {
  const words = ['success', 'failure', 'cancelled', 'skipped', 'timed_out', 'create', 'resolve'];

  const NEAR =
    'failed:failure failur:failure faliure:failure canceled:cancelled timed-out:timed_out timedout:timed_out sucess:success ' +
    'resolved:resolve created:create sskkipped:skipped time:timed_out successfully-completed:success';
  test.each(NEAR.split(' ').map((pair) => pair.split(':')))('to %s is %s', (given = '', word = '') => {
    expect(closest(given, words)).toBe(word);
  });

  test.each(['', 'x', 'ok', 'red', 'broken', 'x'.repeat(1000)])('to "%s" is none', (given) => {
    expect(closest(given, words)).toBeUndefined();
  });

  test.each([
    { given: 'p6', words: ['p1', 'p2'], word: undefined },
    { given: 'tru', words: ['true', 'false'], word: 'true' },
    { given: 'sev', words: ['sev1', 'sev2'], word: 'sev1' },
    { given: 'abcd', words: ['abxy'], word: undefined },
    { given: 'stals', words: ['stole', 'stale'], word: 'stale' },
  ])('to $given among $words is $word', ({ given, words, word }) => {
    expect(closest(given, words)).toBe(word);
  });
});
