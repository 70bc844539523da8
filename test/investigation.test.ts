import { describe, expect, test } from 'vitest';
import type { Subject } from '../src/context.ts';
import { noLookUps } from '../src/github/lookups.ts';
import {
  type Asked,
  addNewer,
  annotate,
  ask,
  BY_A_PERSON,
  CANCELLED,
  type Newer,
  NOW,
  type Own,
  SUPERSEDED,
  TIMEOUT,
} from './asking.ts';
import { failInside, type Interfere, refusePermission } from './github/interference.ts';
import {
  type Annotation,
  createPullRequest,
  formatTime,
  GithubModel,
  type JobFields,
  type Run,
  type RunFields,
} from './github/model.ts';
import { PUSH_TO_MAIN } from './situations.ts';

const paths = ({ fetch }: Asked) => fetch.requests.map(({ path }) => path.replace('/repos/acme/shop/', ''));

/**
 * Who speaks for a stream: does the newer run #11 make the older #10, which ends late, hold its tongue? For a job
 * the same job of #11 counts, for `needs` and `workflow_run` the whole of #11.
 */
type Cell = Newer & {
  newer: string;
  job: 'silent' | 'reports';
  whole: 'silent' | 'reports';
  /** With `needs`, where that is not as for any whole run. */
  needs?: 'silent' | 'reports';
};

const RUNNING: RunFields = { status: 'in_progress' };
const CANCELLED_RUN: RunFields = { conclusion: 'cancelled' };

const CELLS: Cell[] = [
  { newer: 'green', jobs: [{}], job: 'silent', whole: 'silent' },
  {
    newer: 'red',
    run: { conclusion: 'failure' },
    jobs: [{ conclusion: 'failure' }],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'red by another job',
    run: { conclusion: 'failure' },
    jobs: [{}, { name: 'lint', conclusion: 'failure' }],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'red, and GitHub lists no jobs of it',
    run: { conclusion: 'failure' },
    jobs: [],
    job: 'reports',
    whole: 'silent',
  },
  {
    newer: 'red before its jobs began',
    run: { conclusion: 'startup_failure' },
    jobs: [],
    job: 'reports',
    whole: 'silent',
    // The job that reports never began either.
    needs: 'reports',
  },
  {
    newer: 'ended as timed_out',
    run: { conclusion: 'timed_out' },
    jobs: [{ conclusion: 'timed_out' }],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'green, this job skipped',
    jobs: [{ conclusion: 'skipped' }, { name: 'lint' }],
    job: 'reports',
    whole: 'silent',
  },
  {
    newer: 'green, all but the report skipped',
    jobs: [{ conclusion: 'skipped' }, { name: 'report' }],
    job: 'reports',
    whole: 'silent',
    needs: 'reports',
  },
  {
    newer: 'red because the report failed, all else skipped',
    run: { conclusion: 'failure' },
    jobs: [{ conclusion: 'skipped' }, { name: 'report', conclusion: 'failure' }],
    job: 'reports',
    whole: 'silent',
    needs: 'reports',
  },
  {
    newer: 'red, and the report of that cancelled',
    run: { conclusion: 'failure' },
    jobs: [{ conclusion: 'failure' }, { name: 'report', conclusion: 'cancelled' }],
    job: 'silent',
    whole: 'silent',
    needs: 'reports',
  },
  {
    newer: 'running, its job red and that reported',
    run: { status: 'in_progress' },
    jobs: [{ conclusion: 'failure' }, { name: 'report' }, { name: 'docs', status: 'in_progress' }],
    job: 'silent',
    whole: 'reports',
    needs: 'silent',
  },
  {
    newer: 'green, without this job',
    jobs: [{ name: 'build all' }],
    job: 'reports',
    whole: 'silent',
  },
  {
    newer: 'cancelled by a person',
    run: CANCELLED_RUN,
    jobs: [{ conclusion: 'cancelled', message: BY_A_PERSON }],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'cancelled by a newer push',
    run: CANCELLED_RUN,
    jobs: [{ conclusion: 'cancelled', message: SUPERSEDED }],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'cancelled, nobody knows why',
    run: CANCELLED_RUN,
    jobs: [{ conclusion: 'cancelled', message: CANCELLED }],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'cancelled because this job ran into its limit',
    run: CANCELLED_RUN,
    jobs: [{ conclusion: 'cancelled', message: TIMEOUT }],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'cancelled because another job ran into its limit',
    run: CANCELLED_RUN,
    jobs: [
      { conclusion: 'cancelled', message: BY_A_PERSON },
      { name: 'lint', conclusion: 'cancelled', message: TIMEOUT },
    ],
    job: 'reports',
    whole: 'silent',
  },
  {
    newer: 'cancelled after this job was green',
    run: CANCELLED_RUN,
    jobs: [{}, { name: 'lint', conclusion: 'cancelled', message: BY_A_PERSON }],
    job: 'silent',
    whole: 'reports',
  },
  {
    newer: 'skipped',
    run: { conclusion: 'skipped' },
    jobs: [{ conclusion: 'skipped' }],
    job: 'reports',
    whole: 'reports',
  },
  ...(['neutral', 'action_required', 'stale'] as const).map(
    (conclusion): Cell => ({
      newer: conclusion,
      run: { conclusion },
      jobs: [{ conclusion: 'neutral' }],
      job: 'reports',
      whole: 'reports',
    }),
  ),
  {
    newer: 'running, its job green',
    run: RUNNING,
    jobs: [{}, { name: 'lint', status: 'in_progress' }],
    job: 'silent',
    whole: 'reports',
  },
  {
    newer: 'running, its job red',
    run: RUNNING,
    jobs: [{ conclusion: 'failure' }, { name: 'lint', status: 'in_progress' }],
    job: 'silent',
    whole: 'reports',
  },
  {
    newer: 'running, its job timed out',
    run: RUNNING,
    jobs: [
      { conclusion: 'cancelled', message: TIMEOUT },
      { name: 'lint', status: 'in_progress' },
    ],
    job: 'silent',
    whole: 'reports',
  },
  {
    newer: 'running, its job cancelled',
    run: RUNNING,
    jobs: [{ conclusion: 'cancelled', message: CANCELLED }],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'running, its job not finished',
    run: RUNNING,
    jobs: [{ status: 'in_progress' }, { name: 'lint' }],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'running, its job not begun',
    run: RUNNING,
    jobs: [{ name: 'lint', conclusion: 'failure' }],
    job: 'reports',
    whole: 'reports',
  },
  { newer: 'queued', run: { status: 'queued' }, jobs: [], job: 'reports', whole: 'reports' },
  {
    newer: 'running again, red before',
    run: { ...RUNNING, run_attempt: 2 },
    jobs: [
      { run_attempt: 1, conclusion: 'failure' },
      { run_attempt: 2, status: 'in_progress' },
    ],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'running again, green before',
    run: { ...RUNNING, run_attempt: 2 },
    jobs: [{ run_attempt: 1 }, { run_attempt: 2, status: 'in_progress' }],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'running again, timed out before',
    run: { ...RUNNING, run_attempt: 2 },
    jobs: [
      { run_attempt: 1, conclusion: 'cancelled', message: TIMEOUT },
      { run_attempt: 2, status: 'in_progress' },
    ],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'running again, cancelled before',
    run: { ...RUNNING, run_attempt: 2 },
    jobs: [
      { run_attempt: 1, conclusion: 'cancelled', message: BY_A_PERSON },
      { run_attempt: 2, status: 'in_progress' },
    ],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'running again, green and then cancelled before',
    run: { ...RUNNING, run_attempt: 3 },
    jobs: [
      { run_attempt: 1 },
      { run_attempt: 2, conclusion: 'cancelled', message: BY_A_PERSON },
      { run_attempt: 3, status: 'in_progress' },
    ],
    job: 'silent',
    whole: 'silent',
  },
  {
    newer: 'running again, cancelled before, and now another job timed out',
    run: { ...RUNNING, run_attempt: 2 },
    jobs: [
      { run_attempt: 1, conclusion: 'cancelled', message: BY_A_PERSON },
      { run_attempt: 2, status: 'in_progress' },
      { run_attempt: 2, name: 'lint', conclusion: 'cancelled', message: TIMEOUT },
    ],
    job: 'reports',
    whole: 'reports',
  },
  {
    newer: 'cancelled when run again, red before',
    run: { ...CANCELLED_RUN, run_attempt: 2 },
    jobs: [
      { run_attempt: 1, conclusion: 'failure' },
      { run_attempt: 2, conclusion: 'cancelled', message: BY_A_PERSON },
    ],
    job: 'silent',
    whole: 'silent',
  },
];

