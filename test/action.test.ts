import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { get } from '../src/json.ts';
import { ROOT } from './documentation.ts';
import { startGithub } from './github/github.ts';
import { listSent, startRun, TOKEN } from './jobs.ts';
import { type ContextValues, createContexts, examplePayload, type Job, type JobRun, runJob } from './runner/runner.ts';
import { type Spike, startSpike } from './spike/spike.ts';

// What the built action does for a user, in fresh processes: a loaded machine starts few of them a second.
vi.setConfig({ testTimeout: 60_000 });

const BUILD = 'CI / build failed in acme/shop';
const SUM = 'CI failed in acme/shop';
const WATCHED = 'test failed in octo-org/octo-repo';

/** Plays a job, without GitHub, and gives what it sent as well. */
async function play(spike: Spike, job: Partial<Job> = {}): Promise<JobRun & { sent: string[] }> {
  const before = spike.requests.length;
  const run = await runJob({ contexts: createContexts(), ...job, with: { token: spike.url(TOKEN), ...job.with } });
  return { ...run, sent: listSent(spike).slice(before) };
}

const listMessages = ({ annotations }: JobRun) => annotations.map(({ level, message }) => `${level}: ${message}`);

function pullRequest(head: string): ContextValues {
  return {
    ...{ event_name: 'pull_request', ref: 'refs/pull/57/merge', head_ref: 'main', base_ref: 'main' },
    event: {
      pull_request: {
        number: 57,
        head: { ref: 'main', repo: { full_name: head } },
        base: { ref: 'main', repo: { full_name: 'acme/shop' } },
      },
      repository: { full_name: 'acme/shop', default_branch: 'main' },
    },
  };
}

/** A run of a workflow on `workflow_run`, started by a recorded payload. */
function watch(conclusion: string, action = 'completed'): ContextValues {
  const event = { ...examplePayload('workflow_run', 'completed', 1), action };
  Object.assign(Object(get(event, 'workflow_run')), { conclusion });
  return { event_name: 'workflow_run', workflow: 'Watch', repository: 'octo-org/octo-repo', event };
}

