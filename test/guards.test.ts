import { describe, expect, test } from 'vitest';
import { addNewer, ask, BY_A_PERSON, type Newer, type Own, SUPERSEDED, TIMEOUT } from './asking.ts';
import { listRows, readPage, readSection } from './documentation.ts';
import { createPullRequest, GithubModel } from './github/model.ts';

/** The rows of the two tables, with what each says of this run by the kind of its report. */
const rows = listRows(readSection(readPage('docs/guards.md').text, 'Every case'));
const forJobs = rows.filter((cells) => cells.length === 3).slice(1);
const forRuns = rows.filter((cells) => cells.length === 4).slice(1);

/** What a row speaks of: newer runs, one at a time, or other attempts of this run. */
type Case = { newer?: Newer[]; own?: Own; attempts?: Newer['jobs'] };

const RED = { conclusion: 'failure' } as const;
const RUNNING = { status: 'in_progress' } as const;
const STOPPED = { conclusion: 'cancelled', message: BY_A_PERSON } as const;
const REPLACED = { conclusion: 'cancelled', message: SUPERSEDED } as const;
const TOO_LONG = { conclusion: 'cancelled', message: TIMEOUT } as const;
const CANCELLED = { conclusion: 'cancelled' } as const;
const GREEN: Newer = { jobs: [{}] };

const CASES_OF_JOBS: Record<string, Case> = {
  'newer, finished green': { newer: [GREEN] },
  'newer, finished red': { newer: [{ run: RED, jobs: [RED] }] },
  'newer, cancelled or skipped before the same job finished': {
    newer: [
      { run: CANCELLED, jobs: [STOPPED] },
      { run: CANCELLED, jobs: [REPLACED, { name: 'lint' }] },
      { run: { conclusion: 'skipped' }, jobs: [{ conclusion: 'skipped' }] },
    ],
  },
  'newer, cancelled by its time limit': { newer: [{ run: CANCELLED, jobs: [TOO_LONG] }] },
  'newer, still running, the same job finished': {
    newer: [
      { run: RUNNING, jobs: [{}, { name: 'lint', ...RUNNING }] },
      { run: RUNNING, jobs: [RED, { name: 'lint', ...RUNNING }] },
    ],
  },
  'newer, still running, the same job not finished': {
    newer: [
      { run: RUNNING, jobs: [RUNNING, { name: 'lint' }] },
      { run: { status: 'queued' }, jobs: [] },
    ],
  },
  'newer, on another branch': { newer: [{ run: { head_branch: 'release/1.2' }, jobs: [{}] }] },
  'newer, on the same branch, started in another way (schedule, by hand)': {
    newer: ['schedule', 'workflow_dispatch'].map((event) => ({ run: { event }, jobs: [{}] })),
  },
  'newer, of a pull request whose branch has the same name': {
    newer: [
      {
        run: { event: 'pull_request', pull_requests: [createPullRequest({ number: 57, head: 'main' })] },
        jobs: [{}],
      },
    ],
  },
  'newer, of a fork whose branch has the same name': {
    newer: ['push', 'pull_request'].map((event) => ({ run: { event, head_repository: 'eve/shop' }, jobs: [{}] })),
  },
  'a newer attempt of this same run, the same job finished in it': { attempts: [{}] },
  'newer, and this run is an old one, run again': { newer: [GREEN], own: { run: { run_attempt: 2 } } },
};

const CASES_OF_RUNS: Record<string, Case> = {
  'newer, finished green or red': {
    newer: [{ jobs: [{}, { name: 'report' }] }, { run: RED, jobs: [RED, { name: 'report' }] }],
  },
  'newer, still running': { newer: [{ run: RUNNING, jobs: [RED, { name: 'report', ...RUNNING }] }] },
  'newer, running again after an attempt that was green or red': {
    newer: [{}, RED].map((ending) => ({
      run: { ...RUNNING, run_attempt: 2 },
      jobs: [
        { run_attempt: 1, ...ending },
        { run_attempt: 1, name: 'report' },
        { run_attempt: 2, ...RUNNING },
      ],
    })),
  },
  'newer, still running, but the job that reports has finished': {
    newer: [{ run: RUNNING, jobs: [RED, { name: 'report' }, { name: 'docs', ...RUNNING }] }],
  },
  'newer, finished green, every job skipped but the one that reports': {
    newer: [{ jobs: [{ conclusion: 'skipped' }, { name: 'report' }] }],
  },
  'newer, finished red, the job that reports was cancelled or never began': {
    newer: [
      { run: RED, jobs: [RED, { name: 'report', ...STOPPED }] },
      { run: { conclusion: 'startup_failure' }, jobs: [] },
    ],
  },
  'newer, cancelled': { newer: [{ run: CANCELLED, jobs: [STOPPED, { name: 'report' }] }] },
  'newer, cancelled because of a time limit': {
    newer: [{ run: CANCELLED, jobs: [STOPPED, { name: 'lint', ...TOO_LONG }, { name: 'report' }] }],
  },
};

/** What this run does in each variant of a case. */
async function tryAll({ newer = [], own, attempts = [] }: Case, subject: 'job' | 'workflow' | 'watched') {
  const variants: (Newer | undefined)[] = newer.length > 0 ? newer : [undefined];
  const tried = variants.map(async (variant) => {
    const model = new GithubModel();
    const { lookUps, question, run } = ask(model, { ...own, subject });
    if (variant !== undefined) addNewer(model, variant);
    for (const attempt of attempts) {
      run.run_attempt += 1;
      model.addJob(run, attempt);
    }
    return (await lookUps.findSuperseding(question, 'create')) === undefined ? 'reports' : 'quiet';
  });
  return [...new Set(await Promise.all(tried))];
}

describe('docs/guards.md', () => {
  test('has the cases that are tried here, and no others', () => {
    expect(forJobs.map(([name]) => name)).toEqual(Object.keys(CASES_OF_JOBS));
    expect(forRuns.map(([name]) => name)).toEqual(Object.keys(CASES_OF_RUNS));
  });

  test.each(forJobs)('is right that beside a run that is %s, a job is %s', async (name = '', said = '') => {
    // "As for the cases above", where the newer one here is green, and "quiet, if" it has finished, as it has here.
    const expected = said === 'reports' ? 'reports' : 'quiet';

    expect(await tryAll(CASES_OF_JOBS[name] ?? {}, 'job')).toEqual([expected]);
  });

  test.each(forRuns)('is right that beside a run that is %s, needs are %s and who watches %s', async (...cells) => {
    const [name = '', withNeeds, watching] = cells;

    expect(await tryAll(CASES_OF_RUNS[name] ?? {}, 'workflow')).toEqual([withNeeds]);
    expect(await tryAll(CASES_OF_RUNS[name] ?? {}, 'watched')).toEqual([watching]);
  });
});
