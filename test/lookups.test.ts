import { describe, expect, test } from 'vitest';
import { add, addAll, at, type JobLike, needs, type Reported, report, rerun } from './asking.ts';
import * as github from './github/interference.ts';
import { GithubModel, type RunFields } from './github/model.ts';
import { TEXTS } from './github/texts.ts';
import { PUSH_TO_MAIN } from './situations.ts';

const red: Reported = { result: 'failure', job: { steps: [{ name: 'Test', conclusion: 'failure' }] } };

const apiSkipped = needs('api:skipped web:success');
const SUBJECTS = {
  needs: apiSkipped,
  'a watched run': { ...apiSkipped, subject: 'watched run', result: 'success' },
} satisfies Record<string, Reported>;

const createLegs = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`leg ${index}`, 'success']));

describe.each(Object.entries(SUBJECTS))('a resolve of %s with a skipped job', (_, own) => {
  const others = [2, 4, 6, 8].map((number) => `${number} api:skipped web:failure`).join(', ');
  const skippedThere = [3, 4, 5, 6, 7, 8].map((number) => `${number} api:skipped web:success`).join(', ');
  test.each<[string, string, RunFields?]>([
    ['in a run that is still under way', '9 api:failure web:success slow:running'],
    ['in a run that was cancelled', '9 api:failure web:cancelled', { conclusion: 'cancelled' }],
    ['by its time limit', '9 api:timeout web:success'],
    ['behind four other failures', `1 api:failure web:success, ${others}`],
  ])('is held back where that job failed %s', async (__, runs, fields) => {
    const model = new GithubModel();
    addAll(model, runs, fields);
    expect(await report(model, own)).toMatchObject({ action: 'none', reason: expect.stringContaining('"api"') });
  });

  test('goes out where that job passed soon after it had failed, many runs ago', async () => {
    const model = new GithubModel();
    addAll(model, `1 api:failure web:success, 2 api:success web:success, ${skippedThere}, 9 api:skipped web:failure`);
    expect((await report(model, own)).action).toBe('resolve');
  });

  test('goes out where that job passed when its run was run again', async () => {
    const model = new GithubModel();
    rerun(model, add(model, 9, { api: 'failure', web: 'success' }), 'success', { only: ['api'], at: at(9.5) });
    expect((await report(model, own)).action).toBe('resolve');
  });

  test('is held back by an older run that was run again and failed after what was carried over from the first attempt', async () => {
    const model = new GithubModel();
    rerun(model, add(model, 9, { web: 'success' }), 'failure', { at: at(10.5) });
    const web = { conclusion: 'success' as const, started_at: at(10), completed_at: at(10.1) };
    const result = own.subject === 'needs' ? JSON.stringify({ web: { result: 'success' } }) : 'success';
    const again = { ...own, result, run: { run_attempt: 2, run_started_at: at(11) }, jobs: { web } };
    expect(await report(model, again)).toMatchObject({ action: 'none' });
  });

  test.each([
    ['of 280 jobs of which the last is red', 279, 'failure', '"web"'],
    ['of more jobs than are read', 301, 'success', 'it would take more requests than one report may make'],
  ])('is held back beside a newer run %s', async (__, count, web, why) => {
    const model = new GithubModel();
    add(model, 11, { ...createLegs(count), web });
    expect(await report(model, own)).toMatchObject({ action: 'none', reason: expect.stringContaining(why) });
  });
});

test.each([
  ['a needed job, under another name', 'web-linux:failure lint:success', 'none'],
  ['a job that this run does not have, and that may be needed there', 'web:success docs:failure', 'none'],
  ['a job that is not needed', 'web:success lint:failure', 'resolve'],
  ['a job that is not needed, beside a needed one under another name', 'web-linux:success lint:failure', 'resolve'],
])('a resolve of needed jobs beside a newer run that failed in %s', async (_, newer, action) => {
  const model = new GithubModel();
  addAll(model, `11 api:success ${newer}`);
  const own = needs('api:success web:success');
  expect((await report(model, { ...own, jobs: { ...own.jobs, lint: 'success' } })).action).toBe(action);
});

