import { describe, expect, test } from 'vitest';
import type { Run } from '../src/context.ts';
import {
  concludeJobs,
  describeSuperseding,
  findNewer,
  findRelevantJobs,
  findTimeout,
  formatDuration,
  hasRunFor,
  isRed,
  isSameStream,
  type ListedJob,
  type ListedRun,
  listEndedAttempts,
  measureFailure,
  measureRecovery,
  reachesGreen,
  readTimeoutMinutes,
  saysSomething,
} from '../src/github/history.ts';
import { change, PUSH_TO_MAIN, type Start, situate } from './situations.ts';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const PAGE = 'https://github.com/acme/shop';

/** A run as the API lists it: green, and number N began N hours into 2026. */
function listed(number: number, fields: Partial<ListedRun> = {}): ListedRun {
  return {
    id: 9_000 + number,
    number,
    attempt: 1,
    event: 'push',
    conclusion: 'success',
    headBranch: 'main',
    headRepository: 'acme/shop',
    commit: `c${number}`,
    url: `https://github.com/acme/shop/actions/runs/${9_000 + number}`,
    startedAt: new Date(Date.UTC(2026, 0, 1, number)).toISOString(),
    callsWorkflows: false,
    ...fields,
  };
}

/** Runs by how they ended, the oldest first and as number 1; `running` has no conclusion. */
function list(...conclusions: string[]): ListedRun[] {
  return conclusions.map((conclusion, index) => {
    const { conclusion: _, ...run } = listed(index + 1);
    return conclusion === 'running' ? run : { ...run, conclusion };
  });
}

function ownRun(number: number, fields: Partial<Run> = {}): Run {
  const { run } = situate(PUSH_TO_MAIN);
  return { ...run, id: 9_000 + number, number, attempt: 1, commit: `c${number}`, ...fields };
}

describe('a conclusion', () => {
  test.each([
    ['success', { says: true, red: false }],
    ['failure', { says: true, red: true }],
    ['timed_out', { says: true, red: true }],
    ['startup_failure', { says: true, red: true }],
    ['cancelled', { says: false, red: false }],
    ['skipped', { says: false, red: false }],
    ['neutral', { says: false, red: false }],
    ['action_required', { says: false, red: false }],
    ['stale', { says: false, red: false }],
    ['a word of tomorrow', { says: false, red: false }],
    [undefined, { says: false, red: false }],
  ])('of %s says what it says', (conclusion, expected) => {
    expect({ says: saysSomething(conclusion), red: isRed(conclusion) }).toEqual(expected);
  });
});

const PULL_REQUEST: Start = {
  event: 'pull_request',
  ref: 'refs/pull/57/merge',
  payload: {
    ...PUSH_TO_MAIN.payload,
    pull_request: { number: 57, head: { ref: 'fix', sha: 'abc', repo: { full_name: 'acme/shop' } } },
  },
};
const FORKED = change(PULL_REQUEST.payload, { 'pull_request.head.repo.full_name': 'Eve/shop' });
const RELEASE_BRANCH = { ...PUSH_TO_MAIN, ref: 'refs/heads/release/1.2' };
const TAG = { ...PUSH_TO_MAIN, ref: 'refs/tags/v1.2.3' };
const QUEUE = {
  ...PUSH_TO_MAIN,
  event: 'merge_group',
  ref: 'refs/heads/gh-readonly-queue/main/pr-57-abc123',
};

