import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { Environment } from '../src/context.ts';
import { CONCLUSIONS, STATUSES } from '../src/decision.ts';
import { InputError } from '../src/errors.ts';
import { type Inputs, readInputs } from '../src/inputs.ts';
import { asText, at } from '../src/json.ts';
import { ROOT } from './documentation.ts';

vi.setConfig({ testTimeout: 60_000 });

const NODE = 'v24.21.0';
const TOKEN = 't0k3n-0f-acme';

/** The inputs that `action.yml` declares, each with its default. */
const DECLARED = new Map(
  Object.entries(at(parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')), 'inputs') ?? {}).map(
    ([name, input]): [string, string] => [name, asText(at(input, 'default')) ?? ''],
  ),
);

// What the runner makes of the defaults that are expressions.
const EVALUATED: Record<string, string> = {
  'github-token': 'ghs_1',
  'job-status': 'success',
  'action-status': '',
  matrix: 'null',
  'check-run-id': '41',
  'job-workflow-ref': 'acme/shop/.github/workflows/ci.yml@refs/heads/main',
};

type Given = Record<string, string>;
type Call = { read: string } | { mask: string };

/** Reads the inputs as `given`, the others by default, and keeps in `calls` what was done in which order. */
function read(given: Given, { env = {}, calls = [] }: { env?: Environment; calls?: Call[] } = {}): Inputs {
  return readInputs({
    read: (name) => {
      calls.push({ read: name });
      return given[name] ?? EVALUATED[name] ?? DECLARED.get(name) ?? '';
    },
    mask: (secret) => calls.push({ mask: secret }),
    env,
    nodeVersion: NODE,
  });
}

const readWithToken = (given: Given): Inputs => read({ token: TOKEN, ...given });

/** The sentence with which an input is refused. */
function refusal(given: Given, env: Environment = {}): string {
  try {
    read({ token: TOKEN, ...given }, { env });
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('the inputs', () => {
  test('that are read are those that action.yml declares', () => {
    const calls: Call[] = [];
    read({ token: TOKEN }, { calls });
    const names = calls.flatMap((call) => ('read' in call ? call.read : []));
    expect(names.sort()).toEqual([...DECLARED.keys()].sort());
  });

  test('are what action.yml says when only the token is given', () => {
    expect(read({ token: TOKEN })).toEqual({
      webhook: { post: expect.any(Function), redact: expect.any(Function) },
      title: undefined,
      body: undefined,
      severity: undefined,
      priority: undefined,
      status: undefined,
      needs: undefined,
      branches: [],
      createOn: ['failure', 'timed_out', 'startup_failure'],
      resolveOn: ['success'],
      githubToken: 'ghs_1',
      timeout: 60_000,
      failOnError: false,
      dryRun: false,
      jobStatus: 'success',
      actionStatus: '',
      contexts: {
        matrix: 'null',
        checkRunId: '41',
        jobWorkflowRef: 'acme/shop/.github/workflows/ci.yml@refs/heads/main',
      },
    });
  });

  test.each(['', ' ', '\n', '\r\n \t'])('that are %j are as if they were not given', (blank) => {
    const given = {
      title: blank,
      body: blank,
      severity: blank,
      priority: blank,
      status: blank,
      needs: blank,
    };
    const rest = {
      branches: blank,
      timeout: blank,
      'fail-on-error': blank,
      'dry-run': blank,
      'github-token': blank,
    };
    expect(readWithToken({ ...given, ...rest })).toMatchObject({
      title: undefined,
      body: undefined,
      severity: undefined,
      priority: undefined,
      status: undefined,
      needs: undefined,
      branches: [],
      githubToken: undefined,
      timeout: 60_000,
      failOnError: false,
      dryRun: false,
    });
  });

  test('title and body are kept as they are', () => {
    expect(readWithToken({ title: '  a\nb ', body: ' {"a": 1}\n' })).toMatchObject({
      title: '  a\nb ',
      body: ' {"a": 1}\n',
    });
  });
});

describe('the token', () => {
  test.each(['', ' ', '\n'])('that is %j is none, and nothing is masked', (token) => {
    const calls: Call[] = [];
    expect(read({ token }, { calls }).webhook).toBeUndefined();
    expect(calls.filter((call) => 'mask' in call)).toEqual([]);
  });

  test('that is missing does not keep the other inputs from being checked', () => {
    expect(refusal({ token: '', severity: 'sev9' })).toMatch(/^severity is "sev9"/);
  });

  test.each([
    ['a character too many', 'a token'],
    ['a URL elsewhere', 'https://evil.example/abc'],
  ])('that is wrong is told by its own sentence: %s', (_, token) => {
    expect(refusal({ token })).toMatch(/^token (holds a character|is a URL on https:\/\/evil\.example)/);
  });

  test('may stand among white space', () => {
    const calls: Call[] = [];
    const { webhook } = read({ token: `\n  ${TOKEN}\r\n` }, { calls });
    expect(webhook?.redact(`the ${TOKEN}.`)).toBe('the ***.');
    expect(calls[1]).toEqual({ mask: TOKEN });
  });
});

describe('a proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('that is no URL in %s is refused by its name', (name) => {
    expect(refusal({}, { [name]: 'socks5://proxy.example' })).toBe(
      `${name} is set, but is no URL of a proxy like http://proxy.example:3128.`,
    );
  });

  test('is refused on a Node that cannot use it', () => {
    const source = { read: () => TOKEN, mask: () => {}, nodeVersion: 'v24.4.1' };
    const lists = (name: string) => (name === 'token' ? TOKEN : '');
    expect(() => readInputs({ ...source, read: lists, env: { HTTPS_PROXY: 'http://proxy.example:3128' } })).toThrow(
      'HTTPS_PROXY is set, but Node v24.4.1 of this runner cannot send through a proxy; update the runner to 2.328 or later.',
    );
  });
});

