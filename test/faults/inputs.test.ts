import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../documentation.ts';
import { readManifest } from '../runner/manifest.ts';
import { startClock, type VirtualClock } from './clock.ts';
import { type Service, startService } from './server.ts';
import { runStep, type Traces } from './step.ts';

const { defaults } = await readManifest(ROOT);
const NAMES = Object.keys(defaults);

const DEEP = 20_000;
const deep = (start: string, end: string) => start.repeat(DEEP) + end.repeat(DEEP);
const many = (count: number, entry: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => entry(i)).join();

/** JSON that is meant to hurt, and texts that are nearly JSON. */
const DOCUMENTS = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '""',
  '[]',
  '{}',
  '{',
  '{"a"',
  '{"a":{"result":"failure"}',
  '{"a":{"result":"failure"}}',
  '{"a":{"result":"success"},"b":{"result":"failure","outputs":{}}}',
  '{"a":{"result":"success"},"a":{"result":"failure"}}',
  '{"__proto__":{"result":"failure"}}',
  '{"__proto__":{"result":"success"},"constructor":{"result":"failure"}}',
  '{"a":{"__proto__":{"result":"failure"}}}',
  '{"toString":{"result":"failure"},"hasOwnProperty":1}',
  '{"a":{"result":["failure"]}}',
  '{"a":{"result":"Failure"}}',
  '{"a":"failure"}',
  '[{"result":"failure"}]',
  '{"n":9007199254740993,"m":1e400,"o":-0,"p":123456789012345678901234567890}',
  '{"a":{"result":"failure","n":1e999}}',
  '\ufeff{"a":{"result":"failure"}}',
  "{'a':{'result':'failure'}}",
  'undefined',
  'NaN',
  '[object Object]',
  '${{ toJSON(needs) }}',
  '\0',
  '\ud800',
];

/** The same, too large to be drawn often. */
const HUGE: Record<string, string> = {
  'an array as deep as the stack': deep('[', ']'),
  'an object as deep as the stack': deep('{"a":', '}').replace(':}', ':1}'),
  'a depth that never ends': '['.repeat(DEEP),
  'ten thousand entries': `{${many(10_000, (i) => `"job-${i}":{"result":"failure"}`)}}`,
  'a hundred thousand numbers': `[${many(100_000, String)}]`,
  'a key of a megabyte': `{"${'k'.repeat(1024 ** 2)}":{"result":"failure"}}`,
  'a text of a megabyte': `{"a":"${'x'.repeat(1024 ** 2)}"}`,
  'a megabyte of nothing': ' '.repeat(1024 ** 2),
};

const words = (...given: string[]) => fc.constantFrom(...given);
const documents = fc.oneof(words(...DOCUMENTS), fc.json({ maxDepth: 4 }));
const anything = fc.oneof(documents, fc.string({ unit: 'binary' }), fc.string());

/** What people write, what they mistype, and anything else, for every input there is. */
const PLAUSIBLE: Record<string, fc.Arbitrary<string>> = {
  title: words('Shop', ' ', 'x'.repeat(300)),
  body: documents,
  severity: words('', 'sev1', 'SEV2', 'sev4', 'high'),
  priority: words('', 'p1', 'P5', 'p0', '1'),
  status: words('', 'failure', 'success', 'sucess', 'create', 'resolve', 'cancelled', 'canceled', 'FAILURE', 'fail'),
  needs: documents,
  branches: words('', 'main', 'releases/**', '!main', '[', '\\', '*', '+', '**/x,!y', '['.repeat(50)),
  'create-on': words('', 'failure', 'failure,', 'failure timed_out', 'failures'),
  'resolve-on': words('', 'success', 'failure', 'skipped\nneutral'),
  'github-token': words(''),
  timeout: words('', '1', '300', '0', '301', '1.5', '-1', '1e2', '٣', '60s'),
  'fail-on-error': words('', 'true', 'False', 'yes', '1'),
  'dry-run': words('', 'true', 'false', 'no'),
  'job-status': words('success', 'failure', 'cancelled', '', 'skipped', 'Success', 'exploded'),
  matrix: documents,
  'check-run-id': words('', '31000000041', '1e99', '9007199254740993', '-1', 'x'),
  'job-workflow-ref': words('', 'acme/shop/.github/workflows/ci.yml@refs/heads/main', '@', 'x@y@z'),
};

type Step = { inputs: Record<string, string>; eventFile: string | undefined; phase: 'main' | 'post'; event: string };

