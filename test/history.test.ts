import { describe, expect, test } from 'vitest';
import { formatDuration } from '../src/github/history.ts';
import { add, addAll, at, needs, type Reported, readJobs, report, rerun } from './asking.ts';
import { failInside } from './github/interference.ts';
import { GithubModel } from './github/model.ts';

const red: Reported = { result: 'failure', job: { steps: [{ conclusion: 'failure' }] } };
const redNeeds = needs('api:failure web:success');
const watched: Reported = { subject: 'watched run', result: 'failure', jobs: readJobs('api:failure') };
const secondAttempt: Reported = {
  run: { run_attempt: 2, run_started_at: at(11) },
  jobs: { build: { conclusion: 'failure', run_attempt: 1, completed_at: at(10.5) } },
};

/** Runs in which the job `build` failed, by their numbers. */
const failed = (...numbers: number[]) => numbers.map((number) => `${number} build:failure`).join(', ');

/** What is reported after older runs. */
function reportAfter(runs: string, own: Reported) {
  const model = new GithubModel();
  addAll(model, runs);
  return report(model, own);
}

/** What is reported after a run that failed, and ended otherwise when it was run again. */
function reportAfterRerun(conclusion: 'success' | 'failure' | 'cancelled', own: Reported) {
  const model = new GithubModel();
  add(model, 8, { build: 'success' });
  rerun(model, add(model, 9, { build: 'failure' }), conclusion, { at: at(9.5) });
  return report(model, own);
}

