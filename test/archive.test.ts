import { describe, expect, test } from 'vitest';
import { readArchive } from '../scripts/archive.ts';

const LARGEST = 350 * 1024;

describe('what the runner downloads', () => {
  const archive = readArchive('HEAD');
  const names = [...archive.files.keys()].sort();
  const chunks = names.filter((name) => /^dist\/\d+\.index\.js$/.test(name));

  test('is what runs and what explains it, and nothing else', () => {
    expect(names.filter((name) => !chunks.includes(name))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'action.yml',
      'dist/index.js',
      'dist/licenses.txt',
      'dist/package.json',
    ]);
  });

  test('holds every part of dist that is loaded later', () => {
    const index = archive.files.get('dist/index.js')?.toString() ?? '';
    const loaded = [...index.matchAll(/__nccwpck_require__\.e\((\d+)\)/g)];
    expect(loaded.length).toBeGreaterThan(0);
    expect(chunks).toEqual(expect.arrayContaining(loaded.map(([, id]) => `dist/${id}.index.js`)));
  });

  test('is small', () => {
    expect(archive.size).toBeLessThan(LARGEST);
  });
});
