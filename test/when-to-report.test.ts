import { describe, expect, test } from 'vitest';
import { add, at, needs, type Reported } from './asking.ts';
import { startRepository } from './repository.ts';

// Situations in the life of a repository, on the built action. Each is a promise that it keeps.

const BUILD = 'CI / build failed in acme/shop';
const SUM = 'CI failed in acme/shop';

const red: Reported = { result: 'failure' };
const steps = (deploy: 'success' | 'failure' | 'skipped'): Reported => ({
  result: deploy === 'failure' ? 'failure' : 'success',
  job: { steps: [{ name: 'Set up job' }, { name: 'Deploy', conclusion: deploy }] },
});
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

  test('is held back beside a newer run in which this job is the last of 1,280 and red', async () => {
    await using repository = await startRepository();
    add(repository.github.model, 42, { ...manyJobs, build: 'failure' });
    expect((await repository.report(41)).sent).toEqual([]);
  });
});

describe.concurrent('an alert', () => {
  test('goes out beside a newer run that failed and that did not get as far as this step', async () => {
    await using repository = await startRepository();
    const steps = [{ name: 'Set up job', conclusion: 'failure' as const }];
    add(repository.github.model, 42, { build: { conclusion: 'failure', steps } });
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

  test('does not open where the same run fails again', async () => {
    await using repository = await startRepository();
    const { model } = repository.github;
    add(model, 40, { build: 'success' });
    model.rerun(add(model, 41, { build: 'failure' }), { at: at(42) });
    const again = await repository.report(41, twice);
    expect(again.sent).toEqual([]);
    expect(again.log).toContain('this is failure 1 of 2; an incident opens at 2');
  });
});
