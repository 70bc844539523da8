import type { Clock } from '../src/clock.ts';

/** A clock that stands still until a test lets time pass. */
export type VirtualClock = Clock & {
  /** Milliseconds until each timer that is set, in order. */
  waiting: () => number[];
  /** Lets time pass and calls the timers that are due, in order. */
  pass: (milliseconds: number) => void;
  /**
   * Lets time pass, from timer to timer, until `promise` has settled. It must wait for nothing but timers, and for what
   * is there after so many turns of the event loop.
   */
  settle: <T>(promise: Promise<T>, turns?: number) => Promise<T>;
};

type Timer = { due: number; call: () => void };

/** A clock that begins at `start`, in milliseconds since 1970. Its timers are rounded as those of Node are. */
export function createClock(start = Date.parse('2026-01-02T12:00:00Z')): VirtualClock {
  let now = start;
  const timers: Timer[] = [];
  const cancel = (timer: Timer) => {
    const place = timers.indexOf(timer);
    if (place >= 0) timers.splice(place, 1);
  };
  const pass = (milliseconds: number) => {
    const end = now + milliseconds;
    for (let next = timers[0]; next !== undefined && next.due <= end; next = timers[0]) {
      now = next.due;
      cancel(next);
      next.call();
    }
    now = end;
  };
  const waiting = () => timers.map(({ due }) => due - now);

  return {
    now: () => now,
    after(milliseconds, call) {
      const timer = { due: now + (milliseconds >= 1 ? Math.trunc(milliseconds) : 1), call };
      timers.push(timer);
      timers.sort((a, b) => a.due - b.due);
      return () => cancel(timer);
    },
    waiting,
    pass,
    async settle(promise, turns = 1) {
      let settled = false;
      const end = () => {
        settled = true;
      };
      promise.then(end, end);
      for (;;) {
        // What is ready runs first: time passes only when nothing else can happen.
        for (let turn = 0; turn < turns && !settled; turn++) await new Promise(setImmediate);
        if (settled) return promise;
        const [next] = waiting();
        if (next === undefined) throw new Error('The promise has not settled, and nothing waits for time to pass.');
        pass(next);
      }
    },
  };
}
