import { describe, expect, test } from 'vitest';
import { findCreateHold, findResolveHold, isSkippedAs, type OwnRun, type PartResult } from '../src/github/guards.ts';
import { add, addAll, at, type JobLike, needs, type Outcome, type Reported, readJobs, report } from './asking.ts';
import { listCode, listRows, readPage, readSection } from './documentation.ts';
import { failInside, refusePermission } from './github/interference.ts';
import { createPullRequest, GithubModel, type RunFields } from './github/model.ts';

type Fields = Partial<Omit<PartResult, 'run'>> & { number?: number; attempt?: number };

/** How `part` ended in run #11; the own run is #10. A run begins at its number and ends 5 later. */
function result({ number = 11, attempt = 1, ...fields }: Fields): PartResult {
  const times = { startedAt: number, endedAt: number + 5 };
  return { part: 'api', label: 'the job "api"', state: 'passed', run: { number, attempt }, ...times, ...fields };
}
const pass = (fields: Fields = {}) => result(fields);
const fail = (fields: Fields = {}) => result({ state: 'failed', ...fields });
const own = ({ passed = ['api'], skipped = [] }: { passed?: string[]; skipped?: string[] } = {}): OwnRun => ({
  number: 10,
  passed: passed.map((part) => pass({ part, number: 10, attempt: 2 })),
  isSkipped: (part) => skipped.includes(part),
});

const vague = (fields: Fields = {}) => result({ state: 'may be failing', ...fields });
const ofWeb = (fields: Fields = {}) => fail({ number: 10, part: 'web', ...fields });

describe('an alert', () => {
  const failed = fail({ number: 10 });
  const unknown = { endedAt: undefined };
  test.each<['held back' | 'sent', string, PartResult[], PartResult[]]>([
    ['held back', 'a newer pass', [failed], [pass()]],
    ['sent', 'no newer run', [failed], []],
    ['sent', 'a newer failure', [failed], [fail()]],
    ['sent', 'a newer run that may be failing', [failed], [vague()]],
    ['sent', 'an older pass', [failed], [pass({ number: 9 })]],
    ['sent', 'a pass of another part', [failed], [pass({ part: 'web' })]],
    ['sent', 'a pass of one of two parts', [failed, ofWeb()], [pass()]],
    ['sent', 'a pass, and a failure after it', [failed], [pass(), fail({ number: 12 })]],
    ['held back', 'a pass, and a run after it that may be failing', [failed], [pass(), vague({ number: 12 })]],
    [
      'held back',
      'a failure of another part, and a pass of all',
      [failed],
      [fail({ part: 'web' }), pass({ number: 12 }), pass({ number: 12, part: 'web' })],
    ],
    ['held back', 'a failure, and a pass after it', [failed], [fail(), pass({ number: 12 })]],
    ['sent', 'a pass that ended before the job began', [fail({ number: 10, startedAt: 17 })], [pass()]],
    ['held back', 'a pass that ended as the job began', [fail({ number: 10, startedAt: 16 })], [pass()]],
    ['held back', 'a pass whose end is unknown', [fail({ number: 10, startedAt: 99 })], [pass(unknown)]],
    ['held back', 'a pass, where its own beginning is unknown', [fail({ number: 10, startedAt: undefined })], [pass()]],
    ['held back', 'a later attempt that passed', [failed], [pass({ number: 10, attempt: 2, startedAt: 15 })]],
    ['sent', 'an attempt that began before the failure ended', [failed], [pass({ number: 10, startedAt: 14 })]],
    [
      'sent',
      'an attempt, where its own end is unknown',
      [fail({ number: 10, ...unknown })],
      [pass({ number: 10, startedAt: 99 })],
    ],
    ['sent', 'a newer pass, but nothing that failed is known', [], [pass()]],
  ])('is %s beside %s', (word, _, failures, newer) => {
    expect(findCreateHold(failures, newer) === undefined ? 'sent' : 'held back').toBe(word);
  });
});

