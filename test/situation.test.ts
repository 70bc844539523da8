import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSituation, findStreamOf } from '../src/context.ts';
import { asObject, type JsonObject } from '../src/json.ts';
import { COMPLETED, change, findExample, PUSH_TO_MAIN, type Start, situate, WATCHED } from './situations.ts';

const push = findExample('push', ({ ref }) => ref === 'refs/heads/master');
const pullRequest = findExample('pull_request', ({ action }) => action === 'opened');

describe('the own run', () => {
  test('of a push is described by the variables and the payload', () => {
    expect(situate({ event: 'push', ref: 'refs/heads/master', payload: push }).run).toEqual({
      workflow: 'CI',
      workflowId: 'ci.yml',
      event: 'push',
      stream: { kind: 'default', branch: 'master' },
      headRepository: 'Codertocat/Hello-World',
      headBranch: 'master',
      commit: 'c0ffee254729296a45a3885639ac7e10f9d54979',
      commitMessage: 'Initial commit',
      actor: 'mona',
      id: 9007001041,
      number: 41,
      attempt: 1,
    });
  });

  test('of a pull request is on the head of the branch, not on the merge that GitHub tests', () => {
    const payload = change(pullRequest, { 'pull_request.head.repo.full_name': 'mallory/Hello-World' });
    const { run } = situate({ event: 'pull_request', ref: 'refs/pull/2/merge', payload });
    expect(run).toMatchObject({
      stream: { kind: 'pull request', number: 2, branch: 'changes' },
      headRepository: 'mallory/Hello-World',
      headBranch: 'changes',
      commit: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
    });
  });

  test('of a merge queue has the message of the merge', () => {
    const ref = 'refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64';
    const { run } = situate({ event: 'merge_group', ref, payload: findExample('merge_group') });
    expect(run.commitMessage).toBe('Merge pull request #2048 from octo-repo/update-readme');
    expect(run.stream).toEqual({
      kind: 'queue',
      branch: 'gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64',
      queue: 'gh-readonly-queue/main',
    });
  });

  test.each([
    { message: 'Fix the tax\n\nIt was wrong.', first: 'Fix the tax' },
    { message: '\n\nFix the tax', first: 'Fix the tax' },
    { message: 'Fix the tax\rIt was wrong.', first: 'Fix the tax' },
    { message: ' \n', first: undefined },
    { message: null, first: undefined },
    { message: 7, first: undefined },
  ])('has the first line of its commit message: $first', ({ message, first }) => {
    const payload = { head_commit: { message } };
    expect(situate({ ...PUSH_TO_MAIN, payload }).run.commitMessage).toBe(first);
  });

  test.each([
    { what: 'a pushed tag', event: 'push', ref: 'refs/tags/v1.2.3', tag: 'v1.2.3' },
    { what: 'a tag with a slash', event: 'push', ref: 'refs/tags/api/v1', tag: 'api/v1' },
    { what: 'a release', event: 'release', ref: 'refs/tags/0.0.1', tag: '0.0.1' },
    { what: 'a release of which GitHub gives no ref', event: 'release', ref: '', tag: '0.0.1' },
    { what: 'a release on a branch’s ref', event: 'release', ref: 'refs/heads/master', tag: '0.0.1' },
  ])('knows the tag of $what', ({ event, ref, tag }) => {
    expect(situate({ event, ref, payload: findExample('release') }).run.stream).toEqual({
      kind: 'tags',
      tag,
    });
  });

  test('leaves out the tag of a release of which nothing is known', () => {
    expect(situate({ event: 'release', ref: '', payload: {} }).run.stream).toEqual({ kind: 'tags' });
  });

  test('leaves out whatever is not known, instead of guessing it', () => {
    const contexts = { matrix: '', checkRunId: '', jobWorkflowRef: '' };
    expect(describeSituation({}, {}, contexts)).toEqual({
      serverUrl: 'https://github.com',
      apiUrl: 'https://api.github.com',
      repository: 'unknown/unknown',
      job: 'unknown job',
      leaves: [],
      run: {
        workflow: 'unknown workflow',
        event: 'unknown',
        stream: { kind: 'branch', branch: 'unknown branch' },
        headRepository: 'unknown/unknown',
      },
      secretsWithheld: false,
    });
  });

  test('has no numbers where the variables hold none', () => {
    const env = { GITHUB_RUN_ID: 'x', GITHUB_RUN_NUMBER: '-1', GITHUB_RUN_ATTEMPT: '' };
    const { run } = situate({ ...PUSH_TO_MAIN, env });
    expect(run.id).toBeUndefined();
    expect(run.number).toBeUndefined();
    expect(run.attempt).toBeUndefined();
  });
});

