import { describe, expect, test } from 'vitest';
import { add, addAll, type JobLike, needs, type Outcome, type Reported, readJobs, report } from './asking.ts';
import { listRows, readPage, readSection } from './documentation.ts';
import { createPullRequest, GithubModel, type RunFields } from './github/model.ts';
import { type Play, startRepository } from './repository.ts';
import { PUSH_TO_MAIN } from './situations.ts';

// What is asked of GitHub: counted, and compared with the tables of docs/github-requests.md.

type Result = 'success' | 'failure' | 'cancelled';
type Situation = {
  prepare: (model: GithubModel) => void;
  /** A run whose job, or five of whose twenty jobs, end with `result`; `cancelled` is for want of time. */
  own: (result: Result) => Reported;
  /** The most requests where it passes and where it fails, if less than 12. */
  most?: [passes: number, fails: number];
};

const after =
  (jobs = 'build:success', fields?: RunFields) =>
  (model: GithubModel) =>
    void add(model, 9, readJobs(jobs), fields);
const afterFailures =
  (count: number, older: (result: Result) => Record<string, JobLike> = (result) => ({ build: result })) =>
  (model: GithubModel) => {
    add(model, 9 - count, older('success'));
    for (let number = 10 - count; number < 10; number++) add(model, number, older('failure'));
  };
const job =
  (more: Reported = {}) =>
  (result: Result): Reported => {
    const steps = [{ name: 'Set up job' }, { name: 'npm test', conclusion: result }];
    return { result, ...more, job: { steps, ...more.job } };
  };
const beside = (count: number, jobs: string) => (model: GithubModel) => {
  add(model, 9, { build: 'success', 'build (299)': 'success' });
  for (let number = 11; number < 11 + count; number++) add(model, number, readJobs(jobs));
};

const onPullRequest: Reported = {
  run: { event: 'pull_request', head_branch: 'fix', pull_requests: [createPullRequest({ number: 57, head: 'fix' })] },
  start: {
    ...{ event: 'pull_request', ref: 'refs/pull/57/merge' },
    payload: {
      ...PUSH_TO_MAIN.payload,
      pull_request: { number: 57, head: { ref: 'fix', repo: { full_name: 'acme/shop' } }, base: { ref: 'main' } },
    },
  },
};
const called: Reported = {
  job: { name: 'deploy / build' },
  start: { ...PUSH_TO_MAIN, jobWorkflowRef: 'acme/shop/.github/workflows/called.yml@refs/heads/main' },
};
// It gives a job neither its id nor its file.
const server = { ...PUSH_TO_MAIN, jobWorkflowRef: '', env: { GITHUB_SERVER_URL: 'https://github.acme.test' } };
const leg: Reported = { job: { name: 'build (299)' }, start: { ...PUSH_TO_MAIN, matrix: '{"part":299}' } };
const legs = (count: number, last: string) => {
  const others = [...Array(count - 1).keys()].map((index) => [`build (${index})`, 'success']);
  return Object.fromEntries([...others, ['build (299)', last]]);
};
const besideLegs = (last: string) => (model: GithubModel) => {
  add(model, 9, { 'build (299)': 'success' });
  add(model, 11, legs(300, last));
};

const needed = (count: number, five: string) =>
  [...Array(count).keys()].map((n) => `job-${n}:${n < 5 ? five : 'success'}`).join(' ');
const twenty = (five: string) => needed(20, five);
const jobsOf = (five: string) => readJobs(twenty(five === 'cancelled' ? 'timeout' : five));
const needTwenty = (five: string) => needs(twenty(five), { jobs: jobsOf(five) });
const afterTwenty = (five = 'success') => after(`${twenty(five)} report:success`);
const watchTwenty = (run: RunFields, result: Result): Reported => {
  return { subject: 'watched run', result, jobs: jobsOf(result), run };
};
const onRelease = { head_branch: 'release-1' };

