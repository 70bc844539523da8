import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeDetails, type Facts } from '../src/details.ts';
import { decideRetry } from '../src/spike/delivery.ts';
import { composeTitle, type TitleParts } from '../src/title.ts';
import {
  type Example,
  listAnchors,
  listBlocks,
  listCode,
  listExamples,
  listRows,
  type Page,
  ROOT,
  readPage,
  readPages,
  readProse,
  readSection,
} from './documentation.ts';
import { createExample } from './example.ts';
import { startGithub } from './github/github.ts';
import { listTexts, normalizeText } from './messages.ts';
import { createContexts, runJob } from './runner/runner.ts';
import { change, contextOf, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';
import { startSpike } from './spike/spike.ts';

const OURS = 'your-org/spike-incident@v1';
const OTHERS = ['actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1'];
const HIDDEN = 'Internal. Do not set.';

const pages = readPages();
const papers = ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].map(readPage);
const readme = readPage('README.md');
const manifestText = readFileSync(join(ROOT, 'action.yml'), 'utf8');
const examples = listExamples(pages);

type Json = { [key: string]: unknown };

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

/** Every scalar a text, as the runner reads it. */
const manifest = asObject(parse(manifestText, { schema: 'failsafe' }));
const inputs = Object.entries(asObject(manifest.inputs)).map(([name, input]) => ({
  name,
  ...asObject(input),
}));
const outputs = Object.entries(asObject(manifest.outputs)).map(([name, output]) => ({
  name,
  ...asObject(output),
}));
type Field = { name: string; description?: unknown; default?: unknown; required?: unknown };
const visible = inputs.filter(({ description }: Field) => description !== HIDDEN);

describe('action.yml', () => {
  test('is what GitHub’s own schema allows', () => {
    expect(findProblemsOfAction('action.yml', manifestText)).toEqual([]);
    expect(findProblemsOfAction('broken.yml', manifestText.replace('runs:', 'run:'))).not.toEqual([]);
  });

  test('has no expression in a description, which would keep it from loading', () => {
    const described: Field[] = [{ name: 'action', description: manifest.description }, ...inputs, ...outputs];
    for (const { name, description } of described) {
      expect(description, name).toMatch(/^[A-Z].*\.$/);
      expect(description, name).not.toContain('${{');
    }
  });
});

describe('the tables of README', () => {
  test('list the inputs of action.yml with their defaults and descriptions, without the hidden ones', () => {
    const rows = visible.map(({ name, required, default: value, description }: Field) => [
      `\`${name}\``,
      required === 'true' ? 'required' : value === undefined ? '–' : `\`${value}\``,
      description,
    ]);
    expect(listRows(readSection(readme.text, 'Inputs')).slice(1)).toEqual(rows);
  });

  test('list the outputs of action.yml with their descriptions', () => {
    const rows = outputs.map(({ name, description }: Field) => [`\`${name}\``, description]);
    expect(listRows(readSection(readme.text, 'Outputs')).slice(1)).toEqual(rows);
  });
});

