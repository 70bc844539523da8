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
      'dist/package.json',
    ]);
  });

  test('holds what is loaded later', () => {
    const index = archive.files.get('dist/index.js')?.toString() ?? '';
    const loaded = [...index.matchAll(/\bimport\(.*?['"]\.\/(.+?)['"]\)/g)].map(([, name]) => `dist/${name}`);
    expect(loaded).toEqual(['dist/github.js']);
    expect([...archive.files.keys()]).toEqual(expect.arrayContaining(loaded));
  });

  test('is small', () => {
    expect(archive.size).toBeLessThanOrEqual(MAX_DOWNLOAD_BYTES);
  });
});