const SUBJECTS: Subject[] = ['job', 'workflow', 'watched'];

describe.each(SUBJECTS)('a newer run, beside an older one that reports its %s,', (subject) => {
  const expected = ({ job, whole, needs = whole }: Cell) => ({ job, workflow: needs, watched: whole })[subject];

  test.each(CELLS.map((cell) => [cell.newer, expected(cell), cell] as const))(
    'that is %s: %s',
    async (_, said, cell) => {
      const model = new GithubModel();
      const { lookUps, question } = ask(model, { subject });
      const { html_url: url, run_attempt: attempt } = addNewer(model, cell);

      const reason = await lookUps.findSuperseding(question, 'create');

      const again = attempt > 1 ? `, attempt ${attempt}` : '';
      const silent = `the newer run #11${again} has already finished and speaks for this one (${url})`;
      expect(reason).toBe(said === 'silent' ? silent : undefined);
    },
  );
});

const PULL_REQUEST: Own = {
  start: {
    event: 'pull_request',
    ref: 'refs/pull/57/merge',
    payload: {
      ...PUSH_TO_MAIN.payload,
      pull_request: { number: 57, head: { ref: 'fix', sha: 'abc', repo: { full_name: 'acme/shop' } } },
    },
  },
  run: {
    event: 'pull_request',
    head_branch: 'fix',
    pull_requests: [createPullRequest({ number: 57, head: 'fix' })],
  },
};
const MAIN: Own = {};
const BRANCH: Own = {
  start: { ...PUSH_TO_MAIN, ref: 'refs/heads/release/1.2' },
  run: { head_branch: 'release/1.2' },
};
const TAG: Own = { start: { ...PUSH_TO_MAIN, ref: 'refs/tags/v1.2.3' }, run: { head_branch: 'v1.2.3' } };
const QUEUE: Own = {
  start: { ...PUSH_TO_MAIN, event: 'merge_group', ref: 'refs/heads/gh-readonly-queue/main/pr-57-aaa111' },
  run: { event: 'merge_group', head_branch: 'gh-readonly-queue/main/pr-57-aaa111' },
};
const FORK: Own = {
  subject: 'watched',
  run: { event: 'pull_request', head_branch: 'main', head_repository: 'eve/shop' },
};
const SCHEDULE: Own = { start: { ...PUSH_TO_MAIN, event: 'schedule' }, run: { event: 'schedule' } };

/** The same question for green newer runs on something else, or started by something else. */
const STREAMS: [stream: string, own: Own, newer: string, run: RunFields, expected: Cell['job']][] = [
  ['the default branch', MAIN, 'a schedule', { event: 'schedule' }, 'silent'],
  ['the default branch', MAIN, 'a dispatch', { event: 'workflow_dispatch' }, 'silent'],
  ['the default branch', MAIN, 'another branch', { head_branch: 'release/1.2' }, 'reports'],
  ['the default branch', MAIN, 'a pull request from a branch of that name', PULL_REQUEST.run ?? {}, 'reports'],
  [
    'the default branch',
    MAIN,
    'a pull request whose head branch has the name',
    { event: 'pull_request', head_branch: 'main' },
    'reports',
  ],
  ['the default branch', MAIN, 'a fork with that branch name', { head_repository: 'eve/shop' }, 'reports'],
  [
    'the default branch',
    MAIN,
    'a pull request of a fork with that branch name',
    { event: 'pull_request', head_repository: 'eve/shop' },
    'reports',
  ],
  ['a schedule', SCHEDULE, 'a push', {}, 'silent'],
  ['a schedule', SCHEDULE, 'a dispatch', { event: 'workflow_dispatch' }, 'silent'],
  ['a schedule', SCHEDULE, 'another branch', { head_branch: 'release/1.2' }, 'reports'],
  ['another branch', BRANCH, 'that branch', { head_branch: 'release/1.2' }, 'silent'],
  ['another branch', BRANCH, 'a dispatch on it', { head_branch: 'release/1.2', event: 'workflow_dispatch' }, 'silent'],
  ['another branch', BRANCH, 'the default branch', {}, 'reports'],
  ['a pull request', PULL_REQUEST, 'the pull request', PULL_REQUEST.run ?? {}, 'silent'],
  [
    'a pull request',
    PULL_REQUEST,
    'another one of that branch',
    { ...PULL_REQUEST.run, pull_requests: [createPullRequest({ number: 58, head: 'fix', base: 'next' })] },
    'reports',
  ],
  ['a pull request', PULL_REQUEST, 'a push on its branch', { head_branch: 'fix' }, 'reports'],
  [
    'a pull request',
    PULL_REQUEST,
    'a fork with that branch name',
    { event: 'pull_request', head_branch: 'fix', head_repository: 'eve/shop', pull_requests: [] },
    'reports',
  ],
  [
    'a merge queue',
    QUEUE,
    'the same queue',
    { event: 'merge_group', head_branch: 'gh-readonly-queue/main/pr-58-bbb222' },
    'silent',
  ],
  [
    'a merge queue',
    QUEUE,
    'the queue of another base',
    { event: 'merge_group', head_branch: 'gh-readonly-queue/next/pr-58-bbb222' },
    'reports',
  ],
  ['a merge queue', QUEUE, 'the base itself', {}, 'reports'],
  ['a tag', TAG, 'a newer tag', { head_branch: 'v1.2.4' }, 'silent'],
  ['a tag', TAG, 'the same tag, moved', { head_branch: 'v1.2.3' }, 'silent'],
  ['a tag', TAG, 'a release', { head_branch: 'v1.2.5', event: 'release' }, 'silent'],
  ['a tag', TAG, 'the default branch', {}, 'reports'],
  ['a tag', TAG, 'another branch', { head_branch: 'release/1.2' }, 'reports'],
  ['a tag', TAG, 'a branch with the name of a tag', { head_branch: 'both' }, 'reports'],
  ['the branch of a fork', FORK, 'that branch', FORK.run ?? {}, 'silent'],
  ['the branch of a fork', FORK, 'our branch of that name', {}, 'reports'],
  [
    'the branch of a fork',
    FORK,
    'another fork with that branch name',
    { event: 'pull_request', head_branch: 'main', head_repository: 'mallory/shop' },
    'reports',
  ],
];