describe.concurrent('the step', () => {
  test('with nothing but the token opens an incident when the job fails, and resolves it when it is green', async () => {
    await using spike = await startSpike();
    const red = await play(spike, { statusAtEnd: 'failure' });
    expect(red.sent).toEqual([`open ${BUILD}`]);
    expect(spike.open()).toMatchObject([{ token: TOKEN, title: BUILD, body: { outcome: 'failure' } }]);
    expect(red.phases.main?.log).toBe('Not reported yet: the result of this job is reported when the job ends.');
    expect(red.phases.post?.log).toBe(`Spike was asked to open the incident "${BUILD}": the result is failure.`);
    expect(red.summary).toContain('Failure reported');
    const next = { run_id: '9007001042', run_number: '42', actor: 'other' };
    const green = await play(spike, { contexts: createContexts({ github: next }) });
    expect(green.sent).toEqual([`resolve ${BUILD}`]);
    expect(spike.open()).toEqual([]);
    expect([green.summary, listMessages(green), green.conclusion]).toEqual(['', [], 'success']);
  });

  test('put last, with if: failure(), opens an incident and is not there to resolve it', async () => {
    await using spike = await startSpike();
    const job = (main: 'success' | 'failure'): Partial<Job> => ({
      others: { before: [{ name: 'test', main }] },
      mainCondition: 'failure()',
    });
    expect((await play(spike, job('failure'))).sent).toEqual([`open ${BUILD}`]);
    expect((await play(spike, job('success'))).sent).toEqual([]);
  });

  test('put last, with status, reports at once, and once', async () => {
    await using spike = await startSpike();
    const job = (main: 'success' | 'failure'): Partial<Job> => ({
      others: { before: [{ name: 'test', main }] },
      mainCondition: 'always()',
      with: { status: '${{ job.status }}' },
    });
    const red = await play(spike, job('failure'));
    const green = await play(spike, job('success'));
    expect([red.sent, green.sent]).toEqual([[`open ${BUILD}`], [`resolve ${BUILD}`]]);
    expect([red, green].map(({ outputs }) => outputs.delivered)).toEqual(['true', 'true']);
  });

  test('put first, with status, also reports the failure that comes later', async () => {
    await using spike = await startSpike();
    const job: Partial<Job> = { with: { status: '${{ job.status }}' }, statusAtEnd: 'failure' };
    expect((await play(spike, job)).sent).toEqual([`resolve ${BUILD}`, `open ${BUILD}`]);
  });

  test('with needs reports the needed jobs together, at once', async () => {
    await using spike = await startSpike();
    const report = async (api: string, web: string) => {
      const contexts = createContexts({
        needs: { api: { result: api, outputs: {} }, web: { result: web, outputs: {} } },
      });
      return (await play(spike, { contexts, with: { needs: '${{ toJSON(needs) }}' }, phases: ['main'] })).sent;
    };
    expect(await report('failure', 'success')).toEqual([`open ${SUM}`]);
    expect(spike.open()).toMatchObject([{ body: { failed_jobs: [{ name: 'api' }] } }]);
    expect(await report('cancelled', 'success')).toEqual([]);
    expect(await report('success', 'success')).toEqual([`resolve ${SUM}`]);
  });

  test('on workflow_run reports the watched run, at once', async () => {
    await using spike = await startSpike();
    const report = async (github: ContextValues) =>
      (await play(spike, { contexts: createContexts({ github }), phases: ['main'] })).sent;
    expect(await report(watch('failure'))).toEqual([`open ${WATCHED}`]);
    expect(spike.open()).toMatchObject([{ body: { workflow: 'test', run_number: 163 } }]);
    expect(await report(watch('failure', 'requested'))).toEqual([]);
    expect(await report(watch('success'))).toEqual([`resolve ${WATCHED}`]);
  });

  test('gives each leg of a matrix an incident of its own', async () => {
    await using spike = await startSpike();
    const leg = (node: number): Partial<Job> => ({ contexts: createContexts({ matrix: { os: 'linux', node } }) });
    await play(spike, { ...leg(22), statusAtEnd: 'failure' });
    expect((await play(spike, leg(24))).sent).toEqual(['resolve CI / build (os: linux, node: 24) failed in acme/shop']);
    expect(spike.open()).toMatchObject([{ title: 'CI / build (os: linux, node: 22) failed in acme/shop' }]);
  });

  test('with continue-on-error is green although its alert is lost, and the loss is said', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 400 });
    const run = await play(spike, { with: { status: 'failure' }, continueOnError: true, phases: ['main'] });
    expect([run.conclusion, run.jobStatus]).toEqual(['success', 'success']);
    expect(listMessages(run)).toEqual([expect.stringMatching(/^error: Spike could not be asked to open .* 400/)]);
  });

  test('gives up when its timeout is over, and fails', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const run = await play(spike, { with: { status: 'failure', timeout: '1' }, phases: ['main'] });
    expect(run.conclusion).toBe('failure');
    expect(listMessages(run)).toEqual([expect.stringMatching(/^error: Spike could not .* no answer/)]);
  });

  test.each([
    { job: 'runs out of its timeout-minutes', minutesAgo: 31, sent: [`open ${BUILD}`] },
    { job: 'is cancelled by a person', minutesAgo: 3, sent: [] },
  ])('of a job that $job sends $sent', async ({ minutesAgo, sent }) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    const content = 'jobs: { build: { timeout-minutes: 30 } }';
    github.model.addFile({ path: '.github/workflows/ci.yml', content });
    const created_at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const contexts = startRun(github, { run: { created_at } });
    expect((await play(spike, { contexts, statusAtEnd: 'cancelled' })).sent).toEqual(sent);
  });
});

describe.concurrent('where it reports', () => {
  const release = { ref: 'refs/heads/release/1.2' };
  test.each<{ on: string; github: ContextValues; given?: Record<string, string>; sent: string[] }>([
    { on: 'another branch', github: release, sent: [`open ${BUILD}@release/1.2`] },
    {
      on: 'a branch that branches names',
      github: release,
      given: { branches: 'main\nrelease/**' },
      sent: [`open ${BUILD}@release/1.2`],
    },
    { on: 'a branch that branches excludes', github: release, given: { branches: '**, !release/**' }, sent: [] },
    {
      on: 'a tag, whatever branches names',
      github: { ref: 'refs/tags/v1.2.0' },
      given: { branches: 'main' },
      sent: [`open ${BUILD}@tags`],
    },
    { on: 'a pull request', github: pullRequest('acme/shop'), sent: [] },
    {
      on: 'a pull request, if asked to',
      github: pullRequest('acme/shop'),
      given: { 'pull-requests': 'true' },
      sent: [`open ${BUILD}#57`],
    },
    {
      on: 'a watched run that branches does not name',
      github: watch('failure'),
      given: { branches: 'main' },
      sent: [],
    },
  ])('on $on: $sent', async ({ github, given = {}, sent }) => {
    await using spike = await startSpike();
    const run = await play(spike, { contexts: createContexts({ github }), with: given, statusAtEnd: 'failure' });
    expect(run.sent).toEqual(sent);
    if (sent.length === 0) expect(run.log).toMatch(/^Not reported: .*(matches no pattern|set pull-requests)/m);
  });
});

