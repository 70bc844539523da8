import { findRun, findStreamOf, isSameName, type Run, type Situation } from '../context.ts';
import type { Status } from '../decision.ts';
import type { Facts } from '../details.ts';
import { cut, oneLine } from '../text.ts';
import type { Github } from './client.ts';
import {
  type Annotation,
  concludeJobs,
  describeSuperseding,
  findNewer,
  findRelevantJobs,
  findTimeout,
  type History,
  hasRunFor,
  isRed,
  isSameStream,
  type ListedJob,
  type ListedRun,
  LONGEST_HISTORY,
  listEndedAttempts,
  measureFailure,
  measureRecovery,
  reachesGreen,
  readTimeoutMinutes,
  saysSomething,
  type Verdict,
} from './history.ts';
import type { LookUps, Question, SharedJobName } from './lookups.ts';

/** What is asked about, and whom to ask. */
type Case = Question & { github: Github };

/** The look-ups with the help of `github`. */
export function openLookUps(github: Github): LookUps {
  return {
    tellTag: (question) => tellTag({ ...question, github }),
    refineOutcome: (question, outcome) => refineOutcome({ ...question, github }, outcome),
    findSuperseding: (question, action) => findSuperseding({ ...question, github }, action),
    findSharedJobName: (question) => findSharedJobName({ ...question, github }),
    findFacts: (question, action) => findFacts({ ...question, github }, action),
  };
}

const FEW_RUNS = 20;
const MOST_ERRORS = 10;
const LONGEST_ERROR = 300;
const MOST_TAGS = 20;
const RUNS_AT_ONCE = 3;
const MOST_JOBS_ASKED = 10;

async function refineOutcome(of: Case, outcome: Status): Promise<Status> {
  return (await findWhetherTimedOut(of)) === true ? 'timed_out' : outcome;
}

async function tellTag({ github, situation, subject }: Case): Promise<Situation> {
  const { watched } = situation;
  const stream = watched?.run.stream;
  if (subject !== 'watched' || watched === undefined || stream?.kind !== 'branch') return situation;
  if ((await github.isTag(stream.branch)) !== true) return situation;
  return {
    ...situation,
    watched: { ...watched, run: { ...watched.run, stream: { kind: 'tags', tag: stream.branch } } },
  };
}

/**
 * Whether what GitHub calls cancelled was ended by a `timeout-minutes`: by the annotation that GitHub leaves, and
 * for the own job, while there is none, by how long it ran. `undefined` when that cannot be told.
 */
async function findWhetherTimedOut(of: Case): Promise<boolean | undefined> {
  const { github, situation, subject, now } = of;
  if (subject !== 'job') {
    const jobs = (await listRunJobs(of)) ?? [];
    return hasTimedOutJob(github, jobs);
  }
  const job = await findOwnJob(of);
  const { workflowFile, workflowSha, reusable } = situation;
  const [annotations, workflow] = await Promise.all([
    job && github.listAnnotations(job.id),
    // A called workflow stands in another file; in this one, a job of the same id would be another job.
    workflowFile !== undefined && workflowSha !== undefined && reusable !== true
      ? github.readFile(workflowFile, workflowSha)
      : undefined,
  ]);
  const minutes = workflow === undefined ? undefined : readTimeoutMinutes(workflow, situation.job);
  return findTimeout(annotations ?? []) ?? hasRunFor({ startedAt: job?.startedAt, minutes, now: now() });
}

/**
 * The newer run of the same stream that has already spoken: for a job, when the same job of it has finished, with
 * `needs` when the job that reports them has, and for a watched run when the whole run has.
 */
async function findSuperseding(of: Case, action: 'create' | 'resolve'): Promise<string | undefined> {
  const own = ownRun(of);
  const newer = findNewer((await listNewest(of)).runs, own);
  if (newer.length === 0) return undefined;
  const name = of.subject === 'watched' ? undefined : (await findOwnJob(of))?.name;
  if (of.subject === 'job' && name === undefined) {
    // Which of its jobs is the own one cannot be told; whatever is red may be it.
    const red = action === 'resolve' ? newer.find(({ conclusion }) => isRed(conclusion)) : undefined;
    return red && describeSuperseding(red, 'doubtful');
  }
  // The newest first, and not all at once: beside the rerun of an old run there may be a hundred.
  for (let first = 0; first < newer.length; first += RUNS_AT_ONCE) {
    const runs = newer.slice(first, first + RUNS_AT_ONCE);
    const verdicts = await Promise.all(runs.map((run) => judge(of, { run, own, name })));
    const index = verdicts.findIndex((verdict) => verdict === 'spoken' || (verdict && action === 'resolve'));
    const [superseding, verdict] = [runs[index], verdicts[index]];
    if (superseding && verdict) return describeSuperseding(superseding, verdict);
  }
  return undefined;
}