describe('a word that is none', () => {
  const statuses = STATUSES.join(', ');
  const conclusions = CONCLUSIONS.join(', ');

  test.each([
    ['severity', 'sev4', 'severity is "sev4", which is none of sev1, sev2, sev3. Did you mean sev1?'],
    ['severity', 'sev', 'severity is "sev", which is none of sev1, sev2, sev3. Did you mean sev1?'],
    ['severity', 'critical', 'severity is "critical", which is none of sev1, sev2, sev3.'],
    ['severity', '1', 'severity is "1", which is none of sev1, sev2, sev3.'],
    ['priority', 'p0', 'priority is "p0", which is none of p1, p2, p3, p4, p5.'],
    ['priority', 'pp2', 'priority is "pp2", which is none of p1, p2, p3, p4, p5. Did you mean p2?'],
    ['priority', 'High', 'priority is "High", which is none of p1, p2, p3, p4, p5.'],
    ['status', 'failed', `status is "failed", which is none of ${statuses}. Did you mean failure?`],
    ['status', 'Sucess', `status is "Sucess", which is none of ${statuses}. Did you mean success?`],
    ['status', 'canceled', `status is "canceled", which is none of ${statuses}. Did you mean cancelled?`],
    ['status', 'timeout', `status is "timeout", which is none of ${statuses}. Did you mean timed_out?`],
    ['status', 'timed-out', `status is "timed-out", which is none of ${statuses}. Did you mean timed_out?`],
    ['status', 'resolved', `status is "resolved", which is none of ${statuses}. Did you mean resolve?`],
    ['status', 'crate', `status is "crate", which is none of ${statuses}. Did you mean create?`],
    ['status', 'open', `status is "open", which is none of ${statuses}.`],
    ['status', 'true', `status is "true", which is none of ${statuses}.`],
    ['status', 'success, failure', `status is "success, failure", which is none of ${statuses}. Did you mean success?`],
    ['status', '${{ job.status }}', `status is "\${{ job.status }}", which is none of ${statuses}.`],
    ['create-on', 'failure, sucess', `create-on is "sucess", which is none of ${conclusions}. Did you mean success?`],
    ['create-on', 'create', `create-on is "create", which is none of ${conclusions}.`],
    ['create-on', '["failure"]', `create-on is "["failure"]", which is none of ${conclusions}.`],
    ['create-on', 'never', `create-on is "never", which is none of ${conclusions}.`],
    ['resolve-on', 'always', `resolve-on is "always", which is none of ${conclusions}.`],
    ['resolve-on', 'success\nskiped', `resolve-on is "skiped", which is none of ${conclusions}. Did you mean skipped?`],
    ['fail-on-error', 'yes', 'fail-on-error is "yes", which is none of true, false.'],
    ['fail-on-error', '1', 'fail-on-error is "1", which is none of true, false.'],
    ['fail-on-error', 'fasle', 'fail-on-error is "fasle", which is none of true, false. Did you mean false?'],
    ['dry-run', 'no', 'dry-run is "no", which is none of true, false.'],
    ['dry-run', 'ture', 'dry-run is "ture", which is none of true, false.'],
    ['dry-run', 'truee', 'dry-run is "truee", which is none of true, false. Did you mean true?'],
    ['dry-run', 'null', 'dry-run is "null", which is none of true, false.'],
  ])('in %s is refused: %s', (name, given, sentence) => {
    expect(refusal({ [name]: given })).toBe(sentence);
  });

  test('is shown on one line and up to 60 characters', () => {
    const sentence = refusal({ severity: `sev\n::error::${'x'.repeat(100)}` });
    expect(sentence).toBe(`severity is "sev ::error::${'x'.repeat(46)}…", which is none of sev1, sev2, sev3.`);
  });
});