describe('the place', () => {
  test('is taken from the variables', () => {
    const env = {
      GITHUB_SERVER_URL: 'https://git.acme.example',
      GITHUB_API_URL: 'https://git.acme.example/api/v3',
    };
    const situation = situate({ ...PUSH_TO_MAIN, env, checkRunId: '31000000041' });
    expect(situation).toMatchObject({
      serverUrl: 'https://git.acme.example',
      apiUrl: 'https://git.acme.example/api/v3',
      repository: 'acme/shop',
      defaultBranch: 'main',
      job: 'build',
      runner: 'GitHub Actions 3',
      checkRunId: 31000000041,
      workflowFile: '.github/workflows/ci.yml',
      workflowSha: 'c0ffee254729296a45a3885639ac7e10f9d54979',
    });
  });

  test('is the repository of the payload where no variable tells it', () => {
    const env = { GITHUB_REPOSITORY: undefined };
    expect(situate({ ...PUSH_TO_MAIN, env }).repository).toBe('acme/shop');
  });

  const own = 'acme/shop/.github/workflows/ci.yml@refs/heads/main';
  test.each([
    { jobWorkflowRef: own, reusable: false },
    { jobWorkflowRef: 'acme/shared/.github/workflows/deploy.yml@v1', reusable: true },
    { jobWorkflowRef: '', reusable: undefined },
    { jobWorkflowRef: ' ', reusable: undefined },
  ])('is in a reusable workflow or not: $reusable for "$jobWorkflowRef"', ({ jobWorkflowRef, reusable }) => {
    expect(situate({ ...PUSH_TO_MAIN, jobWorkflowRef }).reusable).toBe(reusable);
  });

  test('may be in a reusable workflow where the own workflow is unknown', () => {
    const start: Start = { ...PUSH_TO_MAIN, jobWorkflowRef: own, env: { GITHUB_WORKFLOW_REF: '' } };
    expect(situate(start).reusable).toBeUndefined();
    expect(situate(start).workflowFile).toBeUndefined();
  });

  test('has no workflow file where the reference to it has another form', () => {
    const env = { GITHUB_WORKFLOW_REF: 'ci.yml' };
    expect(situate({ ...PUSH_TO_MAIN, env }).workflowFile).toBeUndefined();
  });
});

describe('the workflow file', () => {
  const find = (reference: string) => situate({ ...PUSH_TO_MAIN, env: { GITHUB_WORKFLOW_REF: reference } });

  test('may have an @ in its name', () => {
    const { workflowFile, run } = find('acme/shop/.github/workflows/a@b.yml@refs/heads/feature@2');
    expect([workflowFile, run.workflowId]).toEqual(['.github/workflows/a@b.yml', 'a@b.yml']);
  });

  test('of another repository, as an organization requires it, is not looked for in this one', () => {
    const { workflowFile, run } = find('acme/rules/.github/workflows/ci.yml@refs/heads/main');
    expect([workflowFile, run.workflowId]).toEqual([undefined, undefined]);
  });

  test('is found in whatever letter case the repository is written', () => {
    expect(find('Acme/Shop/.github/workflows/ci.yml@refs/heads/main').run.workflowId).toBe('ci.yml');
  });
});

test('the branch of a pull request is that of the event where no variable names it', () => {
  const payload = change(PUSH_TO_MAIN.payload, { pull_request: { number: 57, head: { ref: 'fix' } } });
  const { run } = situate({
    event: 'pull_request',
    ref: 'refs/pull/57/merge',
    payload,
    env: { GITHUB_HEAD_REF: '', GITHUB_REF_NAME: '57/merge' },
  });
  expect(run.headBranch).toBe('fix');
});

test('a watched run for one of several pull requests has no number, for GitHub does not say which it is', () => {
  const numbers = (...list: number[]) => {
    const payload = change(WATCHED.payload, {
      'workflow_run.event': 'pull_request',
      'workflow_run.pull_requests': list.map((number) => ({ number })),
    });
    return situate({ ...WATCHED, payload }).watched?.run.stream;
  };
  expect(numbers(57)).toMatchObject({ kind: 'pull request', number: 57 });
  expect(numbers(58, 57)).toMatchObject({ kind: 'pull request', number: undefined });
});

describe('the matrix', () => {
  test('is kept as it is, for the details', () => {
    const { matrix } = situate({ ...PUSH_TO_MAIN, matrix: '{"os":"linux","node":24}' });
    expect(matrix).toEqual({ os: 'linux', node: 24 });
  });

  test.each(['null', '', ' ', '["linux"]', 'no JSON'])('is left out when it is no object: "%s"', (matrix) => {
    expect(situate({ ...PUSH_TO_MAIN, matrix }).matrix).toBeUndefined();
  });

  test('has leaves even when it is no JSON, so that legs stay apart', () => {
    expect(situate({ ...PUSH_TO_MAIN, matrix: 'node: 24' }).leaves).toEqual(['node: 24']);
  });

  test('has no leaves in a job without one', () => {
    expect(situate({ ...PUSH_TO_MAIN, matrix: 'null' }).leaves).toEqual([]);
  });
});