/** The job's name as GitHub shows it, asked for only inside a reusable workflow, where its id is not its own. */
async function findSharedJobName(of: Case): Promise<SharedJobName> {
  const { situation, subject } = of;
  if (subject !== 'job' || situation.reusable === false) return { needed: false };
  if (situation.reusable === undefined) {
    const { runs } = await listNewest(of);
    const calls = runs.find((run) => run.id === situation.run.id)?.callsWorkflows ?? false;
    if (!calls) return { needed: false };
  }
  const name = (await findOwnJob(of))?.name;
  // A server that does not say where the job is defined still names a called job with its caller in front.
  if (situation.reusable === undefined && name !== undefined && !name.includes(' / ')) return { needed: false };
  return { needed: true, ...(name !== undefined && { name }) };
}

/** What the person who is woken wants to know, or how long it lasted. */
async function findFacts(of: Case, action: 'create' | 'resolve'): Promise<Facts> {
  const own = ownRun(of);
  if (action === 'resolve') {
    return measureRecovery(await listHistory(of), { own, now: of.now() });
  }
  const [history, broken] = await Promise.all([
    listHistory(of),
    of.subject === 'job' ? findBrokenSteps(of) : findBrokenJobs(of),
  ]);
  if (history.runs.length === 0 && !history.complete) return broken;
  const { serverUrl, repository } = of.situation;
  return { ...broken, ...measureFailure(history, { own, now: of.now(), page: `${serverUrl}/${repository}` }) };
}

async function findBrokenSteps(of: Case): Promise<Facts> {
  const job = await findOwnJob(of);
  if (job === undefined) return {};
  const errors = listErrors((await of.github.listAnnotations(job.id)) ?? []);
  return { failed_steps: listFailedSteps(job), errors, job_url: job.url };
}

async function findBrokenJobs(of: Case): Promise<Facts> {
  const jobs = await listRunJobs(of);
  if (jobs === undefined) return {};
  const broken = findBroken(jobs);
  const annotations = await Promise.all(broken.slice(0, 3).map((job) => of.github.listAnnotations(job.id)));
  const failed_jobs = broken.map((job) => ({ name: job.name, url: job.url, failed_steps: listFailedSteps(job) }));
  const errors = listErrors(annotations.flatMap((list) => list ?? []));
  return { ...(failed_jobs.length > 0 && { failed_jobs }), errors };
}

/** The jobs or steps that failed; where none did, those that were cancelled. */
function findBroken<Part extends { conclusion?: string | undefined }>(parts: readonly Part[]): Part[] {
  const failed = parts.filter(({ conclusion }) => isRed(conclusion));
  return failed.length > 0 ? failed : parts.filter(({ conclusion }) => conclusion === 'cancelled');
}

function listFailedSteps({ steps }: ListedJob): string[] | undefined {
  const names = findBroken(steps).map(({ name }) => cut(oneLine(name), LONGEST_ERROR));
  return names.length === 0 ? undefined : names;
}

function listErrors(annotations: readonly Annotation[]): string[] {
  const failures = annotations.filter(({ level }) => level === 'failure').slice(0, MOST_ERRORS);
  return failures.map(({ path, line, message }) =>
    cut(oneLine(`${line === undefined ? path : `${path}:${line}`}: ${message}`), LONGEST_ERROR),
  );
}

/** The own job: by its id, or else the only one under way on this runner. */
async function findOwnJob({ github, situation }: Case): Promise<ListedJob | undefined> {
  const { checkRunId, run, runner } = situation;
  if (checkRunId !== undefined) return github.findJob(checkRunId);
  if (run.id === undefined || runner === undefined) return undefined;
  const jobs = (await github.listJobs(run.id, run.attempt ?? 1)) ?? [];
  const fitting = jobs.filter((job) => job.runner === runner && job.conclusion === undefined);
  return fitting.length === 1 ? fitting[0] : undefined;
}

function ownRun({ situation, subject }: Case): Run {
  return findRun(situation, subject);
}

async function listRunJobs(of: Case): Promise<ListedJob[] | undefined> {
  const { id, attempt } = ownRun(of);
  return id === undefined ? undefined : of.github.listJobs(id, attempt ?? 1);
}

async function hasTimedOutJob(github: Github, jobs: readonly ListedJob[]): Promise<boolean | undefined> {
  const cancelled = jobs.filter(({ conclusion }) => conclusion === 'cancelled').slice(0, MOST_JOBS_ASKED);
  const lists = await Promise.all(cancelled.map(({ id }) => github.listAnnotations(id)));
  const found = lists.map((annotations) => findTimeout(annotations ?? []));
  if (jobs.some(({ conclusion }) => conclusion === 'timed_out') || found.includes(true)) return true;
  return found.length > 0 && found.every((word) => word === false) ? false : undefined;
}

type Newer = { run: ListedRun; own: Run; name: string | undefined };

