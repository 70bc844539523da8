import { get } from '../src/json.ts';
import { type Job, type JobRun, runJob } from './runner/runner.ts';
import type { Spike } from './spike/spike.ts';

/** A title as the action builds it for `createContexts()`. */
export const TITLE = 'CI / build failed in acme/shop';

/** Long enough to be in no other text: the action takes its token out of all that it says. */
export const TOKEN = 'x7Qk29vTmZ';

/** What arrived at Spike so far, in words: `open <title>` or `resolve <title>`. */
export function listSent({ requests }: Spike): string[] {
  return requests.map(({ method, json }) => {
    const verb = get(json, 'status') === 'resolve' ? 'resolve' : 'open';
    return `${method === 'POST' ? '' : `${method} `}${verb} ${String(get(json, 'title'))}`;
  });
}

/** The main phase, then the post phase with its state: what each of them did, and what it sent. */
export async function runInTurn(
  spike: Spike,
  job: Job,
): Promise<{ main: JobRun; post: JobRun; sent: { main: string[]; post: string[] } }> {
  const before = spike.requests.length;
  const main = await runJob({ ...job, phases: ['main'] });
  const between = spike.requests.length;
  const post = await runJob({ ...job, phases: ['post'], state: main.phases.main?.state ?? {} });
  const sent = listSent(spike);
  return { main, post, sent: { main: sent.slice(before, between), post: sent.slice(between) } };
}
