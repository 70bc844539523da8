import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asObject, get, type Json, type JsonObject, parseObject } from '../src/json.ts';
import { composePayload, type Message } from '../src/spike/payload.ts';

const MAX_BYTES = 64 * 1024;
const title = 'CI / build in acme/shop';
const identity = {
  ...{ outcome: 'failure', repository: 'acme/shop', workflow: 'CI', job: 'build', event: 'push', branch: 'main' },
  environment: 'production',
  ...{ tag: 'v1.2.3', pull_request: 57, commit: 'c0ffee254729296a45a3885639ac7e10f9d54979', run_number: 41 },
  ...{ run_attempt: 2, run_url: 'https://github.com/acme/shop/actions/runs/9007001041/attempts/2' },
  job_url: 'https://github.com/acme/shop/actions/runs/9007001041/job/31000000041',
};

type Given = Partial<Message> & { redact?: (text: string) => string };

function compose({ redact = (text) => text, ...message }: Given): string {
  const whole = { action: 'create', title, details: {}, severity: undefined, priority: undefined, ...message } as const;
  const { text, body } = composePayload(whole, redact);
  expect(asObject(get(parseObject(text), 'body'))).toEqual(JSON.parse(JSON.stringify(body)));
  return text;
}

const bodyOf = (given: Given): JsonObject => asObject(get(parseObject(compose(given)), 'body')) ?? {};

describe('a payload', () => {
  test.each<[string, Given, JsonObject]>([
    ['opens an incident', { severity: 'sev1', priority: 'p2' }, { severity: 'sev1', priority: 'p2' }],
    ['opens one without severity and priority', {}, {}],
    ['resolves one', { action: 'resolve', severity: 'sev1', priority: 'p2' }, { status: 'resolve' }],
  ])('that %s has the title, the body and nothing else but what belongs to it', (_, given, rest) => {
    const details = { branch: 'main' };
    expect(JSON.parse(compose({ ...given, details }))).toEqual({ title, body: details, ...rest });
  });

  test.each([null, undefined, '', '\u0000\u001b', {}, []])('leaves out a detail that is %j', (value) => {
    expect(bodyOf({ details: { branch: 'main', detail: value } })).toEqual({ branch: 'main' });
  });

  test.each<Json>([0, false, ' ', [[0]], { a: null }])('keeps a detail that is %j', (value) => {
    expect(bodyOf({ details: { detail: value } })).toEqual({ detail: value });
  });

  test('leaves out what is not known inside a detail, too', () => {
    const details = { failed_jobs: [{ name: 'build', url: undefined, failed_steps: [] }] };
    expect(bodyOf({ details })).toEqual({ failed_jobs: [{ name: 'build', failed_steps: [] }] });
    expect(compose({ details })).not.toContain('url');
  });

  test.each([
    { of: 'lists', open: '[', close: ']' },
    { of: 'objects', open: '{"k":', close: '}' },
  ])('stops at 16 levels of $of', ({ open, close }) => {
    const depth = 5_000;
    const details = parseObject(`{"deep":${open.repeat(depth)}1${close.repeat(depth)}}`) ?? {};
    let value: unknown = bodyOf({ details }).deep;
    let levels = 0;
    for (; typeof value === 'object' && value !== null; levels++) value = Object.values(value)[0];
    expect({ levels, value }).toEqual({ levels: 16, value: '…' });
  });

  test('keeps hostile keys as keys', () => {
    const body = '{"branch":"main","__proto__":{"branch":"trunk"},"constructor":1,"toString":2,"":3}';
    const payload = compose({ details: parseObject(body) ?? {} });
    expect(payload).toContain(
      '"body":{"branch":"main","__proto__":{"branch":"trunk"},"constructor":1,"toString":2,"":3}',
    );
  });

  test('holds texts without colours, NUL and halves of characters, with their line breaks', () => {
    const details = { message: '\u001b[31mred\u0000\r\nhalf \ud83d', 'ke\u0000y': 1 };
    expect(bodyOf({ details })).toEqual({ message: '[31mred\nhalf \ufffd', key: 1 });
  });
});

