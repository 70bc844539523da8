import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../src/github/client.ts';
import type { Missing } from '../src/github/missing.ts';
import { isHarmless, readResponse } from '../src/github/response.ts';
import { createClock } from './clock.ts';
import { createFetch } from './github/fetch.ts';
import { type GithubStandIn, startGithub } from './github/github.ts';
import * as github from './github/interference.ts';
import { createPullRequest, GithubModel } from './github/model.ts';

/** A client whose questions are answered in-process. */
function ask(model = new GithubModel(), interfere?: github.Interfere) {
  const fetch = createFetch(model, { interfere });
  const options = { token: 'ghs_1', apiUrl: 'https://api.github.com', repository: 'acme/shop', clock: createClock() };
  const client = createClient({ ...options, fetch, signal: () => new AbortController().signal });
  return { client, fetch, model };
}

/** The same over HTTP. */
function connect(standIn: GithubStandIn, options: Partial<ClientOptions> = {}): Client {
  const signal = () => new AbortController().signal;
  const clock = createClock();
  return createClient({ token: 'ghs_1', apiUrl: standIn.url, repository: 'acme/shop', clock, signal, ...options });
}

const missing = (expected: Partial<Missing>) => ({ missing: expected });

afterEach(() => {
  vi.restoreAllMocks();
});

test('a job is read with its steps', async () => {
  const { client, model } = ask();
  const run = model.addRun({ run_attempt: 3 });
  const steps = [
    { name: 'Test', conclusion: 'failure' as const },
    { name: 'Post', conclusion: null },
  ];
  const job = model.addJob(run, { name: 'Build it', conclusion: 'failure', runner_name: 'Mine', steps });
  await expect(client.findJob(job.id)).resolves.toMatchObject({
    ...{ id: job.id, name: 'Build it', attempt: 3, url: job.html_url, conclusion: 'failure', runner: 'Mine' },
    ...{ startedAt: job.started_at, completedAt: job.completed_at },
    steps: [
      { name: 'Test', conclusion: 'failure' },
      { name: 'Post', conclusion: undefined },
    ],
  });
});

test('jobs are read by attempt, on at most three pages', async () => {
  for (const [count, requests, isComplete] of [
    [0, 1, true],
    [99, 1, true],
    [100, 2, true],
    [301, 3, false],
  ] as const) {
    const { client, fetch, model } = ask();
    const run = model.addRun({ run_attempt: 2 });
    model.addJob(run, { name: 'first', run_attempt: 1 });
    for (let number = 0; number < count; number += 1) model.addJob(run, { name: `job ${number}` });
    const found = await client.listJobs(run.id, 2);
    const counted = [found.jobs.length, found.isComplete, fetch.requests.length];
    expect(counted).toEqual([Math.min(count, 300), isComplete, requests]);
    await expect(client.listJobs(run.id, 1)).resolves.toMatchObject({ jobs: [{ name: 'first' }] });
  }
});

test('a run is read with what tells refs apart', async () => {
  const { client, model } = ask();
  const run = model.addRun({
    ...{ event: 'pull_request', head_branch: 'refs/heads/fix', conclusion: 'failure', run_attempt: 2 },
    pull_requests: [
      createPullRequest({ number: 57, head: 'fix' }),
      createPullRequest({ number: 9, head: 'fix', repository: 'eve/shop' }),
    ],
    referenced_workflows: [{ path: 'acme/shop/.github/workflows/deploy.yml', sha: 'abc' }],
  });

  const { runs, isLast } = await client.listRuns({ workflowId: 'ci.yml', page: 1 });
  expect(isLast).toBe(true);
  expect(runs).toMatchObject([
    {
      ...{ id: run.id, number: 1, attempt: 2, event: 'pull_request', headBranch: 'fix', pullRequests: [57] },
      ...{ callsWorkflows: true, conclusion: 'failure', checkSuiteId: run.check_suite_id, createdAt: run.created_at },
    },
  ]);
});

test('names of branches, files and workflows are encoded', async () => {
  const branch = 'fix/ä&page=9#12 + 100%';
  const { client, model } = ask();
  const run = model.addRun({ head_branch: branch, path: '.github/workflows/a b#1.yml' });
  model.addFile({ path: '.github/workflows/a b#1.yml', content: 'name: Prüfung ✓', ref: 'abc' });

  const { runs } = await client.listRuns({ workflowId: 'a b#1.yml', page: 1, branch, event: 'push' });
  expect(runs.map(({ id }) => id)).toEqual([run.id]);
  await expect(client.readFile('.github/workflows/a b#1.yml', 'abc')).resolves.toBe('name: Prüfung ✓');
});

