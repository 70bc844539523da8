import { type Conclusion, isFailure } from '../decision.ts';
import { asNumber, get } from '../json.ts';
import type { Annotation, CheckRun, Client, Job } from './client.ts';
import { findAnnotations, findOwnJob, parseTime } from './jobs.ts';
import { orDenied, orUndefined } from './missing.ts';
import { type CheckRuns, readRuns, type Target } from './runs.ts';

/** Of the cancelled jobs of a run, so many of either end are asked why. */
const MAX_CANCELLED_JOBS = 3;
/** A job is ended at its limit to the second, and `started_at` is cut to a second. */
const ROUNDING_MS = 2_000;
const DEFAULT_TIMEOUT_MINUTES = 360;
/** Above any real workflow file: of those known to us the largest, which PyTorch generates, has 150 KB. */
const MAX_WORKFLOW_LENGTH = 256 * 1024;
/**
 * So many characters with a meaning in YAML take the parser up to a second, which an alert waits for. Workflow files have
 * one such character in 8 to 20.
 */
const MAX_WORKFLOW_MARKS = 15_000;
const MARKS = /[\n,[\]{}*&!:?"']/g;
/** Searching for keys that are there twice takes ten times as long. */
const PARSE_OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const;

/** What a cancellation was. `outcome` is `undefined` where that could not be told. */
export type Explanation = { outcome?: Conclusion | undefined; isReplaced?: boolean; note?: string };

const REASONS: [RegExp, Explanation][] = [
  [/^The job (running on runner .* )?has exceeded the maximum execution time of /, { outcome: 'timed_out' }],
  [/^The job has exceeded the maximum execution time while awaiting a runner/, { outcome: 'startup_failure' }],
  [/^The job was not acquired by Runner of type /, { outcome: 'startup_failure' }],
  [/lost communication with the server|^The runner has received a shutdown signal/, { outcome: 'failure' }],
  [/^Canceling since a higher priority waiting request /, { outcome: 'cancelled', isReplaced: true }],
  [/^The run was canceled by |^The (strategy configuration|job) was canceled because /, { outcome: 'cancelled' }],
];

/**
 * What the annotations of a cancelled job say of the reason; the most serious where several do.
 *
 * Source: the texts that GitHub leaves on the check run, which no documentation lists.
 */
export function explainAnnotations(annotations: readonly Annotation[]): Explanation {
  const texts = annotations.map(({ message }) => message.trim());
  return REASONS.find(([words]) => texts.some((text) => words.test(text)))?.[1] ?? {};
}

/**
 * `job` as it is, or as failed where it was cancelled because it failed: by a time limit, or for want of a runner. Without
 * the permission to read annotations it stays cancelled.
 */
export async function revealFailure<AnyJob extends Job | CheckRun>(client: Client, job: AnyJob): Promise<AnyJob> {
  if (job.conclusion !== 'cancelled') return job;
  const { outcome } = explainAnnotations((await orDenied(client.listAnnotations(job.id))) ?? []);
  return isFailure(outcome) ? { ...job, conclusion: outcome } : job;
}

/** `jobs` with what the cancelled ones came to, of which at most six are asked. */
export async function revealFailures(client: Client, jobs: readonly Job[]): Promise<Job[]> {
  const asked = pickCancelled(jobs);
  return Promise.all(jobs.map((job) => (asked.includes(job) ? revealFailure(client, job) : job)));
}

/**
 * Of the cancelled jobs those that ended first and those that ran longest: the others were cancelled because of them.
 */
function pickCancelled(jobs: readonly Job[]): Job[] {
  const end = (job: Job) => parseTime(job.completedAt) ?? Number.POSITIVE_INFINITY;
  const duration = (job: Job) => end(job) - (parseTime(job.startedAt) ?? 0);
  const cancelled = jobs.filter(({ conclusion }) => conclusion === 'cancelled');
  const first = cancelled.toSorted((a, b) => end(a) - end(b)).slice(0, MAX_CANCELLED_JOBS);
  const longest = cancelled.toSorted((a, b) => duration(b) - duration(a)).slice(0, MAX_CANCELLED_JOBS);
  return [...new Set([...first, ...longest])];
}

/** What the cancellation of needed or watched jobs was. */
export async function explainJobs(client: Client, jobs: readonly Job[]): Promise<Explanation> {
  if (jobs.some(({ conclusion }) => conclusion === 'timed_out')) return { outcome: 'timed_out' };
  const found = await Promise.all(
    pickCancelled(jobs).map(async (job) => explainAnnotations(await findAnnotations(client, job))),
  );
  return (
    found.find(({ outcome }) => isFailure(outcome)) ??
    found.find(({ isReplaced }) => isReplaced) ??
    found.find(({ outcome }) => outcome !== undefined) ??
    {}
  );
}

/**
 * What the cancellation of this job was. While it runs there are no annotations on github.com, so the time that it ran
 * is compared with its `timeout-minutes`. With `asksForNewer`, a newer run that has just been created replaced it.
 */
export async function explainOwnJob(
  client: Client,
  target: Target,
  { now, asksForNewer }: { now: number; asksForNewer: boolean },
): Promise<Explanation> {
  const job = await orDenied(findOwnJob(client, target));
  const hasAnnotations = job !== undefined && isEnterpriseServer(target.context.serverUrl);
  const said = explainAnnotations((hasAnnotations && (await orUndefined(client.listAnnotations(job.id)))) || []);
  if (said.outcome !== undefined) return said;
  const minutes = await orDenied(readLimit(client, target));
  const start = parseTime(job?.startedAt);
  const isKnown = minutes !== undefined && start !== undefined;
  if (isKnown && now - start >= minutes * 60_000 - ROUNDING_MS) return { outcome: 'timed_out' };
  const runs = asksForNewer ? await orUndefined(readRuns(client, target)) : undefined;
  return {
    outcome: 'cancelled',
    isReplaced: runs !== undefined && isReplaced(runs, start ?? now),
    ...(!isKnown && { note: LIMIT_UNKNOWN }),
  };
}

const LIMIT_UNKNOWN =
  'It could not be checked whether this job ran out of time, which would be a failure that was not reported. The check ' +
  'needs the permissions actions: read and contents: read, and a number as timeout-minutes.';

/** Whether the server shows the annotations of a job that still runs. */
export function isEnterpriseServer(serverUrl: string): boolean {
  return !/^https:\/\/(github\.com|[^/]+\.ghe\.com)$/i.test(serverUrl);
}

function isReplaced({ newer }: CheckRuns, start: number): boolean {
  return newer.some((run) => run.match === 'same' && (parseTime(run.createdAt) ?? 0) >= start);
}

async function readLimit(client: Client, { context }: Target): Promise<number | undefined> {
  const { workflowFile, job } = context;
  if (workflowFile === undefined) return undefined;
  return readTimeoutMinutes(await client.readFile(workflowFile.path, workflowFile.sha), job);
}

/**
 * The `timeout-minutes` of a job in the text of a workflow file: 360 where none is set, `undefined` where it is an
 * expression, the job is not there, or the text is no workflow or takes too long to read.
 *
 * Source: "Workflow syntax for GitHub Actions", `jobs.<job_id>.timeout-minutes`, GitHub Docs.
 */
export async function readTimeoutMinutes(workflow: string, job: string): Promise<number | undefined> {
  if (workflow.length > MAX_WORKFLOW_LENGTH || (workflow.match(MARKS)?.length ?? 0) > MAX_WORKFLOW_MARKS)
    return undefined;
  // Loaded only where a file must be read.
  const { parse } = await import('yaml');
  try {
    const jobs: unknown = get(parse(workflow, PARSE_OPTIONS), 'jobs');
    const found = get(jobs, job);
    if (found === undefined) return undefined;
    const limit = get(found, 'timeout-minutes');
    return limit === undefined ? DEFAULT_TIMEOUT_MINUTES : asNumber(limit);
  } catch {
    return undefined;
  }
}
