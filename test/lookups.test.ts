import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { describe, expect, test, vi } from 'vitest';
import { createAuthority } from './faults/certificates.ts';
import { REAL_CLOCK } from './faults/clock.ts';
import { startProxy } from './faults/server.ts';
import { type GithubStandIn, startGithub } from './github/github.ts';
import {
  answerGarbage,
  failInside,
  type Interfere,
  refuseByRateLimit,
  refuseBySecondaryLimit,
  refusePermission,
} from './github/interference.ts';
import type { JobFields, RunFields } from './github/model.ts';
import { listSent, TITLE, TOKEN } from './jobs.ts';
import {
  type Contexts,
  type ContextValues,
  createContexts,
  examplePayload,
  type Job,
  runJob,
} from './runner/runner.ts';
import { type Spike, startSpike } from './spike/spike.ts';

// The built action, in fresh processes: a loaded machine starts few of them a second.
vi.setConfig({ testTimeout: 60_000 });

const RUN = 9007001041;
const JOB = 31000000041;

/** The stand-ins: Spike, and GitHub with the own run 41 under way and its job `Build`. */
async function startServices({ job, run }: { job?: JobFields; run?: RunFields } = {}) {
  const spike = await startSpike();
  const github = await startGithub();
  const { model } = github;
  const own = model.addRun({ id: RUN, run_number: 41, conclusion: null, ...run });
  const ownJob = model.addJob(own, { id: JOB, name: 'Build', conclusion: null, ...job });
  return {
    ...{ spike, github, model, own, ownJob },
    async [Symbol.asyncDispose]() {
      await Promise.all([spike[Symbol.asyncDispose](), github[Symbol.asyncDispose]()]);
    },
  };
}

/** The job of the own run, with its step put first. */
function createJob({ spike, github }: { spike: Spike; github: GithubStandIn }, more: Partial<Contexts> = {}): Job {
  const asked: ContextValues = { token: 'ghs_16C7e42F292c69', api_url: github.url };
  const contexts = createContexts({ ...more, github: { ...asked, ...more.github } });
  return { contexts, with: { token: spike.url(TOKEN) } };
}

