import { asNumber, asObject, asText, get, type JsonObject } from './json.ts';
import { oneLine } from './text.ts';

/** What a run is on. Everything that depends on the kind is decided here, once. */
export type Ref = {
  /** The part of the title after the repository; empty for the default branch. */
  scope: string;
  /** The scope that `refOfRun` gives this run when the API lists it. It differs for pull requests only. */
  listedScope: string;
  /** For sentences: `the branch main`, `the tag v1.2.0`. */
  label: string;
  /** What the input `branches` is matched with; `undefined` for everything that is not a branch. */
  branch?: string | undefined;
  /** Pull requests, merge-queue entries and forks: reported only with `pull-requests: true`. */
  isPullRequest: boolean;
  details: { branch?: string | undefined; tag?: string | undefined; pull_request?: number | undefined };
  /** Query of the API's list of runs that keeps all runs of this ref. */
  filter: { branch?: string | undefined; event?: string | undefined };
  /** The head branch of this run may be the name of a tag; a look-up and `refOfRun` with `isTag` settle it. */
  mayBeTag?: boolean | undefined;
};

/** A run as the API and the event `workflow_run` show it. Times are ISO 8601. */
export type RunSummary = {
  id?: number | undefined;
  number?: number | undefined;
  attempt?: number | undefined;
  event: string;
  /** The run's own name, which `run-name` may set; not always the workflow's. */
  name?: string | undefined;
  /**
   * What a run of *Dependabot Updates* updates, such as `npm in /web`. All its directories and ecosystems share one
   * workflow; only the run's name, `npm in /web - Update #1603758735`, tells them apart.
   */
  update?: string | undefined;
  headBranch?: string | undefined;
  /** Whether `headBranch` is known to be a tag. */
  isTag?: boolean | undefined;
  headRepository?: string | undefined;
  /** Open pull requests of this repository from the head branch; GitHub empties the list when they are closed. */
  pullRequests: number[];
  sha?: string | undefined;
  conclusion?: string | undefined;
  status?: string | undefined;
  createdAt?: string | undefined;
  startedAt?: string | undefined;
  updatedAt?: string | undefined;
  url?: string | undefined;
  checkSuiteId?: number | undefined;
  workflowId?: number | undefined;
  /** Whether it has jobs of reusable workflows. */
  callsWorkflows: boolean;
};

/** The repository that runs belong to, `owner/name`, and its default branch where it is known. */
export type Repository = { repository: string; defaultBranch?: string | undefined };

/**
 * Events whose runs are on the default branch, whatever the payload lacks.
 *
 * Source: "Events that trigger workflows", GitHub Docs.
 */
const ON_DEFAULT_BRANCH = new Set(
  `branch_protection_rule check_run check_suite delete discussion discussion_comment fork gollum image_version
  issue_comment issues label milestone page_build project project_card project_column public registry_package
  repository_dispatch schedule status watch workflow_run`.split(/\s+/),
);

// Only these can start a run on a tag, and a listed run does not say whether its head is a branch or a tag.
const MAY_BE_ON_TAG = new Set(['push', 'create', 'workflow_dispatch', 'deployment', 'deployment_status']);

/**
 * `text` as a part of a title, so that no other text gives the same part and none can be read as a neighbouring part:
 * in double quotes, with JSON's escapes, where it is empty, holds invisible characters, or where `ambiguous` matches
 * the text with a blank on both sides.
 */
export function titlePart(text: string, ambiguous = /$^/): string {
  const isPlain = text !== '' && !text.startsWith('"') && text === oneLine(text) && !hasInvisible(text);
  if (isPlain && !ambiguous.test(` ${text} `)) return text;
  return JSON.stringify(text).replace(INVISIBLE, escapeUnits);
}

// Joiners stay: emoji and several scripts need them. The class has no unassigned characters, which depend on Node.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

function hasInvisible(text: string): boolean {
  return text.replace(/[\u200c\u200d]/g, '').search(INVISIBLE) >= 0;
}

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** What started a run: its variables, and the name and the payload of its event. */
export type RunStart = Repository & { env: NodeJS.ProcessEnv; event: string; payload: JsonObject };

/** The ref of the run that this job belongs to. */
export function refOfEvent({ env, event, payload, repository, defaultBranch }: RunStart): Ref {
  const ref = env.GITHUB_REF ?? '';
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
  const tag = /^refs\/tags\/(.+)$/s.exec(ref)?.[1];
  // A deployment that a pull request made runs on the pull request's ref.
  const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
  const head = readHead(env, payload, repository);
  if (event.startsWith('pull_request') || pull !== undefined) {
    const number = asNumber(get(payload, 'pull_request', 'number')) ?? pull;
    const base = findMergedBase(event, payload);
    if (base === undefined) return pullRequestRef({ number, event, ...head });
    const details = { branch: base, pull_request: number };
    // Listed under its head branch all the same, so no filter finds the other runs for this base branch.
    return { ...branchRef(base, defaultBranch), details, filter: {}, listedScope: headScope(head) };
  }
  // GitHub sometimes leaves GITHUB_REF empty for a release (actions/runner#2788).
  if (event === 'release') return tagRef(tag ?? asText(get(payload, 'release', 'tag_name')));
  if (tag !== undefined) return tagRef(tag);
  if (ON_DEFAULT_BRANCH.has(event)) return branchRef(branch ?? defaultBranch, branch ?? defaultBranch);
  if (branch !== undefined) return headRef(branch, event, defaultBranch);
  return noRef(event);
}

