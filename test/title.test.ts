import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../src/context.ts';
import type { JsonObject } from '../src/json.ts';
import { composeTitle, isSharedByLegs, scopeOf } from '../src/title.ts';
import { COMPLETED, change, findExample, PUSH_TO_MAIN, type Start, situate, WATCHED } from './situations.ts';

const pullRequest = findExample('pull_request', ({ action }) => action === 'opened');
const deployed = findExample('deployment_status');
const merge = findExample('merge_group');
const onMaster = { ref: 'refs/heads/master' };
const onBareCommit = { ref: '' };

type Row = { runs: string; event: string; ref: string; payload: JsonObject; scope: string; title: string };

describe('the job of a run', () => {
  test.each<Row>([
    {
      runs: 'a push to the default branch',
      event: 'push',
      ...onMaster,
      payload: findExample('push', ({ ref }) => ref === 'refs/heads/master'),
      scope: '',
      title: 'CI / build in Codertocat/Hello-World',
    },
    {
      runs: 'a push to another branch',
      event: 'push',
      ref: 'refs/heads/release/1.2',
      payload: change(findExample('push'), { ref: 'refs/heads/release/1.2' }),
      scope: '@release/1.2',
      title: 'CI / build in Codertocat/Hello-World@release/1.2',
    },
    {
      runs: 'a push to a branch that is called tags',
      event: 'push',
      ref: 'refs/heads/tags',
      payload: change(findExample('push'), { ref: 'refs/heads/tags' }),
      scope: '@heads/tags',
      title: 'CI / build in Codertocat/Hello-World@heads/tags',
    },
    {
      runs: 'a push to a branch that is called heads/tags',
      event: 'push',
      ref: 'refs/heads/heads/tags',
      payload: change(findExample('push'), { ref: 'refs/heads/heads/tags' }),
      scope: '@heads/heads/tags',
      title: 'CI / build in Codertocat/Hello-World@heads/heads/tags',
    },
    {
      runs: 'a push of a tag',
      event: 'push',
      ref: 'refs/tags/simple-tag',
      payload: findExample('push', ({ ref }) => ref === 'refs/tags/simple-tag'),
      scope: '@tags',
      title: 'CI / build in Codertocat/Hello-World@tags',
    },
    {
      runs: 'a tag with the name of the default branch',
      event: 'push',
      ref: 'refs/tags/master',
      payload: change(findExample('push'), { ref: 'refs/tags/master' }),
      scope: '@tags',
      title: 'CI / build in Codertocat/Hello-World@tags',
    },
    {
      runs: 'the creation of a branch',
      event: 'create',
      ref: 'refs/heads/simple-branch',
      payload: findExample('create'),
      scope: '@simple-branch',
      title: 'CI / build in Codertocat/Hello-World@simple-branch',
    },
    {
      runs: 'the deletion of a branch',
      event: 'delete',
      ...onMaster,
      payload: findExample('delete'),
      scope: '',
      title: 'CI / build in Codertocat/Hello-World',
    },
    {
      runs: 'a pull request',
      event: 'pull_request',
      ref: 'refs/pull/2/merge',
      payload: pullRequest,
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a closed pull request, on its base branch',
      event: 'pull_request',
      ...onMaster,
      payload: findExample('pull_request', ({ action }) => action === 'closed'),
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a pull_request_target, on its base branch',
      event: 'pull_request_target',
      ...onMaster,
      payload: pullRequest,
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a pull request from the default branch of a fork',
      event: 'pull_request',
      ref: 'refs/pull/2/merge',
      payload: change(pullRequest, {
        'pull_request.head.ref': 'master',
        'pull_request.head.repo.full_name': 'mallory/Hello-World',
      }),
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a pull request from a fork that is gone',
      event: 'pull_request_target',
      ...onMaster,
      payload: change(pullRequest, { 'pull_request.head.repo': null }),
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a review of a pull request',
      event: 'pull_request_review',
      ref: 'refs/pull/2/merge',
      payload: findExample('pull_request_review'),
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a comment in a review of a pull request',
      event: 'pull_request_review_comment',
      ref: 'refs/pull/2/merge',
      payload: findExample('pull_request_review_comment'),
      scope: '#2',
      title: 'CI / build in Codertocat/Hello-World#2',
    },
    {
      runs: 'a merge queue',
      event: 'merge_group',
      ref: 'refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64',
      payload: merge,
      scope: '@gh-readonly-queue/main',
      title: 'CI / build in octo-org/octo-repo@gh-readonly-queue/main',
    },
    {
      runs: 'a merge queue of a branch with a slash in its name',
      event: 'merge_group',
      ref: 'refs/heads/gh-readonly-queue/release/1.2/pr-7-929f8209d40f77f4abc622a499c93a83babdbe64',
      payload: merge,
      scope: '@gh-readonly-queue/release/1.2',
      title: 'CI / build in octo-org/octo-repo@gh-readonly-queue/release/1.2',
    },
    {
      runs: 'a schedule, whose payload knows no repository',
      event: 'schedule',
      ref: 'refs/heads/main',
      payload: { schedule: '0 3 * * *' },
      scope: '',
      title: 'CI / build in acme/shop',
    },
    {
      runs: 'a dispatch on the default branch',
      event: 'workflow_dispatch',
      ref: 'refs/heads/main',
      payload: findExample('workflow_dispatch', ({ ref }) => ref === 'refs/heads/main'),
      scope: '',
      title: 'CI / build in octo-org/octo-repo',
    },
    {
      runs: 'a dispatch on another branch',
      event: 'workflow_dispatch',
      ref: 'refs/heads/hotfix/tax',
      payload: change(findExample('workflow_dispatch'), { ref: 'refs/heads/hotfix/tax' }),
      scope: '@hotfix/tax',
      title: 'CI / build in octo-org/octo-repo@hotfix/tax',
    },
    {
      runs: 'a dispatch on a tag',
      event: 'workflow_dispatch',
      ref: 'refs/tags/v1.2.3',
      payload: change(findExample('workflow_dispatch'), { ref: 'refs/tags/v1.2.3' }),
      scope: '@tags',
      title: 'CI / build in octo-org/octo-repo@tags',
    },
    {
      runs: 'a dispatch from outside',
      event: 'repository_dispatch',
      ...onMaster,
      payload: findExample('repository_dispatch'),
      scope: '',
      title: 'CI / build in octo-org/octo-repo',
    },
    {
      runs: 'a release',
      event: 'release',
      ref: 'refs/tags/0.0.1',
      payload: findExample('release', ({ action }) => action === 'published'),
      scope: '@tags',
      title: 'CI / build in Codertocat/Hello-World@tags',
    },
    {
      runs: 'a release of which GitHub gives no ref',
      event: 'release',
      ref: '',
      payload: findExample('release', ({ action }) => action === 'published'),
      scope: '@tags',
      title: 'CI / build in Codertocat/Hello-World@tags',
    },
    {
      runs: 'the end of another workflow, as a job of its own',
      event: 'workflow_run',
      ...onMaster,
      payload: change(COMPLETED, { 'workflow_run.head_branch': 'changes' }),
      scope: '',
      title: 'CI / build in octo-org/octo-repo',
    },
    {
      runs: 'a comment on an issue',
      event: 'issue_comment',
      ...onMaster,
      payload: findExample('issue_comment'),
      scope: '',
      title: 'CI / build in Codertocat/Hello-World',
    },
    {
      runs: 'a comment on a pull request, which runs on the default branch',
      event: 'issue_comment',
      ...onMaster,
      payload: change(findExample('issue_comment'), { 'issue.pull_request': { url: 'https://example.com' } }),
      scope: '',
      title: 'CI / build in Codertocat/Hello-World',
    },
    {
      runs: 'an issue',
      event: 'issues',
      ...onMaster,
      payload: findExample('issues'),
      scope: '',
      title: 'CI / build in Codertocat/Hello-World',
    },
    {
      runs: 'a discussion',
      event: 'discussion',
      ref: 'refs/heads/main',
      payload: change(findExample('discussion'), { 'repository.default_branch': 'main' }),
      scope: '',
      title: 'CI / build in octo-org/octo-repo',
    },
    {
      runs: 'a deployment of the default branch',
      event: 'deployment_status',
      ...onMaster,
      payload: deployed,
      scope: '',
      title: 'CI / build in Codertocat/Hello-World',
    },
    {
      runs: 'a deployment of another branch',
      event: 'deployment_status',
      ref: 'refs/heads/preview',
      payload: change(deployed, { 'deployment.ref': 'preview' }),
      scope: '@preview',
      title: 'CI / build in Codertocat/Hello-World@preview',
    },
    {
      runs: 'a deployment that a pull request made',
      event: 'deployment_status',
      ref: 'refs/pull/57/merge',
      payload: change(deployed, { 'deployment.ref': 'refs/pull/57/merge' }),
      scope: '#57',
      title: 'CI / build in Codertocat/Hello-World#57',
    },
    {
      runs: 'a deployment of a bare commit, by its environment',
      event: 'deployment_status',
      ...onBareCommit,
      payload: deployed,
      scope: '@:production',
      title: 'CI / build in Codertocat/Hello-World@:production',
    },
    {
      runs: 'a branch, without a payload to say which is the default one',
      event: 'push',
      ref: 'refs/heads/main',
      payload: {},
      scope: '@main',
      title: 'CI / build in acme/shop@main',
    },
    {
      runs: 'a pull request, without a payload',
      event: 'pull_request',
      ref: 'refs/pull/57/merge',
      payload: {},
      scope: '#57',
      title: 'CI / build in acme/shop#57',
    },
    {
      runs: 'a schedule, without a payload and without a ref',
      event: 'schedule',
      ref: '',
      payload: {},
      scope: '',
      title: 'CI / build in acme/shop',
    },
    {
      runs: 'a bare commit, without a payload, which is not taken for the default branch',
      event: 'deployment_status',
      ...onBareCommit,
      payload: {},
      scope: '@unknown branch',
      title: 'CI / build in acme/shop@unknown branch',
    },
    {
      runs: 'a ref of a kind no one knows, which is not taken for the default branch',
      event: 'push',
      ref: 'refs/notes/commits',
      payload: PUSH_TO_MAIN.payload,
      scope: '@refs/notes/commits',
      title: 'CI / build in acme/shop@refs/notes/commits',
    },
  ])('has the scope "$scope" when it runs on $runs', ({ event, ref, payload, scope, title }) => {
    const situation = situate({ event, ref, payload });
    expect(scopeOf(situation.run.stream)).toBe(scope);
    expect(composeTitle(situation, { subject: 'job' })).toBe(title);
  });

  test('is named by its branch in a pull_request_target without a payload', () => {
    const env = { GITHUB_HEAD_REF: '57' };
    const situation = situate({ event: 'pull_request_target', ref: 'refs/heads/main', payload: {}, env });
    expect(composeTitle(situation, { subject: 'job' })).toBe('CI / build in acme/shop#heads/57');
  });

  test('is on an unknown pull request where neither number nor branch is known', () => {
    const situation = situate({ event: 'pull_request_target', ref: 'refs/heads/main', payload: {} });
    expect(composeTitle(situation, { subject: 'job' })).toBe('CI / build in acme/shop#heads/unknown');
  });

  test('has a place for everything in its title when nothing at all is known', () => {
    const situation = situate({
      ...PUSH_TO_MAIN,
      payload: {},
      ref: '',
      env: { GITHUB_EVENT_NAME: '', GITHUB_JOB: '', GITHUB_REPOSITORY: '', GITHUB_WORKFLOW: '' },
    });
    expect(composeTitle(situation, { subject: 'job' })).toBe(
      'unknown workflow / unknown job in unknown/unknown@unknown branch',
    );
  });
});