function addRefs(model: GithubModel): void {
  for (const ref of ['tags/v1.2.3', 'tags/v1.2.4', 'tags/both', 'heads/both', 'heads/main', 'heads/release/1.2']) {
    model.addRef({ ref: `refs/${ref}` });
  }
}

describe('beside a newer green run', () => {
  const rows = STREAMS.flatMap(([stream, own, newer, run, expected]) =>
    (own.subject === undefined ? SUBJECTS : [own.subject]).map(
      (subject) => [stream, newer, subject, { ...own, subject }, run, expected] as const,
    ),
  );

  test.each(rows)('on %s / %s, the %s %5$s', async (_, __, ___, own, run, expected) => {
    const model = new GithubModel();
    addRefs(model);
    const { lookUps, question } = ask(model, own);
    addNewer(model, { run, jobs: [{}] });
    // Of a watched run it must be asked first whether its head branch is a tag.
    const situation = await lookUps.tellTag(question);

    const reason = await lookUps.findSuperseding({ ...question, situation }, 'create');

    expect(reason === undefined ? 'reports' : 'silent').toBe(expected);
  });

  test('of another workflow or another repository a job reports', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    addNewer(model, { run: { workflow_id: 2, path: '.github/workflows/other.yml' }, jobs: [{}] });
    addNewer(model, { run: { repository: 'acme/other' }, jobs: [{}] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toBeUndefined();
  });

  test('on what may be a tag, where nothing says so, a job reports', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model, {
      ...TAG,
      interfere: ({ path }) => (path.includes('/git/') ? refusePermission() : undefined),
    });
    addNewer(model, { run: { head_branch: 'v1.2.4' }, jobs: [{}] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toBeUndefined();
  });
});

describe('an attempt of a run', () => {
  type Attempt = JobFields & { message?: string };
  const cells: {
    own: number;
    attempts: Attempt[];
    run?: RunFields;
    what: string;
    job: string;
    whole: string;
  }[] = [
    {
      what: 'the next attempt green',
      own: 1,
      attempts: [{}, {}],
      job: 'silent',
      whole: 'silent',
    },
    {
      what: 'the next attempt red',
      own: 1,
      attempts: [{}, { conclusion: 'failure' }],
      run: { conclusion: 'failure' },
      job: 'silent',
      whole: 'silent',
    },
    {
      what: 'the next attempt under way',
      own: 1,
      attempts: [{ conclusion: 'failure' }, { status: 'in_progress' }],
      run: { status: 'in_progress' },
      job: 'reports',
      whole: 'reports',
    },
    {
      what: 'the next attempt under way and its job green',
      own: 1,
      attempts: [{ conclusion: 'failure' }, {}],
      run: { status: 'in_progress' },
      job: 'silent',
      whole: 'reports',
    },
    {
      what: 'the next attempt cancelled',
      own: 1,
      attempts: [{ conclusion: 'failure' }, { conclusion: 'cancelled', message: BY_A_PERSON }],
      run: { conclusion: 'cancelled' },
      job: 'reports',
      whole: 'reports',
    },
    {
      what: 'the next attempt timed out',
      own: 1,
      attempts: [{}, { conclusion: 'cancelled', message: TIMEOUT }],
      run: { conclusion: 'cancelled' },
      job: 'silent',
      whole: 'silent',
    },
    {
      what: 'two more attempts, the second of them under way',
      own: 1,
      attempts: [{}, { conclusion: 'failure' }, { status: 'in_progress' }],
      run: { status: 'in_progress' },
      job: 'silent',
      whole: 'silent',
    },
    {
      what: 'only attempts before it',
      own: 3,
      attempts: [{ conclusion: 'failure' }, {}, { status: 'in_progress' }],
      run: { status: 'in_progress' },
      job: 'reports',
      whole: 'reports',
    },
  ];

  describe.each(SUBJECTS)('of which the %s is reported,', (subject) => {
    test.each(cells)('with $what', async ({ own, attempts, run: fields, job, whole }) => {
      const model = new GithubModel();
      const { lookUps, question, run } = ask(model, {
        subject,
        run: { run_attempt: own },
        job: { ...attempts[own - 1], run_attempt: own },
      });
      for (const [index, { message, ...attempt }] of attempts.entries()) {
        if (index === own - 1) continue;
        const added = model.addJob(run, { ...attempt, run_attempt: index + 1 });
        if (message !== undefined) annotate(model, added, message);
      }
      const running = fields?.status === 'in_progress';
      Object.assign(run, { status: 'completed', conclusion: running ? null : 'success' }, fields);
      run.run_attempt = attempts.length;

      const reason = await lookUps.findSuperseding(question, 'create');

      expect(reason === undefined ? 'reports' : 'silent').toBe(subject === 'job' ? job : whole);
    });
  });

  test.each(SUBJECTS)('that is started again long after a newer run was green leaves the %s to it', async (subject) => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model, { subject, run: { run_attempt: 2 } });
    addNewer(model, { jobs: [{}] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });
});

describe('the newer run that has spoken', () => {
  test('is found behind others that say nothing', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    addNewer(model, { run: { run_number: 11 }, jobs: [{ conclusion: 'failure' }] });
    for (const number of [12, 13, 14]) addNewer(model, { run: { ...RUNNING, run_number: number }, jobs: [] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('the newer run #11 ');
  });

  test('is found when its job stands on the second page of its jobs', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    const others = Array.from({ length: 150 }, (_, index) => ({ name: `leg ${index}` }));
    addNewer(model, { run: RUNNING, jobs: [...others, {}] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });

  test('is found when it is more than twenty runs newer than this one', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    addNewer(model, { run: { run_number: 11 }, jobs: [{}] });
    for (let number = 12; number < 40; number += 1) {
      addNewer(model, { run: { ...RUNNING, run_number: number }, jobs: [] });
    }

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });

  test('is found behind twenty newer runs of other streams that the API lists under the same name', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    addNewer(model, { run: { run_number: 11 }, jobs: [{}] });
    for (let number = 12; number < 40; number += 1) {
      addNewer(model, { run: { run_number: number, head_repository: 'eve/shop' }, jobs: [{}] });
    }

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });

  test('is found in the short list when the long one is not to be had', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model, {
      subject: 'workflow',
      interfere: ({ query }) => (query.per_page === '100' && query.branch !== undefined ? failInside() : undefined),
    });
    for (let number = 11; number < 40; number += 1) addNewer(model, { run: { run_number: number }, jobs: [] });
    addNewer(model, { run: { run_number: 40, conclusion: 'failure' }, jobs: [{ conclusion: 'failure' }] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#40');
  });

  test.each([
    ['job', 'reports'],
    ['workflow', 'silent'],
    ['watched', 'silent'],
  ] as const)(
    'is known by the end of the run where its jobs are not to be had: the %s %s',
    async (subject, expected) => {
      const model = new GithubModel();
      const { lookUps, question } = ask(model, {
        subject,
        interfere: ({ path }) => (path.endsWith('/jobs') ? failInside() : undefined),
      });
      addNewer(model, { run: { conclusion: 'failure' }, jobs: [{ conclusion: 'failure' }] });

      const reason = await lookUps.findSuperseding(question, 'create');

      expect(reason === undefined ? 'reports' : 'silent').toBe(expected);
    },
  );

  test.each<{ newer: string; run: RunFields; jobs: JobFields[]; create: string; resolve: string }>([
    {
      newer: 'red, with no job of the own name in it',
      run: { conclusion: 'failure' },
      jobs: [{ name: 'renamed', conclusion: 'failure' }],
      create: 'reports',
      resolve: 'silent',
    },
    {
      newer: 'red, and its jobs are unknown',
      run: { conclusion: 'failure' },
      jobs: [],
      create: 'reports',
      resolve: 'silent',
    },
    {
      newer: 'green, with no job of the own name in it',
      run: {},
      jobs: [{ name: 'renamed' }],
      create: 'reports',
      resolve: 'reports',
    },
    {
      newer: 'under way, its job with a failed step and not over',
      run: RUNNING,
      jobs: [{ status: 'in_progress', steps: [{ conclusion: 'failure' }, { status: 'in_progress' }] }],
      create: 'reports',
      resolve: 'silent',
    },
    {
      newer: 'under way, its job without a failed step and not over',
      run: RUNNING,
      jobs: [{ status: 'in_progress', steps: [{}, { status: 'in_progress' }] }],
      create: 'reports',
      resolve: 'reports',
    },
    {
      newer: 'cancelled, one of two jobs of the own name red',
      run: { conclusion: 'cancelled' },
      jobs: [{ conclusion: 'failure' }, { conclusion: 'cancelled' }],
      create: 'reports',
      resolve: 'silent',
    },
    {
      newer: 'green, one of two jobs of the own name cancelled',
      run: { conclusion: 'cancelled' },
      jobs: [{}, { conclusion: 'cancelled' }],
      create: 'reports',
      resolve: 'reports',
    },
    { newer: 'green, both jobs of the own name', run: {}, jobs: [{}, {}], create: 'silent', resolve: 'silent' },
  ])('is told apart for what it leaves to be done: $newer', async ({ run, jobs, create, resolve }) => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    addNewer(model, { run, jobs });
    const act = async (action: 'create' | 'resolve') =>
      (await lookUps.findSuperseding(question, action)) === undefined ? 'reports' : 'silent';

    expect([await act('create'), await act('resolve')]).toEqual([create, resolve]);
  });

  test.each<{ newer: string; job: JobFields; expected: string }>([
    { newer: 'cancelled', job: { conclusion: 'cancelled', steps: [{}] }, expected: 'silent' },
    { newer: 'cancelled before its first step', job: { conclusion: 'cancelled' }, expected: 'reports' },
    { newer: 'skipped', job: { conclusion: 'skipped' }, expected: 'reports' },
  ])('is one that was reported, where create-on holds cancelled, when it is $newer: $expected', async (row) => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model);
    addNewer(model, { run: { conclusion: 'cancelled' }, jobs: [row.job] });
    const telling = ['failure', 'cancelled', 'success'];

    const reason = await lookUps.findSuperseding({ ...question, telling }, 'create');

    expect(reason === undefined ? 'reports' : 'silent').toBe(row.expected);
  });

  test.each([[[]], [['failure']], [['success']]])(
    'is red or green whatever this step reports (%j), because another step may report the rest',
    async (telling) => {
      for (const conclusion of ['success', 'failure'] as const) {
        const model = new GithubModel();
        const { lookUps, question } = ask(model);
        addNewer(model, { run: { conclusion }, jobs: [{ conclusion }] });
        for (const action of ['create', 'resolve'] as const) {
          await expect(lookUps.findSuperseding({ ...question, telling }, action)).resolves.toContain('#11');
        }
      }
    },
  );

  test.each([
    { numbers: [57], create: 'silent', resolve: 'silent' },
    { numbers: [58], create: 'reports', resolve: 'reports' },
    { numbers: [57, 58], create: 'reports', resolve: 'silent' },
    { numbers: [58, 59], create: 'reports', resolve: 'reports' },
  ])('of a branch with the pull requests $numbers may be for #57', async ({ numbers, create, resolve }) => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model, PULL_REQUEST);
    const pull_requests = numbers.map((number) => createPullRequest({ number, head: 'fix' }));
    addNewer(model, { run: { event: 'pull_request', head_branch: 'fix', pull_requests }, jobs: [{}] });
    const act = async (action: 'create' | 'resolve') =>
      (await lookUps.findSuperseding(question, action)) === undefined ? 'reports' : 'silent';

    expect([await act('create'), await act('resolve')]).toEqual([create, resolve]);
  });

  test('is found for a fork whose branch has the name of ours, behind a hundred of our own pushes', async () => {
    const model = new GithubModel();
    const fork = { ...PULL_REQUEST.run, head_branch: 'main', head_repository: 'eve/shop', pull_requests: [] };
    const payload = {
      ...PUSH_TO_MAIN.payload,
      pull_request: { number: 57, head: { ref: 'main', sha: 'abc', repo: { full_name: 'eve/shop' } } },
    };
    const start = { event: 'pull_request', ref: 'refs/pull/57/merge', payload };
    const { lookUps, question } = ask(model, { start, run: fork });
    addNewer(model, { run: { ...fork, run_number: 11 }, jobs: [{}] });
    for (let number = 12; number < 120; number += 1) addNewer(model, { run: { run_number: number }, jobs: [{}] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });

  test('leaves nothing to resolve when it is red and the own job is not to be had', async () => {
    const model = new GithubModel();
    const interfere: Interfere = ({ path }) => (/jobs\/\d+$/.test(path) ? failInside() : undefined);
    const { lookUps, question } = ask(model, { interfere });
    addNewer(model, { jobs: [{}] });
    await expect(lookUps.findSuperseding(question, 'resolve')).resolves.toBeUndefined();

    const red = ask(new GithubModel(), { interfere });
    addNewer(red.model, { run: { conclusion: 'failure' }, jobs: [{ conclusion: 'failure' }] });
    await expect(red.lookUps.findSuperseding(red.question, 'resolve')).resolves.toContain('#11');
    await expect(red.lookUps.findSuperseding(red.question, 'create')).resolves.toBeUndefined();
  });

  test('is found without a question about each of a hundred newer runs', async () => {
    const asked = ask(new GithubModel());
    for (let number = 11; number < 100; number += 1) addNewer(asked.model, { run: { run_number: number }, jobs: [{}] });

    await expect(asked.lookUps.findSuperseding(asked.question, 'create')).resolves.toContain('#99');
    expect(paths(asked).filter((path) => path.endsWith('/jobs'))).toHaveLength(3);
  });

  test('is found on a tag behind fifteen branches', async () => {
    const model = new GithubModel();
    addRefs(model);
    const { lookUps, question } = ask(model, TAG);
    addNewer(model, { run: { run_number: 11, head_branch: 'v1.2.4' }, jobs: [{}] });
    for (let number = 12; number < 27; number += 1) {
      addNewer(model, { run: { run_number: number, head_branch: `branch-${number}` }, jobs: [{}] });
    }

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });

  test('is found where another event of the same pull request started it', async () => {
    const model = new GithubModel();
    const { lookUps, question } = ask(model, PULL_REQUEST);
    addNewer(model, { run: { ...PULL_REQUEST.run, event: 'pull_request_target' }, jobs: [{}] });

    await expect(lookUps.findSuperseding(question, 'create')).resolves.toContain('#11');
  });

  test('is not looked for without the name of the own job', async () => {
    const model = new GithubModel();
    const asked = ask(model, {
      interfere: ({ path }) => (/jobs\/\d+$/.test(path) ? failInside() : undefined),
    });
    addNewer(model, { jobs: [{}] });

    await expect(asked.lookUps.findSuperseding(asked.question, 'create')).resolves.toBeUndefined();
  });

  test('is not looked for where the workflow file is unknown', async () => {
    const model = new GithubModel();
    const asked = ask(model, { start: { ...PUSH_TO_MAIN, env: { GITHUB_WORKFLOW_REF: '' } } });
    addNewer(model, { jobs: [{}] });

    await expect(asked.lookUps.findSuperseding(asked.question, 'create')).resolves.toBeUndefined();
    expect(paths(asked)).toEqual([]);
  });
});