describe('a word', () => {
  const spell = (word: string): string[] => [word, word.toUpperCase(), ` ${word[0]?.toUpperCase()}${word.slice(1)}\n`];

  test.each(STATUSES)('of status is %s in any letter case', (word) => {
    for (const status of spell(word)) expect(readWithToken({ status }).status).toBe(word);
  });

  test.each(['sev1', 'sev2', 'sev3'])('of severity is %s in any letter case', (word) => {
    for (const severity of spell(word)) expect(readWithToken({ severity }).severity).toBe(word);
  });

  test.each(['p1', 'p2', 'p3', 'p4', 'p5'])('of priority is %s in any letter case', (word) => {
    for (const priority of spell(word)) expect(readWithToken({ priority }).priority).toBe(word);
  });

  test.each([
    ['true', true],
    ['True', true],
    [' TRUE ', true],
    ['false', false],
    ['False', false],
    ['FALSE\n', false],
  ])('%j of fail-on-error and dry-run is %s', (given, value) => {
    expect(readWithToken({ 'fail-on-error': given })).toMatchObject({ failOnError: value, dryRun: false });
    expect(readWithToken({ 'dry-run': given })).toMatchObject({ failOnError: false, dryRun: value });
  });
});

describe('create-on and resolve-on', () => {
  test.each(['', ' ', ',', '\n,\r\n'])('that are %j mean never', (never) => {
    expect(readWithToken({ 'create-on': never })).toMatchObject({ createOn: [], resolveOn: ['success'] });
    expect(readWithToken({ 'resolve-on': never }).resolveOn).toEqual([]);
    expect(readWithToken({ 'create-on': never, 'resolve-on': never })).toMatchObject({
      createOn: [],
      resolveOn: [],
    });
  });

  test.each([
    'failure,cancelled',
    ' Failure , CANCELLED ,',
    'failure\ncancelled\n',
    'failure\r\ncancelled\r\n',
    'failure\rcancelled',
  ])('are lists, comma or line separated: %j', (list) => {
    expect(readWithToken({ 'create-on': list }).createOn).toEqual(['failure', 'cancelled']);
    expect(readWithToken({ 'create-on': '', 'resolve-on': list }).resolveOn).toEqual(['failure', 'cancelled']);
  });

  test('take every conclusion', () => {
    const all = CONCLUSIONS.join(', ');
    expect(readWithToken({ 'create-on': all, 'resolve-on': '' }).createOn).toEqual(CONCLUSIONS);
  });

  test.each([
    { createOn: 'failure, success', resolveOn: 'success', both: 'success' },
    { createOn: 'failure, cancelled, skipped', resolveOn: 'SKIPPED, Cancelled', both: 'cancelled' },
  ])('cannot both hold $both', ({ createOn, resolveOn, both }) => {
    expect(refusal({ 'create-on': createOn, 'resolve-on': resolveOn })).toBe(
      `create-on and resolve-on both hold ${both}; leave it in one of them.`,
    );
  });
});

