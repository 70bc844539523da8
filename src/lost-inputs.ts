import { readVariable } from './inputs.ts';
import { type JsonObject, parseObject } from './json.ts';
import type { Log } from './log.ts';
import { digest } from './text.ts';

/** All that people set, as in `action.yml`. */
const INPUTS = [
  ...['token', 'title', 'environment', 'body', 'severity', 'priority', 'status', 'needs', 'branches', 'pull-requests'],
  ...['create-on', 'resolve-on', 'after', 'github-token', 'timeout', 'fail-on-error', 'dry-run'],
];
// An expression in these may well ask for job.status, and give another text at the end of the job.
const CHANGING = ['body', 'severity', 'priority', 'status', 'needs'];

/** Which inputs a phase has, and where, for the next phase to compare: as JSON, and of each text only a digest. */
export function describeInputs(env: NodeJS.ProcessEnv): string {
  return JSON.stringify(describe(env));
}

/**
 * What to log where this phase does not have an input that the main phase had, or has that of another action;
 * `undefined` where it has all of them. GitHub's runner passes the inputs of the outer action to a composite action that
 * is called by a path inside another one.
 *
 * `described` is what `describeInputs` gave in the main phase.
 */
export function findLostInputs(
  described: string | undefined,
  env: NodeJS.ProcessEnv,
): { level: keyof Log; line: string } | undefined {
  const before = parseObject(described ?? '');
  if (before === undefined) return undefined;
  const now = describe(env);
  const isComposite = readVariable(env, 'action-status') !== '';
  // The runner sets the folder together with the inputs (CompositeActionHandler.cs).
  const isElsewhere = before.folder !== now.folder;
  const names = INPUTS.filter((name) => {
    const [was, is] = [before[name], now[name]];
    if (was === is) return false;
    if (is === '') return isComposite || name === 'token';
    // In the same folder another text is legitimate: an expression may read a step that has run since.
    return (isElsewhere && !CHANGING.includes(name)) || (isComposite && name === 'token' && was !== '');
  });
  if (names.length === 0) return undefined;
  const isGreen = readVariable(env, 'job-status') === 'success' && readVariable(env, 'action-status') !== 'failure';
  return { level: isGreen ? 'warning' : 'fail', line: describeLost(names) };
}

function describe(env: NodeJS.ProcessEnv): JsonObject {
  const digests = INPUTS.map((name) => {
    const text = (readVariable(env, name) ?? '').trim();
    return [name, text === '' ? '' : digest(text)] as const;
  });
  return { ...Object.fromEntries(digests), folder: digest(env.GITHUB_ACTION_PATH ?? '') };
}

function describeLost(names: readonly string[]): string {
  const [what, are] = names.length === 1 ? ['input', 'is'] : ['inputs', 'are'];
  return (
    `The ${what} ${names.join(', ')} that the step had at its start ${are} lost at the end of the job, so nothing was ` +
    "reported then. GitHub's runner does this in a composite action that is called by a path (./) inside another composite " +
    'action (actions/runner#2030, #3514). Put the step into the outer action or into the job.'
  );
}
