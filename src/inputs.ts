import { compilePattern } from './branches.ts';
import { CONCLUSIONS, type Conclusion, type Needs, STATUSES, type Status } from './decision.ts';
import { describeError, InputError } from './errors.ts';
import { asObject, at } from './json.ts';
import type { Contexts, Environment } from './situation.ts';
import { listSecrets, openWebhook, type Webhook } from './spike.ts';
import { cut, findNearest, oneLine } from './text.ts';

const SEVERITIES = ['sev1', 'sev2', 'sev3'] as const;
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'] as const;
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'] as const;

/** Everything the user and the runner gave, checked. What was left blank is `undefined` or its default. */
export type Inputs = {
  /** Where to send; `undefined` without a token. */
  webhook: Webhook | undefined;
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
  for (const secret of listSecrets(token, env)) mask(secret);
  const createOn = readList(read, 'create-on');
  const resolveOn = readList(read, 'resolve-on');
  const both = createOn.find((word) => resolveOn.includes(word));
  if (both !== undefined)
    throw new InputError(`create-on and resolve-on both hold ${both}; leave it in one of them.`);
  return {
    webhook: token === '' ? undefined : openWebhook(token, { env, nodeVersion }),
    title: readText(read, 'title'),
    body: readText(read, 'body'),
    severity: readWord(read, 'severity', SEVERITIES),
    priority: readWord(read, 'priority', PRIORITIES),
    status: readWord(read, 'status', STATUSES),
    needs: readNeeds(read('needs')),
    branches: readBranches(read),
    createOn,
    resolveOn,
    githubToken: readText(read, 'github-token'),
    timeout: readTimeout(read('timeout')),
    failOnError: readBoolean(read, 'fail-on-error'),
    dryRun: readBoolean(read, 'dry-run'),
    jobStatus: read('job-status'),
    contexts: {
      matrix: read('matrix'),
      checkRunId: read('check-run-id'),
      jobWorkflowRef: read('job-workflow-ref'),
    },
  };
}

type Read = InputSource['read'];

function readText(read: Read, name: string): string | undefined {
  const text = read(name);
  return text.trim() === '' ? undefined : text;
}

function readWord<const Word extends string>(
  read: Read,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const given = read(name).trim();
  return given === '' ? undefined : findWord(name, given, words);
}

function findWord<const Word extends string>(name: string, given: string, words: readonly Word[]): Word {
  const lower = given.toLowerCase();
  const word = words.find((candidate) => candidate === lower);
  if (word !== undefined) return word;
  const nearest = findNearest(lower, words);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new InputError(`${name} is ${quote(given)}, which is none of ${words.join(', ')}.${hint}`);
}

function readList(read: Read, name: string): Conclusion[] {
  return splitList(read(name)).map((word) => findWord(name, word, CONCLUSIONS));
}

function splitList(text: string): string[] {
  return text
    .split(/[,\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readBranches(read: Read): string[] {
  const patterns = splitList(read('branches'));
  for (const pattern of patterns) {
    try {
      compilePattern(pattern.replace(/^!/, ''));
    } catch (error) {
      throw new InputError(
        `branches holds ${quote(pattern)}, which is no pattern as in on.push.branches (${oneLine(describeError(error))}).`,
      );
    }
  }
  return patterns;
}

const NEEDS_ADVICE = 'Write it as needs: ${{ toJSON(needs) }} in a job that has needs.';

function readNeeds(text: string): Needs | undefined {
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

function readTimeout(text: string): number {
  const given = text.trim();
  const seconds = given === '' ? 60 : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(seconds >= 1 && seconds <= 300)) {
    throw new InputError(`timeout is ${quote(given)}, which is no whole number of seconds from 1 to 300.`);
  }
  return seconds * 1000;
}

function readBoolean(read: Read, name: string): boolean {
  return readWord(read, name, ['true', 'false']) === 'true';
}

function quote(given: string): string {
  return `"${cut(oneLine(given), 60)}"`;
}
