import { findRun, type Run, type Situation, type Stream, type Subject } from './context.ts';
import type { Needs, Status } from './decision.ts';
import { type JsonObject, parseObject } from './json.ts';

/** A job that failed, as it is told to the person who is woken. */
export type FailedJob = { name: string; url?: string | undefined; failed_steps?: string[] | undefined };

/** What was found out at GitHub, by the keys under which it is told; whatever could not be found is missing. */
export type Facts = {
  job_url?: string | undefined;
  failed_steps?: string[] | undefined;
  failed_jobs?: FailedJob[];
  /** Error annotations, as `path:line: message`. */
  errors?: string[];
  failing_since?: { run_number: number; url: string; at: string } | undefined;
  /** Failed runs in a row, this one included; a text where it may be more. */
  consecutive_failures?: number | string;
  compare_url?: string | undefined;
  /** How long the stream was red until this run, and over how many failed runs. */
  recovered_after?: { duration: string; runs: number | string };
};

/** What details are made of. */
export type Known = {
  situation: Situation;
  subject: Subject;
  outcome: Status;
  needs: Needs | undefined;
  facts: Facts;
};

/**
 * The details of the incident, by stable keys that alert rules and title remappers can rely on; what is not known
 * is `undefined`.
 *
 * Source: "Alert rules" and "Title remapper", Spike documentation (they read the body by nested key).
 */
export function describe({ situation, subject, outcome, needs, facts }: Known): JsonObject {
  const { repository, serverUrl } = situation;
  const run = findRun(situation, subject);
  const isJob = subject === 'job';
  return {
    outcome,
    // What broke comes first: whoever is woken reads from the top.
    failed_jobs: listFailed(needs),
    ...facts,
    run_url: linkRun(`${serverUrl}/${repository}`, run),
    repository,
    workflow: run.workflow,
    job: isJob ? situation.job : undefined,
    matrix: isJob ? situation.matrix : undefined,
    event: run.event,
    ...nameStream(run.stream),
    commit: run.commit,
    commit_message: run.commitMessage,
    actor: run.actor,
    run_number: run.number,
    run_attempt: run.attempt,
    runner: isJob ? situation.runner : undefined,
  };
}

/** Whether `body` was probably meant as a JSON object, and is none. */
export function isBrokenObject(body: string | undefined): boolean {
  return body !== undefined && /^\s*\{/.test(body) && parseObject(body) === undefined;
}

/** `details` with the user's `body` over them: the keys of a JSON object, or any other text as `message`. */
export function layOver(details: JsonObject, body: string | undefined): JsonObject {
  if (body === undefined) return details;
  return { ...details, ...(parseObject(body) ?? { message: body.trim() }) };
}

/** The page of a run below its repository's, with its attempt; `undefined` without the run's id. */
export function linkRun(page: string, { id, attempt }: Run): string | undefined {
  if (id === undefined) return undefined;
  return `${page}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}

function nameStream(stream: Stream): JsonObject {
  switch (stream.kind) {
    case 'pull request':
      return { pull_request: stream.number, branch: stream.branch };
    case 'tags':
      return { tag: stream.tag };
    case 'fork':
      return { branch: `${stream.owner}:${stream.branch}` };
    case 'deployment':
      return { environment: stream.environment };
    case 'default':
    case 'branch':
    case 'queue':
      return { branch: stream.branch };
  }
}

function listFailed(needs: Needs | undefined): FailedJob[] | undefined {
  const failed = [...(needs ?? [])].filter(([, result]) => result === 'failure').map(([name]) => ({ name }));
  return failed.length === 0 ? undefined : failed;
}
