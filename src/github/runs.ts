import type { Context, Run, Subject } from '../context.ts';
import { isConclusive, type Need } from '../decision.ts';
import { refOfRun } from '../ref.ts';
import type { Client, NumberedRun, RunQuery } from './client.ts';
import { MissingError, orUndefined } from './missing.ts';

const MAX_PAGES = 3;
/** Behind so many runs of a check no older ones are looked for. */
const MAX_CHECK_RUNS = 100;

/** What is reported on. A check is a workflow on a ref, and in it one job, the needed jobs, or the run as a whole. */
export type Target = {
  context: Context;
  subject: Subject;
  run: Run;
  needs?: readonly Need[] | undefined;
  /** The environment in the title, which the list of runs does not show. */
  environment?: string | undefined;
  /** Whether the title is the user's own, which may hold what the list does not show. */
  hasTitle: boolean;
  /** Whether `status` names the outcome, and whether it is another than that of this job, as of a job that `needs` names. */
  hasStatus: boolean;
  isOtherStatus: boolean;
  /** Whether the job has ended but for this phase, so that every step of it has an end. */
  isAtEnd: boolean;
};

/** A run of the list. Of one that only may be of the same check, a failure counts and a pass does not. */
export type ListedRun = NumberedRun & { match: 'same' | 'maybe' };

/** The runs of a check as the API lists them, newest first. */
export type CheckRuns = {
  /** This run. */
  own: NumberedRun;
  /** Runs with a higher number, and this run itself where it has newer attempts. */
  newer: ListedRun[];
  /** Runs with a lower number, and this run itself where it has older attempts. */
  older: ListedRun[];
  /** Whether `older` reaches back as far as there are runs. */
  isComplete: boolean;
  /** Whether the unfiltered list alone reaches an older run that passed or failed, or its end. It proves what is newest. */
  isReached: boolean;
};

/**
 * How far back runs are read: to an older one that passed or failed; as far as the unfiltered list is read at all; or as
 * far as a list of the branch shows.
 */
export type Reach = 'near' | 'pages' | 'branch';

/**
 * The runs of the check of `target`. The unfiltered list is read until it shows this run and an older one that passed or
 * failed, because the filtered lists come from a search index that can lag by days. A list of the branch must show this
 * run and the newest older one that the unfiltered list showed. Where that showed none, nothing proves that the list of
 * the branch is fresh: it is read for the facts.
 *
 * @throws {MissingError} where the list cannot be had, or does not show the newest runs
 */
export async function readRuns(client: Client, target: Target, reach: Reach = 'near'): Promise<CheckRuns> {
  const { runs, own, isLast, isReached } = await listRuns(client, target, reach);
  const tags = await readTags(client, target);
  const matching = runs
    .flatMap((run): ListedRun[] => {
      const match = compareCheck(run, target, tags);
      return match === 'other' ? [] : [{ ...run, match }];
    })
    .sort((a, b) => b.number - a.number || b.attempt - a.attempt);
  const { attempt = 1 } = target.run;
  const self: ListedRun = { ...own, match: 'same' };
  return {
    own,
    newer: [...matching.filter((run) => run.number > own.number), ...(own.attempt > attempt ? [self] : [])],
    older: [...(attempt > 1 ? [self] : []), ...matching.filter((run) => run.number < own.number)],
    isComplete: isLast,
    isReached,
  };
}

type Page = { runs: readonly NumberedRun[]; isLast: boolean };

