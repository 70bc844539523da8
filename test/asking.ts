import type { Subject } from '../src/context.ts';
import { openGithub } from '../src/github/client.ts';
import { openLookUps } from '../src/github/investigation.ts';
import type { LookUps, Question } from '../src/github/lookups.ts';
import type { JsonObject } from '../src/json.ts';
import { createFetch, type GithubFetch } from './github/fetch.ts';
import type { Interfere } from './github/interference.ts';
import type { GithubModel, Job, JobFields, Run, RunFields } from './github/model.ts';
import { PUSH_TO_MAIN, type Start, situate } from './situations.ts';

/** What is reported by default: `create-on` and `resolve-on` together. */
export const TELLING = ['failure', 'timed_out', 'startup_failure', 'success'];

/** The moment at which everything is asked. */
export const NOW = Date.parse('2026-01-02T12:00:00Z');
/** What GitHub leaves on a job that it or somebody has ended. */
export const TIMEOUT = 'The job has exceeded the maximum execution time of 10m0s';
export const CANCELLED = 'The operation was canceled.';
export const BY_A_PERSON = 'The run was canceled by @mona.';
export const SUPERSEDED = "Canceling since a higher priority waiting request for 'ci' exists";

/** The own run where it is not #10 of the workflow `CI` on `main`, whose job is `build`. */
export type Own = {
  start?: Start;
  run?: RunFields;
  job?: JobFields;
  subject?: Subject;
  /** `false` on servers that do not tell a job its number. */
  tellsCheckRunId?: boolean;
  interfere?: Interfere;
};

/** The own run and its look-ups. */
export type Asked = {
  model: GithubModel;
  run: Run;
  job: Job;
  question: Question;
  lookUps: LookUps;
  fetch: GithubFetch;
  missing: string[];
};

/** Puts the own run into the model and gives its look-ups, which are answered in-process. */
export function ask(model: GithubModel, own: Own = {}): Asked {
  const { start = PUSH_TO_MAIN, subject = 'job', tellsCheckRunId = true } = own;
  const watches = subject === 'watched';
  const run = model.addRun({ run_number: 10, status: watches ? 'completed' : 'in_progress', ...own.run });
  // With `needs`, the own job is the one that reports the others.
  const name = subject === 'workflow' ? 'report' : 'build';
  const job = model.addJob(run, { name, status: 'in_progress', runner_name: 'GitHub Actions 3', ...own.job });
  const situation = situate({
    ...start,
    ...(watches && { event: 'workflow_run', payload: { ...start.payload, ...watch(run) } }),
    checkRunId: tellsCheckRunId ? String(job.id) : '',
    env: {
      ...start.env,
      GITHUB_RUN_ID: String(watches ? 1 : run.id),
      GITHUB_RUN_NUMBER: String(watches ? 3 : run.run_number),
      GITHUB_RUN_ATTEMPT: String(watches ? 1 : run.run_attempt),
      GITHUB_SHA: run.head_sha,
    },
  });
  const fetch = createFetch(model, { interfere: own.interfere });
  const missing: string[] = [];
  const github = openGithub({
    token: 'ghs_1',
    apiUrl: 'https://api.github.com',
    repository: 'acme/shop',
    signal: new AbortController().signal,
    missing: (permission) => missing.push(permission),
    failed: () => {},
    fetch,
  });
  return {
    ...{ model, run, job, fetch, missing },
    question: { situation, subject, now: () => NOW, telling: TELLING },
    lookUps: openLookUps(github),
  };
}

/** The payload of the `workflow_run` event that tells of `run`. */
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
      run_number: run.run_number,
      run_attempt: run.run_attempt,
      head_branch: run.head_branch,
      head_sha: run.head_sha,
      head_repository: { full_name: run.head_repository.full_name },
      pull_requests: (run.pull_requests ?? []).map(({ number }) => ({ number })),
    },
  };
}

/** Adds annotations to a job, by their messages. */
export function annotate(model: GithubModel, job: Job, ...messages: string[]): void {
  for (const message of messages) model.addAnnotation(job, { message });
}

/** The run #11 and its jobs, `build` unless it says so; `message` is an annotation. */
export type Newer = { run?: RunFields | undefined; jobs: readonly (JobFields & { message?: string })[] };

/** Adds a run that is newer than the own one. */
export function addNewer(model: GithubModel, { run: given, jobs }: Newer): Run {
  const run = model.addRun({ run_number: 11, ...given });
  for (const { message, ...fields } of jobs) {
    const job = model.addJob(run, fields);
    if (message !== undefined) annotate(model, job, CANCELLED, message);
  }
  return run;
}
