import { describe, expect, it, test } from 'vitest';
import { answerRequest } from './answers.ts';
import { startGithub } from './github.ts';
import { answerBomb, answerEndless, answerTrickle } from './interference.ts';
import { GithubModel, type Job, type Run, type Step, type StepFields } from './model.ts';

/** Asks the model; gives the body as a client would have it. */
function read(model: GithubModel, path: string, query: Record<string, string> = {}) {
  const { status, headers, body } = answerRequest(model, { method: 'GET', path: `/repos/acme/shop${path}`, query });
  return { status, headers, body: JSON.parse(JSON.stringify(body)) };
}

/** The runs of the workflow as the list shows them, with their attempts. */
function list(model: GithubModel, query: Record<string, string> = {}): string[] {
  const { body } = read(model, '/actions/workflows/ci.yml/runs', query);
  expect(body.total_count).toBe(body.workflow_runs.length);
  return body.workflow_runs.map(({ id, conclusion, run_attempt }: Run) => `${id}.${run_attempt} ${conclusion}`);
}

test('runs are found by workflow id or file name, and by nothing else', () => {
  const model = new GithubModel();
  const other = { workflow_id: 7, path: '.github/workflows/nightly.yml@refs/heads/main', name: 'Nightly' };
  for (const fields of [{}, other, other]) model.addRun(fields);
  const find = (workflow: string) => read(model, `/actions/workflows/${workflow}/runs`);
  const found = { total_count: 2, workflow_runs: [{ run_number: 2 }, { run_number: 1 }] };
  for (const workflow of ['7', 'nightly.yml']) expect(find(workflow).body).toMatchObject(found);
  for (const name of ['Nightly', '.github%2Fworkflows%2Fnightly.yml']) expect(find(name).status).toBe(404);
});

test('runs are filtered by branch name alone, whatever the event or the fork', () => {
  const model = new GithubModel();
  model.addRun({ id: 1 });
  model.addRun({ id: 2, event: 'pull_request', head_repository: 'stranger/shop' });
  model.addRun({ id: 3, head_branch: 'release/1.2' });
  model.addRun({ id: 4, head_branch: null });
  expect(list(model, { branch: 'main' })).toEqual(['2.1 success', '1.1 success']);
  expect(list(model, { branch: 'release/1.2' })).toEqual(['3.1 success']);
});

test('check runs are the newest of each name in each run of the commit, or all with all attempts', () => {
  const model = new GithubModel();
  const run = model.addRun({ head_sha: 'abc' });
  const first = model.addJob(run, { conclusion: 'failure' });
  run.run_attempt = 2;
  const second = model.addJob(run);
  const other = model.addRun({ head_sha: 'abc', path: '.github/workflows/other.yml', workflow_id: 2 });
  const newest = model.addJob(other, { status: 'in_progress' });
  const lint = model.addJob(other, { name: 'lint' });
  for (const fields of [{ head_sha: 'abc', repository: 'acme/other' }, {}]) model.addJob(model.addRun(fields));
  const listAll = (query: Record<string, string>) => read(model, '/commits/abc/check-runs', query).body.check_runs;
  const listChecks = (query: Record<string, string>) => listAll(query).map(({ id }: Job) => id);
  expect(listChecks({})).toEqual([lint.id, newest.id, second.id]);
  expect(listChecks({ check_name: 'build', filter: 'all' })).toEqual([newest.id, second.id, first.id]);
  const { html_url } = second;
  expect(listAll({})[2]).toMatchObject({ html_url, check_suite: { id: run.check_suite_id }, conclusion: 'success' });
  expect(read(model, '/commits/gone/check-runs').status).toBe(422);
});

test('jobs are those of the latest attempt, of the one that is named, or of all', () => {
  const model = new GithubModel();
  const run = model.addRun();
  model.addJob(run, { name: 'old' });
  run.run_attempt = 2;
  model.addJob(run, { name: 'new' });
  const listJobs = (path: string, query = {}) =>
    read(model, `/actions/runs/${run.id}${path}`, query).body.jobs.map(({ name }: Job) => name);
  expect(listJobs('/jobs')).toEqual(['new']);
  expect(listJobs('/jobs', { filter: 'all' })).toEqual(['old', 'new']);
  expect(listJobs('/attempts/1/jobs')).toEqual(['old']);
});

test.each([
  ['actions', '/actions/runs/1', '/actions/jobs/2'],
  ['checks', '/check-runs/2/annotations', '/commits/abc/check-runs'],
  ['contents', '/git/matching-refs/tags/', '/contents/ci.yml'],
] as const)('a token without %s may not read what needs it', (permission, ...paths) => {
  const model = new GithubModel();
  model.addJob(model.addRun({ id: 1, head_sha: 'abc' }), { id: 2 });
  model.addFile({ path: 'ci.yml', content: '' });
  const ask = () => paths.map((path) => read(model, path).status);
  model.permissions = [permission];
  expect(ask()).toEqual([200, 200]);
  model.permissions = (['actions', 'checks', 'contents'] as const).filter((other) => other !== permission);
  expect(ask()).toEqual([403, 403]);
});

