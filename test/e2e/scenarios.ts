import type { JsonObject } from '../../src/json.ts';
import type { GithubModel, JobFields } from '../github/model.ts';
import { dispatch, type Event, pullRequest, push, schedule, workflowRun } from './events.ts';

/** One run of a scenario's workflow, and what must come of it. */
export type Run = {
  event: Event;
  /** In a few words, for the table. */
  story: string;
  /** What `test.sh` finds broken. */
  red?: string;
  /** The secrets are withheld, as from a fork. */
  withheld?: boolean;
  /** The run is cancelled when a step prints this. */
  cancelAt?: string;
  ends: 'success' | 'failure';
  /** What Spike must be told, in any order: the verb, the title, and the severity or the token where they differ. */
  told: readonly string[];
  /** The titles of the incidents that must be open afterwards. */
  open: readonly string[];
  /** What the details of the incident that is opened must hold, among others. */
  details?: Readonly<JsonObject>;
  /** Words that the log must hold. */
  says?: readonly string[];
};

/** A workflow file as users write it, and its runs, one after the other, on a Spike and a GitHub of its own. */
export type Scenario = {
  name: string;
  /** The file in `workflows/`. */
  workflow: string;
  runs: readonly Run[];
  /** Where act is not like GitHub's runner in this, why, and where that is written. */
  differs?: string;
  /** Hidden inputs of the action that act cannot fill, and what GitHub fills them with. */
  taught?: Readonly<Record<string, string>>;
  /** What GitHub's API knows while a run plays, by the run's number; without it, the job has no token for look-ups. */
  github?: (model: GithubModel, number: number) => void;
};

/** The number of a scenario's first run; the ids count along. */
export const FIRST_RUN = 41;
/** The id of the run with the number 0. */
export const RUN_IDS = 9_007_001_000;

const STAGING = 31_000_000_001;
const PRODUCTION = 31_000_000_002;
const BROWSE = 31_000_000_011;
const FAILED_STEP = { name: 'Run ./test.sh browse', conclusion: 'failure' as const };

