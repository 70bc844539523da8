import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AnswerableRequest, answerRequest } from './answers.ts';
import { createFetch } from './fetch.ts';
import { type GithubStandIn, startGithub } from './github.ts';
import {
  answerBomb,
  answerEndless,
  answerGarbage,
  answerMany,
  answerNested,
  answerShape,
  answerTrickle,
  failInside,
  redirectTo,
  refuseByRateLimit,
  refuseBySecondaryLimit,
  refuseCredentials,
  refusePermission,
  type Substitute,
  WRONG_SHAPES,
} from './interference.ts';
import { createJob, createPullRequest, createRun, GithubModel } from './model.ts';
import { TEXTS } from './texts.ts';

const shop = '/repos/acme/shop';
const runsOfCi = `${shop}/actions/workflows/ci.yml/runs`;

function ask(github: GithubStandIn, path: string, init?: RequestInit): Promise<Response> {
  return fetch(github.url + path, init);
}

function listNumbers(model: GithubModel, query: Record<string, string>): unknown {
  const { body } = answerRequest(model, { method: 'GET', path: runsOfCi, query });
  expect(body).toHaveProperty('workflow_runs');
  const { workflow_runs: runs } = JSON.parse(JSON.stringify(body));
  return runs.map((run: { run_number: number }) => run.run_number);
}

describe('a run and its jobs', () => {
  it('are found by their ids, with the job id as check run id', async () => {
    await using github = await startGithub();
    const run = github.model.addRun({ conclusion: 'failure' });
    const job = github.model.addJob(run, { conclusion: 'failure', steps: [{}, { conclusion: 'failure' }] });
    await expect((await ask(github, `${shop}/actions/runs/${run.id}`)).json()).resolves.toEqual(run);
    await expect((await ask(github, `${shop}/actions/jobs/${job.id}`)).json()).resolves.toEqual(job);
    expect(job.check_run_url).toMatch(new RegExp(`/check-runs/${job.id}$`));
    expect(job.steps).toMatchObject([
      { name: 'Step 1', number: 1, status: 'completed', conclusion: 'success' },
      { name: 'Step 2', number: 2, conclusion: 'failure' },
    ]);
  });

  it('change with the model while time goes by', async () => {
    await using github = await startGithub();
    const run = github.model.addRun({ status: 'in_progress' });
    expect(run.conclusion).toBeNull();
    Object.assign(run, { status: 'completed', conclusion: 'cancelled' });
    const answer = await ask(github, `${shop}/actions/runs/${run.id}`);
    await expect(answer.json()).resolves.toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  });

  it('are not there for another repository', async () => {
    await using github = await startGithub();
    const run = github.model.addRun({ repository: 'acme/other' });
    const job = github.model.addJob(run);

    for (const path of [
      `/actions/runs/${run.id}`,
      `/actions/runs/${run.id}/jobs`,
      `/actions/jobs/${job.id}`,
      `/check-runs/${job.id}/annotations`,
      '/actions/workflows/ci.yml/runs',
    ]) {
      expect((await ask(github, `/repos/acme/other${path}`)).status, path).toBe(200);
      expect((await ask(github, shop + path)).status, path).toBe(404);
    }
  });

  it('are listed by attempt', async () => {
    const model = new GithubModel();
    const run = model.addRun();
    model.addJob(run, { name: 'old', conclusion: 'failure' });
    run.run_attempt = 2;
    model.addJob(run, { name: 'new' });
    const list = (path: string, query = {}) =>
      answerRequest(model, { method: 'GET', path: `${shop}/actions/runs/${run.id}${path}`, query });
    expect(list('/jobs').body).toMatchObject({ total_count: 1, jobs: [{ name: 'new', run_attempt: 2 }] });
    expect(list('/jobs', { filter: 'latest' }).body).toMatchObject({ jobs: [{ name: 'new' }] });
    expect(list('/jobs', { filter: 'all' }).body).toMatchObject({ jobs: [{ name: 'old' }, { name: 'new' }] });
    expect(list('/attempts/1/jobs').body).toMatchObject({ total_count: 1, jobs: [{ name: 'old' }] });
    expect(list('/attempts/2/jobs').body).toMatchObject({ jobs: [{ name: 'new' }] });
    expect(list('/attempts/3/jobs').status).toBe(404);
  });

  it('do not compile in a shape that GitHub does not have', () => {
    // @ts-expect-error A job has no such status.
    createJob(createRun(), { status: 'done' });
    // @ts-expect-error A run number is a number.
    createRun({ run_number: '7' });
  });

  it('are refused twice under one id', () => {
    const model = new GithubModel();
    const run = model.addRun({ id: 1 });
    model.addJob(run, { id: 2 });
    expect(() => model.addRun({ id: 1 })).toThrow('already holds a run 1');
    expect(() => model.addJob(run, { id: 2 })).toThrow('already holds a job 2');
    expect(() => model.addJob(createRun({ id: 3 }))).toThrow('does not hold the run 3');
  });
});

