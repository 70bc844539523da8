import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../src/json.ts';
import { composePayload } from '../src/spike/payload.ts';
import { composeSummary, type SummaryInput } from '../src/summary.ts';

const compose = (input: Partial<SummaryInput>): string =>
  composeSummary({
    heading: 'Failure reported',
    title: 'CI / build failed in acme/shop',
    details: {},
    severity: undefined,
    priority: undefined,
    ...input,
  });

/** The cells of the table by their names. */
function readRows(html: string): Record<string, string> {
  const rows = html.matchAll(/<tr><th align="left">(.*?)<\/th><td>(.*?)<\/td><\/tr>/g);
  return Object.fromEntries(Array.from(rows, ([, name = '', cell = '']) => [name, cell]));
}

describe('a summary', () => {
  test('has a heading and a table, in one line that Markdown does not look into', () => {
    expect(compose({ heading: 'Not delivered', title: 'Shop', problem: 'Spike answered 404' })).toBe(
      '<h3>Spike · Not delivered</h3><table>' +
        '<tr><th align="left">Incident</th><td>Shop</td></tr>' +
        '<tr><th align="left">Why not delivered</th><td>Spike answered 404</td></tr></table>\n',
    );
  });

  test('has a row for everything that is known, and no other', () => {
    const url = 'https://github.com/acme/shop';
    const details = {
      outcome: 'failure',
      environment: 'production',
      failed_steps: ['npm ci', 'npm test'],
      failed_jobs: [{ name: 'build', url: `${url}/job`, failed_steps: ['npm test'] }, { name: 'lint' }],
      errors: ['src/a.ts:3: 1 < 2', 'boom'],
      failing_since: { run_number: 39, url: `${url}/run`, at: '2026-11-24T03:12:45Z' },
      consecutive_failures: 3,
      recovered_after: { duration: '2 h 5 min', failed_runs: 3 },
      ...{
        pull_request: 57,
        message: 'Ask <Mona>',
        branch: 'main',
        tag: 'v1.2',
        commit: 'c0ffee254729296a45a3885639ac7e10f9d54979',
      },
      ...{ commit_message: 'Charge the card once', author: 'mona', runbook: 'https://wiki.example/shop' },
      job_url: `${url}/job`,
      run_url: `${url}/run`,
      compare_url: `${url}/compare`,
    };
    expect(readRows(compose({ details, severity: 'sev1', priority: 'p2' }))).toEqual({
      Incident: 'CI / build failed in acme/shop',
      Result: 'failure',
      Severity: 'sev1',
      Priority: 'p2',
      Environment: 'production',
      Note: 'Ask &lt;Mona&gt;',
      Runbook: '<a href="https://wiki.example/shop">https://wiki.example/shop</a>',
      'Failed step': `<a href="${url}/job">npm ci</a><br><a href="${url}/job">npm test</a>`,
      'Failed jobs': `<a href="${url}/job">build</a> (npm test)<br>lint`,
      Errors: '<code>src/a.ts:3: 1 &lt; 2</code><br><code>boom</code>',
      'Failing since': `<a href="${url}/run">run 39</a>, 2026-11-24 03:12 UTC (3 failures in a row)`,
      Changes: `<a href="${url}/compare">since it last passed</a>`,
      'Had failed for': '2 h 5 min',
      'Pull request': '57',
      Branch: 'main',
      Tag: 'v1.2',
      'Commit of this run': '<code>c0ffee2</code> Charge the card once, by mona',
      Links: `<a href="${url}/job">job</a> · <a href="${url}/run">run</a>`,
    });
    expect(Object.keys(readRows(compose({})))).toEqual(['Incident']);
  });

  const since = (more: JsonObject = {}, run: JsonObject = {}) => ({
    failing_since: { run_number: 39, ...run },
    ...more,
  });
  const more = { consecutive_failures: 'at least 9' };
  const quoted = 'https://github.com/"onclick="x';
  test.each<[string, JsonObject, string, string]>([
    ['a text on one line', { outcome: 'a\n\n# b' }, 'Result', 'a # b'],
    ['500 characters of a text', { outcome: 'x'.repeat(1_000) }, 'Result', `${'x'.repeat(499)}…`],
    ['a number as outcome', { outcome: 0 }, 'Result', '0'],
    ['the first failed run without a link to it', since(), 'Failing since', 'run 39'],
    ['this run as such', since({ run_number: 39 }), 'Failing since', 'this run'],
    ['no count of one', since({ consecutive_failures: 1 }), 'Failing since', 'run 39'],
    ['another time as it is', since({}, { at: '24 Nov <b>' }), 'Failing since', 'run 39, 24 Nov &lt;b&gt;'],
    ['a count that may be more', since(more), 'Failing since', 'run 39 or earlier (at least 9 failures in a row)'],
    ['a commit without a message', { commit: 'c0ffee25' }, 'Commit of this run', '<code>c0ffee2</code>'],
    ['a runbook that is a text', { runbook: 'Ask <Mona>' }, 'Runbook', 'Ask &lt;Mona&gt;'],
    ['one link where there is one', { run_url: 'https://a.example' }, 'Links', '<a href="https://a.example">run</a>'],
    ['a link with a quote', { run_url: quoted }, 'Links', `<a href="${quoted.replaceAll('"', '&quot;')}">run</a>`],
    ['a failed job without a name', { failed_jobs: [{ failed_steps: ['npm test'] }] }, 'Failed jobs', ' (npm test)'],
  ])('shows %s', (_, details, row, cell) => {
    expect(readRows(compose({ details }))[row]).toBe(cell);
  });

  test.each<{ what: string; details: JsonObject }>([
    { what: 'an outcome that is no text', details: { outcome: { word: 'failure' } } },
    { what: 'failed steps that are no list', details: { failed_steps: 'npm test' } },
    { what: 'an empty list of failed steps', details: { failed_steps: [] } },
    { what: 'failed steps without a name', details: { failed_steps: ['', null, {}] } },
    { what: 'a first failure without its run', details: { failing_since: { at: 'yesterday' } } },
    { what: 'links that are no text', details: { run_url: 41, job_url: '', compare_url: null } },
  ])('leaves out $what', ({ details }) => {
    expect(Object.keys(readRows(compose({ details })))).toEqual(['Incident']);
  });

  test('names at most 20 failed jobs and counts the others', () => {
    const jobs = (length: number) => Array.from({ length }, (_, index) => ({ name: `job ${index}` }));
    const cell = readRows(compose({ details: { failed_jobs: jobs(23) } }))['Failed jobs'] ?? '';
    expect(cell.split('<br>')).toHaveLength(21);
    expect(cell).toMatch(/<br>job 19<br>and 3 more$/);
    expect(readRows(compose({ details: { failed_jobs: jobs(20) } }))['Failed jobs']).toMatch(/<br>job 19$/);
  });

  test('shows the payload in full where it is asked to, indented', () => {
    const shown =
      '{\n  &quot;title&quot;: &quot;Shop &lt;b&gt;&quot;,\n  &quot;message&quot;: &quot;one\\n\\ntwo&quot;\n}';
    const payload = JSON.stringify({ title: 'Shop <b>', message: 'one\n\ntwo' });
    expect(compose({ payload })).toContain(`</table><p>What Spike should have received:</p><pre>${shown}</pre>`);
  });

  test('shows a payload as it is where indentation would make too much of it', () => {
    const payload = `{"a":${'['.repeat(500)}${'1,'.repeat(200)}1${']'.repeat(500)}}`;
    expect(compose({ payload })).toContain(`<pre>${payload.replaceAll('"', '&quot;')}</pre>`);
    expect(compose({})).not.toContain('<pre>');
  });
});

