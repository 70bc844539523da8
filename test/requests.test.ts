import { describe, expect, test } from 'vitest';
import { listRows, readPage, readSection } from './documentation.ts';
import { refuseByRateLimit, refuseBySecondaryLimit, refuseCredentials } from './github/interference.ts';
import { createPullRequest, type RunFields } from './github/model.ts';
import { TEXTS } from './github/texts.ts';
import { type GivenJob, type JobPlay, type Report, type Repository, startRepository } from './repository.ts';

// What the built action asks of GitHub: counted, and compared with the table of docs/github-requests.md.

type Result = 'success' | 'failure' | 'cancelled';
type Situation = {
  situation: string;
  prepare: (repository: Repository) => void;
  /** A run whose job, or five of whose twenty jobs, end with `result`; `cancelled` is for want of time. */
  play: (repository: Repository, result: Result) => Promise<Report>;
  basePath?: string;
};

const BUILD = 'CI / build failed in acme/shop';
const passed =
  (jobs: Record<string, GivenJob> = { build: 'success' }, fields?: RunFields) =>
  ({ addRun }: Repository) =>
    void addRun(40, jobs, fields);
const failed =
  (count: number) =>
  ({ addRun }: Repository) => {
    addRun(40 - count, { build: 'success' });
    for (let number = 41 - count; number < 41; number++) addRun(number, { build: 'failure' });
  };
const job =
  (play: JobPlay = {}) =>
  ({ reportJob }: Repository, result: Result) =>
    reportJob(41, result, play);

const onTag: JobPlay = { run: { head_branch: 'v1.4.0' }, contexts: { github: { ref: 'refs/tags/v1.4.0' } } };
const pull = {
  event: 'pull_request',
  head_branch: 'fix',
  pull_requests: [createPullRequest({ number: 57, head: 'fix' })],
};
const onPullRequest: JobPlay = {
  run: pull,
  contexts: {
    github: {
      ...{ event_name: 'pull_request', ref: 'refs/pull/57/merge', head_ref: 'fix', base_ref: 'main' },
      event: {
        pull_request: { number: 57, head: { ref: 'fix', repo: { full_name: 'acme/shop' } }, base: { ref: 'main' } },
        repository: { full_name: 'acme/shop', default_branch: 'main' },
      },
    },
  },
};
const calledFile = 'acme/shop/.github/workflows/called.yml@refs/heads/main';
const called: JobPlay = {
  name: 'deploy / build',
  contexts: { github: { job: 'build' }, job: { workflow_ref: calledFile } },
};
// It gives a job neither its id nor its file.
const onServer: JobPlay = {
  contexts: { github: { server_url: 'https://github.acme.test' }, job: { check_run_id: '', workflow_ref: '' } },
};

const leg: JobPlay = { name: 'build (299)', contexts: { github: { job: 'build' }, matrix: { part: 299 } } };
/** A run of 300 jobs, the last of which is `leg`. */
const matrix =
  (last: GivenJob, fields?: RunFields) =>
  ({ addRun }: Repository) => {
    const others = Array.from({ length: 299 }, (_, index) => [`build (${index})`, 'success'] as const);
    addRun(40, { 'build (299)': 'success' });
    addRun(42, { ...Object.fromEntries(others), 'build (299)': last }, fields);
  };
const newer =
  (count: number, build: GivenJob) =>
  ({ addRun }: Repository) => {
    addRun(40, { build: 'success' });
    for (let number = 42; number < 42 + count; number++) addRun(number, { build });
  };

/** Twenty jobs, five of which ended with another result than the others, or with this message. */
function createTwenty(five: GivenJob): Record<string, GivenJob> {
  return Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`job-${index}`, index < 5 ? five : 'success']));
}
const ofFive = (result: Result): GivenJob =>
  result === 'cancelled' ? { conclusion: 'cancelled', message: TEXTS.timeLimit() } : result;
const needs = ({ reportNeeds }: Repository, result: Result) => reportNeeds(41, createTwenty(ofFive(result)));
const watched =
  (run?: RunFields) =>
  ({ reportWatched }: Repository, result: Result) =>
    reportWatched(41, createTwenty(ofFive(result)), { run: run ?? {} });