/**
 * All of them; the one that has to wait for a minute is first, so that the others run meanwhile. The `…` in a title is
 * `failed in acme/shop`, which `opens`, `resolves` and `tellsNothing` write in full. Not played:
 * - What fails before the first step: act has no services without Docker, and after a `pre` that fails it runs nothing
 *   more (`newJobExecutor` in job_executor.go). GitHub's runner then runs `pre` and `post` of this action.
 * - A local composite action inside another one: act keeps the inputs of each until its post phase
 *   (`newCompositeRunContext` in action_composite.go), and GitHub's runner loses them: test/composite.test.ts.
 * - A state file that cannot be written: act makes it anew for each phase, and any user may write it
 *   (`runStepExecutor` in step.go). test/faults/runner.test.ts plays this and the first one.
 */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a step that runs into its time limit',
    workflow: 'smoke.yml',
    runs: [opens('Smoke / smoke …', { story: 'too slow', says: ['this step has been cancelled: signal: killed'] })],
  },
  {
    name: 'put first: a later step fails, and the next run is green',
    workflow: 'ci.yml',
    runs: [
      opens('CI / build …', {
        red: 'build',
        details: {
          outcome: 'failure',
          workflow: 'CI',
          job: 'build',
          event: 'push',
          branch: 'main',
          commit: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
          commit_message: 'Charge the card once',
          actor: 'mona',
          run_url: 'https://github.com/acme/shop/actions/runs/9007001041/attempts/1',
        },
        says: [
          'Nothing to report yet: the result of this job is reported when the job ends.',
          'Spike was asked to open the incident "CI / build failed in acme/shop": the result is failure.',
        ],
      }),
      resolves('CI / build …'),
    ],
  },
  { name: 'put first: green from the start', workflow: 'ci.yml', runs: [resolves('CI / build …')] },
  {
    name: 'several jobs with needs and one that reports',
    workflow: 'release.yml',
    runs: [
      opens('Release …', { story: 'red test, publish skipped', red: 'test' }),
      resolves('Release …', { story: 'all green' }),
    ],
  },
  {
    name: 'a matrix of three with one leg that fails',
    workflow: 'versions.yml',
    runs: [
      opens('Versions / test (node: 22) …', {
        story: 'red on 22',
        red: '22',
        told: [
          'resolve Versions / test (node: 20) …',
          'open Versions / test (node: 22) …',
          'resolve Versions / test (node: 24) …',
        ],
        details: { matrix: { node: 22 } },
      }),
      resolves('Versions / test (node: 22) …', {
        story: 'green on all',
        told: [20, 22, 24].map((node) => `resolve Versions / test (node: ${node}) …`),
      }),
    ],
  },
  {
    name: 'a step that may fail, with continue-on-error',
    workflow: 'lint.yml',
    runs: [
      resolves('Lint / lint …', { story: 'red spelling, which may be', red: 'spelling' }),
      opens('Lint / lint …', { story: 'red style, which may not', red: 'style' }),
    ],
  },
  {
    name: 'put last with if: failure()',
    workflow: 'package.yml',
    runs: [
      opens('Package / package …', { red: 'package' }),
      tellsNothing({ story: 'green push, the step is skipped', open: ['Package / package …'] }),
    ],
  },
  {
    name: 'put last with status',
    workflow: 'backup.yml',
    runs: [
      opens('Backup / backup …', {
        red: 'backup',
        told: ['open Backup / backup …, sev2'],
        says: [
          'action create, delivered true',
          'Nothing more to report: the result is still failure, and the step has already said what it did about it.',
        ],
      }),
      resolves('Backup / backup …', { says: ['action resolve, delivered true'] }),
    ],
  },
  {
    name: 'two tokens in one job',
    workflow: 'checkout.yml',
    runs: [
      opens('Checkout / pay …', {
        red: 'pay',
        told: ['open Checkout / pay …, sev1', 'open Checkout / pay …, for payments'],
        open: ['Checkout / pay …', 'Checkout / pay …, for payments'],
      }),
      resolves('Checkout / pay …', { open: ['Checkout / pay …, for payments'] }),
    ],
  },
  {
    name: 'inside a composite action',
    workflow: 'site.yml',
    differs:
      'act makes job.status inside a composite action of the steps in it alone (getJobContext in run_context.go), ' +
      "so only a failure in there is played here. GitHub's runner shares the job's own context with them " +
      '(CreateEmbeddedChild in ExecutionContext.cs) and sets its status after each step of the job ' +
      '(StepsRunner.cs), and has github.action_status besides: test/composite.test.ts.',
    runs: [
      opens('Site / site …', { story: 'red in the composite action', red: 'prepare' }),
      resolves('Site / site …', { says: ['Nothing to report yet: '] }),
    ],
  },
  {
    name: 'inside a reusable workflow that is called twice',
    workflow: 'ship.yml',
    differs:
      'act calls a called job after its own workflow, Deploy (getGithubContext in run_context.go). At GitHub the ' +
      'github context is the caller\'s, Ship ("Reuse workflows", GitHub Docs). act does not know job.workflow_ref ' +
      'and job.check_run_id (JobContext in job_context.go), so the steps are given what they would be.',
    taught: {
      'job-workflow-ref': 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
      'check-run-id': `\${{ inputs.environment == 'staging' && '${STAGING}' || '${PRODUCTION}' }}`,
    },
    github: (model, number) => {
      addRun(model, 'ship.yml', number - 1, []);
      const steps = [{ name: 'Run ./test.sh "$ENVIRONMENT"', conclusion: 'failure' as const }];
      addRun(model, 'ship.yml', number, [
        { id: STAGING, name: 'Staging / Deploy to staging', conclusion: null },
        { id: PRODUCTION, name: 'Production / Deploy to production', conclusion: null, steps },
      ]);
    },
    runs: [
      opens('Deploy / Production / deploy …', {
        story: 'red in production',
        red: 'production',
        told: ['resolve Deploy / Staging / deploy …', 'open Deploy / Production / deploy …'],
        details: { failed_steps: ['Run ./test.sh "$ENVIRONMENT"'], consecutive_failures: 1 },
      }),
    ],
  },
  {
    name: 'a workflow that watches another, on workflow_run',
    workflow: 'watch.yml',
    runs: [
      opens('Nightly …', { event: workflowRun({ conclusion: 'failure' }), story: 'red Nightly', ends: 'success' }),
      tellsNothing({
        event: workflowRun({ conclusion: 'success', from: 'mona/shop' }),
        story: "green Nightly on a fork's main",
        open: ['Nightly …'],
        says: ['Not reported: this run is on a fork (mona:main); set pull-requests: true to report such runs.'],
      }),
      tellsNothing({
        event: workflowRun({ conclusion: 'cancelled' }),
        story: 'cancelled Nightly',
        open: ['Nightly …'],
      }),
      resolves('Nightly …', { event: workflowRun({ conclusion: 'success' }), story: 'green Nightly' }),
    ],
  },
  {
    name: 'a pull request that is merged, which runs for main',
    workflow: 'merged.yml',
    runs: [
      opens('Merged / deploy …', {
        event: pullRequest({ isMerged: true }),
        story: 'red deployment',
        red: 'deploy',
        details: { branch: 'main' },
      }),
    ],
  },
  {
    name: 'an environment that is chosen by hand',
    workflow: 'rollout.yml',
    runs: [
      opens('Rollout / deploy … (production)', {
        event: dispatch({ environment: 'production' }),
        story: 'red production',
        red: 'production',
        details: { environment: 'production' },
      }),
      resolves('Rollout / deploy … (staging)', {
        event: dispatch({ environment: 'staging' }),
        story: 'green staging',
        open: ['Rollout / deploy … (production)'],
      }),
      resolves('Rollout / deploy … (production)', {
        event: dispatch({ environment: 'production' }),
        story: 'green production',
      }),
    ],
  },
  {
    name: 'after: 2, where the second failure in a row opens the incident',
    workflow: 'flaky.yml',
    differs: 'act does not know job.check_run_id (JobContext in job_context.go), so the step is given it.',
    taught: { 'check-run-id': String(BROWSE) },
    github: (model, number) => {
      const failed: JobFields = { name: 'Browse', conclusion: 'failure', steps: [FAILED_STEP] };
      addRun(model, 'flaky.yml', FIRST_RUN - 1, [{ name: 'Browse' }]);
      if (number > FIRST_RUN) addRun(model, 'flaky.yml', FIRST_RUN, [failed]);
      addRun(model, 'flaky.yml', number, [{ ...failed, id: BROWSE, conclusion: null }]);
    },
    runs: [
      tellsNothing({
        story: 'red push',
        red: 'browse',
        ends: 'failure',
        says: ['failure 1 of 2; an incident opens at 2'],
      }),
      opens('Flaky / browse …', {
        story: 'red again',
        red: 'browse',
        details: { consecutive_failures: 2, failed_steps: [FAILED_STEP.name] },
      }),
    ],
  },
  {
    name: 'a needed job that failed and is skipped in the next run',
    workflow: 'deliver.yml',
    github: (model, number) => {
      for (const [index, conclusion] of (['failure', 'skipped', 'success'] as const).entries()) {
        const [build, publish] = [{ name: 'Build' }, { name: 'Publish', conclusion }];
        if (FIRST_RUN + index < number) addRun(model, 'deliver.yml', FIRST_RUN + index, [build, publish]);
        if (FIRST_RUN + index !== number) continue;
        addRun(model, 'deliver.yml', number, [build, publish, { name: 'Report', conclusion: null }]);
      }
    },
    runs: [
      opens('Deliver …', { event: dispatch(), story: 'red publish, by hand', red: 'publish' }),
      tellsNothing({ story: 'green push, publish skipped', open: ['Deliver …'], says: ['Not resolved: '] }),
      resolves('Deliver …', { event: dispatch(), story: 'green publish, by hand' }),
    ],
  },
  {
    name: 'a list from a variable that is not set must fail',
    workflow: 'unset.yml',
    runs: [tellsNothing({ story: 'create-on is blank', ends: 'failure', says: ['create-on'] })],
  },
  {
    name: 'a schedule, repaired by a run by hand',
    workflow: 'nightly.yml',
    runs: [
      opens('Nightly / test …', { event: schedule(), story: 'red at night', red: 'nightly' }),
      resolves('Nightly / test …', { event: dispatch(), story: 'green by hand' }),
    ],
  },
  {
    name: 'a pull request, which is quiet by default',
    workflow: 'ci.yml',
    runs: [
      tellsNothing({
        event: pullRequest(),
        story: 'red pull request',
        red: 'build',
        ends: 'failure',
        says: ['Not reported: this run is on the pull request #57; set pull-requests: true to report such runs.'],
      }),
      tellsNothing({
        event: pullRequest(),
        story: 'red pull request without the secret',
        red: 'build',
        withheld: true,
        ends: 'failure',
      }),
    ],
  },
  {
    name: 'a pull request with pull-requests: true, which is not main',
    workflow: 'checks.yml',
    runs: [
      opens('Checks / check …', { red: 'check' }),
      resolves('Checks / check …#57', {
        event: pullRequest(),
        story: 'green pull request',
        open: ['Checks / check …'],
      }),
      opens('Checks / check …#57', {
        event: pullRequest(),
        story: 'red pull request',
        red: 'check',
        open: ['Checks / check …', 'Checks / check …#57'],
      }),
    ],
  },
  {
    name: 'a fork, from which the token is withheld',
    workflow: 'checks.yml',
    differs: 'act withholds no secrets from a fork, GitHub does; the run is given none.',
    runs: [
      tellsNothing({
        event: pullRequest({ from: 'mona/shop' }),
        story: 'green pull request of a fork',
        withheld: true,
        says: ['so there is no token'],
      }),
    ],
  },
  {
    name: 'a missing token on the own main must fail',
    workflow: 'ci.yml',
    runs: [
      tellsNothing({
        story: 'green push without the secret',
        withheld: true,
        ends: 'failure',
        says: ['token is empty. Check that the secret exists under exactly this name'],
      }),
    ],
  },
  {
    name: 'this action with continue-on-error, which fails no job',
    workflow: 'optional.yml',
    runs: [tellsNothing({ story: 'green push without the secret', withheld: true, says: ['token is empty.'] })],
  },
  {
    name: 'a wrong word must fail',
    workflow: 'typo.yml',
    runs: [
      tellsNothing({
        story: 'status: sucess',
        ends: 'failure',
        says: ['status must be one of auto, success, failure,', '(got "sucess"; did you mean success?).'],
      }),
    ],
  },
  {
    name: 'a run that is cancelled',
    workflow: 'docs.yml',
    runs: [
      opens('Docs / docs …', { red: 'docs' }),
      tellsNothing({
        story: 'cancelled half-way',
        cancelAt: 'building the pages',
        ends: 'failure',
        open: ['Docs / docs …'],
        says: [
          'Not reported: the result is cancelled, which neither opens nor resolves an incident (inputs create-on and resolve-on).',
        ],
      }),
    ],
  },
  {
    name: 'a title with workflow commands in it',
    workflow: 'announce.yml',
    differs:
      'act takes ##[name] for a command at the start of a line only (command.go), GitHub anywhere in it ' +
      '(TryParse in ActionCommand.cs); the latter is tested in test/log.test.ts.',
    runs: [
      opens('Deploy of Charge once ::warning::pwned ::add-mask::pwned ##[error]pwned ::stop-commands::pwned', {
        event: push('Charge once\n::warning::pwned\r\n::add-mask::pwned\n##[error]pwned\n::stop-commands::pwned'),
        red: 'announce',
      }),
    ],
  },
  {
    name: 'the node of the runner is 24',
    workflow: 'runtime.yml',
    differs:
      'act runs every action on the first node of the PATH (GetNodeToolFullPath in run_context.go), which is set ' +
      "to 24 here. GitHub's runner brings its own for node24 (NodeScriptActionHandler.cs).",
    runs: [resolves('Runtime / node …', { says: ['v24.'] })],
  },
];

