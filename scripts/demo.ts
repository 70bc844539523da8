/**
 * The story of one incident, for people: the built action in four runs of a workflow, as GitHub's runner would run
 * it, on the stand-in for Spike. Exits 0 only if the stand-in saw what the action promises.
 */
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { type ContextValues, createContexts, type JobStatus, runJob } from '../test/runner/runner.ts';
import { type Spike, startSpike } from '../test/spike/spike.ts';

/** What a scene did to the incidents: one request each, and how they stand afterwards. */
type Effect = {
  request: string;
  change: 'opened' | 'repeated' | 'untouched' | 'resolved';
  /** Title and count of failures of each open incident. */
  open: string[];
};

type Scene = { story: string; github: ContextValues; ending: JobStatus; expected: Effect };

const TITLE = 'CI / build in acme/shop';

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

const SCENES: Scene[] = [
  {
    story: 'Run 41, a push on main: the tests fail.',
    github: { run_id: '9041', run_number: '41' },
    ending: 'failure',
    expected: { request: `open ${TITLE}`, change: 'opened', open: [`${TITLE} (1 failure)`] },
  },
  {
    story: 'Run 42, the next push on main: the tests still fail.',
    github: { run_id: '9042', run_number: '42' },
    ending: 'failure',
    expected: { request: `open ${TITLE}`, change: 'repeated', open: [`${TITLE} (2 failures)`] },
  },
  {
    story: 'Run 43, pull request 57: the tests are green there, main is still broken.',
    github: { run_id: '9043', run_number: '43', ...pullRequest },
    ending: 'success',
    expected: { request: `resolve ${TITLE}#57`, change: 'untouched', open: [`${TITLE} (2 failures)`] },
  },
  {
    story: 'Run 44, a push on main with the fix: the tests are green.',
    github: { run_id: '9044', run_number: '44' },
    ending: 'success',
    expected: { request: `resolve ${TITLE}`, change: 'resolved', open: [] },
  },
];

const MEANINGS: Record<Effect['change'], string> = {
  opened: 'Incident opened: someone is called.',
  repeated: 'Already open: counted on the same incident, nobody is called again.',
  untouched: 'No open incident has this title: nothing changes.',
  resolved: 'Incident resolved: nobody has to close it.',
};

const INTRODUCTION = `The built action, run as GitHub's runner would, on a stand-in for Spike on this machine. The workflow:

    name: CI
    jobs:
      build:
        steps:
          - uses: your-org/spike-incident@v1
            with:
              token: \${{ secrets.SPIKE_TOKEN }}
          - run: npm test
`;

/** Runs the scenes and prints them. Gives what differed from the promise, nothing if all is well. */
async function play(): Promise<string[]> {
  await using spike = await startSpike();
  const differences: string[] = [];
  console.log(INTRODUCTION);
  for (const [index, scene] of SCENES.entries()) {
    console.log(`${index + 1}. ${scene.story}`);
    const before = takeStock(spike);
    const { log, conclusion, jobStatus } = await runJob({
      contexts: createContexts({ github: scene.github }),
      with: { token: spike.url('demo-token'), 'github-token': '' },
      statusAtEnd: scene.ending,
    });
    const effect = compare(before, takeStock(spike));
    for (const line of log.split('\n')) console.log(`   action  ${line}`);
    if (effect !== undefined) {
      console.log(`   Spike   was asked to ${effect.request}`);
      console.log(`           ${MEANINGS[effect.change]}`);
    }
    console.log(`   open    ${takeStock(spike).open.join(', ') || 'nothing'}\n`);

    if (!isDeepStrictEqual(effect, scene.expected)) {
      differences.push(`${index + 1}. expected ${JSON.stringify(scene.expected)}, saw ${JSON.stringify(effect)}`);
    }
    if (conclusion !== 'success' || jobStatus !== scene.ending) {
      differences.push(`${index + 1}. the action disturbed the job: step ${conclusion}, job ${jobStatus}`);
    }
  }
  return differences;
}

type Stock = { requests: unknown[]; incidents: number; failures: number; open: string[] };

function takeStock(spike: Spike): Stock {
  return {
    requests: spike.requests.map(({ json }) => json),
    incidents: spike.incidents.length,
    failures: spike.incidents.reduce((sum, { opens }) => sum + opens, 0),
    open: spike.open().map(({ title, opens }) => `${title} (${opens} ${opens === 1 ? 'failure' : 'failures'})`),
  };
}

/** What happened in between, or nothing unless it was exactly one request. */
function compare(before: Stock, after: Stock): Effect | undefined {
  const [payload, ...others] = after.requests.slice(before.requests.length);
  if (typeof payload !== 'object' || payload === null || others.length > 0) return undefined;
  const verb = 'status' in payload && payload.status === 'resolve' ? 'resolve' : 'open';
  const request = `${verb} ${'title' in payload ? payload.title : ''}`;
  const { open } = after;
  if (after.incidents > before.incidents) return { request, change: 'opened', open };
  if (after.failures > before.failures) return { request, change: 'repeated', open };
  return { request, change: open.length < before.open.length ? 'resolved' : 'untouched', open };
}

if (!existsSync(new URL('../dist/index.js', import.meta.url))) {
  console.error('dist/index.js is missing: npm run build makes it.');
  process.exit(1);
}
const differences = await play();
if (differences.length === 0) {
  console.log('All as promised: opened once, counted once, untouched by the pull request, resolved.');
} else {
  console.log(`Not as promised:\n${differences.join('\n')}`);
  process.exitCode = 1;
}
