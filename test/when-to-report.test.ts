import { describe, expect, test } from 'vitest';
import { add, at, needs, type Reported, readJobs } from './asking.ts';
import type { GithubModel } from './github/model.ts';
import { startRepository } from './repository.ts';

// Situations in the life of a repository, on the built action. Each is a promise that it keeps.

const BUILD = 'CI / build failed in acme/shop';
const FILE = '.github/workflows/ci.yml';
const SUM = 'CI failed in acme/shop';
const UNCHECKED = /^Not resolved: it could not be checked .* The next run that passes resolves the incident\./;
const STALE = /^Not resolved: it could not be checked .*list of runs does not show the newest runs yet/;

const red: Reported = { result: 'failure' };
const steps = (deploy: 'success' | 'failure' | 'skipped'): Reported => ({
  result: deploy === 'failure' ? 'failure' : 'success',
  job: { steps: [{ name: 'Set up job' }, { name: 'Deploy', conclusion: deploy }] },
});
const watched = (jobs: string): Reported => ({ subject: 'watched run', jobs: readJobs(jobs) });
const manyJobs = Object.fromEntries(Array.from({ length: 1_279 }, (_, index) => [`test (${index})`, 'success']));

describe.concurrent('a resolve', () => {
  test.each<[string, string, Reported[], RegExp]>([
    [
      'of needed jobs waits until the job',
      SUM,
      [needs('api:failure web:success'), needs('api:skipped web:success'), needs('api:success web:success')],
      /the job "api" failed \(#41, .*\), was not seen to pass since and did not run in this run/,
    ],
    [
      'of a watched run waits until the job',
      SUM,
      [watched('api:failure web:success'), watched('api:skipped web:success'), watched('api:success web:success')],
      /the job "api" failed \(#41, .*\), was not seen to pass since and did not run in this run/,
    ],
    [
      'of a job waits until the step',
      BUILD,
      [steps('failure'), steps('skipped'), steps('success')],
      /the step "Deploy" failed \(#41, .*\), was not seen to pass since and did not run in this run/,
    ],
  ])('%s that failed has run and passed', async (_, title, [failed, skipped, passed], reason) => {
    await using repository = await startRepository();
    expect((await repository.report(41, failed)).sent).toEqual([`open ${title}`]);
    const held = await repository.report(42, skipped);
    expect(held.sent).toEqual([]);
    expect(held.log).toMatch(reason);
    expect((await repository.report(43, passed)).sent).toEqual([`resolve ${title}`]);
  });

  test('of an old run that is run again is held back beside a newer one that failed', async () => {
    await using repository = await startRepository();
    const { model } = repository.github;
    const old = add(model, 41, { build: 'success' });
    add(model, 42, { build: 'failure' });
    model.rerun(old, { at: at(43) });
    const { sent, log } = await repository.report(41);
    expect(sent).toEqual([]);
    expect(log).toMatch(/the job "build" failed in another run \(#42, .*\) that this run does not supersede/);
  });

  test('is held back, with a warning, beside 16 newer runs that are under way', async () => {
    await using repository = await startRepository();
    repository.github.latency = 300;
    for (let number = 42; number < 58; number++) add(repository.github.model, number, { build: 'running' });
    const { sent, job } = await repository.report(41);
    expect(sent).toEqual([]);
    expect(job.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(UNCHECKED) }]);
  });

  test('is held back beside a newer run in which this job is the last of 1,280 and red', async () => {
    await using repository = await startRepository();
    add(repository.github.model, 42, { ...manyJobs, build: 'failure' });
    expect((await repository.report(41)).sent).toEqual([]);
  });

  test('is held back, with a warning, while the list of runs does not show this run', async () => {
    await using repository = await startRepository();
    const { model } = repository.github;
    add(model, 40, { build: 'failure' });
    model.listLag = { absent: [9_007_001_041], answers: Number.POSITIVE_INFINITY };
    const { sent, job } = await repository.report(41, { run: { id: 9_007_001_041 } });
    expect(sent).toEqual([]);
    expect(job.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(STALE) }]);
  });
});

describe.concurrent('an alert', () => {
  test('names the job because of which a needed job was skipped', async () => {
    await using repository = await startRepository();
    const jobs = readJobs('build:failure deploy:skipped lint:success');
    const { sent, body } = await repository.report(42, needs('deploy:skipped lint:success', { jobs }));
    expect(sent).toEqual([`open ${SUM}`]);
    expect(body).toMatchObject({ outcome: 'failure', failed_jobs: [{ name: 'build' }] });
  });

  test.each<{ newer: string; addNewer: (model: GithubModel) => void }>([
    {
      newer: 'did not get as far as this step',
      addNewer: (model) =>
        add(model, 42, {
          build: { conclusion: 'failure', steps: [{ name: 'Set up job', conclusion: 'failure' }] },
        }),
    },
    {
      newer: 'is of Dependabot, which has no secret',
      addNewer: (model) => {
        const run = add(model, 42, { build: 'failure' });
        run.actor = { ...run.actor, login: 'dependabot[bot]' };
      },
    },
    {
      newer: 'has no job, because its file cannot be read',
      // It is named after the file.
      addNewer: (model) => add(model, 42, {}, { name: FILE, path: FILE, conclusion: 'failure' }),
    },
  ])('goes out beside a newer run that failed and that $newer', async ({ addNewer }) => {
    await using repository = await startRepository();
    addNewer(repository.github.model);
    expect((await repository.report(41, red)).sent).toEqual([`open ${BUILD}`]);
  });

  test('goes out for an old run that is run again and fails after a newer one passed', async () => {
    await using repository = await startRepository();
    const { model } = repository.github;
    const old = add(model, 41, { build: 'success' });
    add(model, 42, { build: 'success' });
    model.rerun(old, { at: at(43) });
    expect((await repository.report(41, red)).sent).toEqual([`open ${BUILD}`]);
  });

  test('is held back for a run that ends after a newer one, begun later, has passed', async () => {
    await using repository = await startRepository();
    add(repository.github.model, 42, { build: 'success' });
    const { sent, log } = await repository.report(41, red);
    expect(sent).toEqual([]);
    expect(log).toMatch(/what failed here has already passed in a newer run \(#42, .*\)/);
  });

  test('says since when this job fails, whatever the other jobs of the workflow do', async () => {
    await using repository = await startRepository();
    const jobs = { web: 'failure' };
    for (let number = 33; number < 41; number++) add(repository.github.model, number, { ...jobs, build: 'success' });
    const failed = await repository.report(41, { ...red, jobs });
    expect(failed.body).toMatchObject({ consecutive_failures: 1, failing_since: { run_number: 41 } });
    const recovered = await repository.report(42, { jobs });
    expect(recovered.body).toMatchObject({ recovered_after: { failed_runs: 1 } });
    const green = await repository.report(43, { jobs });
    expect(green.body).not.toHaveProperty('recovered_after');
    expect(green.job.summary).toBe('');
  });
});

describe.concurrent('with after: 2 an incident', () => {
  const twice: Reported = { ...red, inputs: { after: '2' } };

  test('opens with the second failure in a row, and each later one repeats it', async () => {
    await using repository = await startRepository();
    add(repository.github.model, 40, { build: 'success' });
    const first = await repository.report(41, twice);
    expect(first.sent).toEqual([]);
    expect(first.log).toContain('this is failure 1 of 2; an incident opens at 2');
    expect((await repository.report(42, twice)).sent).toEqual([`open ${BUILD}`]);
    expect((await repository.report(43, twice)).sent).toEqual([`open ${BUILD}`]);
  });

  test('opens with the second failure although a run between was cancelled', async () => {
    await using repository = await startRepository();
    add(repository.github.model, 41, { build: 'failure' });
    add(repository.github.model, 42, { build: 'cancelled' });
    expect((await repository.report(43, twice)).sent).toEqual([`open ${BUILD}`]);
  });

  test('does not open where the same run fails again', async () => {
    await using repository = await startRepository();
    const { model } = repository.github;
    add(model, 40, { build: 'success' });
    model.rerun(add(model, 41, { build: 'failure' }), { at: at(42) });
    const again = await repository.report(41, twice);
    expect(again.sent).toEqual([]);
    expect(again.log).toContain('this is failure 1 of 2; an incident opens at 2');
  });

  test('opens at once where GitHub does not answer', async () => {
    await using repository = await startRepository();
    repository.github.interfere(() => 'hang');
    const { sent, log } = await repository.report(41, twice);
    expect(sent).toEqual([`open ${BUILD}`]);
    expect(log).toMatch(/An incident is opened at once although after is 2: .*did not answer in time/);
  });
});
