import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CONCLUSIONS, STATUSES } from '../src/decision.ts';
import { InputError } from '../src/errors.ts';
import { checkInputs, type Inputs, readInputs } from '../src/inputs.ts';
import { asObject, asText, get } from '../src/json.ts';
import { createRedact, listSecrets } from '../src/secrets.ts';
import { explainInputError } from '../src/warnings.ts';
import { contextOf, PUSH_TO_MAIN, WATCHED } from './situations.ts';

const TOKEN = 't0k3n-0f-acme';
const ACTION: unknown = parse(readFileSync(join(import.meta.dirname, '../action.yml'), 'utf8'));

/** The inputs that `action.yml` declares, each with its default. */
const DECLARED = new Map(
  Object.entries(asObject(get(ACTION, 'inputs')) ?? {}).map(([name, input]) => [
    name,
    asText(get(input, 'default')) ?? '',
  ]),
);

// What the runner makes of the defaults that are expressions.
const EVALUATED: Record<string, string> = {
  ...{ 'github-token': 'ghs_1', 'job-status': 'success', 'action-status': '', matrix: 'null', 'check-run-id': '41' },
  ...{ 'job-workflow-ref': 'acme/shop/.github/workflows/ci.yml@refs/heads/main', 'job-workflow-sha': 'c0ffee' },
  ...{ 'job-workflow-repository': 'acme/shop', 'job-workflow-file-path': '.github/workflows/ci.yml' },
};

type Given = Record<string, string | undefined>;

/** Reads the inputs as `given`, the others as the runner sets them. */
function read(given: Given = {}, names: string[] = []): Inputs {
  const all: Given = { ...Object.fromEntries(DECLARED), ...EVALUATED, token: TOKEN, ...given };
  return readInputs({
    read: (name) => {
      names.push(name);
      return all[name];
    },
    redact: createRedact(listSecrets((all.token ?? '').trim(), {})),
  });
}

/** The sentence with which an input is refused; nothing when it is accepted. Whatever else is thrown stays so. */
function refusal(given: Given): string {
  try {
    read(given);
    return '';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).not.toMatch(/[\r\n]/);
    const message = explainInputError(error);
    expect(message.length).toBeLessThan(450);
    return message;
  }
}

describe('the inputs', () => {
  test('that are read are those that action.yml declares', () => {
    const names: string[] = [];
    read({}, names);
    expect(names.sort()).toEqual([...DECLARED.keys()].sort());
  });

  test('are what action.yml says when only the token is given', () => {
    expect(read()).toEqual({
      token: TOKEN,
      webhookUrl: new URL(`https://hooks.spike.sh/${TOKEN}/push-events`),
      ...{ title: undefined, environment: undefined, body: undefined, severity: undefined, priority: undefined },
      ...{ status: undefined, needs: undefined, branches: [], pullRequests: false },
      ...{ createOn: ['failure', 'timed_out', 'startup_failure'], resolveOn: ['success'], after: 1 },
      ...{ githubToken: 'ghs_1', timeout: 60_000, failOnError: false, dryRun: false, jobStatus: 'success' },
      actionStatus: '',
      hidden: {
        ...{ matrix: 'null', checkRunId: '41', jobWorkflowRef: 'acme/shop/.github/workflows/ci.yml@refs/heads/main' },
        ...{ jobWorkflowSha: 'c0ffee', jobWorkflowRepository: 'acme/shop' },
        jobWorkflowFilePath: '.github/workflows/ci.yml',
      },
    });
  });

  test.each(['', ' ', '\r\n \t'])('that are %j are as if they were not given', (blank) => {
    const names = 'title environment body severity priority branches pull-requests after timeout fail-on-error dry-run';
    const given = Object.fromEntries([...names.split(' '), 'github-token', 'token'].map((name) => [name, blank]));
    expect(read(given)).toEqual({ ...read(), token: '', webhookUrl: undefined, githubToken: undefined });
  });

  test.each<[what: string, given: Given, inputs: Partial<Inputs>]>([
    ['texts as they are', { title: ' Shop is down ', body: ' {} ' }, { title: ' Shop is down ', body: ' {} ' }],
    ['an environment without blanks', { environment: ' eu-west ' }, { environment: 'eu-west' }],
    ['words in small letters', { severity: ' SEV1\n', priority: 'P5' }, { severity: 'sev1', priority: 'p5' }],
    ['never as no conclusion', { 'create-on': 'never', 'resolve-on': ' Never\n' }, { createOn: [], resolveOn: [] }],
    ['conclusions', { 'create-on': ' Failure , STALE ,\r\nskipped\r' }, { createOn: ['failure', 'stale', 'skipped'] }],
    ['patterns', { branches: 'main, v/**\n!v/old ,\n' }, { branches: ['main', 'v/**', '!v/old'] }],
    ['false', { 'dry-run': ' false' }, { dryRun: false }],
    ['true', { 'pull-requests': 'TRUE', 'fail-on-error': 'True' }, { pullRequests: true, failOnError: true }],
    ['numbers', { after: '5', timeout: ' 300\n' }, { after: 5, timeout: 300_000 }],
    ['a token without blanks', { token: ` ${TOKEN}\n` }, { token: TOKEN }],
  ])('are read as %s', (_, given, inputs) => {
    expect(read(given)).toMatchObject(inputs);
  });

  test('take every status and every conclusion', () => {
    for (const status of STATUSES) expect(read({ status: `${status} `.toUpperCase() }).status).toBe(status);
    expect(read({ 'create-on': CONCLUSIONS.join(), 'resolve-on': 'never' }).createOn).toEqual(CONCLUSIONS);
  });
});

