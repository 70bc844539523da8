import { runAction } from '../src/action.ts';
import { openLookUps } from '../src/github/lookups.ts';
import { asObject, get, type JsonObject, parseObject } from '../src/json.ts';
import { createClock } from './clock.ts';
import { createFakeRunner } from './fake-runner.ts';
import { createFetch } from './github/fetch.ts';
import type { Interfere } from './github/interference.ts';
import type { GithubModel, Job, JobFields, Rerun, Run, RunFields } from './github/model.ts';
import { formatTime } from './github/model.ts';
import { TEXTS } from './github/texts.ts';
import { PUSH_TO_MAIN, type Start } from './situations.ts';
// Loaded before time passes: the action imports them late.
import '../src/report.ts';
import 'yaml';

/** The moment at which everything is asked. Run #N is created N hours after the midnight before. */
export const NOW = Date.parse('2026-01-02T12:00:00Z');

/** What is known of a job, with the messages of its annotations. */
type AnnotatedJob = JobFields & { messages?: string[] };

/** How a job ended, in a word, or more about it. */
export type JobLike = string | AnnotatedJob;

/** The time `hours` after the midnight before `NOW`, as GitHub writes it. */
export function at(hours: number): string {
  return formatTime(NOW + (hours - 12) * 3_600_000);
}

/** Adds run #`number` and its jobs by their names. The run ends as its jobs do, at once, unless `fields` say more. */
export function add(model: GithubModel, number: number, jobs: Record<string, JobLike>, fields: RunFields = {}): Run {
  const all = Object.entries(jobs).map(
    ([name, like]): AnnotatedJob => ({
      name,
      ...(typeof like === 'string' ? readWord(like) : { ...(like.status === undefined && PASSED), ...like }),
    }),
  );
  const has = (word: string) => all.some(({ status, conclusion }) => conclusion === word || status === word);
  const worst = ['failure', 'timed_out', 'cancelled', 'success'].find(has) ?? 'skipped';
  const state = has('in_progress') ? { status: 'in_progress' } : { conclusion: worst };
  const run = model.addRun({ run_number: number, created_at: at(number), ...state, ...fields });
  for (const job of all) addJob(model, run, job);
  return run;
}

/** Runs a run again, at the given time, and ends it at once: each job that ran again, and the run, with `conclusion`. */
export function rerun(
  model: GithubModel,
  run: Run,
  conclusion: 'success' | 'failure' | 'cancelled',
  options: Rerun & { at: string },
): void {
  for (const job of model.rerun(run, options)) {
    if (job.status === 'queued') Object.assign(job, { status: 'completed', conclusion, completed_at: options.at });
  }
  Object.assign(run, { status: 'completed', conclusion });
}

function addJob(model: GithubModel, run: Run, { messages = [], ...fields }: AnnotatedJob): Job {
  const job = model.addJob(run, fields);
  for (const message of messages) model.addAnnotation(job, { message });
  return job;
}

/** Adds runs with the numbers and jobs of a text such as `7 api:success web:failure, 8 api:skipped`. */
export function addAll(model: GithubModel, text: string, fields: RunFields = {}): void {
  for (const run of text.split(', ').filter((one) => one !== '')) {
    const [number, ...jobs] = run.split(' ');
    add(model, Number(number), jobs.length === 0 ? {} : readJobs(jobs.join(' ')), fields);
  }
}

/** The jobs of a text such as `api:success web:failure`; `timeout` is what GitHub makes of a time limit. */
export function readJobs(text: string): Record<string, JobLike> {
  const limit: JobLike = { conclusion: 'cancelled', messages: [TEXTS.timeLimit()] };
  const jobs = text.split(' ').map((job) => job.split(':'));
  return Object.fromEntries(jobs.map(([name = '', word = '']) => [name, word === 'timeout' ? limit : word]));
}

/** A report by `needs` of the jobs of such a text. */
export function needs(text: string, own: Reported = {}): Reported {
  const jobs = text.split(' ').map((job) => job.split(':'));
  const result = JSON.stringify(Object.fromEntries(jobs.map(([job = '', result]) => [job, { result }])));
  return { subject: 'needs', result, jobs: readJobs(text), ...own };
}

const PASSED = { conclusion: 'success' } as const;

function readWord(word: string): JobFields {
  if (word === 'running') return { status: 'in_progress' };
  return { conclusion: word as NonNullable<Job['conclusion']> };
}

