import { describe, expect, test } from 'vitest';
import { findUnreportedFailure } from '../src/decision.ts';
import type { Inputs } from '../src/inputs.ts';
import { findWarnings } from '../src/warnings.ts';
import { contextOf, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';

const INPUTS: Inputs = {
  ...{ token: 't0k3n', webhookUrl: undefined, title: undefined, environment: undefined, body: undefined },
  ...{ severity: undefined, priority: undefined, status: undefined, needs: undefined, branches: [] },
  ...{ pullRequests: false, createOn: ['failure'], resolveOn: ['success'], after: 1, githubToken: undefined },
  ...{ timeout: 60_000, failOnError: false, dryRun: false, jobStatus: 'success', actionStatus: '' },
  hidden: {
    ...{ matrix: 'null', checkRunId: '', jobWorkflowRef: '', jobWorkflowSha: '', jobWorkflowRepository: '' },
    jobWorkflowFilePath: '',
  },
};

const warn = (inputs: Partial<Inputs>, start: Start = PUSH_TO_MAIN) =>
  findWarnings({ inputs: { ...INPUTS, ...inputs }, context: contextOf(start), redact: (text) => text });
const needs: Inputs['needs'] = [{ result: 'failure' }];

describe('a title', () => {
  const head = { number: 57, head: { ref: 'fix', sha: 'f00d', repo: { full_name: 'acme/shop' } } };
  const pull = { event: 'pull_request', payload: { ...PUSH_TO_MAIN.payload, pull_request: head } };

  test.each<[title: string, what: string, start?: Partial<Start>, inputs?: Partial<Inputs>]>([
    ['Run 9007001041 failed', 'the run id'],
    ['CI #41 failed', 'the run number'],
    ['CI, run no. 41', 'the run number'],
    ['CI (attempt 1)', 'the run attempt'],
    ['CI at C0FFEE254729296A45A3885639AC7E10F9D54979', 'the commit'],
    ['Nightly 9007001041', 'the run id', WATCHED],
    ['Nightly 77', 'the run id', WATCHED, { needs }],
    ['CI at c0ffee254729296a45a3885639ac7e10f9d54979', 'the commit', pull],
  ])('"%s" contains %s', (title, what, start, inputs) => {
    expect(warn({ title, ...inputs }, { ...PUSH_TO_MAIN, ...start })).toEqual([
      `title contains ${what}, which changes from run to run, so no later run resolves the incident. Remove it from title; the details name the run and its commit.`,
    ]);
  });

  const lasting = ['Build 410', 'CI #4', 'Route 41 closed', 'v1.41', 'CI at c0ffee', 'CI at deadbeef', 'attempts 12'];
  test.each(lasting)('"%s" contains nothing that changes from run to run', (title) => {
    expect(warn({ title })).toEqual([]);
  });
});

test('a body that begins like a JSON object and is none is warned about', () => {
  for (const body of ['plain', '{"a":1}']) expect(warn({ body })).toEqual([]);
  expect(warn({ body: ' {"a":"it says "no""}' })).toEqual([
    'body begins like a JSON object but is not valid JSON, so it is sent as a text, under message. Use toJSON() for values that can contain quotes or line breaks.',
  ]);
});

test('status beside needs is warned about, but for the two verbs', () => {
  expect(warn({ needs, status: 'success' })).toEqual([
    'status and needs are both set, so the worse of the two is reported. Remove status to report the needed jobs.',
  ]);
  expect(warn({ needs, status: 'resolve' })).toEqual([]);
  expect(warn({ needs })).toEqual([]);
});

describe('branches', () => {
  test.each<[branches: string[], near: string]>([
    [['mian'], 'mian'],
    [['topic', 'Main'], 'Main'],
    [['master'], 'master'],
    [['mains'], 'mains'],
  ])('%j that just miss the default branch', (branches, near) => {
    expect(warn({ branches })).toEqual([
      `branches lists "${near}", but the default branch is "main", which no pattern matches, so it is not reported. If that is a mistake, correct branches.`,
    ]);
  });

  test.each<[branches: string[], start?: Start]>([
    [['maintenance']],
    [['mian', 'm*']],
    [['master', 'main']],
    [['!mian']],
    [['master'], { ...PUSH_TO_MAIN, ref: 'refs/heads/topic' }],
    [['master'], { ...PUSH_TO_MAIN, payload: {} }],
  ])('%j that were not meant to match it, or do, are right', (branches, start) => {
    expect(warn({ branches }, start)).toEqual([]);
  });

  test.each(['origin/main', 'heads/main'])('with more than the name: %s', (long) => {
    expect(warn({ branches: [long] })).toEqual([
      `branches lists "${long}", but GitHub's names of branches have no remote and no heads/ in front. Write "main".`,
    ]);
  });
});

test('a job that fails on workflow_run is warned about where only the watched run is reported', () => {
  const findUnreported = (inputs: Inputs, start: Start) =>
    findUnreportedFailure({ ...inputs, phase: 'post', context: contextOf(start) });
  const failed: Inputs = { ...INPUTS, jobStatus: 'failure' };
  expect(findUnreported(failed, WATCHED)).toMatch(/^This job failed, and that was not reported: /);
  expect(findUnreported(failed, PUSH_TO_MAIN)).toBeUndefined();
  expect(findUnreported(INPUTS, WATCHED)).toBeUndefined();
  expect(findUnreported({ ...failed, status: 'failure' }, WATCHED)).toBeUndefined();
  expect(findUnreported({ ...failed, needs: [] }, WATCHED)).toBeUndefined();
});
