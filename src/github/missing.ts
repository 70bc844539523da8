import { sleep, type Timing } from '../clock.ts';
import { describeError } from '../errors.ts';

const BASE_DELAY_MS = 1_000;

/** Why something could not be had from GitHub. */
export type Missing =
  | { kind: 'permission'; permission: string }
  | { kind: 'rate limit' }
  /** `github-token` is wrong or has expired. */
  | { kind: 'credentials' }
  /** One report makes at most 12 requests. */
  | { kind: 'too many requests' }
  | { kind: 'stale list' }
  /** There are more newer runs than are asked. */
  | { kind: 'too many runs' }
  | { kind: 'unreached' }
  /** `problem` is a clause for a sentence. */
  | { kind: 'failed'; problem: string; isLasting?: boolean };

/** Thrown by whatever asks GitHub and does not get it. */
export class MissingError extends Error {
  override readonly name = 'MissingError';
  readonly missing: Missing;

  constructor(missing: Missing) {
    super(describeMissing(missing));
    this.missing = missing;
  }
}

/** What could not be had and why, as the middle of a sentence. */
export function describeMissing(missing: Missing): string {
  switch (missing.kind) {
    case 'permission':
      return `the job does not have the permission ${missing.permission}`;
    case 'rate limit':
      return "the rate limit of GitHub's API is used up";
    case 'credentials':
      return 'GitHub does not accept github-token, which is wrong or has expired';
    case 'too many requests':
      return 'it would take more requests than one report may make';
    case 'stale list':
      return "GitHub's list of runs does not show the newest runs yet";
    case 'too many runs':
      return 'there are more runs than can be checked';
    case 'unreached':
      return "GitHub's lists of runs do not reach an older run to compare with";
    case 'failed':
      return missing.problem;
  }
}

/** Why a resolve was held back that could not be checked, and what to do. */
export function describeUnproven(missing: Missing, what = 'whether something still fails'): string {
  return (
    `it could not be checked ${what}, because ${describeMissing(missing)}. The next run that passes resolves the incident. If ` +
    `this happens every time, ${ADVICE[missing.kind]}`
  );
}

const WITHOUT_GUARDS = "set github-token: '' to report without these checks";
const ADVICE: Record<Missing['kind'], string> = {
  permission: `give the job this permission, or ${WITHOUT_GUARDS}`,
  'rate limit': 'let one job report for all of them (input needs), or set github-token to the token of a GitHub App',
  credentials: 'set github-token to a token that is valid when the job ends',
  'too many requests': WITHOUT_GUARDS,
  'too many runs': `limit the runs at the same time with concurrency, or ${WITHOUT_GUARDS}`,
  unreached: `move the jobs to a workflow with fewer runs, or ${WITHOUT_GUARDS}`,
  'stale list': WITHOUT_GUARDS,
  failed: `let the runner reach the API of GitHub, or ${WITHOUT_GUARDS}`,
};

/** Why something that was thrown was thrown. A mistake of ours costs details and holds a resolve back, never the alert. */
export function readMissing(thrown: unknown): Missing {
  if (thrown instanceof MissingError) return thrown.missing;
  return { kind: 'failed', problem: `the action made a mistake (${describeError(thrown)})`, isLasting: true };
}

/**
 * What `ask` gives, which is asked again, each time later, while that may help and the signal is not aborted.
 *
 * @throws {MissingError} when it does not help; what was missing at first, when the time is over
 */
export async function persist<Value>(ask: () => Promise<Value>, { clock, signal }: Timing): Promise<Value> {
  let first: Missing | undefined;
  for (let delay = BASE_DELAY_MS; ; delay *= 2) {
    try {
      return await ask();
    } catch (thrown) {
      const missing = readMissing(thrown);
      first ??= missing;
      if (signal.aborted || missing.kind === 'too many requests') throw new MissingError(first);
      if (!isTransient(missing)) throw new MissingError(missing);
      await sleep(clock, delay, signal);
    }
  }
}

function isTransient(missing: Missing): boolean {
  return missing.kind === 'stale list' || (missing.kind === 'failed' && missing.isLasting !== true);
}

/** What `promise` gives, or `undefined` without the permission to have it. Whatever else is missing may come later. */
export async function orDenied<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof MissingError && error.missing.kind === 'permission') return undefined;
    throw error;
  }
}

/** What `promise` gives, or `undefined` for what is missing. Details are asked for in this way. */
export async function orUndefined<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof MissingError) return undefined;
    throw error;
  }
}
