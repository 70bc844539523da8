import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedact, listMasks, listSecrets } from '../src/secrets.ts';

const TOKEN = 'x7Qk29vTmZ_4rHw8';
const redactAll = (text: string, token = TOKEN, env: NodeJS.ProcessEnv = {}) =>
  createRedact(listSecrets(token, env))(text);

/** How a server could write a text, character by character or as a whole. */
const each = (write: (code: string) => string) => (text: string) =>
  Array.from(text, (character) => write((character.codePointAt(0) ?? 0).toString(16).padStart(2, '0'))).join('');
const ENCODINGS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in small letters': (text) => encodeURIComponent(text).toLowerCase(),
  'percent-encoded in every character': each((code) => `%${code}`),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent-encoded twice in every character': each((code) => `%25${code}`),
  'with JSON escapes': (text) => JSON.stringify(text).slice(1, -1),
  'with JSON escapes in every character': each((code) => `\\u${code.padStart(4, '0')}`),
  'with JSON escapes twice': (text) => JSON.stringify(JSON.stringify(text)),
  'with a JSON escape that makes it a path': (text) => `path\\/${text}`,
  'with decimal HTML references': each((code) => `&#${Number.parseInt(code, 16)};`),
  'with HTML references twice': each((code) => `&amp;#x${code};`),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
  'in hexadecimal capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

/** Eight characters in a row are enough to count as a leak. */
function findLeak(text: string, secret: string): string | undefined {
  const pieces = Array.from({ length: Math.max(1, secret.length - 7) }, (_, start) => secret.slice(start, start + 8));
  return pieces.find((piece) => text.toLowerCase().includes(piece.toLowerCase()));
}

