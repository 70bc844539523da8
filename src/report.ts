import { findSkipReason } from './branches.ts';
import { type Context, runOf } from './context.ts';
import { decide, needsExplanation, type Outcome, type Phase } from './decision.ts';
import { composeDetails, type Facts, mergeBody } from './details.ts';
import { describeError } from './errors.ts';
import type { LookUpOptions, LookUps } from './github/lookups.ts';
import type { Target } from './github/runs.ts';
import type { Settled } from './github/settle.ts';
import type { Inputs } from './inputs.ts';
import type { JsonObject } from './json.ts';
import type { Log } from './log.ts';
import { type Result, skip } from './results.ts';
import type { Runner } from './runner.ts';
import type { Redact } from './secrets.ts';
import { type Delivery, deliver } from './spike/delivery.ts';
import { composePayload, type Payload } from './spike/payload.ts';
import { findProxy } from './spike/proxy.ts';
import { openWebhook } from './spike/webhook.ts';
import { composeSummary, type SummaryInput } from './summary.ts';
import { truncate } from './text.ts';
import { composeTitle } from './title.ts';

/** Loads what asks GitHub, which costs more than all the rest. */
export type LoadLookUps = (options: LookUpOptions) => Promise<LookUps>;

/** What is reported, and what is needed for it. */
export type ReportInput = {
  phase: Phase;
  runner: Runner;
  loadLookUps: LoadLookUps;
  log: Log;
  redact: Redact;
  /** Removes the token alone: the password of a proxy must not change a title. */
  redactToken: Redact;
  inputs: Inputs;
  webhookUrl: URL;
  context: Context;
  found: Outcome;
};

const MAX_ERROR_LENGTH = 300;
const UNKNOWN_TAG =
  'it could not be checked whether the watched run is on a tag, and as a branch it matches no pattern of the input branches';

/** Asks GitHub what there is to know about an outcome, decides with it, and sends the report to Spike. */
export async function report(input: ReportInput): Promise<Result> {
  const { inputs } = input;
  const incident = await findIncident(input);
  if ('level' in incident) return incident;
  const { severity, priority } = inputs;
  const payload = composePayload({ ...incident, severity, priority }, input.redactToken);
  const delivery = await send(input, incident, payload);
  return describe({ inputs, incident, payload, delivery });
}

/** What is sent to Spike, and why. */
type Incident = { action: 'create' | 'resolve'; reason: string; title: string; details: JsonObject };

async function findIncident(input: ReportInput): Promise<Incident | Result> {
  const { inputs, found, log } = input;
  const { subject, outcome: given } = found;
  const hasSkipped = (inputs.needs ?? []).some(({ result }) => result === 'skipped');
  const first = decide(given, inputs);
  if (first.action === 'none' && !needsExplanation(given, inputs) && !hasSkipped) return skip(first.reason);

  const lookUps = await openLookUps(input);
  const environment = inputs.environment ?? input.context.environment;
  const target = createTarget(input, environment);
  const settled: Settled = (await lookUps?.settle(target, given, inputs)) ?? { outcome: given, warnings: [] };
  for (const warning of settled.warnings) log.warning(warning);
  const context = { ...input.context, ref: settled.ref ?? input.context.ref };
  // The branch of a watched run may have turned out to be a tag.
  const quiet = findSkipReason(context.ref, inputs);
  if (quiet !== undefined && settled.unsettled !== undefined) return skip(UNKNOWN_TAG, { level: 'warning' });
  if (quiet !== undefined) return skip(quiet);
  const { outcome } = settled;
  const { action, reason } = decide(outcome, inputs, settled.isReplaced);
  if (action === 'none') return skip(reason);
  const opening = action === 'resolve' ? 'Not resolved' : 'Not reported';
  if (action === 'resolve' && settled.unsettled !== undefined) {
    return skip(settled.unsettled, { level: 'warning', opening });
  }

  const isVerb = outcome === 'create' || outcome === 'resolve';
  const decided = { action, outcome, after: inputs.after, isVerb };
  const findings = await lookUps?.investigate({ ...target, context }, decided);
  for (const warning of findings?.warnings ?? []) log.warning(warning);
  for (const note of findings?.notes ?? []) log.debug(note);
  if (findings?.hold !== undefined) {
    const held = skip(findings.hold.reason, { level: findings.hold.isWarning ? 'warning' : 'info', opening });
    // What has not run yet may have passed when the job ends.
    return action === 'resolve' && subject === 'job' ? { ...held, isDone: false } : held;
  }
  const title = composeTitle(
    { context, subject, title: inputs.title, environment, caller: findings?.caller },
    input.redactToken,
  );
  const facts = addCauses(cutErrors(findings?.facts ?? {}, input.redactToken), settled.causes);
  const details = composeDetails({ context, subject, outcome, environment, needs: inputs.needs, facts });
  return { action, reason, title, details: mergeBody(details, inputs.body) };
}

