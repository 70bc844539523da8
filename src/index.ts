import { runAction } from './action.ts';
import type { Phase } from './decision.ts';
import { exit, openRunner } from './runner.ts';

/** Runs one phase of the action in this process, and ends the process. */
export function start(phase: Phase): void {
  // Not awaited: a bundle with a top-level await carries 3 KB of machinery for it, and `runAction` never throws. The
  // process is ended because an idle connection would hold it for seconds.
  void runAction(phase, openRunner()).then(exit);
}