describe('the watched workflow', () => {
  const rows: { runs: string; changes: Parameters<typeof change>[1]; scope: string }[] = [
    { runs: 'the default branch', changes: {}, scope: '' },
    { runs: 'another branch', changes: { 'workflow_run.head_branch': 'changes' }, scope: '@changes' },
    {
      runs: 'the default branch of this repository in another letter case',
      changes: { 'workflow_run.head_repository.full_name': 'Octo-Org/Octo-Repo' },
      scope: '',
    },
    {
      runs: 'the branch main of a fork, while main is the default branch',
      changes: {
        'repository.default_branch': 'main',
        'workflow_run.event': 'push',
        'workflow_run.head_branch': 'main',
        'workflow_run.head_repository.full_name': 'mallory/octo-repo',
      },
      scope: '@mallory:main',
    },
    {
      runs: 'a pull request from the branch main of a fork',
      changes: {
        'repository.default_branch': 'main',
        'workflow_run.event': 'pull_request',
        'workflow_run.head_branch': 'main',
        'workflow_run.head_repository.full_name': 'mallory/octo-repo',
      },
      scope: '@mallory:main',
    },
    {
      runs: 'the default branch of a fork that is gone',
      changes: { 'workflow_run.head_repository': null },
      scope: '@unknown:master',
    },
    {
      runs: 'a pull request of this repository',
      changes: {
        'workflow_run.event': 'pull_request',
        'workflow_run.head_branch': 'changes',
        'workflow_run.pull_requests': [{ number: 2 }],
      },
      scope: '#2',
    },
    {
      runs: 'a pull request of this repository that is already merged, from a branch called 2',
      changes: {
        'workflow_run.event': 'pull_request',
        'workflow_run.head_branch': '2',
        'workflow_run.pull_requests': [],
      },
      scope: '#heads/2',
    },
    {
      runs: 'a merge queue',
      changes: {
        'workflow_run.event': 'merge_group',
        'workflow_run.head_branch': 'gh-readonly-queue/master/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64',
      },
      scope: '@gh-readonly-queue/master',
    },
    {
      runs: 'a release',
      changes: { 'workflow_run.event': 'release', 'workflow_run.head_branch': 'v1.2.3' },
      scope: '@tags',
    },
    {
      runs: 'no branch that GitHub would name',
      changes: { 'workflow_run.head_branch': null },
      scope: '@unknown branch',
    },
  ];

  test.each(rows)('has the scope "$scope" when its run is on $runs', ({ changes, scope }) => {
    const payload = change(COMPLETED, changes);
    const situation = situate({ event: 'workflow_run', ref: 'refs/heads/master', payload });
    expect(composeTitle(situation, { subject: 'watched' })).toBe(`test in octo-org/octo-repo${scope}`);
  });

  test('is not named by its run-name, which GitHub puts into the name of the run', () => {
    const payload = change(COMPLETED, { 'workflow.name': 'Nightly', 'workflow_run.name': 'Nightly of mona' });
    const situation = situate({ event: 'workflow_run', ref: 'refs/heads/master', payload });
    expect(composeTitle(situation, { subject: 'watched' })).toBe('Nightly in octo-org/octo-repo');
  });

  test('is named by its run where the payload does not tell the workflow', () => {
    const payload = change(COMPLETED, { workflow: null, 'workflow_run.name': 'Nightly' });
    const situation = situate({ event: 'workflow_run', ref: 'refs/heads/master', payload });
    expect(composeTitle(situation, { subject: 'watched' })).toBe('Nightly in octo-org/octo-repo');
  });

  test('is unknown, and on nobody’s branch, without a payload', () => {
    const situation = situate({ event: 'workflow_run', ref: 'refs/heads/main', payload: {} });
    expect(composeTitle(situation, { subject: 'watched' })).toBe(
      'unknown workflow in acme/shop@unknown:unknown branch',
    );
  });
});

