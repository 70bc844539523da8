import { describeSituation, type Environment, type Situation } from './context.ts';
import {
  type Decision,
  decide,
  type Finding,
  type Found,
  failsUnreported,
  findObstacle,
  findOutcome,
  hidesFailure,
  isAmbiguous,
  type Phase,
} from './decision.ts';
import { describe, isBrokenObject, layOver } from './details.ts';
import { describeError, InputError } from './errors.ts';
import type { GithubOptions } from './github/client.ts';
import { type LookUps, noLookUps, type Question } from './github/lookups.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { asObject, type JsonObject, parseObject } from './json.ts';
import { type Core, createTraces, type Traces } from './log.ts';
import { type Deliver, type Delivery, deliver, deliverNothing } from './spike/delivery.ts';
import { composePayload } from './spike/payload.ts';
import { type Clock, hide, listSecrets, type Webhook } from './spike/webhook.ts';
import { composeSummary, type Story } from './summary.ts';
import { composeTitle, isSharedByLegs } from './title.ts';

/** Everything outside: the runner, files, time and chance. */
export type World = {
  core: Core & {
    getInput: (name: string) => string;
    setSecret: (secret: string) => void;
    getState: (name: string) => string;
    saveState: (name: string, value: string) => void;
  };
  env: Environment;
  nodeVersion: string;
  readFile: (path: string) => string;
  appendFile: (path: string, text: string) => void;
  clock: Clock;
  random: () => number;
  /** Aborted, with the milliseconds that are left, when the runner wants the process to end. */
  hurry: AbortSignal;
  /** Loads what asks the GitHub API, which costs more than all the rest. */
  loadLookUps: (options: GithubOptions) => Promise<LookUps>;
};

/** Runs one phase of the action. Never throws: whatever goes wrong fails the step, in words. */
export async function run(world: World): Promise<void> {
  try {
    await report(world);
  } catch (thrown) {
    const words = describeError(thrown);
    const secrets = listSecrets(world.core.getInput('token').trim(), world.env);
    const traces = openTraces(world, (text) => hide(text, secrets));
    traces.fail(thrown instanceof InputError ? words : `Something went wrong in the action itself: ${words}`);
  }
}

/** One phase, once its inputs are read and its place is known. */
type Session = {
  world: World;
  inputs: Inputs;
  situation: Situation;
  phase: Phase;
  /** Whether the post phase will know that there was a main phase. */
  isKept: boolean;
  traces: Traces;
};

type Nothing = Exclude<Finding, Found>;

async function report(world: World): Promise<void> {
  const session = openSession(world);
  const { inputs, situation, phase, traces } = session;
  const { webhook } = inputs;
  if (webhook === undefined) return skipWithoutToken(session);
  if (phase === 'main' && isSharedByLegs(inputs.title, situation.leaves)) traces.warn(SHARED_TITLE);
  if (phase === 'main' && isBrokenObject(inputs.body)) traces.warn(BROKEN_BODY);
  if (phase === 'main' && hidesFailure(inputs)) traces.warn(HIDDEN_FAILURE);
  if (phase === 'post' && failsUnreported({ ...inputs, situation })) traces.error(UNREPORTED);
  const finding = findWhatToReport(session);
  if (finding.kind === 'later' && !session.isKept) return traces.fail(NOT_KEPT);
  if (finding.kind !== 'found') return skip(session, finding);
  const found = await investigate(session, finding);
  if (found.kind !== 'incident') return skip(session, found);
  const { severity, priority } = inputs;
  const payload = composePayload({ ...found, severity, priority }, webhook.redact);
  const delivery = await chooseDelivery(session, webhook)(payload);
  writeOutputs(traces, { ...found, delivered: delivery.kind === 'delivered', payload });
  tell(session, { incident: found, payload, delivery });
}

function openSession(world: World): Session {
  const { core, env, nodeVersion } = world;
  const phase: Phase = core.getState('phase') === '' ? 'main' : 'post';
  const isKept = keep(world, 'phase', 'post');
  const inputs = readInputs({ read: core.getInput, mask: core.setSecret, env, nodeVersion });
  const traces = openTraces(world, inputs.webhook?.redact ?? ((text) => text));
  const situation = describeSituation(env, readEvent(world, traces), inputs.contexts);
  return { world, inputs, situation, phase, isKept, traces };
}

/** Keeps a value for the post phase, and gives whether it could: a full disk, which fails jobs, must not cost an alert. */
function keep({ core }: World, name: string, value: string): boolean {
  try {
    core.saveState(name, value);
    return true;
  } catch {
    return false;
  }
}