describe('a listed run', () => {
  test.each<[boolean, string, Start, Partial<ListedRun>]>([
    [true, 'a push on the same branch', PUSH_TO_MAIN, {}],
    [true, 'a schedule on the default branch', PUSH_TO_MAIN, { event: 'schedule' }],
    [true, 'a dispatch on the default branch', PUSH_TO_MAIN, { event: 'workflow_dispatch' }],
    [true, 'the same repository in another letter case', PUSH_TO_MAIN, { headRepository: 'Acme/Shop' }],
    [true, 'a push, beside a schedule', { ...PUSH_TO_MAIN, event: 'schedule' }, {}],
    [false, 'another branch', PUSH_TO_MAIN, { headBranch: 'release/1.2' }],
    [false, 'a branch in another letter case', PUSH_TO_MAIN, { headBranch: 'Main' }],
    [false, 'a pull request whose head branch has the name', PUSH_TO_MAIN, { event: 'pull_request' }],
    [false, 'a pull_request_target of that name', PUSH_TO_MAIN, { event: 'pull_request_target' }],
    [false, 'a fork whose branch has the name', PUSH_TO_MAIN, { headRepository: 'eve/shop' }],
    [false, 'a tag that has the name of the branch', PUSH_TO_MAIN, { isTag: true }],
    [false, 'a release', PUSH_TO_MAIN, { event: 'release', headBranch: 'v1' }],
    [true, 'a push on the same other branch', RELEASE_BRANCH, { headBranch: 'release/1.2' }],
    [false, 'the default branch', RELEASE_BRANCH, {}],
    [false, 'a branch that only begins alike', RELEASE_BRANCH, { headBranch: 'release/1.20' }],
    [true, 'the pull request', PULL_REQUEST, { event: 'pull_request', headBranch: 'fix', pullRequests: [57] }],
    [
      true,
      'the pull request by another of its events',
      PULL_REQUEST,
      { event: 'pull_request_target', headBranch: 'fix', pullRequests: [57] },
    ],
    [
      false,
      'another pull request of the same branch',
      PULL_REQUEST,
      { event: 'pull_request', headBranch: 'fix', pullRequests: [58] },
    ],
    [false, 'a push on the head branch of the pull request', PULL_REQUEST, { headBranch: 'fix' }],
    [
      false,
      'a pull request from a fork with the same branch name',
      PULL_REQUEST,
      { event: 'pull_request', headBranch: 'fix', headRepository: 'eve/shop' },
    ],
    [
      true,
      'a pull request from a fork, of which the API tells no number',
      { ...PULL_REQUEST, payload: FORKED, env: { GITHUB_HEAD_REF: 'fix' } },
      { event: 'pull_request', headBranch: 'fix', headRepository: 'eve/shop' },
    ],
    [
      false,
      'the pull request of another fork',
      { ...PULL_REQUEST, payload: FORKED },
      { event: 'pull_request', headBranch: 'fix', headRepository: 'mallory/shop' },
    ],
    [true, 'another tag', TAG, { headBranch: 'v1.2.4', isTag: true }],
    [true, 'a release, whose name nobody asked about', TAG, { event: 'release', headBranch: 'v1.2.4' }],
    [false, 'a branch, beside a tag', TAG, { headBranch: 'v1.2.4', isTag: false }],
    [false, 'what is not known to be a tag', TAG, { headBranch: 'v1.2.4' }],
    [false, 'the default branch, beside a tag', TAG, {}],
    [true, 'the same queue', QUEUE, { event: 'merge_group', headBranch: 'gh-readonly-queue/main/pr-58-def456' }],
    [
      false,
      'the queue of another base',
      QUEUE,
      { event: 'merge_group', headBranch: 'gh-readonly-queue/next/pr-58-def456' },
    ],
    [false, 'the base of the queue', QUEUE, {}],
  ])('is of the same stream (%s): %s', (expected, _, start, fields) => {
    const situation = situate(start);

    expect(isSameStream(listed(1, fields), situation.run, situation)).toBe(expected);
  });

  test('of a fork that was deleted is of no stream of ours', () => {
    const situation = situate(PUSH_TO_MAIN);
    const { headRepository: _, ...deleted } = listed(1);

    expect(isSameStream(deleted, situation.run, situation)).toBe(false);
  });

  test('is of the default branch also where the event payload does not name it', () => {
    const situation = situate({ ...PUSH_TO_MAIN, event: 'schedule', payload: {} });

    expect(isSameStream(listed(1), situation.run, situation)).toBe(true);
    expect(isSameStream(listed(1, { headBranch: 'next' }), situation.run, situation)).toBe(false);
  });

  test('of the fork that is watched is of the same stream, and our own branch of that name is not', () => {
    const situation = situate(PUSH_TO_MAIN);
    const own: Run = {
      ...situation.run,
      stream: { kind: 'fork', owner: 'eve', branch: 'main' },
      headRepository: 'eve/shop',
    };

    expect(isSameStream(listed(1, { headRepository: 'eve/shop' }), own, situation)).toBe(true);
    expect(isSameStream(listed(1, { headRepository: 'mallory/shop' }), own, situation)).toBe(false);
    expect(isSameStream(listed(1), own, situation)).toBe(false);
  });
});