describe('a title', () => {
  const title = (start: Partial<Start>, subject: Subject = 'job', jobName?: string) =>
    composeTitle(situate({ ...PUSH_TO_MAIN, ...start }), { subject, jobName });

  test('tells the values of the matrix as the page of GitHub does', () => {
    expect(title({ ref: 'refs/heads/release/1.2', matrix: '{"os":"ubuntu-latest","node":24}' })).toBe(
      'CI / build (ubuntu-latest, 24) in acme/shop@release/1.2',
    );
  });

  test.each([
    { matrix: '{}', leg: '' },
    { matrix: 'null', leg: '' },
    { matrix: '', leg: '' },
    { matrix: '{"os":{"name":"linux","bits":[32,64]},"lts":true}', leg: ' (linux, 32, 64, true)' },
    { matrix: '{"flags":"-a, -b"}', leg: ' ("-a, -b")' },
    { matrix: '{"flags":""}', leg: ' ("")' },
    { matrix: '{"flags":null}', leg: ' (null)' },
    { matrix: '{"script":"one\\ntwo"}', leg: ' ("one\\ntwo")' },
    { matrix: '{"script":"\\"quoted\\""}', leg: ' ("\\"quoted\\"")' },
    { matrix: '["linux"]', leg: ' (linux)' },
    { matrix: 'no JSON', leg: ' (no JSON)' },
  ])('shows the leg $matrix as "$leg"', ({ matrix, leg }) => {
    expect(title({ matrix })).toBe(`CI / build${leg} in acme/shop`);
  });

  test('shows a matrix that is nested deeper than the stack', () => {
    const depth = 100_000;
    expect(title({ matrix: `${'['.repeat(depth)}24${']'.repeat(depth)}` })).toBe('CI / build (24) in acme/shop');
  });

  test('is of the workflow as a whole, without job and matrix, where other jobs are reported', () => {
    expect(title({ matrix: '{"node":24}' }, 'workflow')).toBe('CI in acme/shop');
  });

  test('is of the own workflow where nothing is watched', () => {
    expect(title({}, 'watched')).toBe('CI in acme/shop');
  });

  test('takes the full name of a job whose id is shared', () => {
    expect(title({}, 'job', 'deploy-prod / deploy')).toBe('CI / deploy-prod / deploy in acme/shop');
  });

  test('does not tell the leg twice when the name of the job tells it', () => {
    const matrix = '{"os":"linux","node":24}';
    expect(title({ matrix }, 'job', 'prod / build (linux, 24)')).toBe('CI / prod / build (linux, 24) in acme/shop');
  });

  test('tells the leg when the name of the job tells only a part of it', () => {
    const matrix = '{"os":"linux","node":24}';
    expect(title({ matrix }, 'job', 'prod / linux')).toBe('CI / prod / linux (linux, 24) in acme/shop');
  });

  test('is one line whatever the workflow is called', () => {
    const env = { GITHUB_WORKFLOW: ' CI\n\u001b[1mnightly' };
    expect(title({ env })).toBe('CI [1mnightly / build in acme/shop');
  });

  test.each([
    { form: 'one line, which is used as it is', given: 'Shop is down', used: 'Shop is down' },
    { form: 'several lines', given: '  Shop\r\nis\tdown \n', used: 'Shop is down' },
    { form: 'colours and NUL', given: 'Shop \u001b[31mis\u0000down', used: 'Shop  [31mis down' },
    { form: 'marks that turn a line around', given: 'Shop\u2028is\u202edown', used: 'Shop is down' },
    { form: 'half of a character', given: 'Shop \ud83d', used: 'Shop \ufffd' },
    { form: 'nothing', given: undefined, used: 'CI / build in acme/shop' },
    { form: 'an empty text', given: '', used: 'CI / build in acme/shop' },
    { form: 'white space', given: ' \t\n', used: 'CI / build in acme/shop' },
    { form: 'only what no one sees', given: '\u200b\ufeff\u0000', used: 'CI / build in acme/shop' },
  ])('is "$used" when $form is given', ({ given, used }) => {
    expect(composeTitle(situate(PUSH_TO_MAIN), { title: given, subject: 'job' })).toBe(used);
  });

  test('of 250 code points stays whole', () => {
    const given = '🔥'.repeat(250);
    expect(composeTitle(situate(PUSH_TO_MAIN), { title: given, subject: 'job' })).toBe(given);
  });

  test('of more than 250 code points ends with eight digits of its digest', () => {
    const given = '🔥'.repeat(251);
    const digest = createHash('sha256').update(given).digest('hex').slice(0, 8);
    expect(composeTitle(situate(PUSH_TO_MAIN), { title: given, subject: 'job' })).toBe(`${'🔥'.repeat(241)}…${digest}`);
  });
});

