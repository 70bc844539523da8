import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { run } from '../src/action.ts';
import type { Facts } from '../src/details.ts';
import type { LookUps, Question } from '../src/github/lookups.ts';
import { parseObject } from '../src/json.ts';
import { change, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';
import { startSpike } from './spike/spike.ts';
import { createWorld, type FakeWorld, type Scene, summaryOf } from './world.ts';

vi.setConfig({ testTimeout: 60_000 });

const TITLE = 'CI / build in acme/shop';
const OPENED = `info Told Spike to open the incident "${TITLE}": the outcome is failure, which is in create-on.`;
const RESOLVED = `info Told Spike to resolve the incident "${TITLE}": the outcome is success, which is in resolve-on.`;
const POST = { phase: 'post' };

/** Runs one phase. */
async function act(scene: Scene = {}): Promise<FakeWorld> {
  const world = createWorld(scene);
  await run(world);
  return world;
}

/** What people see in the log. */
function told({ lines }: FakeWorld): string[] {
  return lines.filter((line) => !line.startsWith('debug '));
}

function sent(world: FakeWorld): unknown {
  return parseObject(world.outputs.payload ?? '');
}

describe('a job that reports when it ends', () => {
  test('has said so in its main phase, and nothing else was done', async () => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n') } });
    const reason = 'the job is still running; its outcome is reported when it ends';
    expect(told(world)).toEqual([`info Nothing reported yet: ${reason}.`]);
    expect(world.outputs).toEqual({ action: 'none', reason, title: '', delivered: 'false', payload: '' });
    expect(world.saved).toEqual({ phase: 'post' });
    expect(summaryOf(world)).toBe('');
    expect(world.loaded).toEqual([]);
    expect(spike.requests).toEqual([]);
  });

  test('opens an incident when it failed, and resolves that one when it is green again', async () => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), severity: 'sev1', priority: 'p2' };
    const red = await act({ inputs: { ...inputs, 'job-status': 'failure' }, state: POST });
    expect(told(red)).toEqual([OPENED]);
    expect(spike.open()).toMatchObject([{ token: 't0k3n', title: TITLE, severity: 'sev1', priority: 'p2' }]);

    const green = await act({ inputs: { ...inputs, 'job-status': 'success' }, state: POST });
    expect(told(green)).toEqual([RESOLVED]);
    expect(spike.open()).toEqual([]);
    expect(spike.requests.map(({ json }) => json)).toEqual([
      {
        title: TITLE,
        body: expect.objectContaining({ outcome: 'failure' }),
        severity: 'sev1',
        priority: 'p2',
      },
      { title: TITLE, body: expect.objectContaining({ outcome: 'success' }), status: 'resolve' },
    ]);
  });

  test.each([
    { status: 'cancelled', advice: '; to be alerted on cancellations, add cancelled to create-on' },
    { status: 'skipped', advice: '' },
  ])('reports nothing when it was $status', async ({ status, advice }) => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n'), 'job-status': status }, state: POST });
    expect(told(world)).toEqual([
      `info Nothing reported: the outcome is ${status}, which is in neither create-on nor resolve-on${advice}.`,
    ]);
    expect(world.outputs).toEqual({});
    expect(spike.requests).toEqual([]);
  });

  test.each([
    { status: 'exploded', gave: 'the unknown conclusion "exploded"' },
    { status: '', gave: 'no conclusion' },
  ])('reports nothing and warns when GitHub gave $gave', async ({ status, gave }) => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n'), 'job-status': status }, state: POST });
    expect(told(world)).toEqual([`warning Nothing reported: GitHub gave ${gave} for this job.`]);
    expect(spike.requests).toEqual([]);
  });
});

describe('a step with status', () => {
  test('reports at once, and has nothing left to do when the job ends', async () => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), status: 'failure' };
    const main = await act({ inputs });
    expect(told(main)).toEqual([OPENED]);
    expect(main.outputs).toEqual({
      action: 'create',
      reason: 'the outcome is failure, which is in create-on',
      title: TITLE,
      delivered: 'true',
      payload: spike.requests[0]?.text,
    });
    expect(main.saved).toEqual({ phase: 'post', reported: 'failure' });

    const post = await act({ inputs, state: main.saved });
    expect(told(post)).toEqual([
      'info Nothing reported: the outcome is failure, which the step itself has already dealt with.',
    ]);
    expect(spike.requests).toHaveLength(1);
  });

  test('that was not the last reports again when the job ended otherwise, and says how to do better', async () => {
    await using spike = await startSpike();
    const token = spike.url('t0k3n');
    const main = await act({ inputs: { token, status: 'success' } });
    const post = await act({ inputs: { token, status: 'failure' }, state: main.saved });
    expect(told(main)).toEqual([RESOLVED]);
    expect(told(post)).toEqual([
      'warning The step reported success, but the job ended as failure. Leave status out on a step that is not the ' +
        'last: the job is then reported once, when it ends.',
      OPENED,
    ]);
    expect(spike.open()).toHaveLength(1);
  });

  test('that did nothing in the main phase reports what the job ended as', async () => {
    await using spike = await startSpike();
    const token = spike.url('t0k3n');
    const main = await act({ inputs: { token, status: 'skipped' } });
    expect(main.saved).toEqual({ phase: 'post', reported: 'skipped' });
    await act({ inputs: { token, status: 'failure' }, state: main.saved });
    expect(spike.open()).toHaveLength(1);
  });

  test.each([
    { status: 'create', verb: 'open' },
    { status: 'resolve', verb: 'resolve' },
  ])('$status needs no list', async ({ status, verb }) => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), status, 'create-on': '', 'resolve-on': '' };
    const world = await act({ inputs });
    expect(told(world)).toEqual([`info Told Spike to ${verb} the incident "${TITLE}": status says ${status}.`]);
    expect(spike.requests).toHaveLength(1);
  });

  test.each(['failure', 'success'])('%s does nothing where the lists are empty', async (status) => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), status, 'create-on': '', 'resolve-on': '' };
    const world = await act({ inputs });
    const reason = `the outcome is ${status}, which is in neither create-on nor resolve-on`;
    expect(told(world)).toEqual([`info Nothing reported: ${reason}.`]);
    expect(world.outputs).toEqual({ action: 'none', reason, title: '', delivered: 'false', payload: '' });
    expect(spike.requests).toEqual([]);
  });

  test('does nothing on a branch that is not to be reported, and may still do so when the job ends', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { token: spike.url('t0k3n'), status: 'failure', branches: 'release/**' },
    });
    expect(told(world)).toEqual(['info Nothing reported: the branch main matches no pattern of branches.']);
    expect(world.saved).toEqual({ phase: 'post' });
    expect(spike.requests).toEqual([]);
  });
});

