import type { History, PlannedAttempt, PlannedRun } from './history.ts';

/** What differs in a run, and in each of its attempts, from one that begins in 50 minutes and passes within two. */
type Told = [Partial<Omit<PlannedRun, 'attempts'>>, ...Partial<PlannedAttempt>[]];

const ATTEMPT: PlannedAttempt = {
  ...{ wait: 10, onlyFailed: false, work: [60, 60, 60, 60, 60], flakes: [], mishap: null, cancel: null },
  ...{ approval: 0, watch: 5 },
};
const RUN: Omit<PlannedRun, 'attempts'> = {
  ...{ wait: 3000, workflow: 'Checks', origin: 'push on main', commit: [], outside: [], skippedJobs: [] },
  ...{ skippedSteps: [], change: 'none', outage: 0, strangers: 0 },
};

function tell(workflow: PlannedRun['workflow'], ...runs: Told[]): History {
  return runs.map(([some, ...attempts]) => ({
    ...{ ...RUN, workflow, ...some },
    attempts: (attempts.length === 0 ? [{}] : attempts).map((attempt) => ({ ...ATTEMPT, ...attempt })),
  }));
}

const long = [1500, 1500, 1500, 1500, 1500];
const short = [20, 20, 20, 20, 20];
const flakes = [0];
const timeLimit = { mishap: { job: 0, kind: 'time limit' } } as const;
const setUp = { mishap: { job: 0, kind: 'set-up fails' } } as const;
const soon = { wait: 10 };
const merged = { origin: 'closing of the merged pull request #57' } as const;
const breaks = { commit: [0] };
const both = { commit: [0, 1] };
const removes = { commit: [1], change: 'job removed' } as const;
const slow: Told = [{}, { work: long }];
const slowRed: Told = [{}, { flakes, work: long }];
const soonRed: Told = [soon, { flakes }];
const waiting: Told = [{ wait: 70 }, { work: long }];
const around: Told = [{ wait: 200 }, { work: [60, 4000, 60, 60, 60] }];
const skips = (...skippedJobs: number[]): Told => [{ skippedJobs }];
const skipsStep: Told = [{ skippedSteps: [0] }];
const skipsFirst: Told = [{ commit: [1], skippedJobs: [0] }];
const cancel = { after: 600, by: 'person' } as const;
/** One job fails, and then somebody cancels the others. */
const halfCancelled = { flakes, work: [60, 1500, 1500, 1500, 1500], cancel };

/** What each rule is for: the shortest history that goes wrong without it. */
export const RULES: Record<string, History> = {
  'a newer pass holds an alert back': tell('Checks', slowRed, [soon]),
  'a newer failure does not': tell('Checks', slowRed, [soon, setUp]),
  'a pass that a still newer failure undid does not': tell('Checks', slowRed, [soon], [{ wait: 100 }, setUp]),
  'a pass that skipped the step does not': tell('Checks', slowRed, [{ ...soon, skippedSteps: [0] }]),
  'a pass that had ended before does not': tell('Checks', [{}, {}, { wait: 4000, flakes }], [{}]),
  'a pass on another branch does not': tell('Checks', slowRed, [{ ...soon, origin: 'push on release/1.2' }]),
  'a pass for another environment does not': tell('Checks', slowRed, [{ ...soon, origin: 'dispatch to staging' }]),
  'a later attempt that passed holds an alert back': tell('Nightly', [{}, { flakes, watch: 1200 }, { work: short }]),
  'a newer failure holds a resolve back': tell('Checks', slow, soonRed),
  'one under a name that changes does': tell('Services', slow, soonRed),
  'one of a job that was renamed does': tell('Checks', slow, [{ ...soon, ...breaks, change: 'job renamed' }]),
  'one of a merged pull request does': tell('Checks', slow, [{ ...soon, ...merged }, { flakes }]),
  'one in a job that cleans up does': tell(
    'Checks',
    [breaks],
    [breaks, { work: [250] }],
    [soon, { flakes, work: short }],
  ),
  'one in a run that was cancelled does': tell('Parts', slow, [soon, halfCancelled]),
  'one behind eight newer runs does': tell('Checks', slow, soonRed, ...Array<Told>(9).fill(waiting)),
  'one before a pass that skipped the step does': tell('Checks', slow, soonRed, [{ wait: 120, skippedSteps: [0] }]),
  'one of a job that came with it does': tell('Deploy', [removes], slow, [{ ...removes, ...soon }, { flakes: [1] }]),
  'one in a later attempt does': tell('Nightly', [breaks], [breaks, { watch: 1200 }, { flakes, work: short }]),
  'one in an older run that is run again does': tell('Parts', [{}, {}, { wait: 500, flakes }], around),
  'one by its time limit there does': tell('Parts', [{}, {}, { ...timeLimit, wait: 500 }], around),
  'a needed job that did not run holds a resolve back': tell('Parts', [breaks], skips(0)),
  'a matrix that did not run does': tell('Parts', [{ commit: [2] }], skips(2)),
  'a job behind another failure does': tell('Parts', [breaks], skipsFirst, skipsFirst),
  'a job that was cancelled does': tell(
    'Deploy',
    [breaks],
    [breaks, { work: [1500, 20], cancel: { ...cancel, after: 100 } }],
  ),
  'a job that failed in a run that was cancelled does': tell('Parts', [{}, halfCancelled], skips(0)),
  'a step that did not run does': tell('Checks', [breaks], skipsStep),
  'a step that has not run yet does': tell('Image', [{ commit: [1] }], [{}]),
  'a step that failed in the attempt before does': tell('Image', [{ commit: [1] }, {}, {}]),
  'a step that ran out of time does': tell('Checks', [{}, timeLimit], [{ origin: 'dispatch to staging' }], skipsStep),
  'what passed in a run between does not': tell('Parts', [both], [{ ...both, skippedJobs: [1] }], skips(0), skips(0)),
  'what is no longer there does not': tell('Parts', [breaks], [{ change: 'job removed', skippedJobs: [1] }], skips(1)),
  'what may fail does not': tell('Parts', [{ commit: [4] }], [breaks], [{ ...breaks, skippedJobs: [4] }], skips(4)),
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
  'a run that was cancelled is passed over': tell('Soak', [breaks], [{}, { cancel: { ...cancel, after: 0 } }], [{}]),
  'a failure of a newer run counts': tell('Soak', slowRed, soonRed),
};
