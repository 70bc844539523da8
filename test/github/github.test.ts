import { describe, expect, it, test } from 'vitest';
import { type AnswerableRequest, answerRequest } from './answers.ts';
import { createFetch } from './fetch.ts';
import { type GithubStandIn, startGithub } from './github.ts';
import {
  answerBomb,
  answerEndless,
  answerMany,
  answerNested,
  answerTrickle,
  failInside,
  refuseByRateLimit,
  refuseBySecondaryLimit,
  refuseCredentials,
  refusePermission,
  type Substitute,
} from './interference.ts';
import { createRun, GithubModel, type Step, type StepFields } from './model.ts';

const shop = '/repos/acme/shop';
const runsOfCi = `${shop}/actions/workflows/ci.yml/runs`;

function ask(github: GithubStandIn, path: string, init?: RequestInit): Promise<Response> {
  return fetch(github.url + path, init);
}

/** Asks the model; gives the body as a client would have it. */
function read(model: GithubModel, path: string, more: Partial<AnswerableRequest> = {}) {
  const { status, headers, body } = answerRequest(model, { method: 'GET', path: shop + path, query: {}, ...more });
  return { status, headers, body: JSON.parse(JSON.stringify(body)) };
}

function listNumbers(model: GithubModel, query: Record<string, string>): number[] {
  const { body } = read(model, '/actions/workflows/ci.yml/runs', { query });
  return body.workflow_runs.map((run: { run_number: number }) => run.run_number);
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

  it('are listed by attempt', async () => {
    const model = new GithubModel();
    const run = model.addRun();
    model.addJob(run, { name: 'old', conclusion: 'failure' });
    run.run_attempt = 2;
    model.addJob(run, { name: 'new' });
    const list = (path: string, query = {}) =>
      answerRequest(model, { method: 'GET', path: `${shop}/actions/runs/${run.id}${path}`, query });
    expect(list('/jobs').body).toMatchObject({ total_count: 1, jobs: [{ name: 'new', run_attempt: 2 }] });
    expect(list('/jobs', { filter: 'all' }).body).toMatchObject({ jobs: [{ name: 'old' }, { name: 'new' }] });
    expect(list('/attempts/1/jobs').body).toMatchObject({ total_count: 1, jobs: [{ name: 'old' }] });
    expect(list('/attempts/2/jobs').body).toMatchObject({ jobs: [{ name: 'new' }] });
    expect(list('/attempts/3/jobs').status).toBe(404);
  });
});

describe('paging', () => {
  it('is led by the Link header', () => {
    const model = new GithubModel();
    const run = model.addRun();
    for (let count = 0; count < 7; count += 1) model.addJob(run, { name: `job ${count}` });
    const pages = ['1', '2', '3'].map((page) => {
      const { headers, body } = read(model, `/actions/runs/${run.id}/jobs`, { query: { per_page: '3', page } });
      const names = body.jobs.map(({ name }: { name: string }) => name.slice(-1)).join('');
      const links = [...(headers.link ?? '').matchAll(/page=(\d)>; rel="(\w+)"/g)];
      return [body.total_count, names, ...links.map(([, number, relation]) => `${relation} ${number}`)];
    });
    expect(pages).toEqual([
      [7, '012', 'next 2', 'last 3'],
      [7, '345', 'prev 1', 'next 3', 'last 3', 'first 1'],
      [7, '6', 'prev 2', 'first 1'],
    ]);
  });
});