const SITUATIONS: Record<string, Situation> = {
  'a job that passed last time': { prepare: after(), own: job(), most: [1, 3] },
  'a job that failed last time': { prepare: afterFailures(1), own: job(), most: [4, 12] },
  'a job that failed the last 8 times': { prepare: afterFailures(8), own: job() },
  'the same, and a step of it is skipped now': {
    prepare: afterFailures(8),
    own: job({ job: { steps: [{}, { name: 'Deploy', conclusion: 'skipped' }, { name: 'npm test' }] } }),
  },
  'the same in a matrix of up to 100 jobs': {
    prepare: (model) => {
      for (let number = 2; number < 10; number++) add(model, number, { 'build (299)': 'failure' });
    },
    own: job({ ...leg, job: { ...leg.job, steps: [{}, { name: 'Deploy', conclusion: 'skipped' }] } }),
  },
  'a job in a reusable workflow': { prepare: after('deploy / build:success'), own: job(called) },
  'a job on a tag': {
    prepare: (model) => {
      for (let minor = 0; minor < 5; minor++) model.addRef({ ref: `refs/tags/v1.${minor}.0` });
      after('build:success', { head_branch: 'v1.3.0' })(model);
    },
    own: job({ run: { head_branch: 'v1.4.0' }, start: { ...PUSH_TO_MAIN, ref: 'refs/tags/v1.4.0' } }),
  },
  'a job on a pull request, with `pull-requests: true`': {
    prepare: after('build:success', onPullRequest.run),
    own: job({ ...onPullRequest, inputs: { 'pull-requests': 'true' } }),
  },
  'a job on Enterprise Server': {
    prepare: (model) => after()(Object.assign(model, { isEnterpriseServer: true })),
    own: job({ start: server, hasCheckRunId: false }),
  },
  'a job beside a newer run of 300 jobs that has ended': {
    prepare: besideLegs('failure'),
    own: job(leg),
    most: [4, 4],
  },
  'a job beside a newer run of 300 jobs that is under way': {
    prepare: besideLegs('running'),
    own: job(leg),
    most: [4, 5],
  },
  'a job beside 90 newer runs that were cancelled': { prepare: beside(90, 'build:cancelled'), own: job() },
  '`needs` of 20 jobs': { prepare: afterTwenty(), own: needTwenty },
  '`needs` of 20 jobs, 5 of which failed last time': { prepare: afterTwenty('failure'), own: needTwenty },
  '`needs` of 20 jobs, 5 of which are skipped': { prepare: afterTwenty(), own: () => needTwenty('skipped') },
  'a watched run of 20 jobs': { prepare: afterTwenty(), own: (result) => watchTwenty({}, result) },
  'a watched run of 20 jobs on another branch or tag': {
    prepare: after(twenty('success'), onRelease),
    own: (result) => watchTwenty(onRelease, result),
  },
  'a job without the permissions': { prepare: (model) => Object.assign(model, { permissions: [] }), own: job() },
  'a job when the limit is used up': {
    prepare: (model) => Object.assign(model, { limit: { limit: 1_000, used: 1_000 } }),
    own: job(),
  },
  'a run that is not reported (`pull-requests`, `branches`)': {
    prepare: after(),
    own: job(onPullRequest),
    most: [0, 0],
  },
};

/** How many jobs with the step in each, what one of them reports, and the jobs of an older run that ended so. */
type Hour = [times: number, own: (result: Result) => Reported, older?: (result: Result) => Record<string, JobLike>];
const HOURS: Record<string, Hour> = {
  'one matrix of 256 jobs with the step in each': [
    256,
    (result) => ({ ...job(leg)(result), jobs: legs(256, result) }),
    (result) => legs(256, result),
  ],
  '2,000 jobs with the step in each': [2_000, job()],
  'one job that reports 256 others by `needs`': [
    1,
    (result) => needs(needed(256, result)),
    (result) => readJobs(`${needed(256, result)} report:success`),
  ],
};

const RESULTS: Result[] = ['success', 'failure', 'cancelled'];
const [head, ...rows] = listRows(readSection(readPage('docs/github-requests.md').text, 'Requests'));

