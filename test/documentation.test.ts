import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, test } from 'vitest';
import { parseAst } from 'vitest/node';
import { parse } from 'yaml';
import type { Situation, Stream, Subject } from '../src/context.ts';
import { describe as describeDetails, type Facts } from '../src/details.ts';
import { composeTitle } from '../src/title.ts';
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
import { startGithub } from './github/github.ts';
import { createContexts, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

const OURS = 'your-org/spike-incident@v1';
const OTHERS = ['actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1'];
const HIDDEN = 'Set by the action itself.';

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
      required === 'true' ? 'required' : value === undefined ? '—' : `\`${value}\``,
      description,
    ]);
    expect(listRows(readSection(readme.text, 'Inputs')).slice(1)).toEqual(rows);
  });

  test('list the outputs of action.yml with their descriptions', () => {
    const rows = outputs.map(({ name, description }: Field) => [`\`${name}\``, description]);
    expect(listRows(readSection(readme.text, 'Outputs')).slice(1)).toEqual(rows);
  });

  test('show titles as they are composed', () => {
    const job = 'build';
    const composed = [
      compose({ kind: 'default' }, { job }),
      compose({ kind: 'default' }, { job, leaves: ['ubuntu-latest', '24'] }),
      compose({ kind: 'branch', branch: 'release/1.2' }, { job }),
      compose({ kind: 'pull request', number: 57 }, { job }),
      compose({ kind: 'tags', tag: 'v1.2.3' }, { workflow: 'Release', job: 'publish' }),
      compose({ kind: 'queue', branch: 'any', queue: 'gh-readonly-queue/main' }, { job }),
      compose({ kind: 'deployment', environment: 'production' }, { workflow: 'Deploy', job: 'deploy' }),
      compose({ kind: 'default' }, { subject: 'workflow' }),
      compose({ kind: 'default' }, { workflow: 'Ship', jobName: 'deploy-prod / Deploy' }),
      compose({ kind: 'default' }, { workflow: 'Nightly', subject: 'watched' }),
      compose({ kind: 'fork', owner: 'mona', branch: 'main' }, { subject: 'watched' }),
    ];
    const shown = listRows(readSection(readme.text, 'Titles')).slice(1);
    expect(shown.map(([, title]) => title)).toEqual(composed.map((title) => `\`${title}\``));
  });
});

