import { findSkipReason } from './branches.ts';
import { type Context, readContext } from './context.ts';
import { findOutcome, findUnreportedFailure, type Phase } from './decision.ts';
import { describeError, InputError } from './errors.ts';
import { checkInputs, type Inputs, readInputs, readVariable } from './inputs.ts';
import { type JsonObject, parseObject } from './json.ts';
import { createLog, type Log } from './log.ts';
import { describeInputs, findLostInputs } from './lost-inputs.ts';
import type { LoadLookUps, ReportInput } from './report.ts';
import { type Result, showResult, skip } from './results.ts';
import type { Runner } from './runner.ts';
import { createRedact, listMasks, listSecrets } from './secrets.ts';
import { digest } from './text.ts';

const importLookUps: LoadLookUps = async (options) => (await import('./github/lookups.ts')).openLookUps(options);

/** Runs one phase of the action. Never throws: whatever goes wrong fails the step, in words. */
export async function runAction(phase: Phase, runner: Runner, loadLookUps = importLookUps): Promise<void> {
  const { core, env } = runner;
  const token = (readVariable(env, 'token') ?? '').trim();
  const secrets = listSecrets(token, env);
  for (const mask of listMasks(secrets)) core.setSecret(mask);
  const redact = createRedact(secrets);
  const log = createLog({ core, redact });
  try {
    await runPhase({ phase, runner, loadLookUps, log, redact, redactToken: createRedact(listSecrets(token, {})) });
  } catch (thrown) {
    const line = await explain(thrown);
    // Both phases read the inputs; one annotation is enough.
    if (phase === 'post' && env.STATE_failed === digest(line)) return log.info(line);
    if (phase === 'main') save(runner, log, 'failed', digest(line));
    log.fail(line);
  }
}

/** What every part of a phase needs. */
type Session = Omit<ReportInput, 'inputs' | 'webhookUrl' | 'context' | 'found'>;

async function runPhase(session: Session): Promise<void> {
  const { phase, runner, log, redact } = session;
  const { env } = runner;
  const lost = phase === 'post' ? findLostInputs(env.STATE_inputs, env) : undefined;
  if (lost !== undefined) return log[lost.level](lost.line);
  const inputs = readInputs({ read: (name) => readVariable(env, name), redact });
  const context = readContext(env, readEvent(runner, log), inputs.hidden);
  checkInputs(inputs, context);
  if (phase === 'main') {
    save(runner, log, 'inputs', describeInputs(env));
    // What is saved comes before what a later step writes into GITHUB_ENV, which could say that all was reported.
    save(runner, log, 'done', 'nothing');
  }
  const result = await findResult(session, inputs, context);
  showResult(result, { runner, log, redact });
}

/** Everything that is decided and done, in order. */
async function findResult(session: Session, inputs: Inputs, context: Context): Promise<Result> {
  const { phase, runner, log } = session;
  const outcomeInput = { ...inputs, phase, context };
  const found = findOutcome(outcomeInput);
  if (phase === 'main') await warn(session, inputs, context);
  const quiet = findSkipReason(context.ref, inputs);
  // A watched run may be on a tag, which branches does not concern; only a look-up can tell. It is worth one only where
  // something can be sent.
  const mayBeTag = context.ref.mayBeTag && inputs.githubToken !== undefined;
  const { webhookUrl } = inputs;
  if (quiet !== undefined && (!mayBeTag || webhookUrl === undefined)) return skip(quiet);
  if (webhookUrl === undefined) {
    if (context.secretsWithheld === undefined) throw new InputError(NO_TOKEN);
    return skip(`${context.secretsWithheld}, so there is no token`, { level: phase === 'main' ? 'notice' : 'info' });
  }
  const unreported = phase === 'post' ? findUnreportedFailure(outcomeInput) : undefined;
  if (unreported !== undefined) log.error(unreported);
  if (found.kind !== 'outcome') {
    const level = found.isUnusual ? 'warning' : 'info';
    return skip(found.reason, { level, opening: found.kind === 'later' ? 'Nothing to report yet' : 'Not reported' });
  }
  const { outcome } = found;
  if (outcome === runner.env.STATE_done) {
    return skip(`the result is still ${outcome}, and the step has already said what it did about it`, {
      opening: 'Nothing more to report',
    });
  }
  const { report } = await import('./report.ts');
  const result = await report({ ...session, inputs, webhookUrl, context, found });
  // Noted after Spike took it: where this phase is killed before, the post phase reports.
  if (result.isDone) save(runner, log, 'done', outcome);
  return result;
}

async function explain(thrown: unknown): Promise<string> {
  if (thrown instanceof InputError && thrown.slip !== undefined) {
    return (await import('./warnings.ts')).explainInputError(thrown);
  }
  // By name: what sends is a bundle of its own, with a class of its own.
  const isInput = thrown instanceof Error && thrown.name === 'InputError';
  return isInput ? thrown.message : `The action itself failed: ${describeError(thrown)}`;
}

/** Warns of traps, which only inputs that are seldom set can hold. */
async function warn({ log, redact }: Session, inputs: Inputs, context: Context): Promise<void> {
  const { title, body, branches, needs } = inputs;
  if (title === undefined && body === undefined && branches.length === 0 && needs === undefined) return;
  const { findWarnings } = await import('./warnings.ts');
  for (const warning of findWarnings({ inputs, context, redact })) log.warning(warning);
}

function readEvent({ env, readFile }: Runner, log: Log): JsonObject {
  try {
    const payload = parseObject(readFile(env.GITHUB_EVENT_PATH ?? ''));
    if (payload !== undefined) return payload;
  } catch {
    // Logged below: a report with less detail is better than none.
  }
  log.debug('The event payload could not be read, so the details hold less.');
  return {};
}

function save({ saveState }: Runner, log: Log, name: string, value: string): void {
  const problem = saveState(name, value);
  if (problem === undefined) return;
  log.info(
    `The runner's file for state could not be written (${problem}). The older workflow command was used instead.`,
  );
}

const NO_TOKEN =
  'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
  'workflow that the caller passes it on (under secrets).';