describe('other jobs and runs', () => {
  test('are reported from needs, as the workflow', async () => {
    await using spike = await startSpike();
    const needs = '{"test":{"result":"failure"},"lint":{"result":"success"}}';
    const world = await act({ inputs: { token: spike.url('t0k3n'), needs } });
    expect(spike.open()).toMatchObject([
      { title: 'CI in acme/shop', body: { failed_jobs: [{ name: 'test' }], outcome: 'failure' } },
    ]);
    expect(summaryOf(world)).toContain('test');
  });

  test('are reported from the event, as the workflow that was watched', async () => {
    await using spike = await startSpike();
    await act({ start: WATCHED, inputs: { token: spike.url('t0k3n') } });
    expect(spike.open()).toMatchObject([{ title: 'Nightly in acme/shop', body: { workflow: 'Nightly' } }]);
  });

  test('are not reported before they are completed', async () => {
    await using spike = await startSpike();
    const start = { ...WATCHED, payload: change(WATCHED.payload, { action: 'requested' }) };
    const world = await act({ start, inputs: { token: spike.url('t0k3n') } });
    expect(told(world)).toEqual([
      'info Nothing reported: the workflow_run activity is requested, and only completed is reported.',
    ]);
    expect(spike.requests).toEqual([]);
  });
});

describe('a job on workflow_run that fails itself', () => {
  const start = { ...WATCHED, payload: change(WATCHED.payload, { 'workflow_run.conclusion': 'success' }) };

  test.each([
    { what: 'after it reported the watched run', inputs: { 'job-status': 'failure' }, errors: 1 },
    { what: 'not', inputs: { 'job-status': 'success' }, errors: 0 },
    { what: 'with a status of its own', inputs: { 'job-status': 'failure', status: 'failure' }, errors: 0 },
  ])('is said to be unreported: $what', async ({ inputs, errors }) => {
    await using spike = await startSpike();
    const state = { phase: 'post', reported: 'success' };
    const world = await act({ start, inputs: { token: spike.url('t0k3n'), ...inputs }, state });
    const said = told(world).filter((line) => line.startsWith('error This job has failed itself'));
    expect(said).toHaveLength(errors);
  });
});

