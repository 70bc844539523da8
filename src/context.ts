import { asNumber, asText, get, type JsonObject, parseObject } from './json.ts';
import { listMatrixValues } from './matrix.ts';
import { isSameName, parseRunSummary, type Ref, type RunStart, refOfEvent, refOfRun, titlePart } from './ref.ts';

/** One run of a workflow, as its own job or the event `workflow_run` knows it. */
export type Run = {
  workflow: string;
  /** What a run of *Dependabot Updates* updates; it stands after the name in `workflow`, in quotes if need be. */
  update?: string | undefined;
  /** The workflow's id or the name of its file, as the API takes either. */
  workflowId?: string | undefined;
  event: string;
  ref: Ref;
  /** `owner/name` of the repository whose commit the run is on. */
  headRepository: string;
  /** The branch or tag under which the API lists the run. */
  headBranch?: string | undefined;
  commit?: string | undefined;
  /** The first line. */
  commitMessage?: string | undefined;
  /** Who wrote the commit or the pull request. */
  author?: string | undefined;
  /** Who started the run; nobody on a schedule. */
  actor?: string | undefined;
  id?: number | undefined;
  number?: number | undefined;
  attempt?: number | undefined;
};

/** Where the job runs, and on what. */
export type Context = {
  serverUrl: string;
  apiUrl: string;
  repository: string;
  defaultBranch?: string | undefined;
  /** The job's id in the workflow file. */
  job: string;
  matrix?: JsonObject | undefined;
  /** The matrix as a title shows it, in its order: `node: 22`, `os.name: linux`. Empty without a matrix. */
  matrixValues: string[];
  runner?: string | undefined;
  /** The id of this job in the API, where the server gives it. */
  checkRunId?: number | undefined;
  /** Whether the job is in a reusable workflow; `undefined` where the server does not say. */
  isCalled?: boolean | undefined;
  /** The file that holds this job, if it is in this repository, and the commit to read it at. */
  workflowFile?: { path: string; sha: string } | undefined;
  /** Whether the run was started by hand in a workflow that has inputs, which may name an environment. */
  hasInputs?: boolean | undefined;
  /** `inputs.environment` of a `workflow_dispatch`, or the environment of a deployment event. */
  environment?: string | undefined;
  run: Run;
  /** `github.sha`: of a pull request the commit that merges it, which is not the commit of its head. */
  sha?: string | undefined;
  /** On the event `workflow_run`: the run that is watched. */
  watched?: (Run & { activity: string; conclusion?: string | undefined }) | undefined;
  /** What decides about scope and filters: the watched run's ref, or else the own. */
  ref: Ref;
  /** Why GitHub keeps secrets from this run, if it does; a clause for a sentence. */
  secretsWithheld?: string | undefined;
};

/** What is reported on: this job, the jobs in `needs` together, or the watched run. */
export type Subject = 'job' | 'needs' | 'watched run';

/** The run that is reported on. */
export function runOf({ run, watched }: Context, subject: Subject): Run {
  return (subject === 'watched run' ? watched : undefined) ?? run;
}

/** What the hidden inputs carry: contexts for which there is no variable. Blank where the server gives nothing. */
export type HiddenInputs = {
  matrix: string;
  checkRunId: string;
  jobWorkflowRef: string;
  jobWorkflowSha: string;
  jobWorkflowRepository: string;
  jobWorkflowFilePath: string;
};

/**
 * Where the job runs, and on what. What is missing from `env` or `payload` is left out or called unknown; nothing is
 * taken for the default branch that may not be on it.
 *
 * Sources: "Variables reference", "Contexts reference", "Events that trigger workflows" and "Webhook events and
 * payloads", GitHub Docs.
 */