describe('a title that the user gave for a matrix', () => {
  test.each([
    { title: 'Tests', leaves: ['linux', '24'], shared: true },
    { title: 'Tests on linux', leaves: ['linux', '24'], shared: false },
    { title: 'Tests on linux 64', leaves: ['linux\u200b64'], shared: false },
    { title: 'Tests on 24', leaves: ['linux', '24'], shared: false },
    { title: 'Tests', leaves: [], shared: false },
    { title: '  ', leaves: ['linux'], shared: false },
    { title: undefined, leaves: ['linux'], shared: false },
  ])('is shared by its legs or not: $title for $leaves', ({ title, leaves, shared }) => {
    expect(isSharedByLegs(title, leaves)).toBe(shared);
  });
});

/** What two runs must have in common to fail and to recover together. */
type Identity = {
  owner: string;
  name: string;
  workflow: string;
  job: string;
  /** Values by dimension; the legs of one matrix differ in values only. */
  leg: JsonObject | undefined;
  scope: Scope;
};

type Scope =
  | { kind: 'default' }
  | { kind: 'branch'; branch: string }
  | { kind: 'tags' }
  | { kind: 'pull request'; number: number }
  | { kind: 'queue'; base: string }
  | { kind: 'environment'; environment: string }
  | { kind: 'fork'; owner: string; branch: string };

