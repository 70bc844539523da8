/** How one part of a check (the job, a job of a sum, or a step) ended in one run. Times are milliseconds since 1970. */
export type PartResult = {
  part: string;
  /** The part in a sentence, such as `the job "api"`. */
  label: string;
  state: 'passed' | 'failed' | 'may be failing';
  run: { number: number; attempt: number; url?: string | undefined };
  startedAt?: number | undefined;
  endedAt?: number | undefined;
};

/** The run that reports: what passed in it, and which parts are there and did not run. */
export type OwnRun = { number: number; passed: readonly PartResult[]; isSkipped: (part: string) => boolean };

/**
 * What holds a create back: passes in newer runs that supersede every failure to be reported. Repeating an alert is
 * harmless, so nothing else does; a newer run that failed may not have been able to report.
 */
export function findCreateHold(failures: readonly PartResult[], newer: readonly PartResult[]): PartResult | undefined {
  const passes = failures.map((failure) =>
    newer.find((pass) => {
      // What only may be failing reports for itself, and may be something else under another name.
      const isLater = (other: PartResult) =>
        other.part === pass.part && other.state === 'failed' && !isPassFor(other, pass);
      return isPassFor(failure, pass) && !newer.some(isLater);
    }),
  );
  return passes.includes(undefined) ? undefined : passes[0];
}

/**
 * What holds a resolve back: a failure in another run that no pass supersedes. A failure in an older run counts only for
 * what is still there: a job or step that was removed cannot keep an incident open for ever. A failure in a newer run is
 * lifted only by a pass that ended before this run began: one that ended later reports for itself.
 */
export function findResolveHold(own: OwnRun, others: readonly PartResult[]): PartResult | undefined {
  const start = findStart(own);
  const passes = [...own.passed, ...others.filter(({ state }) => state === 'passed')];
  return others.find(
    (failure) =>
      isFailed(failure) &&
      (failure.run.number >= own.number || isPartOf(own, failure)) &&
      !passes.some(
        (pass) => isPassFor(failure, pass) && (failure.run.number <= own.number || (pass.endedAt ?? start) < start),
      ),
  );
}

/** When the first of what passed in this run began; nothing is before that where it is not known. */
export function findStart({ passed }: OwnRun): number {
  if (passed.length === 0) return Number.NEGATIVE_INFINITY;
  return Math.min(...passed.map(({ startedAt = Number.NEGATIVE_INFINITY }) => startedAt));
}

/** Whether `name` may be that of a job which stands there as `skipped`: without its matrix values, or its called jobs. */
export function isSkippedAs(name: string, skipped: string): boolean {
  const [start = '', ...expressions] = skipped.split('${{');
  if (expressions.length > 0) return name.startsWith(start);
  return name === skipped || name.startsWith(`${skipped} (`) || name.startsWith(`${skipped} / `);
}

/** A run in a sentence: its number and, where it is known, its page. */
export function describeRun({ run: { number, url } }: PartResult): string {
  return url === undefined ? `#${number}` : `#${number}, ${url}`;
}

function isFailed({ state }: PartResult): boolean {
  return state !== 'passed';
}

function isPartOf({ passed, isSkipped }: OwnRun, { part }: PartResult): boolean {
  return passed.some((pass) => pass.part === part) || isSkipped(part);
}

/**
 * Whether `pass` supersedes `failure`: it is of a newer run, and the failure did not begin after it ended (a roll-back by
 * running an old run again, a deployment that was approved late). In one run a later attempt supersedes an earlier one.
 */
function isPassFor(failure: PartResult, pass: PartResult): boolean {
  if (pass.state !== 'passed' || pass.part !== failure.part) return false;
  const { startedAt = Number.NEGATIVE_INFINITY, endedAt = Number.POSITIVE_INFINITY } = failure;
  // Two jobs of one attempt can have the same name.
  if (pass.run.number === failure.run.number) {
    return pass.run.attempt > 1 && (pass.startedAt ?? Number.NEGATIVE_INFINITY) >= endedAt;
  }
  return pass.run.number > failure.run.number && !(startedAt > (pass.endedAt ?? Number.POSITIVE_INFINITY));
}
