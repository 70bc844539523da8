import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerRequest } from './answers.ts';
import { createFetch } from './fetch.ts';
import { type GithubStandIn, startGithub } from './github.ts';
import {
  answerGarbage,
  failInside,
  refuseByRateLimit,
  refuseBySecondaryLimit,
  refusePermission,
} from './interference.ts';
import { createJob, createPullRequest, createRun, GithubModel } from './model.ts';

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
    expect(run.head_repository).toMatchObject({
      full_name: 'stranger/shop',
      fork: true,
      owner: { login: 'stranger' },
    });
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
      await expect(answer.json()).resolves.toMatchObject({
        ref: 'refs/heads/release/1.2',
        object: { type: 'commit' },
      });
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

    await ask(github, `${runsOfCi}?branch=release%2F1.2&per_page=5`, {
      headers: { Authorization: 'token ghs_1' },
    });

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
    ['a secondary rate limit', refuseBySecondaryLimit(7), 429, /secondary rate limit/],
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
