import { isFailure } from '../decision.ts';
import type { CheckRun, Job } from './client.ts';
import type { PartResult } from './guards.ts';
import { toResult } from './parts.ts';
import type { ListedRun } from './runs.ts';

/** The steps `failed` as passed in a job that passed, but for those that were skipped there. */
export function passSteps(job: Job | CheckRun, run: ListedRun, failed: readonly PartResult[]): PartResult[] {
  const steps = 'steps' in job ? nameSteps(job) : [];
  const isSkipped = ({ part }: PartResult) => steps.some((step) => step.part === part && step.conclusion === 'skipped');
  return failed
    .filter((step) => !isSkipped(step))
    .flatMap(({ part, label }) => toResult({ ...job, name: part }, run).map((result) => ({ ...result, label })));
}

/** A step with the name of its part, which is its own in the job. */
type NamedStep = { name: string; part: string; label: string; conclusion: string | undefined };

/** The steps of a job, by their names and, where several have the same one, their order. */
export function nameSteps({ steps }: Job): NamedStep[] {
  const counts = new Map<string, number>();
  return steps.map(({ name, conclusion }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { name, part: `step ${count} of ${name}`, label: `the step "${name}"`, conclusion };
  });
}

/** How the steps of a job ended that prove something: those that passed, and the first one that failed. */
export function listStepResults(job: Job | CheckRun, run: ListedRun): PartResult[] {
  if (!('steps' in job)) return [];
  // The step at which a job was ended for its time limit is called cancelled.
  const hasFailed = isFailure(job.conclusion);
  const isFailed = ({ conclusion }: NamedStep) => isFailure(conclusion) || (hasFailed && conclusion === 'cancelled');
  const steps = nameSteps(job);
  // Steps that fail after another one clean up, and no job that passes has them.
  const first = steps.find(isFailed);
  return steps
    .filter((step) => step === first || step.conclusion === 'success')
    .flatMap(({ part, label, conclusion }) => {
      const step = { ...job, name: part, conclusion: conclusion === 'success' ? conclusion : 'failure', steps: [] };
      return toResult(step, run).map((result) => ({ ...result, label }));
    });
}

/** Whether a step comes after this phase, so that it has no end yet. */
export function isAfterwards(name: string): boolean {
  return /^(Post |Complete job$|Complete runner$|Stop containers$)/.test(name);
}
