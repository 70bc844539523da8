import type { JsonObject } from '../../src/json.ts';
import type { GithubModel } from '../github/model.ts';
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
  /** What GitHub's API knows; without it, the job has no token for look-ups. */
  github?: (model: GithubModel) => void;
};

/** The number of a scenario's first run; the ids count along. */
export const FIRST_RUN = 41;
/** The id of the run with the number 0. */
export const RUN_IDS = 9_007_001_000;

const STAGING = 31_000_000_001;
const PRODUCTION = 31_000_000_002;

/** All of them; the one that has to wait for a minute is first, so that the others run meanwhile. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a step that runs into its time limit',
    workflow: 'smoke.yml',
    runs: [
      {
        event: push(),
        story: 'too slow',
        says: ['this step has been cancelled: signal: killed'],
        ends: 'failure',
        told: ['open Smoke / smoke in acme/shop'],
        open: ['Smoke / smoke in acme/shop'],
      },
    ],
  },
  {
    name: 'put first: a later step fails, and the next run is green',
    workflow: 'ci.yml',
    runs: [
      {
        event: push(),
        story: 'red push',
        red: 'build',
        ends: 'failure',
        told: ['open CI / build in acme/shop'],
        open: ['CI / build in acme/shop'],
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
        says: ['Nothing reported yet: the job is still running', 'Told Spike to open the incident'],
      },
      {
        event: push(),
        story: 'green push',
        ends: 'success',
        told: ['resolve CI / build in acme/shop'],
        open: [],
      },
    ],
  },
  {
    name: 'put first: green from the start',
    workflow: 'ci.yml',
    runs: [
      {
        event: push(),
        story: 'green push',
        ends: 'success',
        told: ['resolve CI / build in acme/shop'],
        open: [],
      },
    ],
  },
  {
    name: 'several jobs with needs and one that reports',
    workflow: 'release.yml',
    runs: [
      {
        event: push(),
        story: 'red test, publish skipped',
        red: 'test',
        ends: 'failure',
        told: ['open Release in acme/shop'],
        open: ['Release in acme/shop'],
      },
      {
        event: push(),
        story: 'all green',
        ends: 'success',
        told: ['resolve Release in acme/shop'],
        open: [],
      },
    ],
  },
  {
    name: 'a matrix of three with one leg that fails',
    workflow: 'versions.yml',
    runs: [
      {
        event: push(),
        story: 'red on 22',
        red: '22',
        ends: 'failure',
        told: [
          'resolve Versions / test (20) in acme/shop',
          'open Versions / test (22) in acme/shop',
          'resolve Versions / test (24) in acme/shop',
        ],
        open: ['Versions / test (22) in acme/shop'],
        details: { matrix: { node: 22 } },
      },
      {
        event: push(),
        story: 'green on all',
        ends: 'success',
        told: [
          'resolve Versions / test (20) in acme/shop',
          'resolve Versions / test (22) in acme/shop',
          'resolve Versions / test (24) in acme/shop',
        ],
        open: [],
      },
    ],
  },
  {
    name: 'a step that may fail, with continue-on-error',
    workflow: 'lint.yml',
    runs: [
      {
        event: push(),
        story: 'red spelling, which may be',
        red: 'spelling',
        ends: 'success',
        told: ['resolve Lint / lint in acme/shop'],
        open: [],
      },
      {
        event: push(),
        story: 'red style, which may not',
        red: 'style',
        ends: 'failure',
        told: ['open Lint / lint in acme/shop'],
        open: ['Lint / lint in acme/shop'],
      },
    ],
  },
  {
    name: 'put last with if: failure()',
    workflow: 'package.yml',
    runs: [
      {
        event: push(),
        story: 'red push',
        red: 'package',
        ends: 'failure',
        told: ['open Package / package in acme/shop'],
        open: ['Package / package in acme/shop'],
      },
      {
        event: push(),
        story: 'green push, the step is skipped',
        ends: 'success',
        told: [],
        open: ['Package / package in acme/shop'],
      },
    ],
  },
  {
    name: 'put last with status',
    workflow: 'backup.yml',
    runs: [
      {
        event: push(),
        story: 'red push',
        red: 'backup',
        ends: 'failure',
        told: ['open Backup / backup in acme/shop, sev2'],
        open: ['Backup / backup in acme/shop'],
        says: ['action create, delivered true', 'which the step itself has already dealt with'],
      },
      {
        event: push(),
        story: 'green push',
        ends: 'success',
        told: ['resolve Backup / backup in acme/shop'],
        open: [],
        says: ['action resolve, delivered true'],
      },
    ],
  },
  {
    name: 'two tokens in one job',
    workflow: 'checkout.yml',
    runs: [
      {
        event: push(),
        story: 'red push',
        red: 'pay',
        ends: 'failure',
        told: ['open Checkout / pay in acme/shop, sev1', 'open Checkout / pay in acme/shop, for payments'],
        open: ['Checkout / pay in acme/shop', 'Checkout / pay in acme/shop, for payments'],
      },
      {
        event: push(),
        story: 'green push',
        ends: 'success',
        told: ['resolve Checkout / pay in acme/shop'],
        open: ['Checkout / pay in acme/shop, for payments'],
      },
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
      {
        event: push(),
        story: 'red in the composite action',
        red: 'prepare',
        ends: 'failure',
        told: ['open Site / site in acme/shop'],
        open: ['Site / site in acme/shop'],
      },
      {
        event: push(),
        story: 'green push',
        ends: 'success',
        told: ['resolve Site / site in acme/shop'],
        open: [],
      },
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
    github: (model) => {
      for (const number of [FIRST_RUN - 1, FIRST_RUN]) {
        const conclusion = number === FIRST_RUN ? null : 'success';
        const run = model.addRun({
          id: RUN_IDS + number,
          run_number: number,
          conclusion,
          path: '.github/workflows/ship.yml',
        });
        if (conclusion !== null) continue;
        model.addJob(run, { id: STAGING, name: 'Staging / Deploy to staging', conclusion });
        model.addJob(run, {
          id: PRODUCTION,
          name: 'Production / Deploy to production',
          conclusion,
          steps: [{ name: 'Run ./test.sh "$ENVIRONMENT"', conclusion: 'failure' }],
        });
      }
    },
    runs: [
      {
        event: push(),
        story: 'red in production',
        red: 'production',
        ends: 'failure',
        told: [
          'resolve Deploy / Staging / Deploy to staging in acme/shop',
          'open Deploy / Production / Deploy to production in acme/shop',
        ],
        open: ['Deploy / Production / Deploy to production in acme/shop'],
        details: {
          failed_steps: ['Run ./test.sh "$ENVIRONMENT"'],
          consecutive_failures: 1,
        },
      },
    ],
  },
  {
    name: 'a workflow that watches another, on workflow_run',
    workflow: 'watch.yml',
    runs: [
      {
        event: workflowRun({ conclusion: 'failure' }),
        story: 'red Nightly',
        ends: 'success',
        told: ['open Nightly in acme/shop'],
        open: ['Nightly in acme/shop'],
      },
      {
        event: workflowRun({ conclusion: 'success', from: 'mona/shop' }),
        story: "green Nightly on a fork's main",
        ends: 'success',
        told: [],
        open: ['Nightly in acme/shop'],
        says: ['which matches no pattern of branches'],
      },
      {
        event: workflowRun({ conclusion: 'cancelled' }),
        story: 'cancelled Nightly',
        ends: 'success',
        told: [],
        open: ['Nightly in acme/shop'],
      },
      {
        event: workflowRun({ conclusion: 'success' }),
        story: 'green Nightly',
        ends: 'success',
        told: ['resolve Nightly in acme/shop'],
        open: [],
      },
    ],
  },
  {
    name: 'a schedule, repaired by a run by hand',
    workflow: 'nightly.yml',
    runs: [
      {
        event: schedule(),
        story: 'red at night',
        red: 'nightly',
        ends: 'failure',
        told: ['open Nightly / test in acme/shop'],
        open: ['Nightly / test in acme/shop'],
      },
      {
        event: dispatch(),
        story: 'green by hand',
        ends: 'success',
        told: ['resolve Nightly / test in acme/shop'],
        open: [],
      },
    ],
  },
  {
    name: 'a pull request, which is not main',
    workflow: 'ci.yml',
    runs: [
      {
        event: push(),
        story: 'red push',
        red: 'build',
        ends: 'failure',
        told: ['open CI / build in acme/shop'],
        open: ['CI / build in acme/shop'],
      },
      {
        event: pullRequest(),
        story: 'green pull request',
        ends: 'success',
        told: ['resolve CI / build in acme/shop#57'],
        open: ['CI / build in acme/shop'],
      },
      {
        event: pullRequest(),
        story: 'red pull request',
        red: 'build',
        ends: 'failure',
        told: ['open CI / build in acme/shop#57'],
        open: ['CI / build in acme/shop', 'CI / build in acme/shop#57'],
      },
    ],
  },
  {
    name: 'a fork, from which the token is withheld',
    workflow: 'ci.yml',
    differs: 'act withholds no secrets from a fork, GitHub does; the run is given none.',
    runs: [
      {
        event: pullRequest({ from: 'mona/shop' }),
        story: 'green pull request of a fork',
        withheld: true,
        ends: 'success',
        told: [],
        open: [],
        says: ['Nothing reported: secrets are withheld by GitHub from pull requests of forks'],
      },
    ],
  },
  {
    name: 'a missing token on the own main must fail',
    workflow: 'ci.yml',
    runs: [
      {
        event: push(),
        story: 'green push without the secret',
        withheld: true,
        ends: 'failure',
        told: [],
        open: [],
        says: ['token is empty. Check that the secret exists under exactly this name'],
      },
    ],
  },
  {
    name: 'a wrong word must fail',
    workflow: 'typo.yml',
    runs: [
      {
        event: push(),
        story: 'status: sucess',
        ends: 'failure',
        told: [],
        open: [],
        says: ['status is "sucess", which is none of', 'Did you mean success?'],
      },
    ],
  },
  {
    name: 'a run that is cancelled',
    workflow: 'docs.yml',
    runs: [
      {
        event: push(),
        story: 'red push',
        red: 'docs',
        ends: 'failure',
        told: ['open Docs / docs in acme/shop'],
        open: ['Docs / docs in acme/shop'],
      },
      {
        event: push(),
        story: 'cancelled half-way',
        cancelAt: 'building the pages',
        ends: 'failure',
        told: [],
        open: ['Docs / docs in acme/shop'],
        says: ['the outcome is cancelled, which is in neither create-on nor resolve-on'],
      },
    ],
  },
  {
    name: 'a title with workflow commands in it',
    workflow: 'announce.yml',
    differs:
      'act takes ##[name] for a command at the start of a line only (command.go), GitHub anywhere in it ' +
      '(TryParse in ActionCommand.cs); the latter is tested in test/traces.test.ts.',
    runs: [
      {
        event: push('Charge once\n::warning::pwned\r\n::add-mask::pwned\n##[error]pwned\n::stop-commands::pwned'),
        story: 'red push',
        red: 'announce',
        ends: 'failure',
        told: ['open Deploy of Charge once ::warning::pwned ::add-mask::pwned ##[error]pwned ::stop-commands::pwned'],
        open: ['Deploy of Charge once ::warning::pwned ::add-mask::pwned ##[error]pwned ::stop-commands::pwned'],
      },
    ],
  },
  {
    name: 'the node of the runner is 24',
    workflow: 'runtime.yml',
    differs:
      'act runs every action on the first node of the PATH (GetNodeToolFullPath in run_context.go), which is set ' +
      "to 24 here. GitHub's runner brings its own for node24 (NodeScriptActionHandler.cs).",
    runs: [
      {
        event: push(),
        story: 'green push',
        ends: 'success',
        told: ['resolve Runtime / node in acme/shop'],
        open: [],
        says: ['v24.'],
      },
    ],
  },
];