describe('without a token', () => {
  const WITHHELD =
    'secrets are withheld by GitHub from pull requests of forks and from Dependabot, so there is no token';
  const MISSING =
    'failed token is empty. Check that the secret exists under exactly this name for this repository, and in a ' +
    'reusable workflow that the caller passes it on (secrets: inherit).';
  const fork: Start = {
    event: 'pull_request',
    ref: 'refs/pull/57/merge',
    payload: change(PUSH_TO_MAIN.payload, {
      pull_request: { number: 57, head: { ref: 'fix', repo: { full_name: 'mallory/shop' } } },
    }),
  };
  const ownPullRequest = {
    ...fork,
    payload: change(fork.payload, { 'pull_request.head.repo.full_name': 'acme/shop' }),
  };
  const byDependabot = { ...ownPullRequest, env: { GITHUB_ACTOR: 'dependabot[bot]' } };

  test.each([
    { who: 'a fork', start: fork },
    { who: 'Dependabot', start: byDependabot },
  ])('a pull request of $who is green, with one notice', async ({ start }) => {
    const main = await act({ start, inputs: { status: 'failure' } });
    expect(told(main)).toEqual([`notice Nothing reported: ${WITHHELD}.`]);
    expect(main.outputs).toMatchObject({ action: 'none', reason: WITHHELD, delivered: 'false' });

    const post = await act({ start, inputs: { status: 'failure' }, state: main.saved });
    expect(told(post)).toEqual([`info Nothing reported: ${WITHHELD}.`]);
    expect(post.outputs).toEqual({});
  });

  test.each<{ where: string; start: Start }>([
    { where: 'a push', start: PUSH_TO_MAIN },
    { where: 'a pull request of the repository itself', start: ownPullRequest },
    {
      where: 'pull_request_target',
      start: { ...fork, event: 'pull_request_target', ref: 'refs/heads/main' },
    },
    { where: 'workflow_run', start: WATCHED },
  ])('$where fails in both phases and says what to check', async ({ start }) => {
    const main = await act({ start });
    expect(told(main)).toEqual([MISSING]);
    const post = await act({ start, inputs: { 'job-status': 'failure' }, state: main.saved });
    expect(told(post)).toEqual([MISSING]);
  });

  test('a dry run fails as well, for it is to show the first mistake first', async () => {
    expect(told(await act({ inputs: { 'dry-run': 'true', status: 'failure' } }))).toEqual([MISSING]);
  });

  test('Dependabot with a secret of its own is reported', async () => {
    await using spike = await startSpike();
    await act({ start: byDependabot, inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    expect(spike.open()).toMatchObject([{ title: `${TITLE}#57` }]);
  });
});

describe('a wrong input', () => {
  test('fails the step in the main phase, before the night it matters, with its own sentence and nothing else', async () => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n'), severity: 'sev4' } });
    expect(world.lines).toEqual(['failed severity is "sev4", which is none of sev1, sev2, sev3. Did you mean sev1?']);
    expect(world.saved).toEqual({ phase: 'post' });
    expect(spike.requests).toEqual([]);
  });
});

describe('a dry run', () => {
  test('shows what would be sent and sends nothing', async () => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), status: 'failure', 'dry-run': 'true', severity: 'sev2' };
    const world = await act({ inputs });
    expect(told(world)).toEqual([
      `info Dry run: would tell Spike to open the incident "${TITLE}": the outcome is failure, which is in create-on.`,
    ]);
    expect(spike.requests).toEqual([]);
    expect(world.outputs).toMatchObject({ action: 'create', title: TITLE, delivered: 'false' });
    expect(sent(world)).toMatchObject({ title: TITLE, severity: 'sev2', body: { outcome: 'failure' } });
    expect(summaryOf(world)).toContain('<h3>Spike · Dry run: nothing was sent</h3>');
    expect(summaryOf(world)).toContain('&quot;severity&quot;: &quot;sev2&quot;');
  });

  test('of a resolve says so', async () => {
    const world = await act({ inputs: { token: 't0k3n', status: 'success', 'dry-run': 'true' } });
    expect(told(world)).toEqual([
      `info Dry run: would tell Spike to resolve the incident "${TITLE}": the outcome is success, which is in resolve-on.`,
    ]);
    expect(sent(world)).toMatchObject({ status: 'resolve' });
  });
});

describe('what was not delivered', () => {
  test('fails the step when it was an alert, with the payload in summary and outputs', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 400, body: 'no' });
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    expect(told(world)).toEqual([
      `failed Spike was not told to open the incident "${TITLE}", after 1 attempt: the service answered 400: no. ` +
        'The payload is in the job summary.',
    ]);
    expect(world.outputs).toEqual({
      action: 'create',
      reason: 'the outcome is failure, which is in create-on',
      title: TITLE,
      delivered: 'false',
      payload: spike.requests[0]?.text,
    });
    expect(summaryOf(world)).toContain('<h3>Spike · Not delivered</h3>');
    expect(summaryOf(world)).toContain('&quot;outcome&quot;: &quot;failure&quot;');
  });

  const NOT_RESOLVED =
    `Spike was not told to resolve the incident "${TITLE}", after 1 attempt: the service answered 400: no. ` +
    'The payload is in the job summary.';

  test('is an error on the run, and no failed step, when it was a resolve', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 400, body: 'no' });
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'success' } });
    expect(told(world)).toEqual([`error ${NOT_RESOLVED}`]);
    expect(world.outputs).toMatchObject({
      action: 'resolve',
      delivered: 'false',
      payload: spike.requests[0]?.text,
    });
    expect(summaryOf(world)).toContain('<h3>Spike · Not delivered</h3>');
  });

  test('fails the step with fail-on-error also when it was a resolve', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 400, body: 'no' });
    const inputs = { token: spike.url('t0k3n'), status: 'success', 'fail-on-error': 'true' };
    expect(told(await act({ inputs }))).toEqual([`failed ${NOT_RESOLVED}`]);
  });

  test('was tried as often as it says, with a line for each further attempt', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 503 }, { status: 400 });
    const world = createWorld({ inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    const ended = run(world);
    await world.said('Trying again');
    world.clock.pass(500);
    await ended;
    expect(told(world)).toEqual([
      'info Not delivered yet: the service answered 503. Trying again in 0.5 s.',
      `failed Spike was not told to open the incident "${TITLE}", after 2 attempts: the service answered 400. ` +
        'The payload is in the job summary.',
    ]);
    expect(spike.requests).toHaveLength(2);
  });

  test('is given up when the time is up', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const world = createWorld({ inputs: { token: spike.url('t0k3n'), status: 'failure', timeout: '3' } });
    const ended = run(world);
    await spike.received(1);
    world.clock.pass(3_000);
    await ended;
    expect(told(world)).toEqual([
      `failed Spike was not told to open the incident "${TITLE}", after 1 attempt: no answer within 3 s. ` +
        'The payload is in the job summary.',
    ]);
    expect(world.clock.waiting()).toEqual([]);
  });

  test('is not tried again by the post phase, which was told that the step has dealt with it', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 400 });
    const inputs = { token: spike.url('t0k3n'), status: 'failure' };
    const main = await act({ inputs });
    await act({ inputs, state: main.saved });
    expect(spike.requests).toHaveLength(1);
  });
});

