import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { get } from '../src/json.ts';
import { ROOT } from './documentation.ts';
import { startGithub } from './github/github.ts';
import { listSent, startRun, TOKEN } from './jobs.ts';
import { type ContextValues, createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { COMPLETED, change } from './situations.ts';
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
  const event = change(COMPLETED, { action, 'workflow_run.conclusion': conclusion });
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
    expect([green.summary, green.annotations, green.conclusion]).toEqual(['', [], 'success']);
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
  const payload = expect.stringMatching(/^\{"title":"CI \/ build failed in acme\/shop(?:#57)?","body":\{.*\}/);
  const pulls = { 'pull-requests': 'true' };
  test.each<{ on: string; github?: ContextValues; given?: Record<string, string>; sent: string[] }>([
    { on: 'a branch that branches excludes', github: { ref: 'refs/heads/a' }, given: { branches: '**, !a' }, sent: [] },
    { on: 'a pull request', github: pullRequest('acme/shop'), sent: [] },
    { on: 'a pull request, if asked to', github: pullRequest('acme/shop'), given: pulls, sent: [`open ${BUILD}#57`] },
    { on: 'the default branch', sent: [`open ${BUILD}`] },
  ])('on $on: $sent, and the outputs say so', async ({ github = {}, given, sent }) => {
    await using spike = await startSpike();
    const job = {
      contexts: createContexts({ github }),
      with: { status: 'failure', ...given },
      phases: ['main' as const],
    };
    const { sent: found, outputs } = await play(spike, job);
    expect(found).toEqual(sent);
    const title = sent.map((one) => one.slice('open '.length)).join();
    const none = { action: 'none', title, delivered: 'false', payload: '' };
    const outcome = title === '' ? none : { action: 'create', title, delivered: 'true', payload };
    expect(outputs).toEqual({ ...outcome, reason: expect.stringMatching(/^[a-z].*[^.]$/) });
    expect(spike.requests.map(({ text }) => text)).toEqual(sent.length > 0 ? [outputs.payload] : []);
  });

  test('a resolve that is lost fails the step where fail-on-error says so', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 400 });
    const given = { status: 'success', 'fail-on-error': 'true' };
    const { conclusion, outputs, summary } = await play(spike, { with: given, phases: ['main'] });
    expect([conclusion, outputs.delivered]).toEqual(['failure', 'false']);
    expect(summary).toContain('Not delivered');
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
