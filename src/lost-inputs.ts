import { readVariable } from './inputs.ts';
import type { Log } from './log.ts';
import { digest } from './text.ts';

const COMPARED_INPUTS = ['token', 'title', 'environment', 'branches'];

/** Which inputs a phase has, for the next phase to compare: their names, and last a digest of the token. */
export function describeInputs(env: NodeJS.ProcessEnv): string {
  const given = COMPARED_INPUTS.filter((name) => readTrimmed(env, name) !== '');
  return [...given, digest(readTrimmed(env, 'token'))].join(' ');
}

/**
 * What to log where this phase does not have an input that the main phase had, or has another token; `undefined` where it
 * has all of them. GitHub's runner passes the inputs of the outer action to a composite action that is called by a path
 * inside another one.
 *
 * `described` is what `describeInputs` gave in the main phase.
 */
export function findLostInputs(
  described: string | undefined,
  env: NodeJS.ProcessEnv,
): { level: keyof Log; line: string } | undefined {
  const given = (described ?? '').split(' ');
  const token = given.pop();
  const isComposite = readVariable(env, 'action-status') !== '';
  const lost = given.filter((name) => readTrimmed(env, name) === '');
  // Outside a composite action an expression may well give another title at the end.
  const names = lost.filter((name) => name === 'token' || isComposite);
  const isOtherToken = isComposite && given.includes('token') && digest(readTrimmed(env, 'token')) !== token;
  if (names.length === 0 && !isOtherToken) return undefined;
  const isGreen = readVariable(env, 'job-status') === 'success' && readVariable(env, 'action-status') !== 'failure';
  return { level: isGreen ? 'warning' : 'fail', line: describeLost(names.length === 0 ? ['token'] : names) };
}

function describeLost(names: readonly string[]): string {
  const [what, are] = names.length === 1 ? ['input', 'is'] : ['inputs', 'are'];
  return (
    `The ${what} ${names.join(', ')} that the step had at its start ${are} lost at the end of the job, so nothing was ` +
    "reported. GitHub's runner does this in a composite action that is called by a path (./) inside another composite " +
    'action (actions/runner#2030, #3514). Put the step into the outer action or into the job.'
  );
}

function readTrimmed(env: NodeJS.ProcessEnv, name: string): string {
  return (readVariable(env, name) ?? '').trim();
}
