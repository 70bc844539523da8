import type { Ref } from './ref.ts';

/**
 * Why a run on `ref` is not reported, with the input that would change it; `undefined` if it is reported. `branches`
 * narrows branches only.
 */
export function findSkipReason(
  ref: Ref,
  { branches, pullRequests }: { branches: readonly string[]; pullRequests: boolean },
): string | undefined {
  if (ref.isPullRequest) {
    return pullRequests ? undefined : `this run is on ${ref.label}; set pull-requests: true to report such runs`;
  }
  if (ref.branch === undefined || matchBranches(ref.branch, branches)) return undefined;
  return `${ref.label} matches no pattern of the input branches; add it there to report such runs`;
}

/**
 * Whether `patterns`, as in `on.push.branches`, let `branch` through. They are read in order and the last one that
 * matches decides. Without a pattern, or with patterns that only exclude, every other branch is let through.
 *
 * Source: "Workflow syntax for GitHub Actions", filter pattern cheat sheet, GitHub Docs.
 *
 * @throws {SyntaxError} for a pattern of which `findPatternProblem` says so.
 */
export function matchBranches(branch: string, patterns: readonly string[]): boolean {
  const deciding = patterns.findLast((pattern) => matches(parsePattern(pattern.replace(/^!/, '')), branch));
  return deciding === undefined ? patterns.every(isExclusion) : !isExclusion(deciding);
}

function isExclusion(pattern: string): boolean {
  return pattern.startsWith('!');
}

/** What is wrong with a pattern, and the right form where it can be guessed. */
export type PatternProblem = { problem: string; right?: string | undefined };

/** Why no branch can match `pattern`, or `undefined`. A character after a backslash stands for itself. */
export function findPatternProblem(pattern: string): PatternProblem | undefined {
  const [, mark = '', text = ''] = /^(!?)(.*)$/s.exec(pattern) ?? [];
  for (const { when, problem, mend } of MISTAKES) {
    if (!when.test(text)) continue;
    const right = mend?.(text.slice(0, 200));
    return { problem, right: right === undefined || right === '' ? undefined : `${mark}${right}` };
  }
  try {
    parsePattern(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: error.message };
  }
}

type Mistake = { when: RegExp; problem: string; mend?: (text: string) => string };

const without =
  (what: RegExp, by = '') =>
  (text: string) =>
    text.replace(what, by);

