import { describe, expect, test } from 'vitest';
import type { Situation, Subject } from '../src/context.ts';
import type { Conclusion } from '../src/decision.ts';
import { describe as compose, type Facts, layOver, linkRun } from '../src/details.ts';
import type { JsonObject } from '../src/json.ts';
import { COMPLETED, change, findExample, PUSH_TO_MAIN, situate, WATCHED } from './situations.ts';

type Given = { situation?: Situation; subject?: Subject; needs?: Map<string, Conclusion>; facts?: Facts };

/** The details as JSON has them: without what is not known. */
const tell = ({ situation = situate(PUSH_TO_MAIN), subject = 'job', needs, facts = {} }: Given): JsonObject =>
  JSON.parse(JSON.stringify(compose({ situation, subject, outcome: 'failure', needs, facts })));

describe('the details', () => {
  test('of a job tell where it runs, on what, and for whom', () => {
    const payload = findExample('push', ({ ref }) => ref === 'refs/heads/master');
    const matrix = '{"os":"linux","node":24}';
    const situation = situate({ event: 'push', ref: 'refs/heads/master', payload, matrix });
    expect(tell({ situation })).toEqual({
      outcome: 'failure',
      repository: 'Codertocat/Hello-World',
      workflow: 'CI',
      job: 'build',
      matrix: { os: 'linux', node: 24 },
      event: 'push',
      branch: 'master',
      commit: 'c0ffee254729296a45a3885639ac7e10f9d54979',
      commit_message: 'Initial commit',
      actor: 'mona',
      run_number: 41,
      run_attempt: 1,
      run_url: 'https://github.com/Codertocat/Hello-World/actions/runs/9007001041/attempts/1',
      runner: 'GitHub Actions 3',
    });
  });

  test('of a workflow as a whole tell no job, no matrix and no runner', () => {
    const situation = situate({ ...PUSH_TO_MAIN, matrix: '{"node":24}' });
    const details = tell({ situation, subject: 'workflow' });
    expect(details.workflow).toBe('CI');
    expect(Object.keys(details)).not.toContain('job');
    expect(Object.keys(details)).not.toContain('matrix');
    expect(Object.keys(details)).not.toContain('runner');
  });

  test('of a watched workflow tell of its run and not of the own one', () => {
    const situation = situate({ event: 'workflow_run', ref: 'refs/heads/master', payload: COMPLETED });
    expect(tell({ situation, subject: 'watched' })).toEqual({
      outcome: 'failure',
      repository: 'octo-org/octo-repo',
      workflow: 'test',
      event: 'repository_dispatch',
      branch: 'master',
      commit: '3484a3fb816e0859fd6e1cea078d76385ff50625',
      commit_message: 'build(test): check workflow run event payload',
      actor: 'Codertocat',
      run_number: 163,
      run_attempt: 1,
      run_url: 'https://github.com/octo-org/octo-repo/actions/runs/289782451/attempts/1',
    });
  });

  test('of a watched workflow tell of the own run where nothing is watched', () => {
    expect(tell({ subject: 'watched' }).workflow).toBe('CI');
  });

  test('tell no more than what is known', () => {
    const payload = { repository: { default_branch: 'main' } };
    const situation = situate({
      event: 'schedule',
      ref: '',
      payload,
      env: { GITHUB_RUN_ID: '', GITHUB_ACTOR: '' },
    });
    const details = tell({ situation });
    expect(Object.values(details)).not.toContain(null);
    expect(Object.keys(details)).not.toContain('run_url');
    expect(Object.keys(details)).not.toContain('actor');
    expect(details.branch).toBe('main');
  });

  const pullRequest = findExample('pull_request', ({ action }) => action === 'opened');
  const merge = 'gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64';
  const ofFork = change(WATCHED.payload, { 'workflow_run.head_repository.full_name': 'mallory/shop' });

  test.each<{ stream: string; situation: Situation; subject?: Subject; told: JsonObject }>([
    {
      stream: 'a pull request',
      situation: situate({ event: 'pull_request', ref: 'refs/pull/2/merge', payload: pullRequest }),
      told: { pull_request: 2, branch: 'changes' },
    },
    {
      stream: 'a tag',
      situation: situate({ ...PUSH_TO_MAIN, ref: 'refs/tags/v1.2.3' }),
      told: { tag: 'v1.2.3' },
    },
    {
      stream: 'another branch',
      situation: situate({ ...PUSH_TO_MAIN, ref: 'refs/heads/release/1.2' }),
      told: { branch: 'release/1.2' },
    },
    {
      stream: 'a merge queue',
      situation: situate({
        event: 'merge_group',
        ref: `refs/heads/${merge}`,
        payload: findExample('merge_group'),
      }),
      told: { branch: merge },
    },
    {
      stream: 'a bare commit that is deployed',
      situation: situate({ event: 'deployment', ref: '', payload: findExample('deployment') }),
      told: { environment: 'production' },
    },
    {
      stream: 'a branch of a fork',
      subject: 'watched',
      situation: situate({ ...WATCHED, payload: ofFork }),
      told: { branch: 'mallory:main' },
    },
  ])('name $stream', ({ situation, subject = 'job', told }) => {
    const { branch, tag, pull_request, environment } = tell({ situation, subject });
    const named = Object.entries({ branch, tag, pull_request, environment });
    expect(Object.fromEntries(named.filter(([, value]) => value !== undefined))).toEqual(told);
  });

  test('name the needed jobs that failed', () => {
    const needs = new Map<string, Conclusion>([
      ['lint', 'success'],
      ['build', 'failure'],
      ['deploy', 'skipped'],
      ['test', 'failure'],
      ['slow', 'cancelled'],
    ]);
    expect(tell({ subject: 'workflow', needs }).failed_jobs).toEqual([{ name: 'build' }, { name: 'test' }]);
  });

  test('name no failed job when none failed', () => {
    const needs = new Map<string, Conclusion>([['lint', 'success']]);
    expect(tell({ subject: 'workflow', needs })).not.toHaveProperty('failed_jobs');
  });

  test('take the failed jobs from GitHub rather than from needs, as those know more', () => {
    const needs = new Map<string, Conclusion>([['build', 'failure']]);
    const failed_jobs = [
      { name: 'build (24)', url: 'https://github.com/job', failed_steps: ['npm test'] },
      { name: 'x' },
    ];
    expect(tell({ subject: 'workflow', needs, facts: { failed_jobs } }).failed_jobs).toEqual([
      { name: 'build (24)', url: 'https://github.com/job', failed_steps: ['npm test'] },
      { name: 'x' },
    ]);
  });

  test('take in what was found out at GitHub, under keys of their own', () => {
    const facts: Facts = {
      job_url: 'https://github.com/job',
      failed_steps: ['npm test'],
      errors: ['src/a.ts:3: boom'],
      failing_since: { run_number: 39, url: 'https://github.com/run', at: '2026-11-24T03:12:45Z' },
      consecutive_failures: 3,
      compare_url: 'https://github.com/compare',
      recovered_after: { duration: '2 h', runs: 3 },
    };
    expect(tell({ facts })).toMatchObject({
      job_url: 'https://github.com/job',
      failed_steps: ['npm test'],
      errors: ['src/a.ts:3: boom'],
      failing_since: { run_number: 39, url: 'https://github.com/run', at: '2026-11-24T03:12:45Z' },
      consecutive_failures: 3,
      compare_url: 'https://github.com/compare',
      recovered_after: { duration: '2 h', runs: 3 },
    });
  });
});

