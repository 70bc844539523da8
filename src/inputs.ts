import { findPatternProblem } from './branches.ts';
import type { Context, HiddenInputs } from './context.ts';
import { CONCLUSIONS, type Conclusion, type Need, STATUSES, type Status } from './decision.ts';
import { InputError } from './errors.ts';
import { asObject, get, parseJson } from './json.ts';
import type { Redact } from './secrets.ts';
import { isTokenMissing, parseWebhookUrl } from './spike/url.ts';
import { oneLine, quote } from './text.ts';

const SEVERITIES = ['sev1', 'sev2', 'sev3'] as const;
const PRIORITIES = ['p1', 'p2', 'p3', 'p4', 'p5'] as const;
const RESULTS = ['success', 'failure', 'cancelled', 'skipped'] as const satisfies Need['result'][];

/** Every input, checked. What is left blank is `undefined` or its default. */
export type Inputs = {
  /** Trimmed; empty when it is missing. */
  token: string;
  webhookUrl: URL | undefined;
  title: string | undefined;
  environment: string | undefined;
  body: string | undefined;
  severity: (typeof SEVERITIES)[number] | undefined;
  priority: (typeof PRIORITIES)[number] | undefined;
  /** `undefined` is `auto`. */
  status: Status | undefined;
  needs: Need[] | undefined;
  /** Empty: every branch. */
  branches: string[];
  pullRequests: boolean;
  createOn: Conclusion[];
  resolveOn: Conclusion[];
  /** Failures in a row before an incident is opened. */
  after: number;
  githubToken: string | undefined;
  /** Milliseconds for the whole delivery. */
  timeout: number;
  failOnError: boolean;
  dryRun: boolean;
  jobStatus: string;
  /** Set inside a composite action only. */
  actionStatus: string;
  hidden: HiddenInputs;
};

/** Where the inputs come from. */
export type InputSource = {
  /** The variable of the input with this name; `undefined` when there is none. */
  read: (name: string) => string | undefined;
  redact: Redact;
};

/** The variable of an input: the runner replaces blanks in its name only. */
export function readVariable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[`INPUT_${name.toUpperCase()}`];
}

/**
 * Reads and checks every input.
 *
 * @throws {InputError} for the first input that is wrong.
 */
export function readInputs({ read, redact }: InputSource): Inputs {
  const source: Source = {
    read: (name) => requireInput(read(name), name),
    quote: (given) => quote(given, redact),
  };
  const token = source.read('token').trim();
  const createOn = readConclusions(source, 'create-on');
  const resolveOn = readConclusions(source, 'resolve-on');
  const both = createOn.find((word) => resolveOn.includes(word));
  if (both !== undefined) {
    throw new InputError(`create-on and resolve-on both list ${both}; remove it from one of them.`);
  }
  return {
    token,
    webhookUrl: isTokenMissing(token) ? undefined : parseWebhookUrl(token),
    title: readText(source, 'title'),
    environment: readText(source, 'environment')?.trim(),
    body: readText(source, 'body'),
    severity: readWord(source, 'severity', SEVERITIES),
    priority: readWord(source, 'priority', PRIORITIES),
    status: readStatus(source),
    needs: readNeeds(source),
    branches: readBranches(source),
    pullRequests: readBoolean(source, 'pull-requests'),
    createOn,
    resolveOn,
    after: readNumber(source, 'after', { from: 1, to: 5, blank: 1, unit: '' }),
    githubToken: readText(source, 'github-token')?.trim(),
    timeout: 1000 * readNumber(source, 'timeout', { from: 1, to: 300, blank: 60, unit: ' of seconds' }),
    failOnError: readBoolean(source, 'fail-on-error'),
    dryRun: readBoolean(source, 'dry-run'),
    jobStatus: source.read('job-status'),
    actionStatus: source.read('action-status'),
    hidden: {
      matrix: source.read('matrix'),
      checkRunId: source.read('check-run-id'),
      jobWorkflowRef: source.read('job-workflow-ref'),
      jobWorkflowSha: source.read('job-workflow-sha'),
      jobWorkflowRepository: source.read('job-workflow-repository'),
      jobWorkflowFilePath: source.read('job-workflow-file-path'),
    },
  };
}

/**
 * Checks what is wrong only in this context.
 *
 * @throws {InputError}
 */