/** The ref of another run: a watched one, or one of the API's list. `isTag` says what a look-up found out. */
export function refOfRun(run: RunSummary, { repository, defaultBranch }: Repository, isTag = run.isTag): Ref {
  const { event, headBranch: branch, headRepository } = run;
  const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(branch ?? '')?.[1]);
  if (!isSameName(headRepository, repository)) {
    const owner = headRepository?.split('/')[0];
    const scope = forkScope(owner, branch);
    const name = `${owner ?? 'unknown'}:${branch ?? 'unknown'}`;
    return {
      scope,
      listedScope: scope,
      label: `a fork (${name})`,
      isPullRequest: true,
      details: { branch: name },
      // A fork's branch is often called main; without the event our own pushes would fill the list.
      filter: { branch, event },
    };
  }
  if (pull !== undefined) return pullRequestRef({ number: pull, event });
  if (event.startsWith('pull_request')) {
    const number = run.pullRequests.length === 1 ? run.pullRequests[0] : undefined;
    const scope = headScope({ branch });
    return { ...pullRequestRef({ number, event, branch }), scope, listedScope: scope };
  }
  if (event === 'release' || isTag === true) return tagRef(branch);
  if (ON_DEFAULT_BRANCH.has(event)) return branchRef(branch, branch);
  if (branch === undefined) return noRef(event);
  const ref = headRef(branch, event, defaultBranch);
  const mayBeTag = isTag === undefined && ref.scope !== '' && MAY_BE_ON_TAG.has(event);
  return mayBeTag ? { ...ref, mayBeTag } : ref;
}

/**
 * A run of "List workflow runs" or of the event `workflow_run` (REST API and webhook payloads, GitHub Docs); nothing
 * for what is not an object. `repository` is the one that asks, by the name that its job knows: GitHub shows runs by
 * the present one, so that after a change of the name all would seem to be of forks.
 */
