import fc from 'fast-check';
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
  STATUSES,
  worstConclusion,
} from '../src/decision.ts';
import { change, contextOf, PUSH_TO_MAIN, WATCHED } from './situations.ts';

const DEFAULTS = { createOn: ['failure', 'timed_out', 'startup_failure'], resolveOn: ['success'] } satisfies {
  createOn: Conclusion[];
  resolveOn: Conclusion[];
};

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
    ['startup_failure', 'create', 'the result is startup_failure'],
    ...(['cancelled', 'skipped', 'neutral', 'action_required', 'stale'] as const).map(
      (word) => [word, 'none', `the result is ${word}, which neither create-on nor resolve-on lists`] as const,
    ),
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
    expect(decide(outcome, { createOn: ['cancelled', 'failure'], resolveOn: ['success'] }, true)).toEqual({
      action: 'none',
      reason: 'the run was cancelled because a newer run replaced it',
    });
  });
});

describe('a cancellation', () => {
  test.each<[Conclusion[], Conclusion[], boolean]>([
    [DEFAULTS.createOn, DEFAULTS.resolveOn, true],
    [['cancelled'], ['success'], true],
    [[], ['timed_out'], true],
    [[], ['cancelled'], true],
    [[], ['success'], false],
    [['skipped'], ['success'], false],
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
    [['success', 'timed_out'], 'timed_out'],
    [['success', 'cancelled', 'skipped'], 'cancelled'],
    [['skipped', 'success'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['neutral'], 'neutral'],
    [[], 'skipped'],
  ])('of %j is %s', (conclusions, worst) => {
    expect(worstConclusion(conclusions)).toBe(worst);
  });

  test('is a success only where at least one is one, and none failed or was cancelled', () => {
    const results = fc.array(fc.constantFrom<Conclusion>('success', 'failure', 'cancelled', 'skipped'));
    fc.assert(
      fc.property(results, (conclusions) => {
        const isGreen =
          conclusions.includes('success') && !conclusions.includes('failure') && !conclusions.includes('cancelled');
        expect(worstConclusion(conclusions) === 'success').toBe(isGreen);
      }),
    );
  });
});

describe('the outcome of this job', () => {
  test.each(STATUSES)('is %s where status says so', (status) => {
    expect(find({ status })).toEqual({ kind: 'outcome', outcome: status, subject: 'job' });
  });

  test('is left to the end of the job', () => {
    expect(find({ jobStatus: 'failure' })).toEqual({
      kind: 'later',
      reason: 'the result of this job is reported when the job ends',
    });
  });

  test.each([
    ...['success', 'failure', 'cancelled'].map((word) => [word, word]),
    [' Success ', 'success'],
    ['SUCCESS', 'success'],
  ])('at the end of a job that ended as "%s" is %s', (jobStatus, outcome) => {
    expect(find({ phase: 'post', jobStatus })).toEqual({ kind: 'outcome', outcome, subject: 'job' });
  });

  test.each([
    ['', 'GitHub gave no conclusion for this job'],
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
    expect(find({ needs: need('success', 'failure') })).toEqual({
      kind: 'outcome',
      outcome: 'failure',
      subject: 'needs',
    });
  });

  test.each<[Conclusion, Need['result'], Conclusion]>([
    ['success', 'failure', 'failure'],
    ['timed_out', 'success', 'timed_out'],
    ['failure', 'cancelled', 'failure'],
    ['cancelled', 'success', 'cancelled'],
    ['skipped', 'success', 'success'],
  ])('with status %s and a job that ended as %s is %s', (status, result, outcome) => {
    expect(find({ status, needs: need(result) })).toMatchObject({ outcome, subject: 'needs' });
  });

  test('with a verb is the verb', () => {
    expect(find({ status: 'resolve', needs: need('failure') })).toMatchObject({ outcome: 'resolve', subject: 'needs' });
  });

  test('comes before the watched run', () => {
    expect(findWatched({}, { needs: need('success') })).toMatchObject({ outcome: 'success', subject: 'needs' });
  });
});

describe('the outcome of a watched run', () => {
  test.each(CONCLUSIONS)('is its conclusion, %s', (conclusion) => {
    expect(findWatched({ 'workflow_run.conclusion': conclusion }, { phase: 'post', jobStatus: 'cancelled' })).toEqual({
      kind: 'outcome',
      outcome: conclusion,
      subject: 'watched run',
    });
  });

  test('is not asked for where status names one', () => {
    expect(findWatched({}, { status: 'create' })).toMatchObject({ outcome: 'create', subject: 'job' });
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