describe('paging', () => {
  it('walks through all jobs by the Link header', async () => {
    await using github = await startGithub();
    const run = github.model.addRun();
    for (let count = 0; count < 7; count += 1) github.model.addJob(run, { name: `job ${count}` });
    const names: string[] = [];
    const relations: string[][] = [];
    let next: string | undefined = `${github.url}${shop}/actions/runs/${run.id}/jobs?per_page=3`;
    while (next !== undefined) {
      const answer: Response = await fetch(next);
      const { total_count: count, jobs } = JSON.parse(await answer.text());
      expect(count).toBe(7);
      names.push(...jobs.map((job: { name: string }) => job.name));
      const link: string = answer.headers.get('link') ?? '';
      relations.push([...link.matchAll(/rel="(\w+)"/g)].map(([, relation = '']) => relation));
      next = /<([^>]+)>; rel="next"/.exec(link)?.[1];
    }
    expect(names).toEqual(['job 0', 'job 1', 'job 2', 'job 3', 'job 4', 'job 5', 'job 6']);
    expect(relations).toEqual([
      ['next', 'last'],
      ['prev', 'next', 'last', 'first'],
      ['prev', 'first'],
    ]);
  });

  it('gives 30 by default, 100 at most, and no Link header for a single page', () => {
    const model = new GithubModel();
    const job = model.addJob(model.addRun());
    for (let count = 0; count < 120; count += 1) model.addAnnotation(job);
    const list = (query: Record<string, string>) =>
      answerRequest(model, { method: 'GET', path: `${shop}/check-runs/${job.id}/annotations`, query });
    expect(list({}).body).toHaveLength(30);
    expect(list({ per_page: '500' }).body).toHaveLength(100);
    expect(list({ per_page: '100', page: '2' }).body).toHaveLength(20);
    expect(list({ per_page: '100', page: '3' }).body).toHaveLength(0);
    expect(list({ per_page: 'many' }).body).toHaveLength(30);
    expect(list({ per_page: '100' }).headers.link).toContain('page=2>; rel="next"');
    model.addRun();
    expect(answerRequest(model, { method: 'GET', path: runsOfCi, query: {} }).headers.link).toBeUndefined();
  });

  it('hands out a thousand filtered runs and no more', () => {
    const model = new GithubModel();
    for (let count = 0; count < 1010; count += 1) model.addRun();
    expect(listNumbers(model, { branch: 'main', per_page: '100', page: '10' })).toHaveLength(100);
    expect(listNumbers(model, { branch: 'main', per_page: '100', page: '11' })).toHaveLength(0);
    expect(listNumbers(model, { per_page: '100', page: '11' })).toHaveLength(10);
  });
});

describe('the runs of a workflow', () => {
  it('come newest first, in whichever order they were added', () => {
    const model = new GithubModel();
    model.addRun({ run_number: 2, created_at: '2026-01-02T00:00:00Z' });
    model.addRun({ run_number: 4, created_at: '2026-01-04T00:00:00Z' });
    model.addRun({ run_number: 1, created_at: '2026-01-01T00:00:00Z' });
    model.addRun({ run_number: 3, created_at: '2026-01-03T00:00:00Z' });
    expect(listNumbers(model, {})).toEqual([4, 3, 2, 1]);
  });

  it('are found by workflow id or file name, and by nothing else', () => {
    const model = new GithubModel();
    const other = { workflow_id: 7, path: '.github/workflows/nightly.yml@refs/heads/main', name: 'Nightly' };
    model.addRun();
    model.addRun(other);
    model.addRun(other);
    const find = (workflow: string) =>
      answerRequest(model, { method: 'GET', path: `${shop}/actions/workflows/${workflow}/runs`, query: {} });

    for (const workflow of ['7', 'nightly.yml']) {
      expect(find(workflow).body).toMatchObject({
        total_count: 2,
        workflow_runs: [{ run_number: 2 }, { run_number: 1 }],
      });
    }
    expect(find('Nightly').status).toBe(404);
    expect(find('.github%2Fworkflows%2Fnightly.yml').status).toBe(404);
  });

  it('are filtered by branch name alone, whatever the event or the fork', () => {
    const model = new GithubModel();
    model.addRun();
    model.addRun({ event: 'pull_request', head_repository: 'stranger/shop' });
    model.addRun({ head_branch: 'release/1.2' });
    model.addRun({ head_branch: null });
    expect(listNumbers(model, { branch: 'main' })).toEqual([2, 1]);
    expect(listNumbers(model, { branch: 'release/1.2' })).toEqual([3]);
    expect(listNumbers(model, { branch: 'gone' })).toEqual([]);
  });

  it('know a fork by its owner and name', () => {
    const run = createRun({ head_repository: 'stranger/shop' });
    expect(run.repository).toMatchObject({ full_name: 'acme/shop', fork: false, owner: { login: 'acme' } });
    expect(run.head_repository).toMatchObject({ full_name: 'stranger/shop', fork: true, owner: { login: 'stranger' } });
  });

  it('are filtered by event, by commit, by actor, and by status or conclusion', () => {
    const model = new GithubModel();
    const { head_sha: sha } = model.addRun({ conclusion: 'failure' });
    model.addRun({ event: 'schedule' });
    model.addRun({ status: 'in_progress', event: 'schedule' });
    expect(listNumbers(model, { event: 'schedule' })).toEqual([3, 2]);
    expect(listNumbers(model, { head_sha: sha })).toEqual([1]);
    expect(listNumbers(model, { actor: 'acme' })).toEqual([3, 2, 1]);
    expect(listNumbers(model, { actor: 'stranger' })).toEqual([]);
    expect(listNumbers(model, { status: 'completed' })).toEqual([2, 1]);
    expect(listNumbers(model, { status: 'failure' })).toEqual([1]);
    expect(listNumbers(model, { status: 'in_progress' })).toEqual([3]);
    expect(listNumbers(model, { status: 'success', event: 'schedule' })).toEqual([2]);
  });

  it.each([
    ['2026-01-02', [2]],
    ['>2026-01-02', [3]],
    ['>=2026-01-02', [3, 2]],
    ['<2026-01-02', [1]],
    ['<=2026-01-02', [2, 1]],
    ['<2026-01-02T12:00:00Z', [1]],
    ['2026-01-01..2026-01-02', [2, 1]],
    ['2026-01-02T12:00:00Z..*', [3, 2]],
    ['*..2026-01-01', [1]],
    ['soon', []],
  ])('are filtered by creation %s', (created, numbers) => {
    const model = new GithubModel();
    for (const day of [1, 2, 3]) model.addRun({ created_at: `2026-01-0${day}T12:00:00Z` });
    expect(listNumbers(model, { created })).toEqual(numbers);
  });

  it('leave out the pull requests, but not the runs, where they are not wanted', () => {
    const model = new GithubModel();
    const run = model.addRun({ pull_requests: [createPullRequest({ number: 57, head: 'topic' })] });
    const list = (query: Record<string, string>) => answerRequest(model, { method: 'GET', path: runsOfCi, query }).body;
    expect(list({})).toMatchObject({ workflow_runs: [{ pull_requests: [{ number: 57 }] }] });
    expect(list({ exclude_pull_requests: 'true' })).toMatchObject({ workflow_runs: [{ pull_requests: [] }] });
    expect(run.pull_requests).toHaveLength(1);
  });
});