describe('the own job', () => {
  const RUNNER = { GITHUB_RUN_ATTEMPT: '1', RUNNER_NAME: 'GitHub Actions 3' };
  const find = async ({ lookUps, question, model }: Asked) => {
    const { job_url } = await lookUps.findFacts(question, 'create');
    return [...model.jobs.values()].find(({ html_url }) => html_url === job_url)?.name;
  };

  test('is the one with the number that the server gave, with one request', async () => {
    const asked = ask(new GithubModel(), { job: { name: 'Build it' } });

    await expect(find(asked)).resolves.toBe('Build it');
    expect(paths(asked)).toContain(`actions/jobs/${asked.job.id}`);
    expect(paths(asked).filter((path) => path.endsWith('/jobs'))).toEqual([]);
  });

  test.each<[string | undefined, string, JobFields[]]>([
    [
      'mine',
      'the only one on this runner',
      [{ name: 'other', runner_name: 'GitHub Actions 4', status: 'in_progress' }],
    ],
    ['mine', 'the only one on it that is still running', [{ name: 'earlier' }]],
    ['mine', 'beside one that has no runner yet', [{ name: 'next', runner_name: null, status: 'queued' }]],
    [undefined, 'one of two that fit', [{ name: 'twin', status: 'in_progress' }]],
  ])('is %s where the server gives no number and it is %s', async (expected, _, others) => {
    const model = new GithubModel();
    const asked = ask(model, {
      start: { ...PUSH_TO_MAIN, env: RUNNER },
      job: { name: 'mine' },
      tellsCheckRunId: false,
    });
    for (const fields of others) model.addJob(asked.run, { runner_name: 'GitHub Actions 3', ...fields });

    await expect(find(asked)).resolves.toBe(expected);
  });

  test('is looked for on all pages, and two that fit are told apart by nothing', async () => {
    const model = new GithubModel();
    const asked = ask(model, { job: { name: 'mine', runner_name: 'Mine' }, tellsCheckRunId: false });
    for (let count = 0; count < 150; count += 1) model.addJob(asked.run, { name: `leg ${count}` });
    const start = { ...asked.question, situation: { ...asked.question.situation, runner: 'Mine' } };
    await expect(find({ ...asked, question: start })).resolves.toBe('mine');

    const twin = ask(new GithubModel(), { job: { runner_name: 'Mine' }, tellsCheckRunId: false });
    for (let count = 0; count < 150; count += 1) twin.model.addJob(twin.run, { name: `leg ${count}` });
    twin.model.addJob(twin.run, { runner_name: 'Mine', status: 'in_progress' });
    const again = { ...twin.question, situation: { ...twin.question.situation, runner: 'Mine' } };
    await expect(find({ ...twin, question: again })).resolves.toBeUndefined();
  });

  test('is of this attempt only', async () => {
    const model = new GithubModel();
    const asked = ask(model, {
      run: { run_attempt: 2 },
      job: { name: 'second', run_attempt: 2 },
      tellsCheckRunId: false,
    });
    model.addJob(asked.run, {
      name: 'first',
      run_attempt: 1,
      status: 'in_progress',
      runner_name: 'GitHub Actions 3',
    });

    await expect(find(asked)).resolves.toBe('second');
  });

  test('is not looked for without a runner or a run', async () => {
    const asked = ask(new GithubModel(), {
      start: { ...PUSH_TO_MAIN, env: { RUNNER_NAME: '' } },
      tellsCheckRunId: false,
    });

    await expect(find(asked)).resolves.toBeUndefined();
    expect(paths(asked).filter((path) => path.includes('job'))).toEqual([]);
  });
});

