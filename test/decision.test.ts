import { describe, expect, test } from 'vitest';
import {
  CONCLUSIONS,
  type Conclusion,
  decide,
  findObstacle,
  findOutcome,
  hidesFailure,
  isAmbiguous,
  type Sources,
  STATUSES,
  type Status,
} from '../src/decision.ts';
import { change, PUSH_TO_MAIN, situate, WATCHED } from './situations.ts';

const ofPush = situate(PUSH_TO_MAIN);
const ofWatched = situate(WATCHED);

const find = (sources: Partial<Sources>) =>
  findOutcome({
    phase: 'main',
    status: undefined,
    needs: undefined,
    jobStatus: 'success',
    actionStatus: '',
    situation: ofPush,
    ...sources,
  });

const findWatched = (changes: Parameters<typeof change>[1]) =>
  find({ situation: situate({ ...WATCHED, payload: change(WATCHED.payload, changes) }) });

test('the words of status are the conclusions of GitHub and two verbs', () => {
  const conclusions = 'success failure cancelled skipped timed_out startup_failure neutral action_required stale';
  expect(CONCLUSIONS).toEqual(conclusions.split(' '));
  expect(STATUSES).toEqual([...CONCLUSIONS, 'create', 'resolve']);
});

describe('the lists as they are by default', () => {
  const createOn: Conclusion[] = ['failure', 'timed_out', 'startup_failure'];
  const resolveOn: Conclusion[] = ['success'];

  test.each([
    { outcome: 'success', action: 'resolve', reason: 'the outcome is success, which is in resolve-on' },
    { outcome: 'failure', action: 'create', reason: 'the outcome is failure, which is in create-on' },
    { outcome: 'timed_out', action: 'create', reason: 'the outcome is timed_out, which is in create-on' },
    {
      outcome: 'startup_failure',
      action: 'create',
      reason: 'the outcome is startup_failure, which is in create-on',
    },
    {
      outcome: 'cancelled',
      action: 'none',
      reason:
        'the outcome is cancelled, which is in neither create-on nor resolve-on; to be alerted on cancellations, add cancelled to create-on',
    },
    {
      outcome: 'skipped',
      action: 'none',
      reason: 'the outcome is skipped, which is in neither create-on nor resolve-on',
    },
    {
      outcome: 'neutral',
      action: 'none',
      reason: 'the outcome is neutral, which is in neither create-on nor resolve-on',
    },
    {
      outcome: 'action_required',
      action: 'none',
      reason: 'the outcome is action_required, which is in neither create-on nor resolve-on',
    },
    {
      outcome: 'stale',
      action: 'none',
      reason: 'the outcome is stale, which is in neither create-on nor resolve-on',
    },
    { outcome: 'create', action: 'create', reason: 'status says create' },
    { outcome: 'resolve', action: 'resolve', reason: 'status says resolve' },
  ] as const)('make $action of $outcome', ({ outcome, action, reason }) => {
    expect(decide(outcome, { createOn, resolveOn })).toEqual({ action, reason });
  });

  test('have an answer for every word of status', () => {
    for (const outcome of STATUSES) expect(decide(outcome, { createOn, resolveOn }).reason).toContain(outcome);
  });
});

describe('lists of the user', () => {
  test.each(CONCLUSIONS)('open an incident on %s when it is in create-on', (outcome) => {
    expect(decide(outcome, { createOn: [outcome], resolveOn: [] }).action).toBe('create');
  });

  test.each(CONCLUSIONS)('resolve it on %s when that is in resolve-on', (outcome) => {
    expect(decide(outcome, { createOn: [], resolveOn: [outcome] }).action).toBe('resolve');
  });

  test.each(CONCLUSIONS)('do nothing on %s when only the other words are in them', (outcome) => {
    const others = CONCLUSIONS.filter((word) => word !== outcome);
    expect(decide(outcome, { createOn: others, resolveOn: [] }).action).toBe('none');
    expect(decide(outcome, { createOn: [], resolveOn: others }).action).toBe('none');
  });

  test.each(CONCLUSIONS)('mean never when they are empty, also for %s', (outcome) => {
    expect(decide(outcome, { createOn: [], resolveOn: [] }).action).toBe('none');
  });

  test.each(['create', 'resolve'] as const)('do not stop the verb %s', (verb) => {
    expect(decide(verb, { createOn: [], resolveOn: [] }).action).toBe(verb);
  });
});