export function checkInputs({ status, title }: Inputs, { watched }: Context): void {
  const isConclusion = CONCLUSIONS.some((word) => word === status);
  if (watched === undefined || !isConclusion || oneLine(title ?? '') !== '') return;
  throw new InputError(
    `status is ${status}, but on workflow_run that can mean this job or the watched run. Remove status to report the watched run, or set a title.`,
  );
}

type Source = { read: (name: string) => string; quote: (given: string) => string };

// The runner sets a variable for each input of action.yml, also for those that nobody gave.
function requireInput(given: string | undefined, name: string): string {
  if (given !== undefined) return given;
  const advice = name === 'needs' ? ' Pass the results alone: needs: ${{ toJSON(needs.*.result) }}.' : '';
  throw new InputError(
    `The runner did not pass the input ${name}. On Windows a value of more than 32,766 characters is lost on the way.${advice}`,
  );
}

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
  const message = `${name} must be one of ${words.join(', ')} (got ${quote(given)}).`;
  throw new InputError(message, { given: lower, words });
}

function readStatus(source: Source): Status | undefined {
  const word = readWord(source, 'status', ['auto', ...STATUSES]);
  if (word === undefined) {
    throw new InputError(
      'status is blank: its expression gave nothing. Correct the expression, or remove status to report the result of this job.',
    );
  }
  return word === 'auto' ? undefined : word;
}

function readConclusions({ read, quote }: Source, name: string): Conclusion[] {
  const words = splitList(read(name)).map((word) => findWord(word, [...CONCLUSIONS, 'never'], { name, quote }));
  if (words.length === 0) {
    throw new InputError(`${name} is blank, as from a variable that is not set. Write never, or remove ${name}.`);
  }
  const conclusions = words.filter((word) => word !== 'never');
  if (conclusions.length > 0 && conclusions.length < words.length) {
    throw new InputError(`${name} lists never beside ${conclusions.join(', ')}. Write either.`);
  }
  return conclusions;
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
    const found = findPatternProblem(pattern);
    if (found === undefined) continue;
    const advice = found.right === undefined ? '' : ` Write ${quote(found.right)}.`;
    throw new InputError(`branches: no branch can match ${quote(pattern)}; ${found.problem}.${advice}`);
  }
  return patterns;
}

const NEEDS_ADVICE =
  'Write needs: ${{ toJSON(needs) }} or, for the results alone, needs: ${{ toJSON(needs.*.result) }}, in a job that has needs.';

function readNeeds({ read, quote }: Source): Need[] | undefined {
  const text = read('needs').trim();
  if (text === 'none') return undefined;
  if (text === '') throw new InputError(`needs is blank: its expression gave nothing. ${NEEDS_ADVICE}`);
  if (!/^[[{]/.test(text)) {
    const words = text.split(/[\s,]+/).filter((word) => word !== '');
    return words.map((word) => ({ result: readResult(word, word) }));
  }
  const parsed = parseJson(text);
  if (parsed === undefined) throw new InputError(`needs is not valid JSON (got ${quote(text)}). ${NEEDS_ADVICE}`);
  const entries: [string | undefined, unknown][] = Array.isArray(parsed)
    ? parsed.map((result) => [undefined, result])
    : Object.entries(asObject(parsed) ?? {}).map(([job, value]) => [job, get(value, 'result')]);
  if (entries.length === 0) throw new InputError(`needs has no job in it (got ${quote(text)}). ${NEEDS_ADVICE}`);
  return entries.map(([job, result]) => ({ job, result: readResult(result, job ?? text) }));

  function readResult(given: unknown, shown: string): Need['result'] {
    const result = RESULTS.find((word) => word === given);
    if (result !== undefined) return result;
    throw new InputError(
      `needs must give each job one of ${RESULTS.join(', ')} (see ${quote(shown)}). ${NEEDS_ADVICE}`,
    );
  }
}

type Limits = { from: number; to: number; blank: number; unit: string };

function readNumber({ read, quote }: Source, name: string, { from, to, blank, unit }: Limits): number {
  const given = read(name).trim();
  const number = given === '' ? blank : /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new InputError(`${name} must be a whole number${unit} from ${from} to ${to} (got ${quote(given)}).`);
}

function readBoolean(source: Source, name: string): boolean {
  return readWord(source, name, ['true', 'false']) === 'true';
}