function openTraces({ core, env, appendFile }: World, redact: (text: string) => string): Traces {
  return createTraces({ core, redact, appendSummary: (html) => appendFile(env.GITHUB_STEP_SUMMARY ?? '', html) });
}

function readEvent({ env, readFile }: World, traces: Traces): JsonObject {
  try {
    const payload = parseObject(readFile(env.GITHUB_EVENT_PATH ?? ''));
    if (payload !== undefined) return payload;
  } catch {
    // Told below: a report with less detail is better than none.
  }
  traces.debug('The event payload could not be read; the details hold less.');
  return {};
}

/** The outcome, unless nothing is to be reported on it; kept in the state, so that it is reported once. */
function findWhatToReport({ world, inputs, situation, phase, traces }: Session): Finding {
  const finding = findOutcome({ ...inputs, phase, situation });
  if (finding.kind !== 'found') return finding;
  const reported = world.core.getState('reported');
  const obstacle = findObstacle(finding, { situation, branches: inputs.branches, reported });
  if (obstacle !== undefined) return { kind: 'nothing', reason: obstacle };
  keep(world, 'reported', finding.outcome);
  if (reported !== '')
    traces.warn(`The step reported ${reported}, but the job ended as ${finding.outcome}. ${EARLY_STATUS}`);
  return finding;
}

/** What Spike is to be told, and why. */
type Incident = {
  kind: 'incident';
  action: 'create' | 'resolve';
  reason: string;
  title: string;
  details: JsonObject;
};

/** Asks GitHub what there is to know, and decides with it. */
async function investigate(session: Session, finding: Found): Promise<Incident | Nothing> {
  const { world, inputs } = session;
  const given = finding.outcome;
  const isVague = isAmbiguous(given, inputs);
  const first = decide(given, inputs);
  if (first.action === 'none' && !isVague) return { kind: 'nothing', reason: first.reason };

  const budget = startBudget(world);
  try {
    return await lookUp(session, { finding, isVague, signal: budget.signal });
  } finally {
    budget.end();
  }
}

type Looking = { finding: Found; isVague: boolean; signal: AbortSignal };

async function lookUp(session: Session, { finding, isVague, signal }: Looking): Promise<Incident | Nothing> {
  const { outcome: given, subject } = finding;
  const { world, inputs, traces } = session;
  const lookUps = await openLookUps(session, signal);
  const telling = [...inputs.createOn, ...inputs.resolveOn];
  const asked: Question = { situation: session.situation, subject, now: world.clock.now, telling };
  const outcome = await (isVague ? lookUps : noLookUps).refineOutcome(asked, given);
  const { action, reason } = decide(outcome, inputs);
  if (action === 'none') return { kind: 'nothing', reason };
  const situation = await lookUps.tellTag(asked);
  // The branch of a watched run may have turned out to be a tag.
  const obstacle = findObstacle(finding, { situation, branches: inputs.branches, reported: '' });
  if (obstacle !== undefined) return { kind: 'nothing', reason: obstacle };
  const question = { ...asked, situation };
  const [superseding, job, facts] = await Promise.all([
    lookUps.findSuperseding(question, action),
    lookUps.findSharedJobName(question),
    lookUps.findFacts(question, action),
  ]);
  if (superseding !== undefined) return { kind: 'nothing', reason: superseding };
  if (job.needed && job.name === undefined && inputs.title === undefined) traces.warn(SHARED_JOB);
  const title = composeTitle(situation, { title: inputs.title, subject, jobName: job.name });
  const described = describe({ situation, subject, outcome, needs: inputs.needs, facts });
  return { kind: 'incident', action, reason, title, details: layOver(described, inputs.body) };
}

/** The time that all look-ups share. It ends early when the runner wants the process to end. */
function startBudget({ clock, hurry }: World): { signal: AbortSignal; end: () => void } {
  const budget = new AbortController();
  const stop = () => budget.abort();
  const end = clock.after(LOOK_UPS, stop);
  hurry.addEventListener('abort', stop, { once: true });
  if (hurry.aborted) stop();
  return { signal: budget.signal, end };
}

async function openLookUps({ world, inputs, situation, traces }: Session, signal: AbortSignal): Promise<LookUps> {
  const { githubToken: token } = inputs;
  if (token === undefined) return noLookUps;
  const { apiUrl, repository } = situation;
  const missing = (permission: string) =>
    traces.debug(`GitHub did not answer a look-up; with the permission ${permission} the incident could tell more.`);
  const failed = (words: string) => traces.debug(`A look-up at GitHub failed, so the incident tells less: ${words}`);
  try {
    return await world.loadLookUps({ token, apiUrl, repository, signal, missing, failed });
  } catch (thrown) {
    traces.debug(`GitHub cannot be asked, so the incident tells less: ${describeError(thrown)}`);
    return noLookUps;
  }
}

