import type { Phase } from './decision.ts';
import type { Inputs } from './inputs.ts';
import type { JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { Runner } from './runner.ts';
import type { Redact } from './secrets.ts';
import type { Delivery } from './spike/delivery.ts';
import type { Payload } from './spike/payload.ts';
import { composeSummary, type SummaryInput } from './summary.ts';
import { stripControls } from './text.ts';

/** What is sent to Spike, and why. */
export type Incident = {
  kind: 'incident';
  action: 'create' | 'resolve';
  reason: string;
  title: string;
  details: JsonObject;
};

/** What a phase came to. */
export type Result =
  | { kind: 'skip'; reason: string; isLater?: boolean; level?: 'info' | 'notice' | 'warning' }
  | { kind: 'report'; incident: Incident; payload: Payload; delivery: Delivery };

type View = { phase: Phase; inputs: Inputs; runner: Runner; log: Log; redact: Redact };

/** Shows people what a phase came to: in the log, the outputs and the job summary. */
export function showResult(result: Result, view: View): void {
  if (result.kind === 'skip') showSkip(result, view);
  else showReport(result, view);
}

function showSkip({ reason, isLater, level = 'info' }: Result & { kind: 'skip' }, view: View): void {
  view.log[level](isLater ? `Not reported yet: ${reason}.` : `Not reported: ${reason}.`);
  writeOutputs({ action: 'none', reason, title: '', delivered: 'false', payload: '' }, view);
}

function showReport({ incident, payload, delivery }: Result & { kind: 'report' }, view: View): void {
  const { inputs, log } = view;
  const { action, title, reason } = incident;
  const what = `${action === 'create' ? 'open' : 'resolve'} the incident "${title}"`;
  writeOutputs(
    { action, reason, title, delivered: String(delivery.kind === 'delivered'), payload: payload.text },
    view,
  );
  const summarize = (heading: SummaryInput['heading'], more: Partial<SummaryInput> = {}) => {
    const { severity, priority } = inputs;
    writeSummary(composeSummary({ heading, title, details: payload.body, severity, priority, ...more }), view);
  };
  switch (delivery.kind) {
    case 'delivered':
      log.info(`Spike was asked to ${what}: ${reason}.`);
      if (delivery.warning !== undefined) log.warning(delivery.warning);
      if (action === 'create') summarize('Failure reported');
      else if (incident.details.recovered_after !== undefined) summarize('Recovery reported');
      return;
    case 'dry run':
      log.info(`Dry run: Spike would be asked to ${what}: ${reason}.`);
      summarize('Dry run: nothing was sent', { payload: payload.text });
      return;
    case 'failed': {
      const attempts = delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`;
      const line = `Spike could not be asked to ${what}, after ${attempts}: ${delivery.problem}. The payload is in the job summary.`;
      summarize('Not delivered', { payload: payload.text, problem: delivery.problem });
      if (action === 'create' || inputs.failOnError) log.fail(line);
      else log.error(line);
    }
  }
}

type Outputs = { action: string; reason: string; title: string; delivered: string; payload: string };

/** The outputs. Those of the post phase no step could read. */
function writeOutputs(outputs: Outputs, { phase, runner, log, redact }: View): void {
  if (phase === 'post') return;
  for (const [name, value] of Object.entries(outputs)) {
    try {
      runner.setOutput(name, stripControls(redact(value)));
    } catch {
      log.debug(`The output ${name} could not be written.`);
    }
  }
}

function writeSummary(html: string, { runner, log, redact }: View): void {
  try {
    runner.appendSummary(redact(html));
  } catch {
    log.debug('The job summary could not be written.');
  }
}
