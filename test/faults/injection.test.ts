import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/details.ts';
import { type LookUps, noLookUps } from '../../src/github/lookups.ts';
import type { JsonObject } from '../../src/json.ts';
import { parseCommand } from '../runner/commands.ts';
import { startClock, type VirtualClock } from './clock.ts';
import { compose, type Request, type Service, startService } from './server.ts';
import { runStep, type Traces } from './step.ts';

const TOKEN = 's3cret-t0ken';

/** Words that mean something to the runner, to a terminal, to HTML, to Markdown, to JSON or to the eye. */
const WORDS = [
  '::set-output name=delivered::true',
  '::add-mask::a',
  '::stop-commands::pause',
  '::error file=x.ts,line=1::forged',
  '::warning::',
  '::debug::',
  '##[error]forged',
  '##[add-mask]a',
  '::',
  '##[',
  '%0A',
  '%0D%0A::error::forged',
  '%25',
  '\n',
  '\r',
  '\r\n::error::forged',
  '\u0085',
  '\u2028',
  '\u2029',
  '\t',
  '\0',
  '\u001b[31m',
  '\u001b]8;;https://example.com\u0007',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\udfff',
  '</td></tr></table>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</pre>',
  '<!--',
  '&lt;',
  '"',
  "'",
  '\\',
  '`',
  '```\n',
  '| a | b |\n|---|---|',
  '[x](javascript:alert(1))',
  '\n\n# Heading\n\n',
  '@everyone',
  'name<<EOF\nvalue\nEOF',
  'delivered=true',
  '${{ secrets.TOKEN }}',
  '__proto__',
  '🔥',
  'é',
  ' ',
  '',
];
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);
const texts = fc.array(hostile, { maxLength: 4 });

/** Everything that others write and the action reads. */
type World = {
  env: Record<string, string>;
  commitMessage: string;
  title: string;
  body: string;
  matrix: JsonObject;
  facts: Facts;
  jobName: string;
  superseding: string | undefined;
  answer: { status: number; body: string; retryAfter: string };
  verb: 'create' | 'resolve';
};

const NAMES = ['WORKFLOW', 'JOB', 'ACTOR', 'REF_NAME', 'HEAD_REF', 'SHA', 'SERVER_URL', 'REPOSITORY'] as const;
const variables = fc
  .record({
    ...Object.fromEntries(NAMES.map((name) => [`GITHUB_${name}`, hostile])),
    GITHUB_REF: fc.oneof(
      hostile.map((text) => `refs/heads/${text}`),
      hostile.map((text) => `refs/tags/${text}`),
      hostile,
    ),
    RUNNER_NAME: hostile,
  })
  .map((record): Record<string, string> => record);

const world: fc.Arbitrary<World> = fc.record({
  env: variables,
  commitMessage: hostile,
  title: fc.oneof(fc.constant(''), hostile),
  body: fc.oneof(
    fc.constant(''),
    hostile,
    fc.dictionary(hostile, hostile).map((object) => JSON.stringify(object)),
  ),
  matrix: fc.dictionary(hostile, hostile),
  facts: fc.record({
    job_url: hostile,
    failed_steps: texts,
    errors: texts,
    failed_jobs: fc.array(fc.record({ name: hostile, url: hostile, failed_steps: texts }), { maxLength: 3 }),
    failing_since: fc.record({ run_number: fc.nat(), url: hostile, at: hostile }),
    consecutive_failures: fc.oneof(fc.nat(), hostile),
    compare_url: hostile,
    recovered_after: fc.record({ duration: hostile, runs: hostile }),
  }),
  jobName: hostile,
  superseding: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: hostile }),
  answer: fc.record({
    status: fc.constantFrom(200, 200, 202, 302, 400, 404, 429, 500),
    body: fc.oneof(fc.constant('{"Ok":true}'), hostile),
    // What cannot stand in a header is not what a fault of the header could bring.
    retryAfter: hostile.map((text) => text.replace(/[^\t\x20-\x7e]/g, '')),
  }),
  verb: fc.constantFrom('create', 'resolve'),
});

