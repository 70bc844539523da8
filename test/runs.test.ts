import { expect, test } from 'vitest';
import { add, needs, type Reported, report } from './asking.ts';
import { createPullRequest, GithubModel, type RunFields } from './github/model.ts';
import { change, PUSH_TO_MAIN, type Start } from './situations.ts';

type Way = 'same' | 'maybe' | 'other';

const { payload } = PUSH_TO_MAIN;
const push = (ref: string): Start => ({ ...PUSH_TO_MAIN, ref });
const onEvent = (event: string, more: Partial<Start> = {}): Start => ({ ...PUSH_TO_MAIN, event, ...more });
const pull = (head: object = {}, more: Parameters<typeof change>[1] = {}): Start => ({
  event: 'pull_request',
  ref: 'refs/pull/57/merge',
  payload: change(
    {
      ...payload,
      action: 'opened',
      pull_request: {
        number: 57,
        merged: false,
        base: { ref: 'main' },
        head: { ref: 'fix', repo: { full_name: 'acme/shop' }, ...head },
      },
    },
    more,
  ),
});
const ofFork = pull({ repo: { full_name: 'eve/shop' } });
const merged = pull({}, { action: 'closed', 'pull_request.merged': true });
const open = (...numbers: number[]) => numbers.map((number) => createPullRequest({ number, head: 'fix' }));
const foreign = createPullRequest({ number: 57, head: 'fix', repository: 'eve/shop', headRepository: 'acme/shop' });
const onPull: RunFields = { event: 'pull_request', head_branch: 'fix' };
const queue = (entry: string) => `gh-readonly-queue/main/pr-${entry}-0123abc`;
const onQueue: RunFields = { event: 'merge_group', head_branch: queue('1') };
const onFork: RunFields = { head_repository: 'eve/shop' };
const moved: RunFields = { repository: 'acme/store' };
const inMoved = [createPullRequest({ number: 57, head: 'fix', repository: 'acme/store' })];
const dynamic = (name: string): RunFields => ({
  event: 'dynamic',
  path: 'dynamic/dependabot/dependabot-updates',
  name,
});
const npm = { subject: 'watched run', run: dynamic('npm in /web - Update #1') } as const;

const nameless = { repository: { full_name: 'acme/shop' } };
const ofMerge: Reported = { start: merged, run: onPull };
const inQueue: Reported = { start: onEvent('merge_group', { ref: `refs/heads/${queue('2')}` }) };
const otherQueue = 'gh-readonly-queue/v2/pr-1-0123abc';
const watching: Reported = { start: onEvent('workflow_run'), inputs: { status: 'success' } };
const ofFix = { subject: 'watched run', run: { head_branch: 'fix' } } as const;
const forkPull: RunFields = { ...onFork, event: 'pull_request' };
const onTag: Reported = { start: push('refs/tags/v1.2.0') };
const byTag: RunFields = { event: 'workflow_dispatch', head_branch: 'refs/tags/v9.0.0' };