describe('a payload that would be too large', () => {
  const leg = (index: number) => ({
    name: `build (node: ${index}, os: ubuntu-latest)`,
    url: `https://github.com/acme/shop/actions/runs/9007001041/job/${31_000_000_000 + index}`,
    failed_steps: ['Run npm test'],
  });

  test('has a long text cut, and nothing else', () => {
    const details = { ...identity, message: 'm'.repeat(100_000), note: 'n'.repeat(10_000) };
    const { message, ...rest } = bodyOf({ details });
    expect(rest).toEqual({ ...identity, note: 'n'.repeat(10_000) });
    expect(message).toBe(`${'m'.repeat(32_767)}…`);
  });

  test('has texts cut in lists and objects, too', () => {
    const long = 'x'.repeat(50_000);
    const { errors, team } = bodyOf({ details: { errors: [long, 'short'], team: { note: long } } });
    expect(get(team, 'note')).toMatch(/^x{10000,}…$/);
    expect(errors).toEqual([get(team, 'note'), 'short']);
  });

  test('of 900 failed legs has the first ones whole, and the number of the others', () => {
    const details = { ...identity, commit_message: 'c'.repeat(20_000), failed_jobs: range(900).map(leg) };
    const { failed_jobs: jobs, ...rest } = bodyOf({ details });
    const list = Array.isArray(jobs) ? jobs : [];
    expect(list.length).toBeGreaterThan(150);
    expect(list.slice(0, -1)).toEqual(range(list.length - 1).map(leg));
    expect(list.at(-1)).toEqual({ name: `and ${901 - list.length} more` });
    expect(rest).toMatchObject(identity);
  });

  test('has no link and no name of a job cut, however little room there is', () => {
    const noise = Object.fromEntries(range(300).map((index) => [`noise_${index}`, range(100).map(String)]));
    const jobs = range(900).map((index) => ({ ...leg(index), name: `${'n'.repeat(300)} ${index}` }));
    const details = { ...identity, compare_url: `https://github.com/${'c'.repeat(500)}`, failed_jobs: jobs, ...noise };
    const body = bodyOf({ details });
    expect(body).toMatchObject({ ...identity, compare_url: details.compare_url });
    const list = Array.isArray(body.failed_jobs) ? body.failed_jobs : [];
    expect(list.slice(0, -1)).toEqual(jobs.slice(0, list.length - 1));
    expect(list.length).toBeGreaterThan(1);
  });

  test('has a link that no one could follow replaced, and not cut', () => {
    const details = { link: `https://example.com/${'x'.repeat(70_000)}`, note: 'short' };
    expect(bodyOf({ details })).toEqual({ link: '…', note: 'short' });
  });

  test('has a list of texts end in the number of the others', () => {
    const errors = range(3_000).map((index) => `src/a.ts:${index}: ${'e'.repeat(40)}`);
    const { errors: shown } = bodyOf({ details: { errors } });
    expect(shown).toEqual([...errors.slice(0, 400), 'and 2600 more']);
  });

  test('loses its largest entries when cutting is not enough, and none of its identity', () => {
    const wide = (count: number) => Object.fromEntries(range(count).map((index) => [`k${index}`, index]));
    const details = { small: wide(10), huge: wide(20_000), ...identity, medium: wide(2_000) };
    expect(bodyOf({ details })).toEqual({ small: wide(10), ...identity, medium: wide(2_000) });
  });

  test('keeps the other identity fields when the user has put something huge in place of one', () => {
    const { branch, ...rest } = identity;
    const text = bodyOf({ details: { ...identity, branch: 'b'.repeat(100_000) } });
    expect(text).toMatchObject(rest);
    expect(text.branch).toMatch(/^b{10000,}…$/);
    const wide = Object.fromEntries(range(20_000).map((index) => [`k${index}`, index]));
    expect(bodyOf({ details: { ...identity, branch: wide } })).toEqual(rest);
  });

  test('is whole when it is exactly as large as it may be', () => {
    const frame = Buffer.byteLength(compose({ details: { message: 'm' } })) - 1;
    const message = 'm'.repeat(MAX_BYTES - frame);
    expect(bodyOf({ details: { message } })).toEqual({ message });
    expect(bodyOf({ details: { message: `${message}m` } }).message).toMatch(/m…$/);
  });

  test('has every identity field where there are thousands of smaller entries', () => {
    const entries = range(16_000).map((index) => [index.toString(36), 0] as const);
    expect(bodyOf({ details: { ...Object.fromEntries(entries), ...identity } })).toMatchObject(identity);
  });
});

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

