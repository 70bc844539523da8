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
  if (subject === 'watched run' || hasTitle || context.isCalled === false) return findings;
  try {
    if (context.isCalled === undefined && !(await readRuns(client, target)).own.callsWorkflows) return findings;
    const parts = (await findOwnJob(client, target))?.name.split(' / ') ?? [];
    if (parts.length > 1) return { ...findings, caller: parts.slice(0, -1).join(' / ') };
    if (context.isCalled === undefined) return findings;
    throw new MissingError({ kind: 'failed', problem: 'this job cannot be found in its run', isLasting: true });
  } catch (error) {
    const reason = `${UNKNOWN_CALLER}: ${describeMissing(readMissing(error))}`;
    if (decided.action === 'resolve') {
      // A server that does not say whether the job is called is believed that it is not, as for an alert.
      if (context.isCalled === undefined) return findings;
      return { ...findings, hold: { reason: `${reason}. ${CALLER_ADVICE}`, isWarning: true } };
    }
    const warning = `${reason}. The incident is opened without it and will not resolve by itself. ${CALLER_ADVICE}`;
    return { ...findings, warnings: [...findings.warnings, warning] };
  }
}

const UNKNOWN_CALLER =
  'this job may be in a reusable workflow, and which job calls it, which is part of the title, could not be looked up';
const CALLER_ADVICE = 'Give the job the permission actions: read, or set title.';