describe('what GitHub calls cancelled', () => {
  const WORKFLOW = 'jobs:\n  build:\n    timeout-minutes: 30\n    runs-on: x\n';
  const startedAgo = (minutes: number) => ({ started_at: formatTime(NOW - minutes * 60_000) });
  const refine = ({ lookUps, question }: Asked) => lookUps.refineOutcome(question, 'cancelled');
  const addWorkflow = ({ model, question }: Asked, content = WORKFLOW) =>
    model.addFile({ path: '.github/workflows/ci.yml', content, ref: question.situation.workflowSha ?? '' });

  test.each<[string, number, string[], string]>([
    ['timed_out', 1, [CANCELLED, TIMEOUT], 'annotation, however short it ran'],
    ['timed_out', 30, [], 'having run for its limit'],
    ['timed_out', 31, [CANCELLED], 'having run for its limit, when the annotations do not say why'],
    ['cancelled', 29, [], 'nothing: it ran for less'],
    ['cancelled', 31, [BY_A_PERSON], 'nothing: a person did it'],
    ['cancelled', 31, [SUPERSEDED], 'nothing: a newer push did it'],
    [
      'cancelled',
      31,
      ['The job has exceeded the maximum execution time while awaiting a runner for 24h0m0s'],
      'nothing: it never ran',
    ],
  ])('of the own job is %s by %3$s', async (expected, minutes, messages) => {
    const asked = ask(new GithubModel(), { job: startedAgo(minutes) });
    annotate(asked.model, asked.job, ...messages);
    addWorkflow(asked);

    await expect(refine(asked)).resolves.toBe(expected);
  });

  test.each([
    ['timed_out', 'no limit, six hours long', 360, 'jobs:\n  build:\n    runs-on: x\n'],
    ['cancelled', 'no limit, for less', 359, 'jobs:\n  build:\n    runs-on: x\n'],
    ['cancelled', 'an expression', 999, 'jobs:\n  build:\n    timeout-minutes: ${{ vars.LIMIT }}\n'],
    ['cancelled', 'another job', 999, 'jobs:\n  test:\n    timeout-minutes: 5\n'],
  ])('is %s where the file has %s', async (expected, _, minutes, content) => {
    const asked = ask(new GithubModel(), { job: startedAgo(minutes) });
    addWorkflow(asked, content);

    await expect(refine(asked)).resolves.toBe(expected);
  });

  test('is read from the workflow at its own commit', async () => {
    const asked = ask(new GithubModel(), { job: startedAgo(20) });
    addWorkflow(asked);
    asked.model.addFile({
      path: '.github/workflows/ci.yml',
      content: WORKFLOW.replace('30', '10'),
      ref: 'main',
    });

    await expect(refine(asked)).resolves.toBe('cancelled');
  });

  test('in a reusable workflow is not judged by a job of the same id in the file of its caller', async () => {
    const asked = ask(new GithubModel(), {
      start: { ...PUSH_TO_MAIN, jobWorkflowRef: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main' },
      job: startedAgo(31),
    });
    addWorkflow(asked);

    await expect(refine(asked)).resolves.toBe('cancelled');
    annotate(asked.model, asked.job, TIMEOUT);
    const again = ask(asked.model, { run: { run_number: 12 }, job: startedAgo(31) });
    annotate(asked.model, again.job, TIMEOUT);
    await expect(refine(again)).resolves.toBe('timed_out');
  });

  test.each<[string, Interfere | undefined]>([
    [
      'neither annotations nor file are to be had',
      ({ path }) => (/annot|contents/.test(path) ? failInside() : undefined),
    ],
    ['the job is not to be had', ({ path }) => (/actions\/jobs/.test(path) ? failInside() : undefined)],
    ['nothing is to be had', () => 'reset'],
  ])('stays cancelled where %s', async (_, interfere) => {
    const asked = ask(new GithubModel(), { job: startedAgo(999), ...(interfere && { interfere }) });
    addWorkflow(asked);

    await expect(refine(asked)).resolves.toBe('cancelled');
  });

  test('is told by the file alone where checks may not be read', async () => {
    const asked = ask(new GithubModel(), {
      job: startedAgo(31),
      interfere: ({ path }) => (path.includes('check-runs') ? refusePermission() : undefined),
    });
    addWorkflow(asked);

    await expect(refine(asked)).resolves.toBe('timed_out');
    expect(asked.missing).toEqual(['checks: read']);
  });

  describe.each(['workflow', 'watched'] as const)('of a whole run (%s)', (subject) => {
    test.each<[string, (JobFields & { message?: string })[]]>([
      ['timed_out', [{}, { name: 'test', conclusion: 'cancelled', message: TIMEOUT }]],
      [
        'timed_out',
        [
          { conclusion: 'cancelled', message: BY_A_PERSON },
          { name: 'b', conclusion: 'cancelled', message: TIMEOUT },
        ],
      ],
      ['timed_out', [{ conclusion: 'timed_out' }]],
      ['cancelled', [{ conclusion: 'cancelled', message: BY_A_PERSON }]],
      ['cancelled', [{ conclusion: 'cancelled', message: CANCELLED }]],
      ['cancelled', [{ conclusion: 'failure', message: TIMEOUT }]],
      ['cancelled', []],
    ])('is %s with the jobs %j', async (expected, jobs) => {
      const asked = ask(new GithubModel(), { subject });
      for (const { message, ...fields } of jobs) {
        const job = asked.model.addJob(asked.run, fields);
        if (message !== undefined) annotate(asked.model, job, message);
      }

      await expect(refine(asked)).resolves.toBe(expected);
    });

    test('is timed_out by a job on the second page', async () => {
      const asked = ask(new GithubModel(), { subject });
      for (let count = 0; count < 120; count += 1) asked.model.addJob(asked.run, { name: `leg ${count}` });
      annotate(asked.model, asked.model.addJob(asked.run, { conclusion: 'cancelled' }), TIMEOUT);

      await expect(refine(asked)).resolves.toBe('timed_out');
    });

    test('stays cancelled when the jobs are not to be had', async () => {
      await expect(refine(ask(new GithubModel(), { subject, interfere: () => failInside() }))).resolves.toBe(
        'cancelled',
      );
    });
  });
});

describe('the name of a job that others share the id of', () => {
  const CALLED = 'acme/shop/.github/workflows/deploy.yml@refs/heads/main';
  const CALLER = 'acme/shop/.github/workflows/ci.yml@refs/heads/main';
  const called: RunFields = { referenced_workflows: [{ path: CALLED, sha: 'abc' }] };

  test.each<{ what: string; own: Own; expected: { needed: boolean; name?: string } }>([
    {
      what: 'needed and found inside a reusable workflow',
      own: { start: { ...PUSH_TO_MAIN, jobWorkflowRef: CALLED }, job: { name: 'deploy-prod / deploy' } },
      expected: { needed: true, name: 'deploy-prod / deploy' },
    },
    {
      what: 'not needed outside one',
      own: { start: { ...PUSH_TO_MAIN, jobWorkflowRef: CALLER }, run: called },
      expected: { needed: false },
    },
    {
      what: 'not needed with needs',
      own: { start: { ...PUSH_TO_MAIN, jobWorkflowRef: CALLED }, subject: 'workflow' },
      expected: { needed: false },
    },
    {
      what: 'not needed with workflow_run',
      own: { start: { ...PUSH_TO_MAIN, jobWorkflowRef: CALLED }, subject: 'watched' },
      expected: { needed: false },
    },
    {
      what: 'needed and not found without the permission',
      own: { start: { ...PUSH_TO_MAIN, jobWorkflowRef: CALLED }, interfere: () => refusePermission() },
      expected: { needed: true },
    },
    {
      what: 'needed where the server does not say, the run calls workflows and the name has its caller in front',
      own: { run: called, job: { name: 'deploy-prod / deploy' } },
      expected: { needed: true, name: 'deploy-prod / deploy' },
    },
    {
      what: 'not needed where the server does not say and the name has no caller in front',
      own: { run: called, job: { name: 'build' } },
      expected: { needed: false },
    },
    {
      what: 'not needed where the server does not say and the run calls no workflow',
      own: { job: { name: 'build / it' } },
      expected: { needed: false },
    },
    {
      what: 'needed where the server does not say, the run calls workflows and the job is not to be had',
      own: {
        run: called,
        interfere: ({ path }) => (path.includes('/actions/jobs/') ? failInside() : undefined),
      },
      expected: { needed: true },
    },
    {
      what: 'not needed where the server does not say and nothing is to be had',
      own: { interfere: () => failInside() },
      expected: { needed: false },
    },
  ])('is $what', async ({ own, expected }) => {
    const { lookUps, question } = ask(new GithubModel(), own);

    await expect(lookUps.findSharedJobName(question)).resolves.toEqual(expected);
  });

  test('is of two callers of one workflow two names', async () => {
    const names = await Promise.all(
      ['deploy-prod / deploy', 'deploy-test / deploy'].map((name) => {
        const start = { ...PUSH_TO_MAIN, jobWorkflowRef: CALLED };
        const { lookUps, question } = ask(new GithubModel(), { start, job: { name } });
        return lookUps.findSharedJobName(question);
      }),
    );

    expect(new Set(names.map(({ name }) => name)).size).toBe(2);
  });
});

describe('what broke', () => {
  const annotation = (fields: Partial<Annotation>) => fields;

  test('is the failed steps of the own job, its page, and its first error annotations', async () => {
    const { model, job, lookUps, question } = ask(new GithubModel(), {
      job: {
        name: 'Build it',
        steps: [
          { name: 'Checkout' },
          { name: 'Test', conclusion: 'failure' },
          { name: 'Upload', conclusion: 'skipped' },
        ],
      },
    });
    model.addAnnotation(job, annotation({ annotation_level: 'warning', message: 'old' }));
    model.addAnnotation(job, annotation({ path: 'src/pay.ts', start_line: 7, message: 'expected 1\nto be 2' }));
    model.addAnnotation(job, annotation({ annotation_level: 'notice', message: 'by the way' }));

    await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({
      job_url: job.html_url,
      failed_steps: ['Test'],
      errors: ['src/pay.ts:7: expected 1 to be 2'],
    });
  });

  test('is the first ten errors of at most 300 characters each', async () => {
    const { model, job, lookUps, question } = ask(new GithubModel());
    for (let line = 1; line <= 12; line += 1) {
      model.addAnnotation(job, annotation({ path: 'a.ts', start_line: line, message: '😀'.repeat(400) }));
    }

    const { errors = [] } = await lookUps.findFacts(question, 'create');

    expect(errors.map((text) => text.slice(0, 8).trim())).toEqual(
      Array.from({ length: 10 }, (_, index) => expect.stringMatching(new RegExp(`^a\\.ts:${index + 1}:`))),
    );
    expect(errors.map((text) => [...text].length)).toEqual(Array(10).fill(300));
  });

  test('is the cancelled steps of a job in which none failed', async () => {
    const { lookUps, question } = ask(new GithubModel(), {
      job: { steps: [{ name: 'Checkout' }, { name: 'Test', conclusion: 'cancelled' }] },
    });

    await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({ failed_steps: ['Test'] });
  });

  describe.each(['workflow', 'watched'] as const)('of a whole run (%s)', (subject) => {
    test('is its failed jobs with their steps, on all pages', async () => {
      const { model, run, lookUps, question } = ask(new GithubModel(), { subject });
      for (let count = 0; count < 230; count += 1) model.addJob(run, { name: `leg ${count}` });
      const steps = [{ name: 'Test', conclusion: 'failure' as const }];
      const broken = ['unit', 'browser'].map((name) => model.addJob(run, { name, conclusion: 'failure', steps }));
      model.addJob(run, { name: 'stopped', conclusion: 'cancelled' });
      for (const job of broken) model.addAnnotation(job, { path: 'a.ts', start_line: 1, message: job.name });

      const facts = await lookUps.findFacts(question, 'create');

      expect(facts).toMatchObject({
        failed_jobs: broken.map((job) => ({ name: job.name, url: job.html_url, failed_steps: ['Test'] })),
        errors: ['a.ts:1: unit', 'a.ts:1: browser'],
      });
      expect(facts.job_url).toBeUndefined();
    });

    test('is its cancelled jobs where none failed', async () => {
      const { model, run, lookUps, question } = ask(new GithubModel(), { subject });
      model.addJob(run, { name: 'slow', conclusion: 'cancelled', html_url: null });

      await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({
        failed_jobs: [{ name: 'slow' }],
      });
    });

    test('is unknown where its jobs are not to be had', async () => {
      const { lookUps, question } = ask(new GithubModel(), {
        subject,
        interfere: ({ path }) => (path.endsWith('/jobs') ? failInside() : undefined),
      });

      await expect(lookUps.findFacts(question, 'create')).resolves.not.toHaveProperty('failed_jobs');
    });
  });
});

/** Adds runs of the own stream, the oldest first, that end before the own one is added. */
function addHistory(model: GithubModel, conclusions: Run['conclusion'][], fields: RunFields = {}): Run[] {
  return conclusions.map((conclusion) => model.addRun({ conclusion, ...fields }));
}

describe('since when', () => {
  test('is the first failed run after the last green one, found with one request', async () => {
    const model = new GithubModel();
    const [, green, red] = addHistory(model, ['failure', 'success', 'failure', 'cancelled', 'skipped', 'failure']);
    addHistory(model, ['success'], { head_repository: 'eve/shop' });
    addHistory(model, ['success'], { event: 'pull_request' });
    const asked = ask(model, { run: { run_number: 20 } });

    await expect(asked.lookUps.findFacts(asked.question, 'create')).resolves.toMatchObject({
      failing_since: { run_number: red?.run_number, url: red?.html_url, at: red?.run_started_at },
      consecutive_failures: 3,
      compare_url: `https://github.com/acme/shop/compare/${green?.head_sha}...${asked.run.head_sha}`,
    });
    expect(paths(asked).filter((path) => path.endsWith('/runs'))).toHaveLength(1);
  });

  test('is read from a longer list when the short one is red to its end', async () => {
    const model = new GithubModel();
    addHistory(model, ['success', ...Array<'failure'>(40).fill('failure')]);
    const asked = ask(model, { run: { run_number: 99 } });

    await expect(asked.lookUps.findFacts(asked.question, 'create')).resolves.toMatchObject({
      failing_since: { run_number: 2 },
      consecutive_failures: 41,
    });
    expect(paths(asked).filter((path) => path.endsWith('/runs'))).toHaveLength(2);
  });

  test('says at least when a hundred runs are red', async () => {
    const model = new GithubModel();
    addHistory(model, ['success', ...Array<'failure'>(150).fill('failure')]);
    const { lookUps, question } = ask(model, { run: { run_number: 200 } });

    const facts = await lookUps.findFacts(question, 'create');

    expect(facts).toMatchObject({ failing_since: { run_number: 53 }, consecutive_failures: 'at least 100' });
    expect(facts.compare_url).toBeUndefined();
  });

  test('says at least when the longer list is not to be had', async () => {
    const model = new GithubModel();
    addHistory(model, Array<'failure'>(40).fill('failure'));
    const { lookUps, question } = ask(model, {
      run: { run_number: 99 },
      interfere: ({ query }) => (query.per_page === '100' ? failInside() : undefined),
    });

    await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({
      consecutive_failures: 'at least 20',
    });
  });

  test('is this run in a workflow that never ran before', async () => {
    const { lookUps, question, run } = ask(new GithubModel(), { run: { run_number: 1 } });

    await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({
      failing_since: { run_number: 1, url: `${run.html_url}/attempts/1`, at: '2026-01-02T12:00:00Z' },
      consecutive_failures: 1,
    });
  });

  test('is left out where the runs are not to be had', async () => {
    const { lookUps, question } = ask(new GithubModel(), {
      interfere: ({ path }) => (path.endsWith('/runs') ? failInside() : undefined),
    });

    const facts = await lookUps.findFacts(question, 'create');

    expect(facts.failing_since).toBeUndefined();
    expect(facts.consecutive_failures).toBeUndefined();
    await expect(lookUps.findFacts(question, 'resolve')).resolves.toEqual({});
  });

  test('is not known of a deployment of a bare commit, whose environment the list does not tell', async () => {
    const model = new GithubModel();
    addHistory(model, ['success', 'failure'], { event: 'deployment', head_branch: null });
    const payload = { ...PUSH_TO_MAIN.payload, deployment: { environment: 'production' } };
    const asked = ask(model, { start: { event: 'deployment', ref: '', payload }, run: { event: 'deployment' } });

    const facts = await asked.lookUps.findFacts(asked.question, 'create');

    expect(facts).toHaveProperty('job_url');
    expect(facts).not.toHaveProperty('consecutive_failures');
    expect(paths(asked).filter((path) => path.endsWith('/runs'))).toEqual([]);
    await expect(asked.lookUps.findSuperseding(asked.question, 'create')).resolves.toBeUndefined();
  });

  test('is of all tags together', async () => {
    const model = new GithubModel();
    addRefs(model);
    for (const [branch, conclusion] of [
      ['v1.2.3', 'success'],
      ['main', 'failure'],
      ['v1.2.4', 'failure'],
      ['main', 'success'],
    ] as const) {
      model.addRun({ head_branch: branch, conclusion });
    }
    const { lookUps, question } = ask(model, { ...TAG, run: { head_branch: 'v1.2.3', run_number: 20 } });

    await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({
      failing_since: { run_number: 3 },
      consecutive_failures: 2,
    });
  });

  test('is of tags read on when the newest twenty runs are of branches', async () => {
    const model = new GithubModel();
    addRefs(model);
    model.addRun({ head_branch: 'v1.2.4', conclusion: 'failure' });
    const { lookUps, question } = ask(model, TAG);
    for (let count = 0; count < 30; count += 1) model.addRun({ run_number: 50 + count });

    await expect(lookUps.findFacts(question, 'create')).resolves.toMatchObject({
      failing_since: { run_number: 1 },
      consecutive_failures: 2,
    });
  });

  test('is how long it lasted when it is over', async () => {
    const model = new GithubModel();
    const [, red] = addHistory(model, ['success', 'failure', 'failure', 'cancelled']);
    Object.assign(red ?? {}, { run_started_at: formatTime(NOW - 125 * 60_000) });
    const { lookUps, question } = ask(model, { run: { run_number: 20 } });

    await expect(lookUps.findFacts(question, 'resolve')).resolves.toEqual({
      recovered_after: { duration: '2 h 5 min', runs: 2 },
    });
  });

  test('is nothing on a green run after a green one, with one request for all look-ups together', async () => {
    const model = new GithubModel();
    addHistory(model, ['failure', 'success']);
    const asked = ask(model, {
      start: { ...PUSH_TO_MAIN, jobWorkflowRef: 'acme/shop/.github/workflows/ci.yml@refs/heads/main' },
    });
    const { lookUps, question } = asked;

    const found = await Promise.all([
      lookUps.tellTag(question),
      lookUps.findSuperseding(question, 'create'),
      lookUps.findSharedJobName(question),
      lookUps.findFacts(question, 'resolve'),
    ]);

    expect(found).toEqual([question.situation, undefined, { needed: false }, {}]);
    expect(paths(asked)).toEqual(['actions/workflows/ci.yml/runs']);
    expect(asked.fetch.requests[0]?.query).toEqual({ branch: 'main', per_page: '20', page: '1' });
  });
});

describe('the watched run', () => {
  const tell = async (branch: string, interfere?: Interfere) => {
    const model = new GithubModel();
    addRefs(model);
    const asked = ask(model, {
      subject: 'watched',
      run: { head_branch: branch },
      ...(interfere && { interfere }),
    });
    const situation = await asked.lookUps.tellTag(asked.question);
    return { asked, stream: situation.watched?.run.stream };
  };

  test('is on a tag where its head branch is the name of one', async () => {
    expect((await tell('v1.2.3')).stream).toEqual({ kind: 'tags', tag: 'v1.2.3' });
  });

  test.each(['release/1.2', 'both', 'v1.2', 'gone'])('is on the branch %s', async (branch) => {
    expect((await tell(branch)).stream).toEqual({ kind: 'branch', branch });
  });

  test('is on a branch where it is not to be had which it is', async () => {
    expect((await tell('v1.2.3', () => failInside())).stream).toEqual({ kind: 'branch', branch: 'v1.2.3' });
    expect((await tell('v1.2.3', ({ path }) => (path.includes('heads') ? failInside() : undefined))).stream).toEqual({
      kind: 'branch',
      branch: 'v1.2.3',
    });
  });

  test('on the default branch is not asked about', async () => {
    const { asked, stream } = await tell('main');

    expect(stream).toEqual({ kind: 'default', branch: 'main' });
    expect(paths(asked)).toEqual([]);
  });

  test('is what the history and the guard are about', async () => {
    const model = new GithubModel();
    addHistory(model, ['success', 'failure'], { workflow_id: 8, path: '.github/workflows/nightly.yml' });
    const asked = ask(model, {
      subject: 'watched',
      run: { workflow_id: 8, path: '.github/workflows/nightly.yml', conclusion: 'failure' },
    });

    await expect(asked.lookUps.findFacts(asked.question, 'create')).resolves.toMatchObject({
      failing_since: { run_number: 2 },
    });
    expect(paths(asked)).toContain('actions/workflows/8/runs');
    expect(paths(asked)).toContain(`actions/runs/${asked.run.id}/attempts/1/jobs`);
  });
});

describe('where nothing answers', () => {
  test.each<[string, Interfere]>([
    ['is refused', () => refusePermission()],
    ['is broken', () => failInside()],
    ['is cut off', () => 'reset'],
    ['makes no sense', () => ({ status: 200, body: '<html>' })],
    ['has another shape', () => ({ status: 200, body: { workflow_runs: {}, jobs: 'x', content: 1 } })],
    ['holds things of another shape', () => ({ status: 200, body: { jobs: [{}, null, { id: 1 }], content: '' } })],
  ])('because every answer %s, every look-up says that it knows nothing', async (_, interfere) => {
    for (const subject of SUBJECTS) {
      const model = new GithubModel();
      addRefs(model);
      const { lookUps, question } = ask(model, { ...BRANCH, subject, interfere });
      addNewer(model, { run: { head_branch: 'release/1.2' }, jobs: [{}] });

      await expect(lookUps.tellTag(question)).resolves.toEqual(question.situation);
      await expect(lookUps.refineOutcome(question, 'cancelled')).resolves.toBe('cancelled');
      await expect(lookUps.findSuperseding(question, 'create')).resolves.toBeUndefined();
      await expect(lookUps.findSharedJobName(question)).resolves.toEqual({ needed: false });
      await expect(lookUps.findFacts(question, 'resolve')).resolves.toEqual({});
      const facts = await lookUps.findFacts(question, 'create');
      expect(Object.keys(facts).filter((key) => key !== 'errors')).toEqual([]);
    }
  });

  test('because nothing may be asked, the same is known', async () => {
    const { question } = ask(new GithubModel());
    const reusable = { ...question, situation: { ...question.situation, reusable: true } };

    await expect(noLookUps.tellTag(question)).resolves.toBe(question.situation);
    await expect(noLookUps.refineOutcome(question, 'cancelled')).resolves.toBe('cancelled');
    await expect(noLookUps.findSuperseding(question, 'create')).resolves.toBeUndefined();
    await expect(noLookUps.findSharedJobName(question)).resolves.toEqual({ needed: false });
    await expect(noLookUps.findSharedJobName(reusable)).resolves.toEqual({ needed: true });
    await expect(noLookUps.findSharedJobName({ ...reusable, subject: 'workflow' })).resolves.toEqual({
      needed: false,
    });
    await expect(noLookUps.findFacts(question, 'create')).resolves.toEqual({});
  });
});