describe('the tables of titles', () => {
  const shown = (path: string, heading: string) =>
    listRows(
      path === 'README.md' ? readSection(readme.text, heading) : (readPage(path).text.split('\n## ')[0] ?? ''),
    ).slice(1);

  test('are composed by the action', () => {
    const rows = listTitles().map(([what, title]) => [what, `\`${title}\``]);
    expect(shown('docs/titles.md', '')).toEqual(rows);
  });

  test('are the same in README, with fewer rows', () => {
    const rows = shown('README.md', 'Titles');
    expect(rows.length).toBe(6);
    expect(shown('docs/titles.md', '')).toEqual(expect.arrayContaining(rows));
  });

  test('name titles on the other pages that the action composes', () => {
    const texts = pages.filter(({ path }) => path !== 'docs/titles.md').flatMap(({ text }) => listCode(text));
    const titles = texts.filter((code) => / failed in acme\//.test(code));
    expect(titles.length).toBeGreaterThan(8);
    // <workflow>[ / <job>][ (<values>)] failed in acme/shop[<scope>][ (<environment>)]
    for (const title of titles)
      expect(title).toMatch(/^[\w ]+( \/ [\w-]+){0,2}( \(.+\))? failed in acme\/shop(([@#])\S+)?( \(\w+\))?$/);
  });
});

describe('the examples', () => {
  test('begin with a workflow that needs the token alone, above the table of when it reports', () => {
    const [first] = listBlocks(readme).filter(({ text }) => /^on:/m.test(text));
    expect(first?.line).toBeLessThanOrEqual(25);
    expect(Object.keys(asObject(listSteps(examples.find(({ line }) => line === first?.line))[0]?.with))).toEqual([
      'token',
    ]);
    const lines = readme.text.split('\n');
    expect(lines.length).toBeLessThanOrEqual(300);
    expect(lines.slice(0, 60).join('\n')).toContain(readSection(readme.text, 'When it reports').trimEnd());
  });

  test('are many, and each page has its own place for each file', () => {
    expect(examples.length).toBeGreaterThan(15);
    const places = examples.map(({ page, path }) => `${page}: ${path}`);
    expect(places).toEqual([...new Set(places)]);
  });

  test.each(examples)('$page, line $line, is what GitHub’s own parser takes', async (example) => {
    expect(await findProblems(example)).toEqual([]);
  });

  test('that are broken are found', async () => {
    const [example] = examples;
    if (example === undefined) throw new Error('There is no example.');
    const breakIt = (from: string, to: string) => findProblems({ ...example, text: example.text.replace(from, to) });
    expect(await breakIt('runs-on:', 'run-on:')).not.toEqual([]);
    expect(await breakIt('secrets.', 'secret.')).not.toEqual([]);
    expect(await breakIt('- uses', '- use')).not.toEqual([]);
  });

  test('give the action only inputs that it has, and always a token', () => {
    const names = visible.map(({ name }) => name);
    const used = examples.flatMap(listSteps).filter(({ uses }) => uses === OURS);
    expect(used.length).toBeGreaterThan(15);
    for (const step of used) {
      const given = Object.keys(asObject(step.with));
      expect(names).toEqual(expect.arrayContaining(given));
      expect(given).toContain('token');
    }
  });

  test('use no other action than those that are pinned, and one version of ours', () => {
    const used = examples.flatMap(listSteps).flatMap(({ uses }) => (uses === undefined ? [] : [String(uses)]));
    const local = used.filter((name) => name.startsWith('./'));
    expect(new Set(used)).toEqual(new Set([OURS, ...OTHERS, ...local]));
    const texts = [...pages, ...papers].map(({ text }) => text).join('\n');
    const mentioned = texts.match(/your-org\/spike-incident@[\w.-]+/g) ?? [];
    expect(new Set(mentioned)).toEqual(new Set([OURS]));
  });

  test('put the step first where it reports at the end, and run it whatever happens where it does not', () => {
    for (const example of examples.filter(({ kind }) => kind === 'workflow')) {
      const workflow = asObject(parse(example.text));
      const isWatching = 'workflow_run' in asObject(workflow.on);
      for (const job of Object.values(asObject(workflow.jobs)).map(asObject)) {
        for (const [index, step] of asList(job.steps).entries()) {
          if (step.uses !== OURS) continue;
          const place = `${example.page}, line ${example.line}`;
          const given = asObject(step.with);
          if ('needs' in given) expect(job.if, place).toBe('${{ always() }}');
          // A verb says what is to be done, whatever came before; anything else is to be said after a failure, too.
          else if (given.status === 'create') expect(step.if, place).toBeUndefined();
          else if ('status' in given) expect(step.if, place).toContain('always()');
          else if (!isWatching) expect([index, step.if], place).toEqual([0, undefined]);
        }
      }
    }
  });
});

describe('docs/messages.md', () => {
  const texts = listTexts();
  const sentences = [...new Set(texts)].filter((text) => isSentence(text) && !NO_MESSAGES.includes(text));
  const explained = listExplained(readPage('docs/messages.md'));

  test('explains every message of the source', () => {
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.filter((sentence) => !explained.includes(sentence))).toEqual([]);
  });

  test('explains no message that the source does not have', () => {
    expect(explained.filter((words) => !texts.includes(words))).toEqual([]);
  });

  test('explains each message once', () => {
    expect(explained.filter((words, index) => explained.indexOf(words) !== index && isSentence(words))).toEqual([]);
  });

  test('leaves out only what the source has', () => {
    expect(texts).toEqual(expect.arrayContaining([...NO_MESSAGES]));
  });
});

describe('docs/delivery.md', () => {
  const page = readPage('docs/delivery.md');

  test('says of every status what follows from it', () => {
    const rows = listRows(readSection(page.text, 'Every status')).slice(1);
    expect(rows).toEqual(listStatuses());
  });

  test('shows messages of the source', () => {
    const shown = listRows(readSection(page.text, 'Every fault')).flatMap(([, , says = '']) => listCode(says));
    expect(shown.length).toBeGreaterThan(10);
    expect(listTexts()).toEqual(expect.arrayContaining(shown.map(normalizeText)));
  });
});

describe('docs/payload.md', () => {
  const page = readPage('docs/payload.md');
  const keys = listRows(readSection(page.text, 'The keys'))
    .slice(1)
    .flatMap(([key = '']) => listCode(key));

  test('shows what a failed job sends, word for word and in its order', async () => {
    const [shown] = listBlocks(page).filter(({ language }) => language === 'json');
    expect(shown?.text).toBe(`${JSON.stringify(await sendExample(), null, 2)}\n`);
  });

  test('names every key there is, and no other', () => {
    expect([...keys].sort()).toEqual([...listKeys(), 'message'].sort());
  });

  test('names the keys in the order of the example', async () => {
    const sent = Object.keys(asObject(asObject(await sendExample()).body));
    expect(keys.filter((key) => sent.includes(key))).toEqual(sent);
  });
});

describe('links and names', () => {
  test.each([...pages, ...papers])('of $path lead somewhere', (page) => {
    expect(findBrokenLinks(page)).toEqual([]);
  });

  test('that lead nowhere are found', () => {
    const text =
      '[a](docs/none.md) [b](#none) [c](action.yml) [d](https://example.com) [e](CONTRIBUTING.md#rules) [f](CONTRIBUTING.md#none)';
    expect(findBrokenLinks({ path: 'README.md', text })).toEqual(['docs/none.md', '#none', 'CONTRIBUTING.md#none']);
  });

  test('lead from README to every page', () => {
    const linked = listLinks(readme);
    for (const { path } of pages.slice(1)) expect(linked).toContain(path);
  });

  test.each([...pages, ...papers])('of files in $path are those of files that exist', ({ text }) => {
    const named = listCode(text).filter((code) => /^(src|test|scripts|dist|docs|\.ci)\/[\w./*-]*$/.test(code));
    const missing = named.filter((name) => globSync(name.replace(/\/$/, ''), { cwd: ROOT }).length === 0);
    expect(missing).toEqual([]);
  });

  test('of commands are those of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const text = [...pages, ...papers].map((page) => page.text).join('\n');
    const run = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name);
    expect(run).toContain('demo');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(run));
  });
});

function listTitles(): [what: string, title: string][] {
  const compose = (start: Partial<Start>, parts: Partial<TitleParts> = {}) =>
    composeTitle({ context: contextOf({ ...PUSH_TO_MAIN, ...start }), subject: 'job', ...parts });
  const repository = { full_name: 'acme/shop', default_branch: 'main' };
  const pull = { number: 57, head: { ref: 'new-checkout', sha: '5f1d33c2', repo: repository }, base: { ref: 'main' } };
  const release = { GITHUB_WORKFLOW: 'Release', GITHUB_JOB: 'publish' };
  const deploy = { GITHUB_WORKFLOW: 'Deploy', GITHUB_JOB: 'deploy' };
  const watch = (fields: Parameters<typeof change>[1]) =>
    composeTitle({
      context: contextOf({ ...WATCHED, payload: change(WATCHED.payload, fields) }),
      subject: 'watched run',
    });
  return [
    ['the default branch', compose({})],
    ['one job of a matrix', compose({ matrix: '{"os":"ubuntu-latest","node":24}' })],
    ['another branch', compose({ ref: 'refs/heads/release/1.2' })],
    ['a version tag', compose({ ref: 'refs/tags/v1.2.3', env: release })],
    ['a version tag with a name in front', compose({ ref: 'refs/tags/api@1.4.0', env: release })],
    [
      'a pull request',
      compose({ event: 'pull_request', ref: 'refs/pull/57/merge', payload: { repository, pull_request: pull } }),
    ],
    ['a merge queue', compose({ event: 'merge_group', ref: 'refs/heads/gh-readonly-queue/main/pr-57-c0ffee25' })],
    ['an environment', compose({ env: deploy }, { environment: 'production' })],
    [
      'a job in a reusable workflow',
      compose({ env: { ...deploy, GITHUB_WORKFLOW: 'Ship' } }, { caller: 'deploy-prod' }),
    ],
    ['a job with `needs`', compose({ env: release }, { subject: 'needs' })],
    ['a watched workflow', watch({})],
    [
      'a watched workflow, on another branch',
      watch({ 'workflow_run.event': 'push', 'workflow_run.head_branch': 'next' }),
    ],
    [
      'a watched workflow, for a pull request',
      watch({ 'workflow_run.event': 'pull_request', 'workflow_run.head_branch': 'new-checkout' }),
    ],
    ['a watched workflow, in a fork', watch({ 'workflow_run.head_repository.full_name': 'mona/shop' })],
  ];
}

async function findProblems(example: Example): Promise<string[]> {
  return example.kind === 'action' ? findProblemsOfAction(example.path, example.text) : findProblemsOfWorkflow(example);
}

function findProblemsOfAction(name: string, content: string): string[] {
  const { context } = parseAction({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

async function findProblemsOfWorkflow({ page, path: name, text: content }: Example): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const problems = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || problems.length > 0) return [...problems, ...(value ? [] : ['no workflow'])];
  // A reusable workflow is looked for among the files that the same page shows.
  const files = {
    getFileContent: async (reference: object) => {
      const called = 'path' in reference ? String(reference.path) : '';
      const found = examples.find((other) => other.page === page && other.path === called);
      if (found === undefined) throw new Error(`${page} shows no ${called}.`);
      return { name: called, content: found.text };
    },
  };
  const template = await convertWorkflowTemplate(context, value, files, { fetchReusableWorkflowDepth: 1 });
  return (template.errors ?? []).map(({ Message }) => Message);
}

function listSteps(example: Example | undefined): Json[] {
  const root = asObject(parse(example?.text ?? ''));
  const jobs = Object.values(asObject(root.jobs)).map(asObject);
  return [asObject(root.runs), ...jobs].flatMap(({ steps }) => asList(steps));
}

// Words of titles and of the job summary, and names of kinds.
const NO_MESSAGES: readonly string[] = [
  '… failed in …',
  '(… failures in a row)',
  'changes since it last passed',
  'Dry run: nothing was sent',
  'Not an HTTP proxy',
  'The job summary',
  'too many requests',
  'too many runs',
];

function isSentence(text: string): boolean {
  const isListOfEvents = (text.match(/\w_\w/g) ?? []).length > 2;
  return /[a-z]{2,}[,;:]? [a-z]+[,;:]? [a-z]+/i.test(text) && !text.startsWith('<') && !isListOfEvents;
}

/** The texts in the first column of the tables about the log. */
function listExplained({ text }: Page): string[] {
  const tables = text.split(/\n\n/).filter((table) => table.startsWith('| the log says'));
  return tables
    .flatMap((table) => listRows(table).slice(1))
    .flatMap(([words = '']) => listCode(words))
    .map(normalizeText);
}

/** The statuses from 200 on in ranges, with what follows from each. */
function listStatuses(): string[][] {
  const names = { delivered: 'delivered', retry: 'retried', failed: 'not retried' };
  const ranges: { first: number; last: number; name: string }[] = [];
  for (let status = 200; status < 1000; status++) {
    const state = { action: 'create', number: 1, left: 60_000, now: 0, random: () => 0 } as const;
    const name = names[decideRetry({ kind: 'response', status, text: '{"Ok":true}' }, state).kind];
    const range = ranges.at(-1);
    if (range?.name === name) range.last = status;
    else ranges.push({ first: status, last: status, name });
  }
  return ranges.map(({ first, last, name }) => [first === last ? `${first}` : `${first} to ${last}`, name]);
}

/** What the job of the quick start in README sends at its second failure in a row. */
async function sendExample(): Promise<unknown> {
  await using spike = await startSpike();
  await using github = await startGithub({ model: createExample() });
  await runJob({
    contexts: createContexts({ github: { token: 'token-of-the-job', api_url: github.url } }),
    with: { token: spike.url('token-of-the-example') },
    statusAtEnd: 'failure',
  });
  return spike.requests.map(({ json }) => json)[0];
}

/** Every key that the details can have. */
function listKeys(): string[] {
  const { payload } = PUSH_TO_MAIN;
  const commit = { head_commit: { message: 'Charge the card once', author: { name: 'Mona' } } };
  const starts: Start[] = [
    { ...PUSH_TO_MAIN, payload: { ...payload, ...commit }, matrix: '{"os":"linux"}' },
    { ...PUSH_TO_MAIN, ref: 'refs/tags/v1.2.3' },
    { ...PUSH_TO_MAIN, event: 'pull_request', ref: 'refs/pull/57/merge' },
  ];
  const facts: Required<Facts> = {
    job_url: 'https://github.com',
    failed_steps: ['Run npm test'],
    errors: ['test.ts:1: Wrong'],
    failed_jobs: [{ name: 'build' }],
    failing_since: { run_number: 40, url: 'https://github.com', at: '2026-11-24T01:22:31Z' },
    consecutive_failures: 2,
    compare_url: 'https://github.com',
    recovered_after: { duration: '2 h 5 min', runs: 2 },
  };
  const all = starts.map((start) =>
    composeDetails({
      context: contextOf(start),
      subject: 'job',
      outcome: 'failure',
      environment: 'production',
      needs: undefined,
      facts,
    }),
  );
  const filled = all.flatMap((details) => Object.entries(details).filter(([, value]) => value !== undefined));
  return [...new Set(filled.map(([key]) => key))];
}

function listLinks(page: Page): string[] {
  const links = [...readProse(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function findBrokenLinks(page: Page): string[] {
  return listLinks(page).filter((link) => {
    const [file = '', anchor] = link.split('#');
    const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
    if (!existsSync(join(ROOT, path))) return true;
    const target = path === page.path ? page : readPage(path);
    return anchor !== undefined && !listAnchors(target).includes(anchor);
  });
}
