import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
// What is loaded lazily is here before time stands still.
import '../../src/report.ts';
import '../../src/warnings.ts';
import { createFakeRunner, type FakeRunner, runFake, type Scene } from '../fake-runner.ts';
import { PUSH_TO_MAIN } from '../situations.ts';

// Every input there is, by the variables that a runner sets for them.
const NAMES = Object.keys(createFakeRunner().env).flatMap((name) =>
  name.startsWith('INPUT_') ? [name.slice(6).toLowerCase()] : [],
);

const DEEP = 20_000;
const deep = (start: string, end: string) => start.repeat(DEEP) + end.repeat(DEEP);
const many = (count: number, entry: (index: number) => string) => Array.from({ length: count }, (_, i) => entry(i));

/** JSON that is meant to hurt, and texts that are nearly JSON. */
const DOCUMENTS = [
  ...['', ' ', 'null', 'true', '0', '""', '[]', '{}', '{', '{"a"', '{"a":{"result":"failure"}', '\0', '\ud800'],
  ...['{"a":{"result":"failure"}}', '{"a":{"result":"success"},"b":{"result":"failure","outputs":{}}}'],
  ...['{"a":{"result":"success"},"a":{"result":"failure"}}', '{"__proto__":{"result":"failure"}}'],
  ...['{"a":{"__proto__":{"result":"failure"}}}', '{"toString":{"result":"failure"},"hasOwnProperty":1}'],
  ...['{"a":{"result":["failure"]}}', '{"a":{"result":"Failure"}}', '{"a":"failure"}', '[{"result":"failure"}]'],
  ...['["failure","success"]', 'success skipped', '{"n":9007199254740993,"m":1e400,"o":-0}', "{'a':1}"],
  ...['\ufeff{"a":{"result":"failure"}}', 'undefined', 'NaN', '[object Object]', '${{ toJSON(needs) }}'],
];

/** About as much as a variable can hold on Linux. */
const HUGE: Record<string, string> = {
  'an array as deep as the stack': deep('[', ']'),
  'an object as deep as the stack': deep('{"a":', '}').replace(':}', ':1}'),
  'a depth that never ends': '['.repeat(DEEP),
  'three thousand entries': `{${many(3_000, (i) => `"job-${i}":{"result":"failure"}`)}}`,
  'twenty thousand numbers': `[${many(20_000, String)}]`,
  'ten thousand lines': many(10_000, (i) => `release/${i}`).join('\n'),
  'a long key': `{"${'k'.repeat(120_000)}":{"result":"failure"}}`,
  'a long text': `{"a":"${'x'.repeat(120_000)}"}`,
  'nothing, at length': ' '.repeat(120_000),
};

const words = (...given: string[]) => fc.constantFrom(...given);
const documents = fc.oneof(words(...DOCUMENTS), fc.json({ maxDepth: 4 }));
const anything = fc.oneof(documents, fc.string({ unit: 'binary' }), fc.string());

/** What people write and what they mistype. */
const PLAUSIBLE: Record<string, fc.Arbitrary<string>> = {
  title: words('Shop', ' ', 'x'.repeat(300)),
  severity: words('', 'sev1', 'SEV2', 'sev4', 'high'),
  priority: words('', 'p1', 'P5', 'p0', '1'),
  status: words('auto', 'failure', 'success', 'sucess', 'create', 'resolve', 'cancelled', 'FAILURE', 'fail', ''),
  branches: words('', 'main', 'releases/**', '!main', '[', '\\', '*', '+', '**/x,!y', '['.repeat(50)),
  'create-on': words('never', 'failure', 'failure,', 'failure timed_out', 'failures', ''),
  'resolve-on': words('never', 'success', 'failure', 'skipped\nneutral'),
  after: words('', '1', '5', '0', '6', 'two'),
  'github-token': words(''),
  timeout: words('', '1', '300', '0', '301', '1.5', '-1', '1e2', '٣', '60s'),
  'fail-on-error': words('', 'true', 'False', 'yes', '1'),
  'pull-requests': words('', 'true', 'false', 'no'),
  'job-status': words('success', 'failure', 'cancelled', '', 'skipped', 'Success', 'exploded'),
  'action-status': words('', 'success', 'failure', 'Failure'),
  'check-run-id': words('', '31000000041', '1e99', '9007199254740993', '-1', 'x'),
  'job-workflow-ref': words('', 'acme/shop/.github/workflows/ci.yml@refs/heads/main', '@', 'x@y@z'),
  token: words('', ' ', 'a b', 'http://example.com/x', 'https://hooks.spike.sh/', 'ftp://x', '/', '..'),
};

