import { describe, expect, test } from 'vitest';
import {
  CONCLUSIONS,
  type Conclusion,
  decide,
  findOutcome,
  isConclusive,
  isFailure,
  type Need,
  needsExplanation,
  type OutcomeInput,
  type Policy,
  STATUSES,
  worstConclusion,
} from '../src/decision.ts';
import { change, contextOf, PUSH_TO_MAIN, WATCHED } from './situations.ts';

const DEFAULTS: Policy = { createOn: ['failure', 'timed_out', 'startup_failure'], resolveOn: ['success'] };

const find = (input: Partial<OutcomeInput>) =>
  findOutcome({
    phase: 'main',
    status: undefined,
    needs: undefined,
    jobStatus: 'success',
    actionStatus: '',
    context: contextOf(PUSH_TO_MAIN),
    ...input,
  });

const findWatched = (values: Parameters<typeof change>[1], input: Partial<OutcomeInput> = {}) =>
  find({ context: contextOf({ ...WATCHED, payload: change(WATCHED.payload, values) }), ...input });

const need = (...results: Need['result'][]): Need[] =>
  results.map((result, index) => ({ job: `job-${index}`, result }));

test('status takes the conclusions of GitHub and two verbs', () => {
  const conclusions = 'success failure cancelled skipped timed_out startup_failure neutral action_required stale';
  expect(STATUSES).toEqual([...conclusions.split(' '), 'create', 'resolve']);
});

test('only failures and a success are conclusive', () => {
  expect(CONCLUSIONS.filter(isFailure)).toEqual(['failure', 'timed_out', 'startup_failure']);
  expect(CONCLUSIONS.filter(isConclusive)).toEqual(['success', 'failure', 'timed_out', 'startup_failure']);
  expect([isFailure(undefined), isConclusive(undefined)]).toEqual([false, false]);
});

describe('the decision', () => {
  test.each([
    ['success', 'resolve', 'the result is success'],
    ['failure', 'create', 'the result is failure'],
    ['timed_out', 'create', 'the result is timed_out'],
    [
      'cancelled',
      'none',
      'the result is cancelled, which neither opens nor resolves an incident (inputs create-on and resolve-on)',
    ],
    ['create', 'create', 'status is create'],
    ['resolve', 'resolve', 'status is resolve'],
  ] as const)('on %s by default is %s', (outcome, action, reason) => {
    expect(decide(outcome, DEFAULTS)).toEqual({ action, reason });
  });

  test.each(CONCLUSIONS)('on %s follows the lists of the user', (outcome) => {
    const others = CONCLUSIONS.filter((word) => word !== outcome);
    expect(decide(outcome, { createOn: [outcome], resolveOn: others }).action).toBe('create');
    expect(decide(outcome, { createOn: others, resolveOn: [outcome] }).action).toBe('resolve');
    expect(decide(outcome, { createOn: [], resolveOn: [] }).action).toBe('none');
  });

  test.each(['create', 'resolve'] as const)('on the verb %s asks no list', (verb) => {
    expect(decide(verb, { createOn: [], resolveOn: [] }, true).action).toBe(verb);
  });

  test.each(['cancelled', 'failure', 'success'] as const)('on a replaced run (%s) is to do nothing', (outcome) => {
    const reason = 'the run was cancelled because a newer run replaced it';
    const policy: Policy = { createOn: ['cancelled', 'failure'], resolveOn: ['success'] };
    expect(decide(outcome, policy, true)).toEqual({ action: 'none', reason });
  });
});

describe('a cancellation', () => {
  test.each<[Conclusion[], Conclusion[], boolean]>([
    [['cancelled'], ['success'], true],
    [[], ['timed_out'], true],
    [[], ['cancelled'], true],
    [[], ['success'], false],
  ])('is looked into with create-on %j and resolve-on %j: %s', (createOn, resolveOn, expected) => {
    expect(needsExplanation('cancelled', { createOn, resolveOn })).toBe(expected);
  });

  test.each(STATUSES.filter((word) => word !== 'cancelled'))('is not what %s is', (outcome) => {
    expect(needsExplanation(outcome, { createOn: [...CONCLUSIONS], resolveOn: [...CONCLUSIONS] })).toBe(false);
  });
});

describe('the worst conclusion', () => {
  test.each<[Conclusion[], Conclusion]>([
    [['success', 'cancelled', 'failure', 'skipped'], 'failure'],
    [['success', 'cancelled', 'skipped'], 'cancelled'],
    [['skipped', 'success'], 'success'],
    [['neutral'], 'neutral'],
    [[], 'skipped'],
  ])('of %j is %s', (conclusions, worst) => {
    expect(worstConclusion(conclusions)).toBe(worst);
  });
});