/** A push that fails and opens an incident, as far as `more` says nothing else. */
function opens(title: string, more: Partial<Run>): Run {
  return tellsNothing({ story: 'red push', ends: 'failure', told: [`open ${title}`], open: [title], ...more });
}

/** A push that passes and resolves an incident, as far as `more` says nothing else. */
function resolves(title: string, more: Partial<Run> = {}): Run {
  return tellsNothing({ told: [`resolve ${title}`], ...more });
}

/** A green push of which Spike is not told, while nothing is open, as far as `more` says nothing else. */
function tellsNothing({ told = [], open = [], ...more }: Partial<Run>): Run {
  const write = (title: string) => title.replace('…', 'failed in acme/shop');
  const titles = { told: told.map(write), open: open.map(write) };
  return { event: push(), story: 'green push', ends: 'success', ...titles, ...more };
}

/** Adds a run of a workflow on main, which failed if one of its jobs did, and is under way if one of them is. */
function addRun(model: GithubModel, workflow: string, number: number, jobs: readonly JobFields[]): void {
  const isRunning = jobs.some(({ conclusion }) => conclusion === null);
  const hasFailed = jobs.some(({ conclusion }) => conclusion === 'failure');
  const run = model.addRun({
    id: RUN_IDS + number,
    run_number: number,
    path: `.github/workflows/${workflow}`,
    ...(isRunning ? { status: 'in_progress', conclusion: null } : { conclusion: hasFailed ? 'failure' : 'success' }),
  });
  for (const job of jobs) {
    model.addJob(run, job.conclusion === null ? { ...job, status: 'in_progress' } : { conclusion: 'success', ...job });
  }
}
