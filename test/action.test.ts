import { describe, expect, test, vi } from 'vitest';
import { listSent, runInTurn, TITLE, TOKEN } from './jobs.ts';
import { type ContextValues, createContexts, examplePayload, type Job, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

// The built action, in fresh processes: a loaded machine starts few of them a second.
vi.setConfig({ testTimeout: 60_000 });

const pullRequest = (head: string): ContextValues => ({
  event_name: 'pull_request',
  ref: 'refs/pull/57/merge',
  head_ref: 'main',
  base_ref: 'main',
  event: {
    action: 'synchronize',
    number: 57,
    pull_request: {
      number: 57,
      head: { ref: 'main', sha: '5f1d33c2', repo: { full_name: head } },
      base: { ref: 'main', sha: 'c0ffee25', repo: { full_name: 'acme/shop' } },
    },
    repository: { full_name: 'acme/shop', default_branch: 'main' },
  },
});

const WATCHED = 'test in octo-org/octo-repo';

/** A run of a workflow on `workflow_run`, started by a recorded payload. */
function watch(conclusion: string, activity = 'completed'): ContextValues {
  const event = examplePayload('workflow_run', 'completed', 1);
  Object.assign(Object(event.workflow_run), { conclusion });
  return {
    event_name: 'workflow_run',
    workflow: 'Watch',
    repository: 'octo-org/octo-repo',
    ref: 'refs/heads/master',
    event: { ...event, action: activity },
  };
}

describe.concurrent('the step', () => {
  test('put first opens an incident after a job that fails, and resolves it after the next green one', async () => {
    await using spike = await startSpike();
    const job: Job = { contexts: createContexts(), with: { token: spike.url(TOKEN), branches: 'main' } };

    const red = await runInTurn(spike, { ...job, statusAtEnd: 'failure' });
    expect(red.sent).toEqual({ main: [], post: [`open ${TITLE}`] });
    expect(spike.open()).toMatchObject([{ token: TOKEN, title: TITLE, body: { outcome: 'failure' } }]);
    expect(red.post.log).toContain(`Told Spike to open the incident "${TITLE}"`);
    expect(red.post.summary).toContain('Incident opened');

    const green = await runInTurn(spike, {
      ...job,
      contexts: createContexts({ github: { run_id: '9007001042', run_number: '42', actor: 'other' } }),
      statusAtEnd: 'success',
    });
    expect(green.sent).toEqual({ main: [], post: [`resolve ${TITLE}`] });
    expect(spike.open()).toEqual([]);
    expect([red.post.phases.post?.exitCode, green.post.phases.post?.exitCode]).toEqual([0, 0]);
    expect(green.post.summary).toBe('');
  });

  test('with if: failure() opens an incident, and is not there to resolve it', async () => {
    await using spike = await startSpike();
    const job: Job = { contexts: createContexts(), with: { token: spike.url(TOKEN) } };

    const red = await runInTurn(spike, { ...job, statusAtStep: 'failure', statusAtEnd: 'failure' });
    expect(red.sent).toEqual({ main: [], post: [`open ${TITLE}`] });
    await runJob({ ...job, mainCondition: false });
    expect(listSent(spike)).toHaveLength(1);
  });

  test('put last with status reports at once, and once', async () => {
    await using spike = await startSpike();
    const job: Job = {
      contexts: createContexts(),
      with: { token: spike.url(TOKEN), status: '${{ job.status }}' },
    };

    const red = await runInTurn(spike, { ...job, statusAtStep: 'failure' });
    expect(red.sent).toEqual({ main: [`open ${TITLE}`], post: [] });
    const green = await runInTurn(spike, { ...job, statusAtStep: 'success' });
    expect(green.sent).toEqual({ main: [`resolve ${TITLE}`], post: [] });
    expect(spike.open()).toEqual([]);
    expect([...red.post.annotations, ...green.post.annotations]).toEqual([]);
  });

  test('put first with status still reports the failure that comes later, and says what to mend', async () => {
    await using spike = await startSpike();
    const job: Job = {
      contexts: createContexts(),
      with: { token: spike.url(TOKEN), status: '${{ job.status }}' },
      statusAtStep: 'success',
    };

    const red = await runInTurn(spike, { ...job, statusAtEnd: 'failure' });
    expect(red.sent).toEqual({ main: [`resolve ${TITLE}`], post: [`open ${TITLE}`] });
    expect(red.post.annotations).toEqual([
      {
        level: 'warning',
        message:
          'The step reported success, but the job ended as failure. Leave status out on a step that is not the ' +
          'last: the job is then reported once, when it ends.',
        properties: {},
      },
    ]);
    const green = await runInTurn(spike, { ...job, statusAtEnd: 'success' });
    expect(green.sent).toEqual({ main: [`resolve ${TITLE}`], post: [] });
    expect(spike.open()).toEqual([]);
  });

  // There job.status stays success even behind a step that failed, and the token comes in as an input.
  test.each([
    { sort: 'without status', status: '', main: [] },
    { sort: 'with status', status: '${{ job.status }}', main: [`resolve ${TITLE}`] },
  ])('in a composite action reports what the whole job came to, $sort', async ({ status, main }) => {
    await using spike = await startSpike();
    const { sent } = await runInTurn(spike, {
      contexts: createContexts({ inputs: { 'spike-token': spike.url(TOKEN) } }),
      with: { token: '${{ inputs.spike-token }}', status },
      statusAtStep: 'success',
      statusAtEnd: 'failure',
    });
    expect(sent).toEqual({ main, post: [`open ${TITLE}`] });
    expect(spike.open()).toHaveLength(1);
  });

  test('with needs reports the workflow by the worst of its jobs, at once', async () => {
    await using spike = await startSpike();
    const run = (test: string, lint: string) =>
      runInTurn(spike, {
        contexts: createContexts({
          github: { job: 'report' },
          needs: { test: { result: test, outputs: {} }, lint: { result: lint, outputs: {} } },
        }),
        with: { token: spike.url(TOKEN), needs: '${{ toJSON(needs) }}' },
      });

    expect((await run('failure', 'success')).sent).toEqual({ main: ['open CI in acme/shop'], post: [] });
    expect(spike.open()).toMatchObject([{ body: { failed_jobs: [{ name: 'test' }] } }]);
    expect((await run('skipped', 'skipped')).sent).toEqual({ main: [], post: [] });
    expect((await run('success', 'skipped')).sent).toEqual({ main: ['resolve CI in acme/shop'], post: [] });
    expect(spike.open()).toEqual([]);
  });

  test('on workflow_run reports the watched run, at once', async () => {
    await using spike = await startSpike();
    const run = (github: ContextValues) =>
      runInTurn(spike, { contexts: createContexts({ github }), with: { token: spike.url(TOKEN) } });

    const red = await run(watch('failure'));
    expect(red.sent).toEqual({ main: [`open ${WATCHED}`], post: [] });
    expect(spike.open()).toMatchObject([{ body: { workflow: 'test', run_number: 163, event: 'repository_dispatch' } }]);
    expect((await run(watch('cancelled'))).sent).toEqual({ main: [], post: [] });
    const requested = await run(watch('failure', 'requested'));
    expect(requested.sent).toEqual({ main: [], post: [] });
    expect(requested.main.log).toBe(
      'Nothing reported: the workflow_run activity is requested, and only completed is reported.',
    );
    expect((await run(watch('success'))).sent).toEqual({
      main: [`resolve ${WATCHED}`],
      post: [],
    });
    expect(spike.open()).toEqual([]);
  });
});

describe.concurrent('without a token the step', () => {
  test.each([
    { where: 'a pull request of a fork', github: pullRequest('mallory/shop') },
    { where: 'a run of Dependabot', github: { ...pullRequest('acme/shop'), actor: 'dependabot[bot]' } },
  ])('says so once and is green in $where', async ({ github }) => {
    const run = await runJob({
      contexts: createContexts({ github, secrets: {} }),
      with: { token: '${{ secrets.SPIKE_TOKEN }}' },
      statusAtEnd: 'failure',
    });
    expect([run.phases.main?.exitCode, run.phases.post?.exitCode]).toEqual([0, 0]);
    expect(run.annotations).toEqual([
      { level: 'notice', message: expect.stringContaining('secrets are withheld by GitHub'), properties: {} },
    ]);
    expect(run.outputs).toMatchObject({ action: 'none', delivered: 'false', payload: '' });
  });

  test.each([
    { where: 'a push', github: {} },
    { where: 'a pull request of its own', github: pullRequest('acme/shop') },
    {
      where: 'a pull_request_target of a fork',
      github: { ...pullRequest('mallory/shop'), event_name: 'pull_request_target', ref: 'refs/heads/main' },
    },
  ])('fails in $where and says what to check', async ({ github }) => {
    const run = await runJob({
      contexts: createContexts({ github, secrets: {} }),
      with: { token: '${{ secrets.SPIKE_TOKEN }}' },
      phases: ['main'],
    });
    expect(run.conclusion).toBe('failure');
    expect(run.annotations).toEqual([
      {
        level: 'error',
        message:
          'token is empty. Check that the secret exists under exactly this name for this repository, and in a ' +
          'reusable workflow that the caller passes it on (secrets: inherit).',
        properties: {},
      },
    ]);
  });
});

describe.concurrent('the policy', () => {
  test.each([
    { input: 'create-on', status: 'failure' },
    { input: 'resolve-on', status: 'success' },
  ])('means never with an empty $input', async ({ input, status }) => {
    await using spike = await startSpike();
    const run = await runJob({
      contexts: createContexts(),
      with: { token: spike.url(TOKEN), status, [input]: '' },
    });
    expect(spike.requests).toEqual([]);
    expect(run.conclusion).toBe('success');
    expect(run.outputs.reason).toBe(`the outcome is ${status}, which is in neither create-on nor resolve-on`);
  });

  test.each([
    { on: 'main', branches: 'main', github: {}, sent: [`open ${TITLE}`] },
    { on: 'another branch', branches: 'main', github: { ref: 'refs/heads/feature/1' }, sent: [] },
    {
      on: 'a branch of a pattern',
      branches: 'main\nrelease/**, !release/old',
      github: { ref: 'refs/heads/release/1.2' },
      sent: [`open ${TITLE}@release/1.2`],
    },
    {
      on: 'a branch that is excluded',
      branches: 'release/**,!release/old',
      github: { ref: 'refs/heads/release/old' },
      sent: [],
    },
    { on: 'a tag called main', branches: 'main', github: { ref: 'refs/tags/main' }, sent: [] },
    { on: 'a pull request to main', branches: 'main', github: pullRequest('acme/shop'), sent: [] },
    {
      on: 'a watched run on master',
      branches: 'master',
      github: watch('failure'),
      sent: [`open ${WATCHED}`],
    },
    { on: 'a watched run on another branch', branches: 'main', github: watch('failure'), sent: [] },
  ])('of branches holds on $on', async ({ branches, github, sent }) => {
    await using spike = await startSpike();
    const run = await runJob({
      contexts: createContexts({ github }),
      with: { token: spike.url(TOKEN), branches },
      statusAtEnd: 'failure',
    });
    expect(listSent(spike)).toEqual(sent);
    if (sent.length === 0) expect(run.log).toMatch(/matches no pattern of branches\.$/);
  });

  test('of a dry run sends nothing and shows what would be sent', async () => {
    await using spike = await startSpike();
    const run = await runJob({
      contexts: createContexts(),
      with: { token: spike.url(TOKEN), severity: 'SEV2', 'dry-run': 'true' },
      statusAtEnd: 'failure',
    });
    expect(spike.requests).toEqual([]);
    expect(run.log).toContain(`Dry run: would tell Spike to open the incident "${TITLE}"`);
    expect(run.summary).toContain('Dry run: nothing was sent');
    expect(run.summary).toContain('&quot;severity&quot;: &quot;sev2&quot;');
  });

  test('fails the step on a wrong input before the job has run, and sends nothing', async () => {
    await using spike = await startSpike();
    const run = await runJob({
      contexts: createContexts(),
      with: { token: spike.url(TOKEN), severity: 'sevv1' },
      phases: ['main'],
    });
    expect(run.conclusion).toBe('failure');
    expect(run.annotations.map(({ message }) => message)).toEqual([
      'severity is "sevv1", which is none of sev1, sev2, sev3. Did you mean sev1?',
    ]);
    expect(spike.requests).toEqual([]);
  });
});

describe.concurrent('in a matrix', () => {
  test('a green leg leaves the incident of a red one alone', async () => {
    await using spike = await startSpike();
    const [red, green] = ['CI / build (ubuntu-latest, 22)', 'CI / build (ubuntu-latest, 24)'];
    const leg = (node: number): Job => ({
      contexts: createContexts({ matrix: { os: 'ubuntu-latest', node } }),
      with: { token: spike.url(TOKEN) },
    });
    await runJob({ ...leg(22), statusAtEnd: 'failure' });
    await runJob({ ...leg(24), statusAtEnd: 'success' });
    expect(listSent(spike)).toEqual([`open ${red} in acme/shop`, `resolve ${green} in acme/shop`]);
    expect(spike.open()).toHaveLength(1);
  });

  test.each([
    { title: 'Build of the shop', told: 'Build of the shop', warnings: 1 },
    { title: 'Shop on node ${{ matrix.node }}', told: 'Shop on node 22', warnings: 0 },
    { title: 'Shop with ${{ matrix.flags }}', told: 'Shop with --fast, --all', warnings: 0 },
  ])('the title "$told" is warned about $warnings times', async ({ title, told, warnings }) => {
    await using spike = await startSpike();
    const token = spike.url(TOKEN);
    const run = await runJob({
      contexts: createContexts({ matrix: { node: 22, flags: '--fast, --all' } }),
      with: { token, title },
      statusAtEnd: 'failure',
    });
    expect(spike.open()).toMatchObject([{ title: told }]);
    expect(run.annotations.map(({ level, message }) => `${level}: ${message}`)).toEqual(
      Array(warnings).fill(
        'warning: title is the same for every leg of this matrix, so a leg that passes resolves the incident of ' +
          'a leg that failed. Put a value of the matrix into title, or leave title out.',
      ),
    );
  });
});

describe.concurrent('the outputs', () => {
  type Case = { of: string; given: Record<string, string>; answer?: number; green: boolean; outputs: object };
  const payload = expect.stringMatching(/^\{"title":"CI \/ build in acme\/shop","body":\{.*\}/);

  const CASES: Case[] = [
    {
      of: 'a failure',
      given: { status: 'failure' },
      green: true,
      outputs: {
        action: 'create',
        reason: 'the outcome is failure, which is in create-on',
        delivered: 'true',
      },
    },
    {
      of: 'a success',
      given: { status: 'success' },
      green: true,
      outputs: {
        action: 'resolve',
        reason: 'the outcome is success, which is in resolve-on',
        delivered: 'true',
      },
    },
    {
      of: 'a verb',
      given: { status: 'Create', title: 'The shop is down' },
      green: true,
      outputs: {
        action: 'create',
        reason: 'status says create',
        title: 'The shop is down',
        delivered: 'true',
      },
    },
    {
      of: 'an outcome that is in no list',
      given: { status: 'skipped' },
      green: true,
      outputs: {
        action: 'none',
        reason: 'the outcome is skipped, which is in neither create-on nor resolve-on',
        title: '',
        delivered: 'false',
        payload: '',
      },
    },
    {
      of: 'a job that is not over',
      given: {},
      green: true,
      outputs: {
        action: 'none',
        reason: 'the job is still running; its outcome is reported when it ends',
        title: '',
        delivered: 'false',
        payload: '',
      },
    },
    {
      of: 'a dry run',
      given: { status: 'failure', 'dry-run': 'true' },
      green: true,
      outputs: { action: 'create', title: TITLE, delivered: 'false', payload },
    },
    {
      of: 'an alert that is lost',
      given: { status: 'failure' },
      answer: 400,
      green: false,
      outputs: { action: 'create', title: TITLE, delivered: 'false', payload },
    },
    {
      of: 'a resolve that is lost',
      given: { status: 'success' },
      answer: 400,
      green: true,
      outputs: { action: 'resolve', title: TITLE, delivered: 'false', payload },
    },
    {
      of: 'a resolve that is lost and must not be',
      given: { status: 'success', 'fail-on-error': 'true' },
      answer: 400,
      green: false,
      outputs: { action: 'resolve', title: TITLE, delivered: 'false', payload },
    },
  ];

  test.each(CASES)('of $of', async ({ given, answer, green, outputs }) => {
    await using spike = await startSpike();
    if (answer !== undefined) spike.misbehave({ status: answer });
    const run = await runJob({
      contexts: createContexts(),
      with: { token: spike.url(TOKEN), ...given },
      phases: ['main'],
    });
    const [request] = spike.requests;
    expect(run.outputs).toEqual({
      title: TITLE,
      reason: expect.any(String),
      payload: request?.text,
      ...outputs,
    });
    expect(run.conclusion).toBe(green ? 'success' : 'failure');
    const lost = answer === undefined ? [] : [expect.stringMatching(/^Spike was not told to .* 400/)];
    expect(run.annotations.map(({ message }) => message)).toEqual(lost);
    if (answer !== undefined) expect(run.summary).toContain('Not delivered');
  });
});
