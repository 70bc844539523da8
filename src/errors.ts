/** An input is wrong or missing. The message tells the user in plain English what to change, and holds no secret. */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** A word that is none of those that are allowed. */
  readonly slip: { given: string; words: readonly string[] } | undefined;

  constructor(message: string, slip?: InputError['slip']) {
    super(message);
    this.slip = slip;
  }
}

/** The message of anything that was thrown, also of what is not an `Error`. */
export function describeError(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string' && thrown.trim() !== '') return thrown;
  return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}
