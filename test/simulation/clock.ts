/** Time as the action knows it: milliseconds since 1970, and a way to be called later. */
export type Clock = { now: () => number; after: (milliseconds: number, call: () => void) => () => void };

type Timer = { due: number; call: () => void };

/** A clock that stands still unless `settle` lets time pass, from timer to timer, until a promise has settled. */
export function createClock(start: number): Clock & { settle: <T>(promise: Promise<T>) => Promise<T> } {
  let now = start;
  const timers: Timer[] = [];
  return {
    now: () => now,
    after(milliseconds, call) {
      const timer = { due: now + Math.max(1, Math.trunc(milliseconds)), call };
      timers.splice(findPlace(timers, timer.due), 0, timer);
      return () => {
        const place = timers.indexOf(timer);
        if (place >= 0) timers.splice(place, 1);
      };
    },
    async settle(promise) {
      let isSettled = false;
      const end = () => {
        isSettled = true;
      };
      promise.then(end, end);
      for (;;) {
        // Whatever is ready goes first: time passes only where nothing else can happen.
        await new Promise(setImmediate);
        if (isSettled) return promise;
        const next = timers.pop();
        if (next === undefined) throw new Error('It has not ended, and nothing waits for time to pass.');
        now = next.due;
        next.call();
      }
    },
  };
}

/** Timers stand latest first, so that the next one can be popped; of equal ones the older is due first. */
function findPlace(timers: readonly Timer[], due: number): number {
  let [low, high] = [0, timers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timers[middle]?.due ?? 0) > due) low = middle + 1;
    else high = middle;
  }
  return low;
}
