import { isFailure } from '../decision.ts';
import type { FailedJob } from '../details.ts';
import { oneLine } from '../text.ts';
import type { Annotation, Client, Job } from './client.ts';
import { isSkippedAs } from './guards.ts';
import { findAnnotations, listOwnJobs } from './jobs.ts';
import { MissingError, orUndefined } from './missing.ts';
import { readRuns, type Target } from './runs.ts';
import { revealFailures } from './timeout.ts';

const MAX_ERRORS = 10;
const MAX_JOBS_WITH_ERRORS = 3;

/**
 * The jobs because of which needed jobs were skipped: those that failed in this run, without those whose failure GitHub
 * does not count (continue-on-error), since a run passed with it.
 */
export async function findCauses(client: Client, target: Target): Promise<Job[]> {
  const { others, isComplete } = await listOwnJobs(client, target);
  const ended = await revealFailures(client, others);
  const uncounted = findUncounted(ended, target);
  const failed = ended.filter((job) => isFailure(job.conclusion) && !uncounted.includes(job));
  if (failed.length === 0 && !isComplete) throw new MissingError({ kind: 'too many requests' });
  if (failed.length === 0) return [];
  const passed = (await orUndefined(readRuns(client, target)))?.older.find(
    ({ conclusion }) => conclusion === 'success',
  );
  const before = passed && (await orUndefined(client.listJobs(passed.id)));
  const isUncountedThere = (job: Job) => isFailure(job.conclusion) && job.attempt === passed?.attempt;
  const failedBefore = (before?.jobs ?? []).filter(isUncountedThere).map(({ name }) => name);
  return failed.filter(({ name }) => !failedBefore.includes(name));
}

/** The jobs that failed and of which `needs` says success, since their failure does not count (continue-on-error). */
export function findUncounted(jobs: readonly Job[], { needs = [] }: Target): Job[] {
  // A job that is there by its plain name has no matrix and calls nothing, so that a longer name is another job's.
  const isOf = (name: string, id: string) =>
    name === id || (!jobs.some((job) => job.name === id) && isSkippedAs(name, id));
  const isSuccess = (name: string) =>
    needs.some(({ job, result }) => job !== undefined && result === 'success' && isOf(name, job));
  return jobs.filter(({ name, conclusion }) => isFailure(conclusion) && isSuccess(name));
}

/** The steps that failed; where none did, those that were cancelled. Absent rather than empty. */
export function listFailedSteps({ steps }: Job): string[] | undefined {
  const names = findFailed(steps).map(({ name }) => name);
  return names.length === 0 ? undefined : names;
}

/** The jobs or steps that failed; where none did, those that were cancelled. */
export function findFailed<Part extends { conclusion?: string | undefined }>(parts: readonly Part[]): Part[] {
  const failed = parts.filter(({ conclusion }) => isFailure(conclusion));
  return failed.length > 0 ? failed : parts.filter(({ conclusion }) => conclusion === 'cancelled');
}

/** Jobs as they are reported. */
export function describeJobs(jobs: readonly Job[]): FailedJob[] {
  return jobs.map((job) => ({ name: job.name, url: job.url, failed_steps: listFailedSteps(job) }));
}

/** The error messages of `jobs`, of at most three of them. */
export async function findErrors(client: Client, jobs: readonly Job[]): Promise<string[]> {
  const lists = await Promise.all(
    jobs.slice(0, MAX_JOBS_WITH_ERRORS).map((job) => orUndefined(findAnnotations(client, job))),
  );
  return listErrors(lists.flatMap((list) => list ?? []));
}

function listErrors(annotations: readonly Annotation[]): string[] {
  const failures = annotations.filter(({ level }) => level === 'failure').slice(0, MAX_ERRORS);
  // What is in no file is said to be in this folder.
  return failures.map(({ path, line, message }) => {
    const place = path === '.github' ? '' : `${line === undefined ? path : `${path}:${line}`}: `;
    return oneLine(`${place}${message}`);
  });
}