describe('the check runs of a commit', () => {
  const sha = createRun().head_sha;

  function listChecks(model: GithubModel, query: Record<string, string> = {}, ref = sha) {
    return answerRequest(model, { method: 'GET', path: `${shop}/commits/${ref}/check-runs`, query });
  }

  it('are the jobs of all its runs, with the run in the address and the suite in the field', () => {
    const model = new GithubModel();
    const run = model.addRun({ head_sha: sha });
    const job = model.addJob(run, { name: 'build (20)', conclusion: 'failure' });
    model.addAnnotation(job);
    model.addJob(model.addRun({ head_sha: sha, repository: 'acme/other' }));
    model.addJob(model.addRun());
    expect(listChecks(model).body).toMatchObject({
      total_count: 1,
      check_runs: [
        {
          id: job.id,
          name: 'build (20)',
          head_sha: sha,
          status: 'completed',
          conclusion: 'failure',
          details_url: `https://github.com/acme/shop/actions/runs/${run.id}/job/${job.id}`,
          check_suite: { id: run.check_suite_id },
          app: { slug: 'github-actions' },
          output: { annotations_count: 1 },
        },
      ],
    });
  });

  it('are the newest of each name in each run, or all with all attempts', () => {
    const model = new GithubModel();
    const run = model.addRun({ head_sha: sha });
    const first = model.addJob(run, { conclusion: 'failure' });
    run.run_attempt = 2;
    const second = model.addJob(run);
    const other = model.addRun({ head_sha: sha, path: '.github/workflows/other.yml', workflow_id: 2 });
    const newest = model.addJob(other, { status: 'in_progress' });
    const lint = model.addJob(other, { name: 'lint' });
    const list = (query: Record<string, string>) => {
      const { total_count: count, check_runs: checks } = JSON.parse(JSON.stringify(listChecks(model, query).body));
      expect(count).toBe(query.per_page === '1' ? 3 : checks.length);
      return checks.map(({ id }: { id: number }) => id);
    };
    expect(list({})).toEqual([lint.id, newest.id, second.id]);
    expect(list({ check_name: 'build', filter: 'all' })).toEqual([newest.id, second.id, first.id]);
    expect(list({ check_name: 'build', filter: 'all', per_page: '1', page: '3' })).toEqual([first.id]);
    expect(list({ check_name: 'build', filter: 'all', status: 'completed' })).toEqual([second.id, first.id]);
    expect(list({ check_name: 'build', status: 'completed' })).toEqual([second.id]);
    expect(list({ app_id: '1' })).toEqual([]);
  });

  it('are found by the branch or tag of the commit, too, and not for a commit that is not there', () => {
    const model = new GithubModel();
    model.addJob(model.addRun({ head_sha: sha }));
    model.addRef({ ref: 'refs/heads/release/1.2', sha });
    model.addRef({ ref: 'refs/tags/v1' });
    expect(listChecks(model, {}, 'release%2F1.2').body).toMatchObject({ total_count: 1 });
    expect(listChecks(model, {}, 'tags/v1').body).toEqual({ total_count: 0, check_runs: [] });
    expect(listChecks(model, {}, 'gone').status).toBe(422);
  });
});

/** Asks the model; gives the body as a client would have it. */
function read(model: GithubModel, path: string, more: Partial<AnswerableRequest> = {}) {
  const { status, headers, body } = answerRequest(model, { method: 'GET', path: shop + path, query: {}, ...more });
  return { status, headers, body: JSON.parse(JSON.stringify(body)) };
}

