/**
 * The story of one incident, for people: the built action in a few runs of a workflow, as GitHub's runner would run it,
 * on a stand-in for Spike. Exits 0 only if the stand-in saw what the action promises.
 */
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { type Contexts, type ContextValues, createContexts, type JobStatus, runJob } from '../test/runner/runner.ts';
import { type Spike, startSpike } from '../test/spike/spike.ts';

/** What a scene did to the incidents: the requests, and the incidents that are open afterwards. */
type Effect = {
  requests: string[];
  /** Title and count of failures of each open incident. */
  open: string[];
};

type Scene = {
  story: string;
  github: ContextValues;
  matrix?: ContextValues;
  ending: JobStatus;
  meaning: string;
  expected: Effect;
};

const TITLE = 'CI / build failed in acme/shop';
const leg = (node: number): string => `CI / build (node: ${node}) failed in acme/shop`;

const pullRequest: ContextValues = {
  event_name: 'pull_request',
  ref: 'refs/pull/57/merge',
  head_ref: 'new-checkout',
  base_ref: 'main',
  event: {
    action: 'synchronize',
    number: 57,
    pull_request: {
      number: 57,
      title: 'A new checkout',
      head: { ref: 'new-checkout', sha: '5f1d33c2', repo: { full_name: 'acme/shop', fork: false } },
      base: { ref: 'main', sha: 'c0ffee25', repo: { full_name: 'acme/shop', fork: false } },
    },
    repository: { full_name: 'acme/shop', default_branch: 'main', fork: false },
  },
};

const run = (number: number, more: ContextValues = {}): ContextValues => ({
  run_id: String(9000 + number),
  run_number: String(number),
  ...more,
});

const FIRST_PART: Scene[] = [
  {
    story: 'Run 41, a push to main: the tests fail.',
    github: run(41),
    ending: 'failure',
    meaning: 'An incident is opened: someone on call is called.',
    expected: { requests: [`open ${TITLE}`], open: [`${TITLE} (1 failure)`] },
  },
  {
    story: 'Run 42, the next push to main: the tests still fail.',
    github: run(42),
    ending: 'failure',
    meaning: 'The incident is already open: the failure is counted, and nobody is called again.',
    expected: { requests: [`open ${TITLE}`], open: [`${TITLE} (2 failures)`] },
  },
  {
    story: 'Run 43, pull request 57: the tests pass there, and still fail on main.',
    github: run(43, pullRequest),
    ending: 'success',
    meaning: 'Pull requests are not reported: nothing is sent.',
    expected: { requests: [], open: [`${TITLE} (2 failures)`] },
  },
  {
    story: 'Run 44, a push to main with the fix: the tests pass.',
    github: run(44),
    ending: 'success',
    meaning: 'The incident is resolved: nobody has to close it.',
    expected: { requests: [`resolve ${TITLE}`], open: [] },
  },
];

const SECOND_PART: Scene[] = [
  {
    story: 'Run 45, the job with node: 22 fails.',
    github: run(45),
    matrix: { node: 22 },
    ending: 'failure',
    meaning: 'An incident is opened for this job of the matrix.',
    expected: { requests: [`open ${leg(22)}`], open: [`${leg(22)} (1 failure)`] },
  },
  {
    story: 'Run 45, the job with node: 24 fails too.',
    github: run(45),
    matrix: { node: 24 },
    ending: 'failure',
    meaning: 'It has an incident of its own.',
    expected: { requests: [`open ${leg(24)}`], open: [`${leg(22)} (1 failure)`, `${leg(24)} (1 failure)`] },
  },
  {
    story: 'Run 46, the job with node: 22 passes.',
    github: run(46),
    matrix: { node: 22 },
    ending: 'success',
    meaning: 'Its incident is resolved; the other one stays open.',
    expected: { requests: [`resolve ${leg(22)}`], open: [`${leg(24)} (1 failure)`] },
  },
  {
    story: 'Run 46, the job with node: 24 still fails.',
    github: run(46),
    matrix: { node: 24 },
    ending: 'failure',
    meaning: 'The incident is already open: the failure is counted.',
    expected: { requests: [`open ${leg(24)}`], open: [`${leg(24)} (2 failures)`] },
  },
];

const INTRODUCTION = `The built action, run as GitHub's runner would run it, on a stand-in for Spike on this machine. The workflow:

    name: CI
    on: [push, pull_request]
    jobs:
      build:
        runs-on: ubuntu-latest
        steps:
          - uses: your-org/spike-incident@v1
            with:
              token: \${{ secrets.SPIKE_TOKEN }}
          - run: npm test
`;

const MATRIX = `Then the job gets a matrix:

        strategy:
          matrix:
            node: [22, 24]
`;

/** Plays the scenes and prints them. Gives what differed from the promise, nothing if all is well. */
async function play(spike: Spike, scenes: readonly Scene[]): Promise<string[]> {
  const differences: string[] = [];
  for (const { story, github, matrix, ending, meaning, expected } of scenes) {
    console.log(story);
    const earlier = spike.requests.length;
    const contexts: Contexts = createContexts({ github, ...(matrix !== undefined && { matrix }) });
    const { log, conclusion, jobStatus } = await runJob({
      contexts,
      with: { token: spike.url('demo-token') },
      statusAtEnd: ending,
    });
    const effect: Effect = {
      requests: spike.requests.slice(earlier).map(({ json }) => describeRequest(json)),
      open: spike.open().map(({ title, opens }) => `${title} (${opens} ${opens === 1 ? 'failure' : 'failures'})`),
    };
    for (const line of log.split('\n')) console.log(`   action  ${line}`);
    for (const request of effect.requests) console.log(`   Spike   was asked to ${request}`);
    console.log(`           ${meaning}`);
    for (const [index, title] of (effect.open.length === 0 ? ['nothing'] : effect.open).entries()) {
      console.log(`   ${index === 0 ? 'open' : '    '}    ${title}`);
    }
    console.log();

    if (!isDeepStrictEqual(effect, expected)) {
      differences.push(`${story} Expected ${JSON.stringify(expected)}, saw ${JSON.stringify(effect)}.`);
    }
    if (conclusion !== 'success' || jobStatus !== ending) {
      differences.push(`${story} The action disturbed the job: step ${conclusion}, job ${jobStatus}.`);
    }
  }
  return differences;
}

function describeRequest(payload: unknown): string {
  const fields = Object(payload);
  return `${Reflect.get(fields, 'status') === 'resolve' ? 'resolve' : 'open'} ${Reflect.get(fields, 'title')}`;
}

async function main(): Promise<void> {
  if (!existsSync(new URL('../dist/index.js', import.meta.url))) {
    throw new Error('dist/index.js is missing: npm run build makes it.');
  }
  await using spike = await startSpike();
  console.log(INTRODUCTION);
  const differences = await play(spike, FIRST_PART);
  console.log(MATRIX);
  differences.push(...(await play(spike, SECOND_PART)));
  if (differences.length > 0) throw new Error(`Not as promised:\n${differences.join('\n')}`);
  console.log('All as promised: opened, counted, not touched by the pull request, resolved, and each leg on its own.');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