describe('a resolve of one job', () => {
  const skipped: Reported = { job: { steps: [{ name: 'Test' }, { name: 'Deploy', conclusion: 'skipped' }] } };
  const failed = { conclusion: 'failure' as const, steps: [{ name: 'Deploy', conclusion: 'failure' as const }] };

  test.each([
    ['in a run that is still under way', failed],
    ['in a job that still runs', { ...failed, conclusion: null, status: 'in_progress' as const }],
  ])('is held back where a skipped step failed %s', async (_, build) => {
    const model = new GithubModel();
    add(model, 9, { build, slow: 'running' });
    expect(await report(model, skipped)).toMatchObject({ action: 'none', reason: expect.stringContaining('"Deploy"') });
  });

  test('is held back where that run is the oldest of four, behind one that passed', async () => {
    const model = new GithubModel();
    add(model, 5, { build: failed, slow: 'running' });
    for (const number of [6, 7, 8]) add(model, number, { build: skipped.job ?? 'skipped', slow: 'running' });
    add(model, 9, { build: skipped.job ?? 'skipped' });
    expect(await report(model, skipped)).toMatchObject({ action: 'none', reason: expect.stringContaining('"Deploy"') });
  });

  test.each<[string, Record<string, JobLike>, string]>([
    [
      'has failed beyond the jobs that are read',
      { ...createLegs(300), 'build-2': 'failure', lint: 'running' },
      'it would take more requests than one report may make',
    ],
    [
      'runs on after a step that failed',
      { 'build-linux': { ...failed, conclusion: null, status: 'in_progress' } },
      'may be failing in another run',
    ],
  ])('is held back beside a newer run in which a job, perhaps this one renamed, %s', async (_, jobs, why) => {
    const model = new GithubModel();
    add(model, 11, jobs);
    expect((await report(model)).reason).toContain(why);
  });

  test.each([
    ['in the middle of it is held back at once by a step that failed last time and comes later', ['Deploy'], 'none', 3],
    ['by its last step asks for no steps of other runs', [], 'resolve', 2],
  ])('%s', async (_, later, action, count) => {
    const model = new GithubModel();
    add(model, 8, { build: failed });
    if (later.length === 0) add(model, 9, { build: 'success' });
    const open = ['Spike', ...later].map((name) => ({ name, status: 'queued' as const, conclusion: null }));
    const own = { job: { steps: [{ name: 'Test' }, ...open] }, inputs: { status: 'success' } };
    const outcome = await report(model, own);
    expect([outcome.action, outcome.requests.length, outcome.took]).toEqual([action, count, 0]);
  });

  test.each<[string, 'failure' | 'success', string, string, number]>([
    ['is held back where it failed behind 150 runs of others, and this job since', 'failure', 'fix', 'none', 5],
    ['goes out where nothing failed since, after one request', 'success', 'fix', 'resolve', 1],
    ['goes out where it failed behind 150 runs of this branch', 'failure', 'main', 'resolve', 3],
  ])('of which a step was skipped %s', async (_, test, head_branch, action, count) => {
    const model = new GithubModel();
    add(model, 1, { build: failed });
    for (let number = 2; number < 152; number++) add(model, number, {}, { head_branch, created_at: at(9.5) });
    const steps = [{ name: 'Test', conclusion: test }, ...(skipped.job?.steps?.slice(1) ?? [])];
    add(model, 152, { build: { conclusion: test, steps } }, { created_at: at(9.9) });
    const outcome = await report(model, { ...skipped, run: { run_number: 153 } });
    expect([outcome.action, outcome.requests.length]).toEqual([action, count]);
  });

  test('is held back where a skipped step was ended by a time limit', async () => {
    const model = new GithubModel();
    const stopped = { ...failed, conclusion: 'cancelled' as const, messages: [TEXTS.timeLimit()] };
    add(model, 8, { build: { ...stopped, steps: [{ name: 'Deploy', conclusion: 'cancelled' }] } });
    expect(await report(model, skipped)).toMatchObject({ action: 'none', reason: expect.stringContaining('"Deploy"') });
  });

  test.each([
    ['goes out where the other step of that name failed', 'failure', 'skipped', 'resolve'],
    ['is held back where that one of two steps of a name failed', 'success', 'failure', 'none'],
  ] as const)('%s', async (_, first, second, action) => {
    const model = new GithubModel();
    const twice = (one: typeof first, other: typeof second) => [
      { name: 'Run make', conclusion: one },
      { name: 'Run make', conclusion: other },
      { name: 'Other', conclusion: 'skipped' as const },
    ];
    add(model, 9, { build: { conclusion: 'failure', steps: twice(first, second) } });
    expect((await report(model, { job: { steps: twice('success', 'skipped') } })).action).toBe(action);
  });

  test('goes out where only a clean-up after a failure failed as well, which no green run has', async () => {
    const model = new GithubModel();
    const upload = (conclusion: 'failure' | 'skipped') => ({ name: 'Upload screenshots', conclusion });
    const steps = [{ name: 'Test', conclusion: 'failure' as const }, upload('failure')];
    add(model, 9, { build: { conclusion: 'failure', steps } });
    expect((await report(model, { job: { steps: [{ name: 'Test' }, upload('skipped')] } })).action).toBe('resolve');
  });

  test('waits for the end of a step that GitHub shows late', async () => {
    const model = new GithubModel();
    model.stepLag = { answers: 2 };
    add(model, 9, { build: failed });
    const { action, reason, took } = await report(model, skipped);
    expect([action, reason, took]).toEqual(['none', expect.stringContaining('"Deploy"'), 2_500]);
  });

  test.each([
    [2, 10],
    [120, 11],
  ])('asks eight newer runs of %i jobs, newest first, in %i requests', async (jobs, count) => {
    const model = new GithubModel();
    for (let number = 11; number < 19; number++) add(model, number, { ...createLegs(jobs - 1), build: 'skipped' });
    const { action, requests } = await report(model);
    expect([action, requests.length]).toEqual(['resolve', count]);
  });

  test('is left to the newest run where that passed, whatever failed between', async () => {
    const model = new GithubModel();
    for (let number = 11; number < 40; number++) add(model, number, { build: 'failure' });
    add(model, 40, { build: 'success' });
    const { action, requests } = await report(model);
    expect([action, requests.length]).toEqual(['none', 3]);
  });

  test('asks about a run that was still under way when a newer one passed', async () => {
    const model = new GithubModel();
    const late = { started_at: at(41), completed_at: at(42) };
    add(model, 11, { build: { conclusion: 'failure', ...late } }, { updated_at: at(42) });
    add(model, 40, { build: 'success' });
    expect((await report(model)).action).toBe('none');
  });
});