describe('lists that lag', () => {
  const at = (hour: number) => `2026-01-02T0${hour}:00:00Z`;
  const listed = (
    model: GithubModel,
    { branch = 'main', ...more }: Partial<AnswerableRequest> & { branch?: string } = {},
  ) => {
    const query = branch === '' ? {} : { branch };
    const { body } = read(model, '/actions/workflows/ci.yml/runs', { query, ...more });
    expect(body.total_count).toBe(body.workflow_runs.length);
    return body.workflow_runs.map(
      ({ id, conclusion, run_attempt }: { id: number; conclusion: string | null; run_attempt: number }) =>
        `${id}.${run_attempt} ${conclusion}`,
    );
  };

  function createModel() {
    const model = new GithubModel({ now: () => Date.parse(at(8)) });
    for (const hour of [1, 3, 5]) {
      const run = model.addRun({ id: hour, created_at: at(hour), conclusion: 'failure' });
      // It ran for an hour and a half, which is told by its jobs or by itself.
      const end = at(hour + 1).replace(':00:', ':30:');
      if (hour === 5) run.updated_at = end;
      else model.addJob(run, { conclusion: 'failure', completed_at: end });
    }
    return model;
  }

  it.each([
    ['by nothing', undefined, ['5.1 failure', '3.1 failure', '1.1 failure']],
    ['by an hour', 60 * 60 * 1000, ['5.1 failure', '3.1 failure', '1.1 failure']],
    ['so that a run has not ended', { behind: 2 * 60 * 60 * 1000 }, ['5.1 null', '3.1 failure', '1.1 failure']],
    ['so that a run is missing', { until: at(4) }, ['3.1 null', '1.1 failure']],
    ['and hold a run all the same', { until: at(2), present: [5] }, ['5.1 failure', '1.1 null']],
    ['and lack a run besides', { until: at(4), absent: [1] }, ['3.1 null']],
    ['and lack a run alone', { absent: [3] }, ['5.1 failure', '1.1 failure']],
  ])('are behind %s', (_, indexLag, runs) => {
    const model = createModel();
    const whole = listed(model);
    expect(listed(model, indexLag === undefined ? {} : { indexLag })).toEqual(runs);
    model.indexLag = indexLag;
    expect(listed(model)).toEqual(runs);
    expect(listed(model, { branch: '' })).toEqual(whole);
  });

  it('show a run that runs again in its earlier attempt, whether GitHub or a test has started it', () => {
    const model = createModel();
    const [first, second] = [model.runs.get(1), model.runs.get(3)];
    if (first === undefined || second === undefined) throw new Error('The runs are gone.');
    first.conclusion = 'startup_failure';
    model.rerun(first, { at: at(7) });
    Object.assign(second, { run_attempt: 2, run_started_at: at(7), status: 'in_progress', conclusion: null });
    model.indexLag = { until: at(6) };
    expect(listed(model)).toEqual(['5.1 null', '3.1 failure', '1.1 startup_failure']);
    expect(listed(model, { branch: '' })).toEqual(['5.1 failure', '3.2 null', '1.2 null']);
  });

  it('are filtered as they are shown', () => {
    const model = createModel();
    const query = { status: 'failure' };
    expect(listed(model, { query, indexLag: { until: at(4) } })).toEqual(['1.1 failure']);
  });

  it('are the unfiltered ones for so many answers, where told so', () => {
    const model = createModel();
    model.listLag = { answers: 2, until: at(2) };
    expect([1, 2, 3].map(() => listed(model, { branch: '' }).length)).toEqual([1, 1, 3]);
  });
});

describe('a job under way', () => {
  const steps = [
    { name: 'checkout' },
    { name: 'test', conclusion: 'failure' },
    { name: 'publish', conclusion: 'skipped' },
    { name: 'report', conclusion: null },
  ];
  const right = ['success', 'failure', 'skipped', null];
  const late = ['success', null, null, null];

  function startJob(times: readonly (string | undefined)[] = []) {
    let now = Date.parse('2026-01-02T12:00:00Z');
    const model = new GithubModel({ now: () => now });
    const job = model.addJob(model.addRun({ conclusion: null }), {
      conclusion: null,
      steps: steps.map((step, index) => ({ ...step, ...(times[index] && { completed_at: times[index] }) })),
    });
    const pass = (milliseconds: number) => {
      now += milliseconds;
    };
    const list = () => {
      const one = read(model, `/actions/jobs/${job.id}`).body;
      return one.steps.map(({ conclusion }: { conclusion: string | null }) => conclusion);
    };
    return { model, job, list, pass };
  }

  it('shows a step’s conclusion after so many answers', () => {
    const { model, job, list } = startJob();
    model.stepLag = { answers: 2 };
    expect([list(), list(), list()]).toEqual([late, late, right]);
    const { steps: shown } = read(model, `/actions/jobs/${job.id}`).body;
    expect(shown.map(({ status }: { status: string }) => status)).toEqual([
      ...Array(3).fill('completed'),
      'in_progress',
    ]);
  });

  it.each([
    ['since it ended', ['2026-01-02T11:59:50Z', '2026-01-02T12:00:00Z', '2026-01-02T12:00:00Z']],
    ['since the first look where nothing says when it ended', []],
  ])('shows a step’s conclusion after so much time %s', (_, times) => {
    const { model, job, list, pass } = startJob(times);
    model.stepLag = 1500;
    expect(list()).toEqual(late);
    const { steps: shown } = read(model, `/actions/runs/${job.run_id}/jobs`).body.jobs[0];
    expect(shown.map(({ status }: { status: string }) => status)).toEqual([
      'completed',
      'in_progress',
      'queued',
      'queued',
    ]);
    pass(1499);
    expect(list()).toEqual(late);
    pass(1);
    expect(list()).toEqual(right);
  });

  it('shows everything once it has ended', () => {
    const { model, job, list } = startJob();
    Object.assign(model, { stepLag: 60_000 });
    Object.assign(job, { status: 'completed', conclusion: 'failure' });
    expect(list()).toEqual(right);
  });

  it('has its annotations at its end, or at once on Enterprise Server', () => {
    const { model, job } = startJob();
    model.addAnnotation(job);
    const count = () => {
      const { output } = read(model, `/commits/${job.head_sha}/check-runs`).body.check_runs[0];
      const { body } = read(model, `/check-runs/${job.id}/annotations`);
      expect(output.annotations_count).toBe(body.length);
      return body.length;
    };
    expect(count()).toBe(1);
    model.annotationsAppear = 'after-job';
    expect(count()).toBe(0);
    Object.assign(job, { status: 'completed', conclusion: 'failure' });
    expect(count()).toBe(1);
  });
});

