import { findSkipReason } from './branches.ts';
import { type Context, readContext, runOf } from './context.ts';
import { decide, findOutcome, needsExplanation, type Outcome, type Phase, type Skip } from './decision.ts';
import { composeDetails, type Facts, mergeBody } from './details.ts';
import { describeError, InputError } from './errors.ts';
import type { LookUpOptions, LookUps, Settled } from './github/lookups.ts';
import type { Target } from './github/runs.ts';
import { checkInputs, type Inputs, readInputs } from './inputs.ts';
import { type JsonObject, parseObject } from './json.ts';
import { createLog, type Log } from './log.ts';
import { type Incident, type Result, showResult } from './results.ts';
import type { Runner } from './runner.ts';
import { createRedact, listMasks, listSecrets, type Redact } from './secrets.ts';
import { type Delivery, deliver } from './spike/delivery.ts';
import { composePayload, type Payload } from './spike/payload.ts';
import { findProxy } from './spike/proxy.ts';
import { openWebhook } from './spike/webhook.ts';
import { composeTitle } from './title.ts';
import { findUnreportedFailure, findWarnings } from './warnings.ts';

/** Loads what asks GitHub, which costs more than all the rest. */
export type LoadLookUps = (options: LookUpOptions) => Promise<LookUps>;

const importLookUps: LoadLookUps = async (options) => (await import('./github/lookups.ts')).openLookUps(options);

/** Runs one phase of the action. Never throws: whatever goes wrong fails the step, in words. */
export async function runAction(phase: Phase, runner: Runner, loadLookUps = importLookUps): Promise<void> {
  const { core, env } = runner;
  const token = (readVariable(env, 'token') ?? '').trim();
  const secrets = listSecrets(token, env);
  for (const mask of listMasks(secrets)) core.setSecret(mask);
  const redact = createRedact(secrets);
  const log = createLog({ core, redact });
  const fail = (line: string) => log.fail(line);
  try {
    await runPhase({ phase, runner, loadLookUps, log, redact, redactToken: createRedact(listSecrets(token, {})) });
  } catch (thrown) {
    const isOurs = !(thrown instanceof InputError);
    const line = isOurs ? `The action itself failed: ${describeError(thrown)}` : thrown.message;
    // Both phases read the inputs; one annotation is enough.
    if (phase === 'post' && env.STATE_failed !== undefined) return log.info(line);
    if (phase === 'main') save(runner, log, 'failed', 'true');
    fail(line);
  }
}

/** What every part of a phase needs. */
type Session = {
  phase: Phase;
  runner: Runner;
  loadLookUps: LoadLookUps;
  log: Log;
  redact: Redact;
  /** Removes the token alone: the password of a proxy must not change a title. */
  redactToken: Redact;
};

async function runPhase(session: Session): Promise<void> {
  const { phase, runner, log, redact } = session;
  const { env } = runner;
  const lost = phase === 'post' ? findLostInputs(env) : undefined;
  if (lost !== undefined) return showLostInputs(lost, log);
  const inputs = readInputs({ read: (name) => readVariable(env, name), redact });
  const context = readContext(env, readEvent(runner, log), inputs.hidden);
  checkInputs(inputs, context);
  if (phase === 'main') save(runner, log, 'inputs', describeInputs(env));
  const result = await findResult(session, inputs, context);
  showResult(result, { phase, inputs, runner, log, redact });
}

/** Everything that is decided and done, in order. */
async function findResult(session: Session, inputs: Inputs, context: Context): Promise<Result> {
  const { phase, runner, log } = session;
  const isTagPossible =
    context.ref.mayBeTag === true && /\d/.test(context.ref.branch ?? '') && inputs.githubToken !== undefined;
  const quiet = findSkipReason(context.ref, inputs);
  if (quiet !== undefined && !isTagPossible) return { kind: 'skip', reason: quiet };
  if (inputs.webhookUrl === undefined) {
    if (context.secretsWithheld === undefined) throw new InputError(NO_TOKEN);
    return { kind: 'skip', reason: `${context.secretsWithheld}, so there is no token`, level: 'notice' };
  }
  const found = findOutcome({ ...inputs, phase, context });
  const subject = found.kind === 'outcome' ? found.subject : 'job';
  if (phase === 'main') for (const warning of findWarnings({ inputs, context, subject })) log.warning(warning);
  const unreported = phase === 'post' ? findUnreportedFailure(inputs, context) : undefined;
  if (unreported !== undefined) log.error(unreported);
  if (found.kind !== 'outcome') return toSkip(found);
  const reported = runner.env.STATE_reported;
  if (found.outcome === reported) {
    return { kind: 'skip', reason: `the result is ${reported}, which this step has already reported` };
  }
  const incident = await findIncident(session, { inputs, context, found, isQuiet: quiet !== undefined });
  if (incident.kind === 'skip') return incident;
  const { severity, priority } = inputs;
  const payload = composePayload({ ...incident, severity, priority }, session.redactToken);
  const delivery = await send(session, inputs, incident, payload);
  if (delivery.kind === 'delivered') save(runner, log, 'reported', found.outcome);
  return { kind: 'report', incident, payload, delivery };
}