describe('what was delivered', () => {
  test('with an unusual answer is warned about', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 200, body: '<html>\nLog in' });
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    expect(told(world)).toEqual([OPENED, 'warning Spike took it with 200, but the answer was unusual: <html> Log in']);
    expect(world.outputs.delivered).toBe('true');
  });

  test('is in the summary when an incident was opened, without the payload', async () => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'failure', priority: 'p1' } });
    expect(summaryOf(world)).toContain('<h3>Spike · Incident opened</h3>');
    expect(summaryOf(world)).toContain('<td>p1</td>');
    expect(summaryOf(world)).not.toContain('<pre>');
  });

  test('leaves no summary on a run that is simply green', async () => {
    await using spike = await startSpike();
    expect(summaryOf(await act({ inputs: { token: spike.url('t0k3n'), status: 'success' } }))).toBe('');
  });

  test('tells how long it lasted when something recovered', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { token: spike.url('t0k3n'), status: 'success', 'github-token': 'ghs_1' },
      lookUps: {
        findFacts: async (_, action): Promise<Facts> =>
          action === 'resolve' ? { recovered_after: { duration: '2 h', runs: 3 } } : {},
      },
    });
    expect(spike.requests[0]?.json).toMatchObject({ body: { recovered_after: { duration: '2 h', runs: 3 } } });
    expect(summaryOf(world)).toContain('<h3>Spike · Incident resolved</h3>');
    expect(summaryOf(world)).toContain('2 h');
  });

  test('leaves no summary when nothing had to recover', async () => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'success' } });
    expect(spike.requests).toHaveLength(1);
    expect(summaryOf(world)).toBe('');
  });

  test('holds no part of a token that a long text was cut in', async () => {
    await using spike = await startSpike();
    const token = 'a-token-that-is-longer-than-most';
    const body = `${'x'.repeat(490)}${token}`;
    const facts = { errors: [body], failed_steps: [body] };
    const inputs = { token: spike.url(token), status: 'failure', 'github-token': 'ghs_1' };
    const world = await act({ inputs, lookUps: { findFacts: async () => facts } });
    expect(summaryOf(world)).toContain('xxx***');
    expect(summaryOf(world)).not.toContain(token.slice(0, 6));
  });

  test('does not depend on a summary that can be written', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { token: spike.url('t0k3n'), status: 'failure' },
      env: { GITHUB_STEP_SUMMARY: undefined },
    });
    expect(world.lines).toEqual([OPENED, 'debug The job summary could not be written.']);
    expect(spike.open()).toHaveLength(1);
  });

  test.each([
    { body: '{ runbook: 1 }', warnings: 1 },
    { body: '\n{"runbook": 1', warnings: 1 },
    { body: '{"runbook": 1}', warnings: 0 },
    { body: 'look at {this}', warnings: 0 },
    { body: '[1]', warnings: 0 },
  ])('warns $warnings times of a body that is $body', async ({ body, warnings }) => {
    const world = await act({ inputs: { token: 'http://127.0.0.1/t0k3n', body } });
    expect(told(world).filter((line) => line.startsWith('warning'))).toEqual(
      Array(warnings).fill('warning body begins like a JSON object, but is none; it is sent as a text, under message.'),
    );
  });

  test('warns of a status that hides a needed job that failed, and reports the status', async () => {
    await using spike = await startSpike();
    const needs = '{"build":{"result":"failure"}}';
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'success', needs } });
    expect(told(world)).toEqual([
      'warning status says success, although a needed job has failed. Leave status out, so that the worst of needs is reported.',
      expect.stringMatching(/^info Told Spike to resolve /),
    ]);
  });

  test('holds the body of the user over the details', async () => {
    await using spike = await startSpike();
    const inputs = {
      token: spike.url('t0k3n'),
      status: 'failure',
      body: '{"team":"shop","repository":"mine"}',
    };
    await act({ inputs });
    expect(spike.open()).toMatchObject([{ body: { team: 'shop', repository: 'mine', outcome: 'failure' } }]);
  });
});

describe('whatever is thrown', () => {
  test.each([
    { thrown: new Error('boom'), words: 'boom' },
    { thrown: new TypeError(''), words: 'TypeError' },
    { thrown: 'a text', words: 'a text' },
    { thrown: ' ', words: 'Something that is not an error was thrown (string).' },
    { thrown: undefined, words: 'Something that is not an error was thrown (undefined).' },
    { thrown: null, words: 'Something that is not an error was thrown (null).' },
    { thrown: 42, words: 'Something that is not an error was thrown (number).' },
    { thrown: { message: 'boom' }, words: 'Something that is not an error was thrown (object).' },
  ])('fails the step in words: $words', async ({ thrown, words }) => {
    const world = createWorld();
    world.core.getState = () => {
      throw thrown;
    };
    await run(world);
    expect(world.lines).toEqual([`failed Something went wrong in the action itself: ${words}`]);
  });

  test('by a look-up, which is not to throw, is not lost silently', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { token: spike.url('t0k3n'), status: 'failure', 'github-token': 'ghs_1' },
      lookUps: { findFacts: () => Promise.reject('boom') },
    });
    expect(told(world)).toEqual(['failed Something went wrong in the action itself: boom']);
  });
});

