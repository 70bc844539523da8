import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The folder of this repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A page for people, by its path in this repository. */
export type Page = { path: string; text: string };

/** A fenced block of a page, and the line of the page at which it begins. */
export type Block = { page: string; line: number; language: string; text: string };

/** A file that a block shows, in full or made full: what a block leaves out is put round it. */
export type Example = { kind: 'workflow' | 'action'; page: string; line: number; path: string; text: string };

/** README and the pages of docs. */
export function readPages(): Page[] {
  const docs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...docs.map((name) => `docs/${name}`)].map(readPage);
}

/** One page. */
export function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** The fenced blocks of a page, in order. */
export function listBlocks({ path, text }: Page): Block[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: inside = '', index }) => ({
    page: path,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    text: inside,
  }));
}

/** The page without its fenced blocks. */
export function readProse({ text }: Page): string {
  return text.replace(/^```.*?^```$/gms, '');
}

/** The part of a text below a heading of the second level. */
export function readSection(text: string, heading: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
}

/** The rows of all tables in a text, as cells, with their heads and without the rules below them. */
export function listRows(text: string): string[][] {
  return [...text.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
}

/** The texts between backticks. */
export function listCode(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** What GitHub makes of the headings of a page, to be linked to. Source: `github-slugger`, as GitHub does it. */
export function listAnchors(page: Page): string[] {
  const seen = new Map<string, number>();
  return [...readProse(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/**
 * Every workflow and composite action that the pages show. A first line such as `# .github/workflows/ci.yml` is its
 * place; a block of jobs or of steps alone is put into a workflow.
 */
export function listExamples(pages: readonly Page[] = readPages()): Example[] {
  return pages
    .flatMap(listBlocks)
    .filter(({ language }) => language === 'yaml')
    .map(({ page, line, text }) => {
      const root: unknown = parse(text);
      const has = (key: string) => typeof root === 'object' && root !== null && key in root;
      const path = /^# (\S+\.ya?ml)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1];
      const place = { page, line, path: path ?? `.github/workflows/line-${line}.yml` };
      if (has('runs')) return { kind: 'action', ...place, text };
      return { kind: 'workflow', ...place, text: has('on') ? text : wrap(text, Array.isArray(root)) };
    });
}

/** Writes the examples as files, for tools that read files: each page has a repository of its own below `folder`. */
export function writeExamples(folder: string): string[] {
  return listExamples().map(({ page, path, text }) => {
    const file = join(folder, page.replace(/\.md$/, ''), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    return file;
  });
}

const HEAD = `name: Example

on:
  push:
    branches: [main]

permissions: {}

concurrency:
  group: example
  cancel-in-progress: false

jobs:
`;

const JOB = `  example:
    name: Example
    runs-on: ubuntu-latest
    steps:
`;

function wrap(text: string, isSteps: boolean): string {
  const indent = ' '.repeat(isSteps ? 6 : 2);
  return HEAD + (isSteps ? JOB : '') + text.replace(/^(?=.)/gm, indent);
}