describe('a run that is run again', () => {
  it('moves its start and keeps its creation, and copies the jobs that were green without their annotations', () => {
    const model = new GithubModel();
    const run = model.addRun({ conclusion: 'failure' });
    const { created_at: created } = run;
    const green = model.addJob(run, { name: 'lint', completed_at: '2026-01-01T00:09:00Z', steps: [{}] });
    const red = model.addJob(run, { name: 'build', conclusion: 'failure' });
    for (const job of [green, red]) model.addAnnotation(job);
    const [carried, again] = model.rerun(run, { onlyFailed: true, at: '2026-01-03T00:00:00Z' });
    expect(carried).toEqual({
      ...green,
      ...{ id: carried?.id, run_attempt: 2 },
      ...{ url: carried?.url, html_url: carried?.html_url, check_run_url: carried?.check_run_url },
      node_id: carried?.node_id,
    });
    expect(carried?.id).not.toBe(green.id);
    expect(again).toMatchObject({
      name: 'build',
      status: 'queued',
      conclusion: null,
      runner_name: null,
      run_attempt: 2,
    });
    expect(read(model, `/actions/runs/${run.id}`).body).toMatchObject({
      ...{ run_attempt: 2, status: 'in_progress', conclusion: null, run_number: 1, workflow_id: 1 },
      ...{ created_at: created, run_started_at: '2026-01-03T00:00:00Z' },
    });
    expect(read(model, `/actions/runs/${run.id}/attempts/1`).body).toMatchObject({
      run_attempt: 1,
      conclusion: 'failure',
    });
    expect(read(model, `/actions/runs/${run.id}/attempts/3`).status).toBe(404);
    expect(read(model, `/actions/runs/${run.id}/jobs`).body.total_count).toBe(2);
    expect(read(model, `/actions/runs/${run.id}/jobs`, { query: { filter: 'all' } }).body.total_count).toBe(4);
    expect(read(model, `/check-runs/${carried?.id}/annotations`).body).toEqual([]);
    expect(read(model, `/check-runs/${green.id}/annotations`).body).toHaveLength(1);
    expect(() => model.rerun(run)).toThrow('still under way');
  });

  it('starts all of its jobs, or those that are named', () => {
    const model = new GithubModel({ now: () => Date.parse('2026-01-04T00:00:00Z') });
    const run = model.addRun();
    for (const name of ['lint', 'build']) model.addJob(run, { name });
    const states = (jobs: readonly { status: string }[]) => jobs.map(({ status }) => status);
    expect(states(model.rerun(run))).toEqual(['queued', 'queued']);
    expect(run.run_started_at).toBe('2026-01-04T00:00:00Z');
    Object.assign(run, { status: 'completed', conclusion: 'success' });
    for (const job of model.findJobs(run.id)) Object.assign(job, { status: 'completed', conclusion: 'success' });
    expect(states(model.rerun(run, { only: ['build'] }))).toEqual(['completed', 'queued']);
  });
});

describe('what GitHub makes of a run', () => {
  it('has no pull request any more when that is closed, and none of a fork', () => {
    const model = new GithubModel();
    const own = model.addRun({ head_branch: 'fix' });
    const fork = model.addRun({ head_branch: 'fix', head_repository: 'eve/shop' });
    model.openPullRequest({ number: 57, head: 'fix' });
    model.openPullRequest({ number: 57, head: 'fix', repository: 'upstream/shop', headRepository: 'acme/shop' });
    const list = (run: { id: number }) => {
      const { pull_requests: all } = read(model, `/actions/runs/${run.id}`).body;
      return all.map(
        ({ number, base }: { number: number; base: { repo: { url: string } } }) => `${base.repo.url} ${number}`,
      );
    };
    expect(list(own)).toEqual([
      'https://api.github.com/repos/acme/shop 57',
      'https://api.github.com/repos/upstream/shop 57',
    ]);
    expect(list(fork)).toEqual([]);
    model.closePullRequest(57);
    expect(list(own)).toEqual(['https://api.github.com/repos/upstream/shop 57']);
  });

  it('is red and empty where the file cannot be read, and cancelled where no runner came', () => {
    const model = new GithubModel();
    const run = model.addUnreadableRun({ path: '.github/workflows/broken.yml' });
    expect(run).toMatchObject({ name: '.github/workflows/broken.yml', status: 'completed', conclusion: 'failure' });
    expect(read(model, `/actions/runs/${run.id}/jobs`).body).toEqual({ total_count: 0, jobs: [] });
    const job = model.addJobWithoutRunner(model.addRun(), { name: 'deploy', reason: TEXTS.queueLimit });
    expect(job).toMatchObject({ status: 'completed', conclusion: 'cancelled', runner_name: null, steps: [] });
    expect(read(model, `/check-runs/${job.id}/annotations`).body).toMatchObject([{ message: /24h0m0s/ }]);
  });
});

