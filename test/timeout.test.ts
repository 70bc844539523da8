import { describe, expect, test } from 'vitest';
import { explainAnnotations, readTimeoutMinutes } from '../src/github/timeout.ts';
import { add, addAll, at, NOW, needs, type Reported, report } from './asking.ts';
import { failInside, type Interfere, refusePermission } from './github/interference.ts';
import { formatTime, GithubModel } from './github/model.ts';
import { TEXTS } from './github/texts.ts';
import { PUSH_TO_MAIN } from './situations.ts';

describe('the annotations of a cancelled job', () => {
  const explain = (...messages: string[]) =>
    explainAnnotations(messages.map((message) => ({ level: 'failure', path: '.github', message })));

  test.each<[string, string, object]>([
    ['a time limit', TEXTS.timeLimit(), { outcome: 'timed_out' }],
    ['a time limit, on Enterprise Server', TEXTS.timeLimitOnRunner(), { outcome: 'timed_out' }],
    ['no runner', TEXTS.queueLimit, { outcome: 'startup_failure' }],
    ['no runner taken', TEXTS.notAcquired, { outcome: 'startup_failure' }],
    ['a runner that shut down', TEXTS.shutDown, { outcome: 'failure' }],
    ['a runner that is lost', TEXTS.lost(), { outcome: 'failure' }],
    ['a newer run', TEXTS.newerRun(), { outcome: 'cancelled', isReplaced: true }],
    ['a person', TEXTS.person(), { outcome: 'cancelled' }],
    ['another leg', TEXTS.failFast(), { outcome: 'cancelled' }],
    ['another leg, in older words', TEXTS.failFastOlder(), { outcome: 'cancelled' }],
    ['nothing', TEXTS.operation, {}],
    ['nothing', TEXTS.exitCode(), {}],
    ['nothing', `We said: ${TEXTS.timeLimit()}`, {}],
  ])('say that it was %s: "%s"', (_, message, expected) => {
    expect(explain(message)).toEqual(expected);
    expect(explain(TEXTS.operation, ` ${message}\n`)).toEqual(expected);
  });

  test('say the worst of what they say', () => {
    expect(explain(TEXTS.person(), TEXTS.timeLimit())).toEqual({ outcome: 'timed_out' });
  });
});

describe('a cancelled job', () => {
  const file = (minutes: string) => `jobs:\n  build:\n    timeout-minutes: ${minutes}\n`;
  const cancelled = (secondsAgo: number): Reported => ({
    result: 'cancelled',
    job: { started_at: formatTime(NOW - secondsAgo * 1000) },
  });
  const deniedAt = (part: string): Reported => ({
    interfere: ({ path }) => (path.includes(part) ? refusePermission() : undefined),
  });
  const withFile = (minutes: string) => {
    const model = new GithubModel();
    model.addFile({ path: '.github/workflows/ci.yml', content: file(minutes) });
    return model;
  };

  test.each([
    ['timed_out', 600, '10'],
    ['timed_out', 598, '10'],
    ['cancelled', 597, '10'],
    ['timed_out', 30, '0.5'],
    ['cancelled', 21_000, '360'],
  ])('is %s after %i s with a limit of %s min', async (outcome, seconds, minutes) => {
    const { action, details, reason } = await report(withFile(minutes), cancelled(seconds));
    if (outcome === 'timed_out') expect([action, details.outcome]).toEqual(['create', 'timed_out']);
    else expect([action, reason]).toEqual(['none', expect.stringMatching(/^the result is cancelled/)]);
  });

  test.each<[string, string, Reported]>([
    ['an expression', '${{ vars.LIMIT }}', {}],
    ['in a file that cannot be read', '10', deniedAt('/contents/')],
    ['of a job that cannot be asked for', '10', deniedAt('/jobs/')],
  ])('whose limit is %s is cancelled, with a warning', async (_, minutes, own) => {
    const { action, warnings } = await report(withFile(minutes), { ...cancelled(7200), ...own });
    const why = 'whether this job ran out of time, which would be a failure that was not reported. The check needs';
    const what = 'the permissions actions: read and contents: read, and a number as timeout-minutes.';
    expect([action, warnings]).toEqual(['none', [`It could not be checked ${why} ${what}`]]);
  });

  test('is asked about again where GitHub fails for a moment', async () => {
    let failures = 1;
    const interfere: Interfere = ({ path }) => (/contents/.test(path) && failures-- > 0 ? failInside() : undefined);
    expect((await report(withFile('10'), { ...cancelled(7200), interfere })).details.outcome).toBe('timed_out');
  });

  test('is what its annotations say on Enterprise Server', async () => {
    const start = { ...PUSH_TO_MAIN, env: { GITHUB_SERVER_URL: 'https://git.acme.example' } };
    const job = { ...cancelled(5).job, messages: [TEXTS.timeLimitOnRunner()] };
    const model = Object.assign(withFile('10'), { isEnterpriseServer: true });
    expect((await report(model, { ...cancelled(5), start, job })).details.outcome).toBe('timed_out');
  });

  test.each([
    ['just created', 11.99, 'none', 'the run was cancelled because a newer run replaced it'],
    ['created before', 11, 'create', 'the result is cancelled'],
  ])('with cancelled in create-on, beside a newer run %s', async (_, hours, action, reason) => {
    const model = withFile('360');
    add(model, 11, { build: 'running' }, { created_at: at(hours) });
    const own = { ...cancelled(60), inputs: { 'create-on': 'cancelled' } };
    expect(await report(model, own)).toMatchObject({ action, reason });
  });

  test('is not looked into where no list has a word for it', async () => {
    const own = { ...cancelled(600), inputs: { 'create-on': 'never' } };
    expect((await report(withFile('10'), own)).requests).toEqual([]);
  });
});

