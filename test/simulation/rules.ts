import type { History, PlannedAttempt, PlannedRun } from './history.ts';

type Some = Partial<Omit<PlannedRun, 'attempts'>>;

const ATTEMPT: PlannedAttempt = {
  ...{ wait: 10, onlyFailed: false, work: [60, 60, 60, 60, 60], flakes: [], mishap: null, cancel: null },
  ...{ approval: 0, watch: 5 },
};
const RUN: Omit<PlannedRun, 'attempts'> = {
  ...{ wait: 3000, workflow: 'Checks', origin: 'push on main', commit: [], outside: [], skippedJobs: [] },
  ...{ skippedSteps: [], change: 'none', outage: 0, strangers: 0 },
};

/** Run by run, and attempt by attempt, what differs from runs that begin every 50 minutes and pass within two. */
function tell(workflow: PlannedRun['workflow'], ...runs: [Some, ...Partial<PlannedAttempt>[]][]): History {
  return runs.map(([some, ...attempts]) => ({
    ...{ ...RUN, workflow, ...some },
    attempts: (attempts.length === 0 ? [{}] : attempts).map((attempt) => ({ ...ATTEMPT, ...attempt })),
  }));
}

const work = [1500, 1500, 1500, 1500, 1500];
const short = [20, 20, 20, 20, 20];
const timeLimit = { mishap: { job: 0, kind: 'time limit' } } as const;
const setUp = { mishap: { job: 0, kind: 'set-up fails' } } as const;
const flakes = [0];
const soon = { wait: 10 };
const breaks = { commit: [0] };
const cancel = { after: 0, by: 'person' } as const;
/** One job fails, and then somebody cancels the others. */
const halfCancelled = { flakes, work: [60, 1500, 1500, 1500, 1500], cancel: { after: 600, by: 'person' } } as const;

