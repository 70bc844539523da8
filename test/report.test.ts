import { beforeEach, describe, expect, test, vi } from 'vitest';
import { runAction } from '../src/action.ts';
import { type LookUps, openLookUps } from '../src/github/lookups.ts';
// What is loaded lazily is here before time stands still.
import '../src/report.ts';
import type { LoadLookUps } from '../src/report.ts';
import type { Attempt } from '../src/spike/webhook.ts';
import '../src/warnings.ts';
import { createFakeRunner, runFake, type Scene } from './fake-runner.ts';
import { change, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';

const { attempts, sent } = vi.hoisted(() => ({ attempts: [] as Attempt[], sent: [] as string[] }));

// Spike answers what a test says, and otherwise that all is well.
vi.mock('../src/spike/webhook.ts', async (load) => ({
  ...(await load<typeof import('../src/spike/webhook.ts')>()),
  openWebhook: () => ({
    post: async (text: string): Promise<Attempt> => {
      sent.push(text);
      return attempts.shift() ?? { kind: 'response', status: 200, text: '{"Ok":true}' };
    },
  }),
}));

beforeEach(() => {
  attempts.length = 0;
  sent.length = 0;
});

const answer = (status: number, text = ''): Attempt => ({ kind: 'response', status, text });
const answerLater = (retryAfter: string): Attempt => ({ kind: 'response', status: 503, text: '', retryAfter });
const listSent = () =>
  sent.map((text) => `${text.includes('"status":"resolve"') ? 'resolve' : 'open'} ${JSON.parse(text).title}`);

const TITLE = 'CI / build failed in acme/shop';
const LATER = 'Nothing to report yet: the result of this job is reported when the job ends.';
const OPENED = `info Spike was asked to open the incident "${TITLE}": the result is failure.`;
const RESOLVED = `info Spike was asked to resolve the incident "${TITLE}": the result is success.`;
const failed = { inputs: { 'job-status': 'failure' } };
const failure = { inputs: { status: 'failure' } };

describe('a job that reports when it ends', () => {
  test('says so in its main phase, and sends nothing', async () => {
    const { lines, outputs, saved, summary } = await runFake('main');
    expect(lines).toEqual([`info ${LATER}`]);
    expect(sent).toEqual([]);
    const reason = 'the result of this job is reported when the job ends';
    expect(outputs).toEqual({ action: 'none', reason, title: '', delivered: 'false', payload: '' });
    expect(saved).toEqual({ inputs: expect.stringMatching(/^\{"token":"[0-9a-f]{1,8}",[^ ]+\}$/), done: 'nothing' });
    expect(summary).toBe('');
  });

  test('opens an incident when it failed, with a summary', async () => {
    const { lines, saved, summary } = await runFake('post', failed);
    expect(lines).toEqual([OPENED]);
    expect(listSent()).toEqual([`open ${TITLE}`]);
    expect(saved).toEqual({ done: 'failure' });
    expect(summary).toContain('<h3>Spike · Failure reported</h3>');
    expect(summary).not.toContain('<pre>');
  });

  test('resolves it when it passed, without a summary where nothing had failed', async () => {
    const { lines, summary } = await runFake('post');
    expect(lines).toEqual([RESOLVED]);
    expect(summary).toBe('');
  });
});

describe('a step with status', () => {
  test('reports at once, notes it, and has the outputs of it', async () => {
    const { lines, outputs, saved } = await runFake('main', failure);
    expect(lines).toEqual([OPENED]);
    expect(saved).toMatchObject({ done: 'failure' });
    const reported = { action: 'create', reason: 'the result is failure', title: TITLE };
    expect(outputs).toEqual({ ...reported, delivered: 'true', payload: sent[0] });
  });

  test('has nothing left to do at the end of the job, unless the result is another one', async () => {
    const again = await runFake('post', { ...failure, state: { done: 'failure' } });
    expect(again.lines).toEqual([
      'info Nothing more to report: the result is still failure, and the step has already said what it did about it.',
    ]);
    const other = await runFake('post', { ...failure, state: { done: 'success' } });
    expect(other.lines).toEqual([OPENED]);
  });
});

describe('what could not be delivered', () => {
  test('fails the step when it was an alert, with the payload in the summary and in the outputs', async () => {
    attempts.push(answer(400, 'a bad request'));
    const { lines, outputs, summary, saved } = await runFake('main', failure);
    expect(lines).toEqual([
      `failed The request to open the incident "${TITLE}" failed after 1 attempt: Spike answered 400: a bad request. Perhaps nobody was called. The payload is in the job summary.`,
    ]);
    expect(outputs).toMatchObject({ action: 'create', delivered: 'false', payload: sent[0] });
    expect(summary).toContain('<h3>Spike · Not delivered</h3>');
    expect(summary).toContain('<th align="left">Why not delivered</th><td>Spike answered 400: a bad request</td>');
    expect(summary).toContain('<pre>');
    // The post phase tries again.
    expect(saved).toMatchObject({ done: 'nothing' });
  });

  test.each([
    { strict: 'false', level: 'error' },
    { strict: 'true', level: 'failed' },
  ])('is an $level when it was a resolve, with fail-on-error $strict', async ({ strict, level }) => {
    attempts.push(answer(404));
    const { lines } = await runFake('post', { inputs: { 'fail-on-error': strict } });
    expect(lines).toEqual([expect.stringMatching(`^${level} The request to resolve the incident`)]);
  });

  test('is tried again for as long as timeout says, with a line before each wait', async () => {
    attempts.push(answerLater('7'), answerLater('4'), answer(503));
    const { lines } = await runFake('main', { inputs: { status: 'failure', timeout: '13' } });
    expect(lines).toEqual([
      'info Not delivered yet: Spike answered 503. The next attempt is in 7.5 s.',
      'info Not delivered yet: Spike answered 503. The next attempt is in 4.5 s.',
      `failed The request to open the incident "${TITLE}" failed after 3 attempts: Spike answered 503. Perhaps nobody was called. The payload is in the job summary.`,
    ]);
  });

  test('is told from what was delivered with an unusual answer', async () => {
    attempts.push(answer(202, 'queued'));
    const { lines, outputs } = await runFake('main', failure);
    expect(lines).toEqual([OPENED, 'warning Spike answered 202, but not {"Ok":true}: queued']);
    expect(outputs.delivered).toBe('true');
  });

  test('is sent once more at once when the runner wants the process to stop', async () => {
    attempts.push(answerLater('40'));
    const runner = createFakeRunner(failure);
    runner.clock.after(2_000, runner.cancel);
    const start = runner.clock.now();
    await runner.clock.settle(runAction('main', runner));
    expect([listSent().length, runner.clock.now() - start]).toEqual([2, 2_000]);
  });
});

describe('a dry run', () => {
  test.each([
    { status: 'failure', verb: 'open' },
    { status: 'success', verb: 'resolve' },
  ])('of $status shows what would be sent, and sends nothing', async ({ status, verb }) => {
    const { lines, summary, outputs, saved } = await runFake('main', { inputs: { status, 'dry-run': 'true' } });
    expect(lines).toEqual([
      `info Dry run: Spike would be asked to ${verb} the incident "${TITLE}": the result is ${status}.`,
    ]);
    expect(sent).toEqual([]);
    expect(summary).toContain('<h3>Spike · Dry run: nothing was sent</h3>');
    expect(summary).toContain('<pre>{\n  &quot;title&quot;:');
    expect(outputs).toMatchObject({ delivered: 'false', payload: expect.stringContaining(TITLE) });
    expect(saved).toMatchObject({ done: status });
  });
});

describe('an error', () => {
  const wrong = { inputs: { severity: 'sevv1' } };
  const MESSAGE = 'severity must be one of sev1, sev2, sev3 (got "sevv1"; did you mean sev1?).';

  test('is annotated once, although both phases read the inputs', async () => {
    const { lines, saved, outputs } = await runFake('main', wrong);
    expect(lines).toEqual([`failed ${MESSAGE}`]);
    expect(outputs).toEqual({});
    const post = await runFake('post', { ...wrong, state: saved });
    expect(post.lines).toEqual([`info ${MESSAGE}`]);
    const other = await runFake('post', { inputs: { priority: 'p9' }, state: saved });
    expect(other.lines).toEqual([expect.stringMatching(/^failed priority must be one of/)]);
  });

  test.each([
    [new Error('no variable a-token-of-spike'), 'no variable ***'],
    [new TypeError(), 'TypeError'],
    ['a-token-of-spike', '***'],
    [null, 'Something that is not an error was thrown (null).'],
    [7, 'Something that is not an error was thrown (number).'],
  ])('of the action itself is said as such, without a secret: %s', async (thrown, words) => {
    const runner = createFakeRunner();
    const fail = () => {
      throw thrown;
    };
    Object.defineProperty(runner.env, 'GITHUB_REPOSITORY', { get: fail });
    await runner.clock.settle(runAction('main', runner));
    expect(runner.lines).toEqual([`failed The action itself failed: ${words}`]);
  });
});

describe('what the runner cannot take', () => {
  test('costs no alert, and is said under debug', async () => {
    const runner = createFakeRunner({ ...failure, event: 'no JSON' });
    const refuse = () => {
      throw new Error('ENOSPC: no space left on device');
    };
    Object.assign(runner, { setOutput: refuse, appendSummary: refuse, saveState: () => 'EACCES: permission denied' });
    await runner.clock.settle(runAction('main', runner));
    const state =
      "info The runner's file for state could not be written (EACCES: permission denied). The older workflow command was used instead.";
    expect(runner.lines.filter((line) => !line.startsWith('debug The output '))).toEqual([
      'debug The event payload could not be read, so the details hold less.',
      state,
      state,
      state,
      'debug The job summary could not be written.',
      // Without the event nobody knows the default branch.
      OPENED.replace('acme/shop', 'acme/shop@main'),
    ]);
    expect(listSent()).toEqual([`open ${TITLE}@main`]);
  });
});

describe('a run that is quiet', () => {
  const pullRequest: Start = { ...PUSH_TO_MAIN, event: 'pull_request', ref: 'refs/pull/57/merge' };
  // Only GitHub could tell that this is no tag.
  const watchedPush = change(WATCHED.payload, { 'workflow_run.event': 'push', 'workflow_run.head_branch': 'topic' });

  test.each<{ input: string; scene: Scene }>([
    { input: 'pull-requests', scene: { start: pullRequest } },
    { input: 'branches', scene: { inputs: { branches: 'release/**' } } },
    { input: 'branches', scene: { start: { ...WATCHED, payload: watchedPush }, inputs: { branches: 'main' } } },
  ])('because of $input says so, and asks for no token and nothing of GitHub', async ({ scene, input }) => {
    const load = vi.fn<LoadLookUps>();
    for (const phase of ['main', 'post'] as const) {
      const inputs = { ...scene.inputs, token: '', 'github-token': 'ghs_1', 'job-status': 'failure' };
      const { lines } = await runFake(phase, { ...scene, inputs, loadLookUps: load });
      expect(lines).toEqual([expect.stringMatching(new RegExp(`^info Not reported: .*\\b${input}\\b`))]);
    }
    expect(load).not.toHaveBeenCalled();
    expect(sent).toEqual([]);
  });

  test('because GitHub withholds the token is a notice in the main phase only', async () => {
    const start = { ...pullRequest, payload: { pull_request: { head: { repo: { full_name: 'eve/shop' } } } } };
    const scene = { start, inputs: { token: '', 'pull-requests': 'true' } };
    expect((await runFake('main', scene)).lines).toEqual([
      expect.stringMatching(/^notice .+, so there is no token\.$/),
    ]);
    expect((await runFake('post', scene)).lines).toEqual([expect.stringMatching(/^info .+, so there is no token\.$/)]);
  });

  test('still fails on a wrong input', async () => {
    const { lines } = await runFake('main', { start: pullRequest, inputs: { timeout: '0' } });
    expect(lines).toEqual([expect.stringMatching(/^failed timeout must be/)]);
  });
});

describe('a warning', () => {
  test('of a trap comes in the main phase only', async () => {
    const scene = { inputs: { title: 'Run 9007001041 failed', 'job-status': 'failure' } };
    expect((await runFake('main', scene)).lines).toEqual([
      expect.stringMatching(/^warning title contains the run id, which changes/),
      `info ${LATER}`,
    ]);
    expect((await runFake('post', scene)).lines).toHaveLength(1);
  });

  test('of a job on workflow_run that failed itself is an error at its end', async () => {
    const scene = { start: WATCHED, inputs: { 'job-status': 'failure' }, state: { done: 'failure' } };
    expect((await runFake('post', scene)).lines[0]).toMatch(/^error This job failed, and that was not reported: /);
  });
});

describe('inputs that the main phase had', () => {
  const inComposite = { 'action-status': 'success', 'job-status': 'failure' };
  const mainState = async (inputs: Record<string, string>) =>
    (await runFake('main', { inputs: { ...inComposite, ...inputs } })).saved;

  const shop = { title: 'Shop' };
  const failedInGreen = { 'job-status': 'success', 'action-status': 'failure' };
  test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    ['the right token', {}, { token: 'another-token' }, /^failed The input token that/],
    ['a title and branches', { ...shop, branches: 'main' }, {}, /^failed The inputs title, branches that/],
    ['the token, in a failed action of a green job', {}, { token: '', ...failedInGreen }, /^failed /],
    ['nothing', shop, shop, /^info Spike was asked to open .+"Shop"/],
    // Outside a composite action an expression may give another one.
    ['a title, outside a composite action', shop, { 'action-status': '' }, /^info Spike was asked to open/],
  ])('and the post phase has lost: %s', async (_, main, post, says) => {
    const state = await mainState(main);
    const { lines } = await runFake('post', { inputs: { ...inComposite, ...post }, state });
    expect(lines).toEqual([expect.stringMatching(says)]);
    expect(sent.length).toBe(says.source.includes('asked') ? 1 : 0);
  });
});

