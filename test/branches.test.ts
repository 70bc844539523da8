import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, findBranchObstacle } from '../src/branches.ts';
import type { Stream } from '../src/context.ts';

const reports = (branch: string, patterns: string[]) =>
  findBranchObstacle({ kind: 'branch', branch }, patterns) === undefined;

describe('a pattern', () => {
  // The examples of "Patterns to match branches and tags" and of file paths, "Workflow syntax", GitHub Docs.
  test.each([
    { pattern: 'main', matches: ['main'], not: ['main2', 'amain', 'Main', 'feature/main'] },
    { pattern: 'releases/mona-the-octocat', matches: ['releases/mona-the-octocat'], not: ['releases/mona'] },
    { pattern: 'feature/*', matches: ['feature/my-branch'], not: ['feature/a/b', 'feature'] },
    {
      pattern: 'feature/**',
      matches: ['feature/beta-a/my-branch', 'feature/mona'],
      not: ['feature', 'features/a'],
    },
    { pattern: '*', matches: ['main', 'releases'], not: ['all/the/branches'] },
    { pattern: '**', matches: ['main', 'all/the/branches'], not: [] },
    { pattern: '*feature', matches: ['mona-feature', 'feature', 'ver-10-feature'], not: ['a/feature'] },
    { pattern: 'v2*', matches: ['v2', 'v2.0', 'v2.9'], not: ['v1', 'av2', 'v2/a'] },
    { pattern: 'v[12].[0-9]+.[0-9]+', matches: ['v1.10.1', 'v2.0.0'], not: ['v3.0.0', 'v1.10', 'v1x10x1'] },
    { pattern: '[CB]at', matches: ['Cat', 'Bat'], not: ['Rat', 'at'] },
    { pattern: 'docs/**/*.md', matches: ['docs/a.md', 'docs/mona/a.md', 'docs/a/b/c.md'], not: ['a.md'] },
    {
      pattern: '**/hotfix',
      matches: ['hotfix', 'mona/hotfix', 'a/b/hotfix'],
      not: ['my-hotfix', 'a/my-hotfix'],
    },
    { pattern: 'team**/main', matches: ['team/main', 'team-a/b/main'], not: ['teammain'] },
    { pattern: 'octoc?t', matches: ['octot', 'octoct'], not: ['octocat'] },
    { pattern: 'ab+', matches: ['ab', 'abbb'], not: ['a', 'ab+'] },
  ])('$pattern matches $matches and not $not', ({ pattern, matches, not }) => {
    expect([...matches, ...not].filter((branch) => reports(branch, [pattern]))).toEqual(matches);
  });

  test.each([
    { pattern: '\\!odd', branch: '!odd' },
    { pattern: 'a\\+b', branch: 'a+b' },
    { pattern: 'a\\-b', branch: 'a-b' },
    { pattern: 'a.b', branch: 'a.b' },
    { pattern: '(a|b)$', branch: '(a|b)$' },
    { pattern: 'a{1}', branch: 'a{1}' },
    { pattern: 'été/🔥-*', branch: 'été/🔥-tax' },
    { pattern: '[]', branch: '[]' },
    { pattern: '[-^]x', branch: '^x' },
    { pattern: '[^\\]x', branch: '^x' },
    { pattern: '[a-]x', branch: '-x' },
    { pattern: 'x]', branch: 'x]' },
  ])('$pattern matches $branch', ({ pattern, branch }) => {
    expect(reports(branch, [pattern])).toBe(true);
  });

  test('that is empty matches no branch', () => {
    expect(compilePattern('').test('main')).toBe(false);
    expect(compilePattern('').test('')).toBe(true);
  });

  test('with a point matches no other character there', () => {
    expect(reports('v1x2', ['v1.2'])).toBe(false);
  });

  test.each([
    { pattern: 'a[b', problem: '[ has no end' },
    { pattern: 'a\\', problem: '\\ has no end' },
    { pattern: '+a', problem: 'Nothing to repeat' },
    { pattern: '[z-a]', problem: 'Range out of order' },
  ])('$pattern is none, because: $problem', ({ pattern, problem }) => {
    expect(() => compilePattern(pattern)).toThrow(SyntaxError);
    expect(() => compilePattern(pattern)).toThrow(problem);
  });

  test('without special characters matches the branch of that name and no other', () => {
    const name = fc.stringMatching(/^[\w./#@,"'()!%é🔥-]{1,20}$/u).filter((text) => !text.startsWith('!'));
    fc.assert(
      fc.property(name, name, (pattern, branch) => {
        expect(reports(pattern, [pattern])).toBe(true);
        expect(reports(branch, [pattern])).toBe(branch === pattern);
      }),
    );
  });

  test('with every character escaped matches exactly that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (branch) => {
        const pattern = Array.from(branch, (character) => `\\${character}`).join('');
        expect(compilePattern(pattern).test(branch)).toBe(true);
        expect(compilePattern(pattern).test(`${branch}x`)).toBe(false);
      }),
    );
  });
});