/** The newer run as GitHub lists it: is it of the same check as this one? */
const CASES: [string, Way, Reported & { start?: Start }, RunFields][] = [
  ['a push to main beside a push to main', 'same', {}, {}],
  ['a push to main beside a schedule', 'same', {}, { event: 'schedule' }],
  [
    'a schedule, whose payload does not name the default branch',
    'same',
    { start: onEvent('schedule', { payload: nameless }) },
    {},
  ],
  ['an issue comment on the default branch', 'same', { start: onEvent('issue_comment') }, {}],
  ['another branch', 'other', {}, { head_branch: 'fix' }],
  ['the same other branch', 'same', { start: push('refs/heads/fix') }, { head_branch: 'fix' }],
  ['main of a fork', 'other', {}, onFork],
  ['a run whose fork was deleted', 'other', {}, { head_repository: null as never }],
  [
    'a pull request from a branch of that name',
    'other',
    { start: push('refs/heads/fix') },
    { ...onPull, pull_requests: open(57) },
  ],
  ['a run by hand, which may be for an environment', 'maybe', {}, { event: 'workflow_dispatch' }],
  ['any run, where the title names an environment', 'maybe', { inputs: { environment: 'production' } }, {}],
  ['this pull request', 'same', { start: pull() }, { ...onPull, pull_requests: open(57) }],
  ['another pull request of the same branch', 'other', { start: pull() }, { ...onPull, pull_requests: open(58) }],
  ['one of two pull requests of the branch', 'maybe', { start: pull() }, { ...onPull, pull_requests: open(57, 58) }],
  ['a pull request that was closed meanwhile', 'maybe', { start: pull() }, { ...onPull, pull_requests: [] }],
  ['a pull request of another repository', 'maybe', { start: pull() }, { ...onPull, pull_requests: [foreign] }],
  [
    'this one beside one of another repository',
    'same',
    { start: pull() },
    { ...onPull, pull_requests: [...open(57), foreign] },
  ],
  ['a pull request from a fork', 'maybe', { start: ofFork }, { ...onPull, ...onFork }],
  ['a pull request from our branch of that name', 'other', { start: ofFork }, { ...onPull, pull_requests: open(57) }],
  ['a push to main beside a pull request that was merged', 'maybe', {}, { ...onPull, pull_requests: [] }],
  ['a merged pull request beside a push to its base', 'same', ofMerge, {}],
  ['a merged pull request beside another one', 'maybe', ofMerge, { ...onPull, head_branch: 'other' }],
  ['a merged pull request beside a push to another branch', 'other', ofMerge, { head_branch: 'release' }],
  ['another entry of the queue', 'same', inQueue, onQueue],
  ['an entry of another queue', 'other', inQueue, { ...onQueue, head_branch: otherQueue }],
  ['another version tag', 'same', onTag, { head_branch: 'v1.3.0' }],
  ['a tag of another product', 'other', onTag, { head_branch: 'api-v1.3.0' }],
  ['a branch beside a tag', 'other', onTag, { head_branch: 'v9' }],
  ['a tag beside a pull request that was merged', 'other', onTag, { ...onPull, pull_requests: [] }],
  ['a release', 'same', onTag, { event: 'release', head_branch: 'v1.3.0' }],
  ['a dispatch on a tag by its full ref', 'maybe', onTag, byTag],
  ['a watching job beside another watching run', 'maybe', watching, { event: 'workflow_run' }],
  ['a watching job beside a push', 'other', watching, {}],
  ['the watched branch', 'same', ofFix, { head_branch: 'fix' }],
  ['another branch than the watched one', 'other', ofFix, {}],
  ['the watched fork', 'same', { subject: 'watched run', run: forkPull }, forkPull],
  ['the same update of Dependabot', 'same', npm, dynamic('npm in /web - Update #2')],
  ['another update of Dependabot', 'other', npm, dynamic('github_actions in / - Update #2')],
  ['a push in a repository that was renamed', 'same', { run: moved }, moved],
  ['its pull request', 'same', { start: pull(), run: moved }, { ...moved, ...onPull, pull_requests: inMoved }],
  ['a fork of it', 'other', { run: moved }, { ...moved, ...onFork }],
];

/** Reports run #10 beside newer runs; on tags, only those called v… and a dot are tags. */
async function reportBeside(newer: RunFields, conclusion: 'success' | 'failure', own: Reported): Promise<string> {
  const model = new GithubModel();
  for (const tag of ['v1.2.0', 'v1.3.0', 'api-v1.3.0']) model.addRef({ ref: `refs/tags/${tag}` });
  if (newer.repository !== undefined) model.renameRepository('acme/shop', 'acme/store');
  const isDynamic = newer.event === 'dynamic';
  // The workflow of updates has a file of its own.
  add(model, 11, { build: conclusion }, { ...newer, ...(isDynamic && { workflow_id: 7 }) });
  const run = { ...(isDynamic && { workflow_id: 7 }), ...own.run };
  const jobs = own.subject === 'watched run' ? { build: conclusion === 'success' ? 'failure' : 'success' } : {};
  const result = conclusion === 'success' ? 'failure' : 'success';
  const inputs = { 'pull-requests': 'true', ...own.inputs, ...(own.inputs?.status && { status: result }) };
  const title: { title?: string } = own.start?.event === 'workflow_run' ? { title: 'Mine' } : {};
  const { action } = await report(model, { ...own, run, jobs, result, inputs: { ...inputs, ...title } });
  return action;
}

