/** The values of one context, plain JSON values. */
export type ContextValues = Record<string, unknown>;

/** The contexts of a step in a workflow. Source: the "Contexts reference" of GitHub's documentation. */
export type Contexts = {
  /** With the event's payload under `event`. */
  github: ContextValues;
  /** `null` in a job without a matrix. */
  matrix?: ContextValues | null;
  strategy?: ContextValues | null;
  /** `job.status` is set by the runner. */
  job?: ContextValues;
  runner?: ContextValues;
  needs?: ContextValues;
  secrets?: ContextValues;
  /** The job's and the step's `env`, which the action gets as environment variables too. */
  env?: ContextValues;
  vars?: ContextValues;
  inputs?: ContextValues;
};

/**
 * Contexts as they are in a job: a push on `main` of `acme/shop`, workflow `CI`, job `build`, run 41. What is
 * given replaces single values; names that follow from others (`ref_name`, `workflow_ref`, …) follow.
 *
 * `github.token` is empty, so that nothing asks the real API; who has a stand-in for it gives `token` and
 * `api_url`.
 */
export function createContexts(overrides: Partial<Contexts> = {}): Required<Contexts> {
  const { repository, ref, sha, server, api, ...given } = readBasics(overrides.github ?? {});
  const [owner = '', name = ''] = repository.split('/');
  const workflowPath = '.github/workflows/ci.yml';
  const workflowReference = `${repository}/${workflowPath}@${ref}`;
  return {
    github: {
      token: '',
      job: 'build',
      ref,
      ref_name: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
      ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      ref_protected: true,
      sha,
      repository,
      repository_id: '501',
      repository_owner: owner,
      repository_owner_id: '77',
      repositoryUrl: `git://github.com/${repository}.git`,
      ...{ run_id: '9007001041', run_number: '41', run_attempt: '1', retention_days: '90', actor: 'mona' },
      ...{ actor_id: '1001', triggering_actor: 'mona', workflow: 'CI', workflow_ref: workflowReference },
      ...{ workflow_sha: sha, head_ref: '', base_ref: '', event_name: 'push', server_url: server, api_url: api },
      graphql_url: `${api}/graphql`,
      action: 'spike',
      action_repository: 'your-org/spike-incident',
      action_ref: 'v1',
      event: {
        ref,
        head_commit: {
          id: sha,
          message: 'Charge the card once\n\nA retry charged it twice.',
          author: { name: 'Mona', email: 'mona@example.com', username: 'mona' },
        },
        repository: { id: 501, name, full_name: repository, fork: false, default_branch: 'main' },
      },
      ...given,
    },
    matrix: overrides.matrix ?? null,
    strategy: overrides.strategy ?? { 'fail-fast': true, 'job-index': 0, 'job-total': 1, 'max-parallel': 1 },
    job: {
      check_run_id: 31000000041,
      workflow_ref: workflowReference,
      workflow_sha: sha,
      workflow_repository: repository,
      workflow_file_path: workflowPath,
      ...overrides.job,
    },
    runner: { os: 'Linux', arch: 'X64', name: 'GitHub Actions 3', environment: 'github-hosted', ...overrides.runner },
    needs: overrides.needs ?? {},
    secrets: overrides.secrets ?? {},
    env: overrides.env ?? {},
    vars: overrides.vars ?? {},
    inputs: overrides.inputs ?? {},
  };
}

function readBasics(github: ContextValues) {
  const read = (key: string, otherwise: string): string => {
    const value = github[key];
    return typeof value === 'string' ? value : otherwise;
  };
  return {
    ...github,
    repository: read('repository', 'acme/shop'),
    ref: read('ref', 'refs/heads/main'),
    sha: read('sha', 'c0ffee254729296a45a3885639ac7e10f9d54979'),
    server: read('server_url', 'https://github.com'),
    api: read('api_url', 'https://api.github.com'),
  };
}
