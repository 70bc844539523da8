import { watch } from '../asking.ts';
import { createClock } from '../clock.ts';
import { formatTime, GithubModel, type Job, type Run } from '../github/model.ts';
import { PUSH_TO_MAIN, type Start } from '../situations.ts';
import { type Manner, type Phase, wait as waitFor } from './action.ts';
import { createChance } from './chance.ts';
import type { History, PlannedAttempt, PlannedJob, PlannedRun } from './history.ts';
import { type Counts, createLedger, type Verdict } from './ledger.ts';
import { report } from './report.ts';
import { furnish, LIMIT, ORIGINS, type Origin, WORKFLOWS, type Workflow, type WorkflowJob } from './repository.ts';

/** What is to be reported, for a policy to name: a job, or else the whole run. */
export type Reported = {
  workflow: Workflow;
  job: WorkflowJob | undefined;
  runId: number;
  stream: string;
  manner: Manner;
};

/** How a step is set up: its inputs, as far as they are not the defaults. */
export type Policy = (reported: Reported) => Record<string, string>;

/** Under which circumstances a history happens. An Enterprise Server does not tell a job its number. */
export type Circumstances = { policy: Policy; manner?: Manner; server?: 'github.com' | 'enterprise' };

/** How a job ended. GitHub says cancelled of `timeout` too. */
type Ending = 'success' | 'failure' | 'timeout' | 'skipped' | 'cancelled';

type Canceller = 'person' | 'push';

/** A run that is under way: what it comes from, and how the jobs of its last attempt ended, by their names. */
type Life = { run: Run; workflow: Workflow; origin: Origin; endings: Map<string, Ending> };

/** What has ended, how, and what reports it. */
type Ended = { job?: WorkflowJob; color: Color; step: Omit<Phase, 'name'> };

/** Red and green tell something, and what is cancelled or skipped does not. */
type Color = 'red' | 'green' | 'none';

const START = Date.UTC(2026, 0, 1);
const TIMED_OUT = `The job has exceeded the maximum execution time of ${LIMIT}m0s`;
const CANCELLED: Record<Canceller, string> = {
  person: 'The run was canceled by @mona.',
  push: "Canceling since a higher priority waiting request for 'ci' exists",
};