describe('a resolve', () => {
  const webSkipped = own({ skipped: ['web'] });
  const both = own({ passed: ['api', 'web'] });
  const before = { startedAt: 1, endedAt: 5 };
  const after = { startedAt: 20, endedAt: 30 };
  test.each<['held back' | 'sent', string, OwnRun, PartResult[]]>([
    ['sent', 'nothing', own(), []],
    ['held back', 'a newer failure', own(), [fail()]],
    ['held back', 'a newer run that may be failing', own(), [vague()]],
    ['held back', 'a newer failure of a part that is not here', own(), [fail({ part: 'web' })]],
    ['held back', 'a newer failure, and a pass after it that reports', own(), [fail(), pass({ number: 12 })]],
    [
      'sent',
      'a newer failure, and a pass after it that ended before this run began',
      own(),
      [fail({ startedAt: 1, endedAt: 2 }), pass({ number: 12, startedAt: 3, endedAt: 4 })],
    ],
    [
      'held back',
      'a newer failure that began after a still newer pass',
      own(),
      [fail({ startedAt: 18 }), pass({ number: 12 })],
    ],
    ['sent', 'a newer pass', own(), [pass()]],
    ['sent', 'an older failure of what passed now', own(), [fail({ number: 9 })]],
    ['held back', 'an older failure that began after this pass ended', own(), [fail({ number: 9, startedAt: 16 })]],
    ['held back', 'an older failure of what was skipped now', webSkipped, [ofWeb({ number: 9 })]],
    ['held back', 'an older failure that began after one of two passed', both, [ofWeb({ number: 9, startedAt: 16 })]],
    ['sent', 'an older failure of what is no longer there', own(), [ofWeb({ number: 9 })]],
    [
      'held back',
      'one of what was skipped now, and a pass before',
      webSkipped,
      [ofWeb({ number: 9 }), pass({ number: 8, part: 'web' })],
    ],
    ['sent', 'a failure in an earlier attempt', own(), [fail({ number: 10, ...before })]],
    ['held back', 'one in an earlier attempt of what did not run again', webSkipped, [ofWeb(before)]],
    ['held back', 'one in a later attempt of a part that is not here', own(), [ofWeb({ attempt: 2, ...after })]],
    ['held back', 'a failure in a later attempt', own(), [fail({ number: 10, ...after })]],
  ])('is %s beside %s', (word, _, run, others) => {
    expect(findResolveHold(run, others) === undefined ? 'sent' : 'held back').toBe(word);
  });
});

describe('a skipped job', () => {
  test.each([
    ['api', 'api', true],
    ['api (eu)', 'api', true],
    ['api / build', 'api', true],
    ['api-v2', 'api', false],
    ['apis (eu)', 'api', false],
    ['api', 'api (eu)', false],
    ['api (eu, 22)', 'api (${{ matrix.region }})', true],
    ['Test on 22', 'Test on ${{ matrix.node }} (${{ matrix.os }})', true],
    ['Lint on 22', 'Test on ${{ matrix.node }}', false],
    ['anything', '${{ matrix.name }}', true],
  ])('"%s" may stand there as "%s": %s', (name, skipped, expected) => {
    expect(isSkippedAs(name, skipped)).toBe(expected);
  });
});

const rows = listRows(readSection(readPage('docs/guards.md').text, 'Every case'))
  .slice(1)
  .map(([own = '', other = '', said = '']) => ({ row: `${own} | ${other}`, said }));

/** The own run; another one as a text or by its jobs (#9, or #11 beside a job without steps); and its fields. */
type Case = [Reported, (string | Record<string, JobLike>)?, RunFields?, Record<string, JobLike>?];

