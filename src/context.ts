import { asNumber, asObject, asText, at, type JsonObject } from './json.ts';
import { oneLine } from './text.ts';

/** The variables the runner sets, by name ("Variables reference", GitHub Docs). */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a run runs on. Two runs fail and recover together only on the same stream. */
export type Stream =
  | { kind: 'default'; branch?: string | undefined }
  | { kind: 'branch'; branch: string }
  | { kind: 'tags'; tag?: string | undefined }
  | { kind: 'pull request'; number?: number | undefined; branch?: string | undefined }
  | { kind: 'queue'; branch: string; queue: string }
  | { kind: 'fork'; owner: string; branch: string }
  | { kind: 'deployment'; environment: string };

/** One run of a workflow, as its own job or its `workflow_run` event knows it. */
export type Run = {
  workflow: string;
  /** The workflow's id or the name of its file, as the API takes either. */
  workflowId?: string | undefined;
  event: string;
  stream: Stream;
  /** `owner/name` of the repository whose commit the run is on. */
  headRepository: string;
  headBranch?: string | undefined;
  commit?: string | undefined;
  commitMessage?: string | undefined;
  actor?: string | undefined;
  id?: number | undefined;
  number?: number | undefined;
  attempt?: number | undefined;
};

/** Where we run, on what, for whom. */
export type Situation = {
  serverUrl: string;
  apiUrl: string;
  repository: string;
  defaultBranch?: string | undefined;
  /** The job's id in the workflow file. */
  job: string;
  matrix?: JsonObject | undefined;
  /** The matrix values of this leg as its title shows them; empty without a matrix. */
  leaves: string[];
  runner?: string | undefined;
  /** The number of this job in the API, where the server gives it. */
  checkRunId?: number | undefined;
  /** Whether this job stands in a reusable workflow; `undefined` where the server does not say. */
  reusable?: boolean | undefined;
  /** The workflow file at `workflowSha` that holds this job's run. */
  workflowFile?: string | undefined;
  workflowSha?: string | undefined;
  run: Run;
  /** Set when the event is `workflow_run`: the run that is watched. */
  watched?: { run: Run; activity: string; conclusion?: string | undefined } | undefined;
  /** Whether GitHub keeps secrets from this run: a pull request from a fork, or Dependabot. */
  secretsWithheld: boolean;
};

/** What failed or recovered: one job of this run, this run's workflow as a whole, or the watched workflow. */
export type Subject = 'job' | 'workflow' | 'watched';