describe('the newer runs', () => {
  test('are those of a higher number, whenever they were run', () => {
    const numbers = findNewer([listed(9), listed(10), listed(11), listed(12)], ownRun(10)).map(({ number }) => number);

    expect(numbers).toEqual([11, 12]);
  });

  test('hold the own run when it has a newer attempt, and no other of its number', () => {
    const runs = [listed(10, { attempt: 3 }), listed(10, { id: 1, attempt: 3 }), listed(9, { attempt: 5 })];

    expect(findNewer(runs, ownRun(10, { attempt: 2 }))).toEqual([runs[0]]);
    expect(findNewer(runs, ownRun(10, { attempt: 3 }))).toEqual([]);
  });

  test('take an unknown attempt for the first, and an unknown number for no reason at all', () => {
    const { attempt: _, ...first } = ownRun(10);
    const { number: __, ...unknown } = ownRun(10);

    expect(findNewer([listed(10, { attempt: 2 })], first)).toHaveLength(1);
    expect(findNewer([listed(10, { attempt: 1 })], first)).toEqual([]);
    expect(findNewer([listed(99)], unknown)).toEqual([]);
  });

  test.each([
    [1, 'the newer run #12 has already finished and speaks for this one (https://run/12)'],
    [3, 'the newer run #12, attempt 3 has already finished and speaks for this one (https://run/12)'],
  ])('are named with attempt %i as the reason', (attempt, reason) => {
    expect(describeSuperseding(listed(12, { attempt, url: 'https://run/12' }), 'spoken')).toBe(reason);
  });
});

function job(attempt: number, conclusion?: string): ListedJob {
  const known = conclusion === undefined ? {} : { conclusion };
  return { id: attempt, attempt, name: 'build', steps: [], ...known };
}

describe('the jobs of a newer run', () => {
  const jobs = [job(1, 'failure'), job(2, 'success'), job(3)];

  test('all count when it is another run', () => {
    expect(findRelevantJobs(jobs, listed(11, { attempt: 3 }), ownRun(10))).toEqual(jobs);
  });

  test('count from the next attempt on when it is the own run', () => {
    const again = listed(10, { attempt: 3 });
    const { attempt: _, ...first } = ownRun(10);

    expect(findRelevantJobs(jobs, again, ownRun(10, { attempt: 2 }))).toEqual([jobs[2]]);
    expect(findRelevantJobs(jobs, again, first)).toEqual(jobs.slice(1));
  });

  test.each<[string | undefined, ListedJob[]]>([
    ['failure', [job(1, 'success'), job(1, 'cancelled'), job(1, 'failure')]],
    ['failure', [job(1, 'timed_out'), job(1, 'success')]],
    ['cancelled', [job(1, 'success'), job(1, 'cancelled'), job(1)]],
    ['success', [job(1, 'success'), job(1, 'skipped'), job(1, 'neutral')]],
    [undefined, [job(1, 'skipped'), job(1)]],
    [undefined, []],
  ])('are together %s', (expected, given) => {
    expect(concludeJobs(given)).toBe(expected);
  });

  test('are those of the attempts that were run again, and of the last one when the run is over', () => {
    const list = (conclusion: string | undefined) =>
      listEndedAttempts(jobs, { newer: listed(11, { attempt: 3, conclusion }), reporter: undefined });

    expect(list(undefined)).toEqual([[jobs[0]], [jobs[1]]]);
    expect(list('success')).toEqual(jobs.map((one) => [one]));
  });

  test('are those that were reported, where a job reports them, without that job itself', () => {
    const report = (attempt: number, conclusion?: string) => ({ ...job(attempt, conclusion), name: 'report' });
    const list = (...reports: ListedJob[]) =>
      listEndedAttempts([...jobs, ...reports], { newer: listed(11, { attempt: 3 }), reporter: 'report' });

    expect(list(report(1, 'success'), report(2, 'failure'), report(3, 'success'))).toEqual(jobs.map((one) => [one]));
    expect(list(report(1, 'cancelled'), report(2, 'skipped'), report(3))).toEqual([]);
  });
});