test.each(CASES)('%s is %s', async (_, way, own, newer) => {
  const [besidePass, besideFailure] = [
    await reportBeside(newer, 'success', own),
    await reportBeside(newer, 'failure', own),
  ];
  const expected = { same: ['none', 'none'], maybe: ['create', 'none'], other: ['create', 'resolve'] }[way];
  expect([besidePass, besideFailure]).toEqual(expected);
});

test('without contents: read, any run may be on a tag of this kind', async () => {
  for (const [conclusion, action] of [
    ['success', 'create'],
    ['failure', 'none'],
  ] as const) {
    const model = new GithubModel();
    model.permissions = ['actions', 'checks'];
    add(model, 11, { build: conclusion }, { head_branch: 'v1.3.0' });
    const result = conclusion === 'success' ? 'failure' : 'success';
    expect((await report(model, { start: push('refs/tags/v1.2.0'), result })).action).toBe(action);
  }
});

test('all tags are asked for by one question', async () => {
  const model = new GithubModel();
  for (let number = 11; number < 60; number++) add(model, number, {}, { head_branch: `b${number}` });

  const { requests } = await report(model, { start: push('refs/tags/v1.2.0'), run: { head_branch: 'v1.2.0' } });
  expect(requests.filter((path) => path.startsWith('git/'))).toEqual(['git/matching-refs/tags']);
});

test('a workflow that an organization requires is found by the run', async () => {
  const model = new GithubModel();
  add(model, 11, { build: 'failure' }, { workflow_id: 7, path: 'acme/policies/.github/workflows/required.yml' });
  const start = {
    ...PUSH_TO_MAIN,
    env: { GITHUB_WORKFLOW_REF: 'acme/policies/.github/workflows/required.yml@refs/heads/main' },
  };
  expect((await report(model, { start, run: { workflow_id: 7 } })).reason).toContain('#11');
});

test('a run without a number or an id cannot be compared', async () => {
  const start = { ...PUSH_TO_MAIN, env: { GITHUB_RUN_NUMBER: '' } };
  expect(await report(new GithubModel(), { start })).toMatchObject({ action: 'none', warnings: [expect.anything()] });
  expect(await report(new GithubModel(), { start, result: 'failure' })).toMatchObject({ action: 'create' });
});

test('a run by hand that repairs what runs by hand broke counts as a pass between', async () => {
  const model = new GithubModel();
  const byHand = { event: 'workflow_dispatch' };
  add(model, 7, { migrate: 'failure', deploy: 'success' }, byHand);
  add(model, 8, { migrate: 'success', deploy: 'success' }, byHand);
  add(model, 9, { migrate: 'skipped', deploy: 'failure' }, byHand);

  const own = needs('migrate:skipped deploy:success', { start: onEvent('workflow_dispatch'), run: byHand });
  expect((await report(model, own)).action).toBe('resolve');
});

test('with a title of its own, a pass between counts as well', async () => {
  const model = new GithubModel();
  add(model, 7, { api: 'failure', web: 'success' });
  add(model, 8, { api: 'success', web: 'success' });
  const own = needs('api:skipped web:success', { inputs: { title: 'Shop is down' } });
  expect((await report(model, own)).action).toBe('resolve');
});

test('a merged pull request is not held back for ever by pull requests that are still open', async () => {
  const model = new GithubModel();
  const other = { head_branch: 'other', pull_requests: [createPullRequest({ number: 58, head: 'other' })] };
  add(model, 9, { test: 'failure', deploy: 'skipped' }, { ...onPull, ...other });
  const own = needs('test:skipped deploy:success', { start: merged, run: onPull });
  expect((await report(model, own)).action).toBe('resolve');
});