/** What may differ between such runs. */
type Noise = {
  actor: string;
  id: number;
  number: number;
  attempt: number;
  sha: string;
  branch: string;
  message: string;
  pick: number;
};

const nastyPieces = [
  'CI',
  'build',
  'é',
  'e\u0301',
  '🔥',
  '👩‍🚒',
  'שלום',
  '世界',
  '…',
  '::',
  '##[',
  '%0A',
  ' / ',
  ' in ',
  ' (',
  ')',
];
const nasty = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.constantFrom(...nastyPieces, ', ', ' ', '"', "'", '@', '#', '\\', '<b>'), {
        minLength: 1,
        maxLength: 8,
      }),
    },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...nastyPieces), { minLength: 120, maxLength: 200 }) },
  )
  .map((pieces) => pieces.join('').trim())
  .filter((text) => text !== '');
const login = fc.stringMatching(/^[a-zA-Z0-9]{1,6}(-[a-zA-Z0-9]{1,6}){0,2}$/);
const repositoryName = fc.stringMatching(/^[\w.-]{1,20}$/).filter((name) => !/^\.+$/.test(name));
const jobId = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
const branch = fc
  .oneof(
    fc.constantFrom('tags', 'heads/tags', 'heads/main', 'master', '57', 'pull/57/merge', 'HEAD', 'gh-readonly-queue'),
    fc
      .array(
        fc.constantFrom(
          'a',
          'B',
          '7',
          '-',
          '_',
          '.',
          '/',
          '#',
          '@',
          ',',
          '"',
          "'",
          '(',
          ')',
          '!',
          '%',
          '+',
          'é',
          'e\u0301',
          '🔥',
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((pieces) => pieces.join('')),
  )
  .filter((name) => isBranch(name) && name !== 'main' && !name.startsWith('gh-readonly-queue/'));

/** The rules of git-check-ref-format that the characters above can break. */
function isBranch(name: string): boolean {
  const components = name.split('/');
  return (
    !name.startsWith('-') &&
    !/\.\.|@\{|\.$/.test(name) &&
    name !== '@' &&
    name !== 'HEAD' &&
    components.every((part) => part !== '' && !/^\.|\.lock$/.test(part))
  );
}

const number = fc.integer({ min: 1, max: 99 });
const scope = fc.oneof(
  fc.constant<Scope>({ kind: 'default' }),
  fc.record({ kind: fc.constant('branch' as const), branch }),
  fc.constant<Scope>({ kind: 'tags' }),
  fc.record({ kind: fc.constant('pull request' as const), number }),
  fc.record({ kind: fc.constant('queue' as const), base: fc.oneof(branch, fc.constant('main')) }),
  fc.record({ kind: fc.constant('environment' as const), environment: nasty }),
);
const watchedScope = fc.oneof(
  scope.filter(({ kind }) => kind !== 'environment'),
  fc.record({
    kind: fc.constant('fork' as const),
    owner: login,
    branch: fc.oneof(branch, fc.constant('main')),
  }),
);
const leafText = fc.oneof(nasty, fc.constantFrom('', ' ', 'a\nb', 'a b', 'a, b', '"a, b"', 'null', 'true', '24'));
const dimension = fc.oneof(
  fc.constant(leafText),
  fc.constant(fc.integer()),
  fc.constant(fc.boolean()),
  fc.constant(fc.record({ name: leafText, version: fc.integer() }, { noNullPrototype: true })),
  fc.constant(fc.tuple(leafText, leafText)),
);
/** Two legs of one matrix, which may be the same one. */
const legs = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,4}$/), dimension, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
  .chain((dimensions) => {
    const leg = fc.record(dimensions, { noNullPrototype: true });
    return fc.tuple(leg, leg);
  });
const identity: fc.Arbitrary<Identity> = fc.record({
  owner: login,
  name: repositoryName,
  workflow: nasty,
  job: jobId,
  leg: fc.option(
    legs.map(([leg]) => leg),
    { nil: undefined },
  ),
  scope,
});
const noise: fc.Arbitrary<Noise> = fc.record({
  actor: login,
  id: fc.integer({ min: 1, max: 99_999_999_999 }),
  number: fc.integer({ min: 1, max: 99_999 }),
  attempt: fc.integer({ min: 1, max: 9 }),
  sha: fc.stringMatching(/^[0-9a-f]{40}$/),
  branch,
  message: nasty,
  pick: fc.nat(99),
});

const DEFAULT_EVENTS = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'issue_comment', 'issues'];
const BRANCH_EVENTS = ['push', 'workflow_dispatch', 'create', 'deployment'];
const TAG_EVENTS = ['push', 'workflow_dispatch', 'create', 'release'];
const PULL_REQUEST_EVENTS = ['pull_request', 'pull_request_target', 'pull_request_review'];