describe('lists that lag', () => {
  const at = (hour: number) => `2026-01-02T0${hour}:00:00Z`;

  function createModel() {
    const model = new GithubModel();
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
    ['so that a run has not ended', { until: at(6) }, ['5.1 null', '3.1 failure', '1.1 failure']],
    ['so that a run is missing', { until: at(4) }, ['3.1 null', '1.1 failure']],
    ['and hold a run all the same', { until: at(2), present: [5] }, ['5.1 failure', '1.1 null']],
    ['and lack a run besides', { until: at(4), absent: [1] }, ['3.1 null']],
  ])('are behind %s', (_, indexLag, runs) => {
    const model = createModel();
    const whole = list(model);
    model.indexLag = indexLag;
    expect(list(model, { branch: 'main' })).toEqual(runs);
    expect(list(model)).toEqual(whole);
  });

  it('show a run that runs again in its earlier attempt', () => {
    const model = createModel();
    const first = model.runs.get(1);
    if (first === undefined) throw new Error('The run is gone.');
    model.rerun(first, { at: at(7) });
    model.indexLag = { until: at(6) };
    expect(list(model, { branch: 'main' })).toEqual(['5.1 null', '3.1 failure', '1.1 failure']);
    expect(list(model)).toEqual(['5.1 failure', '3.1 failure', '1.2 null']);
  });
});

test('a job under way shows the conclusions of its steps after so many answers', () => {
  const model = new GithubModel();
  model.stepLag = { answers: 2 };
  const steps: StepFields[] = (['success', 'failure', 'skipped', null] as const).map((conclusion) => ({ conclusion }));
  const { id } = model.addJob(model.addRun({ conclusion: null }), { conclusion: null, steps });
  const look = () =>
    read(model, `/actions/jobs/${id}`).body.steps.map((step: Step) => `${step.status} ${step.conclusion}`);
  const late = ['completed success', 'in_progress null', 'queued null', 'queued null'];
  const right = ['completed success', 'completed failure', 'completed skipped', 'in_progress null'];
  expect([look(), look(), look()]).toEqual([late, late, right]);
});

test.each([
  ['on github.com once it has ended', false, [0, 1]],
  ['on Enterprise Server at once', true, [1, 1]],
])('a job has its annotations %s', (_, isEnterpriseServer, counts) => {
  const model = Object.assign(new GithubModel(), { isEnterpriseServer });
  const job = model.addJob(model.addRun({ conclusion: null }), { conclusion: null });
  model.addAnnotation(job);
  const look = () => read(model, `/check-runs/${job.id}/annotations`).body.length;
  const early = look();
  job.status = 'completed';
  expect([early, look()]).toEqual(counts);
});

test('a run that is run again keeps its creation, and copies the green jobs without their annotations', () => {
  const model = new GithubModel();
  const run = model.addRun({ conclusion: 'failure' });
  const { created_at } = run;
  const green = model.addJob(run, { name: 'lint', completed_at: '2026-01-01T00:09:00Z', steps: [{}] });
  model.addAnnotation(green);
  model.addJob(run, { name: 'build', conclusion: 'failure' });
  const [carried, again] = model.rerun(run, { onlyFailed: true, at: '2026-01-03T00:00:00Z' });
  expect(carried).toEqual({
    ...{ ...green, id: carried?.id, run_attempt: 2 },
    ...{ url: carried?.url, html_url: carried?.html_url, check_run_url: carried?.check_run_url },
  });
  expect(carried?.id).not.toBe(green.id);
  expect(again).toMatchObject({ name: 'build', status: 'queued', conclusion: null, runner_name: null, run_attempt: 2 });
  const state = { run_attempt: 2, run_started_at: '2026-01-03T00:00:00Z', status: 'in_progress', conclusion: null };
  expect(read(model, `/actions/runs/${run.id}`).body).toMatchObject({ created_at, run_number: 1, ...state });
  expect(read(model, `/check-runs/${carried?.id}/annotations`).body).toEqual([]);
  expect(() => model.rerun(run)).toThrow('still under way');
});

test('the limit of a token is counted, and then it is refused', () => {
  const model = new GithubModel();
  model.limit = { limit: 1000, used: 998 };
  const answers = [1, 2, 3].map(() => read(model, '/git/matching-refs/tags/'));
  const told = answers.map(({ status, headers }) => `${status} ${headers['x-ratelimit-remaining']}`);
  expect(told).toEqual(['200 1', '200 0', '403 0']);
});

describe('the server', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/repos/acme/shop'],
    ['GET', '/repos/acme/shop/actions/runs/2'],
    ['POST', '/repos/acme/shop/actions/runs/1'],
  ])('answers 404 in GitHub’s words to %s %s', async (method, path) => {
    await using github = await startGithub();
    github.model.addRun({ id: 1 });
    const answer = await fetch(github.url + path, { method });
    expect(answer.status).toBe(404);
    const documentation_url = 'https://docs.github.com/rest';
    await expect(answer.json()).resolves.toEqual({ message: 'Not Found', documentation_url, status: '404' });
  });

  it.each([
    ['without end', answerEndless(), /^\{"total_count":1,"jobs":\[\{\}/],
    ['of one byte after the other', answerTrickle({ text: '[[', intervalMilliseconds: 1 }), /^\[{5,}$/],
    ['compressed a thousandfold', answerBomb(2_000_000), /^\[ {1000}/],
  ])('sends a body %s piece by piece', async (_, substitute, text) => {
    await using github = await startGithub({ interfere: () => substitute });
    const { body } = await fetch(`${github.url}/repos/acme/shop/actions/runs/1`);
    const pieces = [];
    for await (const piece of body ?? []) if (pieces.push(piece) === 5) break;
    expect(Buffer.concat(pieces).toString()).toMatch(text);
  });

  it.each(['hang', 'stall'] as const)('lets a request %s until it closes', async (interference) => {
    const github = await startGithub();
    const arrived = new Promise((resolve) => {
      github.interfere((request) => {
        resolve(request);
        return interference;
      });
    });
    const answer = fetch(`${github.url}/repos/acme/shop/actions/runs/1`).then((response) => response.text());
    const failure = expect(answer).rejects.toThrow(TypeError);
    await arrived;
    await github[Symbol.asyncDispose]();
    await failure;
  });
});