/** The same API over TLS, with a certificate for `name` and what makes Node trust it. */
async function secure(github: GithubStandIn, name: string) {
  const authority = createAuthority('An authority of this test');
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const NODE_EXTRA_CA_CERTS = join(folder, 'authority.pem');
  writeFileSync(NODE_EXTRA_CA_CERTS, authority.cert);
  const open = new Set<Socket>();
  const server = createServer(authority.issue({ names: [name] }), (socket) => {
    const inside = connect(Number(new URL(github.url).port), '127.0.0.1');
    for (const one of [socket, inside]) open.add(one.on('error', () => {}));
    socket.pipe(inside).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    trust: { NODE_EXTRA_CA_CERTS },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const debugged = { runner: { name: 'GitHub Actions 3', debug: '1' } };
const asDebug = (permission: string) =>
  `##[debug]GitHub did not answer a look-up; with the permission ${permission} the incident could tell more.`;

describe.concurrent('the alert of a failed job', () => {
  const steps = [
    { name: 'Set up job' },
    { name: 'Run npm test', conclusion: 'failure' as const },
    { name: 'Post Run checkout', conclusion: null },
  ];

  test.each(['https_proxy', 'HTTPS_PROXY'])('tells it through the proxy of %s, too', async (name) => {
    await using services = await startServices({ job: { steps } });
    const { spike, github } = services;
    await using secured = await secure(github, 'api.github.example');
    await using proxy = await startProxy({ clock: REAL_CLOCK, port: secured.port });
    const env = { ...secured.trust, [name]: `http://127.0.0.1:${proxy.port}` };
    const job = createJob(services, { github: { api_url: 'https://api.github.example' } });
    await runJob({ ...job, env, statusAtEnd: 'failure' });
    expect(proxy.requests.map(({ method, target }) => `${method} ${target}`)).toContain(
      'CONNECT api.github.example:443',
    );
    expect(spike.open()).toMatchObject([{ title: TITLE, body: { failed_steps: ['Run npm test'] } }]);
  });

  test('tells what broke, where and since when', async () => {
    await using services = await startServices({ job: { steps } });
    const { spike, model, own, ownJob } = services;
    model.addRun({ id: 39, run_number: 39, head_sha: 'aaaa', run_started_at: '2026-11-24T00:00:00Z' });
    const first = { id: 40, run_number: 40, run_started_at: '2026-11-24T01:22:31Z' };
    model.addRun({ ...first, conclusion: 'failure' });
    model.addAnnotation(ownJob, { path: 'cart.ts', start_line: 31, message: 'the card was charged twice' });
    model.addAnnotation(ownJob, { path: 'cart.ts', annotation_level: 'warning', message: 'slow' });
    // Another job of the same run, on the same runner, that broke in another way.
    const other = model.addJob(own, { name: 'Lint', conclusion: 'failure', steps: [{ conclusion: 'failure' }] });
    model.addAnnotation(other, { message: 'not this one' });

    const run = await runJob({ ...createJob(services), statusAtEnd: 'failure' });
    const page = 'https://github.com/acme/shop';
    expect(spike.open()).toMatchObject([
      {
        title: TITLE,
        body: {
          job_url: `${page}/actions/runs/${RUN}/job/${JOB}`,
          failed_steps: ['Run npm test'],
          errors: ['cart.ts:31: the card was charged twice'],
          failing_since: { run_number: 40, url: `${page}/actions/runs/40`, at: '2026-11-24T01:22:31Z' },
          consecutive_failures: 2,
          compare_url: `${page}/compare/aaaa...c0ffee254729296a45a3885639ac7e10f9d54979`,
        },
      },
    ]);
    expect(run.summary).toContain('<td>Run npm test</td>');
    expect(run.summary).toContain(`<a href="${page}/actions/runs/${RUN}/job/${JOB}">job</a>`);
    expect(run.summary).toContain('(2 runs in a row)');
  });

  test.each([
    { others: 0, told: ['Run npm test'] },
    { others: 1, told: undefined },
  ])('on a server that does not name the job tells no other: $others that look the same', async ({ others, told }) => {
    await using services = await startServices({ job: { steps, runner_name: 'shelf 7' } });
    const { spike, model, own } = services;
    for (let index = 0; index < others; index++) model.addJob(own, { conclusion: null, runner_name: 'shelf 7' });
    const more = { runner: { name: 'shelf 7' }, job: { check_run_id: null } };
    await runJob({ ...createJob(services, more), statusAtEnd: 'failure' });
    expect(spike.open()).toHaveLength(1);
    expect(Object(spike.open()[0]?.body).failed_steps).toEqual(told);
  });
});

describe.concurrent('the alert arrives within 6 s of the end of the job', () => {
  // All look-ups have 5 s. A loaded machine may need the sixth to start a process, but not each time.
  const limits = { limit: 6_000 };
  const again = { retry: 2 };
  const lists: Interfere = ({ path }) => (path.includes('/workflows/') ? 'hang' : undefined);

  type Trouble = { trouble: string; interfere: Interfere; known?: boolean; said?: string };
  const TROUBLES: Trouble[] = [
    { trouble: 'gives no permission', interfere: refusePermission, said: asDebug('actions: read') },
    { trouble: 'has had too many requests', interfere: () => refuseByRateLimit() },
    { trouble: 'wants to be left alone for a minute', interfere: () => refuseBySecondaryLimit() },
    { trouble: 'fails', interfere: () => failInside() },
    { trouble: 'is behind a broken gateway', interfere: () => failInside(502) },
    { trouble: 'answers 3 MB of garbage', interfere: () => answerGarbage(3 * 1024 * 1024) },
    { trouble: 'breaks the connection', interfere: () => 'reset' },
    { trouble: 'takes more than 5 s', interfere: () => ({ delayMilliseconds: 5_500 }) },
    { trouble: 'stops in the middle of its answers', interfere: () => 'stall' },
    { trouble: 'never gives the history', interfere: lists, known: true },
  ];

  test.each(TROUBLES)('when GitHub $trouble', again, async ({ interfere, known = false, said = '' }) => {
    await using services = await startServices({ job: { steps: [{ name: 'Test', conclusion: 'failure' }] } });
    const { spike, github } = services;
    github.interfere(interfere);
    const run = await runJob({ ...createJob(services, debugged), statusAtEnd: 'failure', ...limits });
    expect(listSent(spike)).toEqual([`open ${TITLE}`]);
    expect(github.requests.length).toBeGreaterThan(0);
    expect(run.phases.post?.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    // What came in time is told, and no more.
    const body = Object(spike.open()[0]?.body);
    expect([body.failed_steps, body.failing_since]).toEqual([known ? ['Test'] : undefined, undefined]);
    expect(run.log).toContain(said);
  });
});

describe.concurrent('a cancelled job', () => {
  const HINT = 'to be alerted on cancellations, add cancelled to create-on';
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const WORKFLOW = 'jobs:\n  other:\n    timeout-minutes: 1\n  build:\n    timeout-minutes: 10\n    steps: []\n';

  type Case = { why: string; message?: string; startedAt?: string; interfere?: Interfere; opens: boolean };
  const CASES: Case[] = [
    {
      why: 'by its time limit',
      message: 'The job has exceeded the maximum execution time of 6h0m0s',
      opens: true,
    },
    {
      why: 'by a newer push',
      message: "Canceling since a higher priority waiting request for 'ci-refs/heads/main' exists",
      startedAt: minutesAgo(11),
      opens: false,
    },
    { why: 'by a person', message: 'The run was canceled by @mona.', opens: false },
    { why: 'after as long as its time limit', startedAt: minutesAgo(10), opens: true },
    { why: 'before its time limit', startedAt: minutesAgo(9), opens: false },
    { why: 'for a reason that no one may look up', interfere: refusePermission, opens: false },
  ];

  test.each(CASES)('$why opens an incident: $opens', async ({ message, startedAt, interfere, opens }) => {
    await using services = await startServices({ job: { started_at: startedAt ?? minutesAgo(1) } });
    const { spike, github, model, ownJob } = services;
    if (message !== undefined) model.addAnnotation(ownJob, { message });
    model.addFile({ path: '.github/workflows/ci.yml', content: WORKFLOW });
    github.interfere(interfere);
    const run = await runJob({ ...createJob(services), statusAtEnd: 'cancelled' });
    expect(listSent(spike)).toEqual(opens ? [`open ${TITLE}`] : []);
    if (opens) expect(spike.open()).toMatchObject([{ body: { outcome: 'timed_out' } }]);
    else expect(run.phases.post?.log).toContain(HINT);
    expect(run.phases.post?.exitCode).toBe(0);
  });
});

describe.concurrent('the cost', () => {
  test.each(['success', 'failure'] as const)('of a green job after a %s is one request', async (conclusion) => {
    await using services = await startServices();
    const { spike, github, model } = services;
    model.addRun({ id: 39, run_number: 39 });
    model.addRun({ id: 40, run_number: 40, conclusion });
    const run = await runJob({ ...createJob(services), statusAtEnd: 'success' });
    expect(listSent(spike)).toEqual([`resolve ${TITLE}`]);
    expect(github.requests).toHaveLength(1);
    expect(run.phases.main?.loadedFiles).toEqual(['dist/index.js']);
    expect(run.phases.post?.loadedFiles.length).toBeGreaterThan(1);
  });

  test.each([
    { of: 'a job on a branch that is not reported', given: { branches: 'release/*' } },
    { of: 'an outcome in no list', given: { 'create-on': '' } },
    { of: 'a status in no list', given: { status: 'skipped' } },
  ])('of $of is no request', async ({ given }) => {
    await using services = await startServices();
    const { spike, github } = services;
    const job = createJob(services);
    const run = await runJob({ ...job, with: { ...job.with, ...given }, statusAtEnd: 'failure' });
    expect([spike.requests, github.requests]).toEqual([[], []]);
    expect(run.phases.post?.log).toMatch(/^Nothing reported: /);
    expect(run.phases.post?.loadedFiles).toEqual(['dist/index.js']);
  });

  test.each(['success', 'failure', 'cancelled'] as const)('of %s without github-token is one file', async (ending) => {
    await using services = await startServices();
    const { spike, github } = services;
    const job = createJob(services);
    const run = await runJob({ ...job, with: { ...job.with, 'github-token': '' }, statusAtEnd: ending });
    expect(spike.requests).toHaveLength(ending === 'cancelled' ? 0 : 1);
    expect(github.requests).toEqual([]);
    expect([run.phases.main?.loadedFiles, run.phases.post?.loadedFiles]).toEqual([
      ['dist/index.js'],
      ['dist/index.js'],
    ]);
  });
});

describe.concurrent('beside a newer run', () => {
  type Case = { newer: string; run: RunFields; job: JobFields; own?: RunFields; speaks: boolean };
  const CASES: Case[] = [
    { newer: 'that is over', run: { conclusion: 'failure' }, job: { conclusion: 'failure' }, speaks: false },
    { newer: 'whose job is over', run: { conclusion: null }, job: { conclusion: 'success' }, speaks: false },
    { newer: 'whose job is under way', run: { conclusion: null }, job: { conclusion: null }, speaks: true },
    { newer: 'that was cancelled', run: { conclusion: 'cancelled' }, job: { conclusion: 'cancelled' }, speaks: true },
    { newer: 'on a pull request from main', run: { event: 'pull_request' }, job: {}, speaks: true },
    { newer: "on a fork's main", run: { head_repository: 'mallory/shop' }, job: {}, speaks: true },
    { newer: 'when an old run is run again', run: {}, job: {}, own: { run_attempt: 3 }, speaks: false },
  ];
  const cases = CASES.flatMap((one) => (['success', 'failure'] as const).map((ending) => ({ ...one, ending })));

  test.each(cases)('$newer, an older one that ends late as $ending speaks: $speaks', async (one) => {
    await using services = await startServices({ run: one.own ?? {}, job: { run_attempt: one.own?.run_attempt ?? 1 } });
    const { spike, model } = services;
    const newer = model.addRun({ id: 42, run_number: 42, ...one.run });
    model.addJob(newer, { name: 'Build', ...one.job });
    const github = { run_attempt: String(one.own?.run_attempt ?? 1) };
    const run = await runJob({ ...createJob(services, { github }), statusAtEnd: one.ending });
    const sent = one.ending === 'success' ? 'resolve' : 'open';
    expect(listSent(spike)).toEqual(one.speaks ? [`${sent} ${TITLE}`] : []);
    if (!one.speaks) {
      expect(run.phases.post?.log).toBe(
        'Nothing reported: the newer run #42 has already finished and speaks for this one ' +
          '(https://github.com/acme/shop/actions/runs/42).',
      );
    }
  });
});

describe.concurrent('in a reusable workflow', () => {
  const called = { check_run_id: JOB, workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main' };

  test('two callers have an incident each', async () => {
    await using services = await startServices({ job: { name: 'production / deploy' } });
    const { spike, model, own } = services;
    const other = model.addJob(own, { name: 'staging / deploy', conclusion: null });
    const job = (id: number) =>
      createJob(services, { github: { job: 'deploy' }, job: { ...called, check_run_id: id } });
    const red = await runJob({ ...job(JOB), statusAtEnd: 'failure' });
    const green = await runJob({ ...job(other.id), statusAtEnd: 'success' });
    const [production, staging] = ['production', 'staging'].map((name) => `CI / ${name} / deploy in acme/shop`);
    expect(listSent(spike)).toEqual([`open ${production}`, `resolve ${staging}`]);
    expect(spike.open()).toHaveLength(1);
    expect([...red.annotations, ...green.annotations]).toEqual([]);
  });

  test.each([
    { title: '', warnings: 1, told: 'CI / deploy in acme/shop' },
    { title: 'Production', warnings: 0, told: 'Production' },
  ])('without the permission a title "$title" is warned about $warnings times', async ({ title, warnings, told }) => {
    await using services = await startServices();
    const { spike, github } = services;
    github.interfere(refusePermission);
    const job = createJob(services, { github: { job: 'deploy' }, job: called });
    const run = await runJob({ ...job, with: { ...job.with, title }, statusAtEnd: 'failure' });
    expect(listSent(spike)).toEqual([`open ${told}`]);
    expect(run.annotations.map(({ level }) => level)).toEqual(Array(warnings).fill('warning'));
    for (const { message } of run.annotations) expect(message).toMatch(/Set title, .* actions: read/);
  });
});

describe.concurrent('the failed jobs are told', () => {
  const failed: JobFields = {
    name: 'Test (24)',
    conclusion: 'failure',
    steps: [{ name: 'Set up job' }, { name: 'Run npm test', conclusion: 'failure' }],
  };

  test('of a job with needs, from all pages', async () => {
    await using services = await startServices({ job: { name: 'Report' } });
    const { spike, model, own } = services;
    for (let index = 0; index < 120; index++) model.addJob(own, { name: `Leg ${index}` });
    const job = model.addJob(own, failed);
    model.addAnnotation(job, { path: 'cart.ts', start_line: 31, message: 'the card was charged twice' });
    const needs = { test: { result: 'failure', outputs: {} }, lint: { result: 'success', outputs: {} } };
    const asked = createJob(services, { needs });
    await runJob({ ...asked, with: { ...asked.with, needs: '${{ toJSON(needs) }}' }, phases: ['main'] });
    expect(spike.open()).toMatchObject([
      {
        title: 'CI in acme/shop',
        body: {
          failed_jobs: [{ name: 'Test (24)', url: job.html_url, failed_steps: ['Run npm test'] }],
          errors: ['cart.ts:31: the card was charged twice'],
        },
      },
    ]);
  });

  test('of a watched run', async () => {
    await using services = await startServices();
    const { spike, model } = services;
    const event = examplePayload('workflow_run', 'completed', 1);
    Object.assign(Object(event.workflow_run), { conclusion: 'failure' });
    const repository = 'octo-org/octo-repo';
    const watched = { id: 289782451, run_number: 163, workflow_id: 2823525, head_branch: 'master' };
    const run = model.addRun({ ...watched, repository, event: 'repository_dispatch', conclusion: 'failure' });
    const job = model.addJob(run, failed);
    const github = { event_name: 'workflow_run', event, repository, ref: 'refs/heads/master', workflow: 'Watch' };
    await runJob({ ...createJob(services, { github }), phases: ['main'] });
    expect(spike.open()).toMatchObject([
      {
        title: 'test in octo-org/octo-repo',
        body: {
          failed_jobs: [{ name: 'Test (24)', url: job.html_url, failed_steps: ['Run npm test'] }],
          failing_since: { run_number: 163 },
          consecutive_failures: 1,
        },
      },
    ]);
  });
});
