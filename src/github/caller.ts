import type { Client } from './client.ts';
import type { Findings, FindingsInput } from './findings.ts';
import { findOwnJob } from './jobs.ts';
import { describeMissing, MissingError, readMissing } from './missing.ts';
import { readRuns } from './runs.ts';

/**
 * `findings` with the part of the title that tells the callers of a reusable workflow apart: what GitHub shows before the
 * name of the called job. The called job's own name may change from run to run. Never throws.
 */
export async function addCaller(
  client: Client,
  { target, decided }: FindingsInput,
  findings: Findings,
): Promise<Findings> {
  const { context, subject, hasTitle } = target;
  const { isCalled } = context;
  if (subject === 'watched run' || hasTitle || isCalled === false) return findings;
  try {
    if (isCalled === undefined && !(await readRuns(client, target)).own.callsWorkflows) return findings;
    const own = await findOwnJob(client, target);
    const parts = own?.name.split(' / ') ?? [];
    if (parts.length > 1) return { ...findings, caller: parts.slice(0, -1).join(' / ') };
    if (isCalled === undefined && own !== undefined) return findings;
    throw new MissingError({ kind: 'failed', problem: 'this job cannot be found in its run', isLasting: true });
  } catch (error) {
    const missing = readMissing(error);
    const reason = `${isCalled ? KNOWN : POSSIBLE}, ${UNKNOWN_CALLER}: ${describeMissing(missing)}`;
    // Without the permission failures and successes have the same title. It is believed, because most of these jobs are
    // called by none, and would otherwise never resolve.
    const isBelieved = isCalled === undefined && missing.kind === 'permission';
    if (decided.action === 'resolve') {
      if (isBelieved) return findings;
      return { ...findings, hold: { reason: `${reason}. ${CALLER_ADVICE}`, isWarning: true } };
    }
    const effect = isBelieved ? ANY_CALLER : isCalled ? NOT_BY_ITSELF : NOT_IF_CALLED;
    const warning = `${reason}. The incident is opened without it${effect}. ${CALLER_ADVICE}.`;
    return { ...findings, warnings: [...findings.warnings, warning] };
  }
}

const KNOWN = 'this job is in a reusable workflow';
const POSSIBLE = 'this job may be in a reusable workflow';
const UNKNOWN_CALLER = 'and which job calls it, which is part of the title, could not be looked up';
const ANY_CALLER = ' and, if several jobs call this workflow, the success of any of them resolves it';
const NOT_BY_ITSELF = ' and will not resolve by itself';
const NOT_IF_CALLED = ' and, if a job calls this workflow, will not resolve by itself';
const CALLER_ADVICE = 'Give the job the permission actions: read, or set title';