const hostileKey = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'toJSON', 'length', '', 'message', 'a\u0000b', '\ud800', '…'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('\u0000', '\u001b[31m', '\u009b', '\ud83d', '"', '\\', '\n', '🔥', '\u2028', 'a'))
    .map((pieces) => pieces.join('')),
);
const hugeText = fc
  .tuple(text, fc.integer({ min: 1, max: 10_000 }))
  .map(([piece, times]) => piece.repeat(times).slice(0, 100_000));
const leaf = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(hostileKey, tie('value'), { maxKeys: 5 }),
  ),
}));
const deep = fc
  .tuple(value, fc.integer({ min: 10, max: 1_000 }))
  .map(([inner, depth]) => range(depth).reduce<Json>((all, level) => (level % 2 === 0 ? [all] : { k: all }), inner));
const long = fc
  .tuple(leaf, fc.integer({ min: 100, max: 2_500 }))
  .map(([inner, length]) => range(length).map(() => inner));
const wide = long.map((list): JsonObject => Object.fromEntries(list.map((inner, index) => [`k${index}`, inner])));
const details = fc
  .tuple(
    fc.dictionary(hostileKey, fc.oneof(value, hugeText, deep, wide, long), { maxKeys: 4 }),
    fc.option(wide, { nil: {} }),
  )
  .map(([given, more]): JsonObject => ({ ...given, ...more }));
const action = fc.constantFrom<Message['action']>('create', 'resolve');

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(listTexts);
  return Object.entries(asObject(value) ?? {}).flatMap(([key, item]) => [key, ...listTexts(item)]);
}

test('whatever the details are, the payload is JSON of at most 64 KiB with the title and an intact identity', () => {
  fc.assert(
    fc.property(details, action, (given, action) => {
      const payload = compose({ details: { ...given, ...identity }, action });
      expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MAX_BYTES);
      expect(get(parseObject(payload), 'title')).toBe(title);
      expect(get(parseObject(payload), 'body')).toMatchObject(identity);
      const texts = listTexts(parseObject(payload));
      expect(texts.filter((text) => !text.isWellFormed() || /[^\P{Cc}\n\t]/u.test(text))).toEqual([]);
      expect(compose({ details: structuredClone({ ...given, ...identity }), action })).toBe(payload);
    }),
    { numRuns: 40 },
  );
});

describe('a secret', () => {
  const hide = (secret: string) => (text: string) => text.replaceAll(secret, '***');

  test('is taken out of the title, of values and of keys, however deep they are', () => {
    const details = { 'key s3cret': ['s3cret', { s3cret: 'the s3cret' }] };
    expect(JSON.parse(compose({ title: 'Of s3cret', details, redact: hide('s3cret') }))).toEqual({
      title: 'Of ***',
      body: { 'key ***': ['***', { '***': 'the ***' }] },
    });
  });

  test('is taken out when control characters keep its parts apart', () => {
    const details = { message: 's3\u0000cret and s3\u200bcret' };
    expect(bodyOf({ details, redact: hide('s3cret') })).toEqual({ message: '*** and ***' });
  });

  test('is nowhere in the payload, be it one letter or full of what JSON escapes', () => {
    const secret = fc.oneof(
      fc.constantFrom('"', '\\', '\\"', 'a"b\\c', '{', ':', ',', 'n', 't', '0', 'title', 'message'),
      fc.stringMatching(/^[!-)+-~]{1,12}$/),
    );
    fc.assert(
      fc.property(secret, details, fc.array(text), (secret, given, around) => {
        const hidden = { ...given, [`k${secret}`]: around.map((piece) => `${piece}${secret}${piece}`), m: secret };
        const payload = compose({ title: `In ${secret}`, details: hidden, redact: hide(secret) });
        const { title, body } = parseObject(payload) ?? {};
        // Apart from the words that the action writes itself.
        const texts = [String(title), ...listTexts(body)].filter((text) => !/^and \d+ more$/.test(text));
        expect(texts.filter((text) => text.includes(secret))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
