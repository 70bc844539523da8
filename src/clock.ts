/** Time, passed in: `now` is in milliseconds since 1970; `after` calls once and gives a function that cancels the call. */
export type Clock = { now: () => number; after: (milliseconds: number, call: () => void) => () => void };

/** The clock, and a signal that aborts when the time for what is done is over. */
export type Timing = { clock: Clock; signal: AbortSignal };

/** Resolves after `milliseconds`, or as soon as `signal` aborts. */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = () => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(milliseconds, wake);
    signal?.addEventListener('abort', wake);
  });
}

/** A signal that aborts after `milliseconds` or with one of `signals`. Call `end` to remove its timer and listeners. */
export function limit(
  clock: Clock,
  milliseconds: number,
  ...signals: AbortSignal[]
): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const abort = () => {
    end();
    controller.abort();
  };
  const end = () => {
    cancel();
    for (const signal of signals) signal.removeEventListener('abort', abort);
  };
  const cancel = clock.after(milliseconds, abort);
  for (const signal of signals) signal.addEventListener('abort', abort);
  if (signals.some((signal) => signal.aborted)) abort();
  return { signal: controller.signal, end };
}