describe('redaction', () => {
  test.each(Object.entries(ENCODINGS))('finds the token %s', (_, encode) => {
    expect(redactAll(`at ${encode(TOKEN)} .`)).toMatch(/^at (path\\\/)?"?(\\")?\*\*\*(\\")?"? \.$/);
  });

  test.each(Object.entries(ENCODINGS))('finds a token of odd characters %s', (_, encode) => {
    const token = 'x7Q"k&2+9v<T>m\'Z%é~4r';
    expect(findLeak(redactAll(`at ${encode(token)} .`, token), encode(token))).toBeUndefined();
  });

  const SEPARATORS = ['\n', '\r\n', '\n    ', '\\n', '<wbr>', '<br/>', '\u00ad'];
  test.each(SEPARATORS)('finds the token with a separator anywhere in it (%j)', (separator) => {
    for (let place = 1; place < TOKEN.length; place++) {
      expect(redactAll(`at ${TOKEN.slice(0, place)}${separator}${TOKEN.slice(place)} .`)).toBe('at *** .');
    }
  });

  test('finds the token in base64 and base64url, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), (before, after) => {
        for (const encoding of ['base64', 'base64url'] as const) {
          const encoded = Buffer.from(`${before}${TOKEN}${after}`).toString(encoding);
          for (const text of [encoded, encoded.replace(/.{20}/g, '$&\n'), encodeURIComponent(encoded)]) {
            const [start = '', end = '', ...more] = decodeURIComponent(redactAll(text))
              .replace(/[\s=]/g, '')
              .split('***');
            expect(more).toEqual([]);
            // At each end, one group of three bytes can hold a part of the token.
            expect((start.length * 3) / 4).toBeLessThan(Buffer.byteLength(before) + 3);
            expect((end.length * 3) / 4).toBeLessThan(Buffer.byteLength(after) + 3);
          }
        }
      }),
    );
  });

  test('finds the token and its URL, given bare or as the URL, inside any text', () => {
    // None of these is in what stands in a secret's place.
    const tokens = fc.string({ unit: fc.constantFrom(...'abcXYZ0189%+=&"ü🔑ñ~(<'), minLength: 6, maxLength: 20 });
    const encodings = fc.constantFrom(...Object.values(ENCODINGS).slice(0, 1), encodeURIComponent, encodeURI);
    fc.assert(
      fc.property(tokens, fc.boolean(), encodings, fc.string(), fc.string(), (token, isUrl, encode, before, after) => {
        const given = isUrl ? `http://127.0.0.1:9/${encodeURIComponent(token)}/push-events` : token;
        const forms = [token, encode(token), ...(isUrl ? [given] : [])];
        for (const form of forms) {
          const redacted = redactAll(`${before}${form}${after}`, given);
          expect(forms.filter((one) => redacted.includes(one))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [`POST https://hooks.spike.sh/${TOKEN}/push-events failed`, 'POST https://hooks.spike.sh/***/push-events failed'],
    [`${TOKEN}${TOKEN}`, '******'],
    [`one ${TOKEN}\ntwo  three `, 'one ***\ntwo  three '],
    [`100%${TOKEN}%41 \\n&amp; <b>kept</b> \\`, '100%***%41 \\n&amp; <b>kept</b> \\'],
    ['https://hooks.spike.sh/<token>/push-events', 'https://hooks.spike.sh/<token>/push-events'],
  ])('leaves the rest of the text as it is: %s', (text, redacted) => {
    expect(redactAll(text)).toBe(redacted);
  });

  test('changes nothing in a text without a secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(redactAll(text)).toBe(text);
      }),
    );
  });

  test('finds a short token only as it is written', () => {
    expect(redactAll('a build, BUILD, b%75ild and b uild', 'build')).toBe('a ***, ***, b%75ild and b uild');
  });

  test.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'])(
    'finds the password of %s',
    (name) => {
      const env = { [name]: 'http://mona:p%40ssw0rd@proxy.example:3128' };
      const text = 'http://mona:p%40ssw0rd@proxy.example:3128, p@ssw0rd, bW9uYTpwQHNzdzByZA==';
      expect(redactAll(text, TOKEN, env)).toMatch(
        /^http:\/\/mona:\*\*\*@proxy\.example:3128, \*\*\*, bW9u.{4}\*\*\*.{0,4}$/,
      );
    },
  );

  test.each(['http://proxy.example:3128', 'proxy.example:3128', 'http://mona@proxy.example', ''])(
    'finds nothing in a proxy without a password: %s',
    (proxy) => {
      expect(listSecrets(TOKEN, { HTTPS_PROXY: proxy })).toEqual(listSecrets(TOKEN, {}));
    },
  );

  test('leaves no rest of a secret that begins with another one', () => {
    const env = { HTTPS_PROXY: 'http://mona:t0k3n-and-more@proxy.example:3128' };
    expect(redactAll('t0k3n, t0k3n-and-more', 't0k3n', env)).toBe('***, ***');
  });

  test.each([
    `"${TOKEN}"`,
    `<${TOKEN}>`,
    `Bearer ${TOKEN}`,
    `SPIKE_TOKEN=${TOKEN}`,
    `token: ${TOKEN}`,
    `hooks.spike.sh/${TOKEN}/push-events`,
    `https://evil.example/${TOKEN}/push-events`,
    `https://evil.example/?token=${TOKEN}`,
    `https://evil.example/#${TOKEN}`,
    `https://${TOKEN}@evil.example/`,
    `https://mona:${TOKEN}@hooks.spike.sh/x/push-events`,
  ])('finds the token that a refused one holds: %s', (given) => {
    expect(redactAll(`${TOKEN} and ${given}`, given)).toMatch(/^\*\*\* and [^x]*\*\*\*/);
    expect(redactAll('hooks.spike.sh push-events Bearer', given)).toBe('hooks.spike.sh push-events Bearer');
  });
});

describe('the secrets', () => {
  test('come longest first, each once, and none is blank', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), fc.string(), (token, password) => {
        const secrets = listSecrets(token, { HTTPS_PROXY: `http://mona:${password}@proxy.example` });
        expect(secrets).toEqual([...new Set(secrets)].sort((a, b) => b.length - a.length));
        expect(secrets.filter((secret) => secret.trim() === '')).toEqual([]);
        if (token.trim() !== '') expect(secrets).toContain(token);
      }),
    );
  });

  test('are masked when they have 6 characters or more', () => {
    const masks = listMasks(listSecrets('http://127.0.0.1:9/abcde/push-events', { HTTPS_PROXY: 'http://m:sesame@x' }));
    expect(masks).toEqual(expect.arrayContaining(['http://127.0.0.1:9/abcde/push-events', 'sesame']));
    expect(masks).not.toContain('abcde');
    expect(listMasks(['12345', '123456', ' 12345 '])).toEqual(['123456']);
  });

  test('are none of the words of our own messages', () => {
    const message =
      'token must be the token of a Spike webhook integration or the URL https://hooks.spike.sh/<token>/push-events';
    const given = ['<token>', 'https://hooks.spike.sh/<token>/push-events', 'a/b', 'https://hooks.spike.sh/e/s/t'];
    for (const token of given) {
      expect(redactAll(message, token).replace(token, '')).toContain('token must be the token of a Spike');
    }
  });

  test('of a plain token are few', () => {
    expect(listMasks(listSecrets(TOKEN, {})).length).toBeLessThanOrEqual(8);
  });
});