export function parseRunSummary(run: unknown, repository: string): RunSummary | undefined {
  if (asObject(run) === undefined) return undefined;
  const text = (...keys: string[]) => asText(get(run, ...keys));
  const number = (key: string) => asNumber(get(run, key));
  const head = text('head_branch');
  const headRepository = text('head_repository', 'full_name');
  const presentName = text('repository', 'full_name') ?? repository;
  const referenced = get(run, 'referenced_workflows');
  return {
    id: number('id'),
    number: number('run_number'),
    attempt: number('run_attempt'),
    event: text('event') ?? 'unknown',
    name: text('name'),
    update: text('path')?.startsWith('dynamic/') ? /^(.+) - Update #\d+$/s.exec(text('name') ?? '')?.[1] : undefined,
    // A run that was dispatched on a tag can have the whole ref here.
    headBranch: head?.replace(/^refs\/(?:heads|tags)\//, ''),
    isTag: head?.startsWith('refs/tags/') ? true : undefined,
    headRepository: isSameName(headRepository, presentName) ? repository : headRepository,
    pullRequests: listPullRequests(get(run, 'pull_requests'), presentName),
    sha: text('head_sha'),
    conclusion: text('conclusion'),
    status: text('status'),
    createdAt: text('created_at'),
    startedAt: text('run_started_at'),
    updatedAt: text('updated_at'),
    url: text('html_url'),
    checkSuiteId: number('check_suite_id'),
    workflowId: number('workflow_id'),
    callsWorkflows: Array.isArray(referenced) && referenced.length > 0,
  };
}

/** Whether two names of owners or repositories are the same; GitHub ignores their letter case. */
export function isSameName(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}

// The list can hold pull requests of other repositories that have the same head.
function listPullRequests(list: unknown, repository: string): number[] {
  const entries: unknown[] = Array.isArray(list) ? list : [];
  return entries
    .filter((entry) => {
      const url = asText(get(entry, 'base', 'repo', 'url'));
      return url === undefined || isSameName(url.split('/').slice(-2).join('/'), repository);
    })
    .flatMap((entry) => asNumber(get(entry, 'number')) ?? []);
}

/** The head of a pull request; `owner` is set for a fork's. */
type Head = { branch?: string | undefined; owner?: string | undefined; isFork?: boolean };

function readHead(env: NodeJS.ProcessEnv, payload: JsonObject, repository: string): Head {
  const head = get(payload, 'pull_request', 'head');
  const branch = asText(env.GITHUB_HEAD_REF) ?? asText(get(head, 'ref'));
  const from = asText(get(head, 'repo', 'full_name'));
  // The repository of a fork that was deleted is null.
  const isFork = head !== undefined && get(head, 'repo') !== undefined && !isSameName(from, repository);
  return { branch, owner: from?.split('/')[0], isFork };
}

/** The base branch of a pull request that was merged: what runs then is on that branch. */
function findMergedBase(event: string, payload: JsonObject): string | undefined {
  if (event !== 'pull_request' && event !== 'pull_request_target') return undefined;
  if (payload.action !== 'closed' || get(payload, 'pull_request', 'merged') !== true) return undefined;
  return asText(get(payload, 'pull_request', 'base', 'ref'));
}

function headRef(branch: string, event: string, defaultBranch: string | undefined): Ref {
  const base = /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/s.exec(branch)?.[1];
  if (base === undefined) return branchRef(branch, defaultBranch);
  const scope = `@gh-readonly-queue/${titlePart(base, BLANK)}`;
  return {
    scope,
    listedScope: scope,
    label: `the merge queue of ${base}`,
    isPullRequest: true,
    details: { branch },
    // Each entry has a branch of its own.
    filter: { event },
  };
}

const BLANK = /\S\s+\S/;
// What another kind of scope begins with or consists of.
const READS_AS_OTHER_SCOPE = /^ (?:tags|\?) $|^ gh-readonly-queue\/|:|\S\s+\S/;

function branchRef(branch: string | undefined, defaultBranch: string | undefined): Ref {
  const isDefault = branch === defaultBranch;
  const scope = isDefault ? '' : `@${titlePart(branch ?? '?', READS_AS_OTHER_SCOPE)}`;
  const label = branch === undefined ? 'the default branch' : `the branch ${branch}`;
  return { scope, listedScope: scope, label, branch, isPullRequest: false, details: { branch }, filter: { branch } };
}

function tagRef(tag: string | undefined): Ref {
  const name = tag === undefined ? '' : removeVersion(tag);
  const scope = name === '' ? '@tags' : `@tags:${titlePart(name, BLANK)}`;
  const label = tag === undefined ? 'a tag' : `the tag ${tag}`;
  return { scope, listedScope: scope, label, isPullRequest: false, details: { tag }, filter: {} };
}

function pullRequestRef({ number, event, ...head }: Head & { number?: number | undefined; event: string }): Ref {
  const { branch } = head;
  const named = branch === undefined ? 'a pull request' : `the pull request of ${branch}`;
  return {
    scope: number === undefined ? headScope({ branch }) : `#${number}`,
    listedScope: branch === undefined && number !== undefined ? `#${number}` : headScope(head),
    label: number === undefined ? named : `the pull request #${number}`,
    isPullRequest: true,
    details: { branch, pull_request: number },
    filter: head.isFork ? { branch, event } : { branch },
  };
}

function headScope({ branch, owner, isFork = false }: Head): string {
  if (isFork) return forkScope(owner, branch);
  return branch === undefined ? '#?' : `#${titlePart(branch, /^ (?:\d+|\?) $|\S\s+\S/)}`;
}

// A fork that was deleted has no owner left, and somebody may be called unknown.
function forkScope(owner: string | undefined, branch: string | undefined): string {
  const name = owner === undefined ? 'unknown' : titlePart(owner, /^ (?:tags|unknown) $|:|\S\s+\S/);
  return `@${name}:${branch === undefined ? '?' : titlePart(branch, /^ \? $|\S\s+\S/)}`;
}

/** A deployment of a bare commit is on no ref; anything else without one is unknown, and not the default branch. */
function noRef(event: string): Ref {
  const isDeployment = event.startsWith('deployment');
  const scope = isDeployment ? '' : '@?';
  const label = isDeployment ? 'a deployed commit' : 'an unknown ref';
  return { scope, listedScope: scope, label, isPullRequest: false, details: {}, filter: {} };
}

// Where a version can begin, most certain first: `api-v1`, `api@1.4`; `release1.4`; `nightly-20241001`; `build123`.
const VERSION_STARTS = [
  /(?<=^|[@/_-]|\.(?=v))(?:v\d|\d+\.\d)/gi,
  /(?<=[a-z])\d+\.\d/gi,
  /(?<=^|[@/_-])\d/g,
  /(?<=[a-z])\d/gi,
];
const VERSION = /^v?\d+(?:\.\d+)*(?:(?:a|b|c|rc|alpha|beta|dev|pre|post)\d*)?(?:[-+.~_].*)?$/i;
const LATER_VERSION = /[-_]v?\d+\.\d+\.\d+/i;

/** What stands before the version in the name of a tag; empty for `v1.4.0`, the whole name without a version. */
function removeVersion(tag: string): string {
  for (const start of VERSION_STARTS) {
    for (const { index } of tag.matchAll(start)) {
      const rest = tag.slice(index);
      // `v1-api-2.0.0` is version 2.0.0 of v1-api.
      if (/^[\w.+~-]+$/.test(rest) && VERSION.test(rest) && !LATER_VERSION.test(rest)) {
        return tag.slice(0, index).replace(/[@/_.-]+$/, '');
      }
    }
  }
  return tag;
}