type Session = { clock: VirtualClock; service: Service };
type Seen = { traces: Traces; requests: Request[] };

async function live({ clock, service }: Session, given: World): Promise<Seen> {
  const { answer, facts, jobName, superseding } = given;
  const before = service.requests.length;
  service.fail({
    name: '',
    play: (wire) =>
      wire.write(compose({ status: answer.status, headers: { 'retry-after': answer.retryAfter }, body: answer.body })),
  });
  const lookUps: LookUps = {
    ...noLookUps,
    findSuperseding: async () => superseding,
    findSharedJobName: async () => ({ needed: true, name: jobName }),
    findFacts: async () => facts,
  };
  const traces = await clock.finish(
    runStep({
      clock,
      lookUps,
      env: given.env,
      eventFile: JSON.stringify({
        head_commit: { message: given.commitMessage },
        repository: { full_name: 'acme/shop', default_branch: 'main' },
      }),
      inputs: {
        token: `http://127.0.0.1:${service.port}/${TOKEN}/push-events`,
        status: given.verb,
        title: given.title,
        body: given.body,
        matrix: JSON.stringify(given.matrix),
        'github-token': 'a token',
        timeout: '20',
      },
    }),
  );
  return { traces, requests: service.requests.slice(before) };
}

const COMMANDS: Record<string, string> = {
  debug: 'debug',
  notice: 'notice',
  warning: 'warning',
  error: 'error',
  setFailed: 'error',
  setSecret: 'add-mask',
};
// What a terminal, the log viewer or the eye obeys.
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]/u;

/** Each call of `@actions/core` made one line, and the runner takes it for what it is and for nothing else. */
function expectHonestLog({ said }: Traces): void {
  for (const { by, lines } of said) {
    expect(lines).toHaveLength(1);
    const [line = ''] = lines;
    expect(line.isWellFormed()).toBe(true);
    expect(line).not.toMatch(UNSEEN);
    const command = parseCommand(line);
    if (by === 'info') {
      expect(command).toBeUndefined();
      continue;
    }
    expect(command).toMatchObject({ name: COMMANDS[by], properties: {} });
    expect(command?.data).not.toMatch(UNSEEN);
    if (by === 'setSecret') expect(command?.data).toContain(TOKEN);
  }
}

const TAGS = /^<(\/?(h3|table|tr|td|p|pre|code)|th align="left"|\/th|br|a href="https?:\/\/[^"<>\n]*"|\/a)>$/;