describe('the password of a proxy', () => {
  test('is hidden in the log, and does not change the title', async () => {
    const env = { https_proxy: 'http://mona:failed@127.0.0.1:1' };
    const { lines } = await runFake('post', { ...failed, env });
    expect(lines[0]).toContain('the incident "CI / build *** in acme/shop"');
    expect(listSent()).toEqual([`open ${TITLE}`]);
  });
});

type Answers = {
  settled?: Partial<Awaited<ReturnType<LookUps['settle']>>>;
  findings?: Partial<Awaited<ReturnType<LookUps['investigate']>>>;
};

/** A scene whose look-ups give these answers. */
function withLookUps(scene: Scene, { settled, findings }: Answers): Scene {
  const loadLookUps: LoadLookUps = async () => ({
    settle: async (_, outcome) => ({ outcome, warnings: [], ...settled }),
    investigate: async () => ({ facts: {}, warnings: [], notes: [], ...findings }),
  });
  return { ...scene, inputs: { 'github-token': 'ghs_1', ...scene.inputs }, loadLookUps };
}

describe('what GitHub told', () => {
  test('is in the details, with the causes first', async () => {
    const facts = { failed_steps: ['npm test'], failed_jobs: [{ name: 'deploy' }, { name: 'build', url: 'x' }] };
    const causes = [{ name: 'build' }];
    await runFake('post', withLookUps(failed, { settled: { causes }, findings: { facts, caller: 'deploy-prod' } }));
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({
      title: 'CI / deploy-prod / build failed in acme/shop',
      body: { failed_steps: ['npm test'], failed_jobs: [{ name: 'build' }, { name: 'deploy' }] },
    });
  });

  test('of how long it failed is in the summary of a recovery', async () => {
    const facts = { recovered_after: { duration: '2 h', failed_runs: 3 } };
    const { summary } = await runFake('post', withLookUps({}, { findings: { facts } }));
    expect(summary).toContain('<h3>Spike · Recovery reported</h3>');
    expect(summary).toContain('<th align="left">Had failed for</th><td>2 h</td>');
  });

  test.each([
    { isWarning: true, level: 'warning', inputs: { needs: '["success"]' }, done: 'success' },
    // What has not run yet may have passed when the job ends.
    { isWarning: false, level: 'info', inputs: { status: 'success' }, done: 'nothing' },
  ])('holds a report back, as $level, with $inputs', async ({ isWarning, level, inputs, done }) => {
    const hold = { reason: 'a newer run (#42) failed', isWarning };
    const findings = { hold, warnings: ['w'], notes: ['n'] };
    const { lines, saved } = await runFake('main', withLookUps({ inputs }, { findings }));
    expect(lines).toEqual(['warning w', 'debug n', `${level} Not resolved: a newer run (#42) failed.`]);
    expect(sent).toEqual([]);
    expect(saved).toMatchObject({ done });
  });

  test('can change the outcome before anything is decided', async () => {
    const cancelled = { inputs: { 'job-status': 'cancelled' } };
    const timeout = withLookUps(cancelled, { settled: { outcome: 'timed_out', warnings: ['w'] } });
    expect((await runFake('post', timeout)).lines).toEqual(['warning w', OPENED.replace('is failure', 'is timed_out')]);
    const replaced = withLookUps(cancelled, { settled: { isReplaced: true } });
    expect((await runFake('post', replaced)).lines).toEqual([
      'info Not reported: the run was cancelled because a newer run replaced it.',
    ]);
  });

  test('not to be sure what is resolved holds a resolve back, and no alert', async () => {
    const unsettled = { settled: { unsettled: 'it could not be checked whether 1.2 is a tag' } };
    expect((await runFake('post', withLookUps({}, unsettled))).lines).toEqual([
      'warning Not resolved: it could not be checked whether 1.2 is a tag.',
    ]);
    expect((await runFake('post', withLookUps(failed, unsettled))).lines).toEqual([OPENED]);
  });

  test('is not asked for where nothing depends on it', async () => {
    const load = vi.fn<LoadLookUps>();
    const inputs = { 'github-token': 'ghs_1', 'create-on': 'never', 'resolve-on': 'never' };
    for (const status of ['failure', 'success', 'cancelled']) {
      await runFake('main', { inputs: { ...inputs, status }, loadLookUps: load });
    }
    await runFake('main', { inputs: { status: 'failure', 'github-token': ' ' }, loadLookUps: load });
    expect(load).not.toHaveBeenCalled();
  });
});

