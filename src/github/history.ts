import { findStreamOf, isSameName, type Run, type SeenRun, type Situation } from '../context.ts';
import type { Conclusion } from '../decision.ts';
import { type Facts, linkRun } from '../details.ts';
import { scopeOf } from '../title.ts';

/** A run as the API lists it ("List workflow runs for a workflow", REST API, GitHub Docs). */
export type ListedRun = SeenRun & {
  id: number;
  number: number;
  attempt: number;
  /** `undefined` while the run is under way. */
  conclusion?: string | undefined;
  url: string;
  /** When its latest attempt began, as the API writes times. */
  startedAt: string;
  /** Whether it calls reusable workflows. */
  callsWorkflows: boolean;
};

/** A job as the API lists it ("List jobs for a workflow run", REST API, GitHub Docs). */
export type ListedJob = {
  id: number;
  attempt: number;
  name: string;
  url?: string | undefined;
  /** `undefined` while the job is under way. */
  conclusion?: string | undefined;
  startedAt?: string | undefined;
  runner?: string | undefined;
  steps: { name: string; conclusion?: string | undefined }[];
};

/** An annotation on a job's check run ("List check run annotations", REST API, GitHub Docs). */
export type Annotation = { level: string; path: string; line?: number | undefined; message: string };

/** The newest runs of a stream, in any order, and whether there is none that is older. */
export type History = { runs: ListedRun[]; complete: boolean };

/** Who reads a history, and when: milliseconds since 1970. */
type Reading = { own: Run; now: number };

/** How many runs back the history is read. */
export const LONGEST_HISTORY = 100;

const RED: readonly string[] = ['failure', 'timed_out', 'startup_failure'] satisfies Conclusion[];
const GREEN: readonly string[] = ['success'] satisfies Conclusion[];

/** Whether a conclusion tells red from green; a cancelled or skipped run or job says nothing. */
export function saysSomething(conclusion: string | undefined): boolean {
  return conclusion !== undefined && (RED.includes(conclusion) || GREEN.includes(conclusion));
}

/** Whether a conclusion is one of failing. */
export function isRed(conclusion: string | undefined): boolean {
  return conclusion !== undefined && RED.includes(conclusion);
}

/**
 * Whether `listed` is of the same stream as `own`: the same scope of the title, whatever the event. The API lists
 * pull requests and forks under the name of their head branch; they are other streams.
 */
export function isSameStream(listed: ListedRun, own: Run, situation: Situation): boolean {
  const { repository, defaultBranch } = situation;
  const isPullRequest = own.event.startsWith('pull_request');
  if (isPullRequest !== listed.event.startsWith('pull_request')) return false;
  if (isPullRequest) {
    const known = own.stream.kind === 'pull request' ? own.stream.number : undefined;
    const numbers = listed.pullRequests ?? [];
    if (known !== undefined && numbers.length > 0) return numbers.includes(known);
    return listed.headBranch === own.headBranch && isSameName(listed.headRepository, own.headRepository);
  }
  const known = own.stream.kind === 'default' ? own.stream.branch : undefined;
  const stream = findStreamOf(listed, { repository, defaultBranch: defaultBranch ?? known });
  return scopeOf(stream) === scopeOf(own.stream);
}

/** The runs that began after `own`: higher in number, or a newer attempt of the same run. */
export function findNewer(runs: readonly ListedRun[], own: Run): ListedRun[] {
  const { number, attempt } = own;
  if (number === undefined) return [];
  return runs.filter((run) => run.number > number || (run.id === own.id && run.attempt > (attempt ?? 1)));
}

/** What a newer run is to an older one: it has spoken for it, or may be red and leaves it nothing to resolve. */
export type Verdict = 'spoken' | 'doubtful';

