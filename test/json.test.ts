import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asNumber, asObject, asText, get, parseObject } from '../src/json.ts';

describe('a text', () => {
  test('that holds a JSON object is that object', () => {
    expect(parseObject(' {"a": [1]} ')).toEqual({ a: [1] });
  });

  test.each(['', ' ', 'a', '{', '[]', '1', 'null', '"{}"', 'true'])('that is %j holds no object', (text) => {
    expect(parseObject(text)).toBeUndefined();
  });

  test('that is not nested too deep for anything is read however deep it is', () => {
    expect(parseObject(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toBeTypeOf('object');
  });
});

describe('a value', () => {
  test.each([null, undefined, 1, 'a', true, [], [{}]])('that is %j is no object', (value) => {
    expect(asObject(value)).toBeUndefined();
  });

  test('that is an object is that object', () => {
    const object = { a: 1 };
    expect(asObject(object)).toBe(object);
  });

  test.each([null, undefined, 1, '', ' \n', {}])('that is %j is no text', (value) => {
    expect(asText(value)).toBeUndefined();
  });

  test('that is a text stays as it is', () => {
    expect(asText(' a ')).toBe(' a ');
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
  test('leads to what stands below its keys', () => {
    expect(get({ a: { b: { c: 1 } } }, 'a', 'b', 'c')).toBe(1);
    expect(get('value')).toBe('value');
  });

  test.each([
    { value: undefined, keys: ['a'] },
    { value: null, keys: ['a'] },
    { value: 'text', keys: ['length'] },
    { value: [1], keys: ['0'] },
    { value: { a: null }, keys: ['a', 'b'] },
    { value: { a: 1 }, keys: ['b'] },
    { value: {}, keys: ['__proto__'] },
    { value: {}, keys: ['constructor', 'name'] },
    { value: { a: 'x' }, keys: ['a', 'toString'] },
  ])('$keys leads nowhere in $value', ({ value, keys }) => {
    expect(get(value, ...keys)).toBeUndefined();
  });

  test('leads over a key called __proto__ like over any other', () => {
    expect(get(JSON.parse('{"__proto__": {"a": 1}}'), '__proto__', 'a')).toBe(1);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.string()), (value, keys) => {
        expect(() => get(value, ...keys)).not.toThrow();
      }),
    );
  });
});
