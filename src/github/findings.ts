import type { Timing } from '../clock.ts';
import type { Status } from '../decision.ts';
import type { Facts } from '../details.ts';
import type { Target } from './runs.ts';

/** The action that is decided. One that `status` names as a verb skips every guard. */
export type Decided = {
  action: 'create' | 'resolve';
  outcome: Status;
  /** Failures in a row before an incident is opened. */
  after: number;
  isVerb: boolean;
};

/** What is looked up for a decided action. */
export type FindingsInput = Timing & { target: Target; decided: Decided };

/** What was found out for a decided action. */
export type Findings = {
  /** Why the report is held back. */
  hold?: { reason: string; isWarning: boolean };
  /** The caller's part of the name of a job in a reusable workflow. */
  caller?: string | undefined;
  facts: Facts;
  warnings: string[];
  /** For the debug log. */
  notes: string[];
};
