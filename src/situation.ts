import { asNumber, asObject, asText, at, type JsonObject } from './json.ts';
import { oneLine } from './text.ts';

/** The variables the runner sets, by name ("Variables reference", GitHub Docs). */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a run runs on. Two runs fail and recover together only on the same stream. */
export type Stream =
  | { kind: 'default'; branch?: string }
  | { kind: 'branch'; branch: string }
  | { kind: 'tags'; tag?: string }
  | { kind: 'pull request'; number?: number; branch?: string }
  | { kind: 'queue'; branch: string; queue: string }
  | { kind: 'fork'; owner: string; branch: string }
  | { kind: 'deployment'; environment: string };

/** One run of a workflow, as its own job or its `workflow_run` event knows it. */
export type Run = {
  workflow: string;
  /** The workflow's id or the name of its file, as the API takes either. */
  workflowId?: string;
  event: string;
  stream: Stream;
  /** `owner/name` of the repository whose commit the run is on. */
  headRepository: string;
  headBranch?: string;
  commit?: string;
  commitMessage?: string;
  actor?: string;
  id?: number;
  number?: number;
  attempt?: number;
};

/** Where we run, on what, for whom. */
export type Situation = {
  serverUrl: string;
  apiUrl: string;
  repository: string;
  defaultBranch?: string;
  /** The job's id in the workflow file. */
  job: string;
  matrix?: JsonObject;
  /** The matrix values of this leg as its title shows them; empty without a matrix. */
  leaves: string[];
  runner?: string;
  /** The number of this job in the API, where the server gives it. */
  checkRunId?: number;
  /** Whether this job stands in a reusable workflow; `undefined` where the server does not say. */
  reusable?: boolean;
  /** The workflow file at `workflowSha` that holds this job's run. */
  workflowFile?: string;
  workflowSha?: string;
  run: Run;
  /** Set when the event is `workflow_run`: the run that is watched. */
  watched?: { run: Run; activity: string; conclusion?: string };
  /** Whether GitHub keeps secrets from this run: a pull request from a fork, or Dependabot. */
  secretsWithheld: boolean;
};

/** What the hidden inputs carry: contexts that are in no variable. */
export type Contexts = { matrix: string; checkRunId: string; jobWorkflowRef: string };

/**
 * Where we run, on what, for whom; whatever is missing from `env` or `payload` is left out or named as unknown,
 * never guessed onto the default branch.
 *
 * Sources: "Variables reference", "Events that trigger workflows" and "Webhook events and payloads", GitHub Docs.
 */
