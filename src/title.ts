import { type Context, runOf, type Subject } from './context.ts';
import { listMatrixValues } from './matrix.ts';
import { titlePart } from './ref.ts';
import type { Redact } from './secrets.ts';
import { oneLine } from './text.ts';

/** In code points. Source: Spike's pages on its integrations (Dash0, GitLab, Bitbucket). */
export const MAX_TITLE_LENGTH = 200;
const DIGEST_LENGTH = 8;

/** What a title is made of. */
export type TitleParts = {
  context: Context;
  subject: Subject;
  /** The user's own title; blank means the default one. */
  title?: string | undefined;
  environment?: string | undefined;
  /** For a job in a reusable workflow: what the API puts before the last ` / ` in the job's name. */
  caller?: string | undefined;
};

/**
 * The title, which is the incident's identity at Spike: the same for a failure and its recovery, different for what
 * fails on its own. One line of at most `MAX_TITLE_LENGTH` code points.
 *
 * `redact` removes the token before the title is cut, because a part of it is not recognised.
 *
 * No choice of names makes two default titles equal, but for one: with `needs`, a caller whose name is another job's id.
 */
export function composeTitle(parts: TitleParts, redact: Redact): string {
  const own = oneLine(parts.title ?? '');
  return shorten(redact(own === '' ? composeDefault(parts) : complete(own, parts)));
}

function composeDefault({ context, subject, environment, caller }: TitleParts): string {
  const { workflow, update } = runOf(context, subject);
  // Somebody may call a workflow like an update of Dependabot.
  const quoted = titlePart(workflow, / \/ | failed in |^ Dependabot Updates: /);
  const names = [update === undefined ? quoted : workflow];
  if (subject !== 'watched run' && caller !== undefined) {
    names.push(titlePart(caller, subject === 'job' ? /: | \("| failed in / : /: | \("| \/ | failed in /));
  }
  if (subject === 'job') names.push(titlePart(context.job, /^ (?![a-z_][\w-]* $)/i));
  const values = subject === 'job' ? inBrackets(context.matrixValues) : '';
  const place = `${context.repository}${context.ref.scope}`;
  return `${names.join(' / ')}${values} failed in ${place}${inBrackets(showEnvironment(environment))}`;
}

/** The user's title with what it lacks: without it, one job would resolve the incident of another. */
function complete(title: string, { context, subject, environment }: TitleParts): string {
  const values = subject === 'job' ? findMissingValues(title, context) : [];
  const isKnown = environment !== undefined && findWord(title, environment) !== undefined;
  return `${title}${inBrackets(values)}${inBrackets(isKnown ? [] : showEnvironment(environment))}`;
}

/** The matrix values that are not in `title`, each at a place of its own. */
function findMissingValues(title: string, { matrix, matrixValues }: Context): string[] {
  if (matrix === undefined) return matrixValues;
  let rest = title;
  return listMatrixValues(matrix).flatMap(({ shown, text }) => {
    const place = findWord(rest, text);
    if (place === undefined) return [shown];
    rest = `${rest.slice(0, place.start)}\0${rest.slice(place.end)}`;
    return [];
  });
}

/** Where `text` is in `title` as a whole word: `1` is not in `v1.2 of 2021`. */
function findWord(title: string, text: string): { start: number; end: number } | undefined {
  const word = oneLine(text);
  if (word === '') return undefined;
  for (let start = title.indexOf(word); start >= 0; start = title.indexOf(word, start + 1)) {
    const end = start + word.length;
    // The longest neighbour that counts: a letter of two UTF-16 units and a point.
    const [before, after] = [title.slice(Math.max(0, start - 3), start), title.slice(end, end + 3)];
    const isJoined = /[\p{L}\p{N}_]\.?$/u.test(before) || /^\.?[\p{L}\p{N}_]/u.test(after);
    if (!isJoined) return { start, end };
  }
  return undefined;
}

function showEnvironment(environment: string | undefined): string[] {
  return environment === undefined || environment === '' ? [] : [titlePart(environment)];
}

function inBrackets(values: readonly string[]): string {
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function shorten(title: string): string {
  const points = Array.from(title);
  if (points.length <= MAX_TITLE_LENGTH) return title;
  // Not imported: loading node:crypto takes a fifth of the time that starting Node takes, and few titles are cut.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const digest = createHash('sha256').update(title).digest('hex').slice(0, DIGEST_LENGTH);
  return `${points.slice(0, MAX_TITLE_LENGTH - DIGEST_LENGTH - 1).join('')}…${digest}`;
}
