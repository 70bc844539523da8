import { findRun, type Situation, type Stream, type Subject } from './context.ts';
import { oneLine } from './text.ts';

const LONGEST = 250;
const DIGEST = 8;

/**
 * The title, which is the incident's identity at Spike: the same for the failure and for the recovery, another
 * for what fails on its own. At most 250 code points on one line.
 *
 * `title` is the user's own, used as it is unless it is blank. `jobName` replaces the job's id where that is
 * shared, and already tells its matrix values if it holds them.
 *
 * Source: "Create incidents with webhooks", Spike documentation (one open incident a title).
 */
export function composeTitle(
  situation: Situation,
  { title, subject, jobName }: { title?: string | undefined; subject: Subject; jobName?: string | undefined },
): string {
  const own = oneLine(title ?? '');
  return shorten(own === '' ? oneLine(buildTitle(situation, subject, jobName)) : own);
}

function buildTitle(situation: Situation, subject: Subject, jobName: string | undefined): string {
  const { repository, leaves } = situation;
  const run = findRun(situation, subject);
  const place = `in ${repository}${scopeOf(run.stream)}`;
  if (subject !== 'job') return `${run.workflow} ${place}`;
  const values = leaves.length === 0 ? '' : ` (${leaves.join(', ')})`;
  // GitHub ends the name of a leg with its values, unless the workflow gives a name that may hold some of them or none.
  const leg = jobName?.endsWith(values) ? '' : values;
  return `${run.workflow} / ${jobName ?? situation.job}${leg} ${place}`;
}

/** The end of the title that keeps streams apart; empty for the default branch and whatever runs on it. */
export function scopeOf(stream: Stream): string {
  switch (stream.kind) {
    case 'default':
      return '';
    case 'branch':
      // A branch may be called `tags`, which is every tag's scope.
      return /^(heads\/|tags$)/.test(stream.branch) ? `@heads/${stream.branch}` : `@${stream.branch}`;
    case 'tags':
      return '@tags';
    case 'pull request':
      // Without a number the branch, and a branch may be called `57`.
      return `#${stream.number ?? `heads/${stream.branch ?? 'unknown'}`}`;
    case 'queue':
      return `@${stream.queue}`;
    case 'fork':
      return `@${stream.owner}:${stream.branch}`;
    case 'deployment':
      return `@:${stream.environment}`;
  }
}

/** Whether `title`, given by the user, is one for all legs of a matrix, so that a green leg resolves a red one's. */
export function isSharedByLegs(title: string | undefined, leaves: readonly string[]): boolean {
  const own = oneLine(title ?? '');
  return own !== '' && leaves.length > 0 && !leaves.some((leaf) => own.includes(oneLine(unquote(leaf))));
}

/** The value of a leaf as it stands in the user's title; an empty one stands in none. */
function unquote(leaf: string): string {
  return leaf.length > 2 && leaf.startsWith('"') ? String(JSON.parse(leaf)) : leaf;
}

function shorten(title: string): string {
  const points = Array.from(title);
  if (points.length <= LONGEST) return title;
  // Not imported: loading node:crypto takes a fifth of the time that starting Node takes, and few titles are cut.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const digest = createHash('sha256').update(title).digest('hex').slice(0, DIGEST);
  return `${points.slice(0, LONGEST - DIGEST - 1).join('')}…${digest}`;
}