describe('look-ups on Node 20, which does not have what they need', () => {
  const PROBLEM =
    /GitHub cannot be asked on this runner \(Node v[\d.]+: Promise\.withResolvers is not a function\), so /;
  const { withResolvers } = Promise;
  beforeEach(() => {
    Object.assign(Promise, { withResolvers: undefined });
    return () => Object.assign(Promise, { withResolvers });
  });
  // The client throws only when it asks, and what asks takes that for a bad network.
  const fetch = async () => Promise.reject(new TypeError('Promise.withResolvers is not a function'));
  const loadLookUps: LoadLookUps = async (options) => openLookUps({ ...options, fetch });
  const run = (status: string) => runFake('main', { inputs: { status, 'github-token': 'ghs_1' }, loadLookUps });

  test('cost no alert', async () => {
    const { lines } = await run('failure');
    expect(lines).toEqual([expect.stringMatching(/^warning .*, so the incident has less detail\.$/), OPENED]);
    expect(lines[0]).toMatch(PROBLEM);
  });

  test('hold a resolve back, but not one that is commanded', async () => {
    const { lines } = await run('success');
    const held =
      /^warning Not resolved: .+, so it could not be checked whether something still fails\. Set github-token: '' to report without this check\.$/;
    expect(lines).toEqual([expect.stringMatching(held)]);
    expect(lines[0]).toMatch(PROBLEM);
    expect((await run('resolve')).lines).toEqual([expect.stringMatching(/^info Spike was asked to resolve/)]);
  });
});
