import fc from 'fast-check';
import type { ORIGINS, WORKFLOWS } from './workflows.ts';

/** What happens to one job besides the code: GitHub calls the first two cancelled. */
export type Mishap = 'time limit' | 'no runner' | 'runner dies' | 'set-up fails';

/** One attempt of a run; times are seconds. Jobs and steps are numbered in the order of the workflow file. */
export type PlannedAttempt = {
  /** From the end of the attempt before. */
  wait: number;
  /** Whether only the jobs that did not succeed are run again. */
  onlyFailed: boolean;
  /** How long the steps of each job take together. */
  work: readonly number[];
  /** Steps that fail this once. */
  flakes: readonly number[];
  mishap: { job: number; kind: Mishap } | null;
  cancel: { after: number; by: 'person' | 'push' } | null;
  /** How long a job waits for its approval, and the run that watches this one for its turn. */
  approval: number;
  watch: number;
};

/** One run of a workflow and its reruns; times are seconds. */
export type PlannedRun = {
  /** From the start of the run before. */
  wait: number;
  workflow: keyof typeof WORKFLOWS;
  origin: keyof typeof ORIGINS;
  /** Steps that its commit breaks where they are sound and repairs where they are broken. */
  commit: readonly number[];
  /** The same for what is outside of the code: what is deployed, a service. */
  outside: readonly number[];
  /** Jobs that a path filter skips, and steps that their `if` skips. */
  skippedJobs: readonly number[];
  skippedSteps: readonly number[];
  /**
   * A change of the workflow file by its commit: it gets another name; a job gets another name, is lost or comes back; or
   * nobody can read it.
   */
  change: 'none' | 'renamed' | 'job renamed' | 'job removed' | 'unreadable';
  attempts: readonly PlannedAttempt[];
  /** How long Spike is away, from the start of this run. */
  outage: number;
  /** So many runs of this workflow for a stranger's fork are listed before it. */
  strangers: number;
};

/** What happens in a repository, by the order of starts. Whatever is not told here follows from it. */
export type History = readonly PlannedRun[];

/** Runs in one seeded history: so long is the life of a repository before the next one begins. */
export const RUNS_PER_SEED = 250;

const seconds = (min: number, max: number) => fc.integer({ min, max });
const indices = (max: number, maxLength: number) => fc.array(fc.integer({ min: 0, max }), { maxLength });

/** A word as often as its weight says. The first is the simplest, to which a counter-example shrinks. */
function often<const Word>(...weights: [Word, number][]): fc.Arbitrary<Word> {
  return fc.constantFrom(...weights.flatMap(([word, weight]) => Array<Word>(weight).fill(word)));
}

/** One value mostly, and the other now and then. */
function seldom<A, B>(weight: number, simple: A, arbitrary: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof({ weight: weight - 1, arbitrary: fc.constant(simple) }, { weight: 1, arbitrary });
}

const attempt: fc.Arbitrary<PlannedAttempt> = fc.record({
  wait: fc.oneof({ weight: 3, arbitrary: seconds(10, 3000) }, { weight: 1, arbitrary: seconds(3000, 40_000) }),
  onlyFailed: fc.boolean(),
  work: fc.array(seconds(10, 1500), { minLength: 5, maxLength: 5 }),
  flakes: seldom(6, [], indices(7, 1)),
  mishap: seldom(
    12,
    null,
    fc.record({
      job: seconds(0, 4),
      kind: often(['time limit', 3], ['no runner', 1], ['runner dies', 2], ['set-up fails', 2]),
    }),
  ),
  cancel: seldom(10, null, fc.record({ after: seconds(0, 1500), by: often(['person', 1], ['push', 3]) })),
  approval: seldom(3, 0, seconds(60, 10_000)),
  watch: seconds(5, 1200),
});

const run: fc.Arbitrary<PlannedRun> = fc.record({
  wait: fc.oneof({ weight: 11, arbitrary: seconds(0, 300) }, { weight: 1, arbitrary: seconds(3000, 30_000) }),
  workflow: fc.constantFrom('Checks', 'Parts', 'Deploy', 'Services', 'Nightly', 'Soak', 'Image'),
  origin: often(
    ['push on main', 9],
    ['morning schedule', 3],
    ['evening schedule', 3],
    ['dispatch on main', 1],
    ['dispatch to production', 2],
    ['dispatch to staging', 2],
    ['push on release/1.2', 2],
    ['push of tag v1', 1],
    ['push of tag v2', 1],
    ['pull request #57 from fix', 2],
    ['pull request #58 from release/1.2', 1],
    ["pull request #59 from a fork's main", 2],
    ['merge queue of main', 1],
    ['push that merges pull request #57', 1],
    ['closing of the merged pull request #57', 1],
  ),
  commit: fc.oneof({ weight: 3, arbitrary: indices(7, 1) }, { weight: 2, arbitrary: indices(7, 3) }),
  outside: seldom(5, [], indices(7, 1)),
  skippedJobs: seldom(2, [], indices(4, 3)),
  skippedSteps: seldom(3, [], indices(7, 2)),
  change: often(['none', 40], ['renamed', 1], ['job renamed', 1], ['job removed', 2], ['unreadable', 1]),
  attempts: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(attempt) },
    { weight: 1, arbitrary: fc.array(attempt, { minLength: 1, maxLength: 3 }) },
  ),
  outage: seldom(40, 0, seconds(1, 300)),
  strangers: seldom(40, 0, fc.integer({ min: 20, max: 320 })),
});

/**
 * Short histories, half of them of one workflow on one origin, where many runs meet. Each run may be none, or a
 * counter-example could not be shrunk by its last run.
 */
export const shortHistory: fc.Arbitrary<History> = fc
  .tuple(fc.array(fc.option(run, { freq: 20 }), { minLength: 1, maxLength: 16, size: 'max' }), fc.boolean())
  .map(([runs, isFocused]) => {
    const history = runs.filter((one) => one !== null);
    const { workflow, origin } = history[0] ?? {};
    return isFocused && workflow && origin ? history.map((one) => ({ ...one, workflow, origin })) : history;
  });

/** The history of a seed, always the same. */
export function createHistory(seed: number, runs = RUNS_PER_SEED): History {
  const history = fc.array(fc.noBias(run), { minLength: runs, maxLength: runs, size: 'max' });
  return fc.sample(history, { seed, numRuns: 1 })[0] ?? [];
}
