import { describe, expect, test } from 'vitest';
import { type GivenJob, type Play, type Repository, startOf, startRepository } from './repository.ts';

// Situations in the life of a repository, on the built action. Each is a promise that it keeps.

const BUILD = 'CI / build failed in acme/shop';
const FILE = '.github/workflows/ci.yml';
const SUM = 'CI failed in acme/shop';
const UNCHECKED = /^Not reported: it could not be checked .* The next run that passes resolves the incident\./;
const STALE = /^Not reported: it could not be checked .*list of runs does not show this run yet/;
const AT_ONCE = { interruptFor: 20, terminateFor: 20 };

describe.concurrent('a resolve', () => {
  test('of needed jobs waits until the job that failed has run and passed', async () => {
    await using repository = await startRepository();
    const { reportNeeds } = repository;
    expect((await reportNeeds(41, { api: 'failure', web: 'success' })).sent).toEqual([`open ${SUM}`]);
    const skipped = await reportNeeds(42, { api: 'skipped', web: 'success' });
    expect(skipped.sent).toEqual([]);
    expect(skipped.log).toMatch(
      /the job "api" failed \(#41, .*\), was not seen to pass since and did not run in this run/,
    );
    expect((await reportNeeds(43, { api: 'success', web: 'success' })).sent).toEqual([`resolve ${SUM}`]);
  });

  test('of a watched run waits until the job that failed has run and passed', async () => {
    await using repository = await startRepository();
    const { reportWatched } = repository;
    expect((await reportWatched(41, { api: 'failure', web: 'success' })).sent).toEqual([`open ${SUM}`]);
    expect((await reportWatched(42, { api: 'skipped', web: 'success' })).sent).toEqual([]);
    expect((await reportWatched(43, { api: 'success', web: 'success' })).sent).toEqual([`resolve ${SUM}`]);
  });

  test('of a job waits until the step that failed has run and passed', async () => {
    await using repository = await startRepository();
    const { reportJob } = repository;
    const steps = (deploy: 'success' | 'failure' | 'skipped') => [
      { name: 'Set up job' },
      { name: 'Deploy', conclusion: deploy },
    ];
    expect((await reportJob(41, 'failure', { steps: steps('failure') })).sent).toEqual([`open ${BUILD}`]);
    const skipped = await reportJob(42, 'success', { steps: steps('skipped') });
    expect(skipped.sent).toEqual([]);
    expect(skipped.log).toMatch(
      /the step "Deploy" failed \(#41, .*\), was not seen to pass since and did not run in this run/,
    );
    expect((await reportJob(43, 'success', { steps: steps('success') })).sent).toEqual([`resolve ${BUILD}`]);
  });

  test('of an old run that is run again is held back beside a newer one that failed', async () => {
    await using repository = await startRepository();
    repository.addRun(41, { build: 'success' });
    repository.addRun(42, { build: 'failure' });
    repository.rerun(41, { at: startOf(43) });
    const { sent, log } = await repository.reportJob(41, 'success');
    expect(sent).toEqual([]);
    expect(log).toMatch(/the job "build" failed in another run \(#42, .*\) that this run does not supersede/);
  });

  test.each<{ where: string; jobs: Record<string, GivenJob> }>([
    { where: 'it is under way', jobs: { build: null } },
    { where: 'it was cancelled', jobs: { build: 'cancelled' } },
    { where: 'it was skipped', jobs: { build: 'skipped', web: 'success' } },
  ])('is held back, with a warning, beside 16 newer runs in which $where', async ({ jobs }) => {
    await using repository = await startRepository();
    repository.github.latency = 300;
    for (let number = 42; number < 58; number++) repository.addRun(number, jobs);
    const { sent, job } = await repository.reportJob(41, 'success');
    expect(sent).toEqual([]);
    expect(job.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(UNCHECKED) }]);
  });

  test('is held back beside a newer run in which this job is the last of 1,280 and red', async () => {
    await using repository = await startRepository();
    const others = Array.from({ length: 1_279 }, (_, index) => [`test (${index})`, 'success'] as const);
    repository.addRun(42, { ...Object.fromEntries(others), build: 'failure' });
    expect((await repository.reportJob(41, 'success')).sent).toEqual([]);
  });

  test('is held back beside a newer run under way whose failed job, perhaps this one renamed, is beyond those read', async () => {
    await using repository = await startRepository();
    const others = Array.from({ length: 1_278 }, (_, index) => [`test (${index})`, 'success'] as const);
    repository.addRun(42, { ...Object.fromEntries(others), 'build 1.4.1': 'failure', web: null });
    expect((await repository.reportJob(41, 'success')).sent).toEqual([]);
  });

  test('is held back, with a warning, while the list of runs does not show this run', async () => {
    await using repository = await startRepository();
    repository.addRun(40, { build: 'failure' });
    repository.github.model.listLag = { absent: [9_007_001_041], answers: Number.POSITIVE_INFINITY };
    const { sent, job } = await repository.reportJob(41, 'success');
    expect(sent).toEqual([]);
    expect(job.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(STALE) }]);
  });

  test('goes out once the list of runs shows this run', async () => {
    await using repository = await startRepository();
    repository.addRun(40, { build: 'failure' });
    repository.github.model.listLag = { absent: [9_007_001_041], answers: 2 };
    expect((await repository.reportJob(41, 'success')).sent).toEqual([`resolve ${BUILD}`]);
  });
});

