import { describe, expect, test } from 'vitest';
import { readArchive } from '../scripts/archive.ts';
import { MAX_DOWNLOAD_BYTES } from '../scripts/limits.ts';

describe('what the runner downloads', () => {
  const archive = readArchive('HEAD');

  test('is what runs and what explains it, and nothing else', () => {
    expect([...archive.files.keys()].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'action.yml',
      'dist/github.js',
      'dist/index.js',
      'dist/licenses.txt',
      'dist/main.js',
      'dist/package.json',
      'dist/post.js',
      'dist/pre.js',
      'dist/report.js',
      'dist/warnings.js',
      'dist/yaml.js',
    ]);
  });

  test('holds what is loaded later', () => {
    const scripts = [...archive.files].filter(([name]) => name.endsWith('.js'));
    const imports = scripts.flatMap(([, text]) => [
      ...text.toString().matchAll(/^import .*['"]\.\/(.+?)['"]|\bimport\(.*?['"]\.\/(.+?)['"]\)/gm),
    ]);
    const loaded = [...new Set(imports.map(([, name, later]) => `dist/${name ?? later}`))].sort();
    expect(loaded).toEqual(['index', 'github', 'report', 'warnings', 'yaml'].map((name) => `dist/${name}.js`).sort());
    expect([...archive.files.keys()]).toEqual(expect.arrayContaining(loaded));
  });

  test('is small', () => {
    expect(archive.size).toBeLessThanOrEqual(MAX_DOWNLOAD_BYTES);
  });
});