/** The reason for reporting nothing beside a newer run. */
export function describeSuperseding({ number, attempt, url }: ListedRun, verdict: Verdict): string {
  const run = `the newer run #${number}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
  return verdict === 'spoken'
    ? `${run} has already finished and speaks for this one (${url})`
    : `${run} has failed or may be failing, so that this one has nothing to resolve (${url})`;
}

/** The jobs of `newer` that count beside `own`: of the same run only those of newer attempts. */
export function findRelevantJobs(jobs: readonly ListedJob[], newer: ListedRun, own: Run): ListedJob[] {
  return newer.id === own.id ? jobs.filter((job) => job.attempt > (own.attempt ?? 1)) : [...jobs];
}

/**
 * The jobs of those attempts of a newer run that have ended, without the job that reports the others. Where an attempt
 * has that job, it ends with it: other jobs may go on, and a report that never ran has said nothing. An attempt that
 * was run again is over, and its incident may be open.
 */
export function listEndedAttempts(
  jobs: readonly ListedJob[],
  { newer, reporter }: { newer: ListedRun; reporter: string | undefined },
): ListedJob[][] {
  const isReport = ({ name }: ListedJob) => name === reporter;
  const hasEnded = (attempt: number, report: ListedJob | undefined) =>
    report === undefined ? attempt < newer.attempt || newer.conclusion !== undefined : saysSomething(report.conclusion);
  return [...Map.groupBy(jobs, ({ attempt }) => attempt)]
    .filter(([attempt, those]) => hasEnded(attempt, those.find(isReport)))
    .map(([, those]) => those.filter((job) => !isReport(job)));
}

/** How jobs ended together. */
export function concludeJobs(jobs: readonly ListedJob[]): Conclusion | undefined {
  if (jobs.some((job) => isRed(job.conclusion))) return 'failure';
  if (jobs.some((job) => job.conclusion === 'cancelled')) return 'cancelled';
  return jobs.some((job) => job.conclusion === 'success') ? 'success' : undefined;
}

/** Whether what is known of the stream's runs reaches back to its last green run. */
export function reachesGreen(runs: readonly ListedRun[], own: Run): boolean {
  return findOlder(runs, own).some((run) => run.conclusion !== undefined && GREEN.includes(run.conclusion));
}

/** Since when the stream is red, counting `own` as a failed run. `page` is the repository's address. */
export function measureFailure(
  { runs, complete }: History,
  { own, now, page }: Reading & { page: string },
): Pick<Facts, 'failing_since' | 'consecutive_failures' | 'compare_url'> {
  const { reds, green } = readStreak(runs, own);
  const count = reds.length + 1;
  const { number = own.number, url = linkRun(page, own), startedAt = formatTime(now) } = reds.at(-1) ?? {};
  const known = green?.commit !== undefined && own.commit !== undefined && green.commit !== own.commit;
  return {
    failing_since: number === undefined || url === undefined ? undefined : { run_number: number, url, at: startedAt },
    consecutive_failures: green !== undefined || complete ? count : `at least ${count}`,
    compare_url: known ? `${page}/compare/${green.commit}...${own.commit}` : undefined,
  };
}

/** How long the stream was red before `own` turned it green; nothing when it was not. */
export function measureRecovery({ runs, complete }: History, { own, now }: Reading): Pick<Facts, 'recovered_after'> {
  const { reds, green } = readStreak(runs, own);
  const first = reds.at(-1);
  if (first === undefined) return {};
  const duration = formatDuration(now - Date.parse(first.startedAt));
  if (green !== undefined || complete) return { recovered_after: { duration, runs: reds.length } };
  return { recovered_after: { duration: `at least ${duration}`, runs: `at least ${reds.length}` } };
}

function findOlder(runs: readonly ListedRun[], own: Run): ListedRun[] {
  const { number } = own;
  if (number === undefined) return [];
  return runs.filter((run) => run.number < number).sort((a, b) => b.number - a.number);
}

function readStreak(runs: readonly ListedRun[], own: Run): { reds: ListedRun[]; green: ListedRun | undefined } {
  const telling = findOlder(runs, own).filter((run) => saysSomething(run.conclusion));
  const length = telling.findIndex((run) => !isRed(run.conclusion));
  return { reds: length === -1 ? telling : telling.slice(0, length), green: telling[length] };
}

/**
 * Whether `annotations` are those of a job that was ended by its `timeout-minutes`; `undefined` when they do not
 * say why it was cancelled. A job that waited too long for a runner never ran.
 *
 * Source: what GitHub leaves on the check run; the wording with "running on runner" is the older one.
 */
export function findTimeout(annotations: readonly Annotation[]): boolean | undefined {
  const timedOut = /^The job (running on runner .* )?has exceeded the maximum execution time of /;
  const other = /^(The run was canceled by |Canceling since |The job has exceeded .* awaiting a runner)/;
  const says = (words: RegExp) => annotations.some(({ message }) => words.test(message.trim()));
  return says(timedOut) || (says(other) ? false : undefined);
}

// A job is ended at its limit to the second, and `started_at` is cut to a second.
const ROUNDING = 2_000;

type Duration = { startedAt: string | undefined; minutes: number | undefined; now: number };

/** Whether a job that began at `startedAt` has run for its limit of `minutes`; `undefined` when that is not known. */
export function hasRunFor({ startedAt = '', minutes, now }: Duration): boolean | undefined {
  const start = Date.parse(startedAt);
  return Number.isNaN(start) || minutes === undefined ? undefined : now - start >= minutes * 60_000 - ROUNDING;
}

/**
 * The `timeout-minutes` of a job, in minutes, read from the text of a workflow file in block style: 360 where none
 * is set, `undefined` where it is an expression or the job is not found.
 *
 * Source: "Workflow syntax for GitHub Actions", `jobs.<job_id>.timeout-minutes`, GitHub Docs.
 */
export function readTimeoutMinutes(workflow: string, job: string): number | undefined {
  const lines = workflow.split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line));
  const jobs = takeBlock(lines, 'jobs', 0);
  const body = takeBlock(jobs, job, indentOf(jobs[0] ?? ''));
  if (body.length === 0) return undefined;
  const own = indentOf(body[0] ?? '');
  const line = body.find(
    (candidate) => indentOf(candidate) === own && /^\s*["']?timeout-minutes["']?\s*:/.test(candidate),
  );
  if (line === undefined) return 360;
  const value = /^[^:]*:\s*["']?(\d+(?:\.\d+)?)["']?\s*(?:#.*)?$/.exec(line)?.[1];
  return value === undefined ? undefined : Number(value);
}

/** The lines below `key`, which stands at `indent`. */
function takeBlock(lines: readonly string[], key: string, indent: number): string[] {
  const heads = [`${key}:`, `"${key}":`, `'${key}':`];
  const start = lines.findIndex((line) => {
    const head = line.replace(/\s+#.*$/, '').replace(/\s*:\s*$/, ':');
    return indentOf(line) === indent && heads.includes(head.trim());
  });
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => indentOf(line) <= indent);
  return end === -1 ? rest : rest.slice(0, end);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** `milliseconds` in the two greatest units, as in `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}

function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