const late = { run: { run_attempt: 2, run_started_at: at(11.5) }, job: { started_at: at(11.5) } };
const red: Reported = { result: 'failure' };
const bothRed = needs('api:failure web:failure');
const apiSkipped = needs('api:skipped web:success');
const watched = { subject: 'watched run', result: 'success' } as const;
const lateFailure = { conclusion: 'failure', started_at: at(11.5), completed_at: at(11.6) } as const;
const older = { run_number: 9, created_at: at(9), updated_at: at(11.6) };
const redJob = { steps: [{ name: 'Deploy', conclusion: 'failure' as const }] };
const skippedStep: JobLike = { steps: [{ name: 'Deploy', conclusion: 'skipped' }] };
const redStep: JobLike = { status: 'in_progress', steps: [{ conclusion: 'failure' }] };
const withStep = (conclusion: 'success' | 'failure', name = 'Deploy'): JobLike => ({
  conclusion,
  steps: [{ name: 'Test' }, { name, conclusion }],
});
const stepSkipped: Reported = { job: { steps: [{ name: 'Test' }, { name: 'Deploy', conclusion: 'skipped' }] } };
const midway: Reported = {
  job: { steps: ['Test', 'Spike', 'Deploy'].map((name, at) => ({ name, conclusion: at === 0 ? 'success' : null })) },
  inputs: { status: 'success' },
};
const pull: RunFields = { event: 'pull_request', pull_requests: [createPullRequest({ number: 57, head: 'main' })] };
const uncounted = needs('api:success next:success', { jobs: readJobs('api:success next:failure') });
const withEnvironment = { inputs: { environment: 'production' } };
const denied = { interfere: refusePermission };