function skipWithoutToken(session: Session): void {
  const { situation, phase, traces } = session;
  if (!situation.secretsWithheld) throw new InputError(NO_TOKEN);
  skip(session, { kind: 'nothing', reason: WITHHELD }, phase === 'main' ? traces.notice : traces.say);
}

function skip({ traces, phase }: Session, { kind, reason, ...rest }: Nothing, say = traces.say): void {
  const line = kind === 'later' ? `Nothing reported yet: ${reason}.` : `Nothing reported: ${reason}.`;
  if ('unusual' in rest && rest.unusual) traces.warn(line);
  else say(line);
  if (phase === 'main') writeOutputs(traces, { action: 'none', reason, title: '', delivered: false, payload: '' });
}

type Outputs = Decision & { title: string; delivered: boolean; payload: string };

function writeOutputs(traces: Traces, { action, reason, title, delivered, payload }: Outputs): void {
  const outputs = { action, reason, title, delivered: String(delivered), payload };
  for (const [name, value] of Object.entries(outputs)) traces.output(name, value);
}

function chooseDelivery({ world, inputs, traces }: Session, webhook: Webhook): Deliver {
  if (inputs.dryRun) return deliverNothing;
  const { clock, random, hurry } = world;
  const retrying = (problem: string, wait: number) =>
    traces.say(`Not delivered yet: ${problem}. Trying again in ${(wait / 1000).toFixed(1)} s.`);
  return (text) => deliver(webhook, { text, timeout: inputs.timeout, means: { clock, random, hurry, retrying } });
}

type Result = { incident: Incident; payload: string; delivery: Delivery };

function tell({ inputs, traces }: Session, { incident, payload, delivery }: Result): void {
  const { action, title, reason } = incident;
  const { severity, priority, failOnError } = inputs;
  const what = `${action === 'create' ? 'open' : 'resolve'} the incident "${title}"`;
  // As they were sent: without the token, which a cell that is cut would show in part.
  const details = asObject(parseObject(payload)?.body) ?? {};
  const summarize = (heading: Story['heading'], more: Partial<Story> = {}) =>
    traces.summarize(composeSummary({ heading, ...incident, details, severity, priority, ...more }));
  switch (delivery.kind) {
    case 'delivered':
      traces.say(`Told Spike to ${what}: ${reason}.`);
      if (delivery.warning !== undefined) traces.warn(delivery.warning);
      if (action === 'create') summarize('Incident opened');
      else if (incident.details.recovered_after !== undefined) summarize('Incident resolved');
      return;
    case 'dry run':
      traces.say(`Dry run: would tell Spike to ${what}: ${reason}.`);
      summarize('Dry run: nothing was sent', { payload });
      return;
    case 'lost': {
      summarize('Not delivered', { payload, reason: delivery.problem });
      const tries = delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`;
      const words = `Spike was not told to ${what}, after ${tries}: ${delivery.problem}. The payload is in the job summary.`;
      if (action === 'create' || failOnError) traces.fail(words);
      else traces.error(words);
    }
  }
}

const LOOK_UPS = 5_000;
const SHARED_JOB =
  'This job is defined in a reusable workflow, where every caller has the same job id, and its full name could not ' +
  'be looked up. Set title, so that two callers do not share an incident, or give the job the permission actions: read.';
const SHARED_TITLE =
  'title is the same for every leg of this matrix, so a leg that passes resolves the incident of a leg that failed. ' +
  'Put a value of the matrix into title, or leave title out.';
const BROKEN_BODY = 'body begins like a JSON object, but is none; it is sent as a text, under message.';
const HIDDEN_FAILURE =
  'status says success, although a needed job has failed. Leave status out, so that the worst of needs is reported.';
const UNREPORTED =
  'This job has failed itself, and nobody was told of that: on workflow_run the step reports the watched run. To have ' +
  'it told, put the step last as well, with if: always(), status: ${{ job.status }} and a title of its own.';
const EARLY_STATUS = 'Leave status out on a step that is not the last: the job is then reported once, when it ends.';
const NOT_KEPT = 'The step could not note that it has to report when the job ends. Is the disk of the runner full?';
const NO_TOKEN =
  'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
  'workflow that the caller passes it on (secrets: inherit).';
const WITHHELD = 'secrets are withheld by GitHub from pull requests of forks and from Dependabot, so there is no token';