describe('needs', () => {
  const results = '{"build":{"result":"success","outputs":{"version":"1"}},"test":{"result":"failure","outputs":{}}}';
  const deep = `{"a":{"result":"failure","outputs":${'['.repeat(1e5)}${']'.repeat(1e5)}}}`;
  test.each<[form: string, needs: string, read: string[]]>([
    ['an object', results, ['build: success', 'test: failure']],
    ['a list', '["success", "failure"]', ['success', 'failure']],
    ['lines', ' skipped\r\ncancelled \n', ['skipped', 'cancelled']],
    ['words with blanks', 'success, failure skipped', ['success', 'failure', 'skipped']],
    ['a job called __proto__', '{"__proto__":{"result":"failure"}}', ['__proto__: failure']],
    ['deep outputs', deep, ['a: failure']],
  ])('are read as %s', (_, needs, expected) => {
    const found = read({ needs }).needs ?? [];
    expect(found.map(({ job, result }) => (job === undefined ? result : `${job}: ${result}`))).toEqual(expected);
  });

  test('are read, or refused in a sentence, whatever they are', () => {
    const jobs = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.record({ result: fc.constant('skipped') })));
    const objects = jobs.map((value) => JSON.stringify(value));
    const endless = fc.constantFrom('['.repeat(1e5), `${'['.repeat(1e5)}${']'.repeat(1e5)}`, '{"a":'.repeat(1e5));
    fc.assert(
      fc.property(fc.oneof(fc.json(), objects, fc.string(), endless), (needs) => {
        expect(refusal({ needs })).toMatch(/^$|^needs .*in a job that has needs\.$/);
      }),
      { numRuns: 500 },
    );
  });
});

const conclusions = CONCLUSIONS.join(', ');
const write =
  'Write needs: ${{ toJSON(needs) }} or, for the results alone, needs: ${{ toJSON(needs.*.result) }}, in a job that has needs.';
const LOST = 'On Windows a value of more than 32,766 characters is lost on the way.';
const CORRECT = 'Correct the expression, or remove status to report the result of this job.';
const TO_JSON = '${{ toJSON(needs.*.result) }}';
const results = 'needs must give each job one of success, failure, cancelled, skipped';
const none = (pattern: string, problem: string, right?: string) =>
  `branches: no branch can match "${pattern}"; ${problem}.${right === undefined ? '' : ` Write "${right}".`}`;
const whole = 'timeout must be a whole number of seconds from 1 to 300';
const refuseTimeout = (given: string): [string, string, string] => ['timeout', given, `${whole} (got "${given}").`];
const list = 'this is not a YAML list, and brackets match one character';
const regex = 'this is not a regular expression';
const git = 'Git does not allow such a name';

