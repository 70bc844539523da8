import type { JsonObject } from '../../src/json.ts';
import { createPullRequest, type RunFields } from '../github/model.ts';

/** A job of a workflow file; a matrix stands here leg by leg. */
export type JobSpec = {
  /** Names the job in the truth, and only there. */
  key: string;
  /** Its id in the file, which the legs of a matrix share. */
  id: string;
  /** As GitHub shows it; `{version}` changes from run to run. */
  name: string;
  leg?: { [key: string]: string | number };
  /** The ids of the jobs that must have passed. */
  needs: readonly string[];
  steps: readonly string[];
  /** The only schedule on which it runs, of those that there are; on any other event it runs. */
  cron?: string;
  /** Whether a path filter may skip it. */
  isFiltered?: true;
  /** Whether somebody has to approve it first. */
  isApproved?: true;
  /** `continue-on-error`: GitHub does not count its failure. */
  isLenient?: true;
  /**
   * The step stands after the first other one and is given `status`, `${{ job.status }}`; in a composite action that is
   * in another one it is not told of a failure there.
   */
  midway?: 'plainly' | 'in composite actions';
};

/** A workflow file, and the way in which it reports to Spike. */
export type Workflow = {
  id: number;
  file: string;
  name: string;
  /** The step first in each job, one job with `needs`, or another workflow on `workflow_run`. */
  reports: 'each job' | 'needs' | 'watched';
  jobs: readonly JobSpec[];
  /** Ids of the jobs that the reporting job needs. */
  needed: readonly string[];
  reportsPullRequests: boolean;
  /** The reusable workflow in which its jobs are defined. */
  calls?: string;
  /** Failures in a row that open an incident. */
  after?: number;
  /** Whether somebody who cancels a run opens an incident; a newer run that replaces it does not. */
  createsOnCancelled?: true;
};

/** Minutes after which GitHub ends a job of any workflow. */
export const LIMIT_MINUTES = 30;

const job = (id: string, steps: readonly string[], more: Partial<JobSpec> = {}): JobSpec => ({
  ...{ key: more.name ?? id, id, name: id, needs: [], steps },
  ...more,
});

/** The workflow files of the repository. */
export const WORKFLOWS = {
  Checks: {
    ...{ id: 1, file: 'checks.yml', name: 'Checks', reports: 'each job', needed: [], reportsPullRequests: true },
    jobs: [
      job('build', ['compile', 'lint']),
      job('test', ['unit', 'e2e'], { name: 'test (22)', leg: { node: 22 } }),
      job('test', ['unit', 'e2e'], { name: 'test (24)', leg: { node: 24 } }),
      job('docs', ['write'], { needs: ['build'] }),
    ],
  },
  Parts: {
    ...{ id: 2, file: 'parts.yml', name: 'Parts', reports: 'needs', reportsPullRequests: false },
    needed: ['api', 'web', 'site', 'canary'],
    jobs: [
      job('api', ['test'], { isFiltered: true }),
      job('web', ['test'], { isFiltered: true }),
      job('site', ['test'], { name: 'site (eu)', leg: { region: 'eu' }, isFiltered: true }),
      job('site', ['test'], { name: 'site (us)', leg: { region: 'us' }, isFiltered: true }),
      job('canary', ['test'], { isLenient: true, isFiltered: true }),
    ],
  },
  Deploy: {
    ...{ id: 3, file: 'deploy.yml', name: 'Deploy', reports: 'needs', reportsPullRequests: false },
    needed: ['deploy', 'lint'],
    createsOnCancelled: true,
    jobs: [
      job('build', ['compile']),
      job('lint', ['lint']),
      job('deploy', ['upload'], { needs: ['build'], isApproved: true }),
    ],
  },
  Services: {
    ...{ id: 4, file: 'services.yml', name: 'Services', reports: 'each job', needed: [], reportsPullRequests: false },
    calls: 'acme/shop/.github/workflows/deploy-to.yml@refs/heads/main',
    jobs: [
      job('deploy', ['migrate', 'switch'], { key: 'test', name: 'test / Deploy {version}' }),
      job('deploy', ['migrate', 'switch'], { key: 'prod', name: 'prod / Deploy {version}', isApproved: true }),
    ],
  },
  Soak: {
    ...{ id: 6, file: 'soak.yml', name: 'Soak', reports: 'each job', needed: [], reportsPullRequests: false },
    after: 2,
    jobs: [job('soak', ['warm up', 'soak'])],
  },
  Image: {
    ...{ id: 7, file: 'image.yml', name: 'Image', reports: 'each job', needed: [], reportsPullRequests: false },
    jobs: [
      job('pack', ['test', 'pack'], { midway: 'plainly' }),
      job('image', ['test', 'push'], { midway: 'in composite actions' }),
    ],
  },
  Nightly: {
    ...{ id: 5, file: 'nightly.yml', name: 'Nightly', reports: 'watched', needed: [], reportsPullRequests: true },
    jobs: [
      job('unit', ['test'], { cron: 'morning' }),
      job('browser', ['test'], { cron: 'evening' }),
      job('paths', ['test'], { isFiltered: true }),
      job('canary', ['test'], { isLenient: true }),
    ],
  },
} satisfies Record<string, Workflow>;

