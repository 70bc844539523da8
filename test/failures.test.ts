import { describe, expect, test } from 'vitest';
import { add, addAll, at, needs, type Reported, readJobs, report, rerun } from './asking.ts';
import { failInside } from './github/interference.ts';
import { GithubModel } from './github/model.ts';
import { TEXTS } from './github/texts.ts';
import { PUSH_TO_MAIN } from './situations.ts';

const failedStep = { name: 'npm test', conclusion: 'failure' as const };
const red: Reported = { result: 'failure', job: { steps: [{ name: 'Set up job' }, failedStep] } };
const onServer: Reported = { start: { ...PUSH_TO_MAIN, env: { GITHUB_SERVER_URL: 'https://git.acme.example' } } };

describe('the alert of a job', () => {
  test('names its failed steps and its page', async () => {
    const model = new GithubModel();
    const { details } = await report(model, red);
    expect(details).toMatchObject({ failed_steps: ['npm test'], job_url: [...model.jobs.values()][0]?.html_url });
  });

  test('names the cancelled steps where none failed', async () => {
    const steps = [{ name: 'Deploy', conclusion: 'cancelled' as const }, { conclusion: null }];
    expect((await report(new GithubModel(), { ...red, job: { steps } })).details.failed_steps).toEqual(['Deploy']);
  });

  test.each([
    [0, 0, ['npm test']],
    [1, 1_000, ['npm test']],
    [2, 2_500, ['npm test']],
    [3, 2_500, undefined],
  ])('waits for steps that %i answers do not show: %i ms', async (answers, took, steps) => {
    const model = new GithubModel();
    if (answers > 0) model.stepLag = { answers };
    const { details, took: waited } = await report(model, red);
    expect([details.failed_steps, waited]).toEqual([steps, took]);
  });

  test('waits for no step that comes after this phase when it is green', async () => {
    const model = new GithubModel();
    add(model, 11, { build: 'success' });
    const after = ['Post npm test', 'Stop containers', 'Complete job'].map((name) => ({ name, conclusion: null }));
    const { action, took } = await report(model, { job: { steps: [{ name: 'npm test' }, ...after] } });
    expect([action, took]).toEqual(['resolve', 0]);
  });

  test('waits for nothing that is over after 5 seconds', async () => {
    const interfere: Reported['interfere'] = ({ path }) => (path.includes('/jobs/') ? 'hang' : undefined);
    expect(await report(new GithubModel(), { ...red, interfere })).toMatchObject({ action: 'create', took: 5_000 });
  });

  test.each<[string, Reported, boolean, string[] | undefined]>([
    ['on github.com does not ask for error messages, which come later', {}, false, undefined],
    ['on Enterprise Server has them', onServer, true, ['Boom']],
  ])('%s', async (_, own, isEnterpriseServer, errors) => {
    const model = Object.assign(new GithubModel(), { isEnterpriseServer });
    const job = { ...red.job, messages: ['Boom'] };
    const { details, requests } = await report(model, { ...red, ...own, job });
    expect(details.errors).toEqual(errors);
    expect(requests.some((path) => path.includes('/annotations'))).toBe(isEnterpriseServer);
  });
});

describe('this job, where the server does not give its id,', () => {
  const nameless = { ...red, hasCheckRunId: false };

  test('is the only one under way on this runner', async () => {
    const model = new GithubModel();
    const jobs = { other: { status: 'in_progress', runner_name: 'GitHub Actions 4' } as const, web: 'success' };
    expect((await report(model, { ...nameless, jobs })).details.failed_steps).toEqual(['npm test']);
  });

  test('is unknown where two fit: an alert goes out, and a resolve is held back by what may be it', async () => {
    const jobs = { twin: { status: 'in_progress', runner_name: 'GitHub Actions 3' } as const };
    expect((await report(new GithubModel(), { ...nameless, jobs })).action).toBe('create');
    for (const [newer, reason] of [
      ['11 build:failure', 'this check may be failing in another run'],
      ['11 build:failure lint:running', 'this check may be failing in another run'],
      ['11 build:success', 'the result is success'],
    ] as const) {
      const model = new GithubModel();
      addAll(model, newer);
      expect((await report(model, { jobs, hasCheckRunId: false })).reason).toContain(reason);
    }
  });
});

