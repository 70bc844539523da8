import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Github, type GithubOptions, loadLookUps, openGithub } from '../src/github/client.ts';
import { type GithubStandIn, startGithub } from './github/github.ts';
import {
  answerGarbage,
  failInside,
  type Interference,
  refuseByRateLimit,
  refuseBySecondaryLimit,
  refusePermission,
} from './github/interference.ts';
import { createPullRequest } from './github/model.ts';
import { PUSH_TO_MAIN, situate } from './situations.ts';

type Opened = { github: Github; missing: string[]; failed: string[] };

/** The look-ups at the stand-in, and the permissions that were said to be missing. */
function open(standIn: GithubStandIn, options: Partial<GithubOptions> = {}): Opened {
  const missing: string[] = [];
  const failed: string[] = [];
  const github = openGithub({
    token: 'ghs_1',
    apiUrl: standIn.url,
    repository: 'acme/shop',
    signal: new AbortController().signal,
    missing: (permission) => missing.push(permission),
    failed: (words) => failed.push(words),
    ...options,
  });
  return { github, missing, failed };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a job', () => {
  test('is read with its steps', async () => {
    await using standIn = await startGithub();
    const run = standIn.model.addRun({ run_attempt: 3 });
    const job = standIn.model.addJob(run, {
      name: 'Build it',
      conclusion: 'failure',
      started_at: '2026-01-01T00:00:00Z',
      runner_name: 'Mine',
      steps: [
        { name: 'Test', conclusion: 'failure' },
        { name: 'Post', conclusion: null },
      ],
    });

    await expect(open(standIn).github.findJob(job.id)).resolves.toEqual({
      id: job.id,
      name: 'Build it',
      attempt: 3,
      url: job.html_url,
      conclusion: 'failure',
      startedAt: '2026-01-01T00:00:00Z',
      runner: 'Mine',
      steps: [{ name: 'Test', conclusion: 'failure' }, { name: 'Post' }],
    });
  });

  test('that is under way has no conclusion, and one that waits has no runner', async () => {
    await using standIn = await startGithub();
    const run = standIn.model.addRun();
    const job = standIn.model.addJob(run, {
      status: 'queued',
      conclusion: null,
      runner_name: null,
      html_url: null,
    });

    const found = await open(standIn).github.findJob(job.id);

    const known = Object.entries(found ?? {}).filter(([, value]) => value !== undefined);
    expect(known.map(([key]) => key).toSorted()).toEqual(['attempt', 'id', 'name', 'startedAt', 'steps']);
  });

  test.each([
    ['null', null],
    ['a text', 'job'],
    ['no id', { name: 'build' }],
    ['no name', { id: 1 }],
    ['an id that is no number', { id: 'x', name: 'build' }],
  ])('that is %s is none', async (_, body) => {
    await using standIn = await startGithub({ interfere: () => ({ status: 200, body }) });

    await expect(open(standIn).github.findJob(1)).resolves.toBeUndefined();
  });

  test('of which almost nothing is told is read all the same', async () => {
    const body = { id: 1, name: 'build', steps: [{}, 'x'] };
    await using standIn = await startGithub({ interfere: () => ({ status: 200, body }) });

    await expect(open(standIn).github.findJob(1)).resolves.toEqual({
      id: 1,
      name: 'build',
      attempt: 1,
      steps: [{ name: 'unnamed step' }, { name: 'unnamed step' }],
    });
    await expect(open(standIn).github.findJob(2)).resolves.toBeDefined();
  });
});

describe('the jobs of a run', () => {
  test.each([
    [0, 1],
    [99, 1],
    [100, 2],
    [250, 3],
    [1000, 10],
    [1001, 10],
  ])('are read on all pages, up to a thousand: %i jobs with %i requests', async (count, requests) => {
    await using standIn = await startGithub();
    const run = standIn.model.addRun();
    for (let number = 0; number < count; number += 1) standIn.model.addJob(run, { name: `job ${number}` });

    const jobs = await open(standIn).github.listJobs(run.id, 1);

    const expected = Array.from({ length: Math.min(count, 1000) }, (_, number) => `job ${number}`);
    expect(jobs?.map(({ name }) => name)).toEqual(expected);
    expect(standIn.requests).toHaveLength(requests);
  });

  test('are those of one attempt or of all', async () => {
    await using standIn = await startGithub();
    const run = standIn.model.addRun({ run_attempt: 2 });
    standIn.model.addJob(run, { name: 'first', run_attempt: 1 });
    standIn.model.addJob(run, { name: 'second' });
    const { github } = open(standIn);
    const list = async (attempt?: number) => (await github.listJobs(run.id, attempt))?.map(({ name }) => name);

    await expect(list(1)).resolves.toEqual(['first']);
    await expect(list(2)).resolves.toEqual(['second']);
    await expect(list()).resolves.toEqual(['first', 'second']);
  });

  test('are unknown when one of the pages is', async () => {
    await using standIn = await startGithub({
      interfere: ({ query }) => (query.page === '2' ? failInside() : undefined),
    });
    const run = standIn.model.addRun();
    for (let number = 0; number < 120; number += 1) standIn.model.addJob(run);

    await expect(open(standIn).github.listJobs(run.id)).resolves.toBeUndefined();
  });

  test('leave out what is no job', async () => {
    const body = { jobs: [null, { id: 1 }, { id: 2, name: 'build' }] };
    await using standIn = await startGithub({ interfere: () => ({ status: 200, body }) });

    await expect(open(standIn).github.listJobs(1)).resolves.toMatchObject([{ name: 'build' }]);
  });
});