describe('a disk that is full', () => {
  const refuse = () => {
    throw new Error('ENOSPC: no space left on device');
  };

  test('fails a step that could not report when the job ends', async () => {
    const world = createWorld({ inputs: { token: 't0k3n' } });
    world.core.saveState = refuse;
    await run(world);
    expect(told(world)).toEqual([
      'failed The step could not note that it has to report when the job ends. Is the disk of the runner full?',
    ]);
  });

  test('does not keep a step from reporting at once, without outputs', async () => {
    await using spike = await startSpike();
    const world = createWorld({ inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    Object.assign(world.core, { saveState: refuse, setOutput: refuse });
    Object.assign(world, { appendFile: refuse });
    await run(world);
    expect(told(world)).toEqual([OPENED]);
    expect(world.lines).toContain('debug An output could not be written.');
    expect(spike.open()).toHaveLength(1);
  });

  test('does not keep the post phase from reporting', async () => {
    await using spike = await startSpike();
    const world = createWorld({ inputs: { token: spike.url('t0k3n'), 'job-status': 'failure' }, state: POST });
    world.core.saveState = refuse;
    await run(world);
    expect(told(world)).toEqual([OPENED]);
  });
});

describe('a step in a composite action', () => {
  test('does not believe in a success while a step beside it has failed, and reports when the job ends', async () => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), status: 'success', 'action-status': 'failure' };
    const main = await act({ inputs });
    expect(told(main)).toEqual([
      'info Nothing reported yet: a step of the composite action has failed; the outcome is reported when the job ends.',
    ]);
    await act({ inputs: { ...inputs, status: 'failure' }, state: main.saved });
    expect(spike.open()).toHaveLength(1);
  });
});

describe('the event', () => {
  const NOT_READ = 'debug The event payload could not be read; the details hold less.';
  test.each([
    { what: 'empty', event: '' },
    { what: 'cut off', event: '{"repository":' },
    { what: 'no object', event: '[]' },
    {
      what: 'not there',
      event: () => {
        throw new Error('ENOENT');
      },
    },
  ])('that is $what costs details and not the alert', async ({ event }) => {
    await using spike = await startSpike();
    const world = await act({ inputs: { token: spike.url('t0k3n'), status: 'failure' }, event });
    expect(world.lines).toContain(NOT_READ);
    // Which branch is the default one is in the event, and it is never guessed.
    expect(spike.open()).toMatchObject([{ title: `${TITLE}@main`, body: { outcome: 'failure', branch: 'main' } }]);
  });

  test('without a path is read from nowhere', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { token: spike.url('t0k3n'), status: 'failure' },
      env: { GITHUB_EVENT_PATH: undefined },
    });
    expect(world.lines).toContain(NOT_READ);
    expect(spike.open()).toHaveLength(1);
  });
});

describe('the title', () => {
  const leg: Start = { ...PUSH_TO_MAIN, matrix: '{"os":"linux","node":24}' };
  const SHARED =
    'warning title is the same for every leg of this matrix, so a leg that passes resolves the incident of a leg ' +
    'that failed. Put a value of the matrix into title, or leave title out.';

  test('that all legs of a matrix share is warned about, once', async () => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), title: 'Tests', 'job-status': 'failure' };
    const main = await act({ start: leg, inputs });
    const post = await act({ start: leg, inputs, state: main.saved });
    expect(told(main)[0]).toBe(SHARED);
    expect(told(post)).toEqual([OPENED.replace(TITLE, 'Tests')]);
    expect(spike.open()).toMatchObject([{ title: 'Tests' }]);
  });

  test('with a value of the leg is not', async () => {
    const inputs = { token: 't0k3n', title: 'Tests on linux' };
    expect(told(await act({ start: leg, inputs }))).toEqual([expect.stringContaining('info Nothing reported yet')]);
  });

  const called: Start = {
    ...PUSH_TO_MAIN,
    jobWorkflowRef: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  };
  const NOT_TOLD =
    'warning This job is defined in a reusable workflow, where every caller has the same job id, and its full name ' +
    'could not be looked up. Set title, so that two callers do not share an incident, or give the job the permission ' +
    'actions: read.';

  test('of a job in a reusable workflow is warned about when its name is not known', async () => {
    await using spike = await startSpike();
    const world = await act({ start: called, inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    expect(told(world)).toEqual([NOT_TOLD, OPENED]);
  });

  test('of such a job is its full name when that is known, or the title of the user', async () => {
    await using spike = await startSpike();
    const inputs = { token: spike.url('t0k3n'), status: 'failure', 'github-token': 'ghs_1' };
    const findSharedJobName = async () => ({ needed: true, name: 'deploy-prod / build' });
    const named = await act({ start: called, inputs, lookUps: { findSharedJobName } });
    const titled = await act({ start: called, inputs: { ...inputs, title: 'Mine' } });
    expect([...told(named), ...told(titled)].filter((line) => line.startsWith('warning'))).toEqual([]);
    expect(spike.open().map(({ title }) => title)).toEqual(['CI / deploy-prod / build in acme/shop', 'Mine']);
  });
});