describe('the page says how many requests it takes to report', () => {
  test.each(Object.entries(SITUATIONS))('%s', async (situation, { prepare, own, most: [passes, fails] = [12, 12] }) => {
    const shown = rows.find(([what]) => what === situation) ?? [];
    const ask = async (result: Result): Promise<Outcome> => {
      const model = new GithubModel();
      for (const file of ['ci', 'called']) {
        const content = 'jobs: { build: { timeout-minutes: 30 } }';
        model.addFile({ path: `.github/workflows/${file}.yml`, content });
      }
      prepare(model);
      return report(model, own(result));
    };
    const counts: string[] = [];
    for (const [index, result] of RESULTS.entries()) {
      counts.push(shown[index + 1] === '–' ? '–' : String((await ask(result)).requests.length));
    }
    expect([situation, ...counts]).toEqual(shown);
    const [green, red, late] = counts.map((count) => (count === '–' ? 0 : Number(count)));
    expect(green).toBeLessThanOrEqual(passes);
    expect(red).toBeLessThanOrEqual(fails);
    expect(late).toBeLessThanOrEqual(12);
  });

  test('and each row of it is a situation here', () => {
    expect(head).toEqual(['what is reported', 'passes', 'fails', 'runs out of time']);
    expect(rows.map(([situation]) => situation)).toEqual(Object.keys(SITUATIONS));
  });
});

describe('the page says how many requests an hour takes', () => {
  const [top, ...hours] = listRows(readSection(readPage('docs/github-requests.md').text, 'The limit'));

  test.each(Object.entries(HOURS))('%s', async (what, [times, own, older]) => {
    const ask = async (result: Result, failures: number) => {
      const model = new GithubModel();
      afterFailures(failures, older)(model);
      return (await report(model, own(result))).requests.length * times;
    };
    const count = async (result: Result, ...failures: number[]) => {
      const counts = await Promise.all(failures.map((times) => ask(result, times)));
      const ends = new Set([Math.min(...counts), Math.max(...counts)]);
      return [...ends].map((end) => end.toLocaleString('en-US')).join(' to ');
    };
    const cells = [await count('success', 0), await count('success', 1, 2, 8), await count('failure', 0, 1, 2, 8)];
    expect([what, ...cells]).toEqual(hours.find(([shown]) => shown === what));
  });

  test('and each row of it is one here', () => {
    expect(top).toEqual(['an hour with', 'passing, as last time', 'passing after 1 to 8 failures', 'failing']);
    expect(hours.map(([what]) => what)).toEqual(Object.keys(HOURS));
  });
});

describe.concurrent('the built action asks GitHub', () => {
  const red = { result: 'failure' };
  const onTag = { run: { head_branch: 'v1.2.0' } };
  const tag: Play = { contexts: { github: { ref: 'refs/tags/v1.2.0', ref_name: 'v1.2.0', ref_type: 'tag' } } };
  const addLegs = (model: GithubModel) => add(model, 42, legs(300, 'success'));
  const inLeg: Play = { contexts: { matrix: { part: 299 } } };
  const cancelled = [...Array(90).keys()].map((index) => `${index + 42} build:cancelled`).join(', ');

  test.each<[string, number, Reported, Play, ((model: GithubModel) => void)?]>([
    ['1 time in a job that passes', 1, {}, {}],
    ['at most 3 times in a job that fails', 3, red, {}],
    ['at most 12 times on a tag where the job passes', 12, onTag, tag],
    ['at most 12 times on a tag where the job fails', 12, { ...onTag, ...red }, tag],
    ['0 times where nothing is reported', 0, { ...red, inputs: { branches: 'next' } }, {}],
    ['at most 4 times where the job failed before', 4, {}, {}, (model) => add(model, 40, { build: 'failure' })],
    ['at most 12 times beside 90 newer runs that were cancelled', 12, red, {}, (model) => addAll(model, cancelled)],
    ['at most 4 times in a leg beside a newer run of 300', 4, { ...red, ...leg }, inLeg, addLegs],
  ])('%s', async (_, most, reported, play, prepare) => {
    await using repository = await startRepository();
    add(repository.github.model, 39, { build: 'success', 'build (299)': 'success' });
    prepare?.(repository.github.model);
    const { requests } = await repository.report(41, reported, play);
    expect(requests).toBeLessThanOrEqual(most);
    expect(requests > 0).toBe(most > 0);
  });
});