/** Redacts error messages before they are cut, because a part of a secret is not recognised. */
function cutErrors(facts: Facts, redact: Redact): Facts {
  return { ...facts, errors: facts.errors?.map((error) => truncate(redact(error), MAX_ERROR_LENGTH)) };
}

function addCauses(facts: Facts, causes: Facts['failed_jobs']): Facts {
  if (causes === undefined) return facts;
  const others = (facts.failed_jobs ?? []).filter(({ name }) => !causes.some((cause) => cause.name === name));
  return { ...facts, failed_jobs: [...causes, ...others] };
}

function createTarget({ phase, inputs, context, found }: ReportInput, environment: string | undefined): Target {
  const { subject } = found;
  return {
    context,
    subject,
    run: runOf(context, subject),
    needs: inputs.needs,
    environment,
    hasTitle: inputs.title !== undefined,
    hasStatus: inputs.status !== undefined,
    isOtherStatus: subject === 'job' && inputs.status !== undefined && inputs.status !== inputs.jobStatus,
    isAtEnd: phase === 'post',
  };
}

/** What asks GitHub; nothing without a `github-token`. */
async function openLookUps({ runner, loadLookUps, inputs, context }: ReportInput): Promise<LookUps | undefined> {
  const { githubToken: token } = inputs;
  if (token === undefined) return undefined;
  const { clock, cancelled, nodeVersion } = runner;
  const { apiUrl, repository } = context;
  try {
    return await loadLookUps({ token, apiUrl, repository, clock, cancelled });
  } catch (thrown) {
    return createBrokenLookUps(`GitHub cannot be asked on this runner (Node ${nodeVersion}: ${describeError(thrown)})`);
  }
}

/** Stands in where the look-ups cannot be loaded: an alert goes out, and a resolve is held back. */
function createBrokenLookUps(problem: string): LookUps {
  const reason = `${problem}, so it could not be checked whether something still fails. Set github-token: '' to report without this check`;
  return {
    settle: async (_, outcome) => ({ outcome, warnings: [] }),
    investigate: async (_, { action, isVerb }) => ({
      facts: {},
      warnings: action === 'create' ? [`${problem}, so the incident has less detail.`] : [],
      notes: [],
      ...(action === 'resolve' && !isVerb && { hold: { reason, isWarning: true } }),
    }),
  };
}

async function send(input: ReportInput, { action }: Incident, { text }: Payload): Promise<Delivery> {
  const { runner, log, redact, inputs, webhookUrl } = input;
  if (inputs.dryRun) return { kind: 'dry run' };
  const { clock, random, cancelled, ending, env, nodeVersion } = runner;
  const webhook = openWebhook(webhookUrl, { proxy: findProxy(env, nodeVersion, webhookUrl), redact });
  const onRetry = (problem: string, waitMs: number) =>
    log.info(`Not delivered yet: ${problem}. The next attempt is in ${(waitMs / 1000).toFixed(1)} s.`);
  return deliver(webhook, { text, action, timeout: inputs.timeout, clock, random, cancelled, ending, onRetry });
}

type Report = { inputs: Inputs; incident: Incident; payload: Payload; delivery: Delivery };

function describe({ inputs, incident, payload, delivery }: Report): Result {
  const { action, title, reason, details } = incident;
  const { severity, priority } = inputs;
  const what = `${action === 'create' ? 'open' : 'resolve'} the incident "${title}"`;
  const outputs = { action, reason, title, delivered: String(delivery.kind === 'delivered'), payload: payload.text };
  const summarize = (heading: SummaryInput['heading'], more: Partial<SummaryInput> = {}) =>
    composeSummary({ heading, title, details: payload.body, severity, priority, ...more });
  switch (delivery.kind) {
    case 'delivered': {
      const isRecovery = details.recovered_after !== undefined;
      const heading = action === 'create' ? 'Failure reported' : isRecovery ? 'Recovery reported' : undefined;
      return {
        level: 'info',
        line: `Spike was asked to ${what}: ${reason}.`,
        warning: delivery.warning,
        outputs,
        summary: heading && summarize(heading),
        isDone: true,
      };
    }
    case 'dry run':
      return {
        level: 'info',
        line: `Dry run: Spike would be asked to ${what}: ${reason}.`,
        outputs,
        summary: summarize('Dry run: nothing was sent', { payload: payload.text }),
        isDone: true,
      };
    case 'failed': {
      const { problem, attempts } = delivery;
      const count = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
      const effect = action === 'create' ? 'Perhaps nobody was called' : 'Perhaps the incident is still open';
      return {
        level: action === 'create' || inputs.failOnError ? 'fail' : 'error',
        line: `The request to ${what} failed after ${count}: ${problem}. ${effect}. The payload is in the job summary.`,
        outputs,
        summary: summarize('Not delivered', { payload: payload.text, problem }),
        // The other phase tries again.
        isDone: false,
      };
    }
  }
}