describe.each([['needed', 'needs'] as const, ['watched', 'watched run'] as const])('of the %s jobs', (_, subject) => {
  const cancelled = (...messages: string[]): Reported => ({
    ...needs('api:cancelled web:success'),
    jobs: { api: { conclusion: 'cancelled', messages }, web: 'success' },
    ...(subject === 'watched run' && { subject, result: 'cancelled' }),
  });

  test.each([
    ['a time limit is timed_out', TEXTS.timeLimit(), 'create', 'timed_out'],
    ['no runner is startup_failure', TEXTS.queueLimit, 'create', 'startup_failure'],
    ['a person is nothing', TEXTS.person(), 'none', undefined],
    ['a newer run is nothing', TEXTS.newerRun(), 'none', undefined],
  ])('one that ended by %s', async (_name, text, action, outcome) => {
    const { action: done, details } = await report(new GithubModel(), cancelled(text));
    expect([done, details.outcome]).toEqual([action, outcome]);
  });

  test('the one that ran longest counts', async () => {
    const own = cancelled(TEXTS.operation);
    const times = { started_at: at(8), completed_at: at(11) };
    const slow = { conclusion: 'cancelled' as const, ...times, messages: [TEXTS.timeLimit()] };
    const jobs = { a: 'cancelled', b: 'cancelled', c: 'cancelled', d: 'cancelled', ...own.jobs, web: slow };
    expect((await report(new GithubModel(), { ...own, jobs })).details.outcome).toBe('timed_out');
  });

  test('where annotations cannot be read is said', async () => {
    const model = new GithubModel();
    model.permissions = ['actions'];
    const { action, warnings } = await report(model, cancelled(TEXTS.timeLimit()));
    const why = 'because the job does not have the permission checks: read.';
    expect([action, warnings]).toEqual(['none', [`It could not be checked why the job was cancelled, ${why}`]]);
  });

  test('a replaced run opens nothing even with cancelled in create-on', async () => {
    const own = { ...cancelled(TEXTS.newerRun()), inputs: { 'create-on': 'cancelled' } };
    expect((await report(new GithubModel(), own)).reason).toBe('the run was cancelled because a newer run replaced it');
  });

  test('one with a time limit beside a newer pass is held back', async () => {
    const model = new GithubModel();
    addAll(model, '11 api:success web:success');
    expect((await report(model, cancelled(TEXTS.timeLimit()))).reason).toContain('has already passed in a newer run');
  });
});

describe('the timeout-minutes of a workflow file', () => {
  const LIMITED = 'jobs: { build: { timeout-minutes: 5 } }\n';
  test.each<[string, string, number | undefined]>([
    ['none', 'jobs:\n  build:\n    runs-on: x\n', 360],
    ['a number', 'jobs:\n  build:\n    timeout-minutes: 10 # not 20\n', 10],
    ['a fraction', 'jobs:\n  build:\n    timeout-minutes: 0.5\n', 0.5],
    ['in quotes', 'jobs:\n  "build":\n    "timeout-minutes": "10"\n', 10],
    ['of a step', 'jobs:\n  build:\n    steps:\n      - timeout-minutes: 5\n', 360],
    ['an expression', 'jobs:\n  build:\n    timeout-minutes: ${{ matrix.slow && 60 || 10 }}\n', undefined],
    ['a word', 'jobs:\n  build:\n    timeout-minutes: ten\n', undefined],
    ['empty', 'jobs:\n  build:\n    timeout-minutes:\n', undefined],
    ['of another job', 'jobs:\n  build-all:\n    timeout-minutes: 5\n', undefined],
    ['of another key', 'env:\n  jobs:\n    build:\n      timeout-minutes: 5\n', undefined],
    ['in no workflow', '}{', undefined],
    ['in an empty file', '', undefined],
    ['of an alias', 'x: &x { timeout-minutes: 5 }\njobs: { build: *x }', 5],
    ['of a bomb of aliases', bomb(), undefined],
    ['in 256 KB', `${LIMITED}#${'x'.repeat(262_103)}`, 5],
    ['in more than 256 KB', `${LIMITED}#${'x'.repeat(262_104)}`, undefined],
    ['in 15,000 marks', `${LIMITED}x: [${'1,'.repeat(14_989)}]`, 5],
    ['in more than 15,000 marks', `${LIMITED}x: [${'1,'.repeat(14_990)}]`, undefined],
    ['beside keys that are there twice, which nobody searches for', `${LIMITED}x: { a: 1, a: 1 }`, 5],
  ])('%s', async (_, workflow, minutes) => {
    await expect(readTimeoutMinutes(workflow, 'build')).resolves.toBe(minutes);
  });
});

function bomb(): string {
  const lines = Array.from({ length: 20 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
  return ['a: &a-1 [1]', ...lines, 'jobs: { other: *a19 }'].join('\n');
}
