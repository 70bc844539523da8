import { type Context, type Run, runOf, type Subject } from './context.ts';
import { isFailure, type Need, type Status } from './decision.ts';
import { type JsonObject, parseObject } from './json.ts';

/** A job that failed. */
export type FailedJob = { name: string; url?: string | undefined; failed_steps?: string[] | undefined };

/** What was found out at GitHub, by the keys of the details. What could not be found is absent. */
export type Facts = {
  job_url?: string | undefined;
  failed_steps?: string[] | undefined;
  failed_jobs?: FailedJob[] | undefined;
  /** Error messages, as `path:line: message`, or the message alone where it is of no file. */
  errors?: string[] | undefined;
  failing_since?: { run_number: number; url: string; at: string } | undefined;
  /** Failures of this check in a row, this one included; a text where there may be more. */
  consecutive_failures?: number | string;
  compare_url?: string | undefined;
  /** How long the check failed before this run, and in how many runs. */
  recovered_after?: { duration: string; failed_runs: number | string };
};

/** What details are made of. */
export type DetailsInput = {
  context: Context;
  subject: Subject;
  outcome: Status;
  environment: string | undefined;
  needs: readonly Need[] | undefined;
  facts: Facts;
};

/**
 * The details of the incident, by keys that alert rules and title remappers can rely on; what is unknown is `undefined`.
 *
 * Source: "Alert rules" and "Title remapper", Spike documentation (both read what is posted by nested keys).
 */
export function composeDetails({ context, subject, outcome, environment, needs, facts }: DetailsInput): JsonObject {
  const { repository, serverUrl } = context;
  const run = runOf(context, subject);
  const isJob = subject === 'job';
  return {
    outcome,
    // What failed comes first: whoever is woken reads from the top.
    failed_jobs: listFailedNeeds(needs),
    ...facts,
    run_url: linkRun(`${serverUrl}/${repository}`, run),
    repository,
    workflow: run.workflow,
    job: isJob ? context.job : undefined,
    matrix: isJob ? context.matrix : undefined,
    event: run.event,
    ...context.ref.details,
    environment,
    commit: run.commit,
    commit_message: run.commitMessage,
    author: run.author,
    actor: run.actor,
    run_number: run.number,
    run_attempt: run.attempt,
    runner: isJob ? context.runner : undefined,
  };
}

/** `details` with the user's `body` added: the keys of a JSON object replace ours, any other text becomes `message`. */
export function mergeBody(details: JsonObject, body: string | undefined): JsonObject {
  if (body === undefined) return details;
  return { ...details, ...(parseObject(body) ?? { message: body.trim() }) };
}

/** The page of a run below its repository's, with its attempt; `undefined` without the run's id. */
export function linkRun(page: string, { id, attempt }: Run): string | undefined {
  if (id === undefined) return undefined;
  return `${page}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}

function listFailedNeeds(needs: readonly Need[] | undefined): FailedJob[] | undefined {
  const failed = (needs ?? []).flatMap(({ job, result }) =>
    isFailure(result) && job !== undefined ? [{ name: job }] : [],
  );
  return failed.length === 0 ? undefined : failed;
}
