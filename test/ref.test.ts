import { describe, expect, test } from 'vitest';
import { findSkipReason } from '../src/branches.ts';
import type { Subject } from '../src/context.ts';
import type { JsonObject } from '../src/json.ts';
import { parseRunSummary, type RunSummary, refOfRun, titlePart } from '../src/ref.ts';
import { composeTitle } from '../src/title.ts';
import { COMPLETED, change, contextOf, findExample, PUSH_TO_MAIN } from './situations.ts';

/** Whether a run is reported: always, unless `branches: main` is set, or with `pull-requests: true` only. */
type Reported = 'always' | 'unless branches' | 'with pull-requests';

function findReported(ref: ReturnType<typeof refOfRun>): Reported {
  const isReported = (branches: string[], pullRequests: boolean) =>
    findSkipReason(ref, { branches, pullRequests }) === undefined;
  expect(isReported([], true)).toBe(true);
  if (!isReported([], false)) {
    // The input branches does not touch pull requests.
    expect(isReported(['main'], true)).toBe(true);
    return 'with pull-requests';
  }
  return isReported(['main'], false) ? 'always' : 'unless branches';
}

const repository = { full_name: 'acme/shop', default_branch: 'main' };
const at = (payload: JsonObject = {}): JsonObject => ({ repository, ...payload });
const pull = (values: JsonObject = {}): JsonObject =>
  at({
    action: 'opened',
    ...values,
    pull_request: {
      number: 57,
      merged: values.merged ?? false,
      merge_commit_sha: 'ba5eba11',
      user: { login: 'mona' },
      head: { ref: values.head ?? 'fix', sha: 'c0ffee', repo: { full_name: values.from ?? 'acme/shop' } },
      base: { ref: values.base ?? 'main' },
    },
  });