describe('what a token may', () => {
  it.each([
    ['actions', `/actions/runs/1`, '/actions/jobs/2'],
    ['checks', '/check-runs/2/annotations', `/commits/${createRun({ id: 1 }).head_sha}/check-runs`],
    ['contents', '/git/matching-refs/tags/', '/git/matching-refs/heads/'],
  ] as const)('ends at what it was not given, such as %s', (permission, ...paths) => {
    const model = new GithubModel();
    model.addJob(model.addRun({ id: 1 }), { id: 2 });
    for (const path of paths) {
      model.permissions = [permission];
      expect(read(model, path).status).toBe(200);
      model.permissions = (['actions', 'checks', 'contents'] as const).filter((other) => other !== permission);
      expect(read(model, path)).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
    }
  });

  it.each([403, 429] as const)('is counted, and refused with %i until the limit starts anew', (status) => {
    let now = 1_000_000_000;
    const model = new GithubModel({ now: () => now });
    model.limit = { limit: 1000, used: 998, resetSeconds: 1_000_060, status };
    const ask = () => {
      const { status: given, headers } = read(model, '/git/matching-refs/');
      const { 'x-ratelimit-remaining': left, 'x-ratelimit-used': used, 'x-ratelimit-reset': reset } = headers;
      return [given, left, used, reset].join(' ');
    };
    expect(ask()).toBe('200 1 999 1000060');
    expect(ask()).toBe('200 0 1000 1000060');
    expect(ask()).toBe(`${status} 0 1000 1000060`);
    now += 60_000;
    expect(ask()).toBe('200 999 1 1003660');
  });
});

describe('a renamed repository', () => {
  it.each(['the server', 'the fetch without one'])('redirects its old name to its number: %s', async (way) => {
    await using github = await startGithub();
    const { model, url } = github;
    model.renameRepository('acme/old');
    for (const conclusion of ['success', 'failure'] as const) model.addRun({ conclusion });
    const inProcess = createFetch(model, { apiUrl: url });
    const [get, requests] = way === 'the server' ? [fetch, github.requests] : [inProcess, inProcess.requests];
    const address = `${url}/repos/acme/old/actions/workflows/ci.yml/runs?branch=main&per_page=1`;
    const manual = await get(address, { redirect: 'manual' });
    expect(manual.status).toBe(301);
    expect(manual.headers.get('location')).toMatch(
      /\/repositories\/\d+\/actions\/workflows\/ci.yml\/runs\?branch=main&per_page=1$/,
    );
    const answer = await get(address);
    await expect(answer.json()).resolves.toMatchObject({ total_count: 2 });
    expect(answer.headers.get('link')).toMatch(/\/repositories\/\d+\/.*page=2/);
    expect(requests).toHaveLength(3);
    await expect(get(address, { redirect: 'error' })).rejects.toThrow(TypeError);
  });

  it('can redirect for ever', async () => {
    const loop = createFetch(new GithubModel(), {
      interfere: ({ path }) => redirectTo(`https://api.github.com${path}`),
    });
    await expect(loop(`https://api.github.com${runsOfCi}`)).rejects.toThrow(TypeError);
    expect(loop.requests).toHaveLength(21);
  });
});

