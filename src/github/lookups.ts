import type { Situation, Subject } from '../context.ts';
import type { Status } from '../decision.ts';
import type { Facts } from '../details.ts';

/** What is asked about. `now` gives milliseconds since 1970; `telling` are the conclusions that are reported. */
export type Question = { situation: Situation; subject: Subject; now: () => number; telling: readonly string[] };

/** A name to tell jobs apart by that share an id, and whether one is needed. */
export type SharedJobName = { needed: boolean; name?: string };

/** What can be asked of GitHub. None of it throws; what could not be had in time is left out. */
export type LookUps = {
  /** The situation, with the stream of a watched run corrected: its head branch may be the name of a tag. */
  tellTag: (question: Question) => Promise<Situation>;
  /** `timed_out` for an outcome that GitHub calls cancelled and that ran into its limit; otherwise `outcome`. */
  refineOutcome: (question: Question, outcome: Status) => Promise<Status>;
  /** Why this run is not to report: a newer run of the same stream has already spoken. */
  findSuperseding: (question: Question, action: 'create' | 'resolve') => Promise<string | undefined>;
  findSharedJobName: (question: Question) => Promise<SharedJobName>;
  findFacts: (question: Question, action: 'create' | 'resolve') => Promise<Facts>;
};

/** The look-ups of a run that has no `github-token`: nothing is asked and nothing known. */
export const noLookUps: LookUps = {
  tellTag: async ({ situation }) => situation,
  refineOutcome: async (_, outcome) => outcome,
  findSuperseding: async () => undefined,
  findSharedJobName: async ({ situation, subject }) => ({ needed: subject === 'job' && situation.reusable === true }),
  findFacts: async () => ({}),
};