describe('annotations', () => {
  test('are read with their place', async () => {
    await using standIn = await startGithub();
    const job = standIn.model.addJob(standIn.model.addRun());
    standIn.model.addAnnotation(job, { path: 'src/pay.ts', start_line: 7, message: 'Wrong' });
    standIn.model.addAnnotation(job, { annotation_level: null, message: null });

    await expect(open(standIn).github.listAnnotations(job.id)).resolves.toEqual([
      { level: 'failure', path: 'src/pay.ts', line: 7, message: 'Wrong' },
      { level: 'unknown', path: '.github', line: 1, message: '' },
    ]);
  });

  test('of another shape are empty ones, and what is no list is unknown', async () => {
    await using standIn = await startGithub({ interfere: () => ({ status: 200, body: [null, 1] }) });
    await expect(open(standIn).github.listAnnotations(1)).resolves.toEqual([
      { level: 'unknown', path: '', message: '' },
      { level: 'unknown', path: '', message: '' },
    ]);

    standIn.interfere(() => ({ status: 200, body: {} }));
    await expect(open(standIn).github.listAnnotations(1)).resolves.toBeUndefined();
  });
});

describe('the runs of a workflow', () => {
  const query = { workflowId: 'ci.yml', perPage: 20, page: 1 };

  test('are read with what tells streams apart', async () => {
    await using standIn = await startGithub();
    const own = standIn.model.addRun({ conclusion: 'failure', head_sha: 'abc', run_attempt: 2 });
    const pull = standIn.model.addRun({
      event: 'pull_request',
      head_branch: 'fix',
      pull_requests: [createPullRequest({ number: 57, head: 'fix' })],
      referenced_workflows: [{ path: 'acme/shop/.github/workflows/deploy.yml', sha: 'abc' }],
    });
    const fork = standIn.model.addRun({ head_repository: 'eve/shop', status: 'queued' });

    await expect(open(standIn).github.listRuns(query)).resolves.toEqual([
      expect.objectContaining({ id: fork.id, headRepository: 'eve/shop', callsWorkflows: false }),
      expect.objectContaining({ id: pull.id, event: 'pull_request', pullRequests: [57], callsWorkflows: true }),
      {
        id: own.id,
        number: 1,
        attempt: 2,
        event: 'push',
        conclusion: 'failure',
        headBranch: 'main',
        headRepository: 'acme/shop',
        commit: 'abc',
        url: own.html_url,
        startedAt: own.run_started_at,
        callsWorkflows: false,
      },
    ]);
  });

  test('are asked for by branch and event, whatever the branch is called', async () => {
    await using standIn = await startGithub();
    const branch = 'fix/ä&page=9#12 + 100%';
    const wanted = standIn.model.addRun({ head_branch: branch, event: 'schedule' });
    standIn.model.addRun({ head_branch: branch });
    standIn.model.addRun({ event: 'schedule' });

    const runs = await open(standIn).github.listRuns({ ...query, branch, event: 'schedule' });

    expect(runs?.map(({ id }) => id)).toEqual([wanted.id]);
    expect(standIn.requests[0]?.query).toEqual({ branch, event: 'schedule', per_page: '20', page: '1' });
  });

  test('are asked for by the id or by the file of the workflow, whatever it is called', async () => {
    await using standIn = await startGithub();
    const run = standIn.model.addRun({ workflow_id: 8, path: '.github/workflows/a b#1.yml' });
    const { github } = open(standIn);

    for (const workflowId of ['8', 'a b#1.yml']) {
      const runs = await github.listRuns({ ...query, workflowId });
      expect(runs?.map(({ id }) => id)).toEqual([run.id]);
    }
  });

  test('of a fork that was deleted have no repository, and an old run began when it was made', async () => {
    const told = {
      id: 1,
      run_number: 2,
      html_url: 'https://github.com/acme/shop/actions/runs/1',
      created_at: '2026-01-01T00:00:00Z',
      head_repository: null,
      head_branch: null,
      pull_requests: null,
    };
    const body = { workflow_runs: [told, { ...told, html_url: null }, { ...told, id: null }, null] };
    await using standIn = await startGithub({ interfere: () => ({ status: 200, body }) });

    await expect(open(standIn).github.listRuns(query)).resolves.toEqual([
      {
        id: 1,
        number: 2,
        attempt: 1,
        event: 'unknown',
        url: told.html_url,
        startedAt: told.created_at,
        callsWorkflows: false,
      },
    ]);
  });

  test('of a workflow that never ran are unknown', async () => {
    await using standIn = await startGithub();

    await expect(open(standIn).github.listRuns(query)).resolves.toBeUndefined();
  });
});

