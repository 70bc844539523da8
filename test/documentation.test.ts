import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeDetails, type Facts } from '../src/details.ts';
import { get, type JsonObject, asObject as readObject } from '../src/json.ts';
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

function asObject(value: unknown): JsonObject {
  return readObject(value) ?? {};
}

function asList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

/** Every scalar a text, as the runner reads it. */
const manifest = asObject(parse(manifestText, { schema: 'failsafe' }));
const [inputs = [], outputs = []] = [manifest.inputs, manifest.outputs].map((fields) =>
  Object.entries(asObject(fields)).map(([name, field]): JsonObject => ({ ...asObject(field), name })),
);
const visible = inputs.filter(({ description }) => description !== HIDDEN);

describe('action.yml', () => {
  test('is what GitHub’s own schema allows', () => {
    expect(findProblemsOfAction('action.yml', manifestText)).toEqual([]);
    expect(findProblemsOfAction('broken.yml', manifestText.replace('runs:', 'run:'))).not.toEqual([]);
  });

  test('has no expression in a description, which would keep it from loading', () => {
    for (const { name, description } of [{ ...manifest, name: 'action' }, ...inputs, ...outputs]) {
      expect(description, String(name)).toMatch(/^[A-Z].*\.$/);
      expect(description, String(name)).not.toContain('${{');
    }
  });
});

describe('the tables of README', () => {
  test('list the inputs of action.yml with their defaults and descriptions, without the hidden ones', () => {
    const rows = visible.map(({ name, required, default: value, description }) => [
      `\`${name}\``,
      required === 'true' ? 'required' : value === undefined ? '–' : `\`${value}\``,
      description,
    ]);
    expect(listRows(readSection(readme.text, 'Inputs')).slice(1)).toEqual(rows);
  });

  test('list the outputs of action.yml with their descriptions', () => {
    const rows = outputs.map(({ name, description }) => [`\`${name}\``, description]);
    expect(listRows(readSection(readme.text, 'Outputs')).slice(1)).toEqual(rows);
  });
});

describe('the tables of titles', () => {
  const [beginning = ''] = readPage('docs/titles.md').text.split('\n## ');
  const shown = listRows(beginning).slice(1);

  test('are composed by the action', () => {
    expect(shown).toEqual(listTitles().map(([what, title]) => [what, `\`${title}\``]));
  });

  test('are the same in README, with fewer rows', () => {
    const rows = listRows(readSection(readme.text, 'Titles')).slice(1);
    expect(rows.length).toBe(6);
    expect(shown).toEqual(expect.arrayContaining(rows));
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
  const [shown] = listBlocks(page).filter(({ language }) => language === 'json');
  const keys = listRows(readSection(page.text, 'The keys'))
    .slice(1)
    .flatMap(([key = '']) => listCode(key));

  test('shows what the job of the quick start sends at its second failure in a row, word for word', async () => {
    await using spike = await startSpike();
    await using github = await startGithub({ model: createExample() });
    await runJob({
      contexts: createContexts({ github: { token: 'token-of-the-job', api_url: github.url } }),
      with: { token: spike.url('token-of-the-example') },
      statusAtEnd: 'failure',
    });
    expect(spike.requests.map(({ json }) => `${JSON.stringify(json, null, 2)}\n`)).toEqual([shown?.text]);
  });

  test('names every key there is, and no other', () => {
    expect([...keys].sort()).toEqual([...listKeys(), 'message'].sort());
  });

  test('names the keys in the order of the example', () => {
    const sent = Object.keys(asObject(get(JSON.parse(shown?.text ?? ''), 'body')));
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
    composeTitle({ context: contextOf({ ...PUSH_TO_MAIN, ...start }), subject: 'job', ...parts }, (text) => text);
  const repository = { full_name: 'acme/shop', default_branch: 'main' };
  const pull = { number: 57, head: { ref: 'new-checkout', sha: '5f1d33c2', repo: repository }, base: { ref: 'main' } };
  const onPull = { ref: 'refs/pull/57/merge', payload: { repository, pull_request: pull } };
  const queue = 'refs/heads/gh-readonly-queue/main/pr-57-c0ffee25';
  const release = { GITHUB_WORKFLOW: 'Release', GITHUB_JOB: 'publish' };
  const deploy = { GITHUB_WORKFLOW: 'Deploy', GITHUB_JOB: 'deploy' };
  const watch = (fields: Record<string, string>) => {
    const changes = Object.entries(fields).map(([key, value]) => [`workflow_run.${key}`, value]);
    const context = contextOf({ ...WATCHED, payload: change(WATCHED.payload, Object.fromEntries(changes)) });
    return composeTitle({ context, subject: 'watched run' }, (text) => text);
  };
  return [
    ['the default branch', compose({})],
    ['one job of a matrix', compose({ matrix: '{"os":"ubuntu-latest","node":24}' })],
    ['another branch', compose({ ref: 'refs/heads/release/1.2' })],
    ['a version tag', compose({ ref: 'refs/tags/v1.2.3', env: release })],
    ['a version tag with a name in front', compose({ ref: 'refs/tags/api@1.4.0', env: release })],
    ['a pull request', compose({ event: 'pull_request', ...onPull })],
    ['a merge queue', compose({ event: 'merge_group', ref: queue })],
    ['an environment', compose({ env: deploy }, { environment: 'production' })],
    [
      'a job in a reusable workflow',
      compose({ env: { ...deploy, GITHUB_WORKFLOW: 'Ship' } }, { caller: 'Production' }),
    ],
    ['a job with `needs`', compose({ env: release }, { subject: 'needs' })],
    ['a watched workflow', watch({})],
    ['a watched workflow, on another branch', watch({ event: 'push', head_branch: 'next' })],
    ['a watched workflow, for a pull request', watch({ event: 'pull_request', head_branch: 'new-checkout' })],
    ['a watched workflow, in a fork', watch({ 'head_repository.full_name': 'mona/shop' })],
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

function listSteps(example: Example | undefined): JsonObject[] {
  const root = asObject(parse(example?.text ?? ''));
  const jobs = Object.values(asObject(root.jobs)).map(asObject);
  return [asObject(root.runs), ...jobs].flatMap(({ steps }) => asList(steps));
}

// Words of titles and of the job summary, and names of kinds.
const NO_MESSAGES: readonly string[] = [
  '… failed in …',
  '(… failures in a row)',
  'since it last passed',
  'Commit of this run',
  'Had failed for',
  'What Spike should have received',
  'What would have been sent',
  'Why not delivered',
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

/** Every key that the details can have, of a tag and of a pull request together. */
function listKeys(): string[] {
  const starts: Start[] = [
    { ...PUSH_TO_MAIN, ref: 'refs/tags/v1.2.3' },
    { ...PUSH_TO_MAIN, event: 'pull_request', ref: 'refs/pull/57/merge' },
  ];
  const facts: Required<Facts> = {
    job_url: 'https://github.com',
    failed_steps: [],
    errors: [],
    failed_jobs: [],
    failing_since: undefined,
    consecutive_failures: 2,
    compare_url: 'https://github.com',
    recovered_after: { duration: '2 h 5 min', failed_runs: 2 },
  };
  const rest = { subject: 'job', outcome: 'failure', environment: 'production', needs: undefined } as const;
  const all = starts.flatMap((start) => Object.keys(composeDetails({ context: contextOf(start), facts, ...rest })));
  return [...new Set(all)];
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