test('what is a tag and no branch is a tag', async () => {
  const { client, model } = ask();
  const refs = 'tags/v1.2.3 heads/release/1.2 tags/both heads/both heads/v1.2.3-fix tags/fix/#12';
  for (const ref of refs.split(' ')) model.addRef({ ref: `refs/${ref}` });
  const names = ['v1.2.3', 'release/1.2', 'both', 'v1', 'gone', 'fix/#12'];
  const found = await Promise.all(names.map(async (name) => ((await client.isTag(name)) ? name : '')));
  expect(found.filter((name) => name !== '')).toEqual(['v1.2.3', 'fix/#12']);
});

describe('a request', () => {
  test('carries the token to the API of this server', async () => {
    await using standIn = await startGithub({ basePath: '/api/v3' });
    const job = standIn.model.addJob(standIn.model.addRun());
    await expect(connect(standIn).findJob(job.id)).resolves.toMatchObject({ id: job.id });
    expect(standIn.requests).toMatchObject([{ method: 'GET', headers: { authorization: 'token ghs_1' } }]);
  });

  test('follows a repository to its new name', async () => {
    const { client, model } = ask();
    const job = model.addJob(model.addRun({ repository: 'acme/store' }));
    model.renameRepository('acme/shop', 'acme/store');
    await expect(client.findJob(job.id)).resolves.toMatchObject({ id: job.id });
  });

  test('is made once, also when two ask at the same time, unless it failed or is to be repeated', async () => {
    let answers = 0;
    const { client, fetch, model } = ask(undefined, () => (answers++ === 0 ? github.failInside() : undefined));
    const { id } = model.addJob(model.addRun());
    await expect(client.findJob(id)).rejects.toThrow();
    await Promise.all([client.findJob(id), client.findJob(id)]);
    await client.findJob(id);
    expect(fetch.requests).toHaveLength(2);
    await client.findJob(id, { isRepeated: true });
    expect(fetch.requests).toHaveLength(3);
  });

  test('is one of at most twelve', async () => {
    const { client, fetch, model } = ask();
    const run = model.addRun();
    const ids = Array.from({ length: 13 }, () => model.addJob(run).id);
    const answers = await Promise.allSettled(ids.map((id) => client.findJob(id)));
    expect(answers.at(-1)).toMatchObject({ reason: missing({ kind: 'too many requests' }) });
    expect(fetch.requests).toHaveLength(12);
  });

  test.each<[string, github.Interference, Missing['kind'], number]>([
    ['not permitted', github.refusePermission(), 'permission', 1],
    ['for what may not be seen', { status: 404, body: {} }, 'permission', 1],
    ['made with a wrong token', github.refuseCredentials(), 'credentials', 1],
    ['over the limit of the hour', github.refuseByRateLimit(), 'rate limit', 1],
    ['over the limit of the minute', github.refuseBySecondaryLimit(), 'rate limit', 1],
    ['over the limit of the minute, in words only', github.refuseBySecondaryLimit(null, 403), 'rate limit', 1],
    ['refused by a broken service', github.failInside(), 'failed', 2],
    ['cut off', 'reset', 'failed', 2],
    ['redirected without end', github.redirectTo('/repos/acme/shop'), 'failed', 42],
    ['answered with garbage', github.answerGarbage(3_000), 'failed', 2],
    ['answered with nothing', { status: 204 }, 'failed', 2],
    ['answered with a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }, 'failed', 2],
    ['answered with another shape', { status: 200, body: { id: 'x', name: 'build' } }, 'failed', 2],
  ])('that is %s is missing as such, and the next one is made or not', async (_, answer, kind, requests) => {
    const { client, fetch } = ask(undefined, () => answer);
    await expect(client.findJob(1)).rejects.toMatchObject(missing({ kind }));
    await expect(client.findJob(2)).rejects.toMatchObject(missing({ kind }));
    expect(fetch.requests).toHaveLength(requests);
  });

  test('that lacks one permission leaves the others alone', async () => {
    const { client, model } = ask();
    model.permissions = ['actions'];
    const job = model.addJob(model.addRun());
    await expect(client.listAnnotations(job.id)).rejects.toMatchObject(
      missing({ kind: 'permission', permission: 'checks: read' }),
    );
    await expect(client.findJob(job.id)).resolves.toBeDefined();
  });

  test('for what is not there lacks no permission, once the same permission had an answer', async () => {
    const { client, model } = ask();
    await client.findJob(model.addJob(model.addRun()).id);
    await expect(client.findJob(1)).rejects.toMatchObject(missing({ kind: 'failed' }));
  });

  test('that is answered with an error on a page does not quote it', async () => {
    const headers = { 'content-type': 'text/html' };
    const { client } = ask(undefined, () => ({ status: 502, headers, body: `<html>${'<p>Unicorn'.repeat(999)}` }));
    await expect(client.findJob(1)).rejects.toThrow(/^GitHub answered 502$/);
  });

  test('says nothing of the token, whatever it is', async () => {
    await using standIn = await startGithub();
    const client = connect(standIn, { token: 'ghs_secret\nghs_second' });
    const error: unknown = await client.findJob(1).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('GitHub cannot be reached');
    expect(String(error)).not.toMatch(/ghs_/);
  });

  test('says nothing on the console', async () => {
    const lines: unknown[] = [];
    for (const name of ['debug', 'error', 'info', 'log', 'warn'] as const) {
      vi.spyOn(console, name).mockImplementation((...line) => lines.push(line));
    }
    const headers = { deprecation: 'true', sunset: 'soon', link: '<https://x>; rel="deprecation"' };
    const { client, fetch } = ask(undefined, () => ({ status: 200, headers, body: {} }));
    await expect(client.findJob(1)).rejects.toThrow();
    expect([fetch.requests.length, lines]).toEqual([1, []]);
  });

  test('is given up after 5 seconds, or when there is no time left', async () => {
    const clock = createClock();
    const over = new AbortController();
    const fetch = createFetch(new GithubModel(), { interfere: () => 'hang' });
    const options = { token: 'ghs_1', apiUrl: 'https://api.github.com', repository: 'acme/shop', clock, fetch };
    const client = createClient({ ...options, signal: () => over.signal });
    const late = expect(client.findJob(1)).rejects.toMatchObject(
      missing({ kind: 'failed', problem: 'GitHub did not answer in time' }),
    );
    await clock.settle(late);
    expect(clock.now() - createClock().now()).toBe(5_000);
    over.abort();
    await expect(client.findJob(2)).rejects.toMatchObject(missing({ problem: 'GitHub did not answer in time' }));
  });

  test.each([
    [{ limit: 1000, used: 898 }, true],
    [{ limit: 1000, used: 900 }, false],
    [undefined, true],
  ])('tells by the limit %j whether there is room for details: %s', async (limit, hasRoom) => {
    const { client, model } = ask();
    model.limit = limit;
    await client.findJob(model.addJob(model.addRun()).id);
    expect(client.hasRoomForDetails()).toBe(hasRoom);
  });
});

describe('an answer', () => {
  test.each<[string, github.Interference]>([
    ['without end', github.answerEndless()],
    ['of 400 MB that come packed', github.answerBomb()],
    ['of a million jobs', github.answerMany()],
  ])('%s is dropped', async (_, answer) => {
    const { client } = ask(undefined, () => answer);
    await expect(client.listJobs(1)).rejects.toMatchObject(missing({ kind: 'failed', isLasting: true }));
  });

  test.each<[string, boolean]>([
    ['['.repeat(64), true],
    ['['.repeat(65), false],
    ['{'.repeat(65), false],
    [`${'[]'.repeat(99)}`, true],
    [`"${'['.repeat(99)}"`, true],
    [`"\\"${'['.repeat(99)}"`, true],
    [`"\\\\"${'['.repeat(99)}`, false],
    [','.repeat(200_000), true],
    [','.repeat(200_001), false],
    [`"${','.repeat(200_001)}"`, true],
  ])('%.12s… is harmless: %s', (json, expected) => {
    expect(isHarmless(Buffer.from(json))).toBe(expected);
  });

  test.each([204, 205, 304])('with the status %i keeps it, without a body', async (status) => {
    await expect(readResponse(new Response(null, { status }))).resolves.toMatchObject({ status, body: null });
  });
});