describe('a wrong input is refused in one sentence', () => {
  test.each<[name: string, given: string | undefined, sentence: string]>([
    ['severity', 'sev4', 'severity must be one of sev1, sev2, sev3 (got "sev4"; did you mean sev1?).'],
    ['priority', 'high', 'priority must be one of p1, p2, p3, p4, p5 (got "high").'],
    ['status', '', `status is blank: its expression gave nothing. ${CORRECT}`],
    ['needs', ' ', `needs is blank: its expression gave nothing. ${write}`],
    ['status', 'failed', `status must be one of auto, ${STATUSES.join(', ')} (got "failed"; did you mean failure?).`],
    ['create-on', ' \n', 'create-on is blank, as from a variable that is not set. Write never, or remove create-on.'],
    ['resolve-on', ',', 'resolve-on is blank, as from a variable that is not set. Write never, or remove resolve-on.'],
    ['create-on', 'failure, never', 'create-on lists never beside failure. Write either.'],
    ['create-on', 'fail', `create-on must be one of ${conclusions}, never (got "fail"; did you mean failure?).`],
    ['create-on', 'failure, success', 'create-on and resolve-on both list success; remove it from one of them.'],
    ['resolve-on', 'create', `resolve-on must be one of ${conclusions}, never (got "create").`],
    ['needs', 'null', `${results} (see "null"). ${write}`],
    ['needs', 'build', `${results} (see "build"). ${write}`],
    ['needs', '{"build":', `needs is not valid JSON (got "{"build":"). ${write}`],
    ['needs', '{}', `needs has no job in it (got "{}"). ${write}`],
    ['needs', '[]', `needs has no job in it (got "[]"). ${write}`],
    ['needs', '{"a":{"result":"success"},"build":{"result":"timed_out"}}', `${results} (see "build"). ${write}`],
    ['needs', '["success", {"result":"failure"}]', `${results} (see "["success", {"result":"failure"}]"). ${write}`],
    ['needs', undefined, `The runner did not pass the input needs. ${LOST} Pass the results alone: needs: ${TO_JSON}.`],
    ['body', undefined, `The runner did not pass the input body. ${LOST}`],
    ['pull-requests', 'yes', 'pull-requests must be one of true, false (got "yes").'],
    ['fail-on-error', 'fasle', 'fail-on-error must be one of true, false (got "fasle"; did you mean false?).'],
    ['dry-run', '1', 'dry-run must be one of true, false (got "1").'],
    ['after', '0', 'after must be a whole number from 1 to 5 (got "0").'],
    ['after', '6', 'after must be a whole number from 1 to 5 (got "6").'],
    ...['0', '301', '1.5', '1e2', '٦', '9999999999'].map(refuseTimeout),
    ['branches', 'refs/heads/main', none('refs/heads/main', 'a pattern is compared with the name only', 'main')],
    ['branches', '!refs/heads/main', none('!refs/heads/main', 'a pattern is compared with the name only', '!main')],
    ['branches', 'refs/tags/v1', none('refs/tags/v1', 'only branches are compared, and not their full refs')],
    ['branches', '- main\n- release/**', none('- main', 'this is not a YAML list', 'main')],
    ['branches', "'main'", none("'main'", 'quotes are not needed', 'main')],
    ['branches', '"main"', none('"main"', 'quotes are not needed', 'main')],
    ['branches', '[main]', none('[main]', list, 'main')],
    ['branches', '[main, dev]', none('[main', list, 'main')],
    ['branches', 'main v/*', none('main v/*', 'patterns are separated by commas or lines', 'main, v/*')],
    ['branches', 'a;b', none('a;b', 'patterns are separated by commas or lines', 'a, b')],
    ['branches', 'main|develop', none('main|develop', regex, 'main, develop')],
    ['branches', '^(main|develop)$', none('^(main|develop)$', regex, 'main, develop')],
    ['branches', '^main$', none('^main$', regex, 'main')],
    ['branches', 'release/.*', none('release/.*', regex, 'release/**')],
    ['branches', 'release-\\d+', none('release-\\d+', regex, 'release-[0-9]+')],
    ['branches', '# all', none('# all', 'comments are not possible here')],
    ['branches', 'main # the default', none('main # the default', 'comments are not possible here', 'main')],
    ['branches', '{main,develop}', none('{main', 'braces have no meaning here', 'main')],
    ['branches', '!', none('!', 'nothing follows the !')],
    ['branches', '! main', none('! main', 'a blank follows the !', '!main')],
    ['branches', 'eve:main', none('eve:main', 'a branch name cannot contain any of ~ ^ : ? * [ \\')],
    ['branches', '/main', none('/main', 'a branch name has no / at its start or end', 'main')],
    ['branches', 'a//b', none('a//b', git)],
    ['branches', '.github', none('.github', git)],
    ['branches', 'main, c++', none('c++', '+ repeats the character before it; for a plain + write \\+')],
    ['branches', '?main', none('?main', '? makes the character before it optional, and there must be a plain one')],
    ['branches', 'release/[0-9', none('release/[0-9', '[ is never closed')],
    ['branches', 'a\\', none('a\\', 'nothing follows the \\')],
    ['branches', '[z-a]', none('[z-a]', 'the range z-a is in the wrong order')],
  ])('%s: %j', (name, given, sentence) => {
    expect(refusal({ [name]: given })).toBe(sentence);
  });

  test('with what was given on one line and up to 60 characters', () => {
    expect(refusal({ severity: `sev\n::error::${'x'.repeat(100)}` })).toBe(
      `severity must be one of sev1, sev2, sev3 (got "sev ::error::${'x'.repeat(46)}…").`,
    );
  });

  test('branches are taken, or refused so, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[!*?+[\]\\a-c/^ #|.-]{0,12}$/)), (branches) => {
        expect(refusal({ branches })).toMatch(/^$|^branches: no branch can match ".*"; .+\.$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a status on workflow_run', () => {
  const check =
    (given: Given, start = WATCHED) =>
    () =>
      checkInputs(read(given), contextOf(start));

  test('must come with a title, because it does not say whose it is', () => {
    expect(check({ status: 'failure' })).toThrow(
      'status is failure, but on workflow_run that can mean this job or the watched run. Remove status to report the watched run, or set a title.',
    );
    expect(check({ status: 'failure', title: '\u200b' })).toThrow(InputError);
  });

  test.each<[of: string, given: Given, start?: typeof WATCHED]>([
    ['with a title', { status: 'failure', title: 'Nightly' }],
    ['that is a verb', { status: 'resolve' }],
    ['that is auto', {}],
    ['on another event', { status: 'failure' }, PUSH_TO_MAIN],
  ])('is accepted %s', (_, given, start) => {
    expect(check(given, start)).not.toThrow();
  });
});

describe('a token', () => {
  const secret = 'x7Qk29vTmZ';
  const url = `https://hooks.spike.sh/${secret}/push-events`;
  const holders = 'severity priority status create-on resolve-on needs timeout after dry-run'.split(' ');

  test.each([
    ...[`"${secret}"`, `<${url}>`, `SPIKE_TOKEN=${secret}`, `github_pat_${secret}`, `https://${secret}.example/a`],
    ...['spike-token=', 'spike.token=', 'SPIKE_TOKEN:', 'https://spike_token:'].map((name) => `${name}${secret}`),
    ...[`https://${secret}:${secret}@hooks.spike.sh/a`, `${secret}\n${secret}`, `https://hooks.spike.sh:${secret}/`],
  ])('like %s is refused, and no sentence on any input holds a part of it', (token) => {
    const sentence = refusal({ token });
    expect(sentence).toMatch(/^token must be /);
    const sentences = [...holders, 'branches'].map((name) => refusal({ token, [name]: `${token}[` }));
    const all = [sentence, ...sentences].join(' ').toLowerCase();
    expect(all).not.toContain(secret.slice(0, 6).toLowerCase());
  });

  test('is in no sentence, however it stands in the wrong input', () => {
    const holds: ((text: string) => Given)[] = [
      ...holders.map((name) => (text: string) => ({ [name]: text })),
      (text) => ({ branches: `${text}[` }),
      (text) => ({ needs: JSON.stringify({ [text]: 'failure' }) }),
    ];
    const forms = [(token: string) => token, encodeURIComponent, (token: string) => JSON.stringify(token)];
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9+%&ü_-]{10,40}$/),
        fc.constantFrom(...holds),
        fc.constantFrom(...forms),
        fc.string({ maxLength: 70 }),
        (token, hold, form, before) => {
          const sentence = refusal({ token, ...hold(`${before}${form(token)}`) });
          // Nor the first half of it, which a cut could leave.
          expect(sentence).not.toContain(form(token).slice(0, Math.max(6, token.length / 2)));
        },
      ),
      { numRuns: 500 },
    );
  });
});
