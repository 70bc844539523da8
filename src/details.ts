import type { Needs, Status } from './decision.ts';
import { type Json, type JsonObject, parseObject } from './json.ts';
import { defined, type Run, type Situation, type Stream } from './situation.ts';
import type { Subject } from './title.ts';

/** A job that failed, as it is told to the person who is woken. */
export type FailedJob = { name: string; url?: string; failedSteps?: string[] };

/** What was found out at GitHub; whatever could not be found is missing. */
export type Facts = {
  /** The job's name as GitHub shows it. */
  jobName?: string;
  jobUrl?: string;
  failedSteps?: string[];
  /** Error annotations, as `path:line: message`. */
  errors?: string[];
  failedJobs?: FailedJob[];
  failingSince?: { runNumber: number; url: string; at: string };
  /** Failed runs in a row, this one included; a text where it may be more. */
  consecutiveFailures?: number | string;
  compareUrl?: string;
  /** How long the stream was red until this run, and over how many failed runs. */
  recoveredAfter?: { duration: string; runs: number | string };
};

/**
 * The details of the incident, by stable keys that alert rules and title remappers can rely on; what is not known
 * is absent.
 *
 * Source: "Alert rules" and "Title remapper", Spike documentation (they read the body by nested key).
 */
export function describe({
  situation,
  subject,
  outcome,
  needs,
  facts,
}: {
  situation: Situation;
  subject: Subject;
  outcome: Status;
  needs: Needs | undefined;
  facts: Facts;
}): JsonObject {
  const { repository, serverUrl, watched } = situation;
  const run = subject === 'watched' && watched !== undefined ? watched.run : situation.run;
  const ownJob = subject === 'job';
  const failedJobs = facts.failedJobs ?? listFailed(needs);
  return {
    outcome,
    repository,
    workflow: run.workflow,
    ...(ownJob ? { job: situation.job, ...defined({ matrix: situation.matrix }) } : {}),
    event: run.event,
    ...nameStream(run.stream),
    ...defined({
      commit: run.commit,
      commit_message: run.commitMessage,
      actor: run.actor,
      run_number: run.number,
      run_attempt: run.attempt,
      run_url: linkRun(serverUrl, repository, run),
      job_url: facts.jobUrl,
      failed_steps: facts.failedSteps,
      failed_jobs: failedJobs?.map(({ name, url, failedSteps }) => ({
        name,
        ...defined({ url, failed_steps: failedSteps }),
      })),
      errors: facts.errors,
      failing_since: facts.failingSince && {
        run_number: facts.failingSince.runNumber,
        url: facts.failingSince.url,
        at: facts.failingSince.at,
      },
      consecutive_failures: facts.consecutiveFailures,
      compare_url: facts.compareUrl,
      recovered_after: facts.recoveredAfter,
      runner: ownJob ? situation.runner : undefined,
    }),
  };
}

/** `details` with the user's `body` over them: the keys of a JSON object, or any other text as `message`. */
export function layOver(details: JsonObject, body: string | undefined): JsonObject {
  if (body === undefined) return details;
  return { ...details, ...(parseObject(body) ?? { message: body.trim() }) };
}

/** The page of a run, with its attempt; `undefined` without the run's id. */
export function linkRun(serverUrl: string, repository: string, { id, attempt }: Run): string | undefined {
  if (id === undefined) return undefined;
  return `${serverUrl}/${repository}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}

function nameStream(stream: Stream): { [key: string]: Json } {
  switch (stream.kind) {
    case 'pull request':
      return defined({ pull_request: stream.number, branch: stream.branch });
    case 'tags':
      return defined({ tag: stream.tag });
    case 'fork':
      return { branch: `${stream.owner}:${stream.branch}` };
    case 'deployment':
      return { environment: stream.environment };
    case 'default':
    case 'branch':
    case 'queue':
      return defined({ branch: stream.branch });
  }
}

function listFailed(needs: Needs | undefined): FailedJob[] | undefined {
  const failed = [...(needs ?? [])].filter(([, result]) => result === 'failure').map(([name]) => ({ name }));
  return failed.length === 0 ? undefined : failed;
}