describe('a run’s own title', () => {
  const onMain = 'refs/heads/main';
  const queue = 'refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64';
  const onPull = 'refs/pull/57/merge';
  const deployment = { environment: 'production' };
  const next = 'refs/heads/next';
  const staging = at({ inputs: { environment: ' staging' } });
  const onPulls = 'with pull-requests';
  const closed = (more: JsonObject = {}) => pull({ action: 'closed', merged: true, ...more });
  test.each<[runs: string, event: string, ref: string, payload: JsonObject, end: string, reported: Reported]>([
    ['a push to the default branch', 'push', onMain, at(), '', 'always'],
    ['a push to another branch', 'push', 'refs/heads/release/1.2', at(), '@release/1.2', 'unless branches'],
    ['a push of a version tag', 'push', 'refs/tags/v1.4.0', at(), '@tags', 'always'],
    ['a push of a tag of a package', 'push', 'refs/tags/@acme/api@1.4.0', at(), '@tags:@acme/api', 'always'],
    ['a push of a tag without a version', 'push', 'refs/tags/nightly', at(), '@tags:nightly', 'always'],
    ['a tag with the name of the default branch', 'push', 'refs/tags/main', at(), '@tags:main', 'always'],
    ['the creation of a branch', 'create', 'refs/heads/topic', at(), '@topic', 'unless branches'],
    ['the deletion of a branch', 'delete', onMain, at(), '', 'always'],
    ['a pull request', 'pull_request', onPull, pull(), '#57', onPulls],
    ['a pull request that is closed', 'pull_request', onMain, pull({ action: 'closed' }), '#57', onPulls],
    ['a merge', 'pull_request', onMain, closed(), '', 'always'],
    ['a merge into another branch', 'pull_request_target', next, closed({ base: 'next' }), '@next', 'unless branches'],
    ['a merge, labeled later', 'pull_request', onMain, pull({ merged: true }), '#57', onPulls],
    ['a pull_request_target', 'pull_request_target', onMain, pull(), '#57', onPulls],
    ['a pull request of a fork', 'pull_request', onPull, pull({ from: 'eve/shop', head: 'main' }), '#57', onPulls],
    ['a review', 'pull_request_review', onPull, pull(), '#57', onPulls],
    ['a pull request without a payload', 'pull_request', onPull, {}, '#57', onPulls],
    ['a merge queue', 'merge_group', queue, at(), '@gh-readonly-queue/main', onPulls],
    ['a schedule', 'schedule', onMain, at(), '', 'always'],
    ['a schedule without a repository', 'schedule', onMain, { schedule: '0 3 * * *' }, '', 'always'],
    ['a schedule of which nothing is known', 'schedule', '', {}, '', 'always'],
    ['a dispatch', 'workflow_dispatch', onMain, at(), '', 'always'],
    ['a dispatch with an environment', 'workflow_dispatch', onMain, staging, ' (staging)', 'always'],
    ['a dispatch on a tag', 'workflow_dispatch', 'refs/tags/api-v1.4.0', at(), '@tags:api', 'always'],
    ['a dispatch from outside', 'repository_dispatch', onMain, at(), '', 'always'],
    ['a release', 'release', 'refs/tags/v2', at({ release: { tag_name: 'v2' } }), '@tags', 'always'],
    ['a release without a ref', 'release', '', at({ release: { tag_name: 'web/v2' } }), '@tags:web', 'always'],
    ['a deployment', 'deployment', onMain, at({ deployment }), ' (production)', 'always'],
    ['a deployment of a branch', 'deployment', next, at({ deployment }), '@next (production)', 'unless branches'],
    ['a deployment of a commit', 'deployment_status', '', at({ deployment }), ' (production)', 'always'],
    ['a deployment of a pull request', 'deployment', onPull, at({ deployment }), '#57 (production)', onPulls],
    ['a commit status', 'status', '', at(), '', 'always'],
    ['a page build', 'page_build', '', at(), '', 'always'],
    ['an issue comment', 'issue_comment', onMain, at(), '', 'always'],
    ['a ref of another kind', 'push', 'refs/notes/commits', at(), '@?', 'always'],
    ['a push without a payload', 'push', onMain, {}, '@main', 'always'],
  ])('of %s (%s on %s)', (_, event, ref, payload, end, reported) => {
    const context = contextOf({ event, ref, payload, env: { GITHUB_REPOSITORY: 'acme/shop' } });
    const title = composeTitle({ context, subject: 'job', environment: context.environment }, (text) => text);
    expect(title).toBe(`CI / build failed in acme/shop${end}`);
    expect(findReported(context.ref)).toBe(reported);
  });

  const VERSIONS =
    'v1.4.0 1.4.0 V2 v1 2024.10.1 2024-10-01 v1.4.0-rc.1 1.0rc1 v1alpha1 v1.4.0-2 v1.4.0+build.5 v1.4.0-alpine';
  const NAMED =
    'api@1.4.0:api api-v1.4.0:api api/v1.4.0:api api_1.4.0:api app.v1.2:app release1.2.3:release node20-v1.2.0:node20 ' +
    'api-2-v1.4.0:api-2 v1-api-2.0.0:v1-api 2fa-v1.2.0:2fa release-2024-10-01:release nightly-20241001:nightly ' +
    'build123:build v:v tags:tags';
  test.each([
    ...VERSIONS.split(' ').map((tag) => [tag, '']),
    ...NAMED.split(' ').map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':'))]),
  ])('of the tag %s has the scope @tags%s', (tag, name) => {
    expect(contextOf({ ...PUSH_TO_MAIN, ref: `refs/tags/${tag}` }).ref.scope).toBe(`@tags${name}`);
  });
});