type Question = { inputs: Inputs; context: Context; found: Outcome; isQuiet: boolean };

/** Asks GitHub what there is to know, and decides with it. */
async function findIncident(session: Session, question: Question): Promise<Incident | (Result & { kind: 'skip' })> {
  const { inputs, found, isQuiet } = question;
  const { log } = session;
  const { subject, outcome: given } = found;
  const isAmbiguous =
    needsExplanation(given, inputs) || (inputs.needs ?? []).some(({ result }) => result === 'skipped') || isQuiet;
  const first = decide(given, inputs);
  if (first.action === 'none' && !isAmbiguous) return { kind: 'skip', reason: first.reason };

  const lookUps = await openLookUps(session, inputs, question.context);
  const environment = inputs.environment ?? question.context.environment;
  const target = createTarget(session.phase, question, environment);
  const settled: Settled = (await lookUps?.settle(target, given, inputs)) ?? { outcome: given, warnings: [] };
  for (const warning of settled.warnings) log.warning(warning);
  const context = { ...question.context, ref: settled.ref ?? question.context.ref };
  const quiet = findSkipReason(context.ref, inputs);
  if (quiet !== undefined) return { kind: 'skip', reason: quiet };
  const { outcome } = settled;
  const { action, reason } = decide(outcome, inputs, settled.isReplaced);
  if (action === 'none') return { kind: 'skip', reason };
  if (action === 'resolve' && settled.unsettled !== undefined) {
    return { kind: 'skip', reason: settled.unsettled, level: 'warning' };
  }

  const isVerb = outcome === 'create' || outcome === 'resolve';
  const decided = { action, outcome, after: inputs.after, isVerb, hasTitle: inputs.title !== undefined };
  const findings = await lookUps?.investigate({ ...target, context, ref: context.ref }, decided);
  for (const warning of findings?.warnings ?? []) log.warning(warning);
  for (const note of findings?.notes ?? []) log.debug(note);
  if (findings?.hold !== undefined) {
    const { reason: why, isWarning } = findings.hold;
    return { kind: 'skip', reason: why, level: isWarning ? 'warning' : 'info' };
  }
  const title = composeTitle({ context, subject, title: inputs.title, environment, caller: findings?.caller });
  const facts = addCauses(findings?.facts ?? {}, settled.causes);
  const details = composeDetails({ context, subject, outcome, environment, needs: inputs.needs, facts });
  return { kind: 'incident', action, reason, title, details: mergeBody(details, inputs.body) };
}

function addCauses(facts: Facts, causes: Facts['failed_jobs']): Facts {
  if (causes === undefined) return facts;
  const others = (facts.failed_jobs ?? []).filter(({ name }) => !causes.some((cause) => cause.name === name));
  return { ...facts, failed_jobs: [...causes, ...others] };
}

function createTarget(phase: Phase, { inputs, context, found }: Question, environment: string | undefined): Target {
  const mayDiffer = environment !== undefined || inputs.title !== undefined;
  const { subject } = found;
  const run = runOf(context, subject);
  const isAtEnd = phase === 'post';
  return { context, subject, run, ref: context.ref, needs: inputs.needs, environment, mayDiffer, isAtEnd };
}

/** What asks GitHub; nothing without a `github-token`. */
async function openLookUps(
  { runner, loadLookUps }: Session,
  { githubToken: token }: Inputs,
  { apiUrl, repository }: Context,
): Promise<LookUps | undefined> {
  if (token === undefined) return undefined;
  const { clock, cancelled } = runner;
  try {
    return await loadLookUps({ token, apiUrl, repository, clock, cancelled });
  } catch (thrown) {
    return createBrokenLookUps(describeError(thrown), runner.nodeVersion);
  }
}