describe('the runs of a workflow', () => {
  it('are found by workflow id or file name, and by nothing else', () => {
    const model = new GithubModel();
    const other = { workflow_id: 7, path: '.github/workflows/nightly.yml@refs/heads/main', name: 'Nightly' };
    model.addRun();
    model.addRun(other);
    model.addRun(other);
    const find = (workflow: string) => read(model, `/actions/workflows/${workflow}/runs`);
    const found = { total_count: 2, workflow_runs: [{ run_number: 2 }, { run_number: 1 }] };
    for (const workflow of ['7', 'nightly.yml']) expect(find(workflow).body).toMatchObject(found);
    for (const name of ['Nightly', '.github%2Fworkflows%2Fnightly.yml']) expect(find(name).status).toBe(404);
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
});

describe('the check runs of a commit', () => {
  const sha = createRun().head_sha;

  const listChecks = (model: GithubModel, query: Record<string, string> = {}, ref = sha) =>
    read(model, `/commits/${ref}/check-runs`, { query });

  it('are the jobs of all its runs, with the run in the address and the suite in the field', () => {
    const model = new GithubModel();
    const run = model.addRun({ head_sha: sha });
    const { id } = model.addJob(run, { name: 'build (20)', conclusion: 'failure' });
    for (const fields of [{ head_sha: sha, repository: 'acme/other' }, {}]) model.addJob(model.addRun(fields));
    const html_url = `https://github.com/acme/shop/actions/runs/${run.id}/job/${id}`;
    const state = { status: 'completed', conclusion: 'failure', check_suite: { id: run.check_suite_id } };
    expect(listChecks(model).body).toMatchObject({
      ...{ total_count: 1, check_runs: [{ id, name: 'build (20)', head_sha: sha, html_url, ...state }] },
    });
    expect(listChecks(model, {}, 'gone').status).toBe(422);
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
      const { total_count: count, check_runs: checks } = listChecks(model, query).body;
      expect(count).toBe(query.per_page === '1' ? 3 : checks.length);
      return checks.map(({ id }: { id: number }) => id);
    };
    expect(list({})).toEqual([lint.id, newest.id, second.id]);
    expect(list({ check_name: 'build', filter: 'all' })).toEqual([newest.id, second.id, first.id]);
    expect(list({ check_name: 'build', filter: 'all', per_page: '1', page: '3' })).toEqual([first.id]);
  });
});

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
    ['so that a run has not ended', { behind: 2 * 60 * 60 * 1000 }, ['5.1 null', '3.1 failure', '1.1 failure']],
    ['so that a run is missing', { until: at(4) }, ['3.1 null', '1.1 failure']],
    ['and hold a run all the same', { until: at(2), present: [5] }, ['5.1 failure', '1.1 null']],
    ['and lack a run besides', { until: at(4), absent: [1] }, ['3.1 null']],
    ['and lack a run alone', { absent: [3] }, ['5.1 failure', '1.1 failure']],
  ])('are behind %s', (_, indexLag, runs) => {
    const model = createModel();
    const whole = listed(model);
    expect(listed(model, { indexLag })).toEqual(runs);
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

  it('are the unfiltered ones for so many answers, where told so', () => {
    const model = createModel();
    model.listLag = { answers: 2, until: at(2) };
    expect([1, 2, 3].map(() => listed(model, { branch: '' }).length)).toEqual([1, 1, 3]);
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

describe('files and refs', () => {
  it('gives a file as base64 in JSON, at its ref', () => {
    const model = new GithubModel();
    const path = '.github/workflows/ci.yml';
    model.addFile({ path, content: 'on: push # ünïcödé', ref: 'abc' });
    model.addFile({ path, content: 'on: schedule' });
    const texts = [{ ref: 'abc' }, {}].map((query) => {
      const { content, ...file } = read(model, `/contents/${encodeURIComponent(path)}`, { query }).body;
      expect(file).toMatchObject({ type: 'file', encoding: 'base64', path });
      return Buffer.from(content, 'base64').toString();
    });
    expect(texts).toEqual(['on: push # ünïcödé', 'on: schedule']);
    expect(read(model, '/contents/README.md').status).toBe(404);
  });

  it('finds all tags in one answer, by name', () => {
    const model = new GithubModel();
    for (let count = 150; count > 0; count -= 1) model.addRef({ ref: `refs/tags/v${1000 + count}` });
    const { body, headers } = read(model, '/git/matching-refs/tags/', { query: { per_page: '10' } });
    expect(body).toHaveLength(150);
    expect(body).toHaveProperty('0.ref', 'refs/tags/v1001');
    expect(headers).not.toHaveProperty('link');
  });

  it('finds all refs that begin alike, or an empty list', () => {
    const model = new GithubModel();
    for (const ref of ['refs/heads/main', 'refs/heads/main-2', 'refs/tags/main']) model.addRef({ ref });
    const found = read(model, '/git/matching-refs/heads/main').body;
    expect(found).toMatchObject([{ ref: 'refs/heads/main' }, { ref: 'refs/heads/main-2' }]);
    expect(read(model, '/git/matching-refs/tags/v')).toMatchObject({ status: 200, body: [] });
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
});