describe('a name', () => {
  test.each([
    ['v1.2.3', true],
    ['release/1.2', false],
    ['both', false],
    ['v1', false],
    ['gone', false],
    ['fix/#12', true],
    ['100%', true],
  ])('%s is a tag and no branch: %s', async (name, expected) => {
    await using standIn = await startGithub();
    for (const ref of ['tags/v1.2.3', 'heads/release/1.2', 'tags/both', 'heads/both', 'heads/v1.2.3-fix']) {
      standIn.model.addRef({ ref: `refs/${ref}` });
    }
    // More of them than a page holds, so that a name that is cut off finds others only.
    for (let number = 100; number < 140; number += 1) standIn.model.addRef({ ref: `refs/tags/fix/${number}` });
    for (const ref of ['tags/fix/#12', 'tags/100%']) standIn.model.addRef({ ref: `refs/${ref}` });

    await expect(open(standIn).github.isTag(name)).resolves.toBe(expected);
  });

  test.each(['tags', 'heads'])('is unknown when only the %s are', async (kind) => {
    await using standIn = await startGithub({
      interfere: ({ path }) => (path.includes(`/${kind}/`) ? refusePermission() : undefined),
    });
    standIn.model.addRef({ ref: 'refs/tags/v1' });
    const { github, missing } = open(standIn);

    await expect(github.isTag('v1')).resolves.toBeUndefined();
    expect(missing).toEqual(['contents: read']);
  });
});

describe('a file', () => {
  test('is read at its commit, in UTF-8', async () => {
    await using standIn = await startGithub();
    const content = `name: Prüfung ✓\n${'# a long comment\n'.repeat(20)}`;
    standIn.model.addFile({ path: '.github/workflows/a #1.yml', content, ref: 'abc' });
    standIn.model.addFile({ path: '.github/workflows/a #1.yml', content: 'of another commit', ref: 'def' });

    await expect(open(standIn).github.readFile('.github/workflows/a #1.yml', 'abc')).resolves.toBe(content);
  });

  test.each([
    ['a folder', []],
    ['too large to be shown', { encoding: 'none', content: '' }],
    ['something else', 'text'],
  ])('that is %s is none', async (_, body) => {
    await using standIn = await startGithub({ interfere: () => ({ status: 200, body }) });

    await expect(open(standIn).github.readFile('ci.yml', 'abc')).resolves.toBeUndefined();
  });
});

