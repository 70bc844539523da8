import { compilePattern } from './branches.ts';
import type { Contexts, Environment } from './context.ts';
import { CONCLUSIONS, type Conclusion, type Needs, STATUSES, type Status } from './decision.ts';
import { describeError, InputError } from './errors.ts';
import { asObject, at } from './json.ts';
import { hide, listSecrets, openWebhook, type Webhook } from './spike/webhook.ts';
import { cut, findNearest, oneLine } from './text.ts';

const SEVERITIES = ['sev1', 'sev2', 'sev3'] as const;
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'] as const;
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'] as const;

/** Everything the user and the runner gave, checked. What was left blank is `undefined` or its default. */
export type Inputs = {
  /** Where to send; `undefined` without a token. */ webhook: Webhook | undefined;
  title: string | undefined;
  body: string | undefined;
  severity: (typeof SEVERITIES)[number] | undefined;
  priority: (typeof PRIORITIES)[number] | undefined;
  status: Status | undefined;
  needs: Needs | undefined;
  branches: string[];
  createOn: Conclusion[];
  resolveOn: Conclusion[];
  githubToken: string | undefined;
  /** Milliseconds for the whole delivery. */
  timeout: number;
  failOnError: boolean;
  dryRun: boolean;
  jobStatus: string;
  /** What the composite action round the step has come to in this phase; empty outside of one. */
  actionStatus: string;
  contexts: Contexts;
};

/** How inputs are read and secrets hidden: `getInput` and `setSecret` of `@actions/core`. */
export type InputSource = {
  read: (name: string) => string;
  mask: (secret: string) => void;
  env: Environment;
  nodeVersion: string;
};

/**
 * Reads and checks every input, and masks the token in all its forms before anything else happens.
 *
 * @throws {InputError} for the first input that is wrong, in one sentence.
 */
export function readInputs({ read, mask, env, nodeVersion }: InputSource): Inputs {
  const token = read('token').trim();
  const secrets = listSecrets(token, env);
  for (const secret of secrets) mask(secret);
  // Hidden before it is cut, or a token in the wrong input would be shown in part, which no mask matches.
  const quote = (given: string) => `"${cut(oneLine(hide(given, secrets)), 60)}"`;
  const source = { read, quote };
  const createOn = readList(source, 'create-on');
  const resolveOn = readList(source, 'resolve-on');
  const both = createOn.find((word) => resolveOn.includes(word));
  if (both !== undefined) throw new InputError(`create-on and resolve-on both hold ${both}; leave it in one of them.`);
  return {
    webhook: token === '' ? undefined : openWebhook(token, { env, nodeVersion }),
    title: readText(source, 'title'),
    body: readText(source, 'body'),
    severity: readWord(source, 'severity', SEVERITIES),
    priority: readWord(source, 'priority', PRIORITIES),
    status: readWord(source, 'status', STATUSES),
    needs: readNeeds(source),
    branches: readBranches(source),
    createOn,
    resolveOn,
    githubToken: readText(source, 'github-token'),
    timeout: readTimeout(source),
    failOnError: readBoolean(source, 'fail-on-error'),
    dryRun: readBoolean(source, 'dry-run'),
    jobStatus: read('job-status'),
    actionStatus: read('action-status'),
    contexts: { matrix: read('matrix'), checkRunId: read('check-run-id'), jobWorkflowRef: read('job-workflow-ref') },
  };
}

/** `quote` makes what was given fit to be shown in an error. */
type Source = { read: InputSource['read']; quote: (given: string) => string };

function readText({ read }: Source, name: string): string | undefined {
  const text = read(name);
  return text.trim() === '' ? undefined : text;
}

function readWord<const Word extends string>(source: Source, name: string, words: readonly Word[]): Word | undefined {
  const given = source.read(name).trim();
  return given === '' ? undefined : findWord(given, words, { name, quote: source.quote });
}

function findWord<const Word extends string>(
  given: string,
  words: readonly Word[],
  { name, quote }: { name: string; quote: Source['quote'] },
): Word {
  const lower = given.toLowerCase();
  const word = words.find((candidate) => candidate === lower);
  if (word !== undefined) return word;
  const nearest = findNearest(lower, words);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new InputError(`${name} is ${quote(given)}, which is none of ${words.join(', ')}.${hint}`);
}

function readList({ read, quote }: Source, name: string): Conclusion[] {
  return splitList(read(name)).map((word) => findWord(word, CONCLUSIONS, { name, quote }));
}

function splitList(text: string): string[] {
  return text
    .split(/[,\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readBranches({ read, quote }: Source): string[] {
  const patterns = splitList(read('branches'));
  for (const pattern of patterns) {
    try {
      // Tried, because only then does an expression turn out to be too large.
      compilePattern(pattern.replace(/^!/, '')).test('');
    } catch (error) {
      // "Invalid regular expression: /…/su: Nothing to repeat": the expression is ours, the rest is the reason.
      const reason = oneLine(describeError(error)).split(': ').at(-1);
      throw new InputError(`branches holds ${quote(pattern)}, which is no pattern as in on.push.branches (${reason}).`);
    }
  }
  return patterns;
}

const NEEDS_ADVICE = 'Write it as needs: ${{ toJSON(needs) }} in a job that has needs.';

function readNeeds({ read, quote }: Source): Needs | undefined {
  const text = read('needs');
  if (text.trim() === '') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError(`needs is ${quote(text)}, which is no JSON. ${NEEDS_ADVICE}`);
  }
  const jobs = Object.entries(asObject(parsed) ?? {});
  if (jobs.length === 0) throw new InputError(`needs is ${quote(text)}, which names no job. ${NEEDS_ADVICE}`);
  return new Map(
    jobs.map(([job, value]) => {
      const result = RESULTS.find((word) => word === at(value, 'result'));
      if (result === undefined) {
        throw new InputError(
          `needs gives the job ${quote(job)} no result that is one of ${RESULTS.join(', ')}. ${NEEDS_ADVICE}`,
        );
      }
      return [job, result];
    }),
  );
}

function readTimeout({ read, quote }: Source): number {
  const given = read('timeout').trim();
  const seconds = given === '' ? 60 : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(seconds >= 1 && seconds <= 300)) {
    throw new InputError(`timeout is ${quote(given)}, which is no whole number of seconds from 1 to 300.`);
  }
  return seconds * 1000;
}

function readBoolean(source: Source, name: string): boolean {
  return readWord(source, name, ['true', 'false']) === 'true';
}