describe.concurrent('an alert', () => {
  test('names the job because of which a needed job was skipped', async () => {
    await using repository = await startRepository();
    const jobs = { build: 'failure', deploy: 'skipped', lint: 'success' } as const;
    const { sent, body } = await repository.reportNeeds(42, jobs, { needed: ['deploy', 'lint'] });
    expect(sent).toEqual([`open ${SUM}`]);
    expect(body).toMatchObject({ outcome: 'failure', failed_jobs: [{ name: 'build' }] });
  });

  const setUp: GivenJob = { conclusion: 'failure', steps: [{ name: 'Set up job', conclusion: 'failure' }] };
  test.each<{ newer: string; add: (repository: Repository) => void }>([
    { newer: 'did not get as far as this step', add: ({ addRun }) => addRun(42, { build: setUp }) },
    {
      newer: 'is of Dependabot, which has no secret',
      add: ({ addRun }) => {
        const run = addRun(42, { build: 'failure' });
        run.actor = { ...run.actor, login: 'dependabot[bot]' };
      },
    },
    {
      newer: 'has no job, because its file cannot be read',
      // It is named after the file.
      add: ({ github }) =>
        github.model.addRun({ run_number: 42, created_at: startOf(42), name: FILE, path: FILE, conclusion: 'failure' }),
    },
  ])('goes out beside a newer run that failed and that $newer', async ({ add }) => {
    await using repository = await startRepository();
    add(repository);
    expect((await repository.reportJob(41, 'failure')).sent).toEqual([`open ${BUILD}`]);
  });

  test('goes out for an old run that is run again and fails after a newer one passed', async () => {
    await using repository = await startRepository();
    repository.addRun(41, { build: 'success' });
    repository.addRun(42, { build: 'success' });
    repository.rerun(41, { at: startOf(43) });
    expect((await repository.reportJob(41, 'failure')).sent).toEqual([`open ${BUILD}`]);
  });

  test('is held back for a run that ends after a newer one, begun later, has passed', async () => {
    await using repository = await startRepository();
    repository.addRun(42, { build: 'success' });
    const { sent, log } = await repository.reportJob(41, 'failure');
    expect(sent).toEqual([]);
    expect(log).toMatch(/a newer run \(#42, .*\) of this check has already passed/);
  });

  test('says since when this job fails, whatever the other jobs of the workflow do', async () => {
    await using repository = await startRepository();
    for (let number = 33; number < 41; number++) repository.addRun(number, { api: 'success', web: 'failure' });
    const api = { name: 'api', others: { web: 'failure' } } as const;
    const red = await repository.reportJob(41, 'failure', api);
    expect(red.body).toMatchObject({ consecutive_failures: 1, failing_since: { run_number: 41 } });
    const recovered = await repository.reportJob(42, 'success', api);
    expect(recovered.body).toMatchObject({ recovered_after: { runs: 1 } });
    const green = await repository.reportJob(43, 'success', api);
    expect(green.body).not.toHaveProperty('recovered_after');
    expect(green.job.summary).toBe('');
  });

  test.each<{ killed: string; runner: (when: Promise<void>) => Play['runner']; given: Play['with'] }>([
    {
      killed: 'its time limit is over',
      runner: (when) => ({ statusAtStep: 'failure', stepTimeout: { phase: 'main', when, ...AT_ONCE } }),
      given: { status: '${{ job.status }}' },
    },
    {
      killed: 'the job is cancelled',
      runner: (when) => ({ cancel: { phase: 'main', when, ...AT_ONCE } }),
      given: { needs: 'failure' },
    },
  ])('is sent by the post phase where the main phase is killed because $killed', async ({ runner, given }) => {
    await using repository = await startRepository();
    repository.spike.misbehave('hang');
    const { job } = await repository.reportJob(41, 'failure', {
      with: { 'github-token': '', ...given },
      runner: { statusAtEnd: 'success', ...runner(repository.spike.received(1)) },
    });
    expect(job.phases.main?.exitCode).toBeNull();
    expect(repository.spike.open()).toHaveLength(1);
  });
});

describe.concurrent('with after: 2 an incident', () => {
  const twice = { with: { after: '2' } };

  test('opens with the second failure in a row, and each later one repeats it', async () => {
    await using repository = await startRepository();
    repository.addRun(40, { build: 'success' });
    const first = await repository.reportJob(41, 'failure', twice);
    expect(first.sent).toEqual([]);
    expect(first.log).toContain('this is failure 1 of 2; an incident opens at 2');
    expect((await repository.reportJob(42, 'failure', twice)).sent).toEqual([`open ${BUILD}`]);
    expect((await repository.reportJob(43, 'failure', twice)).sent).toEqual([`open ${BUILD}`]);
  });

  test('opens with the second failure although a run between was cancelled', async () => {
    await using repository = await startRepository();
    repository.addRun(41, { build: 'failure' });
    repository.addRun(42, { build: 'cancelled' });
    expect((await repository.reportJob(43, 'failure', twice)).sent).toEqual([`open ${BUILD}`]);
  });

  test('does not open where the same run fails again', async () => {
    await using repository = await startRepository();
    repository.addRun(40, { build: 'success' });
    await repository.reportJob(41, 'failure', twice);
    repository.rerun(41);
    const again = await repository.reportJob(41, 'failure', twice);
    expect(again.sent).toEqual([]);
    expect(again.log).toContain('this is failure 1 of 2; an incident opens at 2');
  });

  test('opens at once where GitHub does not answer', async () => {
    await using repository = await startRepository();
    repository.github.interfere(() => 'hang');
    const { sent, log } = await repository.reportJob(41, 'failure', twice);
    expect(sent).toEqual([`open ${BUILD}`]);
    expect(log).toMatch(/An incident is opened at once although after is 2: .*did not answer in time/);
  });
});