describe('since when a stream is red', () => {
  const measure = (runs: ListedRun[], { complete = true, own = ownRun(10) } = {}) =>
    measureFailure({ runs, complete }, { own, now: NOW, page: PAGE });
  const since = (number: number) => ({
    run_number: number,
    url: `https://github.com/acme/shop/actions/runs/${9_000 + number}`,
    at: new Date(Date.UTC(2026, 0, 1, number)).toISOString(),
  });

  test.each([
    { runs: ['success', 'failure', 'failure'], first: 2, count: 3, green: 1 },
    { runs: ['failure', 'success', 'failure'], first: 3, count: 2, green: 2 },
    { runs: ['success', 'failure', 'cancelled', 'skipped', 'failure'], first: 2, count: 3, green: 1 },
    { runs: ['success', 'failure', 'cancelled'], first: 2, count: 2, green: 1 },
    { runs: ['success', 'timed_out', 'startup_failure'], first: 2, count: 3, green: 1 },
    { runs: ['success', 'failure', 'running'], first: 2, count: 2, green: 1 },
    { runs: ['success', 'failure', 'neutral', 'action_required', 'stale'], first: 2, count: 2, green: 1 },
  ])('is the first failed run after the last green one: $runs', ({ runs, first, count, green }) => {
    expect(measure(list(...runs))).toEqual({
      failing_since: since(first),
      consecutive_failures: count,
      compare_url: `${PAGE}/compare/c${green}...c10`,
    });
  });

  test('is this run when the one before was green', () => {
    expect(measure(list('failure', 'success'))).toEqual({
      failing_since: { run_number: 10, url: `${PAGE}/actions/runs/9010/attempts/1`, at: '2026-01-02T00:00:00Z' },
      consecutive_failures: 1,
      compare_url: `${PAGE}/compare/c2...c10`,
    });
  });

  test('is read from runs in any order, without the newer ones and without itself', () => {
    const runs = [listed(12), listed(9, { conclusion: 'failure' }), listed(10, { conclusion: 'failure' })];
    const older = [listed(8, { conclusion: 'failure' }), listed(7), listed(6, { conclusion: 'failure' })];

    expect(measure([...runs, ...older].toReversed())).toMatchObject({
      failing_since: since(8),
      consecutive_failures: 3,
    });
  });

  test('is at least as long as what was read when that is red to its end', () => {
    expect(measure(list('failure', 'failure'), { complete: false })).toEqual({
      failing_since: since(1),
      consecutive_failures: 'at least 3',
    });
    expect(measure(list('failure', 'failure')).consecutive_failures).toBe(3);
    expect(measure(list('success', 'failure'), { complete: false }).consecutive_failures).toBe(2);
  });

  test('is left out where neither the own number nor its page is known', () => {
    const { number: _, ...unnumbered } = ownRun(10);
    const { id: __, ...withoutId } = ownRun(10);

    expect(measure([], { own: unnumbered })).toEqual({ consecutive_failures: 1 });
    expect(measure([], { own: withoutId })).toEqual({ consecutive_failures: 1 });
  });

  test('compares nothing without a commit, and not a commit with itself', () => {
    const { commit: _, ...unknown } = listed(9);
    const { commit: __, ...own } = ownRun(10);

    expect(measure([unknown])).toMatchObject({ compare_url: undefined });
    expect(measure([listed(9, { commit: 'c10' })])).toMatchObject({ compare_url: undefined });
    expect(measure([listed(9)], { own })).toMatchObject({ compare_url: undefined });
    expect(measure([listed(9)])).toHaveProperty('compare_url', `${PAGE}/compare/c9...c10`);
  });
});

