import { describe, expect, test } from 'vitest';
import { asNumber, asText, get } from '../src/json.ts';

// What is no object, and JSON that is nested deep, is in the tests of inputs and of details.

describe('a value', () => {
  test.each([null, undefined, 1, '', ' \n', {}])('that is %j is no text', (value) => {
    expect(asText(value)).toBeUndefined();
  });

  test.each([0, -1.5, '41', '123456789012345'])('that is %j is a number', (value) => {
    expect(asNumber(value)).toBe(Number(value));
  });

  test.each([NaN, Infinity, '', '-1', '1e3', ' 1', '1234567890123456', true, null])(
    'that is %j is no number',
    (value) => {
      expect(asNumber(value)).toBeUndefined();
    },
  );
});

describe('a path', () => {
  test.each([
    { value: null, keys: ['a'] },
    { value: 'text', keys: ['length'] },
    { value: [1], keys: ['0'] },
    { value: {}, keys: ['__proto__'] },
  ])('$keys leads nowhere in $value', ({ value, keys }) => {
    expect(get(value, ...keys)).toBeUndefined();
  });

  test('leads over a key called __proto__ like over any other', () => {
    expect(get(JSON.parse('{"__proto__": {"a": 1}}'), '__proto__', 'a')).toBe(1);
  });
});