/** A run with this identity. */
function start(of: Identity, { actor, id, number, attempt, sha, branch, message, pick }: Noise): Start {
  const repository = `${of.owner}/${of.name}`;
  const choose = (events: string[]) => events[pick % events.length] ?? 'push';
  const common: JsonObject = {
    repository: { full_name: repository, default_branch: 'main' },
    sender: { login: actor },
    head_commit: { id: sha, message },
  };
  const at = (): Pick<Start, 'event' | 'ref' | 'payload'> => {
    const { scope } = of;
    switch (scope.kind) {
      case 'default': {
        const event = choose(DEFAULT_EVENTS);
        const payload = event === 'schedule' ? { schedule: '0 3 * * *' } : common;
        return { event, ref: 'refs/heads/main', payload };
      }
      case 'branch':
        return { event: choose(BRANCH_EVENTS), ref: `refs/heads/${scope.branch}`, payload: common };
      case 'tags':
        return { event: choose(TAG_EVENTS), ref: `refs/tags/${branch}`, payload: common };
      case 'pull request': {
        const event = choose(PULL_REQUEST_EVENTS);
        const head = { ref: branch, sha, repo: { full_name: `${actor}/${of.name}` } };
        return {
          event,
          ref: event === 'pull_request_target' ? 'refs/heads/main' : `refs/pull/${scope.number}/merge`,
          payload: { ...common, number: scope.number, pull_request: { number: scope.number, head } },
        };
      }
      case 'queue': {
        const ref = `refs/heads/gh-readonly-queue/${scope.base}/pr-${number}-${sha}`;
        return {
          event: 'merge_group',
          ref,
          payload: { ...common, merge_group: { head_ref: ref, head_sha: sha } },
        };
      }
      case 'environment': {
        const deployment = { sha, ref: sha, environment: scope.environment };
        return { event: 'deployment_status', ref: '', payload: { ...common, deployment } };
      }
      case 'fork':
        throw new Error('A run of a fork is only ever watched.');
    }
  };
  return {
    ...at(),
    matrix: JSON.stringify(of.leg ?? null),
    env: {
      GITHUB_ACTOR: actor,
      GITHUB_JOB: of.job,
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_RUN_ID: String(id),
      GITHUB_RUN_NUMBER: String(number),
      GITHUB_SHA: sha,
      GITHUB_WORKFLOW: of.workflow,
    },
  };
}