describe('branches', () => {
  test('are patterns, comma or line separated', () => {
    expect(readWithToken({ branches: 'main, releases/**\n!releases/old ,\n' }).branches).toEqual([
      'main',
      'releases/**',
      '!releases/old',
    ]);
  });

  const advice = 'which is no pattern as in on.push.branches';
  test.each([
    ['release/[0-9', `branches holds "release/[0-9", ${advice} ([ has no end).`],
    ['main, ![a', `branches holds "![a", ${advice} ([ has no end).`],
    ['a\\', `branches holds "a\\", ${advice} (\\ has no end).`],
    ['+main', `branches holds "+main", ${advice} (Nothing to repeat).`],
    ['!?', `branches holds "!?", ${advice} (Nothing to repeat).`],
    ['[z-a]', `branches holds "[z-a]", ${advice} (Range out of order in character class).`],
    ['a: b[z-a]', `branches holds "a: b[z-a]", ${advice} (Range out of order in character class).`],
  ])('that hold %s are refused', (branches, sentence) => {
    expect(refusal({ branches })).toBe(sentence);
  });

  test('are taken, or refused in a sentence, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[!*?+[\]\\a-c/^-]{0,12}$/)), (branches) => {
        expect(sentenceOrNothing({ branches })).toMatch(/^$|^branches holds ".*", which is no pattern .*\)\.$/);
      }),
      { numRuns: 500 },
    );
  });
});

/** The one sentence with which `given` is refused, or nothing when it is taken; whatever else is thrown stays so. */
function sentenceOrNothing(given: Given): string {
  try {
    readWithToken(given);
    return '';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.message.length).toBeLessThan(400);
    return error.message;
  }
}

describe('timeout', () => {
  test.each([
    ['1', 1_000],
    ['60', 60_000],
    [' 300\n', 300_000],
    ['007', 7_000],
  ])('of %j seconds is %i ms', (timeout, milliseconds) => {
    expect(readWithToken({ timeout }).timeout).toBe(milliseconds);
  });

  test.each(['0', '301', '-1', '+5', '1.5', '1,5', '60s', '1e2', '0x10', '٦', 'soon', 'NaN', 'Infinity', '9999999999'])(
    'cannot be %s',
    (timeout) => {
      expect(refusal({ timeout })).toBe(`timeout is "${timeout}", which is no whole number of seconds from 1 to 300.`);
    },
  );
});