describe('the look-ups', () => {
  const GITHUB = { 'github-token': 'ghs_1' };

  test('are loaded with what they need', async () => {
    await using spike = await startSpike();
    const { loaded } = await act({
      inputs: { ...GITHUB, token: spike.url('t0k3n'), status: 'failure' },
      env: { GITHUB_API_URL: 'https://ghe.acme.example/api/v3' },
    });
    expect(loaded).toMatchObject([
      { token: 'ghs_1', apiUrl: 'https://ghe.acme.example/api/v3', repository: 'acme/shop' },
    ]);
  });

  test.each<{ when: string; scene: Scene }>([
    { when: 'there is no github-token', scene: { inputs: { status: 'failure' } } },
    { when: 'the job has not ended', scene: { inputs: GITHUB } },
    { when: 'the outcome is to be ignored', scene: { inputs: { ...GITHUB, status: 'skipped' } } },
    {
      when: 'the branch is to be ignored',
      scene: { inputs: { ...GITHUB, status: 'failure', branches: 'dev' } },
    },
    {
      when: 'the outcome is reported already',
      scene: { inputs: { ...GITHUB, status: 'failure' }, state: { phase: 'post', reported: 'failure' } },
    },
  ])('are not loaded when $when', async ({ scene }) => {
    const world = await act({ ...scene, inputs: { ...scene.inputs, token: 't0k3n', 'dry-run': 'true' } });
    expect(world.loaded).toEqual([]);
  });

  test.each([
    { thrown: new Error('Cannot find module'), words: 'Cannot find module' },
    { thrown: 'gone', words: 'gone' },
  ])('that cannot be loaded cost details and not the alert: $words', async ({ thrown, words }) => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { ...GITHUB, token: spike.url('t0k3n'), status: 'failure' },
      loadLookUps: () => Promise.reject(thrown),
    });
    expect(world.lines).toEqual([`debug GitHub cannot be asked, so the incident tells less: ${words}`, OPENED]);
    expect(spike.open()).toHaveLength(1);
  });

  test('say under debug which permission would have helped', async () => {
    const { loaded, lines } = await act({
      inputs: { ...GITHUB, token: 't0k3n', status: 'failure', 'dry-run': 'true' },
    });
    loaded[0]?.missing('actions: read');
    expect(lines.at(-1)).toBe(
      'debug GitHub did not answer a look-up; with the permission actions: read the incident could tell more.',
    );
  });

  test('put what was found into the details and the summary', async () => {
    await using spike = await startSpike();
    const asked: unknown[] = [];
    const world = await act({
      inputs: { ...GITHUB, token: spike.url('t0k3n'), status: 'failure' },
      lookUps: {
        findFacts: async (question, action) => {
          asked.push(question.subject, action, question.now());
          return { failed_steps: ['Unit tests'], job_url: 'https://github.com/acme/shop/actions/runs/1/job/2' };
        },
      },
    });
    expect(asked).toEqual(['job', 'create', world.clock.now()]);
    expect(spike.open()).toMatchObject([
      {
        body: { failed_steps: ['Unit tests'], job_url: 'https://github.com/acme/shop/actions/runs/1/job/2' },
      },
    ]);
    expect(summaryOf(world)).toContain('<td>Unit tests</td>');
  });

  test('keep a run from reporting that a newer one has superseded', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { ...GITHUB, token: spike.url('t0k3n'), status: 'success' },
      lookUps: { findSuperseding: async () => 'run #43 is newer and has spoken' },
    });
    expect(told(world)).toEqual(['info Nothing reported: run #43 is newer and has spoken.']);
    expect(world.outputs).toMatchObject({ action: 'none', reason: 'run #43 is newer and has spoken' });
    expect(spike.requests).toEqual([]);
    expect(world.clock.waiting()).toEqual([]);
  });

  test('tell a job that ran into its time limit from one that was cancelled', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { ...GITHUB, token: spike.url('t0k3n'), 'job-status': 'cancelled' },
      state: POST,
      lookUps: { refineOutcome: async () => 'timed_out' },
    });
    expect(told(world)).toEqual([
      `info Told Spike to open the incident "${TITLE}": the outcome is timed_out, which is in create-on.`,
    ]);
    expect(spike.open()).toMatchObject([{ body: { outcome: 'timed_out' } }]);
  });

  test('leave a cancelled job alone that was cancelled', async () => {
    await using spike = await startSpike();
    const world = await act({
      inputs: { ...GITHUB, token: spike.url('t0k3n'), 'job-status': 'cancelled' },
      state: POST,
    });
    expect(told(world)).toEqual([
      'info Nothing reported: the outcome is cancelled, which is in neither create-on nor resolve-on; to be alerted ' +
        'on cancellations, add cancelled to create-on.',
    ]);
    expect(world.loaded).toHaveLength(1);
    expect(world.clock.waiting()).toEqual([]);
    expect(spike.requests).toEqual([]);
  });

  test('are not asked what cancelled means where it is in a list', async () => {
    const refineOutcome = vi.fn<LookUps['refineOutcome']>(async () => 'timed_out');
    const inputs = { ...GITHUB, token: 't0k3n', 'dry-run': 'true' };
    const scene = { state: POST, lookUps: { refineOutcome } };
    const listed = { 'job-status': 'cancelled', 'create-on': 'failure, timed_out, cancelled' };
    const world = await act({ ...scene, inputs: { ...inputs, ...listed } });
    expect(sent(world)).toMatchObject({ body: { outcome: 'cancelled' } });
    await act({ ...scene, inputs: { ...inputs, 'job-status': 'failure' } });
    expect(refineOutcome).not.toHaveBeenCalled();
    await act({ ...scene, inputs: { ...inputs, 'job-status': 'cancelled' } });
    expect(refineOutcome).toHaveBeenCalledTimes(1);
  });

  test('correct the stream of a watched run before anything else is asked', async () => {
    await using spike = await startSpike();
    const streams: unknown[] = [];
    const keep =
      <Answer>(answer: Answer) =>
      async ({ situation }: Question) => {
        streams.push(situation.watched?.run.stream);
        return answer;
      };
    await act({
      start: WATCHED,
      inputs: { ...GITHUB, token: spike.url('t0k3n') },
      lookUps: {
        tellTag: async ({ situation }) => {
          const { watched } = situation;
          if (watched === undefined) return situation;
          return {
            ...situation,
            watched: { ...watched, run: { ...watched.run, stream: { kind: 'tags', tag: 'v1' } } },
          };
        },
        findSuperseding: keep(undefined),
        findSharedJobName: keep({ needed: false }),
        findFacts: keep({}),
      },
    });
    expect(streams).toEqual([1, 2, 3].map(() => ({ kind: 'tags', tag: 'v1' })));
    expect(spike.open()).toMatchObject([{ title: 'Nightly in acme/shop@tags', body: { tag: 'v1' } }]);
  });

  test('keep a watched tag quiet that has the name of a branch in branches', async () => {
    await using spike = await startSpike();
    const start = { ...WATCHED, payload: change(WATCHED.payload, { 'workflow_run.head_branch': 'release/1' }) };
    const inputs = { token: spike.url('t0k3n'), branches: 'release/**', 'github-token': 'ghs_1' };
    const open = await act({ start, inputs });
    expect(open.lines.join()).toContain('Told Spike to open');
    const tellTag: LookUps['tellTag'] = async ({ situation }) => {
      const { watched } = situation;
      const stream = { kind: 'tags', tag: 'release/1' } as const;
      return { ...situation, watched: watched && { ...watched, run: { ...watched.run, stream } } };
    };
    const quiet = await act({ start, inputs, lookUps: { tellTag } });
    expect(told(quiet)).toEqual(['info Nothing reported: this run is on a tag, which matches no pattern of branches.']);
    expect(spike.requests).toHaveLength(1);
  });

  /** Look-ups that find nothing until they are told to stop. */
  function createSlow(world: () => FakeWorld): { lookUps: Partial<LookUps>; asked: Promise<void> } {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    return {
      asked,
      lookUps: {
        findFacts: () =>
          new Promise((settle) => {
            const signal = world().loaded[0]?.signal;
            if (signal?.aborted) settle({});
            else signal?.addEventListener('abort', () => settle({}));
            resolve();
          }),
      },
    };
  }

  test('have five seconds in all, and then the alert goes out without them', async () => {
    await using spike = await startSpike();
    const { lookUps, asked } = createSlow(() => world);
    const inputs = { ...GITHUB, token: spike.url('t0k3n'), status: 'failure' };
    const world: FakeWorld = createWorld({ inputs, lookUps });
    const ended = run(world);
    await asked;
    expect(world.clock.waiting()).toEqual([5_000]);
    world.clock.pass(4_999);
    expect(world.loaded[0]?.signal.aborted).toBe(false);
    world.clock.pass(1);
    await ended;
    expect(told(world)).toEqual([OPENED]);
    expect(world.clock.waiting()).toEqual([]);
  });

  test('share the five seconds with the loading, and with the question what cancelled means', async () => {
    const world = createWorld({
      inputs: { ...GITHUB, token: 't0k3n', 'job-status': 'cancelled', 'dry-run': 'true' },
      state: POST,
      lookUps: {
        refineOutcome: async () => {
          world.clock.pass(4_000);
          return 'timed_out';
        },
        findFacts: async () => {
          expect(world.clock.waiting()).toEqual([1_000]);
          return {};
        },
      },
    });
    await run(world);
    expect(world.outputs.action).toBe('create');
  });

  test('are cut short by a signal of the runner', async () => {
    await using spike = await startSpike();
    const { lookUps, asked } = createSlow(() => world);
    const inputs = { ...GITHUB, token: spike.url('t0k3n'), status: 'failure' };
    const world: FakeWorld = createWorld({ inputs, lookUps });
    const ended = run(world);
    await asked;
    world.rush(6_000);
    await ended;
    expect(told(world)).toEqual([OPENED]);
    expect(world.clock.waiting()).toEqual([]);
  });

  test('leave no timer behind when they have answered', async () => {
    const inputs = { ...GITHUB, token: 't0k3n', status: 'failure', 'dry-run': 'true' };
    expect((await act({ inputs })).clock.waiting()).toEqual([]);
  });
});