/** What is reported: run #10 of the workflow `CI` on `main`, in its job `build`, which has just ended. */
export type Reported = {
  start?: Start;
  /** How the job ended (`needs`: in JSON; a watched run: its conclusion). */
  result?: string;
  subject?: 'job' | 'needs' | 'watched run';
  run?: RunFields;
  /** The job that reports. */
  job?: AnnotatedJob;
  /** The other jobs of the run. */
  jobs?: Record<string, JobLike>;
  inputs?: Record<string, string>;
  interfere?: Interfere;
  /** Whether the server gives the job its id. */
  hasCheckRunId?: boolean;
};

/** What came of it. */
export type Outcome = {
  action: string;
  /** In a word: what was sent, or why not. */
  reason: string;
  title: string;
  details: JsonObject;
  lines: string[];
  warnings: string[];
  /** The paths that were asked for. */
  requests: string[];
  /** How long it took, in milliseconds. */
  took: number;
  run: Run;
};

/** Reports the run once, in the phase that does it, with everything that GitHub answers in-process. */
export async function report(model: GithubModel, reported: Reported = {}): Promise<Outcome> {
  const { start = PUSH_TO_MAIN, result = 'success', subject = 'job', inputs = {}, hasCheckRunId = true } = reported;
  const isWatched = subject === 'watched run';
  const run = add(model, 10, reported.jobs ?? {}, {
    ...(isWatched ? { conclusion: result } : { status: 'in_progress' }),
    ...reported.run,
  });
  const name = subject === 'needs' ? 'report' : 'build';
  const job = isWatched
    ? undefined
    : addJob(model, run, { name, status: 'in_progress', runner_name: 'GitHub Actions 3', ...reported.job });
  const watching = { ...start, event: 'workflow_run', payload: { ...start.payload, ...watch(run) } };
  const clock = createClock(NOW);
  const fetch = createFetch(model, { interfere: reported.interfere });
  const runner = createFakeRunner({
    start: {
      checkRunId: hasCheckRunId && job !== undefined ? String(job.id) : '',
      jobWorkflowRef: 'acme/shop/.github/workflows/ci.yml@refs/heads/main',
      jobWorkflowSha: run.head_sha,
      ...(isWatched ? watching : start),
      env: {
        GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/ci.yml@refs/heads/main',
        GITHUB_RUN_ID: String(isWatched ? 1 : run.id),
        GITHUB_RUN_NUMBER: String(isWatched ? 1 : run.run_number),
        GITHUB_RUN_ATTEMPT: String(isWatched ? 1 : run.run_attempt),
        GITHUB_SHA: run.head_sha,
        ...start.env,
      },
    },
    clock,
    inputs: {
      'dry-run': 'true',
      'github-token': 'ghs_1',
      'job-status': subject === 'job' ? result : 'success',
      needs: subject === 'needs' ? result : 'none',
      ...inputs,
    },
    loadLookUps: async (options) => openLookUps({ ...options, fetch }),
  });
  const phase = subject === 'job' && inputs.status === undefined ? 'post' : 'main';
  // An answer takes a few turns to be read.
  await clock.settle(runAction(phase, runner, runner.loadLookUps), 20);
  const { action = 'failed', reason = '', title = '', payload = '' } = runner.outputs;
  return {
    action,
    reason,
    title,
    details: asObject(get(parseObject(payload), 'body')) ?? {},
    lines: runner.lines,
    warnings: runner.lines.filter((line) => line.startsWith('warning ')).map((line) => line.slice('warning '.length)),
    requests: fetch.requests.map(({ path, query }) => {
      const text = new URLSearchParams(query).toString();
      return `${path.replace('/repos/acme/shop/', '')}${text === '' ? '' : `?${text}`}`;
    }),
    took: clock.now() - NOW,
    run,
  };
}

/** The payload of the `workflow_run` event for the end of `run`. */
export function watch(run: Run): JsonObject {
  return {
    action: 'completed',
    workflow: { name: run.name ?? null },
    workflow_run: {
      id: run.id,
      name: run.name ?? null,
      event: run.event,
      conclusion: run.conclusion,
      workflow_id: run.workflow_id,
      path: run.path,
      run_number: run.run_number,
      run_attempt: run.run_attempt,
      head_branch: run.head_branch,
      head_sha: run.head_sha,
      head_repository: { full_name: run.head_repository.full_name },
      pull_requests: (run.pull_requests ?? []).map(({ number }) => ({ number })),
    },
  };
}
