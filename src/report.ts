import {
  type Decision,
  decide,
  type Finding,
  findObstacle,
  findOutcome,
  isAmbiguous,
  type Phase,
} from './decision.ts';
import { type Deliver, type Delivery, deliver, deliverNothing } from './delivery.ts';
import { describe, layOver } from './details.ts';
import { describeError, InputError } from './errors.ts';
import type { GithubOptions } from './github.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { type JsonObject, parseObject } from './json.ts';
import { type LookUps, noLookUps, type Question } from './lookups.ts';
import { composePayload } from './payload.ts';
import { describeSituation, type Environment, type Situation } from './situation.ts';
import type { Clock, Webhook } from './spike.ts';
import { composeSummary, type Story } from './summary.ts';
import { composeTitle, isSharedByLegs } from './title.ts';
import { type Core, createTraces, type Traces } from './traces.ts';

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
    openTraces(world, (text) => text).fail(
      thrown instanceof InputError ? words : `Something went wrong in the action itself: ${words}`,
    );
  }
}

async function report(world: World): Promise<void> {
  const { core, env } = world;
  const phase: Phase = core.getState('phase') === '' ? 'main' : 'post';
  core.saveState('phase', 'post');
  const inputs = readInputs({
    read: core.getInput,
    mask: core.setSecret,
    env,
    nodeVersion: world.nodeVersion,
  });
  const redact = inputs.webhook?.redact ?? ((text: string) => text);
  const traces = openTraces(world, redact);
  const situation = describeSituation(env, readEvent(world, traces), inputs.contexts);
  const { webhook } = inputs;
  if (webhook === undefined) return skipWithoutToken({ situation, phase, traces });
  if (phase === 'main' && isSharedByLegs(inputs.title, situation.leaves)) traces.warn(SHARED_TITLE);

  const finding = findOutcome({ ...inputs, phase, situation });
  if (finding.kind !== 'found') return skip(finding, traces, phase);
  const reported = core.getState('reported');
  const obstacle = findObstacle(finding, { situation, branches: inputs.branches, reported });
  if (obstacle !== undefined) return skip({ kind: 'nothing', reason: obstacle }, traces, phase);
  core.saveState('reported', finding.outcome);
  if (reported !== '')
    traces.warn(`The step reported ${reported}, but the job ended as ${finding.outcome}. ${EARLY_STATUS}`);

  const { subject } = finding;
  const first = decide(finding.outcome, inputs);
  const ambiguous = isAmbiguous(finding.outcome, inputs);
  if (first.action === 'none' && !ambiguous)
    return skip({ kind: 'nothing', reason: first.reason }, traces, phase);

  const budget = startBudget(world);
  const lookUps = await openLookUps(world, { inputs, situation, signal: budget.signal, traces });
  const asked: Question = { situation, subject, now: world.clock.now };
  const outcome = ambiguous ? await lookUps.refineOutcome(asked, finding.outcome) : finding.outcome;
  const { action, reason } = decide(outcome, inputs);
  if (action === 'none') {
    budget.end();
    return skip({ kind: 'nothing', reason }, traces, phase);
  }
  const question: Question = { ...asked, situation: await lookUps.tellTag(asked) };
  const [superseding, job, facts] = await Promise.all([
    lookUps.findSuperseding(question),
    lookUps.findSharedJobName(question),
    lookUps.findFacts(question, action),
  ]);
  budget.end();
  if (superseding !== undefined) return skip({ kind: 'nothing', reason: superseding }, traces, phase);
  if (job.needed && job.name === undefined && inputs.title === undefined) traces.warn(SHARED_JOB);

  const title = composeTitle(question.situation, {
    title: inputs.title,
    subject,
    jobName: job.needed ? job.name : undefined,
  });
  const described = describe({ situation: question.situation, subject, outcome, needs: inputs.needs, facts });
  const details = layOver(described, inputs.body);
  const { severity, priority } = inputs;
  const payload = composePayload({ action, title, details, severity, priority }, redact);
  const delivery = await chooseDelivery(world, { inputs, webhook, traces })(payload);
  const story = { title, details, severity, priority, reason };
  writeOutputs(traces, { action, reason, title, delivered: delivery.kind === 'delivered', payload });
  tell(delivery, { action, story, payload, failOnError: inputs.failOnError, traces });
}

const LOOK_UPS = 5_000;
const SHARED_JOB =
  'This job is defined in a reusable workflow, where every caller has the same job id, and its full name could not ' +
  'be looked up. Set title, so that two callers do not share an incident, or give the job the permission actions: read.';
const SHARED_TITLE =
  'title is the same for every leg of this matrix, so a leg that passes resolves the incident of a leg that failed. ' +
  'Put a value of the matrix into title, or leave title out.';
const EARLY_STATUS =
  'Leave status out on a step that is not the last: the job is then reported once, when it ends.';