const PIECES = `<|>|</td>|</table>|<script>|<img src=x onerror=y>|<!--|&lt;|&|"|'|\n|\n\n|\r|\u2028|# a|\`\`\`|[a](javascript:b)|`;
const pieces = [...PIECES.split('|'), '| a |', 'https://a.example', 'http://', 'javascript:', ' ', 'a', '\ud800'];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((parts) => parts.join('')),
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
    ...{ job_url: url, run_url: url, compare_url: url, commit: hostile, commit_message: hostile, runbook: url },
    message: value,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const input = fc
  .record({ details, title: hostile, problem: hostile, severity: hostile, priority: hostile })
  .map((given) => ({ ...given, payload: composePayload({ action: 'create', ...given }, (text) => text).text }));

describe('whatever comes from outside', () => {
  test('leaves no markup in the summary but its own, closed in order, no blank line and no link but to web pages', () => {
    const own = /<\/?(?:h3|table|tr|th|td|p|pre|a|code)>|<th align="left">|<br>|<a href="https?:\/\/[^"<>']*">/g;
    fc.assert(
      fc.property(input, (given) => {
        const html = compose(given);
        const rest = html.replace(own, '');
        expect(rest).not.toMatch(/[<>"']/);
        expect(rest).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
        // A blank line would end the HTML and begin Markdown.
        expect(html.split(/\r\n|\r|\n/).filter((line) => line.trim() === '')).toEqual(['']);
        expect(html).toMatch(/[^\r\n]\n$/);
        const open: string[] = [];
        for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
          if (slash === '/') expect(open.pop()).toBe(name);
          else if (name !== 'br') open.push(name);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