/** The run that is reported on. */
export function findRun({ run, watched }: Situation, subject: Subject): Run {
  return (subject === 'watched' ? watched?.run : undefined) ?? run;
}

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
  const place = { repository, defaultBranch: asText(at(payload, 'repository', 'default_branch')) };
  const event = asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
  const matrix = parseMatrix(contexts.matrix);
  const workflowRef = asText(env.GITHUB_WORKFLOW_REF);
  return {
    ...place,
    serverUrl: asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
    apiUrl: asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
    job: asText(env.GITHUB_JOB) ?? 'unknown job',
    matrix: matrix.object,
    leaves: matrix.leaves,
    runner: asText(env.RUNNER_NAME),
    checkRunId: asNumber(contexts.checkRunId),
    reusable: isReusable(contexts.jobWorkflowRef, workflowRef),
    workflowFile: findWorkflowFile(workflowRef, repository),
    workflowSha: asText(env.GITHUB_WORKFLOW_SHA),
    run: describeOwnRun({ env, payload, event }, place),
    watched: event === 'workflow_run' ? describeWatchedRun(payload, place) : undefined,
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

/**
 * `.github/workflows/ci.yml` of `acme/shop/.github/workflows/ci.yml@refs/heads/main`. A workflow that an organization
 * requires stands in another repository, and a file of its name here would be another one.
 */
function findWorkflowFile(workflowRef: string | undefined, repository: string): string | undefined {
  const [, home, file] = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@/.exec(workflowRef ?? '') ?? [];
  return isSameName(home, repository) ? file : undefined;
}

type Place = { repository: string; defaultBranch: string | undefined };
type Start = { env: Environment; payload: JsonObject; event: string };

function describeOwnRun({ env, payload, event }: Start, { repository, defaultBranch }: Place): Run {
  const head = at(payload, 'pull_request', 'head');
  const commitMessage = at(payload, 'head_commit', 'message') ?? at(payload, 'merge_group', 'head_commit', 'message');
  return {
    workflow: asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
    workflowId: findWorkflowFile(asText(env.GITHUB_WORKFLOW_REF), repository)?.split('/').at(-1),
    event,
    stream: findStream({ env, payload, event }, defaultBranch),
    headRepository: asText(at(head, 'repo', 'full_name')) ?? repository,
    headBranch: asText(env.GITHUB_HEAD_REF) ?? asText(at(head, 'ref')) ?? asText(env.GITHUB_REF_NAME),
    commit: asText(at(head, 'sha')) ?? asText(env.GITHUB_SHA),
    commitMessage: firstLine(commitMessage),
    actor: asText(env.GITHUB_ACTOR),
    id: asNumber(env.GITHUB_RUN_ID),
    number: asNumber(env.GITHUB_RUN_NUMBER),
    attempt: asNumber(env.GITHUB_RUN_ATTEMPT),
  };
}

function describeWatchedRun(payload: JsonObject, place: Place): NonNullable<Situation['watched']> {
  const run = payload.workflow_run;
  const seen = readSeenRun(run);
  return {
    run: {
      ...seen,
      // The event's run may carry its `run-name` in `name`; the workflow's own name stands in `workflow`.
      workflow: asText(at(payload, 'workflow', 'name')) ?? asText(at(run, 'name')) ?? 'unknown workflow',
      workflowId: asNumber(at(run, 'workflow_id'))?.toString(),
      stream: findStreamOf(seen, place),
      headRepository: seen.headRepository ?? 'unknown/unknown',
      commitMessage: firstLine(at(run, 'head_commit', 'message')),
      actor: asText(at(run, 'actor', 'login')),
      id: asNumber(at(run, 'id')),
      number: asNumber(at(run, 'run_number')),
      attempt: asNumber(at(run, 'run_attempt')),
    },
    activity: asText(payload.action) ?? 'unknown',
    conclusion: asText(at(run, 'conclusion')),
  };
}

// They run on the last commit of the default branch and their payload may lack the repository.
const ON_DEFAULT_BRANCH = ['schedule', 'repository_dispatch', 'issue_comment', 'issues', 'workflow_run'];

function findStream({ env, payload, event }: Start, defaultBranch: string | undefined): Stream {
  const ref = env.GITHUB_REF ?? '';
  const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
  // A deployment that a pull request made runs on the pull request's ref.
  if (event.startsWith('pull_request') || pull !== undefined) {
    const number = asNumber(at(payload, 'pull_request', 'number')) ?? pull;
    return { kind: 'pull request', number, branch: asText(env.GITHUB_HEAD_REF) };
  }
  // Of a release GitHub sometimes leaves GITHUB_REF empty (actions/runner, issue 2788).
  if (ref.startsWith('refs/tags/') || event === 'release') {
    const tag = asText(/^refs\/tags\/(.+)$/s.exec(ref)?.[1]) ?? asText(at(payload, 'release', 'tag_name'));
    return { kind: 'tags', tag };
  }
  const isOnDefault = ON_DEFAULT_BRANCH.includes(event);
  if (ref.startsWith('refs/heads/')) {
    const branch = ref.slice('refs/heads/'.length);
    return isOnDefault ? { kind: 'default', branch } : findBranchStream(branch, defaultBranch);
  }
  // A deployment of a bare commit runs on no ref; what recovers there is its environment.
  const environment = asText(at(payload, 'deployment', 'environment'));
  if (environment !== undefined) return { kind: 'deployment', environment };
  if (isOnDefault) return { kind: 'default', branch: defaultBranch };
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
  headBranch?: string | undefined;
  headRepository?: string | undefined;
  /** Those of its branch: of several, GitHub does not say which the run is for. None for a fork's. */
  pullRequests?: number[] | undefined;
  commit?: string | undefined;
  /** Whether `headBranch` is the name of a tag; a run does not say, and where nobody asked it is unknown. */
  isTag?: boolean | undefined;
};

/** What both say of a run in the same words ("Get a workflow run", REST API, GitHub Docs). */
export function readSeenRun(run: unknown): SeenRun {
  const pullRequests = at(run, 'pull_requests');
  const list: unknown[] = Array.isArray(pullRequests) ? pullRequests : [];
  const numbers = list.flatMap((one) => asNumber(at(one, 'number')) ?? []);
  return {
    event: asText(at(run, 'event')) ?? 'unknown',
    headBranch: asText(at(run, 'head_branch')),
    headRepository: asText(at(run, 'head_repository', 'full_name')),
    pullRequests: numbers.length > 0 ? numbers : undefined,
    commit: asText(at(run, 'head_sha')),
  };
}

/** What a run that is not ours runs on. A deleted fork has no name left, and is still no stream of ours. */
export function findStreamOf(
  { event, headBranch: branch = 'unknown branch', headRepository, pullRequests, isTag }: SeenRun,
  { repository, defaultBranch }: Place,
): Stream {
  if (!isSameName(headRepository, repository)) {
    return { kind: 'fork', owner: headRepository?.split('/')[0] ?? 'unknown', branch };
  }
  if (event.startsWith('pull_request')) {
    return { kind: 'pull request', branch, number: pullRequests?.length === 1 ? pullRequests[0] : undefined };
  }
  return event === 'release' || isTag === true
    ? { kind: 'tags', tag: branch }
    : findBranchStream(branch, defaultBranch);
}

/** Names of owners and repositories are the same in any letter case. */
export function isSameName(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

function areSecretsWithheld(env: Environment, payload: JsonObject, repository: string): boolean {
  if (env.GITHUB_ACTOR === 'dependabot[bot]') return true;
  const event = env.GITHUB_EVENT_NAME ?? '';
  // `pull_request_target` runs in the base repository and is given its secrets, also for forks.
  if (!event.startsWith('pull_request') || event === 'pull_request_target') return false;
  const head = asObject(at(payload, 'pull_request', 'head'));
  return head !== undefined && !isSameName(asText(at(head, 'repo', 'full_name')), repository);
}

/** The leaf values of a matrix as JSON, in order. A text that is no JSON is one leaf: legs must stay apart. */
function parseMatrix(text: string): { object?: JsonObject | undefined; leaves: string[] } {
  if (text.trim() === '' || text.trim() === 'null') return { leaves: [] };
  try {
    const parsed: unknown = JSON.parse(text);
    return { object: asObject(parsed), leaves: listLeaves(parsed) };
  } catch {
    return { leaves: [showLeaf(text)] };
  }
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
