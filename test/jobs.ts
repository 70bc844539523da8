import { get } from '../src/json.ts';
import type { GithubStandIn } from './github/github.ts';
import type { JobFields, RunFields } from './github/model.ts';
import { type Contexts, createContexts } from './runner/runner.ts';
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

/** Adds a run that is under way to GitHub, with the job that reports, and gives the contexts of that job. */
export function startRun(
  github: GithubStandIn,
  { run, job, contexts = {} }: { run?: RunFields; job?: JobFields; contexts?: Partial<Contexts> } = {},
): Contexts {
  const own = github.model.addRun({ run_number: 41, conclusion: null, ...run });
  const { id } = github.model.addJob(own, { conclusion: null, runner_name: 'GitHub Actions 3', ...job });
  const numbers = { run_id: String(own.id), run_number: '41', run_attempt: '1', sha: own.head_sha };
  return createContexts({
    ...contexts,
    github: { token: 'ghs_1', api_url: github.url, ...numbers, ...contexts.github },
    job: { check_run_id: id, ...contexts.job },
  });
}
