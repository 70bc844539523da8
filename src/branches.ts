import type { Stream } from './context.ts';

/**
 * Whether `branches`, patterns as in `on.push.branches`, lets the stream report; if not, the reason.
 * No pattern at all lets everything report. Patterns are read in order and the last that matches decides; when
 * all of them exclude, whatever they do not exclude reports.
 *
 * Source: "Workflow syntax for GitHub Actions", filter pattern cheat sheet, GitHub Docs.
 */
export function findBranchObstacle(stream: Stream, patterns: readonly string[]): string | undefined {
  if (patterns.length === 0) return undefined;
  const branch = branchOf(stream);
  if (branch === undefined) return `this run is on ${nameKind(stream)}, which matches no pattern of branches`;
  let included = patterns.every((pattern) => pattern.startsWith('!'));
  for (const pattern of patterns) {
    const excludes = pattern.startsWith('!');
    if (compilePattern(excludes ? pattern.slice(1) : pattern).test(branch)) included = !excludes;
  }
  return included ? undefined : `the branch ${branch} matches no pattern of branches`;
}

/**
 * `pattern` as a regular expression.
 *
 * @throws {SyntaxError} when it is no pattern, for example when a bracket is never closed.
 */
export function compilePattern(pattern: string): RegExp {
  const tokens = pattern.match(/\\.|(?<=^|\/)\*\*\/|\*+|\[[^\]]*\]|./gsu) ?? [];
  const parts = tokens.map((token) => {
    if (token === '*') return '[^/]*';
    if (token === '**/') return '(?:.+/)?';
    if (token.startsWith('*')) return '.*';
    if (token === '?' || token === '+') return token;
    if (/^\[.+\]$/su.test(token)) return `[${token.slice(1, -1).replace(/[\\^[]/g, '\\$&')}]`;
    if (token === '[' || token === '\\') throw new SyntaxError(`${token} has no end`);
    return (token.length > 1 && token.startsWith('\\') ? token.slice(1) : token).replace(
      /[\\^$.*+?()[\]{}|/]/g,
      '\\$&',
    );
  });
  return new RegExp(`^(?:${parts.join('')})$`, 'su');
}

function branchOf(stream: Stream): string | undefined {
  switch (stream.kind) {
    case 'default':
    case 'branch':
    case 'queue':
      return stream.branch;
    case 'tags':
    case 'pull request':
    case 'fork':
    case 'deployment':
      return undefined;
  }
}

function nameKind(stream: Stream): string {
  switch (stream.kind) {
    case 'tags':
      return 'a tag';
    case 'pull request':
      return 'a pull request';
    case 'fork':
      return 'a fork';
    default:
      return 'no branch';
  }
}
