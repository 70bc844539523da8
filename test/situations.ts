import { createRequire } from 'node:module';
import { type Context, type HiddenInputs, readContext } from '../src/context.ts';
import { asObject, asText, get, type Json, type JsonObject } from '../src/json.ts';

/** One recorded payload of an event, the caller's own copy. Source: `@octokit/webhooks-examples`. */
export function findExample(event: string, isWanted: (payload: JsonObject) => boolean = () => true): JsonObject {
  const all: unknown = createRequire(import.meta.url)('@octokit/webhooks-examples');
  const examples = list(all).find((entry) => entry.name === event)?.examples;
  const found = list(examples).find(isWanted);
  if (found === undefined) throw new Error(`There is no such example of ${event}.`);
  return structuredClone(found);
}

function list(values: unknown): JsonObject[] {
  if (!Array.isArray(values)) return [];
  return values.map((value) => asObject(value)).filter((value) => value !== undefined);
}

/** `payload` with other values, each under the path to it, as in `pull_request.head.repo`. */
export function change(payload: JsonObject, values: { [path: string]: Json }): JsonObject {
  return Object.entries(values).reduce((changed, [path, value]) => put(changed, path.split('.'), value), payload);
}

function put(object: JsonObject, [key = '', ...rest]: string[], value: Json): JsonObject {
  return { ...object, [key]: rest.length === 0 ? value : put(asObject(object[key]) ?? {}, rest, value) };
}

/** One run, as its step is started, with the hidden inputs that differ from `HIDDEN`. */
export type Start = Partial<HiddenInputs> & {
  event: string;
  /** `GITHUB_REF`; empty where GitHub gives none. */
  ref: string;
  payload: JsonObject;
  /** Variables that differ from those of the workflow `CI` and its job `build`. */
  env?: NodeJS.ProcessEnv;
};

/** The variables as a runner sets them for `start` ("Variables reference", GitHub Docs). */
export function listVariables({ event, ref, payload, env = {} }: Start): NodeJS.ProcessEnv {
  const repository = asText(get(payload, 'repository', 'full_name')) ?? 'acme/shop';
  const isPullRequest = event.startsWith('pull_request');
  const branches = {
    GITHUB_HEAD_REF: asText(get(payload, 'pull_request', 'head', 'ref')) ?? '',
    GITHUB_BASE_REF: asText(get(payload, 'pull_request', 'base', 'ref')) ?? '',
  };
  return {
    ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'mona', GITHUB_API_URL: 'https://api.github.com' },
    ...{ GITHUB_EVENT_NAME: event, GITHUB_HEAD_REF: '', GITHUB_BASE_REF: '' },
    ...(isPullRequest ? branches : {}),
    GITHUB_JOB: 'build',
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: repository.split('/')[0],
    ...{ GITHUB_RUN_ATTEMPT: '1', GITHUB_RUN_ID: '9007001041', GITHUB_RUN_NUMBER: '41' },
    ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_SHA: 'c0ffee254729296a45a3885639ac7e10f9d54979' },
    ...{ GITHUB_TRIGGERING_ACTOR: 'mona', GITHUB_WORKFLOW: 'CI' },
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/ci.yml@${ref}`,
    GITHUB_WORKFLOW_SHA: 'c0ffee254729296a45a3885639ac7e10f9d54979',
    RUNNER_NAME: 'GitHub Actions 3',
    ...env,
  };
}

/** Those of a job without a matrix, on a server that tells nothing else. */
const HIDDEN: HiddenInputs = {
  ...{ matrix: 'null', checkRunId: '', jobWorkflowRef: '', jobWorkflowSha: '', jobWorkflowRepository: '' },
  jobWorkflowFilePath: '',
};

/** What the action makes of `start`. */
export function contextOf(start: Start): Context {
  return readContext(listVariables(start), start.payload, { ...HIDDEN, ...start });
}

/** A run of the workflow `CI` on the default branch of `acme/shop`. */
export const PUSH_TO_MAIN: Start = {
  event: 'push',
  ref: 'refs/heads/main',
  payload: { repository: { full_name: 'acme/shop', default_branch: 'main' } },
};

/** A run of another workflow of `acme/shop` on its default branch, as its `workflow_run` event tells of it. */
export const WATCHED: Start = {
  event: 'workflow_run',
  ref: 'refs/heads/main',
  payload: {
    ...PUSH_TO_MAIN.payload,
    action: 'completed',
    workflow: { name: 'Nightly' },
    workflow_run: {
      id: 77,
      name: 'Nightly',
      event: 'schedule',
      conclusion: 'failure',
      head_branch: 'main',
      head_repository: { full_name: 'acme/shop' },
      pull_requests: [],
    },
  },
};

/** A recorded `workflow_run` of the repository itself. */
export const COMPLETED: JsonObject = findExample('workflow_run', (payload) => {
  return payload.action === 'completed' && get(payload, 'repository', 'full_name') === 'octo-org/octo-repo';
});