/** What each row of the page is about, in as many variants as it names: the own run, and the others as `addAll` reads them. */
const CASES: Record<string, Case[]> = {
  'failed | newer, passed': [
    [red, '11 build:success'],
    [{ ...red, job: redJob }, { build: { steps: [{ name: 'Deploy' }] } }],
  ],
  'failed at a step | newer, this job passed, but skipped that step': [
    [{ ...red, job: redJob }, { build: skippedStep }],
  ],
  'failed | newer, passed before this job began: an old run was run again, a deployment was approved late': [
    [{ ...red, ...late }, '11 build:success'],
    [{ ...red, job: late.job }, '11 build:success'],
  ],
  'failed | newer, failed': [[red, '11 build:failure']],
  'failed | newer, passed, and a newer one still failed': [[red, '11 build:success, 12 build:failure']],
  'failed | newer, cancelled or skipped': [
    [red, '11 build:cancelled'],
    [red, '11 build:skipped'],
  ],
  'failed | newer, still running': [[red, '11 build:running']],
  'failed | newer, failed without any job': [[red, '11', { conclusion: 'failure' }]],
  'failed | newer, passed, on another branch or for a pull request': [
    [red, '11 build:success', { head_branch: 'fix' }],
    [red, '11 build:success', pull],
  ],
  'failed | newer, passed, and the title names an environment': [[{ ...red, ...withEnvironment }, '11 build:success']],
  'two needed jobs failed | newer, one of them passed and the other was skipped': [
    [bothRed, '11 api:success web:skipped'],
  ],
  'two needed jobs failed | newer, both passed': [[bothRed, '11 api:success web:success']],
  'failed | cannot be asked for': [
    [{ ...red, interfere: () => failInside() }, '11 build:success'],
    [{ ...red, ...denied }, '11 build:success'],
  ],
  'passed | newer, passed, skipped, cancelled or waiting to start': [
    [{}, '11 build:success'],
    [{}, '11 build:skipped'],
    [{}, '11 build:cancelled'],
    [{}, '11', { status: 'queued' }],
  ],
  'passed | newer, failed': [
    [{}, '11 build:failure'],
    [{}, '11 build:timed_out'],
    [{}, '11 build:timeout'],
  ],
  'passed | newer, cancelled after this job had failed in it': [
    [{}, '11 build:failure lint:cancelled', { conclusion: 'cancelled' }],
  ],
  'passed | newer, still running, a step of this job has failed': [[{}, { build: redStep }]],
  'passed | newer, still running, nothing has failed in it': [
    [{}, { build: { status: 'in_progress', steps: [{}] } }],
    [{}, '11 lint:running'],
  ],
  'passed | newer, failed, and has no job of this name': [
    [{}, '11 build-2:failure'],
    [{}, '11', { conclusion: 'failure' }],
    [{}, '11 lint:failure test:running'],
  ],
  'passed | newer, failed in another job, and this job passed': [[{}, '11 build:success lint:failure']],
  'passed | newer, failed, and a newer one still passed': [[{}, '11 build:failure, 12 build:success']],
  'passed | newer, failed, on another branch or for a pull request': [
    [{}, '11 build:failure', { head_branch: 'fix' }],
    [{}, '11 build:failure', pull],
  ],
  'passed | newer, failed, and the title names an environment': [[withEnvironment, '11 build:failure']],
  'passed, a step was skipped | older, that step failed': [[stepSkipped, { build: withStep('failure') }]],
  'passed, a step was skipped | older, that step failed, and passed in a run between': [
    [stepSkipped, { build: withStep('failure') }, {}, { build: withStep('success') }],
  ],
  'passed so far, by `status` | older, a step failed that comes later in the job': [
    [midway, { build: withStep('failure') }],
  ],
  'passed | older, a step failed that is no longer there': [[stepSkipped, { build: withStep('failure', 'Publish') }]],
  'a needed job was skipped | older, that job failed': [
    [apiSkipped, '8 api:failure web:success'],
    [apiSkipped, '8 api:failure web:success, 9 api:skipped web:success'],
    [{ ...apiSkipped, ...watched }, '8 api:failure web:success'],
  ],
  'a needed job was skipped | older, that job failed, and passed in a run between': [
    [apiSkipped, '8 api:failure web:success, 9 api:success web:success'],
  ],
  'a matrix was skipped, without its values | older, one leg failed': [
    [apiSkipped, { 'api (eu)': 'failure', 'api (us)': 'success', web: 'success' }],
  ],
  'the needed jobs passed | older, a job failed that is no longer there': [
    [needs('web:success lint:skipped'), '8 api:failure web:success'],
  ],
  'the needed jobs passed | older, run again or approved late, and a job failed after it had passed here': [
    [needs('web:success'), { web: lateFailure }, { ...older, run_attempt: 2, run_started_at: at(11.5) }],
    [needs('web:success'), { web: lateFailure }, older],
  ],
  'the needed jobs passed, one with `continue-on-error` failed | older, the same': [
    [uncounted, '9 api:success next:failure', { conclusion: 'success' }],
    [{ ...uncounted, ...watched }, '9 api:failure next:failure'],
  ],
  'passed | its list does not show this run, or GitHub does not answer': [
    [{ interfere: ({ path }) => (path.endsWith('/runs') ? { status: 200, body: { workflow_runs: [] } } : undefined) }],
    [{ interfere: () => failInside() }],
    [{ interfere: () => 'hang' }],
  ],
  'passed | more than 8 newer ones in which it was skipped': [
    [{}, Array.from({ length: 9 }, (_, index) => `${11 + index} build:skipped lint:success`).join(', ')],
  ],
  'passed | may not be asked for: no `actions: read`': [[denied, '11 build:failure']],
  'a needed job was skipped | may not be asked for: no `actions: read`': [[{ ...apiSkipped, ...denied }]],
  '`status: create` | newer, passed': [[{ inputs: { status: 'create' } }, '11 build:success']],
  '`status: resolve` | newer, failed': [[{ inputs: { status: 'resolve' } }, '11 build:failure']],
};

const ACTIONS: Record<string, string> = { opens: 'create', resolves: 'resolve', nothing: 'none' };

async function play([own, other = '', fields, between]: Case): Promise<Outcome> {
  const model = new GithubModel();
  if (typeof other !== 'string') add(model, [stepSkipped, apiSkipped, midway].includes(own) ? 8 : 11, other, fields);
  else addAll(model, other, fields);
  if (between !== undefined) add(model, 9, between);
  return report(model, own);
}

describe('docs/guards.md', () => {
  test('has the cases that are tried here, and no others', () => {
    expect(rows.map(({ row }) => row)).toEqual(Object.keys(CASES));
  });

  test.each(rows)('is right: $row | $said', async ({ row, said }) => {
    const word = /^\w+/.exec(said)?.[0] ?? '';
    for (const variant of CASES[row] ?? []) {
      const { action, reason, warnings } = await play(variant);
      expect(action).toBe(ACTIONS[word]);
      if (said.includes('`')) expect(reason.replace(/\(#\d+, \S+\)/, '(#N)')).toContain(listCode(said)[0]);
      expect(warnings.length > 0).toBe(said.includes('warning'));
    }
  });
});