describe('the alert of needed jobs', () => {
  test('names the jobs that failed, their steps, and the errors of three of them', async () => {
    const model = new GithubModel();
    const broken = (message: string) => ({ conclusion: 'failure' as const, steps: [failedStep], messages: [message] });
    const jobs = { a: broken('A'), b: broken('B'), c: broken('C'), d: broken('D'), e: 'success' };
    const { details } = await report(model, { ...needs('a:failure b:failure c:failure d:failure e:success'), jobs });
    const failed = ['a', 'b', 'c', 'd'].map((name) => ({ name, failed_steps: ['npm test'] }));
    expect(details.failed_jobs).toMatchObject(failed);
    expect(details.errors).toEqual(['A', 'B', 'C']);
  });

  test('says in which line of which file an error is', async () => {
    const model = new GithubModel();
    const jobs = { build: { id: 77, conclusion: 'failure' as const } };
    model.addAnnotation({ id: 77 }, { path: 'src/cart.ts', start_line: 12, message: 'Boom' });
    const { details } = await report(model, { ...needs('build:failure'), jobs });
    expect(details.errors).toEqual(['src/cart.ts:12: Boom']);
  });

  test('has at most ten errors, on one line of 300 characters each', async () => {
    const messages = Array.from({ length: 12 }, () => `one\ntwo ${'x'.repeat(400)}`);
    const jobs = { build: { conclusion: 'failure' as const, messages } };
    const { details } = await report(new GithubModel(), { ...needs('build:failure'), jobs });
    const [first = '', ...others] = Array.isArray(details.errors) ? details.errors.map(String) : [];
    expect(first).toMatch(/^one two x+…$/);
    expect([first.length, others.length]).toEqual([300, 9]);
  });

  test('has the errors of the attempt in which a job ran that a rerun carried over', async () => {
    const model = new GithubModel();
    const ended = { conclusion: 'failure' as const, started_at: at(10), completed_at: at(10) };
    const api = { ...ended, run_attempt: 1, messages: ['Boom'] };
    const jobs = { api, 'api ': { ...ended, name: 'api', run_attempt: 2 } };
    const { details } = await report(model, { ...needs('api:failure'), jobs, run: { run_attempt: 2 } });
    expect(details).toMatchObject({ failed_jobs: [{ name: 'api' }], errors: ['Boom'] });
  });

  test('without the permission for annotations names the jobs all the same', async () => {
    const model = new GithubModel();
    model.permissions = ['actions'];
    const { details } = await report(model, needs('api:failure'));
    expect(details).toMatchObject({ failed_jobs: [{ name: 'api' }] });
  });
});

describe('a needed job that was skipped', () => {
  const rest = 'deploy:skipped lint:success';
  const skipped = needs(rest);

  test.each<[string, 'create' | 'resolve', string, string?, string?]>([
    ['because another job failed is a failure, and names it', 'create', `build:failure ${rest}`],
    ['because another job ran into its time limit is one', 'create', `build:timeout ${rest}`],
    ['by its own if is none', 'resolve', `build:success ${rest}`],
    [
      'beside one that fails in green runs is none',
      'resolve',
      `next:failure ${rest}`,
      rest,
      'next:failure lint:success',
    ],
    ['with all others, because one failed, is a failure', 'create', 'build:failure deploy:skipped', 'deploy:skipped'],
    ['is none where needs says success', 'resolve', 'next:failure deploy:skipped', 'next:success deploy:skipped'],
    ['is found by name behind the results alone', 'create', 'build:failure Deploy:skipped', 'a:skipped b:success'],
  ])('%s', async (_, action, jobs, own = rest, older = '') => {
    const model = new GithubModel();
    if (older !== '') add(model, 9, readJobs(older), { conclusion: 'success' });
    const { action: done, details } = await report(model, { ...needs(own), jobs: readJobs(jobs) });
    expect(done).toBe(action);
    if (action === 'create') expect(details).toMatchObject({ outcome: 'failure', failed_jobs: [{ name: 'build' }] });
  });

  test('because of a job that failed is a failure, though that job passed in a rerun before', async () => {
    const model = new GithubModel();
    const jobs = readJobs('build:failure deploy:skipped lint:success');
    rerun(model, add(model, 9, jobs), 'success', { at: at(9.5) });
    expect((await report(model, { ...skipped, jobs })).action).toBe('create');
  });

  test('is not resolved, with a warning, where it cannot be checked why', async () => {
    const { action, warnings } = await report(new GithubModel(), { ...skipped, interfere: () => failInside() });
    expect(action).toBe('none');
    expect(warnings[0]).toMatch(/it could not be checked why a needed job was skipped, because GitHub answered 500/);
  });
});

test('an annotation of a person does not make a skipped job a failure', async () => {
  const build = { conclusion: 'cancelled' as const, messages: [TEXTS.person()] };
  const jobs = { build, deploy: 'skipped', lint: 'success' };
  expect((await report(new GithubModel(), needs('deploy:skipped lint:success', { jobs }))).action).not.toBe('create');
});
