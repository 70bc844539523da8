import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asObject, asText, get, parseObject } from '../src/json.ts';
import { ROOT } from './documentation.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readObject = (path: string, key: string) => asObject(get(parseObject(read(path)), key)) ?? {};

/** The installed packages by their folders, as npm has locked them. */
const locked = Object.entries(readObject('package-lock.json', 'packages')).filter(([folder]) => folder !== '');

test('install scripts are those of the packages that are allowed by name', () => {
  const scripted = locked.filter(([, one]) => get(one, 'hasInstallScript') === true);
  expect(scripted.map(([folder, one]) => [folder, get(one, 'dev')])).toEqual([['node_modules/node', true]]);
  expect(readObject('package.json', 'allowScripts')).toEqual({ node: true });
});

test('every package is locked with its hash', () => {
  for (const [folder, one] of locked) expect(asText(get(one, 'integrity')), folder).toMatch(/^sha512-/);
});

/** The packages that could be bundled. */
const bundleable = locked.filter(([, one]) => get(one, 'dev') !== true).map(([folder]) => folder);

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
const bundle = new Set(globSync('dist/*.js', { cwd: ROOT }).flatMap((path) => read(path).split('\n').map(squeeze)));
const licenses = squeeze(read('dist/licenses.txt'));

/** Whether a bundle holds code of the package in `folder`: lines that are too long to be anybody else's. */
function isBundled(folder: string): boolean {
  const files = globSync('**/*.{js,mjs,cjs}', { cwd: join(ROOT, folder), exclude: ['node_modules'] });
  const lines = files.flatMap((file) => read(join(folder, file)).split('\n').map(squeeze));
  return lines.some((line) => line.length > 60 && !HELPER.test(line) && bundle.has(line));
}

// What TypeScript puts into whatever it compiles.
const HELPER = /__|\bgenerator\b|\badopt\b|getOwnPropertyDescriptor/;

describe('dist/licenses.txt', () => {
  const bundled = bundleable.filter(isBundled);
  const nameOf = (folder: string) => folder.split('node_modules/').at(-1) ?? '';

  test('is compared with what is bundled, in every bundle', () => {
    expect(bundled.map(nameOf)).toEqual(
      expect.arrayContaining(['@actions/core', '@actions/github', '@octokit/core', 'leven', 'undici', 'yaml']),
    );
  });

  test.each(bundled)('holds the licence of %s, word for word', (folder) => {
    const [file = 'no licence'] = globSync('{LICENSE,LICENCE,license}*', { cwd: join(ROOT, folder) });
    expect(licenses).toContain(squeeze(read(join(folder, file))));
    expect(read('dist/licenses.txt').split('\n')).toContain(nameOf(folder));
  });

  test('names no package that is not installed for it', () => {
    const names = read('dist/licenses.txt').match(/^(@[\w-]+\/)?[a-z][\w.-]*$/gm) ?? [];
    expect(names.length).toBeGreaterThan(5);
    expect(bundleable.map(nameOf)).toEqual(expect.arrayContaining(names));
  });
});