// Git allows quotes, |, # and braces in a name; written like this they are slips, and a backslash allows them.
const MISTAKES: readonly Mistake[] = [
  { when: /^$/, problem: 'nothing follows the !' },
  { when: /^-\s/, problem: 'this is not a YAML list', mend: without(/^-\s+/) },
  { when: /^(?:["'`]|.*(?<!\\)["'`]$)/s, problem: 'quotes are not needed', mend: without(/^["'`]+|["'`]+$/g) },
  { when: /^refs\/heads\//, problem: 'a pattern is compared with the name only', mend: without(/^refs\/heads\//) },
  { when: /^refs\//, problem: 'only branches are compared, and not their full refs' },
  { when: /^#|\s#/, problem: 'comments are not possible here', mend: without(/(?:^|\s+)#.*$/s) },
  {
    when: /^\[[^\]]*$|^[^[]*(?<!\\)\]$|^\[[^\]-]{2,}\]$/,
    problem: 'this is not a YAML list, and brackets match one character',
    mend: without(/[[\]]/g),
  },
  { when: /^\s/, problem: 'a blank follows the !', mend: (text) => text.trim() },
  { when: /\s|(?<!\\);/, problem: 'patterns are separated by commas or lines', mend: without(/[\s;]+/g, ', ') },
  {
    when: /(?<!\\)\|/,
    problem: 'this is not a regular expression',
    mend: (text) => text.replace(/[\^$()]/g, '').replaceAll('|', ', '),
  },
  { when: /^\^/, problem: 'this is not a regular expression', mend: without(/^\^|\$$/g) },
  { when: /(?:^|\/)\.\*/, problem: 'this is not a regular expression', mend: without(/\.\*/g, '**') },
  { when: /\\[a-z\d]/i, problem: 'this is not a regular expression', mend: without(/\\d/g, '[0-9]') },
  { when: /^\{|(?<!\\)\}$/, problem: 'braces have no meaning here', mend: without(/[{}]/g) },
  { when: /[~^:]|\\[\\?*[]/, problem: 'a branch name cannot contain any of ~ ^ : ? * [ \\' },
  { when: /^\/|\/$/, problem: 'a branch name has no / at its start or end', mend: without(/^\/+|\/+$/g) },
  { when: /\/\/|\.\.(?!\?)|@\{|(?:^|\/)\.(?!\?)|\.$|\.lock$/, problem: 'Git does not allow such a name' },
];

/** One character of a branch name that a pattern takes, or any number of them. */
type Token = {
  takes: (character: string) => boolean;
  isOptional?: boolean;
  repeats?: boolean;
  /** How many tokens can be left out together, this one included. */
  skips?: number;
};

const anything = () => true;
const PLUS_ALONE = '+ repeats the character before it; for a plain + write \\+';
// No branch name has a plain one.
const QUESTION_MARK_ALONE = '? makes the character before it optional, and there must be a plain one';

function parsePattern(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (const [part] of pattern.matchAll(/\\.|(?<=^|\/)(?:\*\*\/)+|\*+|\[[^\]]+\]|./gsu)) {
    if (part.endsWith('**/')) {
      tokens.push({ takes: anything, skips: 3 }, { takes: anything, repeats: true }, takeOnly('/'));
    } else if (part.startsWith('*')) {
      tokens.push({ takes: part === '*' ? (character) => character !== '/' : anything, repeats: true });
    } else if (part === '?' || part === '+') {
      const last = tokens.at(-1);
      if (last === undefined || last.repeats || last.isOptional) {
        throw new SyntaxError(part === '+' ? PLUS_ALONE : QUESTION_MARK_ALONE);
      }
      if (part === '?') last.isOptional = true;
      else tokens.push({ ...last, repeats: true });
    } else if (part === '[' || part === '\\') {
      throw new SyntaxError(part === '[' ? '[ is never closed' : 'nothing follows the \\');
    } else if (part.startsWith('[')) {
      tokens.push({ takes: parseSet(part.slice(1, -1)) });
    } else {
      tokens.push(takeOnly(part.startsWith('\\') ? part.slice(1) : part));
    }
  }
  return tokens;
}

function takeOnly(only: string): Token {
  return { takes: (character) => character === only };
}

function parseSet(text: string): (character: string) => boolean {
  const ranges = Array.from(text.matchAll(/(.)-(.)|./gsu), ([one, from = one, to = one]) => ({ from, to }));
  const wrong = ranges.find(({ from, to }) => from > to);
  if (wrong !== undefined) throw new SyntaxError(`the range ${wrong.from}-${wrong.to} is in the wrong order`);
  return (character) => ranges.some(({ from, to }) => from <= character && character <= to);
}

// All ways through the pattern at once: the time is the length of the pattern times that of the name, at most. Two rows of
// marks and plain loops, because with a Set a pattern of 100,000 characters takes seconds.
function matches(tokens: readonly Token[], name: string): boolean {
  // How far a token leads with a character that it takes, and without one.
  const steps = tokens.map(({ repeats }) => (repeats ? 0 : 1));
  const leaps = tokens.map(({ isOptional, repeats, skips }) => skips ?? (isOptional || repeats ? 1 : 0));
  const end = tokens.length;
  let reached = new Uint8Array(end + 1);
  let next = new Uint8Array(end + 1);
  reached[0] = 1;
  leap(reached, leaps);
  for (const character of name) {
    let isOver = true;
    for (let at = 0; at < end; at++) {
      if (reached[at] !== 1) continue;
      reached[at] = 0;
      if (!tokens[at]?.takes(character)) continue;
      next[at + (steps[at] ?? 0)] = 1;
      isOver = false;
    }
    if (isOver) return false;
    reached[end] = 0;
    leap(next, leaps);
    [reached, next] = [next, reached];
  }
  return reached[end] === 1;
}

// A leap leads on only, so that one walk is enough.
function leap(reached: Uint8Array, leaps: readonly number[]): void {
  for (let at = 0; at < leaps.length; at++) {
    const far = leaps[at] ?? 0;
    if (far > 0 && reached[at] === 1) reached[at + far] = 1;
  }
}
