import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { truthy } from '@actions/expressions/result';

/** A text with `${{ }}` in it, and what may be asked for in there. */
export type Template = {
  text: string;
  /** Values of the contexts by name, plain JSON values. */
  contexts: Readonly<Record<string, unknown>>;
  /** The contexts that are available at this place; one that has no value is `null`. */
  allowed: readonly string[];
};

/** A valid expression that gives nothing usable at run time: the step that has it fails. */
export class EvaluationError extends Error {}

type Part = { literal: string } | { expression: string };

/**
 * The text with its expressions evaluated by GitHub's own evaluator, as the runner does it for an input.
 * Source: `TemplateReader.ParseScalar` and the "Contexts reference" of GitHub's documentation.
 *
 * @throws EvaluationError for one that fails, such as `fromJSON('')`, and for a lone one that gives an object or a list
 * @throws Error for what GitHub does not accept at all: an expression that is not closed or empty, a context or
 *   function that is not available at this place
 */
export function interpolate({ text, contexts, allowed }: Template): string {
  const parts = splitTemplate(text);
  const [first] = parts;
  const isLone = parts.length === 1;
  return parts
    .map((part) => {
      if ('literal' in part) return part.literal;
      const value = evaluate(part.expression, contexts, allowed);
      if (isLone && part === first && !value.primitive) {
        throw new EvaluationError(`\`${text}\` gives an object or a list where a text is expected: use toJSON()`);
      }
      return value.coerceString();
    })
    .join('');
}

/** What a condition (`if`, `pre-if`, `post-if`) looks at. */
export type Condition = {
  /** The expression, without `${{ }}` around it. */
  text: string;
  /** What `success()` and `failure()` read: `github.action_status` in the main phase of a composite action's step. */
  status: string;
  /** `job.status`, which `cancelled()` reads. */
  jobStatus: string;
  contexts: Readonly<Record<string, unknown>>;
};

const CONTEXTS_OF_CONDITIONS = [
  'github',
  'strategy',
  'matrix',
  'job',
  'runner',
  'env',
  'inputs',
  'needs',
  'steps',
  'vars',
];

/**
 * Whether a condition holds. Source: `SuccessFunction`, `FailureFunction` and `CancelledFunction` of actions/runner.
 *
 * @throws Error for an expression that the runner would not take
 */
export function holds({ text, status, jobStatus, contexts }: Condition): boolean {
  const define = (name: string, result: boolean): FunctionDefinition => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(result),
  });
  const functions = [
    define('always', true),
    define('success', status === 'success'),
    define('failure', status === 'failure'),
    define('cancelled', jobStatus === 'cancelled'),
  ];
  return truthy(evaluate(text, contexts, CONTEXTS_OF_CONDITIONS, functions));
}

/** A step's `if` as GitHub reads it: without a status function it wants a success too. Not so `pre-if` and `post-if`. */
export function toStepCondition(text: string): string {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/su.exec(text)?.[1] ?? text;
  const hasStatus = /\b(always|success|failure|cancelled)\s*\(/i.test(expression);
  return hasStatus ? expression : `success() && (${expression})`;
}

function evaluate(
  expression: string,
  contexts: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  functions: readonly FunctionDefinition[] = [],
): data.ExpressionData {
  if (expression.trim() === '') throw new Error('An expression was expected between ${{ and }}');
  const parsed = new Parser(new Lexer(expression).lex().tokens, [...allowed], [...functions]).parse();
  const values = allowed.map((key) => ({ key, value: toExpressionData(contexts[key]) }));
  const named = new Map(functions.map((one) => [one.name, one]));
  const evaluator = new Evaluator(parsed, new data.Dictionary(...values), named);
  try {
    return evaluator.evaluate();
  } catch (cause) {
    throw new EvaluationError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function toExpressionData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toExpressionData));
  if (typeof value !== 'object' || value === null) return new data.Null();
  const pairs = Object.entries(value).filter(([, item]) => item !== undefined);
  return new data.Dictionary(...pairs.map(([key, item]) => ({ key, value: toExpressionData(item) })));
}

function splitTemplate(text: string): Part[] {
  const parts: Part[] = [];
  let position = 0;
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', position)) {
    if (start > position) parts.push({ literal: text.slice(position, start) });
    const end = findEnd(text, start + 3);
    parts.push({ expression: text.slice(start + 3, end) });
    position = end + 2;
  }
  if (position < text.length) parts.push({ literal: text.slice(position) });
  return parts;
}

// `}}` within a quoted text does not end the expression: `${{ format('{0}}}', github.sha) }}`.
function findEnd(text: string, from: number): number {
  let isQuoted = false;
  for (let position = from; position < text.length; position++) {
    if (text[position] === "'") isQuoted = !isQuoted;
    else if (!isQuoted && text.startsWith('}}', position)) return position;
  }
  throw new Error(`The expression is not closed: \`${text}\` has a \${{ without its }}`);
}