describe.each(['the server', 'the fetch without one'])('a body that is too much for a client of %s', (way) => {
  function ask(github: GithubStandIn, substitute: Substitute, init?: RequestInit): Promise<Response> {
    const inProcess = createFetch(github.model, { apiUrl: github.url, interfere: () => substitute });
    github.interfere(() => substitute);
    return (way === 'the server' ? fetch : inProcess)(github.url + runsOfCi, init);
  }

  it.each([
    ['without end', answerEndless(), Infinity, /^\{"total_count":1,"jobs":\[\{\}/],
    ['of one byte after the other', answerTrickle({ text: '[[', intervalMilliseconds: 1 }), Infinity, /^\[+$/],
    ['of nothing but brackets', answerNested(300_001), 300_001, /^\[+$/],
    ['of many jobs', answerMany({ count: 200_001 }), 600_034, /^\{"total_count":200001,"jobs":\[\{\},.*,\{\}\]\}$/],
    ['compressed a thousandfold', answerBomb(2_000_000), 2_000_000, /^\[ +\]$/],
  ])('is one %s', async (_, substitute, bytes, text) => {
    await using github = await startGithub();
    const { body } = await ask(github, substitute);
    if (body === null) throw new Error('There is no body.');
    const pieces = [];
    for await (const piece of body) {
      pieces.push(piece);
      if (bytes === Infinity && pieces.length === 5) break;
    }
    const came = Buffer.concat(pieces);

    if (bytes !== Infinity) expect(came).toHaveLength(bytes);
    expect(came.toString()).toMatch(text);
  });

  it('breaks off when the client goes', async () => {
    await using github = await startGithub();
    const controller = new AbortController();
    const answer = await ask(github, answerTrickle(), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(answer.text()).rejects.toThrow('enough');
  });
});

it.each(WRONG_SHAPES)('sends %j where a list of runs is due', async (shape) => {
  const get = createFetch(new GithubModel(), { interfere: () => answerShape(shape) });
  await expect((await get(`https://api.github.com${runsOfCi}`)).json()).resolves.toEqual(shape);
});

describe('files and refs', () => {
  it('gives a file as base64 in JSON, or raw on request', async () => {
    await using github = await startGithub();
    const content = `on: push\n${'# ünïcödé\n'.repeat(20)}`;
    const path = '.github/workflows/ci.yml';
    github.model.addFile({ path, content, ref: 'abc' });
    github.model.addFile({ path, content: 'on: schedule\n' });
    const json = await ask(github, `${shop}/contents/${path}?ref=abc`);
    const raw = await ask(github, `${shop}/contents/${encodeURIComponent(path)}?ref=abc`, {
      headers: { accept: 'application/vnd.github.raw+json' },
    });
    const other = await ask(github, `${shop}/contents/${path}`, {
      headers: { accept: 'application/vnd.github.raw+json' },
    });
    const file = JSON.parse(await json.text());
    expect(file).toMatchObject({ type: 'file', encoding: 'base64', name: 'ci.yml', path });
    expect(Buffer.from(file.content, 'base64').toString()).toBe(content);
    expect(raw.headers.get('content-type')).toMatch('application/vnd.github.raw');
    await expect(raw.text()).resolves.toBe(content);
    await expect(other.text()).resolves.toBe('on: schedule\n');
    expect((await ask(github, `${shop}/contents/README.md`)).status).toBe(404);
  });

  it('finds a ref by its exact name only, with its slashes encoded or not', async () => {
    await using github = await startGithub();
    github.model.addRef({ ref: 'refs/heads/release/1.2' });
    github.model.addRef({ ref: 'refs/tags/v1', type: 'tag' });

    for (const ref of ['heads/release/1.2', 'heads%2Frelease%2F1.2']) {
      const answer = await ask(github, `${shop}/git/ref/${ref}`);
      await expect(answer.json()).resolves.toMatchObject({ ref: 'refs/heads/release/1.2', object: { type: 'commit' } });
    }
    const tag = await ask(github, `${shop}/git/ref/tags/v1`);
    await expect(tag.json()).resolves.toMatchObject({ object: { type: 'tag' } });
    for (const ref of ['heads/release', 'heads/v1', 'tags/release/1.2']) {
      expect((await ask(github, `${shop}/git/ref/${ref}`)).status, ref).toBe(404);
    }
  });

  it('finds all tags in one answer, by name', () => {
    const model = new GithubModel();
    for (let count = 150; count > 0; count -= 1) model.addRef({ ref: `refs/tags/v${1000 + count}` });

    const { body, headers } = answerRequest(model, {
      method: 'GET',
      path: `${shop}/git/matching-refs/tags/`,
      query: { per_page: '10' },
    });
    expect(body).toHaveLength(150);
    expect(body).toHaveProperty('0.ref', 'refs/tags/v1001');
    expect(headers).not.toHaveProperty('link');
  });

  it('finds all refs that begin alike, or an empty list', async () => {
    await using github = await startGithub();
    for (const ref of ['refs/heads/main', 'refs/heads/main-2', 'refs/tags/main']) {
      github.model.addRef({ ref });
    }
    const found = await ask(github, `${shop}/git/matching-refs/heads/main`);
    const none = await ask(github, `${shop}/git/matching-refs/tags/v`);
    await expect(found.json()).resolves.toMatchObject([{ ref: 'refs/heads/main' }, { ref: 'refs/heads/main-2' }]);
    expect(none.status).toBe(200);
    await expect(none.json()).resolves.toEqual([]);
  });
});

describe('the server', () => {
  it('answers 404 in GitHub’s words to everything else', async () => {
    await using github = await startGithub();
    github.model.addRun({ id: 1 });

    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/repos/acme/shop'],
      ['GET', `${shop}/actions/runs/2`],
      ['GET', `${shop}/actions/runs/one`],
      ['GET', `${shop}/git/ref/%E0%A4%A`],
      ['POST', `${shop}/actions/runs/1`],
    ] as const) {
      const answer = await ask(github, path, { method });
      expect(answer.status, path).toBe(404);
      await expect(answer.json()).resolves.toEqual({
        message: 'Not Found',
        documentation_url: 'https://docs.github.com/rest',
        status: '404',
      });
    }
  });

  it('records what it was asked', async () => {
    await using github = await startGithub();
    await ask(github, `${runsOfCi}?branch=release%2F1.2&per_page=5`, { headers: { Authorization: 'token ghs_1' } });
    expect(github.requests).toMatchObject([
      {
        method: 'GET',
        path: runsOfCi,
        query: { branch: 'release/1.2', per_page: '5' },
        headers: { authorization: 'token ghs_1' },
      },
    ]);
  });

  it('can live under a base path like Enterprise Server', async () => {
    await using github = await startGithub({ basePath: '/api/v3' });
    const run = github.model.addRun();
    github.model.addRun();
    expect(github.url).toMatch(/\/api\/v3$/);
    const answer = await ask(github, `${runsOfCi}?per_page=1`);
    expect(answer.headers.get('link')).toContain(`<${github.url}${runsOfCi}?per_page=1&page=2>`);
    const outside = await fetch(new URL(`${shop}/actions/runs/${run.id}`, github.url));
    expect(outside.status).toBe(404);
    expect(github.requests).toHaveLength(1);
  });

  it.each([
    ['a missing permission', refusePermission(), 403, /not accessible by integration/],
    ['a used-up rate limit', refuseByRateLimit(), 403, /rate limit exceeded/],
    ['a used-up rate limit, by the other status', refuseByRateLimit(1, 429), 429, /rate limit exceeded/],
    ['a secondary rate limit', refuseBySecondaryLimit(7), 429, /secondary rate limit/],
    ['a secondary rate limit, by the other status', refuseBySecondaryLimit(null, 403), 403, /secondary rate limit/],
    ['a wrong token', refuseCredentials(), 401, /Bad credentials/],
    ['a broken service', failInside(502), 502, /Server Error/],
    ['bytes of the test’s own', { status: 200, body: Buffer.from('ok') }, 200, /^ok$/],
  ])('answers with %s when told so, and well again afterwards', async (_, substitute, status, text) => {
    await using github = await startGithub();
    github.model.addRun();
    github.interfere((request) => (request.path === runsOfCi ? substitute : undefined));
    const answer = await ask(github, runsOfCi);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(substitute.headers ?? {});
    await expect(answer.text()).resolves.toMatch(text);
    github.interfere();
    expect((await ask(github, runsOfCi)).status).toBe(200);
  });

  it('sends megabytes of garbage', async () => {
    await using github = await startGithub({ interfere: () => answerGarbage(3_000_000) });
    const text = await (await ask(github, runsOfCi)).text();
    expect(text).toHaveLength(3_000_000);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('breaks a connection', async () => {
    await using github = await startGithub({ interfere: () => 'reset' });
    await expect(ask(github, runsOfCi)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it.each(['hang', 'stall'] as const)('lets a request %s until it closes', async (interference) => {
    const github = await startGithub({ interfere: () => interference });
    const arrived = new Promise((resolve) => {
      github.interfere((request) => {
        resolve(request);
        return interference;
      });
    });
    const answer = ask(github, runsOfCi).then((response) => response.text());
    const failure = expect(answer).rejects.toThrow(TypeError);
    await arrived;
    await github[Symbol.asyncDispose]();
    await failure;
  });

  it('is late by its latency and by what a request is told', async () => {
    await using github = await startGithub({ latency: 20 });
    github.model.addRun();
    github.interfere(() => ({ delayMilliseconds: 20 }));
    const start = performance.now();
    expect((await ask(github, runsOfCi)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(35);
  });

  it('does not wait for late answers when it closes', async () => {
    const github = await startGithub({ latency: 60_000 });
    const failure = expect(ask(github, runsOfCi)).rejects.toThrow(TypeError);
    await vi.waitUntil(() => github.requests.length > 0);
    await github[Symbol.asyncDispose]();
    await failure;
  });
});

describe('the fetch without a server', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('answers as the server does and counts', async () => {
    await using github = await startGithub();
    for (let count = 0; count < 3; count += 1) github.model.addRun();
    const path = `${runsOfCi}?branch=main&per_page=2`;
    const inProcess = createFetch(github.model, { apiUrl: github.url });

    const [far, near] = await Promise.all([ask(github, path), inProcess(github.url + path)]);
    expect(near.status).toBe(far.status);
    expect(near.headers.get('link')).toBe(far.headers.get('link'));
    expect(await near.json()).toEqual(await far.json());
    expect(inProcess.requests).toMatchObject([
      { method: 'GET', path: runsOfCi, query: { branch: 'main', per_page: '2' } },
    ]);
  });

  it('takes a URL or a Request as well', async () => {
    const model = new GithubModel();
    const run = model.addRun();
    const inProcess = createFetch(model);
    const url = `https://api.github.com${shop}/actions/runs/${run.id}`;
    expect((await inProcess(new URL(url))).status).toBe(200);
    expect((await inProcess(new Request(url, { headers: { 'X-Mark': '1' } }))).status).toBe(200);
    expect((await inProcess(new Request(url, { method: 'DELETE' }))).status).toBe(404);
    expect(inProcess.requests.map(({ headers }) => headers)).toMatchObject([{}, { 'x-mark': '1' }, {}]);
  });

  it('refuses every other address', async () => {
    const inProcess = createFetch(new GithubModel());
    await expect(inProcess('https://example.com/')).rejects.toThrow('No network here');
    await expect(inProcess('https://api.github.com.example.com/')).rejects.toThrow('No network here');
    expect(inProcess.requests).toEqual([]);
  });

  it('can be interfered with', async () => {
    const url = `https://api.github.com${runsOfCi}`;
    const model = new GithubModel();
    const fetchWith = (interference: ReturnType<typeof refusePermission> | 'hang' | 'reset') =>
      createFetch(model, { interfere: () => interference });
    expect((await fetchWith(refusePermission())(url)).status).toBe(403);
    await expect(fetchWith('reset')(url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    const controller = new AbortController();
    const hanging = fetchWith('hang')(url, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
    await expect(fetchWith('hang')(url, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('is late on the clock of the test', async () => {
    vi.useFakeTimers();
    const model = new GithubModel();
    model.addRun();
    const inProcess = createFetch(model, { interfere: () => ({ delayMilliseconds: 4000 }) });
    const answered = vi.fn();
    const answer = inProcess(`https://api.github.com${runsOfCi}`).then(answered);
    await vi.advanceTimersByTimeAsync(3999);
    expect(answered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(answered).toHaveBeenCalledWith(expect.objectContaining({ status: 200 }));
  });
});