export function readContext(env: NodeJS.ProcessEnv, payload: JsonObject, hidden: HiddenInputs): Context {
  const repository =
    asText(env.GITHUB_REPOSITORY) ?? asText(get(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
  const event = asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
  const defaultBranch = asText(get(payload, 'repository', 'default_branch'));
  const matrix = parseObject(hidden.matrix);
  const run = readRun({ env, payload, event, repository, defaultBranch });
  const watched = event === 'workflow_run' ? readWatchedRun(payload, repository, defaultBranch) : undefined;
  const callerRef = asText(env.GITHUB_WORKFLOW_REF);
  const jobRef = asText(hidden.jobWorkflowRef);
  return {
    serverUrl: asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
    apiUrl: asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
    repository,
    // The payload of a schedule lacks it.
    defaultBranch: defaultBranch ?? (run.ref.scope === '' ? run.ref.branch : undefined),
    job: asText(env.GITHUB_JOB) ?? 'unknown',
    matrix,
    matrixValues: readMatrixValues(matrix, hidden.matrix),
    runner: asText(env.RUNNER_NAME),
    checkRunId: asNumber(hidden.checkRunId),
    // In a called workflow `job.workflow_ref` names the called file, `github.workflow_ref` the caller's.
    isCalled: jobRef === undefined || callerRef === undefined ? undefined : jobRef !== callerRef,
    workflowFile: findWorkflowFile(env, hidden, repository),
    // Whoever starts a workflow by the API can leave its inputs out.
    hasInputs: event === 'workflow_dispatch' && (get(payload, 'inputs') ?? undefined) !== undefined ? true : undefined,
    environment: findEnvironment(event, payload),
    run,
    sha: asText(env.GITHUB_SHA),
    watched,
    ref: watched?.ref ?? run.ref,
    secretsWithheld: findWhySecretsAreWithheld(env, payload, repository),
  };
}

// What is no object is one value, so that jobs stay apart even then.
function readMatrixValues(matrix: JsonObject | undefined, json: string): string[] {
  if (matrix !== undefined) return listMatrixValues(matrix).map(({ shown }) => shown);
  return ['', 'null'].includes(json.trim()) ? [] : [JSON.stringify(json.trim())];
}

function readRun(start: RunStart): Run {
  const { env, payload, event, repository } = start;
  const ref = refOfEvent(start);
  const pull = get(payload, 'pull_request');
  const isMerged = pull !== undefined && event.startsWith('pull_request') && !ref.isPullRequest;
  const commit = get(payload, 'head_commit') ?? get(payload, 'merge_group', 'head_commit');
  return {
    workflow: asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
    workflowId: parsePath(env.GITHUB_WORKFLOW_REF, repository)?.split('/').at(-1),
    event,
    ref,
    headRepository: (isMerged ? undefined : asText(get(pull, 'head', 'repo', 'full_name'))) ?? repository,
    headBranch:
      asText(env.GITHUB_HEAD_REF) ?? asText(get(pull, 'head', 'ref')) ?? asText(env.GITHUB_REF_NAME) ?? ref.branch,
    commit: asText(get(pull, ...(isMerged ? ['merge_commit_sha'] : ['head', 'sha']))) ?? asText(env.GITHUB_SHA),
    commitMessage: firstLine(get(commit, 'message')),
    author: readAuthor(commit) ?? asText(get(pull, 'user', 'login')),
    actor: event === 'schedule' ? undefined : asText(env.GITHUB_ACTOR),
    id: asNumber(env.GITHUB_RUN_ID),
    number: asNumber(env.GITHUB_RUN_NUMBER),
    attempt: asNumber(env.GITHUB_RUN_ATTEMPT),
  };
}

function readWatchedRun(
  payload: JsonObject,
  repository: string,
  defaultBranch: string | undefined,
): NonNullable<Context['watched']> {
  const run = payload.workflow_run;
  const summary = parseRunSummary(run, repository) ?? { event: 'unknown', pullRequests: [], callsWorkflows: false };
  const { event, name, update, headBranch, headRepository, sha, id, number, attempt, conclusion } = summary;
  const commit = get(run, 'head_commit');
  // The run's name can be set by `run-name`; the workflow's own is in `workflow`.
  const workflow = asText(get(payload, 'workflow', 'name')) ?? name ?? 'unknown workflow';
  return {
    workflow: update === undefined ? workflow : `${workflow}: ${titlePart(update, / \/ | failed in /)}`,
    update,
    workflowId: summary.workflowId?.toString(),
    event,
    ref: refOfRun(summary, { repository, defaultBranch }),
    headRepository: headRepository ?? 'unknown/unknown',
    headBranch,
    commit: sha,
    commitMessage: firstLine(get(commit, 'message')),
    author: readAuthor(commit),
    actor: event === 'schedule' ? undefined : asText(get(run, 'actor', 'login')),
    id,
    number,
    attempt,
    activity: asText(payload.action) ?? 'unknown',
    conclusion,
  };
}

// The repository is compared, because a file of this name here would be another one.
function findWorkflowFile(
  env: NodeJS.ProcessEnv,
  hidden: HiddenInputs,
  repository: string,
): { path: string; sha: string } | undefined {
  const isHere = isSameName(hidden.jobWorkflowRepository, repository);
  const reference = asText(hidden.jobWorkflowRef) ?? env.GITHUB_WORKFLOW_REF;
  const isCalled = reference !== env.GITHUB_WORKFLOW_REF;
  const path = (isHere ? asText(hidden.jobWorkflowFilePath) : undefined) ?? parsePath(reference, repository);
  const sha = asText(hidden.jobWorkflowSha) ?? (isCalled ? undefined : asText(env.GITHUB_WORKFLOW_SHA));
  return path === undefined || sha === undefined ? undefined : { path, sha };
}

/** `.github/workflows/ci.yml` of `acme/shop/.github/workflows/ci.yml@refs/heads/main`, if it is in `repository`. */
function parsePath(reference: string | undefined, repository: string): string | undefined {
  const [, home, path] = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@/.exec(reference ?? '') ?? [];
  return isSameName(home, repository) ? path : undefined;
}

function findEnvironment(event: string, payload: JsonObject): string | undefined {
  if (event === 'workflow_dispatch') return asText(get(payload, 'inputs', 'environment'))?.trim();
  return event.startsWith('deployment') ? asText(get(payload, 'deployment', 'environment'))?.trim() : undefined;
}

// Source: "Troubleshooting Dependabot on GitHub Actions", GitHub Docs.
const DEPENDABOT_EVENTS = new Set(
  `create deployment deployment_status pull_request pull_request_review pull_request_review_comment push`.split(' '),
);

function findWhySecretsAreWithheld(
  env: NodeJS.ProcessEnv,
  payload: JsonObject,
  repository: string,
): string | undefined {
  const event = env.GITHUB_EVENT_NAME ?? '';
  const dependabot = 'dependabot[bot]';
  // `pull_request_target` runs in the base repository and gets its secrets, but not for Dependabot.
  const isDependabot =
    event === 'pull_request_target'
      ? get(payload, 'pull_request', 'user', 'login') === dependabot
      : env.GITHUB_ACTOR === dependabot && DEPENDABOT_EVENTS.has(event);
  if (isDependabot) return 'Dependabot started this run, and GitHub gives such runs only the secrets of Dependabot';
  const head = get(payload, 'pull_request', 'head', 'repo');
  const isPullRequest = event.startsWith('pull_request') && event !== 'pull_request_target';
  if (isPullRequest && head !== undefined && !isSameName(asText(get(head, 'full_name')), repository)) {
    return 'GitHub gives no secrets to pull requests from forks';
  }
  if (get(payload, 'repository', 'fork') === true) {
    return 'this repository is a fork, and a fork does not get the secrets of the original';
  }
  return undefined;
}

function readAuthor(commit: unknown): string | undefined {
  return asText(get(commit, 'author', 'name')) ?? asText(get(commit, 'author', 'username'));
}

function firstLine(message: unknown): string | undefined {
  return asText(
    asText(message)
      ?.trimStart()
      .split(/[\r\n]/, 1)[0],
  );
}