/** Stands in where the look-ups cannot be loaded: an alert goes out, and a resolve is held back. */
function createBrokenLookUps(problem: string, nodeVersion: string): LookUps {
  const words = `GitHub cannot be asked on this runner (Node ${nodeVersion}: ${problem})`;
  const reason = `${words}, so it could not be checked whether something still fails. Set github-token: '' to report without this check`;
  return {
    settle: async (_, outcome) => ({ outcome, warnings: [] }),
    investigate: async (_, { action, isVerb }) => ({
      facts: {},
      warnings: action === 'create' ? [`${words}, so the incident has less detail.`] : [],
      notes: [],
      ...(action === 'resolve' && !isVerb && { hold: { reason, isWarning: true } }),
    }),
  };
}

async function send(session: Session, inputs: Inputs, incident: Incident, { text }: Payload): Promise<Delivery> {
  const { runner, log, redact } = session;
  const { dryRun, webhookUrl, timeout } = inputs;
  if (dryRun || webhookUrl === undefined) return { kind: 'dry run' };
  const { clock, random, cancelled, ending, env, nodeVersion } = runner;
  const webhook = openWebhook(webhookUrl, { proxy: findProxy(env, nodeVersion, webhookUrl), redact });
  const onRetry = (problem: string, waitMs: number) =>
    log.info(`Not delivered yet: ${problem}. The next attempt is in ${(waitMs / 1000).toFixed(1)} s.`);
  return deliver(webhook, { text, action: incident.action, timeout, clock, random, cancelled, ending, onRetry });
}

function toSkip({ kind, reason, isUnusual }: Skip): Result {
  return { kind: 'skip', reason, isLater: kind === 'later', level: isUnusual ? 'warning' : 'info' };
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

/** The variable of an input: the runner replaces blanks in its name only. */
function readVariable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[`INPUT_${name.toUpperCase()}`];
}

function save({ saveState }: Runner, log: Log, name: string, value: string): void {
  const problem = saveState(name, value);
  if (problem === undefined) return;
  log.info(
    `The runner's file for state could not be written (${problem}). The older workflow command was used instead.`,
  );
}

const KEPT_INPUTS = ['token', 'title', 'environment', 'branches'];

/** Which inputs this phase has: a token by a digest, the others by their names. */
function describeInputs(env: NodeJS.ProcessEnv): string {
  const given = KEPT_INPUTS.filter((name) => (readVariable(env, name) ?? '').trim() !== '');
  return [...given, digest((readVariable(env, 'token') ?? '').trim())].join(' ');
}

/**
 * The inputs that the main phase had and this phase does not have, or has another token for. GitHub's runner passes the
 * inputs of the outer action to a composite action that is called by a path inside another one.
 */
function findLostInputs(env: NodeJS.ProcessEnv): { names: string[]; isGreen: boolean } | undefined {
  const [, ...rest] = (env.STATE_inputs ?? '').split(' ').reverse();
  if (rest.length === 0 || readVariable(env, 'action-status') === '') return undefined;
  const names = rest.filter((name) => (readVariable(env, name) ?? '').trim() === '').reverse();
  const isOther = names.length === 0 && !(env.STATE_inputs ?? '').endsWith(describeInputs(env).split(' ').at(-1) ?? '');
  if (names.length === 0 && !isOther) return undefined;
  const isGreen = readVariable(env, 'job-status') === 'success' && readVariable(env, 'action-status') !== 'failure';
  return { names: isOther ? ['token'] : names, isGreen };
}

function showLostInputs({ names, isGreen }: { names: string[]; isGreen: boolean }, log: Log): void {
  const [what, are] = names.length === 1 ? ['input', 'is'] : ['inputs', 'are'];
  const line =
    `The ${what} ${names.join(', ')} that the step had at its start ${are} lost at the end of the job, so nothing was ` +
    'reported. GitHub’s runner does this in a composite action that is called by a path (./) inside another composite ' +
    'action (actions/runner#2030, #3514). Put the step into the outer action or into the job.';
  if (isGreen) log.warning(line);
  else log.fail(line);
}

/** 32 bits of a text, by FNV-1a: enough to see that two differ, and nothing can be read from it. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16);
}

const NO_TOKEN =
  'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
  'workflow that the caller passes it on (secrets: inherit).';
