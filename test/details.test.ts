import { describe, expect, test } from 'vitest';
import type { Context, Subject } from '../src/context.ts';
import type { Need } from '../src/decision.ts';
import { composeDetails, type Facts, linkRun, mergeBody } from '../src/details.ts';
import type { JsonObject } from '../src/json.ts';
import { COMPLETED, change, contextOf, findExample, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';

type Given = { context?: Context; subject?: Subject; environment?: string; needs?: Need[]; facts?: Facts };

/** The details as JSON has them: without what is unknown. */
function compose({ context = contextOf(PUSH_TO_MAIN), subject = 'job', environment, needs, facts = {} }: Given) {
  const details = composeDetails({ context, subject, outcome: 'failure', environment, needs, facts });
  const known: JsonObject = JSON.parse(JSON.stringify(details));
  return known;
}

describe('the details', () => {
  test('of a job hold where it runs, on what, and for whom', () => {
    const payload = findExample('push', ({ ref }) => ref === 'refs/heads/master');
    const matrix = '{"os":"linux","node":24}';
    const context = contextOf({ event: 'push', ref: 'refs/heads/master', payload, matrix });
    expect(compose({ context })).toEqual({
      outcome: 'failure',
      repository: 'Codertocat/Hello-World',
      workflow: 'CI',
      job: 'build',
      matrix: { os: 'linux', node: 24 },
      ...{ event: 'push', branch: 'master', commit: 'c0ffee254729296a45a3885639ac7e10f9d54979' },
      ...{ commit_message: 'Initial commit', author: 'Codertocat', actor: 'mona', run_number: 41, run_attempt: 1 },
      run_url: 'https://github.com/Codertocat/Hello-World/actions/runs/9007001041/attempts/1',
      runner: 'GitHub Actions 3',
    });
  });

  test('of needed jobs hold no job, no matrix and no runner', () => {
    const context = contextOf({ ...PUSH_TO_MAIN, matrix: '{"node":24}' });
    const { workflow, job, matrix, runner } = compose({ context, subject: 'needs' });
    expect([workflow, job, matrix, runner]).toEqual(['CI', undefined, undefined, undefined]);
  });

  test('of a watched run are about that run', () => {
    const context = contextOf({ event: 'workflow_run', ref: 'refs/heads/master', payload: COMPLETED });
    const { workflow, event, run_number, run_url } = compose({ context, subject: 'watched run' });
    expect([workflow, event, run_number]).toEqual(['test', 'repository_dispatch', 163]);
    expect(run_url).toBe('https://github.com/octo-org/octo-repo/actions/runs/289782451/attempts/1');
  });

  test('leave out what is unknown', () => {
    const payload = { repository: { default_branch: 'main' } };
    const context = contextOf({ event: 'schedule', ref: '', payload, env: { GITHUB_RUN_ID: '', GITHUB_ACTOR: '' } });
    const details = compose({ context });
    expect(Object.values(details)).not.toContain(null);
    expect(Object.keys(details)).not.toContain('run_url');
    expect(Object.keys(details)).not.toContain('actor');
    expect(details.branch).toBe('main');
  });

  const pullRequest = findExample('pull_request', ({ action }) => action === 'opened');
  const ofFork = change(WATCHED.payload, { 'workflow_run.head_repository.full_name': 'mallory/shop' });
  const merge = 'gh-readonly-queue/main/pr-104-929f8209';
  const pull = { event: 'pull_request', ref: 'refs/pull/2/merge', payload: pullRequest };
  test.each<[string, Start, JsonObject, Subject?]>([
    ['a pull request', pull, { pull_request: 2, branch: 'changes' }],
    ['a tag', { ...PUSH_TO_MAIN, ref: 'refs/tags/v1.2.3' }, { tag: 'v1.2.3' }],
    ['a merge queue', { ...PUSH_TO_MAIN, ref: `refs/heads/${merge}` }, { branch: merge }],
    ['a branch of a fork', { ...WATCHED, payload: ofFork }, { branch: 'mallory:main' }, 'watched run'],
  ])('name %s', (_, start, expected, subject = 'job') => {
    const { branch, tag, pull_request } = compose({ context: contextOf(start), subject });
    expect(JSON.parse(JSON.stringify({ branch, tag, pull_request }))).toEqual(expected);
  });

  test('name the environment', () => {
    expect(compose({ environment: 'production' }).environment).toBe('production');
    expect(compose({})).not.toHaveProperty('environment');
  });

  test('name the needed jobs that failed', () => {
    const needs: Need[] = [
      { job: 'lint', result: 'success' },
      { job: 'build', result: 'failure' },
      { job: 'deploy', result: 'skipped' },
      { result: 'failure' },
      { job: 'test', result: 'failure' },
      { job: 'slow', result: 'cancelled' },
    ];
    expect(compose({ subject: 'needs', needs }).failed_jobs).toEqual([{ name: 'build' }, { name: 'test' }]);
    expect(compose({ subject: 'needs', needs: needs.slice(0, 1) })).not.toHaveProperty('failed_jobs');
  });

  test('hold what was found out at GitHub, rather than needs, with what broke first', () => {
    const facts: Facts = {
      failed_jobs: [{ name: 'build (24)', url: 'https://github.com/job', failed_steps: ['npm test'] }],
      ...{ failed_steps: ['npm test'], errors: ['src/a.ts:3: boom'], job_url: 'https://github.com/job' },
      failing_since: { run_number: 39, url: 'https://github.com/run', at: '2026-11-24T03:12:45Z' },
      ...{ consecutive_failures: 3, compare_url: 'https://github.com/compare' },
      recovered_after: { duration: '2 h', failed_runs: 3 },
    };
    const details = compose({ needs: [{ job: 'build', result: 'failure' }], facts });
    expect(details).toMatchObject(facts);
    expect(Object.keys(details).slice(0, 4)).toEqual(['outcome', 'failed_jobs', 'failed_steps', 'errors']);
  });
});

describe('the body of the user', () => {
  const details = { branch: 'main', commit: 'c0ffee' };

  test('is the message when it is a text', () => {
    expect(mergeBody(details, ' Call the\nshop team. \n')).toEqual({ ...details, message: 'Call the\nshop team.' });
  });

  test('replaces keys of the details when it is a JSON object', () => {
    const merged = { branch: 'trunk', commit: 'c0ffee', team: { name: 'shop' } };
    expect(mergeBody(details, '{"branch":"trunk","team":{"name":"shop"}}')).toEqual(merged);
  });

  test.each(['[1]', '"text"', '41', 'null', '{"a":'])('is the message when it is other JSON, or none: %s', (body) => {
    expect(mergeBody(details, body)).toEqual({ ...details, message: body });
  });

  test('cannot reach the prototype of the details', () => {
    const laid = mergeBody(details, '{"__proto__":{"branch":"trunk"}}');
    expect(Object.getPrototypeOf(laid)).toBe(Object.prototype);
    expect(Object.keys(laid)).toEqual(['branch', 'commit', '__proto__']);
  });
});

test.each([
  ['leads to its attempt', {}, '/actions/runs/9007001041/attempts/1'],
  ['leads to the run where the attempt is unknown', { GITHUB_RUN_ATTEMPT: '' }, '/actions/runs/9007001041'],
  ['is missing where the run has no id', { GITHUB_RUN_ID: '' }, undefined],
])('the link to a run %s', (_, env, path) => {
  const page = 'https://git.acme.example/acme/shop';
  expect(linkRun(page, contextOf({ ...PUSH_TO_MAIN, env }).run)).toBe(path && page + path);
});
