import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { truthy } from '@actions/expressions/result';

/** A valid expression that gives nothing usable when it is evaluated: the step that has it fails. */
export class EvaluationError extends Error {}

/** A text with `${{ }}` in it, and what may be asked for in there. */
export type Template = {
  text: string;
  /** Values of the contexts by name, plain JSON values. */
  contexts: Readonly<Record<string, unknown>>;
  /** The contexts that are available at this place; one that has no value is `null`. */
  allowed: readonly string[];
};

/**
 * The text with its expressions evaluated by GitHub's own evaluator, as the runner does it for an input. An expression
 * ends with the first `}}`, even one within a quoted text.
 * Source: `TemplateReader.ParseScalar` and the "Contexts reference" of GitHub's documentation.
 *
 * @throws EvaluationError for one that fails, such as `fromJSON('')`, and for a lone one that gives an object or a list
 * @throws Error for a context or function that is not available at this place
 */
export function interpolate({ text, contexts, allowed }: Template): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (found, expression: string) => {
    const value = evaluate(expression, contexts, allowed);
    if (found === text && !value.primitive) {
      throw new EvaluationError(`\`${text}\` gives an object or a list where a text is expected: use toJSON()`);
    }
    return value.coerceString();
  });
}

/**
 * Whether a condition (`if`, `pre-if`, `post-if`) of status functions holds; it knows no contexts and no `cancelled()`.
 * Source: `SuccessFunction` and `FailureFunction` of actions/runner.
 *
 * @param text the expression, without `${{ }}` around it
 * @param status what `success()` and `failure()` read: `github.action_status` in the main phase of a composite action's
 *   step, and else `job.status`
 * @throws Error for an expression that the runner would not take
 */
export function holds(text: string, status: string): boolean {
  const results = { always: true, success: status === 'success', failure: status === 'failure' };
  const functions = Object.entries(results).map(([name, result]): FunctionDefinition => {
    return { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(result) };
  });
  return truthy(evaluate(text, {}, [], functions));
}

function evaluate(
  expression: string,
  contexts: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  functions: readonly FunctionDefinition[] = [],
): data.ExpressionData {
  const parsed = new Parser(new Lexer(expression).lex().tokens, [...allowed], [...functions]).parse();
  const values = allowed.map((key) => ({ key, value: toExpressionData(contexts[key]) }));
  const named = new Map(functions.map((one) => [one.name, one]));
  const evaluator = new Evaluator(parsed, new data.Dictionary(...values), named);
  try {
    return evaluator.evaluate();
  } catch (cause) {
    throw new EvaluationError(String(cause), { cause });
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