const twenty = (five: GivenJob = 'success') => passed({ ...createTwenty(five), report: 'success' });
const onRelease = { head_branch: 'release-1' };

const SITUATIONS: Situation[] = [
  { situation: 'a job that passed last time', prepare: passed(), play: job() },
  { situation: 'a job that failed last time', prepare: failed(1), play: job() },
  { situation: 'a job that failed the last 8 times', prepare: failed(8), play: job() },
  {
    situation: 'the same, and a step of it is skipped now',
    prepare: failed(8),
    play: job({ steps: [{ name: 'Set up job' }, { name: 'Deploy', conclusion: 'skipped' }, { name: 'npm test' }] }),
  },
  { situation: 'a job in a reusable workflow', prepare: passed({ [called.name ?? '']: 'success' }), play: job(called) },
  {
    situation: 'a job on a tag',
    prepare: (repository) => {
      for (let minor = 0; minor < 5; minor++) repository.github.model.addRef({ ref: `refs/tags/v1.${minor}.0` });
      passed({ build: 'success' }, { head_branch: 'v1.3.0' })(repository);
    },
    play: job(onTag),
  },
  {
    situation: 'a job on a pull request, with `pull-requests: true`',
    prepare: passed({ build: 'success' }, pull),
    play: job({ ...onPullRequest, with: { 'pull-requests': 'true' } }),
  },
  { situation: 'a job on Enterprise Server', prepare: passed(), play: job(onServer), basePath: '/api/v3' },
  { situation: 'a job beside a newer run of 300 jobs that has ended', prepare: matrix('failure'), play: job(leg) },
  { situation: 'a job beside a newer run of 300 jobs that is under way', prepare: matrix(null), play: job(leg) },
  { situation: 'a job beside 90 newer runs that were cancelled', prepare: newer(90, 'cancelled'), play: job() },
  { situation: '`needs` of 20 jobs', prepare: twenty(), play: needs },
  { situation: '`needs` of 20 jobs, 5 of which failed last time', prepare: twenty('failure'), play: needs },
  {
    situation: '`needs` of 20 jobs, 5 of which are skipped',
    prepare: twenty(),
    play: ({ reportNeeds }) => reportNeeds(41, createTwenty('skipped')),
  },
  { situation: 'a watched run of 20 jobs', prepare: twenty(), play: watched() },
  {
    situation: 'a watched run of 20 jobs on another branch or tag',
    prepare: passed(createTwenty('success'), onRelease),
    play: watched(onRelease),
  },
  {
    situation: 'a job without the permissions',
    prepare: ({ github }) => {
      github.model.permissions = [];
    },
    play: job(),
  },
  {
    situation: 'a job when the limit is used up',
    prepare: ({ github }) => {
      github.model.limit = { limit: 1_000, used: 1_000 };
    },
    play: job(),
  },
  {
    situation: 'a run that is not reported (`pull-requests`, `branches`)',
    prepare: passed(),
    play: job(onPullRequest),
  },
];

const page = readPage('docs/github-requests.md');
const [head = [], ...rows] = listRows(readSection(page.text, 'Requests'));
const RESULTS: Result[] = ['success', 'failure', 'cancelled'];