describe('needs', () => {
  const ADVICE = 'Write it as needs: ${{ toJSON(needs) }} in a job that has needs.';

  test('are the results of the jobs, in order', () => {
    const needs = JSON.stringify({
      build: { result: 'success', outputs: { version: '1' } },
      test: { result: 'failure', outputs: {} },
      lint: { result: 'cancelled', outputs: {} },
      docs: { result: 'skipped', outputs: {} },
    });
    expect([...(readWithToken({ needs }).needs ?? [])]).toEqual([
      ['build', 'success'],
      ['test', 'failure'],
      ['lint', 'cancelled'],
      ['docs', 'skipped'],
    ]);
  });

  test.each([
    ['build', `needs is "build", which is no JSON. ${ADVICE}`],
    ['Object', `needs is "Object", which is no JSON. ${ADVICE}`],
    ['{"build":', `needs is "{"build":", which is no JSON. ${ADVICE}`],
    ['{}', `needs is "{}", which names no job. ${ADVICE}`],
    ['null', `needs is "null", which names no job. ${ADVICE}`],
    ['[]', `needs is "[]", which names no job. ${ADVICE}`],
    ['["build"]', `needs is "["build"]", which names no job. ${ADVICE}`],
    ['"failure"', `needs is ""failure"", which names no job. ${ADVICE}`],
    ['1e999', `needs is "1e999", which names no job. ${ADVICE}`],
  ])('that are %s are refused', (needs, sentence) => {
    expect(refusal({ needs })).toBe(sentence);
  });

  test.each([
    'null',
    '"failure"',
    '{}',
    '[]',
    '{"result":null}',
    '{"result":""}',
    '{"result":"Failure"}',
    '{"result":"timed_out"}',
    '{"result":["failure"]}',
    '{"__proto__":{"result":"failure"}}',
  ])('with the job %s are refused by the name of the job', (job) => {
    expect(refusal({ needs: `{"test":{"result":"success"},"build":${job}}` })).toBe(
      `needs gives the job "build" no result that is one of success, failure, cancelled, skipped. ${ADVICE}`,
    );
  });

  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const failed = '{"result":"failure"}';

  test.each([
    { what: 'deep outputs', needs: `{"a":{"result":"failure","outputs":${deep(100_000)}}}`, jobs: ['a'] },
    { what: 'a job of the name __proto__', needs: `{"__proto__":${failed}}`, jobs: ['__proto__'] },
    { what: 'a job of the name constructor', needs: `{"constructor":${failed}}`, jobs: ['constructor'] },
    { what: 'a job twice', needs: `{"a":{"result":"success"},"a":${failed}}`, jobs: ['a'] },
    {
      what: 'great numbers',
      needs: `{"a":{"result":"failure","outputs":{"n":123456789012345678901}}}`,
      jobs: ['a'],
    },
  ])('with $what are read', ({ needs, jobs }) => {
    expect([...(readWithToken({ needs }).needs ?? [])]).toEqual(jobs.map((job) => [job, 'failure']));
  });

  test.each([
    { what: 'too deep', needs: deep(100_000) },
    { what: 'deep and never closed', needs: '{"a":'.repeat(100_000) },
    { what: 'a job too deep', needs: `{"a":${deep(100_000)}}` },
    { what: 'long', needs: 'x'.repeat(10_000_000) },
    { what: 'a job of a long name', needs: `{"${'x'.repeat(5_000_000)}":1}` },
    {
      what: 'many jobs',
      needs: `{${Array.from({ length: 100_000 }, (_, index) => `"j${index}":1`).join()}}`,
    },
  ])('that are $what are refused in a sentence', ({ needs }) => {
    expect(sentenceOrNothing({ needs })).toMatch(/^needs .*in a job that has needs\.$/);
  });

  test('are read, or refused in a sentence, whatever JSON they are', () => {
    const jobs = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.record({ result: fc.constant('skipped') })));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          jobs.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (needs) => {
          expect(sentenceOrNothing({ needs })).toMatch(/^$|^needs .*in a job that has needs\.$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the secrets', () => {
  /** What is masked, and what is read before. */
  function listMasks(given: Given, env: Environment = {}): { masks: string[]; calls: Call[] } {
    const calls: Call[] = [];
    try {
      read(given, { env, calls });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    return { calls, masks: calls.flatMap((call) => ('mask' in call ? call.mask : [])) };
  }

  const url = 'https://hooks.spike.sh/t%2B0%2Fk%C3%BC/push-events';

  test.each([
    { token: TOKEN, masks: [TOKEN] },
    { token: 't+0/k"ü', masks: ['t+0/k"ü', 't%2B0%2Fk%22%C3%BC', 't+0/k\\"ü', 't+0/k&quot;ü'] },
    { token: 't%2B0%2Fk%C3%BC', masks: ['t%2B0%2Fk%C3%BC', 't+0/kü'] },
    { token: url, masks: [url, 't%2B0%2Fk%C3%BC', 't+0/kü'] },
    { token: `  ${url}\n`, masks: [url] },
    { token: 'https://evil.example/a/t0k3n?key=v4lue#fr4g', masks: ['t0k3n', 'key=v4lue', 'fr4g'] },
  ])('of $token are masked in every form', ({ token, masks }) => {
    expect(listMasks({ token }).masks).toEqual(expect.arrayContaining(masks));
  });

  test('do not hold the end of every webhook URL, nor anything blank', () => {
    for (const token of [url, 'https://hooks.spike.sh//t0k3n//push-events/', 'http://127.0.0.1:1/', TOKEN]) {
      const { masks } = listMasks({ token });
      expect(masks).not.toContain('push-events');
      expect(masks.filter((mask) => mask !== mask.trim() || mask === '')).toEqual([]);
    }
  });

  test('are those of a proxy too, even without a token', () => {
    const { masks } = listMasks({ token: '' }, { http_proxy: 'http://mona:p%40ss@proxy.example' });
    expect(masks).toEqual(expect.arrayContaining(['p%40ss', 'p@ss']));
  });

  test('are masked after the token is read and before anything else, so that nothing can be thrown before', () => {
    const wrong: Given = {
      severity: 'x',
      priority: 'x',
      status: 'x',
      'create-on': 'x',
      needs: 'x',
      branches: '[',
    };
    for (const given of [{ token: 'a b' }, { token: url }, { token: 'https://evil.example/x' }, wrong]) {
      const { calls } = listMasks({ token: TOKEN, ...given });
      const kinds = calls.map((call) => ('mask' in call ? 'mask' : 'read'));
      const others = kinds.slice(1 + kinds.slice(1).filter((kind) => kind === 'mask').length);
      expect(calls.slice(0, 2)).toEqual([{ read: 'token' }, { mask: expect.any(String) }]);
      expect(others).not.toContain('mask');
    }
  });

  test('are taken out before a text is cut, so that no part of them is left at its end', () => {
    expect(refusal({ severity: `${'x'.repeat(55)}${TOKEN}` })).toBe(
      `severity is "${'x'.repeat(55)}***", which is none of sev1, sev2, sev3.`,
    );
  });

  test('are in no error, also when the token was put into the wrong input', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+=%&"ü_-]{8,40}$/);
    const holders: ((text: string) => Given)[] = [
      ...[
        'severity',
        'priority',
        'status',
        'create-on',
        'resolve-on',
        'timeout',
        'fail-on-error',
        'dry-run',
        'needs',
      ].map((name) => (text: string) => ({ [name]: text })),
      (text) => ({ branches: `${text}[` }),
      (text) => ({ needs: JSON.stringify({ [text]: 'failure' }) }),
    ];
    const forms: ((token: string) => string)[] = [
      (token) => token,
      encodeURIComponent,
      (token) => JSON.stringify(token),
      (token) => `https://hooks.spike.sh/${encodeURIComponent(token)}/push-events`,
    ];
    const around = fc.string({ maxLength: 70 });
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom(...holders),
        fc.constantFrom(...forms),
        around,
        fc.boolean(),
        (token, hold, write, before, asUrl) => {
          const given = asUrl ? `https://hooks.spike.sh/${encodeURIComponent(token)}` : token;
          const sentence = refusalOf({ token: given, ...hold(`${before}${write(token)}`) });
          for (const form of forms) expect(sentence).not.toContain(form(token));
          // Nor the first half of it, which a cut could leave behind.
          expect(sentence).not.toContain(token.slice(0, Math.max(6, token.length / 2)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  function refusalOf(given: Given): string {
    try {
      read(given);
      return '';
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
  }
});
