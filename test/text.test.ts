import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, escapeHtml, findNearest, oneLine, readable } from '../src/text.ts';

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

  test('holds no break, no control character and no half of a character, and stays as it is', () => {
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

describe('a readable text', () => {
  test.each([
    ['one\r\ntwo\rthree\nfour', 'one\ntwo\nthree\nfour'],
    ['\tindented', '\tindented'],
    ['\u001b[31mred\u001b[0m\u0000', '[31mred[0m'],
    ['a\u202eb\u200b', 'ab'],
    ['half \udc00', 'half \ufffd'],
  ])('of %j is %j', (text, shown) => {
    expect(readable(text)).toBe(shown);
  });

  test('holds no control character but breaks and tabs, and stays as it is', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = readable(text);
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(shown.isWellFormed()).toBe(true);
        expect(readable(shown)).toBe(shown);
      }),
    );
  });
});

describe('a cut text', () => {
  test.each([
    { text: 'abc', length: 3, short: 'abc' },
    { text: 'abcd', length: 3, short: 'ab…' },
    { text: '🔥🔥🔥', length: 3, short: '🔥🔥🔥' },
    { text: '🔥🔥🔥🔥', length: 3, short: '🔥🔥…' },
    { text: '🔥a🔥b', length: 3, short: '🔥a…' },
    { text: 'abcd', length: 1, short: '…' },
    { text: '', length: 1, short: '' },
  ])('of "$text" with the length $length is "$short"', ({ text, length, short }) => {
    expect(cut(text, length)).toBe(short);
  });

  test('is whole when it is short enough, and otherwise its start and a mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const points = Array.from(text);
        const expected = points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
        expect(cut(text, length)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an escaped text', () => {
  test('has names for what HTML would read', () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    );
  });

  test('holds no character that HTML would read, and nothing is lost', () => {
    const names = new Map([
      ['&amp;', '&'],
      ['&lt;', '<'],
      ['&gt;', '>'],
      ['&quot;', '"'],
      ['&#39;', "'"],
    ]);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#') }), (text) => {
        const html = escapeHtml(text);
        expect(html).not.toMatch(/[<>"']/);
        expect(html.replace(/&[^;]*;/g, (name) => names.get(name) ?? 'lost')).toBe(text);
      }),
    );
  });
});

describe('the nearest word', () => {
  const words = ['success', 'failure', 'cancelled', 'skipped', 'timed_out', 'create', 'resolve'];

  test.each([
    { given: 'failed', word: 'failure' },
    { given: 'failur', word: 'failure' },
    { given: 'faliure', word: 'failure' },
    { given: 'canceled', word: 'cancelled' },
    { given: 'timed-out', word: 'timed_out' },
    { given: 'timedout', word: 'timed_out' },
    { given: 'sucess', word: 'success' },
    { given: 'resolved', word: 'resolve' },
    { given: 'created', word: 'create' },
    { given: 'sskkipped', word: 'skipped' },
    { given: 'time', word: 'timed_out' },
    { given: 'successfully-completed', word: 'success' },
  ])('to $given is $word', ({ given, word }) => {
    expect(findNearest(given, words)).toBe(word);
  });

  test.each(['', 'x', 'ok', 'red', 'broken', 'x'.repeat(1000)])('to "%s" is none', (given) => {
    expect(findNearest(given, words)).toBeUndefined();
  });

  test.each([
    { given: 'p6', words: ['p1', 'p2'], word: undefined },
    { given: 'tru', words: ['true', 'false'], word: 'true' },
    { given: 'sev', words: ['sev1', 'sev2'], word: 'sev1' },
    { given: 'ac', words: ['ab'], word: undefined },
    { given: 'abcd', words: ['abxy'], word: undefined },
  ])('to $given among $words is $word', ({ given, words, word }) => {
    expect(findNearest(given, words)).toBe(word);
  });

  test('is the nearer one of two', () => {
    expect(findNearest('stals', ['stole', 'stale'])).toBe('stale');
  });
});