test('an alert of a job on the 301st place of a newer run is held back after 5 requests', async () => {
  const model = new GithubModel();
  add(model, 11, { ...createLegs(300), build: { steps: [{ name: 'Test' }] } });
  const { action, requests } = await report(model, red);
  expect([action, requests.length]).toEqual(['none', 5]);
});

test('what GitHub is asked is the next page where only that shows an older run of this branch', async () => {
  const list = 'actions/workflows/ci.yml/runs?per_page=100&page=1';
  const model = new GithubModel();
  add(model, 1, { build: 'success' });
  for (let number = 2; number < 152; number++) add(model, number, {}, { head_branch: 'fix', created_at: at(9.5) });
  const { requests } = await report(model, { run: { run_number: 152 } });
  expect(requests).toEqual([list, list.replace(/1$/, '2')]);
});

describe('a list of runs', () => {
  test.each([true, false])('by branch that lags, with this run in it (%s), frees no resolve', async (present) => {
    const model = new GithubModel();
    const { id } = add(model, 11, { build: 'failure' });
    model.indexLag = { until: at(5), ...(present && { present: [id] }) };
    expect((await report(model)).action).toBe('none');
  });

  test('that does not show this run is asked for again, and a moment later it does', async () => {
    const model = new GithubModel();
    add(model, 9, { build: 'success' });
    model.listLag = { until: at(9), answers: 3 };
    const { action, took } = await report(model);
    expect([action, took]).toEqual(['resolve', 3_000]);
  });

  test('that never shows this run holds a resolve back after 15 seconds, with a warning, and no alert', async () => {
    const model = new GithubModel();
    add(model, 9, { build: 'success' });
    model.listLag = { until: at(9), answers: 99 };
    expect(await report(model, red)).toMatchObject({ action: 'create', took: 0 });
    const { action, took, warnings } = await report(model);
    expect([action, took]).toEqual(['none', 15_000]);
    expect(warnings).toEqual([
      "Not resolved: it could not be checked whether something still fails, because GitHub's list of runs does not " +
        'show the newest runs yet. The next run that passes resolves the incident. If this happens every time, set ' +
        "github-token: '' to report without these checks.",
    ]);
  });

  test.each([0, 120])('that shows a newer run and %i older ones, but not this one, is stale', async (count) => {
    const model = new GithubModel();
    for (let number = 0; number < count; number++) add(model, 1, { build: 'success' });
    const { id } = add(model, 11, { build: 'success' });
    model.listLag = { until: at(9.9), present: [id], answers: 99 };
    expect((await report(model)).reason).toContain('does not show the newest runs yet');
  });

  test('shows this run on its third page at the latest', async () => {
    const model = new GithubModel();
    add(model, 9, { build: 'success' });
    for (let number = 11; number < 231; number++) add(model, number, {}, { head_branch: 'fix', created_at: at(11) });
    expect((await report(model)).action).toBe('resolve');
  });

  const watched = SUBJECTS['a watched run'];
  const far = "GitHub's lists of runs do not reach an older run to compare with";
  const late = "GitHub's list of runs does not show the newest runs yet";
  const oldRed = '1 api:success web:success, 2 api:failure web:success';
  test.each<[string, Reported, string, number, string, string]>([
    ['does not free a skipped job', apiSkipped, '2 api:failure web:success', 1, '', far],
    ['does not, in a watched run', watched, '2 api:failure web:success', 1, '', far],
    ['does not by an older run that it shows', apiSkipped, oldRed, 1, '', far],
    ['does not where it lacks another run', apiSkipped, oldRed, 1, '402 api:skipped web:success', late],
    ['that is not late says what failed', apiSkipped, oldRed, 10, '', 'the job "api" failed (#2, '],
    ['frees what passed as a whole', { ...watched, jobs: { web: 'success' } }, '2 api:failure', 1, '', ''],
    ['frees one job', {}, '2 build:failure', 1, '', ''],
  ])('by branch, behind 400 runs of others, %s', async (_, own, old, until, near, why) => {
    const model = new GithubModel();
    model.indexLag = { until: at(until), present: [99] };
    addAll(model, old);
    for (let number = 3; number < 403; number++) add(model, number, {}, { head_branch: 'fix', created_at: at(9.5) });
    addAll(model, near, { created_at: at(9.9) });
    const { action, reason } = await report(model, { ...own, run: { run_number: 403, id: 99 } });
    expect([action, reason]).toEqual([why === '' ? 'resolve' : 'none', expect.stringContaining(why)]);
  });

  test('of a hundred runs of a fork pushes no older run of this branch out of sight', async () => {
    const model = new GithubModel();
    add(model, 1, { api: 'failure', web: 'success' });
    for (let number = 2; number < 402; number++) {
      model.addRun({ run_number: number, created_at: at(9.5), head_repository: 'eve/shop' });
    }
    expect((await report(model, { ...apiSkipped, run: { run_number: 402 } })).action).toBe('none');
  });

  test('beyond 300 newer runs holds a resolve back', async () => {
    const model = new GithubModel();
    for (let number = 11; number < 320; number++) model.addRun({ run_number: number, created_at: at(11) });
    const { action, warnings } = await report(model);
    expect([action, warnings]).toEqual(['none', [expect.stringContaining('more runs than can be checked')]]);
  });
});

