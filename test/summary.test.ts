import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../src/json.ts';
import { composePayload } from '../src/spike/payload.ts';
import { composeSummary, type Story } from '../src/summary.ts';
import { createContexts, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

const compose = (story: Partial<Story>): string =>
  composeSummary({
    heading: 'Incident opened',
    title: 'CI / build in acme/shop',
    details: {},
    severity: undefined,
    priority: undefined,
    reason: 'the outcome is failure, which is in create-on',
    ...story,
  });

/** The cells of the table by their names. */
function readRows(html: string): Record<string, string> {
  const rows = html.matchAll(/<tr><th align="left">(.*?)<\/th><td>(.*?)<\/td><\/tr>/g);
  return Object.fromEntries(Array.from(rows, ([, name = '', cell = '']) => [name, cell]));
}

describe('a summary', () => {
  test('has a heading and a table, in one line that Markdown does not look into', () => {
    expect(compose({ heading: 'Not delivered', title: 'Shop', reason: 'why' })).toBe(
      '<h3>Spike · Not delivered</h3><table>' +
        '<tr><th align="left">Incident</th><td>Shop</td></tr><tr><th align="left">Why</th><td>why</td></tr></table>\n',
    );
  });

  test('has rows only for what is known', () => {
    expect(Object.keys(readRows(compose({})))).toEqual(['Incident', 'Why']);
  });

  test('has a row for everything that is known', () => {
    const url = 'https://github.com/acme/shop';
    const details = {
      outcome: 'failure',
      failed_steps: ['npm ci', 'npm test'],
      failed_jobs: [{ name: 'build', url: `${url}/job`, failed_steps: ['npm test'] }, { name: 'lint' }],
      errors: ['src/a.ts:3: 1 < 2', 'boom'],
      failing_since: { run_number: 39, url: `${url}/run`, at: '2026-11-24T03:12:45Z' },
      consecutive_failures: 3,
      recovered_after: { duration: '2 h 5 min', runs: 3 },
      job_url: `${url}/job`,
      run_url: `${url}/run`,
      compare_url: `${url}/compare`,
    };
    expect(readRows(compose({ details, severity: 'sev1', priority: 'p2' }))).toEqual({
      Incident: 'CI / build in acme/shop',
      Outcome: 'failure',
      Severity: 'sev1',
      Priority: 'p2',
      'Failed step': 'npm ci<br>npm test',
      'Failed jobs': `<a href="${url}/job">build</a> (npm test)<br>lint`,
      Errors: '<code>src/a.ts:3: 1 &lt; 2</code><br><code>boom</code>',
      'Failing since': `<a href="${url}/run">run 39</a>, 2026-11-24 03:12 UTC (3 runs in a row)`,
      'Down for': '2 h 5 min',
      Links: `<a href="${url}/job">job</a> · <a href="${url}/run">run</a> · <a href="${url}/compare">changes since the last green run</a>`,
      Why: 'the outcome is failure, which is in create-on',
    });
  });

  test.each<{ what: string; details: JsonObject; row: string; cell: string }>([
    { what: 'a number as outcome', details: { outcome: 0 }, row: 'Outcome', cell: '0' },
    {
      what: 'the first failed run without a link to it',
      details: { failing_since: { run_number: 39 } },
      row: 'Failing since',
      cell: 'run 39',
    },
    {
      what: 'a count that may be more',
      details: { failing_since: { run_number: 39 }, consecutive_failures: 'at least 30' },
      row: 'Failing since',
      cell: 'run 39 (at least 30 runs in a row)',
    },
    {
      what: 'no count where this is the first failed run',
      details: { failing_since: { run_number: 41 }, consecutive_failures: 1 },
      row: 'Failing since',
      cell: 'run 41',
    },
    {
      what: 'a time that is not written as GitHub writes it as it is',
      details: { failing_since: { run_number: 39, at: '24 Nov <b>' } },
      row: 'Failing since',
      cell: 'run 39, 24 Nov &lt;b&gt;',
    },
    {
      what: 'one link where there is one',
      details: { run_url: 'https://github.com/run' },
      row: 'Links',
      cell: '<a href="https://github.com/run">run</a>',
    },
    {
      what: 'a link with a quote in it as a link still',
      details: { run_url: 'https://github.com/"onclick="x' },
      row: 'Links',
      cell: '<a href="https://github.com/&quot;onclick=&quot;x">run</a>',
    },
    {
      what: 'a failed job of which no name is known',
      details: { failed_jobs: [{ failed_steps: ['npm test'] }] },
      row: 'Failed jobs',
      cell: ' (npm test)',
    },
  ])('shows $what', ({ details, row, cell }) => {
    expect(readRows(compose({ details }))[row]).toBe(cell);
  });

  test.each<{ what: string; details: JsonObject }>([
    { what: 'an outcome that is no text', details: { outcome: { word: 'failure' } } },
    { what: 'failed steps that are no list', details: { failed_steps: 'npm test' } },
    { what: 'an empty list of failed steps', details: { failed_steps: [] } },
    { what: 'failed steps without a name', details: { failed_steps: ['', null, {}] } },
    { what: 'failed jobs that are no list', details: { failed_jobs: { name: 'build' } } },
    { what: 'an empty list of failed jobs', details: { failed_jobs: [] } },
    { what: 'a first failure without its run', details: { failing_since: { at: 'yesterday' } } },
    { what: 'a count alone', details: { consecutive_failures: 3 } },
    { what: 'links that are no text', details: { run_url: 41, job_url: '', compare_url: null } },
  ])('leaves out $what', ({ details }) => {
    expect(Object.keys(readRows(compose({ details })))).toEqual(['Incident', 'Why']);
  });

  test('names at most 20 failed jobs and counts the others', () => {
    const jobs = (length: number) => Array.from({ length }, (_, index) => ({ name: `job ${index}` }));
    const cell = readRows(compose({ details: { failed_jobs: jobs(23) } }))['Failed jobs'] ?? '';
    expect(cell.split('<br>')).toHaveLength(21);
    expect(cell).toMatch(/<br>job 19<br>and 3 more$/);
    expect(readRows(compose({ details: { failed_jobs: jobs(20) } }))['Failed jobs']).toMatch(/<br>job 19$/);
  });

  test('cuts a text at 500 characters', () => {
    const cell = readRows(compose({ reason: 'x'.repeat(1_000) })).Why;
    expect(cell).toBe(`${'x'.repeat(499)}…`);
  });

  test('shows a text on one line', () => {
    expect(readRows(compose({ title: 'a\n\n# b' })).Incident).toBe('a # b');
  });

  test('shows the payload in full where it is asked to, indented', () => {
    const payload = composePayload(
      {
        action: 'create',
        title: 'Shop <b>',
        details: { a: 'one\n\ntwo' },
        severity: undefined,
        priority: undefined,
      },
      (text) => text,
    );
    expect(compose({ payload })).toMatch(
      /<\/table><p>The payload:<\/p><pre>\{\n {2}&quot;title&quot;: &quot;Shop &lt;b&gt;&quot;,\n/,
    );
    expect(compose({ payload })).toContain('&quot;a&quot;: &quot;one\\n\\ntwo&quot;');
  });

  test('shows no payload where none is given', () => {
    expect(compose({})).not.toContain('<pre>');
  });

  test.each([
    'javascript:alert(1)',
    ' https://evil.example',
    'data:text/html,x',
    '//evil.example',
    'HTTPS',
    'vbscript:x',
  ])('makes no link of %s', (url) => {
    const details = {
      run_url: url,
      failed_jobs: [{ name: 'build', url }],
      failing_since: { run_number: 1, url },
    };
    expect(compose({ details })).not.toContain('<a ');
  });
});

test('of an alert that is lost says why it was not delivered', async () => {
  await using spike = await startSpike();
  spike.misbehave({ status: 404 });
  const { summary } = await runJob({
    contexts: createContexts(),
    with: { token: spike.url('token-of-shop'), status: 'failure', 'github-token': '' },
    phases: ['main'],
  });
  expect(readRows(summary)).toMatchObject({ Outcome: 'failure', Why: expect.stringContaining('answered 404') });
});

const hostile = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '</td>',
        '</table>',
        '<script>',
        '<img src=x onerror=y>',
        '<!--',
        '&lt;',
        '&',
        '"',
        "'",
        '\n',
        '\n\n',
        '\r',
        '\u2028',
        '# a',
        '```',
        '| a |',
        '[a](javascript:b)',
        'https://a.example',
        'http://',
        'javascript:',
        ' ',
        'a',
        '\ud800',
      ),
      { maxLength: 10 },
    )
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    hostile,
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom('name', 'url', 'at', 'run_number', 'failed_steps', 'duration', '<b>', '__proto__'),
      tie('value'),
    ),
  ),
}));
const url = fc.oneof(
  hostile,
  hostile.map((rest) => `https://${rest}`),
);
const details: fc.Arbitrary<JsonObject> = fc.record(
  {
    outcome: value,
    failed_steps: fc.oneof(value, fc.array(hostile)),
    failed_jobs: fc.oneof(value, fc.array(fc.record({ name: hostile, url, failed_steps: fc.array(hostile) }))),
    errors: fc.oneof(value, fc.array(hostile)),
    failing_since: fc.oneof(value, fc.record({ run_number: fc.oneof(hostile, fc.integer()), url, at: hostile })),
    consecutive_failures: fc.oneof(hostile, fc.integer()),
    recovered_after: fc.oneof(value, fc.record({ duration: hostile })),
    job_url: url,
    run_url: url,
    compare_url: url,
    message: value,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const story = fc
  .record({ details, title: hostile, reason: hostile, severity: hostile, priority: hostile })
  .map((given) => ({
    ...given,
    payload: composePayload({ action: 'create', ...given }, (text) => text),
  }));

describe('whatever comes from outside', () => {
  test('leaves no markup in the summary but its own', () => {
    const own = /<\/?(?:h3|table|tr|th|td|p|pre|a|code)>|<th align="left">|<br>|<a href="https?:\/\/[^"<>']*">/g;
    fc.assert(
      fc.property(story, (given) => {
        const rest = compose(given).replace(own, '');
        expect(rest).not.toMatch(/[<>"']/);
        expect(rest).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves no blank line in the summary, which would end the HTML and begin Markdown', () => {
    fc.assert(
      fc.property(story, (given) => {
        const lines = compose(given).split(/\r\n|\r|\n/);
        expect(lines.pop()).toBe('');
        expect(lines.filter((line) => line.trim() === '')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('leads to web pages only', () => {
    fc.assert(
      fc.property(story, (given) => {
        const targets = Array.from(compose(given).matchAll(/href="([^"]*)"/g), ([, target = '']) => target);
        expect(targets.filter((target) => !/^https?:\/\//.test(target))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('closes every element that was opened, in order', () => {
    fc.assert(
      fc.property(story, (given) => {
        const open: string[] = [];
        for (const [, slash, name = ''] of compose(given).matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
          if (slash === '/') expect(open.pop()).toBe(name);
          else if (name !== 'br') open.push(name);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