describe('a signal of the runner', () => {
  test('before the report leaves no time for look-ups, and little for the delivery', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const inputs = { token: spike.url('t0k3n'), status: 'failure', 'github-token': 'ghs_1' };
    const world = createWorld({ inputs });
    world.rush(1_500);
    const ended = run(world);
    await spike.received(1);
    expect(world.loaded[0]?.signal.aborted).toBe(true);
    expect(world.clock.waiting()).toEqual([1_500]);
    world.clock.pass(1_500);
    await ended;
    expect(told(world)).toEqual([
      `failed Spike was not told to open the incident "${TITLE}", after 1 attempt: no answer within 1.5 s. ` +
        'The payload is in the job summary.',
    ]);
  });

  test('while it waits has the alert sent at once', async () => {
    await using spike = await startSpike();
    spike.misbehave({ status: 503, headers: { 'retry-after': '40' } });
    const world = createWorld({ inputs: { token: spike.url('t0k3n'), status: 'failure' } });
    const ended = run(world);
    await world.said('Trying again in 40.5 s.');
    world.rush(6_000);
    await ended;
    expect(told(world).at(-1)).toBe(OPENED);
    expect(spike.open()).toHaveLength(1);
    expect(world.clock.waiting()).toEqual([]);
  });

  test('while it sends leaves the attempt what is left', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const world = createWorld({ inputs: { token: spike.url('t0k3n'), status: 'success' } });
    const ended = run(world);
    await spike.received(1);
    world.rush(6_000);
    expect(world.clock.waiting()).toEqual([6_000]);
    world.clock.pass(6_000);
    await ended;
    expect(told(world)).toEqual([
      `error Spike was not told to resolve the incident "${TITLE}", after 1 attempt: no answer within 6 s. ` +
        'The payload is in the job summary.',
    ]);
  });
});