describe('when GitHub does not answer as it should', () => {
  const newest = (model: GithubModel) => add(model, 11, { build: 'failure' });

  test.each<[string, github.Interfere, number, string]>([
    ['hangs', () => 'hang', 15_000, 'GitHub did not answer in time'],
    ['breaks off', () => 'reset', 15_000, 'GitHub cannot be reached'],
    ['is broken', () => github.failInside(), 15_000, 'GitHub answered 500'],
    ['is used up', () => github.refuseByRateLimit(), 0, "the rate limit of GitHub's API is used up"],
    ['refuses the token', () => github.refuseCredentials(), 0, 'GitHub does not accept github-token, which is wrong'],
    ['is too deep', () => github.answerNested(1_000), 0, 'an answer of GitHub is nested too deep or too long'],
  ])('because it %s, a resolve is held back and an alert goes out', async (_, interfere, took, problem) => {
    const green = new GithubModel();
    newest(green);
    const held = await report(green, { interfere });
    expect([held.action, held.took, held.warnings.length]).toEqual(['none', took, 1]);
    if (took === 0) expect(held.requests).toHaveLength(1);
    expect(held.reason).toContain(`it could not be checked whether something still fails, because`);
    expect(held.reason).toContain(problem);
    const broken = new GithubModel();
    newest(broken);
    const sent = await report(broken, { ...red, interfere });
    expect(sent.action).toBe('create');
    expect(sent.took).toBeLessThanOrEqual(5_000);
  });

  test('for a moment, it is asked again after 1, 2 and 4 seconds', async () => {
    const model = new GithubModel();
    add(model, 9, { build: 'success' });
    let asked = 0;
    const { action, took } = await report(model, {
      interfere: () => (asked++ < 3 ? github.failInside(502) : undefined),
    });
    expect([action, took]).toEqual(['resolve', 7_000]);
  });

  const shapes = github.WRONG_SHAPES.map((body) => ({ body, text: JSON.stringify(body) }));
  test.each(shapes)('but with $text, an alert goes out and a resolve does not', async ({ body }) => {
    const interfere = () => ({ status: 200, body });
    expect((await report(new GithubModel(), { ...red, interfere })).action).toBe('create');
    expect((await report(new GithubModel(), { interfere })).action).toBe('none');
  });

  test.each<[string, Record<string, string>, string]>([
    ['the jobs of the newer run are asked for', { build: 'failure' }, 'the job "build" failed in another run (#11'],
    ['only this job counts', { build: 'success', lint: 'failure' }, 'the result is success'],
    ['other jobs do not count', { lint: 'success' }, 'the result is success'],
    ['more jobs than are read hold a resolve back', createLegs(301), 'it would take more requests than one report'],
  ])('for want of checks: read, %s', async (_, jobs, why) => {
    const model = new GithubModel();
    model.permissions = ['actions'];
    add(model, 11, jobs);
    expect((await report(model)).reason).toContain(why);
  });

  test('for a job of this name of another workflow on the same commit, it does not count', async () => {
    const sha = 'a'.repeat(40);
    const model = new GithubModel();
    add(model, 11, { build: 'success' }, { head_sha: sha });
    const other = { head_sha: sha, workflow_id: 2, path: '.github/workflows/other.yml' };
    add(model, 5, { build: { conclusion: 'failure', started_at: at(11.5) } }, other);
    expect((await report(model, { run: { head_sha: sha } })).action).toBe('resolve');
  });

  test('for want of actions: read, a watched run is not resolved, and the log names the permission', async () => {
    const model = new GithubModel();
    model.permissions = [];
    const { action, warnings } = await report(model, { subject: 'watched run', result: 'success' });
    expect([action, warnings]).toEqual(['none', [expect.stringContaining('give the job this permission')]]);
  });

  test('about an older run only, a resolve with a skipped job is held back', async () => {
    const model = new GithubModel();
    const old = `/runs/${add(model, 9, { api: 'failure', web: 'success' }).id}/`;
    const interfere: github.Interfere = ({ path }) => (path.includes(old) ? github.refusePermission() : undefined);
    expect((await report(model, { ...apiSkipped, interfere })).action).toBe('none');
  });

  test.each(['github.com', 'git.acme.io'])('below a tenth of the limit, %s is asked for guards only', async (host) => {
    const model = new GithubModel();
    model.limit = { limit: 1000, used: 950 };
    addAll(model, '8 build:success, 9 build:failure');
    const start = { ...PUSH_TO_MAIN, env: { GITHUB_SERVER_URL: `https://${host}` } };
    const { details, requests } = await report(model, { ...red, start });
    expect(details).not.toHaveProperty('consecutive_failures');
    expect(requests).toHaveLength(2);
  });

  test('a branch with half a character costs neither the alert nor the step', async () => {
    const ref = 'refs/heads/half-\ud800';
    const start = { ...PUSH_TO_MAIN, ref };
    const run = { head_branch: 'half-\ufffd' };
    expect((await report(new GithubModel(), { ...red, start, run })).action).toBe('create');
    const { lines } = await report(new GithubModel(), { start, run });
    expect(lines.filter((line) => line.startsWith('failed'))).toEqual([]);
  });
});