describe('how long a stream was red', () => {
  const measure = (conclusions: string[], complete = true) =>
    measureRecovery({ runs: list(...conclusions), complete }, { own: ownRun(10), now: NOW });

  test.each([
    [['success', 'failure', 'failure'], { duration: '22 h 0 min', runs: 2 }],
    [['success', 'failure', 'cancelled', 'skipped'], { duration: '22 h 0 min', runs: 1 }],
    [['failure', 'success', 'failure', 'running'], { duration: '21 h 0 min', runs: 1 }],
    [['failure', 'failure', 'failure'], { duration: '23 h 0 min', runs: 3 }],
  ])('is counted from its first failed run: %j', (conclusions, expected) => {
    expect(measure(conclusions)).toEqual({ recovered_after: expected });
  });

  test.each([[['failure', 'success']], [['cancelled']], [[]]])('is nothing when it was not: %j', (runs) => {
    expect(measure(runs)).toEqual({});
  });

  test('is at least as long as what was read when that is red to its end', () => {
    expect(measure(['failure', 'failure'], false)).toEqual({
      recovered_after: { duration: 'at least 23 h 0 min', runs: 'at least 2' },
    });
  });

  test('is read on until a green run older than the own one', () => {
    expect(reachesGreen(list('success', 'failure'), ownRun(10))).toBe(true);
    expect(reachesGreen(list('failure', 'cancelled', 'running'), ownRun(10))).toBe(false);
    expect(reachesGreen([listed(11), listed(10)], ownRun(10))).toBe(false);
  });

  test.each([
    [0, '0 min'],
    [29_000, '0 min'],
    [90_000, '2 min'],
    [3_599_000, '1 h 0 min'],
    [7_500_000, '2 h 5 min'],
    [86_400_000, '1 d 0 h'],
    [190_000_000, '2 d 4 h'],
    [-5_000, '0 min'],
  ])('reads, for %i ms, as %s', (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});

describe('a cancelled job', () => {
  test.each([
    [true, 'The job has exceeded the maximum execution time of 6h0m0s'],
    [true, 'The job has exceeded the maximum execution time of 10m0s'],
    [true, 'The job running on runner GitHub Actions 3 has exceeded the maximum execution time of 360 minutes.'],
    [true, '  The job has exceeded the maximum execution time of 1m0s\n'],
    [false, 'The job has exceeded the maximum execution time while awaiting a runner for 24h0m0s'],
    [false, 'The run was canceled by @mona.'],
    [false, "Canceling since a higher priority waiting request for 'deploy' exists"],
    [undefined, 'The operation was canceled.'],
    [undefined, 'Process completed with exit code 1.'],
    [undefined, 'test failed: "The job has exceeded the maximum execution time of 1m0s"'],
    [undefined, 'We said: The run was canceled by accident'],
  ])('has timed out (%s) by the words: %s', (expected, message) => {
    expect(findTimeout([{ level: 'failure', path: '.github', message }])).toBe(expected);
  });

  test('has timed out by any one of its annotations, whatever the others say', () => {
    const say = (message: string) => ({ level: 'failure', path: '.github', message });
    const timeout = say('The job has exceeded the maximum execution time of 1m0s');

    expect(findTimeout([say('The operation was canceled.'), timeout])).toBe(true);
    expect(findTimeout([say('The run was canceled by @mona.'), timeout])).toBe(true);
    expect(findTimeout([say('The operation was canceled.'), say('The run was canceled by @mona.')])).toBe(false);
    expect(findTimeout([])).toBeUndefined();
  });

  test.each([
    [true, '2026-01-01T23:50:00Z', 10],
    [true, '2026-01-01T23:50:02Z', 10],
    [false, '2026-01-01T23:50:03Z', 10],
    [false, '2026-01-01T23:50:03Z', 360],
    [true, '2026-01-01T18:00:00Z', 360],
    [true, '2026-01-01T23:59:30Z', 0.5],
    [undefined, undefined, 10],
    [undefined, 'yesterday', 10],
    [undefined, '2026-01-01T23:50:00Z', undefined],
  ])('has run for its limit (%s) from %s on, with %s min', (expected, startedAt, minutes) => {
    expect(hasRunFor({ startedAt, minutes, now: NOW })).toBe(expected);
  });
});

describe('the timeout-minutes of a workflow file', () => {
  const around = (...lines: string[]) =>
    ['name: CI', 'on: push', 'jobs:', '  lint:', '    timeout-minutes: 99', '  build:', ...lines].join('\n');

  test.each<[number | undefined, string, string[]]>([
    [360, 'none is set', ['    runs-on: ubuntu-latest']],
    [10, 'a number', ['    timeout-minutes: 10']],
    [0.5, 'a fraction', ['    timeout-minutes: 0.5']],
    [10, 'a text in double quotes', ['    timeout-minutes: "10"']],
    [10, 'a text in single quotes', ["    timeout-minutes: '10'"]],
    [10, 'a key in quotes', ['    "timeout-minutes": 10']],
    [10, 'a comment behind it', ['    timeout-minutes: 10 # not 20']],
    [10, 'a comment with a number behind it', ['    timeout-minutes: 10 # was: 20']],
    [10, 'comments and empty lines around it', ['    # a', '', '    timeout-minutes: 10', '# b', '']],
    [10, 'a comment in the place of the first key', ['  # indented less', '    timeout-minutes: 10']],
    [10, 'it stands last', ['    runs-on: x', '    steps:', '      - run: y', '    timeout-minutes: 10']],
    [10, 'spaces before its colon', ['    timeout-minutes : 10']],
    [10, 'a deeper indent', ['        runs-on: x', '        timeout-minutes: 10']],
    [360, 'it is a comment', ['    runs-on: x', '    # timeout-minutes: 10']],
    [360, 'only a step has one', ['    runs-on: x', '    steps:', '      - run: y', '        timeout-minutes: 5']],
    [360, 'only a step has one, first', ['    runs-on: x', '    steps:', '    - timeout-minutes: 5', '      run: y']],
    [
      10,
      'a step has one too',
      ['    steps:', '      - timeout-minutes: 5', '        run: y', '    timeout-minutes: 10'],
    ],
    [360, 'only the matrix has a value of that name', ['    strategy:', '      matrix:', '        timeout-minutes: 5']],
    [360, 'a script speaks of it', ['    steps:', '      - run: |', '          timeout-minutes: 5']],
    [undefined, 'an expression', ['    timeout-minutes: ${{ fromJSON(vars.LIMIT) }}']],
    [undefined, 'an expression with a number', ['    timeout-minutes: ${{ matrix.slow && 60 || 10 }}']],
    [undefined, 'an expression and a comment', ['    timeout-minutes: ${{ vars.LIMIT }} # default: 30']],
    [undefined, 'no value', ['    timeout-minutes:']],
    [undefined, 'a word', ['    timeout-minutes: ten']],
    [undefined, 'nothing in the job', []],
  ])('are %s where it says: %s', (expected, _, lines) => {
    expect(readTimeoutMinutes(around(...lines), 'build')).toBe(expected);
    expect(readTimeoutMinutes(around(...lines, '  test:', '    timeout-minutes: 77'), 'build')).toBe(expected);
    expect(readTimeoutMinutes(around(...lines, '  test:', '    runs-on: x').replaceAll('\n', '\r\n'), 'build')).toBe(
      expected,
    );
  });

  test.each([
    ['the job is in quotes', 'jobs:\n  "build":\n    timeout-minutes: 10', 10],
    ['the job has a comment', 'jobs: # all\n  build: # this\n    timeout-minutes: 10', 10],
    ['jobs come first', 'jobs:\n  build:\n    timeout-minutes: 10\nname: CI\n', 10],
    ['four spaces are an indent', 'jobs:\n    build:\n        timeout-minutes: 10', 10],
    ['another key is called jobs', 'env:\n  jobs:\n    build:\n      timeout-minutes: 5', undefined],
    ['a step is called like the job', 'jobs:\n  test:\n    build:\n      timeout-minutes: 5', undefined],
    ['the job is not there', 'jobs:\n  test:\n    timeout-minutes: 5', undefined],
    ['a job begins like it', 'jobs:\n  build-all:\n    timeout-minutes: 5', undefined],
    ['the job is written in flow style', 'jobs:\n  build: { timeout-minutes: 5 }', undefined],
    ['there are no jobs', 'name: CI', undefined],
    ['the file is empty', '', undefined],
  ])('are read where %s', (_, workflow, expected) => {
    expect(readTimeoutMinutes(workflow, 'build')).toBe(expected);
  });
});