/** A run that watches a run with this identity. */
function startWatching(of: Identity, given: Noise): Start {
  const { actor, id, number, attempt, sha, branch, message, pick } = given;
  const choose = (events: string[]) => events[pick % events.length] ?? 'push';
  const seen = (): { event: string; branch: string; pullRequests?: JsonObject[] } => {
    const { scope } = of;
    switch (scope.kind) {
      case 'default':
        return { event: choose(DEFAULT_EVENTS), branch: 'main' };
      case 'branch':
        return { event: choose(BRANCH_EVENTS), branch: scope.branch };
      case 'tags':
        return { event: 'release', branch };
      case 'pull request':
        return { event: choose(PULL_REQUEST_EVENTS), branch, pullRequests: [{ number: scope.number }] };
      case 'queue':
        return { event: 'merge_group', branch: `gh-readonly-queue/${scope.base}/pr-${number}-${sha}` };
      case 'fork':
        return { event: choose([...BRANCH_EVENTS, ...PULL_REQUEST_EVENTS]), branch: scope.branch };
      case 'environment':
        throw new Error('A run on a bare commit has no branch to watch.');
    }
  };
  const { event, branch: headBranch, pullRequests = [] } = seen();
  const owner = of.scope.kind === 'fork' ? of.scope.owner : of.owner;
  return {
    ...WATCHED,
    payload: {
      action: 'completed',
      repository: { full_name: `${of.owner}/${of.name}`, default_branch: 'main' },
      workflow: { name: of.workflow },
      workflow_run: {
        id,
        name: `${of.workflow} by ${actor}`,
        event,
        head_branch: headBranch,
        head_sha: sha,
        head_commit: { id: sha, message },
        head_repository: { full_name: `${owner}/${of.name}` },
        actor: { login: actor },
        run_number: number,
        run_attempt: attempt,
        pull_requests: pullRequests,
      },
    },
    env: { GITHUB_ACTOR: actor, GITHUB_JOB: of.job },
  };
}

const jobTitle = (of: Identity, given: Noise) => composeTitle(situate(start(of, given)), { subject: 'job' });
const watchedTitle = (of: Identity, given: Noise) =>
  composeTitle(situate(startWatching(of, given)), { subject: 'watched' });

test('two legs whose name holds one value of each keep their titles apart', () => {
  const name = (matrix: string) =>
    composeTitle(situate({ ...PUSH_TO_MAIN, matrix }), { subject: 'job', jobName: 'test / Test on Node 24' });
  expect(name('{"node":24,"shard":2}')).toBe('CI / test / Test on Node 24 (24, 2) in acme/shop');
  expect(name('{"node":24,"shard":4}')).toBe('CI / test / Test on Node 24 (24, 4) in acme/shop');
});

