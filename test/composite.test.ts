import { describe, expect, test } from 'vitest';
import { describeInputs, findLostInputs } from '../src/lost-inputs.ts';
import { ROOT } from './documentation.ts';
import { listSent, TITLE, TOKEN } from './jobs.ts';
import { readManifest } from './runner/manifest.ts';
import { type Composite, createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

/** What is said where one input is lost. */
const describeLost = (input: string) =>
  `The input ${input} that the step had at its start is lost at the end of the job, so nothing was reported then. ` +
  "GitHub's runner does this in a composite action that is called by a path (./) inside another composite action " +
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
  // The outer action has an input of this name too in the last two rows: something is there, but not what it was.
  test.each([
    { input: 'token', was: '${{ inputs.token }}' },
    { input: 'environment', was: 'staging' },
    { input: 'create-on', was: 'failure' },
    { input: 'status', was: 'auto' },
    { input: 'needs', was: 'none' },
    { input: 'dry-run', was: 'true' },
    { input: 'severity', was: 'sev2' },
    { input: 'title', was: 'Inner', ofOuter: 'Outer' },
    { input: 'environment', was: '', ofOuter: 'production' },
  ])('says that it has lost $input ($was), sends nothing, and stays green', async ({ input, was, ofOuter }) => {
    const nested = (url: string) => [
      { ...outer(url), inputs: { token: '', ...(ofOuter !== undefined && { it: ofOuter }) } },
      { ...inner, isLocal: true, inputs: { token: '', it: '' }, with: { ...inner.with, it: was } },
    ];
    const given = { with: { [input]: '${{ inputs.it }}' } };
    const [green, red] = [await runIn(nested, given), await runIn(nested, { ...given, others: { after: [failing] } })];
    expect([green.said, green.sent, green.jobStatus]).toEqual([[`warning: ${describeLost(input)}`], [], 'success']);
    expect([red.said, red.sent, red.phases.post?.exitCode]).toEqual([[`error: ${describeLost(input)}`], [], 1]);
  });
});

test.each(['', 'Draft'])('a title that is not lost may change at the end, here from "%s"', async (NAME) => {
  const contexts = createContexts({ env: { NAME } });
  const job = { contexts, contextsAtEnd: { env: { NAME: 'Shop' } }, with: { title: '${{ env.NAME }}' } };
  const run = await runIn((url) => [outer(url)], job);
  expect([run.said, run.sent]).toEqual([[], ['resolve Shop']]);
});

test('every input that people set is compared', async () => {
  const { defaults } = await readManifest(ROOT);
  const visible = Object.keys(defaults).filter((name) => !/\{\{ (?!github\.token)/.test(defaults[name] ?? ''));
  const from = (value: string) => Object.fromEntries(visible.map((name) => [`INPUT_${name.toUpperCase()}`, value]));
  const lost = findLostInputs(describeInputs(from('1')), { ...from(' '), 'INPUT_ACTION-STATUS': 'success' });
  expect(lost?.line).toContain(`The inputs ${visible.join(', ')} that the step had`);
});
