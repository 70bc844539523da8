import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { get } from '../src/json.ts';
import { ROOT } from './documentation.ts';
import { startGithub } from './github/github.ts';
import { listSent, startRun, TOKEN } from './jobs.ts';
import { createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { type Spike, startSpike } from './spike/spike.ts';

// What the built action does for a user, in fresh processes.

const BUILD = 'CI / build failed in acme/shop';

/** Plays a job, without GitHub, and gives what it sent as well. */
async function play(spike: Spike, job: Partial<Job> = {}): Promise<JobRun & { sent: string[] }> {
  const before = spike.requests.length;
  const run = await runJob({ contexts: createContexts(), ...job, with: { token: spike.url(TOKEN), ...job.with } });
  return { ...run, sent: listSent(spike).slice(before) };
}

describe.concurrent('the step', () => {
  test('with nothing but the token opens an incident when the job fails, and resolves it when it is green', async () => {
    await using spike = await startSpike();
    const red = await play(spike, { statusAtEnd: 'failure' });
    expect(red.sent).toEqual([`open ${BUILD}`]);
    expect(spike.open()).toMatchObject([{ token: TOKEN, title: BUILD, body: { outcome: 'failure' } }]);
    expect(red.phases.main?.log).toBe('Nothing to report yet: the result of this job is reported when the job ends.');
    expect(red.phases.post?.log).toBe(`Spike was asked to open the incident "${BUILD}": the result is failure.`);
    expect(red.summary).toContain('Failure reported');
    const next = { run_id: '9007001042', run_number: '42', actor: 'other' };
    const green = await play(spike, { contexts: createContexts({ github: next }) });
    expect(green.sent).toEqual([`resolve ${BUILD}`]);
    expect(spike.open()).toEqual([]);
    expect([green.summary, green.annotations, green.conclusion]).toEqual(['', [], 'success']);
  });

  test('opens an incident when its job, of which GitHub says cancelled, has run out of its timeout-minutes', async () => {
    await using spike = await startSpike();
    await using github = await startGithub();
    const content = 'jobs: { build: { timeout-minutes: 30 } }';
    github.model.addFile({ path: '.github/workflows/ci.yml', content });
    const created_at = new Date(Date.now() - 31 * 60_000).toISOString();
    const contexts = startRun(github, { run: { created_at } });
    expect((await play(spike, { contexts, statusAtEnd: 'cancelled' })).sent).toEqual([`open ${BUILD}`]);
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
