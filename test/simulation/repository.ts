import type { JsonObject } from '../../src/json.ts';
import { createPullRequest, type GithubModel, type RunFields } from '../github/model.ts';

/** A job of a workflow. */
export type WorkflowJob = {
  id: string;
  /** As GitHub shows it, which is how the API names it. */
  name: string;
  /** `toJSON(matrix)`. */
  matrix?: string;
};

/** A workflow, and the way in which it reports to Spike. */
export type Workflow = {
  name: string;
  id: number;
  file: string;
  /** The step first in each job, one job with `needs`, or another workflow on `workflow_run`. */
  reports: 'each job' | 'needs' | 'watched';
  jobs: readonly WorkflowJob[];
  /** The reusable workflow in which its jobs are defined. */
  calls?: string;
};

/** Minutes after which GitHub ends a job of any workflow. */
export const LIMIT = 30;

/** The workflows of the repository. */
export const WORKFLOWS = {
  CI: {
    name: 'CI',
    id: 1,
    file: 'ci.yml',
    reports: 'each job',
    jobs: [
      { id: 'build', name: 'build' },
      { id: 'test', name: 'test (22)', matrix: '{"node":22}' },
      { id: 'test', name: 'test (24)', matrix: '{"node":24}' },
    ],
  },
  Release: {
    name: 'Release',
    id: 2,
    file: 'release.yml',
    reports: 'needs',
    jobs: [
      { id: 'package', name: 'package' },
      { id: 'publish', name: 'publish' },
    ],
  },
  Deploy: {
    name: 'Deploy',
    id: 3,
    file: 'deploy.yml',
    reports: 'each job',
    calls: 'acme/shop/.github/workflows/deploy-to.yml@refs/heads/main',
    jobs: [
      { id: 'deploy', name: 'test / deploy' },
      { id: 'deploy', name: 'production / deploy' },
    ],
  },
  Nightly: {
    name: 'Nightly',
    id: 4,
    file: 'nightly.yml',
    reports: 'watched',
    jobs: [
      { id: 'unit', name: 'unit' },
      { id: 'browser', name: 'browser' },
    ],
  },
} satisfies Record<string, Workflow>;

/** What a run runs on: as its own job is told, and as the API tells others. */
export type Origin = {
  /** What is red or green on its own. The truth, so it is written down here and not worked out by the action. */
  stream: string;
  event: string;
  ref: string;
  payload: JsonObject;
  listed: RunFields;
  /** Whether GitHub keeps secrets from it. */
  secretsWithheld?: boolean;
};

const REPOSITORY = { repository: { full_name: 'acme/shop', default_branch: 'main' } };

function onBranch(branch: string, event: string): Origin {
  const ref = `refs/heads/${branch}`;
  // What a schedule is told does not name the default branch.
  const payload = event === 'schedule' ? {} : REPOSITORY;
  return { stream: branch, event, ref, payload, listed: { event, head_branch: branch } };
}

function onTag(tag: string, event = 'push'): Origin {
  const ref = `refs/tags/${tag}`;
  return { stream: 'tags', event, ref, payload: REPOSITORY, listed: { event, head_branch: tag } };
}

type Head = { event: string; branch: string; repository?: string };

function onPullRequest(number: number, { event, branch, repository = 'acme/shop' }: Head): Origin {
  const isFork = repository !== 'acme/shop';
  const pullRequest = {
    number,
    head: { ref: branch, sha: 'abc', repo: { full_name: repository } },
    base: { ref: 'main' },
  };
  return {
    stream: `#${number}`,
    event,
    ref: event === 'pull_request' ? `refs/pull/${number}/merge` : 'refs/heads/main',
    payload: { ...REPOSITORY, pull_request: pullRequest },
    listed: {
      event,
      head_branch: branch,
      head_repository: repository,
      // GitHub lists none for a pull request from a fork.
      pull_requests: isFork ? [] : [createPullRequest({ number, head: branch })],
    },
    secretsWithheld: isFork && event === 'pull_request',
  };
}

/** What runs run on. Many are listed under one name by the API and are streams of their own all the same. */
export const ORIGINS = {
  'push on main': onBranch('main', 'push'),
  'schedule on main': onBranch('main', 'schedule'),
  'dispatch on main': onBranch('main', 'workflow_dispatch'),
  'push on release': onBranch('release/1.2', 'push'),
  'dispatch on release': onBranch('release/1.2', 'workflow_dispatch'),
  'push of tag v1': onTag('v1'),
  'push of tag v2': onTag('v2'),
  'release of tag v3': onTag('v3', 'release'),
  'pull request from fix': onPullRequest(57, { event: 'pull_request', branch: 'fix' }),
  'pull request from fix to release': onPullRequest(61, { event: 'pull_request', branch: 'fix' }),
  'pull request from release': onPullRequest(58, { event: 'pull_request', branch: 'release/1.2' }),
  'pull request from the main of a fork': onPullRequest(59, {
    event: 'pull_request_target',
    branch: 'main',
    repository: 'eve/shop',
  }),
  'pull request from the fix of a fork': onPullRequest(60, {
    event: 'pull_request',
    branch: 'fix',
    repository: 'eve/shop',
  }),
  'merge queue of main': {
    stream: 'queue of main',
    event: 'merge_group',
    ref: 'refs/heads/gh-readonly-queue/main/pr-57-0a1b2c',
    payload: REPOSITORY,
    listed: { event: 'merge_group', head_branch: 'gh-readonly-queue/main/pr-57-0a1b2c' },
  },
} satisfies Record<string, Origin>;

/** Puts into the model what is there before the first run: branches, tags, and the workflows' files. */
export function furnish(model: GithubModel): void {
  for (const name of ['heads/main', 'heads/release/1.2', 'heads/fix', 'tags/v1', 'tags/v2', 'tags/v3']) {
    model.addRef({ ref: `refs/${name}` });
  }
  const workflows: Workflow[] = Object.values(WORKFLOWS);
  for (const { file, jobs, calls } of workflows) {
    if (calls !== undefined) continue;
    const body = jobs.map(({ id }) => `  ${id}:\n    timeout-minutes: ${LIMIT}\n    runs-on: ubuntu-latest\n`);
    model.addFile({ path: `.github/workflows/${file}`, content: `on: push\njobs:\n${body.join('')}` });
  }
}
