import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContext, runOf } from '../src/context.ts';
import { asObject, type JsonObject } from '../src/json.ts';
import { COMPLETED, change, contextOf, findExample, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';

const push = findExample('push', ({ ref }) => ref === 'refs/heads/master');
const pullRequest = findExample('pull_request', ({ action }) => action === 'opened');
const ofFork = change(pullRequest, { 'pull_request.head.repo.full_name': 'eve/Hello-World' });

describe('the own run', () => {
  test('of a push is described by the variables and the payload', () => {
    expect(contextOf({ event: 'push', ref: 'refs/heads/master', payload: push }).run).toEqual({
      workflow: 'CI',
      workflowId: 'ci.yml',
      event: 'push',
      ref: {
        scope: '',
        listedScope: '',
        label: 'the branch master',
        branch: 'master',
        isPullRequest: false,
        details: { branch: 'master' },
        filter: { branch: 'master' },
      },
      ...{ headRepository: 'Codertocat/Hello-World', headBranch: 'master' },
      ...{ commit: 'c0ffee254729296a45a3885639ac7e10f9d54979', commitMessage: 'Initial commit' },
      ...{ author: 'Codertocat', actor: 'mona', id: 9007001041, number: 41, attempt: 1 },
    });
  });

  test('of a pull request is on the head of the branch, not on the merge that GitHub tests', () => {
    expect(contextOf({ event: 'pull_request', ref: 'refs/pull/2/merge', payload: ofFork }).run).toMatchObject({
      headRepository: 'eve/Hello-World',
      headBranch: 'changes',
      commit: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
      author: 'Codertocat',
    });
  });

  test('of a merged pull request is on the commit of the merge', () => {
    const merged = { action: 'closed', 'pull_request.merged': true, 'pull_request.merge_commit_sha': 'ba5eba11' };
    const payload = change(ofFork, merged);
    expect(contextOf({ event: 'pull_request', ref: 'refs/heads/master', payload }).run).toMatchObject({
      ref: { scope: '', branch: 'master', isPullRequest: false },
      headRepository: 'Codertocat/Hello-World',
      commit: 'ba5eba11',
    });
  });

  test('of a merge queue has the message of the merge', () => {
    const { run } = contextOf({ event: 'merge_group', ref: '', payload: findExample('merge_group') });
    expect(run.commitMessage).toBe('Merge pull request #2048 from octo-repo/update-readme');
  });

  test('of a schedule has no actor: GitHub names whoever wrote the schedule', () => {
    expect(contextOf({ ...PUSH_TO_MAIN, event: 'schedule' }).run.actor).toBeUndefined();
    expect(contextOf(WATCHED).watched?.actor).toBeUndefined();
  });

  test.each([
    { message: '\n\nFix the tax\n\nIt was wrong.', first: 'Fix the tax' },
    { message: 'Fix the tax\rIt was wrong.', first: 'Fix the tax' },
    { message: ' \n', first: undefined },
    { message: 7, first: undefined },
  ])('has the first line of its commit message: $first', ({ message, first }) => {
    expect(contextOf({ ...PUSH_TO_MAIN, payload: { head_commit: { message } } }).run.commitMessage).toBe(first);
  });

  test('leaves out whatever is not known, instead of guessing it', () => {
    const hidden = { matrix: '', checkRunId: '', jobWorkflowRef: '' };
    const rest = { jobWorkflowSha: '', jobWorkflowRepository: '', jobWorkflowFilePath: '' };
    const ref = expect.objectContaining({ scope: '@?', label: 'an unknown ref', isPullRequest: false, details: {} });
    expect(readContext({}, {}, { ...hidden, ...rest })).toEqual({
      serverUrl: 'https://github.com',
      apiUrl: 'https://api.github.com',
      repository: 'unknown/unknown',
      job: 'unknown',
      matrixValues: [],
      run: { workflow: 'unknown workflow', event: 'unknown', ref, headRepository: 'unknown/unknown' },
      ref,
    });
  });
});

describe('the place', () => {
  test('is taken from the variables', () => {
    const env = { GITHUB_SERVER_URL: 'https://git.acme.example', GITHUB_API_URL: 'https://git.acme.example/api/v3' };
    expect(contextOf({ ...PUSH_TO_MAIN, env, checkRunId: '31000000041' })).toMatchObject({
      ...{ serverUrl: 'https://git.acme.example', apiUrl: 'https://git.acme.example/api/v3' },
      ...{ repository: 'acme/shop', defaultBranch: 'main', job: 'build', runner: 'GitHub Actions 3' },
      checkRunId: 31000000041,
    });
  });

  test('has the default branch of a schedule, whose payload does not hold it', () => {
    expect(contextOf({ event: 'schedule', ref: 'refs/heads/main', payload: {} }).defaultBranch).toBe('main');
    expect(contextOf({ event: 'push', ref: 'refs/heads/main', payload: {} }).defaultBranch).toBeUndefined();
  });
});

describe('the workflow file', () => {
  const sha = 'c0ffee254729296a45a3885639ac7e10f9d54979';
  const own = { path: '.github/workflows/ci.yml', sha };
  const ownRef = 'acme/shop/.github/workflows/ci.yml@refs/heads/main';
  const called = 'acme/shop/.github/workflows/deploy.yml@refs/heads/main';
  const shared = 'acme/shared/.github/workflows/deploy.yml@v1';
  const deploy = { path: '.github/workflows/deploy.yml', sha: 'f00' };
  const given = { jobWorkflowSha: 'f00', jobWorkflowRepository: 'Acme/Shop', jobWorkflowFilePath: 'x.yml' };
  test.each<[string, Partial<Start>, boolean | undefined, typeof own | undefined]>([
    ['a job of its own', { jobWorkflowRef: ownRef }, false, own],
    ['a job on a server that does not say', { jobWorkflowRef: ' ' }, undefined, own],
    ['a called job', { jobWorkflowRef: called, jobWorkflowSha: 'f00' }, true, deploy],
    ['one with all that GitHub tells', { jobWorkflowRef: called, ...given }, true, { ...deploy, path: 'x.yml' }],
    ['a called job of an unknown commit', { jobWorkflowRef: called }, true, undefined],
    ['a job called from another repository', { jobWorkflowRef: shared, jobWorkflowSha: 'f00' }, true, undefined],
  ])('of %s', (_, start, isCalled, file) => {
    expect(contextOf({ ...PUSH_TO_MAIN, ...start })).toMatchObject({ isCalled, workflowFile: file });
  });

  const find = (reference: string) => contextOf({ ...PUSH_TO_MAIN, env: { GITHUB_WORKFLOW_REF: reference } });

  test.each([
    ['acme/shop/.github/workflows/a@b.yml@refs/heads/feature@2', 'a@b.yml'],
    // A workflow that an organization requires: a file of its name here would be another one.
    ['acme/rules/.github/workflows/ci.yml@refs/heads/main', undefined],
  ])('of %s gives the workflow the id %s', (reference, id) => {
    expect(find(reference).run.workflowId).toBe(id);
    expect(find(reference).workflowFile?.path).toBe(id && `.github/workflows/${id}`);
  });
});

describe('the environment', () => {
  test.each([
    ['workflow_dispatch', { inputs: { environment: 'staging\n' } }, 'staging'],
    ['workflow_dispatch', { inputs: { environment: '' } }, undefined],
    ['workflow_dispatch', { inputs: null }, undefined],
    ['deployment_status', { deployment: { environment: 'production' } }, 'production'],
    ['push', { inputs: { environment: 'staging' }, deployment: { environment: 'production' } }, undefined],
  ])('of %s with %j is %s', (event, payload, environment) => {
    expect(contextOf({ event, ref: 'refs/heads/main', payload }).environment).toBe(environment);
  });
});

describe('the watched run', () => {
  test('is described by the payload', () => {
    expect(contextOf({ event: 'workflow_run', ref: 'refs/heads/master', payload: COMPLETED }).watched).toMatchObject({
      workflow: 'test',
      workflowId: '2823525',
      event: 'repository_dispatch',
      ref: { scope: '', branch: 'master' },
      ...{ headRepository: 'octo-org/octo-repo', headBranch: 'master' },
      commit: '3484a3fb816e0859fd6e1cea078d76385ff50625',
      ...{ commitMessage: 'build(test): check workflow run event payload', author: 'Matthias Fax' },
      ...{ actor: 'Codertocat', id: 289782451, number: 163, attempt: 1, activity: 'completed' },
      conclusion: 'success',
    });
  });

  test('decides about the scope of every subject, and is itself one of them only', () => {
    const context = contextOf({ ...WATCHED, payload: change(WATCHED.payload, { 'workflow_run.head_branch': 'next' }) });
    expect(context.ref).toBe(context.watched?.ref);
    expect(runOf(context, 'watched run').workflow).toBe('Nightly');
    expect(runOf(context, 'needs').workflow).toBe('CI');
    expect(runOf(contextOf(PUSH_TO_MAIN), 'watched run').workflow).toBe('CI');
  });

  test('is not named by its run-name, which GitHub puts into the name of the run', () => {
    const named = (values: JsonObject) =>
      contextOf({ ...WATCHED, payload: { ...WATCHED.payload, ...values } }).watched?.workflow;
    expect(named({ workflow: { name: 'CI' } })).toBe('CI');
    expect(named({ workflow: null })).toBe('Nightly');
  });

  test('is unknown in all its parts without a payload', () => {
    expect(contextOf({ ...WATCHED, payload: {} }).watched).toMatchObject({
      workflow: 'unknown workflow',
      event: 'unknown',
      headRepository: 'unknown/unknown',
      activity: 'unknown',
      conclusion: undefined,
    });
  });
});

describe('secrets', () => {
  const ofDependabot = change(pullRequest, { 'pull_request.user.login': 'dependabot[bot]' });
  const inFork = change(PUSH_TO_MAIN.payload, { 'repository.fork': true });
  const env = { GITHUB_ACTOR: 'dependabot[bot]' };
  const ref = 'refs/heads/master';
  const fork = 'GitHub gives no secrets to pull requests from forks';
  const dependabot = 'Dependabot started this run, and GitHub gives such runs only the secrets of Dependabot';
  const copy = 'this repository is a fork, and a fork does not get the secrets of the original';

  const on = (event: string, payload: JsonObject = {}, more: Partial<Start> = {}) => ({ event, payload, ...more });
  const headless = change(ofFork, { 'pull_request.head.repo': null });
  const inLetters = change(pullRequest, { 'pull_request.head.repo.full_name': 'codertocat/hello-world' });
  test.each<[of: string, why: string | undefined, start: Omit<Start, 'ref'>]>([
    ['a pull request of a fork', fork, on('pull_request', ofFork)],
    ['a review of it', fork, on('pull_request_review', ofFork)],
    ['a pull request of a deleted fork', fork, on('pull_request', headless)],
    ['a pull request of Dependabot', dependabot, on('pull_request', pullRequest, { env })],
    ['a push of Dependabot', dependabot, on('push', push, { env })],
    ['a deployment of Dependabot', dependabot, on('deployment', push, { env })],
    ['a pull_request_target of Dependabot', dependabot, on('pull_request_target', ofDependabot)],
    ['a push in a fork', copy, on('push', inFork)],
    ['a pull request', undefined, on('pull_request', pullRequest)],
    ['a pull request in other letters', undefined, on('pull_request', inLetters)],
    ['a pull_request_target of a fork', undefined, on('pull_request_target', ofFork, { env })],
    ['a comment of Dependabot', undefined, on('issue_comment', push, { env })],
    ['a pull request without a payload', undefined, on('pull_request')],
  ])('of %s: %s', (_, why, start) => {
    expect(contextOf({ ref, ...start }).secretsWithheld).toBe(why);
  });
});

test('a context is found in whatever a payload holds', () => {
  const keys = ['pull_request', 'workflow_run', 'head', 'repo', 'full_name', 'number', 'repository', '__proto__'];
  const { payload } = fc.letrec<{ payload: JsonObject; value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, 1.5, '', 'x'), fc.array(tie('value')), tie('payload')),
    payload: fc
      .dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 })
      .map((object) => asObject(object) ?? {}),
  }));
  const events = ['push', 'pull_request', 'workflow_run', 'release', 'deployment'];
  fc.assert(
    fc.property(payload, fc.constantFrom(...events), fc.string(), fc.string(), (given, event, ref, matrix) => {
      const context = contextOf({ event, ref, payload: given, matrix });
      expect(context.run.event).toBe(event);
      expect(context.watched === undefined).toBe(event !== 'workflow_run');
    }),
  );
});