describe('since when a check fails', () => {
  test('is its first failure after the last success, by the time its run was created', async () => {
    const model = new GithubModel();
    const passed = add(model, 7, { build: 'success' });
    const first = add(model, 8, { build: 'failure' }, { run_started_at: at(11), run_attempt: 2 });
    add(model, 9, { build: 'failure' });
    const { details, run } = await report(model, red);
    expect(details).toMatchObject({
      failing_since: { run_number: 8, url: first.html_url, at: at(8) },
      consecutive_failures: 3,
      compare_url: `https://github.com/acme/shop/compare/${passed.head_sha}...${run.head_sha}`,
    });
  });

  test.each(['9 build:success', ''])('is this run after "%s"', async (runs) => {
    const { details } = await reportAfter(runs, red);
    expect(details).toMatchObject({ failing_since: { run_number: 10, at: at(10) }, consecutive_failures: 1 });
    expect('compare_url' in details).toBe(runs !== '');
  });

  test('compares nothing with the same commit', async () => {
    const model = new GithubModel();
    const { head_sha } = add(model, 9, { build: 'success' });
    expect((await report(model, { ...red, run: { head_sha } })).details).not.toHaveProperty('compare_url');
  });

  test.each<[string, Reported, string, number | string | undefined]>([
    ['another job failed before', red, '8 build:success web:failure, 9 build:success web:failure', 1],
    ['the runs between say nothing', red, '6 build:failure, 7 build:skipped web:success, 8 build:cancelled', 2],
    ['it failed five times', red, `4 build:success, ${failed(5, 6, 7, 8)}`, 5],
    ['it failed seven times', red, failed(3, 4, 5, 6, 7, 8, 9), 'at least 6'],
    ['its name was another before', red, '8 build:success, 9 build-1.4:failure', undefined],
    ['the needed job failed twice', redNeeds, '7 api:success web:success, 8 api:failure web:success, 9 api:failure', 3],
    ['another needed job failed', redNeeds, '8 api:success web:success, 9 api:success web:failure', 2],
    ['the watched run failed in the same job', watched, '8 api:success, 9 api:failure', 2],
    ['the watched run failed in another job', watched, '8 api:success, 9 web:failure', 2],
  ])('counts its own failures where %s', async (_, own, runs, count) => {
    const { action, details } = await reportAfter(runs, own);
    expect([action, details.consecutive_failures]).toEqual(['create', count]);
  });

  test.each([['success', 1] as const, ['failure', 2] as const])(
    'counts a run by its last attempt, a %s',
    async (conclusion, count) => {
      expect((await reportAfterRerun(conclusion, red)).details.consecutive_failures).toBe(count);
    },
  );

  test.each(['success', 'failure'])(
    'takes a %s by hand, which may be for another environment, for unknown',
    async (conclusion) => {
      const model = new GithubModel();
      addAll(model, '7 build:success, 8 build:failure');
      add(model, 9, { build: conclusion }, { event: 'workflow_dispatch' });
      expect((await report(model, red)).details).not.toHaveProperty('consecutive_failures');
    },
  );

  test('passes over a cancelled run, whatever its jobs did', async () => {
    const model = new GithubModel();
    addAll(model, '8 build:success');
    add(model, 9, { build: 'failure', lint: 'cancelled' }, { conclusion: 'cancelled' });
    expect((await report(model, red)).details.consecutive_failures).toBe(1);
  });

  test('does not count the earlier attempts of this run', async () => {
    const { details } = await reportAfter('9 build:success', { ...red, ...secondAttempt });
    expect(details.consecutive_failures).toBe(1);
  });

  test.each<[string, Reported]>([
    ['GitHub cannot be asked', { interfere: ({ path }) => (path.endsWith('/runs') ? failInside() : undefined) }],
    ['the title names an environment', { inputs: { environment: 'production' } }],
  ])('is left out where %s', async (_, own) => {
    const { action, details } = await reportAfter('9 build:failure', { ...red, ...own });
    expect(action).toBe('create');
    expect(details).not.toHaveProperty('failing_since');
    expect(details).not.toHaveProperty('consecutive_failures');
  });

  const queue = 'gh-readonly-queue/main';
  test.each([
    ['tags', 'push', 'refs/tags/v1.10.0', 'v1.9.0'],
    ['entries of the merge queue', 'merge_group', `refs/heads/${queue}/pr-2-abc`, `${queue}/pr-1-def`],
  ])('goes across all %s', async (_, event, ref, head_branch) => {
    const model = new GithubModel();
    for (const tag of ['v1.9.0', 'v1.10.0']) model.addRef({ ref: `refs/tags/${tag}` });
    add(model, 8, { build: 'success' });
    add(model, 9, { build: 'failure' }, { event, head_branch });
    const payload = { repository: { full_name: 'acme/shop', default_branch: 'main' } };
    const run = { event, head_branch: ref.replace(/^refs\/\w+\//, '') };
    const own = { start: { event, ref, payload }, run, inputs: { 'pull-requests': 'true' } };
    const { details } = await report(model, { ...red, ...own });
    expect(details.consecutive_failures).toBe(2);
  });
});

describe('a recovery', () => {
  test.each<[string, Reported, string, unknown]>([
    ['after two failures', {}, `7 build:success, ${failed(8, 9)}`, { duration: '4 h 0 min', failed_runs: 2 }],
    ['after a success', {}, '9 build:success', undefined],
    ['of a job that never failed', {}, '9 build:success web:failure', undefined],
    ['in the first run', {}, '', undefined],
    ['of needed jobs', needs('api:success'), '8 api:success, 9 api:failure', { duration: '3 h 0 min', failed_runs: 1 }],
    ['of a watched run', { ...watched, result: 'success' }, '9 api:failure', { duration: '3 h 0 min', failed_runs: 1 }],
    [
      'after more failures than are looked at',
      {},
      failed(3, 4, 5, 6, 7, 8, 9),
      { duration: 'at least 7 h 0 min', failed_runs: 'at least 5' },
    ],
  ])('%s says how long it failed', async (_, own, runs, expected) => {
    const { action, details } = await reportAfter(runs, own);
    expect([action, details.recovered_after]).toEqual(['resolve', expected]);
  });

  test('by a rerun counts the attempt that failed', async () => {
    const { details } = await reportAfter('8 build:success, 9 build:failure', secondAttempt);
    expect(details.recovered_after).toEqual({ duration: '3 h 0 min', failed_runs: 2 });
  });

  test.each([
    [0, '0 min'],
    [59 * 60_000, '59 min'],
    [3_599_999, '1 h 0 min'],
    [(25 * 60 + 5) * 60_000, '1 d 1 h'],
    [-5, '0 min'],
  ])('writes %i milliseconds as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('after: 3', () => {
  const three = (own: Reported): Reported => ({ ...own, inputs: { ...own.inputs, after: '3' } });
  const held = (count: number) => ['none', `this is failure ${count} of 3; an incident opens at 3`];
  const opened = ['create', 'the result is failure'];

  test.each<[string, Reported, string, unknown]>([
    ['first failure', red, '9 build:success', held(1)],
    ['second', red, '8 build:success, 9 build:failure', held(2)],
    ['third', red, '7 build:failure, 8 build:failure', opened],
    ['third, after a time limit', red, '7 build:timeout, 8 build:failure', opened],
    ['first, after failures of another job', red, '7 build:success web:failure, 8 build:success web:failure', held(1)],
    ['third of a needed job', redNeeds, '7 api:failure web:success, 8 api:failure web:success', opened],
    ['second of a needed job', redNeeds, '7 api:success web:success, 8 api:failure web:success', held(2)],
    ['first with status: create', { inputs: { status: 'create' } }, '9 build:success', ['create', 'status is create']],
  ])('at the %s', async (_, own, runs, expected) => {
    const { action, reason } = await reportAfter(runs, three(own));
    expect([action, reason]).toEqual(expected);
  });

  test('counts a run in which this job failed while others are still under way', async () => {
    const { reason } = await reportAfter('8 build:success, 9 build:failure lint:running', three(red));
    expect(reason).toBe('this is failure 2 of 3; an incident opens at 3');
  });

  test.each([
    ['this job', red],
    ['a needed job', needs('build:failure')],
  ])('counts a run in which %s failed and whose next attempt was cancelled', async (_, own) => {
    const { reason } = await reportAfterRerun('cancelled', three(own));
    expect(reason).toBe('this is failure 2 of 3; an incident opens at 3');
  });

  test('counts no newer run that failed before the job of a still newer one passed', async () => {
    const model = new GithubModel();
    addAll(model, '9 build:success');
    add(model, 11, { build: 'failure' }, { created_at: at(10.5) });
    add(model, 12, { build: 'success' }, { created_at: at(10.6) });
    const late = { ...red, job: { ...red.job, started_at: at(11) } };
    expect((await report(model, three(late))).reason).toBe('this is failure 1 of 3; an incident opens at 3');
  });

  test.each<[string, Reported, string]>([
    ['GitHub cannot be asked', { interfere: () => failInside() }, 'GitHub answered 500'],
    ['the title names an environment', { inputs: { environment: 'production' } }, 'environment'],
    ['the runs before do not show this job', {}, 'an older run does not show this job'],
  ])('opens at once, with a warning, where %s', async (_, own, problem) => {
    const { action, warnings } = await reportAfter('9 build-1.4:failure', three({ ...red, ...own }));
    expect(action).toBe('create');
    expect(warnings).toEqual([expect.stringContaining('An incident is opened at once although after is 3')]);
    expect(warnings[0]).toContain(problem);
  });
});