describe('the caller of a reusable workflow', () => {
  const file = 'acme/shop/.github/workflows/deploy.yml';
  const called = {
    start: { ...PUSH_TO_MAIN, jobWorkflowRef: `${file}@refs/heads/main` },
    job: { name: 'deploy-prod / Deploy 1.4.0', steps: [{ conclusion: 'failure' as const }] },
  };
  const denied = { interfere: github.refusePermission };
  const unsaid = { start: { ...PUSH_TO_MAIN, jobWorkflowRef: '' } };
  const calling = { run: { referenced_workflows: [{ path: file, sha: 'abc' }] } };
  const asNeeds: Reported = { subject: 'needs', result: '{"api":{"result":"success"}}' };

  test.each<[Reported, string]>([
    [{}, 'CI / deploy-prod / build failed in acme/shop'],
    [{ result: 'failure' }, 'CI / deploy-prod / build failed in acme/shop'],
    [asNeeds, 'CI / deploy-prod failed in acme/shop'],
    [{ ...unsaid, ...calling }, 'CI / deploy-prod / build failed in acme/shop'],
    [unsaid, 'CI / build failed in acme/shop'],
    [{ ...denied, inputs: { title: 'Shop is down' } }, 'Shop is down'],
  ])('is part of the title of %o, whatever the called job is called', async (own, title) => {
    expect((await report(new GithubModel(), { ...called, ...own })).title).toBe(title);
  });

  const [is, may] = ['this job is', 'this job may be'].map((start) => `${start} in a reusable workflow`);
  const permission = 'the job does not have the permission actions: read';
  const notByItself = ' and will not resolve by itself';
  const byAny = ' and, if several jobs call this workflow, the success of any of them resolves it';
  const notIfCalled = ' and, if a job calls this workflow, will not resolve by itself';
  const other = { status: 'in_progress', runner_name: 'GitHub Actions 3' } as const;
  const lost = 'this job cannot be found in its run';
  const twins = { hasCheckRunId: false, jobs: { other } };

  test.each<[what: string | undefined, why: string, effect: string, action: 'none' | 'resolve', Reported]>([
    [is, permission, notByItself, 'none', denied],
    [is, lost, notByItself, 'none', { job: {} }],
    [may, permission, byAny, 'resolve', { ...unsaid, ...denied }],
    [may, permission, byAny, 'resolve', { ...unsaid, ...denied, ...asNeeds }],
    [may, 'GitHub answered 500', notIfCalled, 'none', { ...unsaid, interfere: () => github.failInside() }],
    [may, lost, notIfCalled, 'none', { ...unsaid, ...calling, ...twins }],
  ])('where %s: %s, an alert goes out without it%s, and a success does: %s', async (what, why, effect, action, own) => {
    const reason = `${what}, and which job calls it, which is part of the title, could not be looked up: ${why}.`;
    const advice = 'Give the job the permission actions: read, or set title.';
    const result = own.result?.replace('success', 'failure') ?? 'failure';
    const alert = await report(new GithubModel(), { ...called, ...own, result });
    const title = own.subject === 'needs' ? 'CI failed in acme/shop' : 'CI / build failed in acme/shop';
    expect([alert.action, alert.title]).toEqual(['create', title]);
    expect(alert.warnings).toEqual([`${reason} The incident is opened without it${effect}. ${advice}`]);
    const succeed = (inputs = {}) => report(new GithubModel(), { ...called, ...own, inputs });
    const held = action === 'none';
    expect(await succeed()).toMatchObject({ action, title: held ? '' : title });
    const warnings = held ? [`Not resolved: ${reason} ${advice}`] : [];
    expect(await succeed({ status: 'resolve' })).toMatchObject({ action, warnings });
  });
});