/** What a run runs on: as its own job is told, and as the API tells others. */
export type Origin = {
  /** What fails and recovers on its own. The truth, so it is written down here and not worked out by the action. */
  scope: string;
  /** The line of code it runs, and whether it brings a new commit. */
  code: string;
  isCommit: boolean;
  event: string;
  ref: string;
  payload: JsonObject;
  listed: RunFields;
  cron?: string;
  /** `inputs.environment` of a dispatch. */
  environment?: string;
  isPullRequest?: true;
  /** The pull request's scope, for who watches a run that began when it was merged: the API lists it as one of its runs. */
  mergedScope?: string;
  /** Whether GitHub keeps secrets from it, so that only a watcher sees it. */
  isWithheld?: true;
};

/** What the payload of an event tells of the repository. */
export const REPOSITORY = { repository: { full_name: 'acme/shop', default_branch: 'main' } };

function onBranch(branch: string, event: string, more: Partial<Origin> = {}): Origin {
  return {
    ...{ scope: branch, code: branch, isCommit: event === 'push', event, ref: `refs/heads/${branch}` },
    ...{ payload: REPOSITORY, listed: { event, head_branch: branch } },
    ...more,
  };
}

function onMerge(number: number, branch: string): Origin {
  const own = onPullRequest(number, branch);
  const head = { ref: branch, sha: 'abc', repo: { full_name: 'acme/shop' } };
  const pull_request = { number, merged: true, state: 'closed', head, base: { ref: 'main' } };
  return {
    ...{
      scope: 'main',
      mergedScope: own.scope,
      code: 'main',
      isCommit: true,
      event: own.event,
      ref: 'refs/heads/main',
    },
    payload: { ...REPOSITORY, action: 'closed', number, pull_request },
    listed: { ...own.listed, pull_requests: [] },
  };
}

function onTag(tag: string): Origin {
  const listed = { event: 'push', head_branch: tag };
  return {
    ...{ scope: 'tags', code: 'tags', isCommit: true, event: 'push', ref: `refs/tags/${tag}` },
    ...{ payload: REPOSITORY, listed },
  };
}

function onPullRequest(number: number, branch: string, repository = 'acme/shop'): Origin {
  const isFork = repository !== 'acme/shop';
  const event = 'pull_request';
  const head = { ref: branch, sha: 'abc', repo: { full_name: repository } };
  return {
    ...{ scope: `#${number}`, code: `#${number}`, isCommit: true, event, ref: `refs/pull/${number}/merge` },
    payload: { ...REPOSITORY, pull_request: { number, head, base: { ref: 'main' } } },
    // GitHub lists no pull request for one from a fork.
    listed: {
      ...{ event, head_branch: branch, head_repository: repository },
      pull_requests: isFork ? [] : [createPullRequest({ number, head: branch })],
    },
    isPullRequest: true,
    ...(isFork && { isWithheld: true }),
  };
}

const dispatch = (environment: string) =>
  onBranch('main', 'workflow_dispatch', { environment, payload: { ...REPOSITORY, inputs: { environment } } });
const schedule = (cron: string) =>
  // What a schedule is told does not name the default branch.
  onBranch('main', 'schedule', { cron, payload: { schedule: cron } });
const QUEUE = 'gh-readonly-queue/main/pr-57-0a1b2c';

/** What runs run on. Many are listed under one name by the API and fail on their own all the same. */
export const ORIGINS = {
  'push on main': onBranch('main', 'push'),
  'morning schedule': schedule('morning'),
  'evening schedule': schedule('evening'),
  'dispatch on main': onBranch('main', 'workflow_dispatch', { payload: { ...REPOSITORY, inputs: {} } }),
  'dispatch to production': dispatch('production'),
  'dispatch to staging': dispatch('staging'),
  'push on release/1.2': onBranch('release/1.2', 'push'),
  'push of tag v1': onTag('v1'),
  'push of tag v2': onTag('v2'),
  'pull request #57 from fix': onPullRequest(57, 'fix'),
  'pull request #58 from release/1.2': onPullRequest(58, 'release/1.2'),
  "pull request #59 from a fork's main": onPullRequest(59, 'main', 'eve/shop'),
  'merge queue of main': onBranch(QUEUE, 'merge_group', { scope: 'queue', isCommit: true, isPullRequest: true }),
  'push that merges pull request #57': onBranch('main', 'push'),
  'closing of the merged pull request #57': onMerge(57, 'fix'),
} satisfies Record<string, Origin>;