describe('the watched run', () => {
  test('is described by the payload', () => {
    expect(situate({ event: 'workflow_run', ref: 'refs/heads/master', payload: COMPLETED }).watched).toEqual({
      run: {
        workflow: 'test',
        workflowId: '2823525',
        event: 'repository_dispatch',
        stream: { kind: 'default', branch: 'master' },
        headRepository: 'octo-org/octo-repo',
        headBranch: 'master',
        commit: '3484a3fb816e0859fd6e1cea078d76385ff50625',
        commitMessage: 'build(test): check workflow run event payload',
        actor: 'Codertocat',
        id: 289782451,
        number: 163,
        attempt: 1,
      },
      activity: 'completed',
      conclusion: 'success',
    });
  });

  test.each(['requested', 'in_progress', 'completed'])('has the activity %s', (action) => {
    expect(situate({ ...WATCHED, payload: change(WATCHED.payload, { action }) }).watched?.activity).toBe(action);
  });

  test('has no conclusion before it is completed', () => {
    const payload = change(WATCHED.payload, { 'workflow_run.conclusion': null });
    expect(situate({ ...WATCHED, payload }).watched?.conclusion).toBeUndefined();
  });

  test('is unknown in all its parts without a payload, and on no stream of this repository', () => {
    expect(situate({ ...WATCHED, payload: {} }).watched).toEqual({
      run: {
        workflow: 'unknown workflow',
        event: 'unknown',
        stream: { kind: 'fork', owner: 'unknown', branch: 'unknown branch' },
        headRepository: 'unknown/unknown',
      },
      activity: 'unknown',
    });
  });

  test('is only there when the event is workflow_run', () => {
    expect(situate({ ...PUSH_TO_MAIN, payload: COMPLETED }).watched).toBeUndefined();
  });

  test('is on the tags when its branch is known to be a tag', () => {
    const seen = { event: 'push', headBranch: 'main', headRepository: 'acme/shop', isTag: true };
    const place = { repository: 'acme/shop', defaultBranch: 'main' };
    expect(findStreamOf(seen, place)).toEqual({ kind: 'tags', tag: 'main' });
    expect(findStreamOf({ ...seen, isTag: false }, place)).toEqual({ kind: 'default', branch: 'main' });
  });
});

describe('secrets', () => {
  const ofFork = change(pullRequest, { 'pull_request.head.repo.full_name': 'mallory/Hello-World' });
  const dependabot = { GITHUB_ACTOR: 'dependabot[bot]' };
  const onPull = { ref: 'refs/pull/2/merge' };
  const onMaster = { ref: 'refs/heads/master' };

  test.each<Start & { of: string }>([
    { of: 'a pull request of a fork', event: 'pull_request', ...onPull, payload: ofFork },
    { of: 'a review of a pull request of a fork', event: 'pull_request_review', ...onPull, payload: ofFork },
    {
      of: 'a pull request of a fork that is gone',
      event: 'pull_request',
      ...onPull,
      payload: change(pullRequest, { 'pull_request.head.repo': null }),
    },
    {
      of: 'a pull request of Dependabot',
      event: 'pull_request',
      ...onPull,
      payload: pullRequest,
      env: dependabot,
    },
    { of: 'a push of Dependabot', event: 'push', ...onMaster, payload: push, env: dependabot },
  ])('are withheld from $of', (start) => {
    expect(situate(start).secretsWithheld).toBe(true);
  });

  test.each<Start & { of: string }>([
    { of: 'a push', event: 'push', ...onMaster, payload: push },
    { of: 'a pull request of this repository', event: 'pull_request', ...onPull, payload: pullRequest },
    {
      of: 'a pull request of this repository in another letter case',
      event: 'pull_request',
      ...onPull,
      payload: change(pullRequest, { 'pull_request.head.repo.full_name': 'codertocat/hello-world' }),
    },
    { of: 'a pull_request_target of a fork', event: 'pull_request_target', ...onMaster, payload: ofFork },
    {
      of: 'a comment on a pull request',
      event: 'issue_comment',
      ...onMaster,
      payload: findExample('issue_comment'),
    },
    { of: 'a pull request without a payload', event: 'pull_request', ...onPull, payload: {} },
    {
      of: 'a run that watches a fork',
      ...WATCHED,
      payload: change(WATCHED.payload, { 'workflow_run.head_repository.full_name': 'mallory/shop' }),
    },
  ])('are given to $of', (start) => {
    expect(situate(start).secretsWithheld).toBe(false);
  });
});

describe('a situation', () => {
  test('is found in whatever a payload holds', () => {
    const keys = ['pull_request', 'workflow_run', 'head', 'repo', 'full_name', 'number', 'repository', '__proto__'];
    const { payload } = fc.letrec<{ payload: JsonObject; value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 1.5, '', 'x'),
        fc.array(tie('value')),
        tie('payload'),
      ),
      payload: fc
        .dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 })
        .map((object) => asObject(object) ?? {}),
    }));
    const events = ['push', 'pull_request', 'workflow_run', 'release', 'deployment'];
    fc.assert(
      fc.property(payload, fc.constantFrom(...events), fc.string(), fc.string(), (given, event, ref, matrix) => {
        const situation = situate({ event, ref, payload: given, matrix });
        expect(situation.run.event).toBe(event);
        expect(situation.watched === undefined).toBe(event !== 'workflow_run');
      }),
    );
  });
});