test('the environment of the event is in the title, in the details, and in what is looked up', async () => {
  const payload = { ...PUSH_TO_MAIN.payload, inputs: { environment: 'staging' } };
  const start = { ...PUSH_TO_MAIN, event: 'workflow_dispatch', payload };
  const { title, details, warnings } = await report(new GithubModel(), { ...red, start, inputs: { after: '2' } });
  expect([title, details.environment]).toEqual(['CI / build failed in acme/shop (staging)', 'staging']);
  expect(warnings).toEqual([expect.stringContaining('which of the runs were for the same environment')]);
});

describe('a watched run whose branch may be a tag', () => {
  const own = (result: string): Reported => ({ subject: 'watched run', result, run: { head_branch: 'v1.4.0' } });

  test.each([
    ['refs/tags/v1.4.0', '', 'CI failed in acme/shop@tags'],
    ['refs/tags/v1.4.0', 'main', 'CI failed in acme/shop@tags'],
    ['refs/heads/v1.4.0', '', 'CI failed in acme/shop@v1.4.0'],
  ])('is what GitHub says: %s, with branches: "%s"', async (ref, branches, title) => {
    const model = new GithubModel();
    model.addRef({ ref });
    expect((await report(model, { ...own('failure'), inputs: { branches } })).title).toBe(title);
  });

  test('is on a branch without the permission, in both directions', async () => {
    for (const [result, action] of Object.entries({ failure: 'create', success: 'resolve' })) {
      const model = new GithubModel();
      model.permissions = ['actions', 'checks'];
      expect(await report(model, own(result))).toMatchObject({ action, title: 'CI failed in acme/shop@v1.4.0' });
    }
  });

  test('is not reported where it is on a branch that branches does not list', async () => {
    const model = new GithubModel();
    model.addRef({ ref: 'refs/heads/v1.4.0' });
    const { action, reason, requests } = await report(model, { ...own('failure'), inputs: { branches: 'main' } });
    expect([action, reason, requests.length]).toEqual(['none', expect.stringContaining('matches no pattern'), 2]);
  });

  test('is not resolved where that cannot be told', async () => {
    const interfere: github.Interfere = ({ path }) => (path.includes('/git/') ? github.failInside() : undefined);
    const { action, warnings } = await report(new GithubModel(), { ...own('success'), interfere });
    const why = expect.stringContaining('it could not be checked whether v1.4.0 is a tag');
    expect([action, warnings]).toEqual(['none', [why]]);
  });
});