describe('the examples', () => {
  test('begin with the smallest workflow, in the first screen', () => {
    const [first] = listBlocks(readme);
    expect(first?.line).toBeLessThan(10);
    expect(first?.text.split('\n').length).toBeLessThan(40);
    expect(Object.keys(asObject(listSteps(examples[0])[0]?.with))).toEqual(['token', 'branches']);
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

describe('the troubleshooting section', () => {
  const said = listSource();
  const rows = listRows(readSection(readme.text, 'Troubleshooting'));
  const heads = rows.filter(([head]) => head === 'the log says');
  const explained = explain(readSection(readme.text, 'Troubleshooting'));

  test('explains what the log says, in several tables', () => {
    expect(heads.length).toBeGreaterThan(5);
    expect(explained.length).toBeGreaterThan(40);
  });

  test.each(explained)('explains words that the action has: %s', (words) => {
    expect(isSaidBySource(words, said)).toBe(true);
  });

  const sentences = said.filter((phrase) => isSentence(phrase) && !NOT_IN_THE_LOG.includes(phrase));
  test.each(sentences)('leaves nothing out that the action says: %s', (sentence) => {
    expect(isExplained(sentence, explained)).toBe(true);
  });

  test('would be found wanting', () => {
    expect(said).toEqual(expect.arrayContaining([...NOT_IN_THE_LOG]));
    expect(sentences.length).toBeGreaterThan(40);
    expect(isSaidBySource('the branch … fits no pattern of branches', said)).toBe(false);
    expect(isExplained('the branch … fits no pattern of branches', explained)).toBe(false);
  });
});

describe('what is said about the details', () => {
  test('is what a failed job sends, word for word', async () => {
    const [shown] = listBlocks(readme).filter(({ language }) => language === 'json');
    expect(JSON.parse(shown?.text ?? '')).toEqual(await sendExample());
  });

  test('names every key there is, and no other, on the page about alert rules', () => {
    const section = readSection(readPage('docs/alert-rules.md').text, 'The keys');
    const named = listRows(section)
      .slice(1)
      .flatMap(([keys = '']) => listCode(keys));
    expect([...named].sort()).toEqual([...listKeys(), 'message'].sort());
  });
});

describe('links and names', () => {
  test.each([...pages, ...papers])('of $path lead somewhere', (page) => {
    expect(findBrokenLinks(page)).toEqual([]);
  });

  test('that lead nowhere are found', () => {
    const text =
      '[a](docs/none.md) [b](#none) [c](action.yml) [d](https://example.com) [e](CONTRIBUTING.md#the-rules) [f](CONTRIBUTING.md#none)';
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

function compose(
  stream: Stream,
  options: { workflow?: string; job?: string; jobName?: string; leaves?: string[]; subject?: Subject },
): string {
  const { workflow = 'CI', job = 'unknown', jobName, leaves = [], subject = 'job' } = options;
  const run = { workflow, event: 'push', stream, headRepository: 'acme/shop' };
  return composeTitle(
    { ...createSituation(stream), job, leaves, run, watched: { run, activity: 'completed' } },
    { subject, jobName },
  );
}

function createSituation(stream: Stream): Situation {
  return {
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    repository: 'acme/shop',
    job: 'build',
    matrix: { os: 'ubuntu-latest' },
    leaves: ['ubuntu-latest'],
    runner: 'GitHub Actions 3',
    run: {
      workflow: 'CI',
      event: 'push',
      stream,
      headRepository: 'acme/shop',
      commit: 'c0ffee25',
      commitMessage: 'Charge the card once',
      actor: 'mona',
      id: 9041,
      number: 41,
      attempt: 1,
    },
    secretsWithheld: false,
  };
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

// Words of the job summary and parts of longer sentences, which explain themselves.
const NOT_IN_THE_LOG: readonly string[] = [
  ' (… runs in a row)',
  'changes since the last green run',
  'Dry run: nothing was sent',
  'the watched run',
  'Another kind of proxy',
];

/** Every text in the source, with `…` for what is put in at run time. */
function listSource(): string[] {
  const files = readdirSync(join(ROOT, 'src')).map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'));
  return files.flatMap((text) => {
    const phrases: string[] = [];
    collect(parseAst(text, { lang: 'ts' }), phrases);
    return phrases.map(normalizeWords);
  });
}

function collect(node: unknown, phrases: string[]): void {
  if (Array.isArray(node)) {
    for (const child of node) collect(child, phrases);
    return;
  }
  const { type, ...children } = asObject(node);
  if (type === 'ImportDeclaration' || type === 'TSLiteralType') return;
  const words = readWords(node);
  if (words !== undefined) phrases.push(words);
  for (const child of Object.values(children)) {
    if (typeof child === 'object' && child !== null) collect(child, phrases);
  }
}

function readWords(node: unknown): string | undefined {
  const { type, value, quasis, operator, left, right } = asObject(node);
  if (type === 'Literal' && typeof value === 'string') return value;
  if (type === 'TemplateLiteral') {
    return asList(quasis)
      .map((part) => asObject(part.value).cooked)
      .join('…');
  }
  if (type !== 'BinaryExpression' || operator !== '+') return undefined;
  const [first, second] = [readWords(left), readWords(right)];
  return first === undefined && second === undefined ? undefined : `${first ?? '…'}${second ?? '…'}`;
}

/** The words in the first column of the tables about the log. */
function explain(section: string): string[] {
  return section
    .split(/\n\n/)
    .filter((table) => table.startsWith('| the log says'))
    .flatMap((table) => listRows(table).slice(1))
    .flatMap(([words = '']) => listCode(words))
    .map(normalizeWords);
}

function normalizeWords(words: string): string {
  return words.replaceAll('"…"', '…');
}

function isSentence(phrase: string): boolean {
  return /[a-z]{2,}[,;:]? [a-z]+[,;:]? [a-z]+/i.test(phrase) && !phrase.startsWith('<');
}

function listPieces(words: string): string[] {
  return words
    .split('…')
    .map((piece) => piece.trim())
    .filter((piece) => /[a-z]{2}/i.test(piece));
}

function isSaidBySource(words: string, said: readonly string[]): boolean {
  return listPieces(words).every((piece) => said.some((phrase) => phrase.includes(piece)));
}

function isExplained(sentence: string, explained: readonly string[]): boolean {
  const pieces = listPieces(sentence);
  return explained.some((words) => {
    let position = 0;
    return pieces.every((piece) => {
      const found = words.indexOf(piece, position);
      position = found + piece.length;
      return found >= 0;
    });
  });
}

/** The failed job of the smallest workflow in README, from its second failure in a row. */
async function sendExample(): Promise<unknown> {
  await using spike = await startSpike();
  await using github = await startGithub();
  const { model } = github;
  model.addRun({
    id: 9007001039,
    run_number: 39,
    head_sha: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
    created_at: '2026-11-23T21:58:04Z',
  });
  model.addRun({
    id: 9007001040,
    run_number: 40,
    conclusion: 'failure',
    created_at: '2026-11-24T01:22:31Z',
  });
  const run = model.addRun({ id: 9007001041, run_number: 41, conclusion: null });
  const job = model.addJob(run, {
    id: 31000000041,
    name: 'Build',
    conclusion: null,
    steps: [{ name: `Run ${OURS}` }, { name: `Run ${OTHERS[0]}` }, { name: 'Run npm test', conclusion: 'failure' }],
  });
  model.addAnnotation(job, {
    path: 'test/cart.test.ts',
    start_line: 31,
    message: 'AssertionError: the card was charged twice',
  });
  model.addAnnotation(job, { start_line: 27 });
  await runJob({
    contexts: createContexts({ github: { token: 'token-of-the-job', api_url: github.url } }),
    with: { token: spike.url('token-of-the-example'), branches: 'main' },
    statusAtEnd: 'failure',
  });
  return spike.requests.map(({ json }) => json)[0];
}

/** Every key that the details can have. */
function listKeys(): string[] {
  const streams: Stream[] = [
    { kind: 'default', branch: 'main' },
    { kind: 'tags', tag: 'v1.2.3' },
    { kind: 'pull request', number: 57, branch: 'new-checkout' },
    { kind: 'deployment', environment: 'production' },
  ];
  const since = { run_number: 40, url: 'https://github.com', at: '2026-11-24T01:22:31Z' };
  const facts: Required<Facts> = {
    job_url: 'https://github.com',
    failed_steps: ['Run npm test'],
    errors: ['test.ts:1: Wrong'],
    failed_jobs: [{ name: 'build' }],
    failing_since: since,
    consecutive_failures: 2,
    compare_url: 'https://github.com',
    recovered_after: { duration: '2 h 5 min', runs: 2 },
  };
  const all = streams.map((stream) =>
    describeDetails({
      situation: createSituation(stream),
      subject: 'job',
      outcome: 'failure',
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