describe('on workflow_run, the title of each subject', () => {
  const fork = { 'workflow_run.head_repository.full_name': 'eve/octo-repo' };
  const onHead = (event: string, branch: string) => ({
    'workflow_run.event': event,
    'workflow_run.head_branch': branch,
  });
  type Changes = Parameters<typeof change>[1];
  const deleted = { 'workflow_run.head_repository': null };
  const of57 = { 'workflow_run.pull_requests': [{ number: 57 }] };
  const onPulls = 'with pull-requests';
  const update = {
    'workflow.name': 'Dependabot Updates',
    'workflow_run.name': 'github_actions in /. - Update #1603758735',
    'workflow_run.path': 'dynamic/dependabot/dependabot-updates',
  };
  const ofUpdate = { watched: 'Dependabot Updates: github_actions in /.' };
  type Row = [runs: string, Changes, end: string, Reported, more?: { watched?: string; isTag?: boolean }];
  test.each<Row>([
    ['a push to the default branch', onHead('push', 'main'), '', 'always'],
    ['a push to another branch', onHead('push', 'topic'), '@topic', 'unless branches'],
    ['a push of a tag, which the event does not show', onHead('push', 'v1.4.0'), '@v1.4.0', 'unless branches'],
    ['a push of a tag, once GitHub was asked', onHead('push', 'v1.4.0'), '@tags', 'always', { isTag: true }],
    ['an update of Dependabot', { ...onHead('dynamic', 'main'), ...update }, '', 'always', ofUpdate],
    ['a pull request from a fork’s main', { ...onHead('pull_request', 'main'), ...fork }, '@eve:main', onPulls],
    ['a fork that was deleted', { ...onHead('pull_request', 'main'), ...deleted }, '@unknown:main', onPulls],
    ['a pull request', { ...onHead('pull_request', 'fix'), ...of57 }, '#fix', onPulls],
    ['a pull request from a branch called 57', onHead('pull_request', '57'), '#"57"', onPulls],
    ['a merge queue', onHead('merge_group', 'gh-readonly-queue/main/pr-1-0a'), '@gh-readonly-queue/main', onPulls],
    ['a release', onHead('release', 'v1.4.0'), '@tags', 'always'],
    ['a dispatch on a tag', onHead('workflow_dispatch', 'refs/tags/api-v1.4.0'), '@tags:api', 'always'],
    ['a full ref', onHead('workflow_dispatch', 'refs/heads/main'), '', 'always'],
    ['a schedule', onHead('schedule', 'main'), '', 'always'],
    ['no branch', { ...onHead('push', 'main'), 'workflow_run.head_branch': null }, '@?', 'always'],
  ])('of %s', (_, changes, end, reported, { watched = 'test', isTag } = {}) => {
    const payload = change(change(COMPLETED, { 'repository.default_branch': 'main' }), changes);
    const read = contextOf({ event: 'workflow_run', ref: 'refs/heads/main', payload });
    const found = isTag && parseRunSummary(payload.workflow_run, read.repository);
    const context = { ...read, ref: found ? refOfRun(found, read, isTag) : read.ref };
    const title = (subject: Subject) => composeTitle({ context, subject }, (text) => text);
    expect(title('watched run')).toBe(`${watched} failed in octo-org/octo-repo${end}`);
    expect(title('needs')).toBe(`CI failed in octo-org/octo-repo${end}`);
    expect(title('job')).toBe(`CI / build failed in octo-org/octo-repo${end}`);
    expect(findReported(context.ref)).toBe(reported);
  });

  test('is that of a fork without a payload, never that of the default branch', () => {
    const context = contextOf({ event: 'workflow_run', ref: 'refs/heads/main', payload: {} });
    expect(composeTitle({ context, subject: 'watched run' }, (text) => text)).toBe(
      'unknown workflow failed in acme/shop@unknown:?',
    );
  });
});

const place = { repository: 'acme/shop', defaultBranch: 'main' };
const run = (event: string, headBranch: string, headRepository = 'acme/shop'): RunSummary => ({
  event,
  headBranch,
  headRepository,
  pullRequests: [],
  callsWorkflows: false,
});