async function judge(of: Case, { run, own, name }: Newer): Promise<Verdict | undefined> {
  const { github, subject } = of;
  // Of several pull requests of a branch the run may be for another one.
  const spoken: Verdict = (run.pullRequests ?? []).length > 1 ? 'doubtful' : 'spoken';
  // Who watches is told how the whole run ended, so that its jobs matter only where that does not say enough.
  if (subject === 'watched' && (saysSomething(run.conclusion) || tells(of, run.conclusion))) return spoken;
  const listed = (await github.listJobs(run.id)) ?? [];
  // A run that ended and whose jobs cannot be had counts as a whole; one that never began has no jobs.
  if (listed.length === 0 && subject === 'workflow') {
    return /^(success|failure)$/.test(run.conclusion ?? '') ? spoken : undefined;
  }
  const jobs = findRelevantJobs(listed, run, own);
  if (subject !== 'job') {
    const parts = listEndedAttempts(jobs, { newer: run, reporter: name });
    return (await Promise.all(parts.map((part) => haveSpoken(of, part)))).includes(true) ? spoken : undefined;
  }
  const same = jobs.filter((job) => job.name === name);
  // Legs of a matrix may share a name: then only all of them together can stand for the own one.
  const attempts = [...Map.groupBy(same, ({ attempt }) => attempt).values()];
  const spoke = await Promise.all(attempts.map((legs) => Promise.all(legs.map((leg) => haveSpoken(of, [leg])))));
  if (spoke.some((legs) => !legs.includes(false))) return spoken;
  // One that is red, or about to be, and a red run that may have told of this job under another name.
  const mayBeRed = ({ conclusion, steps }: ListedJob) =>
    isRed(conclusion) || (conclusion === undefined && steps.some((step) => isRed(step.conclusion)));
  return same.some(mayBeRed) || (same.length === 0 && isRed(run.conclusion)) ? 'doubtful' : undefined;
}

/** Whether a conclusion that is neither red nor green is reported all the same. */
function tells({ telling }: Case, conclusion: string | undefined): boolean {
  return conclusion !== undefined && telling.includes(conclusion);
}

async function haveSpoken(of: Case, jobs: readonly ListedJob[]): Promise<boolean> {
  const conclusion = concludeJobs(jobs);
  // A job that was cancelled before its first step had nobody to speak for it.
  const hasBegun = jobs.some(({ steps }) => steps.length > 0);
  if (saysSomething(conclusion) || (tells(of, conclusion) && hasBegun)) return true;
  return conclusion === 'cancelled' && (await hasTimedOutJob(of.github, jobs)) === true;
}

const NOTHING_KNOWN: History = { runs: [], complete: false };

async function listStream(of: Case, perPage: number): Promise<History | undefined> {
  const { github, situation } = of;
  const own = ownRun(of);
  const filter = chooseFilter(own, situation.repository);
  if (own.workflowId === undefined || filter === undefined) return undefined;
  const listed = await github.listRuns({ workflowId: own.workflowId, ...filter, perPage, page: 1 });
  if (listed === undefined) return undefined;
  const told = own.stream.kind === 'tags' ? await tellTags(of, listed) : listed;
  return { runs: told.filter((run) => isSameStream(run, own, situation)), complete: listed.length < perPage };
}

/** A short list, one request where the branch is known, unless that does not even reach the own run. */
async function listNewest(of: Case): Promise<History> {
  const few = await listStream(of, FEW_RUNS);
  if (few === undefined) return NOTHING_KNOWN;
  const { number = 0 } = ownRun(of);
  const reaches = few.complete || few.runs.some((run) => run.number <= number);
  return reaches ? few : ((await listStream(of, LONGEST_HISTORY)) ?? few);
}

/** The stream's runs back to its last green one, or as far as is read: a longer list only when the short is red to its end. */
async function listHistory(of: Case): Promise<History> {
  const few = await listNewest(of);
  if (few.complete || few.runs.length === 0 || reachesGreen(few.runs, ownRun(of))) return few;
  return (await listStream(of, LONGEST_HISTORY)) ?? few;
}

function chooseFilter(
  { stream, headBranch, headRepository, event }: Run,
  repository: string,
): { branch?: string | undefined; event?: string } | undefined {
  switch (stream.kind) {
    case 'default':
    case 'branch':
    case 'fork':
      return { branch: stream.branch };
    case 'pull request':
      // A fork's branch is often called main, and among our own pushes its runs would be lost.
      return isSameName(headRepository, repository) ? { branch: headBranch } : { event, branch: headBranch };
    case 'queue':
      return { event };
    case 'tags':
      return {};
    case 'deployment':
      // To which environment another deployment went, the list does not say.
      return undefined;
  }
}

async function tellTags({ github, situation }: Case, runs: readonly ListedRun[]): Promise<ListedRun[]> {
  const { repository, defaultBranch } = situation;
  const names = runs
    .filter((run) => findStreamOf(run, { repository, defaultBranch }).kind === 'branch')
    .flatMap(({ headBranch }) => headBranch ?? []);
  const asked = [...new Set(names)].slice(0, MOST_TAGS);
  const answers = await Promise.all(asked.map((name) => github.isTag(name)));
  const tags = asked.filter((_, index) => answers[index] === true);
  return runs.map((run) => ({ ...run, isTag: run.headBranch !== undefined && tags.includes(run.headBranch) }));
}