export function describeSituation(env: Environment, payload: JsonObject, contexts: Contexts): Situation {
  const repository =
    asText(env.GITHUB_REPOSITORY) ?? asText(at(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
  const defaultBranch = asText(at(payload, 'repository', 'default_branch'));
  const event = asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
  const matrix = parseMatrix(contexts.matrix);
  const workflowRef = asText(env.GITHUB_WORKFLOW_REF);
  const run = describeOwnRun({ env, payload, event, repository, defaultBranch });
  return {
    serverUrl: asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
    apiUrl: asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
    repository,
    ...defined({ defaultBranch }),
    job: asText(env.GITHUB_JOB) ?? 'unknown job',
    ...defined({ matrix: matrix.object }),
    leaves: matrix.leaves,
    ...defined({
      runner: asText(env.RUNNER_NAME),
      checkRunId: asNumber(contexts.checkRunId),
      reusable: isReusable(contexts.jobWorkflowRef, workflowRef),
      workflowFile: findWorkflowFile(workflowRef),
      workflowSha: asText(env.GITHUB_WORKFLOW_SHA),
    }),
    run,
    ...defined({ watched: describeWatchedRun(event, payload, { repository, defaultBranch }) }),
    secretsWithheld: areSecretsWithheld(env, payload, repository),
  };
}

/**
 * Whether the job is defined in a called workflow: there `job.workflow_ref` names the called file while
 * `github.workflow_ref` stays the caller's; in any other job they are the same. Servers that do not know
 * `job.workflow_ref` (Enterprise Server) give nothing, and then it is unknown.
 *
 * Source: "Contexts reference", GitHub Docs (`job.workflow_ref`); the runner copies both from the server's
 * message (actions/runner, pull request 4335).
 */
function isReusable(jobWorkflowRef: string, workflowRef: string | undefined): boolean | undefined {
  if (jobWorkflowRef.trim() === '' || workflowRef === undefined) return undefined;
  return jobWorkflowRef !== workflowRef;
}

/** `.github/workflows/ci.yml` of `acme/shop/.github/workflows/ci.yml@refs/heads/main`. */
function findWorkflowFile(workflowRef: string | undefined): string | undefined {
  return workflowRef?.split('@')[0]?.match(/^[^/]+\/[^/]+\/(.+)$/)?.[1];
}

type OwnRun = {
  env: Environment;
  payload: JsonObject;
  event: string;
  repository: string;
  defaultBranch: string | undefined;
};

function describeOwnRun({ env, payload, event, repository, defaultBranch }: OwnRun): Run {
  const pullRequest = asObject(payload.pull_request);
  const commitMessage =
    at(payload, 'head_commit', 'message') ?? at(payload, 'merge_group', 'head_commit', 'message');
  return {
    workflow: asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
    event,
    stream: findStream({ env, payload, event, defaultBranch }),
    headRepository: asText(at(pullRequest, 'head', 'repo', 'full_name')) ?? repository,
    ...defined({
      workflowId: findWorkflowFile(asText(env.GITHUB_WORKFLOW_REF))?.split('/').at(-1),
      headBranch: asText(env.GITHUB_HEAD_REF) ?? asText(env.GITHUB_REF_NAME),
      commit: asText(at(pullRequest, 'head', 'sha')) ?? asText(env.GITHUB_SHA),
      commitMessage: firstLine(commitMessage),
      actor: asText(env.GITHUB_ACTOR),
      id: asNumber(env.GITHUB_RUN_ID),
      number: asNumber(env.GITHUB_RUN_NUMBER),
      attempt: asNumber(env.GITHUB_RUN_ATTEMPT),
    }),
  };
}

function describeWatchedRun(
  event: string,
  payload: JsonObject,
  place: { repository: string; defaultBranch: string | undefined },
): Situation['watched'] {
  const run = asObject(payload.workflow_run);
  if (event !== 'workflow_run') return undefined;
  const pullRequests = at(run, 'pull_requests');
  const seen = {
    event: asText(at(run, 'event')) ?? 'unknown',
    ...defined({
      headBranch: asText(at(run, 'head_branch')),
      headRepository: asText(at(run, 'head_repository', 'full_name')),
      pullRequest: Array.isArray(pullRequests) ? asNumber(at(pullRequests[0], 'number')) : undefined,
    }),
  };
  return {
    run: {
      // The event's run may carry its `run-name` in `name`; the workflow's own name stands in `workflow`.
      workflow: asText(at(payload, 'workflow', 'name')) ?? asText(at(run, 'name')) ?? 'unknown workflow',
      stream: findStreamOf(seen, place),
      headRepository: 'unknown/unknown',
      ...seen,
      ...defined({
        workflowId: asNumber(at(run, 'workflow_id'))?.toString(),
        commit: asText(at(run, 'head_sha')),
        commitMessage: firstLine(at(run, 'head_commit', 'message')),
        actor: asText(at(run, 'actor', 'login')),
        id: asNumber(at(run, 'id')),
        number: asNumber(at(run, 'run_number')),
        attempt: asNumber(at(run, 'run_attempt')),
      }),
    },
    activity: asText(payload.action) ?? 'unknown',
    ...defined({ conclusion: asText(at(run, 'conclusion')) }),
  };
}

// They run on the last commit of the default branch and their payload may lack the repository.
const ON_DEFAULT_BRANCH = ['schedule', 'repository_dispatch', 'issue_comment', 'issues', 'workflow_run'];

function findStream({ env, payload, event, defaultBranch }: Omit<OwnRun, 'repository'>): Stream {
  const ref = env.GITHUB_REF ?? '';
  const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
  // A deployment that a pull request made runs on the pull request's ref.
  if (event.startsWith('pull_request') || pull !== undefined) {
    const number = asNumber(at(payload, 'pull_request', 'number')) ?? pull;
    return { kind: 'pull request', ...defined({ number, branch: asText(env.GITHUB_HEAD_REF) }) };
  }
  if (ref.startsWith('refs/tags/') || event === 'release') {
    // Of a release GitHub sometimes leaves GITHUB_REF empty (actions/runner, issue 2788).
    const tag = asText(/^refs\/tags\/(.+)$/s.exec(ref)?.[1]) ?? asText(at(payload, 'release', 'tag_name'));
    return { kind: 'tags', ...defined({ tag }) };
  }
  if (ref.startsWith('refs/heads/')) {
    const branch = ref.slice('refs/heads/'.length);
    if (ON_DEFAULT_BRANCH.includes(event)) return { kind: 'default', branch };
    return findBranchStream(branch, defaultBranch);
  }
  // A deployment of a bare commit runs on no ref; what recovers there is its environment.
  const environment = asText(at(payload, 'deployment', 'environment'));
  if (environment !== undefined) return { kind: 'deployment', environment };
  if (ON_DEFAULT_BRANCH.includes(event)) return { kind: 'default', ...defined({ branch: defaultBranch }) };
  return { kind: 'branch', branch: asText(ref) ?? 'unknown branch' };
}

function findBranchStream(branch: string, defaultBranch: string | undefined): Stream {
  const queue = /^(gh-readonly-queue\/.+)\/pr-\d+-[0-9a-f]+$/.exec(branch)?.[1];
  if (queue !== undefined) return { kind: 'queue', branch, queue };
  return branch === defaultBranch ? { kind: 'default', branch } : { kind: 'branch', branch };
}

/** A run as others see it: the API and the `workflow_run` event. */
export type SeenRun = {
  event: string;
  headBranch?: string;
  headRepository?: string;
  pullRequest?: number;
  isTag?: boolean;
};

/** What a run that is not ours runs on. A deleted fork has no name left, and is still no stream of ours. */
export function findStreamOf(
  { event, headBranch: branch = 'unknown branch', headRepository, pullRequest, isTag }: SeenRun,
  { repository, defaultBranch }: { repository: string; defaultBranch: string | undefined },
): Stream {
  // Names of owners and repositories are the same in any letter case.
  if (headRepository?.toLowerCase() !== repository.toLowerCase()) {
    return { kind: 'fork', owner: headRepository?.split('/')[0] ?? 'unknown', branch };
  }
  if (event.startsWith('pull_request')) {
    return { kind: 'pull request', branch, ...defined({ number: pullRequest }) };
  }
  return event === 'release' || isTag === true
    ? { kind: 'tags', tag: branch }
    : findBranchStream(branch, defaultBranch);
}

function areSecretsWithheld(env: Environment, payload: JsonObject, repository: string): boolean {
  if (env.GITHUB_ACTOR === 'dependabot[bot]') return true;
  const event = env.GITHUB_EVENT_NAME ?? '';
  // `pull_request_target` runs in the base repository and is given its secrets, also for forks.
  if (!event.startsWith('pull_request') || event === 'pull_request_target') return false;
  const head = asObject(at(payload, 'pull_request', 'head'));
  return (
    head !== undefined && asText(at(head, 'repo', 'full_name'))?.toLowerCase() !== repository.toLowerCase()
  );
}

/** The leaf values of a matrix as JSON, in order. A text that is no JSON is one leaf: legs must stay apart. */
function parseMatrix(text: string): { object?: JsonObject; leaves: string[] } {
  if (text.trim() === '' || text.trim() === 'null') return { leaves: [] };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { leaves: [showLeaf(text)] };
  }
  const object = asObject(parsed);
  return { ...defined({ object }), leaves: listLeaves(parsed) };
}

// With a list of its own instead of recursion: JSON may be nested deeper than the stack.
function listLeaves(root: unknown): string[] {
  const leaves: string[] = [];
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    const children = Array.isArray(value) ? value : asObject(value);
    if (children === undefined) leaves.push(showLeaf(value));
    else for (const child of Object.values(children).reverse()) open.push(child);
  }
  return leaves;
}

// Quoted where the plain text could be taken for another leg's, as with a comma in it.
function showLeaf(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const plain = value !== '' && value === oneLine(value) && !/, |^"/.test(value);
  return plain ? value : JSON.stringify(value);
}

function firstLine(message: unknown): string | undefined {
  return asText(
    asText(message)
      ?.trimStart()
      .split(/[\r\n]/, 1)[0],
  );
}

/** `values` without the keys that are `undefined`. */
export function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