describe('the body of the user', () => {
  const details = { branch: 'main', commit: 'c0ffee' };

  test('changes nothing when there is none', () => {
    expect(layOver(details, undefined)).toEqual(details);
  });

  test('is the message when it is a text', () => {
    expect(layOver(details, ' Call the\nshop team. \n')).toEqual({
      ...details,
      message: 'Call the\nshop team.',
    });
  });

  test('is laid over the details when it is a JSON object', () => {
    expect(layOver(details, '{"branch":"trunk","team":{"name":"shop"}}')).toEqual({
      branch: 'trunk',
      commit: 'c0ffee',
      team: { name: 'shop' },
    });
  });

  test.each(['[1]', '"text"', '41', 'null', '{"a":'])('is the message when it is other JSON, or none: %s', (body) => {
    expect(layOver(details, body)).toEqual({ ...details, message: body });
  });

  test('changes nothing when it is an empty object', () => {
    expect(layOver(details, '{}')).toEqual(details);
  });

  test('cannot reach the prototype of the details', () => {
    const laid = layOver(details, '{"__proto__":{"branch":"trunk"}}');
    expect(Object.getPrototypeOf(laid)).toBe(Object.prototype);
    expect(Object.keys(laid)).toEqual(['branch', 'commit', '__proto__']);
  });
});

describe('the link to a run', () => {
  const { run } = situate(PUSH_TO_MAIN);

  test('leads to its attempt on the server of the run', () => {
    expect(linkRun('https://git.acme.example/acme/shop', run)).toBe(
      'https://git.acme.example/acme/shop/actions/runs/9007001041/attempts/1',
    );
  });

  test('leads to the run where the attempt is unknown', () => {
    const { run } = situate({ ...PUSH_TO_MAIN, env: { GITHUB_RUN_ATTEMPT: '' } });
    expect(linkRun('https://github.com/acme/shop', run)).toBe('https://github.com/acme/shop/actions/runs/9007001041');
  });

  test('is missing where the run has no id', () => {
    const { run } = situate({ ...PUSH_TO_MAIN, env: { GITHUB_RUN_ID: '' } });
    expect(linkRun('https://github.com/acme/shop', run)).toBeUndefined();
  });
});