/** The runs of all checks of the workflow, as far as they must be known. */
async function listRuns(
  client: Client,
  target: Target,
  reach: Reach,
): Promise<Page & Pick<CheckRuns, 'own' | 'isReached'>> {
  const { id, number } = target.run;
  if (id === undefined || number === undefined) {
    throw new MissingError({ kind: 'failed', problem: 'this run has no id' });
  }
  const workflowId = target.run.workflowId ?? (await client.findWorkflowId(id));
  if (workflowId === undefined) throw new MissingError({ kind: 'failed', problem: 'this run has no workflow' });

  const listed = new Map<number, NumberedRun>();
  const add = (runs: readonly NumberedRun[]) => {
    for (const run of runs) if (!listed.has(run.id)) listed.set(run.id, run);
  };
  const isOfCheck = (run: NumberedRun) => compareCheck(run, target, undefined) !== 'other';
  const listOlder = () => [...listed.values()].filter((run) => run.number < number && isOfCheck(run));
  const hasOlder = () => listOlder().some(({ conclusion }) => isConclusive(conclusion));
  const hasMost = () => [...listed.values()].filter(isOfCheck).length >= MAX_CHECK_RUNS;
  /** A page of a list, asked for once more where it does not show each of `runs` that it ought to show. */
  const readPage = async (query: Omit<RunQuery, 'workflowId'>, runs: readonly Shown[]): Promise<Page> => {
    const isStale = (page: Page) => runs.some((run) => lacks(page, run));
    const first = await client.listRuns({ workflowId, ...query });
    const page = isStale(first) ? await client.listRuns({ workflowId, ...query, isRepeated: true }) : first;
    if (isStale(page)) throw new MissingError({ kind: 'stale list' });
    return page;
  };
  let isLast = false;
  for (let page = 1; page <= MAX_PAGES && !isLast; page++) {
    const answer = await readPage({ page }, listed.has(id) ? [] : [{ id, number }]);
    add(answer.runs);
    isLast = answer.isLast;
    if (listed.has(id) && (reach === 'pages' ? hasMost() : hasOlder())) break;
  }

  const own = listed.get(id);
  if (own === undefined) throw new MissingError({ kind: 'too many runs' });
  const isReached = isLast || hasOlder();

  const { filter } = target.context.ref;
  if (!isLast && (reach === 'branch' || !isReached) && (filter.branch ?? filter.event) !== undefined) {
    const older = listOlder();
    // A fork's branch may have the same name, and fill the list.
    for (const query of [filter, { ...filter, event: target.run.event }]) {
      const newest = older.find(
        ({ headBranch, event }) => headBranch === (query.branch ?? headBranch) && event === (query.event ?? event),
      );
      const filtered = await readPage({ page: 1, ...query }, [own, ...(newest === undefined ? [] : [newest])]);
      add(filtered.runs);
      isLast = filtered.isLast;
      if (isLast || (isReached ? filtered.runs.every(isOfCheck) : hasOlder())) break;
    }
  }

  return { runs: [...listed.values()], own, isLast, isReached };
}

type Shown = Pick<NumberedRun, 'id' | 'number'>;

/** Whether a page, newest first, does not show `run` although it reaches so far back. */
function lacks({ runs, isLast }: Page, { id, number }: Shown): boolean {
  return !runs.some((run) => run.id === id) && (isLast || runs.some((run) => run.number < number));
}

/** Which of the listed runs are on tags, which the list does not say; asked only by a run that is on one. */
async function readTags(client: Client, { context }: Target): Promise<ReadonlySet<string> | undefined> {
  return context.ref.scope.startsWith('@tags') ? orUndefined(client.listTags()) : undefined;
}

/** Whether a listed run is of the same check as `target`, as far as the list tells. */
function compareCheck(
  listed: NumberedRun,
  { context, subject, run, environment }: Target,
  tags: ReadonlySet<string> | undefined,
): ListedRun['match'] | 'other' {
  const { ref } = context;
  if (listed.id === run.id) return 'same';
  // The list shows these runs on the default branch, whatever they watch.
  if (run.event === 'workflow_run') return listed.event === 'workflow_run' ? 'maybe' : 'other';
  const isOnTags = ref.scope.startsWith('@tags');
  const isTag = listed.isTag ?? (isOnTags ? (tags?.has(listed.headBranch ?? '') ?? true) : undefined);
  const there = refOfRun(listed, context, isTag);
  const isPullRequest = (event: string) => event.startsWith('pull_request');
  // A pull request that was merged runs for its base branch and is listed under its head branch, without a number.
  const isMerged = isPullRequest(run.event) && !ref.isPullRequest;
  const mayBeMerged =
    !ref.isPullRequest &&
    !isOnTags &&
    isPullRequest(listed.event) &&
    listed.pullRequests.length === 0 &&
    listed.number > (run.number ?? 0);
  const isHere = listed.headRepository !== undefined && there.scope.startsWith('#');
  if (isMerged && isPullRequest(listed.event)) return listed.pullRequests.length === 0 ? 'maybe' : 'other';
  if (mayBeMerged && isHere) return 'maybe';
  if (there.listedScope !== (isMerged ? ref.scope : ref.listedScope)) return 'other';
  if (listed.update !== undefined && listed.update !== run.update) return 'other';
  const { pull_request: own } = ref.details;
  // The title of a watched run has the head branch and not the number.
  if (subject !== 'watched run' && ref.isPullRequest && isPullRequest(run.event) && own !== undefined) {
    // The list empties once the pull request is closed, and is always empty for one from a fork.
    if (listed.pullRequests.length > 0 && !listed.pullRequests.includes(own)) return 'other';
    if (listed.pullRequests.length !== 1) return 'maybe';
  }
  if (isOnTags && tags === undefined && listed.isTag !== true && listed.event !== 'release') return 'maybe';
  // These can be for an environment that is in the title and not in the list.
  const isByHand = /^(workflow_dispatch|deployment|deployment_status)$/.test(listed.event);
  const isAlike = listed.event === run.event && context.hasInputs !== true;
  const mayHaveEnvironment = subject !== 'watched run' && isByHand && !isAlike;
  return environment !== undefined || mayHaveEnvironment ? 'maybe' : 'same';
}