describe.concurrent('what is wrong in the workflow', () => {
  test('is said once, although both phases read the inputs, and nothing is sent', async () => {
    await using spike = await startSpike();
    const run = await play(spike, { with: { severity: 'sevv1' }, statusAtEnd: 'failure' });
    expect(run.sent).toEqual([]);
    expect(run.conclusion).toBe('failure');
    expect(listMessages(run)).toEqual([
      'error: severity must be one of sev1, sev2, sev3 (got "sevv1"; did you mean sev1?).',
    ]);
  });

  const noToken = { secrets: {} };
  const token = '${{ secrets.SPIKE_TOKEN }}';
  test.each([
    { where: 'a pull request of a fork', github: pullRequest('mallory/shop') },
    { where: 'a pull request of Dependabot', github: { ...pullRequest('acme/shop'), actor: 'dependabot[bot]' } },
  ])('is no missing token in $where: a notice, once, and green', async ({ github }) => {
    await using spike = await startSpike();
    const contexts = createContexts({ ...noToken, github });
    const run = await play(spike, { contexts, with: { token, 'pull-requests': 'true' }, statusAtEnd: 'failure' });
    expect([run.phases.main?.exitCode, run.phases.post?.exitCode]).toEqual([0, 0]);
    expect(listMessages(run)).toEqual([expect.stringMatching(/^notice: Not reported: .*, so there is no token\.$/)]);
  });

  test('is a missing token on a push, and what to check is said', async () => {
    await using spike = await startSpike();
    const run = await play(spike, { contexts: createContexts(noToken), with: { token } });
    expect(run.conclusion).toBe('failure');
    expect(listMessages(run)).toEqual([
      'error: token is empty. Check that the secret exists under exactly this name for this repository, and in a ' +
        'reusable workflow that the caller passes it on (secrets: inherit).',
    ]);
  });
});

describe.concurrent('the outputs', () => {
  const payload = expect.stringMatching(/^\{"title":"CI \/ build failed in acme\/shop","body":\{.*\}/);
  const [create, resolve, none] = [
    { action: 'create', title: BUILD, payload },
    { action: 'resolve', title: BUILD, payload },
    { action: 'none', title: '', payload: '', delivered: 'false' },
  ];
  type Case = { of: string; given: Record<string, string>; answer?: number; green?: boolean; outputs: object };
  const CASES: Case[] = [
    { of: 'a failure', given: { status: 'failure' }, outputs: { ...create, delivered: 'true' } },
    { of: 'a success', given: { status: 'success' }, outputs: { ...resolve, delivered: 'true' } },
    { of: 'a result in neither list', given: { status: 'skipped' }, outputs: none },
    { of: 'a job that is not over', given: {}, outputs: none },
    {
      of: 'a dry run',
      given: { status: 'failure', 'dry-run': 'true' },
      outputs: { ...create, delivered: 'false' },
    },
    {
      of: 'an alert that is lost',
      given: { status: 'failure' },
      ...{ answer: 400, green: false },
      outputs: { ...create, delivered: 'false' },
    },
    {
      of: 'a resolve that is lost',
      given: { status: 'success' },
      answer: 400,
      outputs: { ...resolve, delivered: 'false' },
    },
    {
      of: 'a resolve that is lost and must not be',
      given: { status: 'success', 'fail-on-error': 'true' },
      ...{ answer: 400, green: false },
      outputs: { ...resolve, delivered: 'false' },
    },
  ];

  test.each(CASES)('of $of', async ({ given, answer, green = true, outputs }) => {
    await using spike = await startSpike();
    if (answer !== undefined) spike.misbehave({ status: answer });
    const run = await play(spike, { with: given, phases: ['main'] });
    expect(run.outputs).toEqual({ reason: expect.stringMatching(/^[a-z].*[^.]$/), ...outputs });
    expect(run.conclusion).toBe(green ? 'success' : 'failure');
    expect(spike.requests.map(({ text }) => text)).toEqual(run.sent.length > 0 ? [run.outputs.payload] : []);
    if (answer !== undefined) expect(run.summary).toContain('Not delivered');
  });

  test('of a dry run are in the summary as well, and nothing is sent', async () => {
    await using spike = await startSpike();
    const run = await play(spike, { with: { severity: 'SEV2', 'dry-run': 'true' }, statusAtEnd: 'failure' });
    expect(run.sent).toEqual([]);
    expect(run.log).toContain(`Dry run: Spike would be asked to open the incident "${BUILD}": the result is failure.`);
    expect(run.summary).toContain('Dry run: nothing was sent');
    expect(run.summary).toContain('&quot;severity&quot;: &quot;sev2&quot;');
  });
});

describe('action.yml', () => {
  const manifest: unknown = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

  test('runs Node 24, and every file that it names is there', () => {
    expect(get(manifest, 'runs', 'using')).toBe('node24');
    const files = ['pre', 'main', 'post'].map((phase) => String(get(manifest, 'runs', phase)));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('declares the outputs that are set', async () => {
    await using spike = await startSpike();
    const { outputs } = await play(spike, { phases: ['main'] });
    expect(Object.keys(Object(get(manifest, 'outputs'))).sort()).toEqual(Object.keys(outputs).sort());
  });
});