/** What each rule is for: the shortest history that goes wrong without it. */
export const RULES: Record<string, History> = {
  'a newer pass holds an alert back': tell('Checks', [{}, { flakes, work }], [soon]),
  'a newer failure does not': tell('Checks', [{}, { flakes, work }], [soon, setUp]),
  'a pass that a still newer failure undid does not': tell(
    'Checks',
    [{}, { flakes, work }],
    [soon],
    [{ wait: 100 }, setUp],
  ),
  'a pass that skipped the step does not': tell('Checks', [{}, { flakes, work }], [{ ...soon, skippedSteps: [0] }]),
  'a pass that had ended before does not': tell('Checks', [{}, {}, { wait: 4000, flakes }], [{}]),
  'a pass on another branch does not': tell(
    'Checks',
    [{}, { flakes, work }],
    [{ ...soon, origin: 'push on release/1.2' }],
  ),
  'a pass for another environment does not': tell(
    'Checks',
    [{ origin: 'dispatch to production' }, { flakes, work }],
    [{ ...soon, origin: 'dispatch to staging' }],
  ),
  'a later attempt that passed holds an alert back': tell('Nightly', [{}, { flakes, watch: 1200 }, { work: short }]),
  'a newer failure holds a resolve back': tell('Checks', [{}, { work }], [soon, { flakes }]),
  'one under a name that changes does': tell('Services', [{}, { work }], [soon, { flakes }]),
  'one of a job that was renamed does': tell('Checks', [{}, { work }], [{ ...soon, ...breaks, change: 'job renamed' }]),
  'one of a pull request that was merged does': tell(
    'Checks',
    [{}, { work }],
    [{ ...soon, origin: 'closing of the merged pull request #57' }, { flakes }],
  ),
  'one in a job that still cleans up does': tell(
    'Checks',
    [breaks],
    [breaks, { work: [250, 60, 60, 60, 60] }],
    [soon, { flakes, work: short }],
  ),
  'one in a run that was cancelled does': tell('Parts', [{}, { work }], [soon, halfCancelled]),
  'one behind eight newer runs does': tell(
    'Checks',
    [breaks],
    [breaks, { work }],
    [soon, { flakes }],
    ...Array.from({ length: 9 }, (): [Some, Partial<PlannedAttempt>] => [{ wait: 70 }, { work }]),
  ),
  'one before a newer pass that skipped the step does': tell(
    'Checks',
    [{}, { work }],
    [soon, { flakes: [1] }],
    [{ wait: 120, skippedSteps: [1] }],
  ),
  'one of a job that this run does not have does': tell(
    'Deploy',
    [{ commit: [1], change: 'job removed' }],
    [{}, { work }],
    [{ ...soon, commit: [1], change: 'job removed' }, { flakes: [1] }],
  ),
  'one in a later attempt does': tell('Nightly', [breaks], [breaks, { watch: 1200 }, { flakes, work: short }]),
  'one in an older run that is run again does': tell(
    'Parts',
    [{}, {}, { wait: 500, flakes }],
    [{ wait: 200 }, { work: [60, 4000, 60, 60, 60] }],
  ),
  'one by its time limit in an older run that is run again does': tell(
    'Parts',
    [{}, {}, { ...timeLimit, wait: 500 }],
    [{ wait: 200 }, { work: [60, 4000, 60, 60, 60] }],
  ),
  'a needed job that did not run holds a resolve back': tell('Parts', [breaks], [{ skippedJobs: [0] }]),
  'a matrix that did not run does': tell('Parts', [{ commit: [2] }], [{ skippedJobs: [2] }]),
  'a job behind another failure does': tell(
    'Parts',
    [breaks],
    [{ commit: [1], skippedJobs: [0] }],
    [{ commit: [1], skippedJobs: [0] }],
  ),
  'a job that is cancelled now, and what needs it skipped, does': tell(
    'Deploy',
    [breaks],
    [breaks, { work: [1500, 20, 60], cancel: { after: 100, by: 'person' } }],
  ),
  'a job that failed in a run that was cancelled does': tell('Parts', [{}, halfCancelled], [{ skippedJobs: [0] }]),
  'a step that did not run does': tell('Checks', [breaks], [{ skippedSteps: [0] }]),
  'a step that has not run yet does': tell('Image', [{ commit: [1] }], [{}]),
  'a step that ran out of time does, behind a pass for an environment': tell(
    'Checks',
    [{}, timeLimit],
    [{ origin: 'dispatch to production' }],
    [{ skippedSteps: [0] }],
  ),
  'what passed in a run between does not': tell(
    'Parts',
    [{ commit: [0, 1] }],
    [{ commit: [0, 1], skippedJobs: [1] }],
    [{ skippedJobs: [0] }],
    [{ skippedJobs: [0] }],
  ),
  'what is no longer there does not': tell(
    'Parts',
    [breaks],
    [{ change: 'job removed', skippedJobs: [1] }],
    [{ skippedJobs: [1] }],
  ),
  'what has continue-on-error does not': tell(
    'Parts',
    [{ commit: [4] }],
    [breaks],
    [{ ...breaks, skippedJobs: [4] }],
    [{ skippedJobs: [4] }],
  ),
  'a job that fails is reported at its end': tell('Checks', [breaks]),
  'a job that fails after its step said success is': tell('Image', [{ commit: [1] }]),
  'of the needed jobs the worst counts': tell('Parts', [breaks]),
  'a sum that was cancelled does not resolve': tell('Parts', [{ commit: [1] }], [{}, { ...halfCancelled, flakes: [] }]),
  'a job that was skipped because another failed is a failure': tell('Deploy', [breaks]),
  'a time limit is a failure': tell('Checks', [{}, timeLimit]),
  'a time limit of a needed job is': tell('Parts', [{}, timeLimit]),
  'a job without a runner is': tell('Parts', [{}, { mishap: { job: 0, kind: 'no runner' } }]),
  'a run that a newer one replaced is not': tell('Deploy', [{}, { cancel: { after: 0, by: 'push' } }]),
  'the first of two failures opens nothing': tell('Soak', [breaks]),
  'a run that is run again is one failure': tell('Soak', [breaks, {}, {}]),
  'a time limit counts as a failure': tell('Soak', [{}, timeLimit], [breaks]),
  'a run that was cancelled is passed over': tell('Soak', [breaks], [{}, { cancel }], [{}]),
  'a failure of a newer run counts': tell('Soak', [{}, { flakes, work }], [soon, { flakes }]),
};