describe.concurrent('the page says how many requests it takes to report', () => {
  const table = SITUATIONS.map((row) => ({ ...row, shown: rows.find(([what]) => what === row.situation) ?? [] }));

  test.each(table)('$situation', async ({ situation, prepare, play, shown, basePath = '' }) => {
    const counts = RESULTS.map(async (result, index) => {
      if (shown[index + 1] === '–') return '–';
      await using repository = await startRepository({ basePath });
      for (const file of ['ci', 'called']) {
        const content = 'jobs: { build: { timeout-minutes: 30 } }';
        repository.github.model.addFile({ path: `.github/workflows/${file}.yml`, content });
      }
      prepare(repository);
      return String((await play(repository, result)).asked.length);
    });
    expect([situation, ...(await Promise.all(counts))]).toEqual(shown);
  });

  test('every row of the page is a situation here', () => {
    expect(rows.map(([situation]) => situation)).toEqual(SITUATIONS.map(({ situation }) => situation));
  });

  test.each([
    { situation: 'a job that passed last time', passes: 1, fails: 3 },
    { situation: 'a job that failed last time', passes: 4, fails: 12 },
    { situation: 'a job on a tag', passes: 12, fails: 12 },
    { situation: 'a job beside a newer run of 300 jobs that has ended', passes: 4, fails: 4 },
    { situation: 'a job beside a newer run of 300 jobs that is under way', passes: 4, fails: 5 },
    { situation: 'a job beside 90 newer runs that were cancelled', passes: 12, fails: 12 },
    { situation: 'a run that is not reported (`pull-requests`, `branches`)', passes: 0, fails: 0 },
  ])('$situation: at most $passes and $fails', ({ situation, passes, fails }) => {
    const [, green, red] = rows.find(([name]) => name === situation) ?? [];
    expect(Number(green)).toBeLessThanOrEqual(passes);
    expect(Number(red)).toBeLessThanOrEqual(fails);
  });

  test('never more than 12', () => {
    const counts = rows.flatMap(([, ...all]) => all.filter((count) => count !== '–').map(Number));
    expect(head).toEqual(['what is reported', 'passes', 'fails', 'runs out of time']);
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
  });
});

describe.concurrent('where every answer is', () => {
  const limit = /the rate limit of GitHub’s API is used up/;
  const REFUSALS = [
    { refusal: 'the hourly limit, as 403', answer: refuseByRateLimit(undefined, 403), says: limit },
    { refusal: 'the hourly limit, as 429', answer: refuseByRateLimit(undefined, 429), says: limit },
    { refusal: 'a secondary limit, as 403', answer: refuseBySecondaryLimit(60, 403), says: limit },
    { refusal: 'a secondary limit, as 429', answer: refuseBySecondaryLimit(60, 429), says: limit },
    {
      refusal: 'that the token is not valid',
      answer: refuseCredentials(),
      says: /GitHub does not accept github-token, which is wrong or has expired/,
    },
  ];

  test.each(REFUSALS)('$refusal, the alert goes out', async ({ answer }) => {
    await using repository = await startRepository();
    repository.github.interfere(() => answer);
    expect((await repository.reportJob(41, 'failure')).sent).toEqual([`open ${BUILD}`]);
  });

  test.each(REFUSALS)(
    '$refusal, a resolve is held back and says why, and no more is asked',
    async ({ answer, says }) => {
      await using repository = await startRepository();
      repository.github.interfere(() => answer);
      const { sent, asked, job } = await repository.reportJob(41, 'success');
      expect(sent).toEqual([]);
      expect(asked).toHaveLength(1);
      expect(job.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(says) }]);
    },
  );
});

describe.concurrent('of the limit', () => {
  const addRuns = ({ addRun }: Repository) => {
    for (let number = 38; number < 41; number++) addRun(number, { build: 'failure' });
    addRun(42, { build: 'cancelled' });
  };
  const count = (asked: readonly string[], pattern: RegExp) => asked.filter((path) => pattern.test(path)).length;

  test.each([
    { left: 'a fifth', used: 800, ofOlderRuns: 3 },
    { left: 'less than a tenth', used: 901, ofOlderRuns: 0 },
  ])('$left is left: the newer run is asked, and $ofOlderRuns older ones', async ({ used, ofOlderRuns }) => {
    await using repository = await startRepository();
    addRuns(repository);
    repository.github.model.limit = { limit: 1_000, used };
    const { sent, asked, body } = await repository.reportJob(41, 'failure');
    expect(sent).toEqual([`open ${BUILD}`]);
    expect(count(asked, /\/check-runs\?check_name=build&/)).toBe(1 + ofOlderRuns);
    expect(Object.hasOwn(Object(body), 'consecutive_failures')).toBe(ofOlderRuns > 0);
  });
});