describe('a request', () => {
  test('carries the token, and goes to the API of this server', async () => {
    await using standIn = await startGithub({ basePath: '/api/v3' });
    const job = standIn.model.addJob(standIn.model.addRun());

    await expect(open(standIn).github.findJob(job.id)).resolves.toMatchObject({ id: job.id });
    expect(standIn.requests).toMatchObject([
      {
        method: 'GET',
        path: `/repos/acme/shop/actions/jobs/${job.id}`,
        headers: { authorization: 'token ghs_1' },
      },
    ]);
  });

  test('is made once, also when it is needed twice at the same time', async () => {
    await using standIn = await startGithub();
    const job = standIn.model.addJob(standIn.model.addRun());
    const { github } = open(standIn);

    await Promise.all([github.findJob(job.id), github.findJob(job.id), github.listAnnotations(job.id)]);
    await github.findJob(job.id);

    expect(standIn.requests.map(({ path }) => path.split('/').at(-1)).toSorted()).toEqual([
      String(job.id),
      'annotations',
    ]);
  });

  test.each<[string, Interference, boolean]>([
    ['not permitted', refusePermission(), true],
    ['made with a token that is none', { status: 401, body: {} }, true],
    ['for what is not there, or must not be seen', { status: 404, body: {} }, true],
    ['over the limit of the hour', refuseByRateLimit(), true],
    ['over the limit of the minute', refuseBySecondaryLimit(), false],
    ['refused by a broken service', failInside(), false],
    ['turned away by a gateway', failInside(502), false],
    ['cut off', 'reset', false],
    ['answered with garbage', answerGarbage(3_000_000), false],
    ['answered with nothing', { status: 204 }, false],
    ['answered with no JSON', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }, false],
  ])('that is %s gives nothing, is not repeated, and may lack a permission (%3$s)', async (_, answer, lacks) => {
    await using standIn = await startGithub({ interfere: () => answer });
    const { github, missing } = open(standIn);

    await expect(github.findJob(1)).resolves.toBeUndefined();
    expect(standIn.requests).toHaveLength(1);
    expect(missing).toEqual(lacks ? ['actions: read'] : []);
  });

  test('that needs a permission says so once for each of them', async () => {
    await using standIn = await startGithub({ interfere: () => refusePermission() });
    const { github, missing } = open(standIn);

    await Promise.all([github.findJob(1), github.findJob(2), github.listJobs(3), github.listAnnotations(4)]);
    await github.listRuns({ workflowId: 'ci.yml', perPage: 20, page: 1 });
    await github.readFile('ci.yml', 'abc');

    expect(missing.toSorted()).toEqual(['actions: read', 'checks: read', 'contents: read']);
  });

  test('to nobody gives nothing', async () => {
    const standIn = await startGithub();
    await standIn[Symbol.asyncDispose]();
    const { github, missing } = open(standIn);

    await expect(github.findJob(1)).resolves.toBeUndefined();
    expect(missing).toEqual([]);
  });

  test.each(['hang', 'stall'] as const)('that is let %s ends with the time for look-ups', async (interference) => {
    const hanging = Promise.withResolvers<void>();
    await using standIn = await startGithub({
      interfere: () => {
        hanging.resolve();
        return interference;
      },
    });
    standIn.model.addJob(standIn.model.addRun(), { id: 1 });
    const budget = new AbortController();
    const { github, missing } = open(standIn, { signal: budget.signal });

    const found = github.findJob(1);
    await hanging.promise;
    budget.abort();

    await expect(found).resolves.toBeUndefined();
    await expect(github.findJob(2)).resolves.toBeUndefined();
    expect(standIn.requests).toHaveLength(1);
    expect(missing).toEqual([]);
  });

  test('that fails is said without the token', async () => {
    await using standIn = await startGithub();
    const { github, failed } = open(standIn, { token: 'ghs_SECRET\nxx' });
    await github.findJob(1);
    expect(failed).toHaveLength(1);
    expect(failed[0]).not.toMatch(/ghs_SECRET/);
  });

  test('that fails is said once, unless it is a permission or the time that is missing', async () => {
    await using standIn = await startGithub({
      interfere: ({ path }) => (path.endsWith('/1') ? 'reset' : refusePermission()),
    });
    const over = new AbortController();
    const { github, failed } = open(standIn, { signal: over.signal });
    await github.findJob(2);
    expect(failed).toEqual([]);
    await github.findJob(1);
    await github.readFile('a/1', 'main');
    expect(failed).toHaveLength(1);
    expect(failed[0]).not.toBe('');

    const late = open(standIn, { signal: over.signal });
    over.abort();
    await late.github.findJob(1);
    expect(late.failed).toEqual([]);
  });

  test('says nothing on the console, whatever GitHub says of it', async () => {
    const said: unknown[] = [];
    for (const name of ['debug', 'error', 'info', 'log', 'warn'] as const) {
      vi.spyOn(console, name).mockImplementation((...what) => said.push(what));
    }
    await using standIn = await startGithub({
      interfere: () => ({
        status: 200,
        headers: { deprecation: 'true', sunset: 'soon', link: '<https://x>; rel="deprecation"' },
        body: {},
      }),
    });

    await open(standIn).github.findJob(1);

    expect(standIn.requests).toHaveLength(1);
    expect(said).toEqual([]);
  });
});

test('the look-ups ask the API that they are given', async () => {
  await using standIn = await startGithub();
  const run = standIn.model.addRun({ run_number: 40 });
  const job = standIn.model.addJob(run, { status: 'in_progress', name: 'Build it' });
  const lookUps = loadLookUps({
    token: 'ghs_1',
    apiUrl: standIn.url,
    repository: 'acme/shop',
    signal: new AbortController().signal,
    missing: () => {},
    failed: () => {},
  });

  const situation = situate({ ...PUSH_TO_MAIN, checkRunId: String(job.id) });
  const facts = await lookUps.findFacts({ situation, subject: 'job', now: Date.now, telling: [] }, 'create');

  expect(facts).toMatchObject({ job_url: job.html_url });
});
