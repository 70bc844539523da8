/** A wrong input, or none where one is needed. The message is one sentence for the user and holds no secret. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Words for anything that was thrown, also for what is not an `Error`. */
export function describeError(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string' && thrown.trim() !== '') return thrown;
  return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}