function drawStep(tokens: fc.Arbitrary<string>): fc.Arbitrary<Step> {
  const given = Object.fromEntries(
    NAMES.filter((name) => name !== 'token').map((name) => [
      name,
      fc.oneof(
        { weight: 24, arbitrary: fc.constant(undefined) },
        { weight: 3, arbitrary: PLAUSIBLE[name] ?? anything },
        { weight: 1, arbitrary: anything },
      ),
    ]),
  );
  return fc.record({
    inputs: fc.record({ token: tokens, ...given }).map((inputs) => {
      const set = Object.entries(inputs).filter(([, value]) => value !== undefined);
      return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
    }),
    eventFile: fc.option(anything, { nil: undefined }),
    phase: fc.constantFrom('main', 'post'),
    event: fc.constantFrom('push', 'pull_request', 'schedule', 'workflow_run', 'release', 'x'),
  });
}

type Session = { clock: VirtualClock; service: Service };

/** Runs it and gives what was said; whatever was given, it is one of few things. */
async function live({ clock, service }: Session, { inputs, eventFile, phase, event }: Step): Promise<Traces> {
  const before = service.requests.length;
  const traces = await clock.finish(runStep({ clock, inputs, eventFile, phase, env: { GITHUB_EVENT_NAME: event } }));
  const sent = service.requests.length - before;
  const errors = traces.annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
  const ends = new Set(traces.log.match(/(?<=^|^Warning: |^Notice: )(Told Spike|Nothing reported|Dry run|Error: )/gm));

  expect(ends.size).toBe(1);
  expect(traces.rawLog).not.toMatch(/\n\s+at |Something went wrong/);
  expect(traces.hasFailed).toBe(errors.length === 1);
  expect(sent > 0).toBe(ends.has('Told Spike'));
  for (const error of errors) {
    expect(error).toMatch(/^[a-z-]+ (is|holds|gives|and|are) .*[.?]$/s);
    expect(error.length).toBeLessThan(500);
    expect(NAMES).toContain(error.split(' ')[0]);
  }
  return traces;
}

function urlOf({ port }: Service): string {
  return `http://127.0.0.1:${port}/token/push-events`;
}

describe('whatever is given, a step reports, or says in one sentence why not', () => {
  test('with any input, in both phases, on any event', { timeout: 120_000 }, async () => {
    await using clock = await startClock();
    await using service = await startService({ clock });
    const url = urlOf(service);
    const broken = words('', ' ', 'a b', 'http://example.com/x', 'https://hooks.spike.sh/', 'ftp://x', '/', '..');
    const tokens = fc.oneof({ weight: 9, arbitrary: fc.constant(url) }, { weight: 1, arbitrary: broken });
    const seen = { failed: 0, told: 0, quiet: 0 };
    const check = async (step: Step) => {
      const { hasFailed, log } = await live({ clock, service }, step);
      seen[hasFailed ? 'failed' : log.includes('Told Spike') ? 'told' : 'quiet'] += 1;
    };
    await fc.assert(fc.asyncProperty(drawStep(tokens), check), { numRuns: 600, seed: 6 });
    // The draw was no monotony.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
  });

  test.each(Object.entries(HUGE))('with %s for an input', { timeout: 60_000 }, async (_, text) => {
    await using clock = await startClock();
    await using service = await startService({ clock });
    for (const name of ['needs', 'matrix', 'body', 'title', 'status', 'branches', 'timeout', 'create-on']) {
      const inputs = { token: urlOf(service), ...(name !== 'needs' && { status: 'failure' }), [name]: text };
      await live({ clock, service }, { inputs, eventFile: undefined, phase: 'main', event: 'push' });
    }
  });
});

describe('an event file that is no event', () => {
  const large = `{"a":"${'x'.repeat(5 * 1024 ** 2)}"}`;
  test.each([undefined, ...DOCUMENTS, ...Object.values(HUGE), large])(
    'does not stop the alert: %.40s',
    async (eventFile) => {
      await using clock = await startClock();
      await using service = await startService({ clock });
      const inputs = { token: urlOf(service), status: 'failure' };
      await live({ clock, service }, { inputs, eventFile, phase: 'main', event: 'push' });
      expect(service.incidents.open()).toHaveLength(1);
    },
  );
});

describe('needs with names that objects have already', () => {
  test.each([
    ['{"__proto__":{"result":"failure"},"a":{"result":"success"}}', 'open'],
    ['{"constructor":{"result":"success"},"toString":{"result":"failure"}}', 'open'],
    ['{"a":{"result":"success"},"a":{"result":"failure"}}', 'open'],
    ['{"__proto__":{"result":"success"}}', 'none'],
  ])('%s is read as it stands', async (needs, expected) => {
    await using clock = await startClock();
    await using service = await startService({ clock });
    await live(
      { clock, service },
      { inputs: { token: urlOf(service), needs }, eventFile: '{}', phase: 'main', event: 'push' },
    );
    expect(service.requests).toHaveLength(1);
    expect(service.incidents.open().length === 0 ? 'none' : 'open').toBe(expected);
  });
});
