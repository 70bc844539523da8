import { describe, expect, test } from 'vitest';
import { listSent, TOKEN } from './jobs.ts';
import { type Composite, createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

const TITLE = 'CI / build failed in acme/shop';
const LOST =
  "The input token that the step had at its start is lost at the end of the job, so nothing was reported. GitHub's " +
  'runner does this in a composite action that is called by a path (./) inside another composite action ' +
  '(actions/runner#2030, #3514). Put the step into the outer action or into the job.';

type Played = JobRun & { sent: string[]; said: string[] };

/** Runs the step in composite actions, made with the webhook URL that the job gives to the outermost. */
async function runIn(createComposites: (url: string) => Composite[], job: Partial<Job> = {}): Promise<Played> {
  await using spike = await startSpike();
  const run = await runJob({
    contexts: createContexts(),
    composites: createComposites(spike.url(TOKEN)),
    ...job,
    with: { token: '${{ inputs.token }}', ...job.with },
  });
  expect(spike.requests.filter(({ path }) => path !== `/${TOKEN}/push-events`)).toEqual([]);
  return { ...run, sent: listSent(spike), said: run.annotations.map(({ level, message }) => `${level}: ${message}`) };
}

const outer = (url: string): Composite => ({ name: 'outer', inputs: { token: '' }, with: { token: url } });
const inner: Composite = { name: 'inner', inputs: { token: '' }, with: { token: '${{ inputs.token }}' } };
const failing = { name: 'test', main: 'failure' } as const;
const status = { status: '${{ job.status }}' };

describe.concurrent('in a composite action the step', () => {
  test.each<{ what: string; composite: Partial<Composite>; sent: string[] }>([
    { what: 'a job that passes', composite: {}, sent: [`resolve ${TITLE}`] },
    { what: 'a failed step of the action', composite: { after: [failing] }, sent: [`open ${TITLE}`] },
    {
      what: 'a failed post phase of the action',
      composite: { after: [{ name: 'cache', post: 'failure' }] },
      sent: [`open ${TITLE}`],
    },
  ])('reports $what once, at the end', async ({ composite, sent }) => {
    const run = await runIn((url) => [{ ...outer(url), ...composite }]);
    expect(run.sent).toEqual(sent);
    expect(run.said).toEqual([]);
  });

  test('with status leaves a success to the end of the job', async () => {
    const green = await runIn((url) => [outer(url)], { with: status });
    expect(green.phases.main?.log).toBe(
      'Nothing to report yet: inside a composite action a success is known only when the job ends; it is reported then.',
    );
    expect(green.sent).toEqual([`resolve ${TITLE}`]);
  });

  // job.status is still success there, and so is github.action_status, which is that of the inner action.
  test('two actions deep, with status, resolves nothing when the outer action fails around it', async () => {
    const run = await runIn(
      (url) => [
        { ...outer(url), before: [failing] },
        { ...inner, condition: 'always()' },
      ],
      { with: status, mainCondition: 'always()' },
    );
    expect(run.sent).toEqual([`open ${TITLE}`]);
  });
});

// The runner gives the post phase the inputs of the outer action.
describe.concurrent('in a local action inside another one the step', () => {
  const nest = (url: string): Composite[] => [
    { name: 'outer', inputs: { secret: '' }, with: { secret: url } },
    { ...inner, isLocal: true, with: { token: '${{ inputs.secret }}' } },
  ];

  test('says in one sentence what is lost, and leaves a green job green', async () => {
    const green = await runIn(nest);
    expect(green.said).toEqual([`warning: ${LOST}`]);
    expect([green.sent, green.jobStatus]).toEqual([[], 'success']);
  });

  test('fails with that sentence when the job has failed', async () => {
    const red = await runIn(nest, { others: { after: [failing] } });
    expect(red.said).toEqual([`error: ${LOST}`]);
    expect([red.sent, red.phases.post?.exitCode]).toEqual([[], 1]);
  });

  test('does not report another identity when it has lost the environment', async () => {
    const named = { ...inner, isLocal: true, inputs: { token: '', name: 'staging' } };
    const red = await runIn((url) => [outer(url), named], {
      ...{ with: { environment: '${{ inputs.name }}' }, others: { after: [failing] } },
    });
    expect(red.said).toEqual([expect.stringContaining('error: The input environment that the step had at its start')]);
    expect(red.sent).toEqual([]);
  });
});