// Nothing is sent; what would be is in the log.
const DRY = { 'dry-run': 'true' };
// A token of one letter would be redacted in the words by which an end is known.
const isEmptyOrLong = (text: string) => text.trim() === '' || text.trim().length > 5;
const drawn = NAMES.filter((name) => name !== 'dry-run' && name !== 'github-token').map((name) => {
  const given = [
    // So that as many are given on the whole, however many there are.
    { weight: Math.ceil(1.4 * NAMES.length), arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: PLAUSIBLE[name] ?? documents },
    { weight: 1, arbitrary: name === 'token' ? anything.filter(isEmptyOrLong) : anything },
  ];
  return [name, fc.oneof(...given)] as const;
});
type Drawn = Scene & { phase: 'main' | 'post' };
const scene: fc.Arbitrary<Drawn> = fc.record({
  phase: fc.constantFrom('main', 'post'),
  inputs: fc.record(Object.fromEntries(drawn)).map((inputs: Record<string, string | null>) => {
    const given = Object.entries(inputs).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
    return { ...DRY, ...Object.fromEntries(given) };
  }),
  event: anything,
  env: fc
    .constantFrom('push', 'pull_request', 'schedule', 'workflow_run', 'release', 'x')
    .map((name) => ({ GITHUB_EVENT_NAME: name })),
});

/** Whatever was given, the phase ends in one line: a report, a reason for none, or an error that names an input. */
function expectOneEnd({ lines, masks }: FakeRunner): 'reported' | 'not reported' | 'failed' {
  const ends = lines.filter((line) => /^\w+ (?:Dry run: |Not |Nothing |.*is lost at the end)/.test(line));
  const errors = lines.filter((line) => line.startsWith('failed '));
  expect(lines.join('\n')).not.toMatch(/\n\s+at |The action itself failed/);
  expect(ends.length + errors.length).toBe(1);
  for (const mask of masks) expect(mask.length).toBeGreaterThanOrEqual(6);
  for (const error of errors) {
    expect(NAMES.some((name) => error.startsWith(`failed ${name}`) || error.includes(` ${name} `))).toBe(true);
    expect(error).toMatch(/[.?]$/);
    expect(error.length).toBeLessThan(700);
  }
  if (errors.length > 0) return 'failed';
  return ends[0]?.includes('Dry run') ? 'reported' : 'not reported';
}

describe('whatever is given, a step reports, or says in one sentence why not', () => {
  test('with any input, in both phases, on any event', async () => {
    const seen = { reported: 0, 'not reported': 0, failed: 0 };
    const check = async ({ phase, ...given }: Drawn) => {
      seen[expectOneEnd(await runFake(phase, given))] += 1;
    };
    await fc.assert(fc.asyncProperty(scene, check), { numRuns: 400, seed: 6 });
    // The draw was no monotony.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(30);
  });

  test.each(Object.entries(HUGE))('with %s for an input', async (_, text) => {
    for (const name of ['needs', 'matrix', 'body', 'title', 'status', 'branches', 'timeout', 'create-on', 'token']) {
      const inputs = { ...DRY, ...(name !== 'needs' && { status: 'failure' }), [name]: text };
      expectOneEnd(await runFake('main', { inputs }));
    }
  });

  const large = `{"a":"${'x'.repeat(5 * 1024 ** 2)}"}`;
  test.each([...DOCUMENTS, ...Object.values(HUGE), large])(
    'with an event file that is no event: %.40s',
    async (event) => {
      const { lines } = await runFake('main', { inputs: { ...DRY, status: 'failure' }, event });
      expect(lines.at(-1)).toMatch(/^info Dry run: Spike would be asked to open/);
    },
  );

  test.each([
    ['{"__proto__":{"result":"failure"},"a":{"result":"success"}}', 'open'],
    ['{"constructor":{"result":"success"},"toString":{"result":"failure"}}', 'open'],
    ['{"a":{"result":"success"},"a":{"result":"failure"}}', 'open'],
    ['{"__proto__":{"result":"success"}}', 'resolve'],
  ])('with needs whose names objects have already: %s', async (needs, verb) => {
    const { lines } = await runFake('main', { inputs: { ...DRY, needs }, start: PUSH_TO_MAIN });
    expect(lines.at(-1)).toMatch(`info Dry run: Spike would be asked to ${verb}`);
  });
});