describe('a cancelled job', () => {
  test.each<{ createOn: Conclusion[]; resolveOn: Conclusion[]; asked: boolean }>([
    { createOn: ['failure', 'timed_out'], resolveOn: ['success'], asked: true },
    { createOn: ['timed_out'], resolveOn: ['success', 'cancelled'], asked: true },
    { createOn: [], resolveOn: ['timed_out'], asked: true },
    { createOn: ['timed_out', 'cancelled'], resolveOn: ['success'], asked: false },
    { createOn: ['failure'], resolveOn: ['success'], asked: false },
    { createOn: ['failure', 'cancelled'], resolveOn: ['success'], asked: false },
    { createOn: [], resolveOn: [], asked: false },
  ])('may have run into its time limit with $createOn and $resolveOn: $asked', ({ createOn, resolveOn, asked }) => {
    expect(isAmbiguous('cancelled', { createOn, resolveOn })).toBe(asked);
  });

  test.each(STATUSES.filter((word) => word !== 'cancelled'))('is not one that is %s', (outcome) => {
    expect(isAmbiguous(outcome, { createOn: ['timed_out'], resolveOn: [] })).toBe(false);
  });
});

describe('the outcome', () => {
  test.each(STATUSES)('is %s when status says so', (status) => {
    expect(find({ status })).toEqual({ kind: 'found', outcome: status, subject: 'job' });
  });

  test.each<{ status: Status | undefined; needed: Conclusion; hides: boolean }>([
    { status: 'success', needed: 'failure', hides: true },
    { status: 'success', needed: 'success', hides: false },
    { status: 'success', needed: 'cancelled', hides: false },
    { status: 'failure', needed: 'failure', hides: false },
    { status: 'resolve', needed: 'failure', hides: false },
    { status: undefined, needed: 'failure', hides: false },
  ])('hides a failure ($hides) when it is $status and a needed job ended as $needed', ({ status, needed, hides }) => {
    expect(hidesFailure({ status, needs: new Map([['build', needed]]) })).toBe(hides);
    expect(hidesFailure({ status, needs: undefined })).toBe(false);
  });

  test('is left to the end of the job when nothing else speaks', () => {
    expect(find({ phase: 'main', jobStatus: 'failure' })).toEqual({
      kind: 'later',
      reason: 'the job is still running; its outcome is reported when it ends',
    });
  });

  test.each(['success', 'failure', 'cancelled'])('is %s at the end of a job that ended so', (jobStatus) => {
    expect(find({ phase: 'post', jobStatus })).toEqual({ kind: 'found', outcome: jobStatus, subject: 'job' });
  });

  test.each([' Success ', 'SUCCESS'])('is read from "%s" in any letter case', (jobStatus) => {
    expect(find({ phase: 'post', jobStatus })).toMatchObject({ outcome: 'success' });
  });

  test.each([
    { jobStatus: '', reason: 'GitHub gave no conclusion for this job' },
    { jobStatus: ' ', reason: 'GitHub gave no conclusion for this job' },
    { jobStatus: 'exploded', reason: 'GitHub gave the unknown conclusion "exploded" for this job' },
    { jobStatus: 'create', reason: 'GitHub gave the unknown conclusion "create" for this job' },
    { jobStatus: 'resolve', reason: 'GitHub gave the unknown conclusion "resolve" for this job' },
    {
      jobStatus: 'x'.repeat(99),
      reason: `GitHub gave the unknown conclusion "${'x'.repeat(40)}" for this job`,
    },
  ])('is nothing, and unusual, where $reason', ({ jobStatus, reason }) => {
    expect(find({ phase: 'post', jobStatus })).toEqual({ kind: 'nothing', reason, unusual: true });
  });
});

describe('the outcome of needed jobs', () => {
  test.each<{ results: Conclusion[]; worst: Conclusion }>([
    { results: ['failure'], worst: 'failure' },
    { results: ['success', 'cancelled', 'failure', 'skipped'], worst: 'failure' },
    { results: ['success', 'cancelled', 'skipped'], worst: 'cancelled' },
    { results: ['cancelled'], worst: 'cancelled' },
    { results: ['skipped', 'success'], worst: 'success' },
    { results: ['success', 'success'], worst: 'success' },
    { results: ['skipped', 'skipped'], worst: 'skipped' },
    { results: [], worst: 'skipped' },
  ])('is $worst for $results', ({ results, worst }) => {
    const needs = new Map(results.map((result, index) => [`job-${index}`, result]));
    expect(find({ needs })).toEqual({ kind: 'found', outcome: worst, subject: 'workflow' });
  });
});