/** The summary holds the markup of the action alone, in one block that Markdown does not look into. */
function expectHonestSummary({ summary }: Traces): void {
  for (const tag of summary.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(TAGS);
  for (const entity of summary.match(/&[^;]{0,6};?/g) ?? []) expect(entity).toMatch(/^&(amp|lt|gt|quot|#39);$/);
  expect(summary).not.toMatch(/\n\s*\n/);
  expect(summary.replaceAll('\n', '')).not.toMatch(UNSEEN);
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
}

function expectHonestOutputs({ outputs }: Traces): void {
  expect(Object.keys(outputs)).toEqual(['action', 'reason', 'title', 'delivered', 'payload']);
  for (const value of Object.values(outputs)) expect(value.replaceAll('\t', '')).not.toMatch(UNSEEN);
  expect(['create', 'resolve', 'none']).toContain(outputs.action);
  expect(['true', 'false']).toContain(outputs.delivered);
}

/** What was sent is JSON of Spike's form, and no text in it holds what it must not. */
function expectHonestPayload({ requests, traces }: Seen, verb: World['verb']): void {
  for (const { text } of requests) {
    expect(text).toBe(traces.outputs.payload);
    expect(text.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
    const { title, body, ...rest } = JSON.parse(text);
    expect(rest).toEqual(verb === 'resolve' ? { status: 'resolve' } : {});
    expect(title).toMatch(/\S/);
    expect(title).not.toMatch(UNSEEN);
    expect(Array.from(title).length).toBeLessThanOrEqual(250);
    expect(body).toBeTypeOf('object');
    for (const value of listTexts(body)) expect(value.replace(/[\n\t]/g, '')).not.toMatch(UNSEEN);
  }
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.entries(value).flat().flatMap(listTexts) : [];
}

function expectHonest(seen: Seen, { verb, superseding, answer }: World): void {
  const { traces, requests } = seen;
  expectHonestLog(traces);
  expectHonestSummary(traces);
  expectHonestOutputs(traces);
  expectHonestPayload(seen, verb);
  // Nothing stopped the alert, and its end was said.
  expect(traces.log).not.toContain('Something went wrong');
  expect(requests.length > 0).toBe(superseding === undefined);
  const isLost = superseding === undefined && answer.status >= 300;
  expect(traces.annotations.some(({ level }) => level === 'error')).toBe(isLost);
  expect(traces.hasFailed).toBe(isLost && verb === 'create');
}

describe('what others write stays text', () => {
  test('in every trace and in the payload, whatever it is', { timeout: 120_000 }, async () => {
    await using clock = await startClock();
    await using service = await startService({ clock });
    const check = async (given: World) => expectHonest(await live({ clock, service }, given), given);
    await fc.assert(fc.asyncProperty(world, check), { numRuns: 150, seed: 4 });
  });

  test.each(['::error::forged', '\r\n::error::forged', '\ud800', '"', '</pre>', '🔥'])(
    'also a megabyte of %j at each of the places where there is most room',
    { timeout: 60_000 },
    async (word) => {
      await using clock = await startClock();
      await using service = await startService({ clock });
      const text = word.repeat(Math.ceil(1024 ** 2 / word.length));
      const given: World = {
        env: Object.fromEntries(NAMES.map((name) => [`GITHUB_${name}`, word])),
        commitMessage: text,
        title: text,
        body: text,
        matrix: { [word]: word },
        facts: { errors: [text], failed_steps: [word], failed_jobs: [{ name: word, url: word }] },
        jobName: word,
        superseding: undefined,
        answer: { status: 404, body: text, retryAfter: '' },
        verb: 'create',
      };
      expectHonest(await live({ clock, service }, given), given);
    },
  );

  test.each([
    ['many numbers far down', `${'{"a":'.repeat(14)}[${Array(31_000).fill(1)}]${'}'.repeat(14)}`],
    ['many long texts', JSON.stringify({ errors: Array(10_000).fill('<'.repeat(500)) })],
    [
      'many short texts',
      JSON.stringify({ failed_steps: Array(30_000).fill('a step'), failed_jobs: Array(9_000).fill({}) }),
    ],
    ['a text of what is long in HTML', JSON.stringify({ message: '"'.repeat(60_000) })],
  ])('and does not make a summary that GitHub refuses: %s', async (_, body) => {
    await using clock = await startClock();
    await using service = await startService({ clock });
    service.fail({ name: '', play: (wire) => wire.write(compose({ status: 404 })) });
    const token = `http://127.0.0.1:${service.port}/${TOKEN}/push-events`;
    const traces = await clock.finish(runStep({ clock, inputs: { token, status: 'failure', body } }));
    expectHonestSummary(traces);
    expect(traces.summary).toContain('The payload:');
  });

  test('an error that no one expected holds no secret either', async () => {
    await using clock = await startClock();
    const url = `https://hooks.spike.sh/${TOKEN}/push-events`;
    const findFacts = async () => {
      throw new Error(`cannot read ${url}`);
    };
    const inputs = { token: url, status: 'failure', 'github-token': 'a token' };
    const { hasFailed, rawLog } = await clock.finish(runStep({ clock, inputs, lookUps: { ...noLookUps, findFacts } }));
    expect(hasFailed).toBe(true);
    expect(rawLog).toMatch(/^Error: Something went wrong in the action itself: cannot read \*\*\*$/m);
  });
});
