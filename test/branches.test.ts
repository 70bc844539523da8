import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPatternProblem, findSkipReason, matchBranches } from '../src/branches.ts';
import { contextOf, PUSH_TO_MAIN } from './situations.ts';

describe('a pattern', () => {
  // Every row of the filter pattern cheat sheet, "Workflow syntax for GitHub Actions", GitHub Docs: those for branches and
  // tags, and those for paths, which follow the same rules.
  test.each<[patterns: string, matching: string[], other: string[]]>([
    ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/a/b', 'feature']],
    ['feature/**', ['feature/beta-a/my-branch', 'feature/mona/the/octocat'], ['feature', 'features/a']],
    ['main', ['main'], ['main2', 'amain', 'Main', 'feature/main']],
    ['releases/mona-the-octocat', ['releases/mona-the-octocat'], ['releases/mona']],
    ['*', ['main', 'releases'], ['all/the/branches']],
    ['**', ['main', 'all/the/branches', 'every/tag'], []],
    ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['a/feature', 'feature-a']],
    ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1', 'av2', 'v2/a']],
    ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1.10', 'v1x10x1']],
    ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['index.jsx']],
    ['*.js', ['app.js', 'index.js'], ['js/index.js', 'index.jsx']],
    ['*.md !README.md', ['hello.md'], ['README.md', 'docs/hello.md']],
    ['*.md !README.md README*', ['hello.md', 'README.md', 'README.doc'], ['docs/hello.md']],
    ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx', 'a/page.js']],
    ['docs/*', ['docs/README.md', 'docs/file.txt'], ['docs/a/b']],
    ['docs/**', ['docs/README.md', 'docs/mona/octocat.txt'], ['docs']],
    ['docs/**/*.md', ['docs/README.md', 'docs/mona/hello-world.md', 'docs/a/markdown/file.md'], ['a.md']],
    ['**/docs/**', ['docs/hello.md', 'dir/docs/my-file.txt', 'space/docs/plan/space.doc'], ['mydocs/a', 'docs']],
    ['**/README.md', ['README.md', 'js/README.md'], ['MYREADME.md']],
    ['**/*src/**', ['a/src/app.js', 'my-src/code/js/app.js'], ['src', 'a/srcs/b']],
    ['**/*-post.md', ['my-post.md', 'path/their-post.md'], ['post.md']],
    ['**/migrate-*.sql', ['migrate-10909.sql', 'db/migrate-v1.0.sql', 'db/sept/migrate-v1.sql'], ['migrate.sql']],
    ['[CB]at', ['Cat', 'Bat'], ['Rat', 'at', 'CBat']],
    ['[1-2]00', ['100', '200'], ['300', '1-200']],
    ['octoc?t', ['octot', 'octoct'], ['octocat']],
    ['ab+', ['ab', 'abbb'], ['a', 'ab+']],
    ['team**/main', ['team/main', 'team-a/b/main'], ['teammain']],
    ['a\\+b', ['a+b'], ['aab', 'ab']],
    ['\\!odd', ['!odd'], ['odd']],
    ['a\\;b', ['a;b'], ['ab']],
    ['heads/x', ['heads/x'], ['x']],
    ['a.b', ['a.b'], ['axb']],
    ['[a-]x', ['-x', 'ax'], ['bx']],
    ['été/🔥-*', ['été/🔥-tax'], ['été/-tax']],
  ])('%s matches %s and not %s', (text, matching, other) => {
    const patterns = text.split(' ');
    expect(patterns.map(findPatternProblem).filter((problem) => problem !== undefined)).toEqual([]);
    expect([...matching, ...other].filter((branch) => matchBranches(branch, patterns))).toEqual(matching);
  });

  test('without special characters matches the branch of that name and no other', () => {
    const name = fc.stringMatching(/^[\w./#@,"'()%é🔥-]{1,20}$/u);
    fc.assert(
      fc.property(name, name, (pattern, branch) => {
        expect(matchBranches(pattern, [pattern])).toBe(true);
        expect(matchBranches(branch, [pattern])).toBe(branch === pattern);
      }),
    );
  });

  test('with every character escaped matches exactly that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (branch) => {
        const pattern = Array.from(branch, (character) => `\\${character}`).join('');
        expect(matchBranches(branch, [pattern])).toBe(true);
        expect(matchBranches(`${branch}x`, [pattern])).toBe(false);
      }),
    );
  });

  test.each(['**a', 'a+a?', '[ab]+', '**/a/'])('made of many %s is compared without going back', (part) => {
    expect(matchBranches(`${'a'.repeat(500)}!`, [`${part.repeat(50)}b`])).toBe(false);
  });
});

describe('a list of patterns', () => {
  test.each<[patterns: string[], branch: string, matches: boolean]>([
    [[], 'main', true],
    [['main', 'release/**'], 'release/1.2', true],
    [['main', 'release/**'], 'topic', false],
    [['release/**', '!release/**-alpha'], 'release/1.2-alpha', false],
    [['!release/**-alpha', 'release/**'], 'release/1.2-alpha', true],
    [['!topic/**'], 'main', true],
    [['!topic/**', '!wip'], 'topic/a', false],
    [['!topic/**', 'topic/b'], 'topic/b', true],
    [['!topic/**', 'topic/b'], 'main', false],
  ])('%j lets %s through: %s', (patterns, branch, matches) => {
    expect(matchBranches(branch, patterns)).toBe(matches);
  });
});

test('a run that is not reported says which input would change that', () => {
  const skipReason = (ref: string, branches: string[], pullRequests: boolean) =>
    findSkipReason(contextOf({ ...PUSH_TO_MAIN, ref }).ref, { branches, pullRequests });
  expect(skipReason('refs/heads/topic', ['main'], true)).toBe(
    'the branch topic matches no pattern of the input branches; add it there to report such runs',
  );
  expect(skipReason('refs/pull/57/merge', [], false)).toBe(
    'this run is on the pull request #57; set pull-requests: true to report such runs',
  );
});
