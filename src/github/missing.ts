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
      return 'the rate limit of GitHub’s API is used up';
    case 'credentials':
      return 'GitHub does not accept github-token, which is wrong or has expired';
    case 'too many requests':
      return 'it would take more requests than one report may make';
    case 'stale list':
      return 'GitHub’s list of runs does not show this run yet';
    case 'too many runs':
      return 'there are more newer runs than can be checked';
    case 'failed':
      return `GitHub could not be asked (${missing.problem})`;
  }
}

/** Whether asking again in a moment may help. */
export function isTransient(missing: Missing): boolean {
  return missing.kind === 'stale list' || (missing.kind === 'failed' && missing.isLasting !== true);
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
