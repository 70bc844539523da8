import fc from 'fast-check';
import type { ORIGINS, WORKFLOWS } from './repository.ts';

/**
 * How a job ends if nobody cancels it, and after how many seconds; `timeout` when its limit is over. With the first job
 * of a run all others are skipped.
 */
export type PlannedJob = { queue: number; work: number; end: 'success' | 'failure' | 'timeout' | 'skip' };

/** One attempt of a run; times are seconds. */
export type PlannedAttempt = {
  /** From the end of the attempt before. */
  wait: number;
  /** Whether only the jobs that did not succeed are run again. */
  onlyFailed: boolean;
  /** For each job of the workflow, in its order. */
  jobs: readonly PlannedJob[];
  cancel: { after: number; by: 'person' | 'push' } | null;
  /** How long the run that watches this one waits for its turn. */
  watch: number;
};

/** One run of a workflow and its reruns; times are seconds. */
export type PlannedRun = {
  /** From the start of the run before. */
  wait: number;
  workflow: keyof typeof WORKFLOWS;
  origin: keyof typeof ORIGINS;
  attempts: readonly PlannedAttempt[];
  /** How long Spike is away, from the start of this run. */
  outage: number;
};

/** What happens in a repository, by the order of starts. Whatever is not told here follows from it. */
export type History = readonly PlannedRun[];

/** Runs in one seeded history: so long is the life of a repository before the next one begins. */
export const RUNS_PER_SEED = 500;

const seconds = (min: number, max: number) => fc.integer({ min, max });

/** A word as often as its weight says. The first is the simplest, to which a counter-example shrinks. */
function often<const Word>(...weights: [Word, number][]): fc.Arbitrary<Word> {
  return fc.constantFrom(...weights.flatMap(([word, weight]) => Array<Word>(weight).fill(word)));
}

const plannedJob: fc.Arbitrary<PlannedJob> = fc.record({
  queue: seconds(0, 120),
  work: seconds(10, 1500),
  end: often(['success', 12], ['failure', 6], ['timeout', 1], ['skip', 1]),
});

const cancellation = fc.record({ after: seconds(0, 1500), by: often(['person', 1], ['push', 2]) });

const plannedAttempt: fc.Arbitrary<PlannedAttempt> = fc.record({
  wait: seconds(10, 3000),
  onlyFailed: fc.boolean(),
  jobs: fc.tuple(plannedJob, plannedJob, plannedJob),
  cancel: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: cancellation }),
  watch: seconds(5, 2400),
});

const plannedRun: fc.Arbitrary<PlannedRun> = fc.record({
  wait: seconds(0, 240),
  workflow: fc.constantFrom('CI', 'Release', 'Deploy', 'Nightly'),
  origin: often(
    ['push on main', 6],
    ['schedule on main', 2],
    ['dispatch on main', 2],
    ['push on release', 3],
    ['dispatch on release', 1],
    ['push of tag v1', 1],
    ['push of tag v2', 1],
    ['release of tag v3', 1],
    ['pull request from fix', 3],
    ['pull request from fix to release', 1],
    ['pull request from release', 2],
    ['pull request from the main of a fork', 2],
    ['pull request from the fix of a fork', 2],
    ['merge queue of main', 2],
  ),
  attempts: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(plannedAttempt) },
    { weight: 1, arbitrary: fc.array(plannedAttempt, { minLength: 1, maxLength: 3 }) },
  ),
  outage: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: seconds(1, 300) }),
});

/** Short histories. Each run may be none, or a counter-example could not be shrunk by its last run. */
export const shortHistory: fc.Arbitrary<History> = fc
  .array(fc.option(plannedRun, { freq: 20 }), { minLength: 1, maxLength: 12, size: 'max' })
  .map((runs) => runs.filter((run) => run !== null));

/** The history of a seed, always the same. */
export function createHistory(seed: number, runs = RUNS_PER_SEED): History {
  const history = fc.array(fc.noBias(plannedRun), { minLength: runs, maxLength: runs, size: 'max' });
  return fc.sample(history, { seed, numRuns: 1 })[0] ?? [];
}