describe('two runs', () => {
  test('have one title when repository, workflow, job, matrix and scope are the same', () => {
    fc.assert(
      fc.property(identity, noise, noise, (of, one, other) => {
        expect(jobTitle(of, one)).toBe(jobTitle(of, other));
      }),
      { numRuns: 500 },
    );
  });

  const parts: { part: string; others: fc.Arbitrary<Partial<Identity>>[] }[] = [
    { part: 'the owner', others: [login.map((owner) => ({ owner }))] },
    { part: 'the name of the repository', others: [repositoryName.map((name) => ({ name }))] },
    { part: 'the workflow', others: [nasty.map((workflow) => ({ workflow }))] },
    { part: 'the job', others: [jobId.map((job) => ({ job }))] },
    { part: 'the scope', others: [scope.map((other) => ({ scope: other }))] },
  ];

  test.each(parts)('have different titles when $part differs', ({ others }) => {
    fc.assert(
      fc.property(identity, fc.oneof(...others), noise, noise, (of, changes, one, other) => {
        const changed = { ...of, ...changes };
        fc.pre(JSON.stringify(changed) !== JSON.stringify(of));
        expect(jobTitle(changed, one)).not.toBe(jobTitle(of, other));
      }),
      { numRuns: 500 },
    );
  });

  test('have different titles when they are two legs of a matrix', () => {
    fc.assert(
      fc.property(identity, legs, noise, noise, (of, [leg, otherLeg], one, other) => {
        fc.pre(JSON.stringify(leg) !== JSON.stringify(otherLeg));
        expect(jobTitle({ ...of, leg }, one)).not.toBe(jobTitle({ ...of, leg: otherLeg }, other));
      }),
      { numRuns: 500 },
    );
  });

  test('have different titles when only one of them has a matrix', () => {
    fc.assert(
      fc.property(identity, legs, noise, noise, (of, [leg], one, other) => {
        expect(jobTitle({ ...of, leg }, one)).not.toBe(jobTitle({ ...of, leg: undefined }, other));
      }),
    );
  });
});

describe('two watched runs', () => {
  const watchedIdentity = fc.tuple(identity, watchedScope).map(([of, scope]) => ({ ...of, scope }));

  test('have one title when repository, workflow and scope are the same', () => {
    fc.assert(
      fc.property(watchedIdentity, noise, noise, (of, one, other) => {
        fc.pre(of.scope.kind !== 'fork' || !isSame(of.scope.owner, of.owner));
        expect(watchedTitle(of, one)).toBe(watchedTitle(of, other));
      }),
      { numRuns: 500 },
    );
  });

  test('have different titles when one of repository, workflow and scope differs', () => {
    const changes: fc.Arbitrary<Partial<Identity>> = fc.oneof(
      login.map((owner) => ({ owner })),
      repositoryName.map((name) => ({ name })),
      nasty.map((workflow) => ({ workflow })),
      watchedScope.map((other) => ({ scope: other })),
    );
    fc.assert(
      fc.property(watchedIdentity, changes, noise, noise, (of, change, one, other) => {
        const changed = { ...of, ...change };
        fc.pre(JSON.stringify(changed) !== JSON.stringify(of));
        fc.pre([of, changed].every(({ owner, scope }) => scope.kind !== 'fork' || !isSame(scope.owner, owner)));
        expect(watchedTitle(changed, one)).not.toBe(watchedTitle(of, other));
      }),
      { numRuns: 500 },
    );
  });

  test('have the title that the workflow itself reports for the jobs it needs', () => {
    fc.assert(
      fc.property(identity, noise, noise, (of, one, other) => {
        fc.pre(of.scope.kind !== 'environment');
        const own = composeTitle(situate(start(of, one)), { subject: 'workflow' });
        expect(watchedTitle(of, other)).toBe(own);
      }),
      { numRuns: 500 },
    );
  });
});

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

describe('whatever is given as a title', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('\n', '\r', '\u0000', '\u001b', '\u0085', '\u2028', '\ud800', ' ', 'a', '🔥'), {
        maxLength: 600,
      })
      .map((pieces) => pieces.join('')),
  );
  const compose = (title: string) => composeTitle(situate(PUSH_TO_MAIN), { title, subject: 'job' });

  test('holds no control character and no line break, and is well-formed and trimmed', () => {
    fc.assert(
      fc.property(anything, (given) => {
        const title = compose(given);
        expect(title).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(title.isWellFormed()).toBe(true);
        expect(title.trim()).toBe(title);
        expect(title).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('is at most 250 code points long', () => {
    fc.assert(
      fc.property(anything, (given) => {
        expect(Array.from(compose(given)).length).toBeLessThanOrEqual(250);
      }),
      { numRuns: 500 },
    );
  });

  test('is cleaned up and cut once and for all', () => {
    fc.assert(
      fc.property(anything, (given) => {
        expect(compose(compose(given))).toBe(compose(given));
      }),
      { numRuns: 500 },
    );
  });

  test('stays apart from another that differs behind the cut', () => {
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        fc.pre(one !== other);
        const long = 'a'.repeat(300);
        expect(compose(long + one)).not.toBe(compose(long + other));
      }),
    );
  });
});