/** Lets a history happen, with the action wherever a workflow reports, and counts what comes of it. */
export async function simulate(
  history: History,
  { policy, manner = 'answers', server = 'github.com' }: Circumstances,
): Promise<Counts> {
  const clock = createClock(START);
  const ledger = createLedger(clock.now);
  const model = new GithubModel();
  furnish(model);
  let awayUntil = START;
  const service = { ledger, isAway: () => clock.now() < awayUntil };
  const wait = (seconds: number) => waitFor(clock, seconds * 1000);
  const time = () => formatTime(clock.now());

  async function live(planned: PlannedRun): Promise<void> {
    const [workflow, origin]: [Workflow, Origin] = [WORKFLOWS[planned.workflow], ORIGINS[planned.origin]];
    awayUntil = Math.max(awayUntil, clock.now() + planned.outage * 1000);
    const run = model.addRun({
      ...origin.listed,
      ...{ workflow_id: workflow.id, name: workflow.name, path: `.github/workflows/${workflow.file}` },
      ...{ status: 'in_progress', created_at: time() },
      referenced_workflows: workflow.calls === undefined ? [] : [{ path: workflow.calls, sha: 'abc' }],
    });
    const life: Life = { run, workflow, origin, endings: new Map() };
    const reported = workflow.reports === 'each job' ? workflow.jobs : [undefined];
    const streams = reported.map((job) => nameStream(life, job));
    const watches: Promise<void>[] = [];
    for (const [index, attempt] of planned.attempts.entries()) {
      if (index > 0) await wait(attempt.wait);
      ledger.begin(streams);
      run.run_attempt = index + 1;
      await attend(life, attempt);
      const watching = workflow.reports === 'watched' ? wakeWatcher(life, attempt.watch) : Promise.resolve();
      watches.push(watching.then(() => ledger.settle(streams)));
    }
    await Promise.all(watches);
  }

  /** One attempt, from its start until GitHub shows it as finished. */
  async function attend(life: Life, { jobs, cancel, onlyFailed }: PlannedAttempt): Promise<void> {
    const { run, workflow, endings } = life;
    Object.assign(run, { status: 'in_progress', conclusion: null, run_started_at: time() });
    const cancelling = Promise.withResolvers<Canceller>();
    if (cancel !== null) clock.after(cancel.after * 1000, () => cancelling.resolve(cancel.by));
    const skipsAll = jobs[0]?.end === 'skip';
    const keeps = onlyFailed && [...endings.values()].some((ending) => ending !== 'success');
    const working = workflow.jobs.map(async (job, index): Promise<[string, Ending]> => {
      if (!keeps || endings.get(job.name) !== 'success')
        return [job.name, await work(life, job, { ...jobs[skipsAll ? 0 : index], cancelled: cancelling.promise })];
      model.addJob(run, { name: job.name });
      return [job.name, 'success'];
    });
    for (const [name, ending] of await Promise.all(working)) endings.set(name, ending);
    const verdict = workflow.reports === 'needs' ? await reportNeeds(life) : undefined;
    await wait(1);
    Object.assign(run, { status: 'completed', conclusion: conclude(life) });
    finish(verdict);
  }

  /** One job, from when it waits for a runner until GitHub shows it as finished. */
  async function work(
    life: Life,
    job: WorkflowJob,
    { cancelled, ...planned }: Partial<PlannedJob> & { cancelled: Promise<Canceller> },
  ): Promise<Ending> {
    const { run, workflow } = life;
    const listed = model.addJob(run, { name: job.name, status: 'queued', runner_name: null });
    const end = (ending: Ending): Ending => {
      Object.assign(listed, { status: 'completed', conclusion: say(ending), completed_at: time() });
      return ending;
    };
    if (planned.end === 'skip') return end('skipped');
    const early = await Promise.race([wait(planned.queue ?? 0), cancelled]);
    if (early !== undefined) {
      model.addAnnotation(listed, { message: CANCELLED[early] });
      return end('cancelled');
    }
    Object.assign(listed, { status: 'in_progress', started_at: time(), runner_name: `runner ${listed.id}` });
    const duration = planned.end === 'timeout' ? LIMIT * 60 : (planned.work ?? 60);
    const by = await Promise.race([wait(duration), cancelled]);
    const ending = by === undefined ? (planned.end ?? 'success') : 'cancelled';
    const message = by !== undefined ? CANCELLED[by] : ending === 'timeout' ? TIMED_OUT : undefined;
    const annotate = () => message !== undefined && model.addAnnotation(listed, { message });
    const chance = createChance(`the end of ${nameAttempt(life, job)}`);
    // Nobody knows whether it is there before the job is over. In a called workflow nothing else can tell.
    const isThereAtOnce = workflow.calls !== undefined || chance() < 0.5;
    if (isThereAtOnce) annotate();
    const verdict = workflow.reports === 'each job' ? await reportJob(life, job, { listed, ending }) : undefined;
    await wait(1 + 3 * chance());
    if (!isThereAtOnce) annotate();
    end(ending);
    finish(verdict);
    return ending;
  }

  function reportJob(life: Life, job: WorkflowJob, { listed, ending }: { listed: Job; ending: Ending }) {
    const { matrix } = job;
    const start: Start = { ...startOf(life, { job: job.id, listed }), ...(matrix !== undefined && { matrix }) };
    const step = { start, inputs: { 'job-status': say(ending) }, phase: 'post' as const };
    return tell(life, { job, color: colorOf([ending]), step });
  }

  async function reportNeeds(life: Life): Promise<Verdict | undefined> {
    const { run, workflow, endings } = life;
    const results = workflow.jobs.map(({ id, name }) => [id, { result: say(endings.get(name) ?? 'skipped') }]);
    const listed = model.addJob(run, { name: 'report', status: 'queued', runner_name: null });
    await wait(5);
    Object.assign(listed, { status: 'in_progress', runner_name: `runner ${listed.id}` });
    const inputs = { needs: JSON.stringify(Object.fromEntries(results)) };
    const step = { start: startOf(life, { job: 'report', listed }), inputs, phase: 'main' as const };
    const verdict = await tell(life, { color: colorOf(endings.values()), step });
    await wait(2);
    Object.assign(listed, { status: 'completed', conclusion: 'success' });
    return verdict;
  }

  /** Another workflow, which is told of the run as it is now and has its turn some time later. */
  async function wakeWatcher(life: Life, delay: number): Promise<void> {
    const start: Start = {
      ...PUSH_TO_MAIN,
      event: 'workflow_run',
      payload: { ...PUSH_TO_MAIN.payload, ...watch(life.run) },
      env: { GITHUB_WORKFLOW: 'Watch', GITHUB_JOB: 'report' },
    };
    const step = { start, inputs: {}, phase: 'main' as const };
    const verdict = await tell(life, { color: colorOf(life.endings.values()), step }, delay);
    if (verdict !== undefined) ledger.close(verdict);
  }

  /** Judges what has ended, and lets the action report it. */
  async function tell(life: Life, { job, color, step }: Ended, delay?: number): Promise<Verdict | undefined> {
    const { run, workflow, origin } = life;
    const place = { stream: nameStream(life, job), number: run.run_number, attempt: run.run_attempt };
    const name = nameAttempt(life, job);
    const isHeard = delay !== undefined || origin.secretsWithheld !== true;
    const verdict: Verdict | undefined = isHeard && color !== 'none' ? { ...place, red: color === 'red' } : undefined;
    if (verdict !== undefined) ledger.judge(verdict);
    // A run that is watched is over before it is reported.
    if (verdict !== undefined && delay !== undefined) ledger.show(verdict);
    await wait(delay ?? 0);
    if (verdict !== undefined) verdict.reportedAt = clock.now();
    const set = policy({ workflow, job, runId: run.id, stream: place.stream, manner });
    const inputs = { 'github-token': 'a-github-token', ...step.inputs, ...set, ...(!isHeard && { token: '' }) };
    const phase: Phase = { ...step, name, inputs };
    const lost = await report({ phase, teller: place }, service, { clock, model, manner });
    if (verdict !== undefined) verdict.lost = lost;
    return verdict;
  }

  function finish(verdict: Verdict | undefined): void {
    if (verdict === undefined) return;
    ledger.show(verdict);
    ledger.close(verdict);
  }

  function startOf({ run, workflow, origin }: Life, { job, listed }: { job: string; listed: Job }): Start {
    const workflowRef = `acme/shop/.github/workflows/${workflow.file}@${origin.ref}`;
    const tellsJob = server === 'github.com';
    return {
      ...{ event: origin.event, ref: origin.ref, payload: origin.payload },
      ...(tellsJob && { checkRunId: String(listed.id), jobWorkflowRef: workflow.calls ?? workflowRef }),
      env: {
        GITHUB_WORKFLOW: workflow.name,
        GITHUB_WORKFLOW_REF: workflowRef,
        GITHUB_JOB: job,
        GITHUB_RUN_ID: String(run.id),
        GITHUB_RUN_NUMBER: String(run.run_number),
        GITHUB_RUN_ATTEMPT: String(run.run_attempt),
        GITHUB_SHA: run.head_sha,
        RUNNER_NAME: listed.runner_name ?? '',
      },
    };
  }

  let start = 0;
  const lives = history.map(async (planned) => {
    start += planned.wait;
    await wait(start);
    await live(planned);
  });
  await clock.settle(Promise.all(lives));
  return ledger.counts;
}

function nameStream({ workflow, origin }: Life, job: WorkflowJob | undefined): string {
  return `${workflow.name}${job === undefined ? '' : ` / ${job.name}`} on ${origin.stream}`;
}

function nameAttempt({ workflow, run }: Life, job: WorkflowJob | undefined): string {
  return `${workflow.name}${job === undefined ? '' : ` / ${job.name}`} #${run.run_number}, attempt ${run.run_attempt}`;
}

function colorOf(endings: Iterable<Ending>): Color {
  const all = [...endings];
  if (all.includes('failure') || all.includes('timeout')) return 'red';
  return all.includes('success') && !all.includes('cancelled') ? 'green' : 'none';
}

/** The word GitHub has for it. */
function say(ending: Ending): Exclude<Ending, 'timeout'> {
  return ending === 'timeout' ? 'cancelled' : ending;
}

function conclude({ workflow, endings }: Life): string {
  const words = [...endings.values()].map(say);
  const worst = (['failure', 'cancelled', 'success'] as const).find((word) => words.includes(word));
  // The job that reports them all is green.
  return worst ?? (workflow.reports === 'needs' ? 'success' : 'skipped');
}