const NO_TOKEN =
  'token is empty. Check that the secret exists under exactly this name for this repository, and in a reusable ' +
  'workflow that the caller passes it on (secrets: inherit).';
const WITHHELD =
  'secrets are withheld by GitHub from pull requests of forks and from Dependabot, so there is no token';

function openTraces({ core, env, appendFile }: World, redact: (text: string) => string): Traces {
  return createTraces({
    core,
    redact,
    appendSummary: (html) => appendFile(env.GITHUB_STEP_SUMMARY ?? '', html),
  });
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

/** The time that all look-ups share. It ends early when the runner wants the process to end. */
function startBudget({ clock, hurry }: World): { signal: AbortSignal; end: () => void } {
  const budget = new AbortController();
  const end = () => budget.abort();
  const cancel = clock.after(LOOK_UPS, end);
  hurry.addEventListener('abort', end, { once: true });
  if (hurry.aborted) end();
  return { signal: budget.signal, end: cancel };
}

async function openLookUps(
  { loadLookUps }: World,
  {
    inputs,
    situation,
    signal,
    traces,
  }: { inputs: Inputs; situation: Situation; signal: AbortSignal; traces: Traces },
): Promise<LookUps> {
  if (inputs.githubToken === undefined) return noLookUps;
  const missing = (permission: string) =>
    traces.debug(
      `GitHub did not answer a look-up; with the permission ${permission} the incident could tell more.`,
    );
  try {
    const { apiUrl, repository } = situation;
    return await loadLookUps({ token: inputs.githubToken, apiUrl, repository, signal, missing });
  } catch (thrown) {
    traces.debug(`GitHub cannot be asked, so the incident tells less: ${describeError(thrown)}`);
    return noLookUps;
  }
}

function skipWithoutToken({
  situation,
  phase,
  traces,
}: {
  situation: Situation;
  phase: Phase;
  traces: Traces;
}): void {
  if (!situation.secretsWithheld) throw new InputError(NO_TOKEN);
  if (phase === 'main') traces.notice(`Nothing reported: ${WITHHELD}.`);
  skip({ kind: 'nothing', reason: WITHHELD }, traces, phase);
}

function skip(finding: Exclude<Finding, { kind: 'found' }>, traces: Traces, phase: Phase): void {
  const unusual = finding.kind === 'nothing' && finding.unusual === true;
  const { kind, reason } = finding;
  const line = kind === 'later' ? `Nothing reported yet: ${reason}.` : `Nothing reported: ${reason}.`;
  if (unusual) traces.warn(line);
  else traces.say(line);
  if (phase === 'main')
    writeOutputs(traces, {
      action: 'none',
      reason: finding.reason,
      title: '',
      delivered: false,
      payload: '',
    });
}

type Outputs = {
  action: Decision['action'];
  reason: string;
  title: string;
  delivered: boolean;
  payload: string;
};

function writeOutputs(traces: Traces, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) traces.output(name, String(value));
}

function chooseDelivery(
  { clock, random, hurry }: World,
  { inputs, webhook, traces }: { inputs: Inputs; webhook: Webhook; traces: Traces },
): Deliver {
  if (inputs.dryRun) return deliverNothing;
  const retrying = (problem: string, wait: number) =>
    traces.say(`Not delivered yet: ${problem}. Trying again in ${(wait / 1000).toFixed(1)} s.`);
  return (text) =>
    deliver(webhook, { text, timeout: inputs.timeout, means: { clock, random, hurry, retrying } });
}

type Told = {
  action: 'create' | 'resolve';
  story: Omit<Story, 'heading'>;
  payload: string;
  failOnError: boolean;
  traces: Traces;
};

function tell(delivery: Delivery, { action, story, payload, failOnError, traces }: Told): void {
  const verb = action === 'create' ? 'open' : 'resolve';
  const incident = `the incident "${story.title}"`;
  switch (delivery.kind) {
    case 'delivered':
      traces.say(`Told Spike to ${verb} ${incident}: ${story.reason}.`);
      if (delivery.warning !== undefined) traces.warn(delivery.warning);
      if (action === 'create') traces.summarize(composeSummary({ heading: 'Incident opened', ...story }));
      else if (story.details.recovered_after !== undefined) {
        traces.summarize(composeSummary({ heading: 'Incident resolved', ...story }));
      }
      return;
    case 'dry run':
      traces.say(`Dry run: would tell Spike to ${verb} ${incident}: ${story.reason}.`);
      traces.summarize(composeSummary({ heading: 'Dry run: nothing was sent', ...story, payload }));
      return;
    case 'lost': {
      traces.summarize(composeSummary({ heading: 'Not delivered', ...story, payload }));
      const tries = delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`;
      const words = `Spike was not told to ${verb} ${incident}, after ${tries}: ${delivery.problem}. The payload is in the job summary.`;
      if (action === 'create' || failOnError) traces.fail(words);
      else traces.error(words);
    }
  }
}
