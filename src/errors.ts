/** An input is wrong or missing. The message tells the user in plain English what to change, and holds no secret. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The message of anything that was thrown, also of what is not an `Error`. */
export function describeError(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string' && thrown.trim() !== '') return thrown;
  return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}