describe('a list of patterns', () => {
  test.each([
    { patterns: [], branch: 'main', reported: true },
    { patterns: ['main', 'release/**'], branch: 'release/1.2', reported: true },
    { patterns: ['main', 'release/**'], branch: 'topic', reported: false },
    { patterns: ['release/**', '!release/**-alpha'], branch: 'release/1.2', reported: true },
    { patterns: ['release/**', '!release/**-alpha'], branch: 'release/1.2-alpha', reported: false },
    { patterns: ['!release/**-alpha', 'release/**'], branch: 'release/1.2-alpha', reported: true },
    { patterns: ['!topic/**'], branch: 'main', reported: true },
    { patterns: ['!topic/**', '!wip'], branch: 'topic/a', reported: false },
    { patterns: ['!topic/**', 'topic/b'], branch: 'topic/b', reported: true },
    { patterns: ['!topic/**', 'topic/b'], branch: 'main', reported: false },
  ])('$patterns lets $branch report: $reported', ({ patterns, branch, reported }) => {
    expect(reports(branch, patterns)).toBe(reported);
  });
});

describe('a stream', () => {
  const everything = ['**'];

  test.each<Stream>([
    { kind: 'default', branch: 'main' },
    { kind: 'branch', branch: 'topic' },
    { kind: 'queue', branch: 'gh-readonly-queue/main/pr-1-0a', queue: 'gh-readonly-queue/main' },
  ])('of the kind "$kind" matches by its branch', (stream) => {
    expect(findBranchObstacle(stream, everything)).toBeUndefined();
  });

  test.each<{ stream: Stream; obstacle: string }>([
    {
      stream: { kind: 'tags', tag: 'main' },
      obstacle: 'this run is on a tag, which matches no pattern of branches',
    },
    {
      stream: { kind: 'pull request', number: 57, branch: 'main' },
      obstacle: 'this run is on a pull request, which matches no pattern of branches',
    },
    {
      stream: { kind: 'fork', owner: 'mallory', branch: 'main' },
      obstacle: 'this run is on a fork, which matches no pattern of branches',
    },
    {
      stream: { kind: 'deployment', environment: 'main' },
      obstacle: 'this run is on no branch, which matches no pattern of branches',
    },
    {
      stream: { kind: 'default' },
      obstacle: 'this run is on no branch, which matches no pattern of branches',
    },
  ])('that is $stream matches no pattern', ({ stream, obstacle }) => {
    expect(findBranchObstacle(stream, everything)).toBe(obstacle);
    expect(findBranchObstacle(stream, ['!other'])).toBe(obstacle);
  });

  test.each<Stream>([
    { kind: 'tags' },
    { kind: 'pull request' },
    { kind: 'fork', owner: 'mallory', branch: 'main' },
    { kind: 'deployment', environment: 'production' },
  ])('of the kind "$kind" reports where there is no pattern', (stream) => {
    expect(findBranchObstacle(stream, [])).toBeUndefined();
  });

  test('on a branch that no pattern matches is told so by the name of the branch', () => {
    expect(findBranchObstacle({ kind: 'branch', branch: 'topic' }, ['main'])).toBe(
      'the branch topic matches no pattern of branches',
    );
  });
});