describe('the outcome of this job', () => {
  test.each(STATUSES)('is %s where status says so', (status) => {
    expect(find({ status })).toEqual({ kind: 'outcome', outcome: status, subject: 'job' });
  });

  test('is left to the end of the job', () => {
    const reason = 'the result of this job is reported when the job ends';
    expect(find({ jobStatus: 'failure' })).toEqual({ kind: 'later', reason });
  });

  test.each([
    ['failure', 'failure'],
    ['cancelled', 'cancelled'],
    [' Success ', 'success'],
  ])('at the end of a job that ended as "%s" is %s', (jobStatus, outcome) => {
    expect(find({ phase: 'post', jobStatus })).toEqual({ kind: 'outcome', outcome, subject: 'job' });
  });

  test.each([
    [' ', 'GitHub gave no conclusion for this job'],
    ['exploded', 'GitHub gave the unknown conclusion "exploded" for this job'],
    ['create', 'GitHub gave the unknown conclusion "create" for this job'],
    ['x'.repeat(99), `GitHub gave the unknown conclusion "${'x'.repeat(40)}" for this job`],
  ])('is nothing and unusual for "%s"', (jobStatus, reason) => {
    expect(find({ phase: 'post', jobStatus })).toEqual({ kind: 'nothing', reason, isUnusual: true });
  });
});

describe('inside a composite action', () => {
  const later = {
    kind: 'later',
    reason: 'inside a composite action a success is known only when the job ends; it is reported then',
  };

  test.each([
    [{ phase: 'main', status: 'success', actionStatus: 'success' }, later],
    [{ phase: 'main', status: 'success', actionStatus: 'failure' }, later],
    [{ phase: 'main', status: 'failure', actionStatus: 'success' }, { outcome: 'failure' }],
    [{ phase: 'post', status: 'success', actionStatus: 'success' }, { outcome: 'success' }],
    [{ phase: 'post', status: 'success', actionStatus: 'Failure' }, { outcome: 'failure' }],
    [{ phase: 'post', jobStatus: 'success', actionStatus: 'failure' }, { outcome: 'failure' }],
    [{ phase: 'post', jobStatus: 'cancelled', actionStatus: 'failure' }, { outcome: 'cancelled' }],
    [{ phase: 'main', status: 'resolve', actionStatus: 'failure' }, { outcome: 'resolve' }],
  ] as const)('%j gives %j', (input, expected) => {
    expect(find(input)).toMatchObject(expected);
  });
});

describe('the outcome of needed jobs', () => {
  test('is the worst of them, at once', () => {
    const outcome = { kind: 'outcome', outcome: 'failure', subject: 'needs' };
    expect(find({ needs: need('success', 'failure') })).toEqual(outcome);
  });

  test.each<[OutcomeInput['status'], Need['result'], string]>([
    ['success', 'failure', 'failure'],
    ['timed_out', 'success', 'timed_out'],
    ['resolve', 'failure', 'resolve'],
  ])('with status %s and a job that ended as %s is %s', (status, result, outcome) => {
    expect(find({ status, needs: need(result) })).toMatchObject({ outcome, subject: 'needs' });
  });
});

describe('the outcome of a watched run', () => {
  test.each(CONCLUSIONS)('is its conclusion, %s', (conclusion) => {
    const found = findWatched({ 'workflow_run.conclusion': conclusion }, { phase: 'post', jobStatus: 'cancelled' });
    expect(found).toEqual({ kind: 'outcome', outcome: conclusion, subject: 'watched run' });
  });

  test.each([
    { input: { needs: need('success') }, expected: { outcome: 'success', subject: 'needs' } },
    { input: { status: 'skipped' }, expected: { outcome: 'skipped', subject: 'job' } },
  ] as const)('is not asked for beside $input', ({ input, expected }) => {
    expect(findWatched({}, input)).toMatchObject(expected);
  });

  test.each([['requested'], ['in_progress'], [null]])('is not reported for the activity %s', (action) => {
    expect(findWatched({ action })).toEqual({
      kind: 'nothing',
      reason: `the activity of workflow_run is ${action ?? 'unknown'}; only completed is reported`,
    });
  });

  test.each([
    [null, 'GitHub gave no conclusion for the watched run'],
    ['exploded', 'GitHub gave the unknown conclusion "exploded" for the watched run'],
  ])('is nothing and unusual for %s', (conclusion, reason) => {
    expect(findWatched({ 'workflow_run.conclusion': conclusion })).toEqual({
      kind: 'nothing',
      reason,
      isUnusual: true,
    });
  });
});