describe('the token', () => {
  const TOKEN = 't0k3n+&ü"';
  const encoded = encodeURIComponent(TOKEN);
  const FORMS = [TOKEN, encoded, 't0k3n'];
  const echo = `Cannot POST /${encoded}/push-events: ${TOKEN}`;

  /** Everything that leaves the process, but for the masks and what is sent to Spike. */
  const listTraces = ({ lines, outputs, saved, files }: FakeWorld) => [
    ...lines,
    ...Object.values({ ...outputs, ...saved, ...files }),
  ];

  test.each<{ path: string; inputs?: Record<string, string>; answers?: { status: number; body: string }[] }>([
    { path: 'delivered' },
    { path: 'delivered with an answer that holds it', answers: [{ status: 200, body: echo }] },
    { path: 'lost with an answer that holds it', answers: [{ status: 404, body: echo }] },
    {
      path: 'lost with an answer that is cut',
      answers: [{ status: 404, body: `${'x'.repeat(495)}${echo}` }],
    },
    { path: 'a resolve that is lost', inputs: { status: 'success' }, answers: [{ status: 400, body: echo }] },
    { path: 'shown by a dry run', inputs: { 'dry-run': 'true' } },
    { path: 'refused', inputs: { severity: `sev1 ${TOKEN}` } },
    { path: 'refused', inputs: { needs: `{"${encoded}":1}` } },
    { path: 'refused', inputs: { branches: `${TOKEN}[` } },
  ])('is nowhere to be seen when the report is $path', async ({ inputs, answers = [] }) => {
    await using spike = await startSpike();
    spike.misbehave(...answers);
    const payload = change(PUSH_TO_MAIN.payload, { head_commit: { message: `Use ${TOKEN} & ${encoded}` } });
    const world = await act({
      start: { ...PUSH_TO_MAIN, payload },
      inputs: {
        token: ` ${spike.url(TOKEN)}\n`,
        status: 'failure',
        title: `Deploy with ${TOKEN} or ${encoded}`,
        body: JSON.stringify({ [TOKEN]: encoded }),
        ...inputs,
      },
    });
    expect(listTraces(world).length).toBeGreaterThan(0);
    for (const form of FORMS) expect(listTraces(world).filter((trace) => trace.includes(form))).toEqual([]);
    expect(spike.requests.map(({ text }) => text).join()).not.toContain('t0k3n');
    expect(world.masks).toEqual(expect.arrayContaining([spike.url(TOKEN), encoded, TOKEN]));
  });
});

describe('a matrix', () => {
  const dryRun = (matrix: string): Promise<FakeWorld> =>
    act({
      start: { ...PUSH_TO_MAIN, matrix },
      inputs: { token: 't0k3n', status: 'failure', 'dry-run': 'true' },
    });

  test.each([
    { what: 'a number beyond 2^53', matrix: '{"n":12345678901234567890}', leg: '12345678901234567000' },
    { what: 'a number beyond all', matrix: '{"n":1e999}', leg: 'Infinity' },
    { what: 'a key twice', matrix: '{"os":"linux","os":"mac"}', leg: 'mac' },
    { what: '__proto__', matrix: '{"__proto__":{"os":"linux"},"constructor":1}', leg: 'linux, 1' },
    { what: 'no JSON', matrix: '{"os":', leg: '{"os":' },
    { what: 'a line break', matrix: '{"os":"a\\nb"}', leg: '"a\\nb"' },
  ])('with $what is a leg of its own', async ({ matrix, leg }) => {
    const world = await dryRun(matrix);
    expect(world.outputs).toMatchObject({ action: 'create', title: `CI / build (${leg}) in acme/shop` });
  });

  test.each([
    { what: 'deep', matrix: `{"a":${'['.repeat(50_000)}1${']'.repeat(50_000)}}` },
    { what: 'deep and never closed', matrix: '{"a":'.repeat(50_000) },
    { what: 'long', matrix: `{"a":"${'x'.repeat(3_000_000)}"}` },
    {
      what: 'wide',
      matrix: `{${Array.from({ length: 50_000 }, (_, index) => `"k${index}":${index}`).join()}}`,
    },
  ])('that is too $what costs details and not the alert', async ({ matrix }) => {
    const world = await dryRun(matrix);
    expect(told(world).map((line) => line.slice(0, 40))).toEqual(['info Dry run: would tell Spike to open t']);
    expect(Array.from(world.outputs.title ?? '').length).toBeLessThanOrEqual(250);
    expect(Buffer.byteLength(world.outputs.payload ?? '')).toBeLessThanOrEqual(64 * 1024);
    expect(sent(world)).toMatchObject({ body: { outcome: 'failure', repository: 'acme/shop' } });
  });

  test('is reported whatever JSON it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (matrix) => {
        const world = await dryRun(matrix);
        expect(world.lines.filter((line) => !line.startsWith('info Dry run: '))).toEqual([]);
        expect(world.outputs.title).toMatch(/^CI \/ build.* in acme\/shop$|…[0-9a-f]{8}$/);
      }),
      { numRuns: 300 },
    );
  });
});