describe('a name that reads as another scope', () => {
  test.each([
    [run('push', 'tags'), '@"tags"'],
    [run('push', 'tags:api'), '@"tags:api"'],
    [run('push', 'gh-readonly-queue/main'), '@"gh-readonly-queue/main"'],
    [run('push', '57'), '@57'],
    [run('push', 'heads/tags'), '@heads/tags'],
    [run('push', '?'), '@"?"'],
    [run('push', 'a b'), '@"a b"'],
    [run('push', '"a"'), '@"\\"a\\""'],
    [run('pull_request', '?'), '#"?"'],
    [run('push', 'main', 'tags/shop'), '@"tags":main'],
    [run('push', 'main', 'unknown/shop'), '@"unknown":main'],
  ])('stands in double quotes: %o', (summary, scope) => {
    expect(refOfRun(summary, place).scope).toBe(scope);
  });

  test('stays as it is with an emoji, and is escaped with what nobody sees', () => {
    expect(titlePart('👩‍🚀 Deploy – «prod» ☁️')).toBe('👩‍🚀 Deploy – «prod» ☁️');
    expect(titlePart(' a')).toBe('" a"');
    expect(titlePart('a\u00ad\ud83d\u{e0041}')).toBe('"a\\u00ad\\ud83d\\udb40\\udc41"');
  });
});

describe('the list of runs', () => {
  const pullRef = (payload: JsonObject) => contextOf({ event: 'pull_request', ref: 'refs/pull/57/merge', payload }).ref;

  test('shows a pull request’s own run under its head, which is not its scope', () => {
    expect(pullRef(pull())).toMatchObject({ scope: '#57', listedScope: '#fix', filter: { branch: 'fix' } });
    const filter = { branch: 'fix', event: 'pull_request' };
    expect(pullRef(pull({ from: 'eve/shop' }))).toMatchObject({ scope: '#57', listedScope: '@eve:fix', filter });
    const details = { branch: 'main', pull_request: 57 };
    const merged = pullRef(pull({ action: 'closed', merged: true }));
    expect(merged).toMatchObject({ scope: '', listedScope: '#fix', filter: {}, details });
  });

  test('does not say whether a head branch is a tag, so that a look-up must, where it can be', () => {
    expect(refOfRun(run('push', 'v1.4.0'), place)).toMatchObject({ scope: '@v1.4.0', mayBeTag: true });
    expect(refOfRun(run('push', 'v1.4.0'), place, true)).toMatchObject({ scope: '@tags', label: 'the tag v1.4.0' });
    for (const ref of [
      refOfRun(run('push', 'v1.4.0'), place, false),
      refOfRun(run('push', 'main'), place),
      refOfRun(run('schedule', 'old-main'), place),
      refOfRun(run('pull_request', 'v1.4.0'), place),
      refOfRun(run('merge_group', 'gh-readonly-queue/main/pr-1-0a'), place),
    ]) {
      expect(ref.mayBeTag).toBeUndefined();
    }
  });

  test('is read with the pull requests of this repository only', () => {
    const entry = (number: number, name: string) => ({
      number,
      base: { repo: { url: `https://api.github.com/repos/${name}` } },
    });
    const pull_requests = [entry(1, 'eve/shop'), entry(57, 'Acme/Shop')];
    expect(parseRunSummary({ pull_requests }, 'acme/shop')?.pullRequests).toEqual([57]);
  });

  test.each([undefined, null, 7, 'x', []])('is no run where it holds %o', (value) => {
    expect(parseRunSummary(value, 'acme/shop')).toBeUndefined();
  });

  test('is read whole', () => {
    expect(parseRunSummary(findExample('workflow_run').workflow_run, 'octo-org/octo-repo')).toMatchObject({
      id: expect.any(Number),
      number: expect.any(Number),
      event: expect.any(String),
      headBranch: expect.any(String),
      createdAt: expect.stringContaining('T'),
      url: expect.stringContaining('https://'),
      callsWorkflows: false,
    });
    expect(parseRunSummary({ referenced_workflows: [{}] }, 'a/b')?.callsWorkflows).toBe(true);
  });
});
