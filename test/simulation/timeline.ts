import type { Clock } from '../../src/spike.ts';

/** Virtual time: hours of a repository's life pass in milliseconds, and the same history always in the same order. */
export type Timeline = Clock & {
  wait: (milliseconds: number) => Promise<void>;
  /** Lets time pass until nothing is due any more. */
  play: () => Promise<void>;
};

type Due = { time: number; call: (() => void) | undefined };

/** A timeline that begins at `start`, in milliseconds since 1970. */
export function createTimeline(start: number): Timeline {
  let now = start;
  // The next one stands last.
  const due: Due[] = [];

  const after = (milliseconds: number, call: () => void) => {
    const entry: Due = { time: now + milliseconds, call };
    due.splice(findPlace(due, entry.time), 0, entry);
    return () => {
      entry.call = undefined;
    };
  };

  return {
    now: () => now,
    after,
    wait: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    play: async () => {
      for (let next = due.pop(); next !== undefined; next = due.pop()) {
        if (next.call === undefined) continue;
        now = next.time;
        next.call();
        // Whatever follows without waiting for time happens now: no part of the simulation does anything but promises.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Before everything that is due at the same time, which is to come first. */
function findPlace(due: readonly Due[], time: number): number {
  let [low, high] = [0, due.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((due[middle]?.time ?? 0) > time) low = middle + 1;
    else high = middle;
  }
  return low;
}
