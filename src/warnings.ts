import leven from 'leven';
import { matchBranches } from './branches.ts';
import type { Context, Run } from './context.ts';
import type { InputError } from './errors.ts';
import type { Inputs } from './inputs.ts';
import { parseObject } from './json.ts';
import type { Redact } from './secrets.ts';
import { oneLine, quote } from './text.ts';

/** What is looked at for warnings. */
export type WarningInput = { inputs: Inputs; context: Context; redact: Redact };

/**
 * Sentences on workflows that are valid and still will not do what was meant. They can hold what a user wrote, redacted
 * before it is cut.
 */
export function findWarnings({ inputs, context, redact }: WarningInput): string[] {
  const warnings = [
    findChangingTitle(inputs, context),
    findBrokenBody(inputs),
    findStatusBesideNeeds(inputs),
    findLongBranch(inputs, redact),
    findMissedDefaultBranch(inputs, context, redact),
  ];
  return warnings.filter((warning) => warning !== undefined);
}

/** The message of a wrong input, with the word that was probably meant. */
export function explainInputError({ message, slip }: InputError): string {
  const near = slip && closest(slip.given, slip.words);
  return near === undefined ? message : message.replace(/\)\.$/, `; did you mean ${near}?).`);
}

/**
 * The word of `words` that `given` was probably meant to be: at most two edits away and fewer than half of its
 * length, or with the same first four letters.
 */
export function closest(given: string, words: readonly string[]): string | undefined {
  const maxDistance = Math.min(2, Math.ceil(given.length / 2) - 1);
  const near = words
    .map((word) => ({ word, distance: leven(given.slice(0, 40), word) }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.word ?? words.find((word) => given.length >= 4 && given.slice(0, 4) === word.slice(0, 4));
}

function findChangingTitle({ title }: Inputs, { run, watched, sha }: Context): string | undefined {
  if (title === undefined) return undefined;
  // Whichever run is reported: an expression gives the one as easily as the other.
  const runs = [run, watched, { commit: sha }].map((of) => of && findChanging(title, of));
  const found = runs.find((what) => what !== undefined);
  if (found === undefined) return undefined;
  return `title contains ${found}, which changes from run to run, so no later run resolves the incident. Remove it from title; the details name the run and its commit.`;
}

/** What of a run is in `title`. */
function findChanging(
  title: string,
  { id, number, attempt, commit }: Pick<Run, 'id' | 'number' | 'attempt' | 'commit'>,
): string | undefined {
  const isIn = (pattern: string) => new RegExp(pattern, 'iu').test(oneLine(title));
  const before = '(?<![\\p{L}\\p{N}_.])';
  if (id !== undefined && isIn(`${before}${id}(?!\\d)`)) return 'the run id';
  const inFront = `(?:#|${before}(?:run|build)\\s)\\s*(?:no\\.?\\s*|number\\s*)?#?`;
  if (number !== undefined && isIn(`${inFront}${number}(?!\\d)`)) return 'the run number';
  if (attempt !== undefined && isIn(`${before}attempt\\s*#?${attempt}(?!\\d)`)) return 'the run attempt';
  return commit !== undefined && holdsCommit(title, commit) ? 'the commit' : undefined;
}

function holdsCommit(title: string, commit: string): boolean {
  const words = title.toLowerCase().match(/(?<![\p{L}\p{N}_])[0-9a-f]{7,64}(?![\p{L}\p{N}_])/gu) ?? [];
  return words.some((word) => commit.toLowerCase().startsWith(word));
}

function findBrokenBody({ body }: Inputs): string | undefined {
  if (body === undefined || !/^\s*\{/.test(body) || parseObject(body) !== undefined) return undefined;
  return 'body begins like a JSON object but is not valid JSON, so it is sent as a text, under message. Use toJSON() for values that can contain quotes or line breaks.';
}

function findStatusBesideNeeds({ status, needs }: Inputs): string | undefined {
  if (needs === undefined || status === undefined || status === 'create' || status === 'resolve') return undefined;
  return 'status and needs are both set, so the worse of the two is reported. Remove status to report the needed jobs.';
}

// Git allows such names, so that they are no error.
function findLongBranch({ branches }: Inputs, redact: Redact): string | undefined {
  const front = /^(!?)(?:(?:remotes\/)?(?:origin|upstream)|heads)\//;
  const long = branches.find((pattern) => front.test(pattern));
  if (long === undefined) return undefined;
  return `branches lists ${quote(long, redact)}, but GitHub's names of branches have no remote and no heads/ in front. Write ${quote(long.replace(front, '$1'), redact)}.`;
}

const USUAL_DEFAULTS = ['main', 'master', 'trunk', 'default'];

function findMissedDefaultBranch(
  { branches }: Inputs,
  { ref, defaultBranch }: Context,
  redact: Redact,
): string | undefined {
  if (defaultBranch === undefined || ref.branch !== defaultBranch || matchBranches(defaultBranch, branches)) return;
  const near = branches.find((pattern) => isNear(pattern, defaultBranch));
  if (near === undefined) return undefined;
  return `branches lists ${quote(near, redact)}, but the default branch is ${quote(defaultBranch, redact)}, which no pattern matches, so it is not reported. If that is a mistake, correct branches.`;
}

/** Whether a pattern without wildcards was probably meant to be `branch`. */
function isNear(pattern: string, branch: string): boolean {
  if (/[!*?+[\]\\]/.test(pattern)) return false;
  if ([pattern, branch].every((name) => USUAL_DEFAULTS.includes(name))) return true;
  const sort = (name: string) => Array.from(name.toLowerCase()).sort().join('');
  const distance = leven(pattern.slice(0, 100).toLowerCase(), branch.slice(0, 100).toLowerCase());
  return distance <= Math.min(2, Math.floor(branch.length / 4)) || sort(pattern) === sort(branch);
}