describe('of several sources', () => {
  const needs = new Map<string, Conclusion>([['build', 'failure']]);

  test('status comes before needs, which still make the workflow the subject', () => {
    expect(find({ status: 'success', needs })).toEqual({
      kind: 'found',
      outcome: 'success',
      subject: 'workflow',
    });
  });

  test('status comes before the watched run, which is still the subject', () => {
    expect(find({ status: 'success', situation: ofWatched })).toEqual({
      kind: 'found',
      outcome: 'success',
      subject: 'watched',
    });
  });

  test('needs come before the watched run', () => {
    const payload = change(WATCHED.payload, { 'workflow_run.conclusion': 'success' });
    const situation = situate({ ...WATCHED, payload });
    expect(find({ needs, situation })).toEqual({ kind: 'found', outcome: 'failure', subject: 'workflow' });
  });

  test('the watched run comes before the job, also when the job ends', () => {
    expect(find({ phase: 'post', jobStatus: 'success', situation: ofWatched })).toEqual({
      kind: 'found',
      outcome: 'failure',
      subject: 'watched',
    });
  });
});

describe('the outcome of a watched run', () => {
  test.each(CONCLUSIONS)('is its conclusion: %s', (conclusion) => {
    expect(findWatched({ 'workflow_run.conclusion': conclusion })).toEqual({
      kind: 'found',
      outcome: conclusion,
      subject: 'watched',
    });
  });

  test.each(['requested', 'in_progress'])('is not reported for the activity %s', (action) => {
    expect(findWatched({ action, 'workflow_run.conclusion': 'failure' })).toEqual({
      kind: 'nothing',
      reason: `the workflow_run activity is ${action}, and only completed is reported`,
    });
  });

  test('is not reported where the activity is unknown', () => {
    expect(findWatched({ action: null })).toMatchObject({
      reason: 'the workflow_run activity is unknown, and only completed is reported',
    });
  });

  test.each([
    { conclusion: null, reason: 'GitHub gave no conclusion for the watched run' },
    { conclusion: 'exploded', reason: 'GitHub gave the unknown conclusion "exploded" for the watched run' },
  ])('is nothing, and unusual, where $reason', ({ conclusion, reason }) => {
    expect(findWatched({ 'workflow_run.conclusion': conclusion })).toEqual({
      kind: 'nothing',
      reason,
      unusual: true,
    });
  });
});

describe('an obstacle', () => {
  const found = (outcome: Status, subject: 'job' | 'workflow' | 'watched' = 'job') =>
    ({ kind: 'found', outcome, subject }) as const;

  test('is there when the step itself has dealt with the same outcome', () => {
    expect(findObstacle(found('failure'), { situation: ofPush, branches: [], reported: 'failure' })).toBe(
      'the outcome is failure, which the step itself has already dealt with',
    );
  });

  test('is not there when the step itself has dealt with another outcome', () => {
    expect(findObstacle(found('failure'), { situation: ofPush, branches: [], reported: 'success' })).toBeUndefined();
  });

  test('is not there when nothing is dealt with yet', () => {
    expect(findObstacle(found('failure'), { situation: ofPush, branches: [], reported: '' })).toBeUndefined();
  });

  test('is a branch that matches no pattern', () => {
    expect(findObstacle(found('failure'), { situation: ofPush, branches: ['release/*'], reported: '' })).toBe(
      'the branch main matches no pattern of branches',
    );
  });

  test('is a pull request where there are patterns', () => {
    const situation = situate({ ...PUSH_TO_MAIN, event: 'pull_request', ref: 'refs/pull/57/merge' });
    expect(findObstacle(found('failure'), { situation, branches: ['main'], reported: '' })).toBe(
      'this run is on a pull request, which matches no pattern of branches',
    );
  });

  const watchedOn = (changes: Parameters<typeof change>[1]) =>
    situate({ ...WATCHED, payload: change(WATCHED.payload, changes) });

  test('is the branch of the watched run, not the one this workflow runs on', () => {
    const situation = watchedOn({ 'workflow_run.head_branch': 'topic' });
    expect(findObstacle(found('failure', 'watched'), { situation, branches: ['main'], reported: '' })).toBe(
      'the branch topic matches no pattern of branches',
    );
  });

  test('is a watched run on the main of a fork', () => {
    const situation = watchedOn({ 'workflow_run.head_repository.full_name': 'mallory/shop' });
    expect(findObstacle(found('success', 'watched'), { situation, branches: ['main'], reported: '' })).toBe(
      'this run is on a fork, which matches no pattern of branches',
    );
  });

  test('is not the branch of a watched run when needed jobs are reported', () => {
    const situation = watchedOn({ 'workflow_run.head_branch': 'topic' });
    expect(findObstacle(found('failure', 'workflow'), { situation, branches: ['main'], reported: '' })).toBeUndefined();
  });

  test('is looked for in the own run where nothing is watched', () => {
    expect(
      findObstacle(found('failure', 'watched'), { situation: ofPush, branches: ['main'], reported: '' }),
    ).toBeUndefined();
  });
});
