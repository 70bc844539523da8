import { parseObject } from '../../src/json.ts';
import { createClock } from '../clock.ts';
import { formatTime, GithubModel, type Job, type Run } from '../github/model.ts';
import { TEXTS } from '../github/texts.ts';
import type { Start } from '../situations.ts';
import { type Phase, runPhase, type State } from './action.ts';
import { createChance } from './chance.ts';
import type { History, PlannedAttempt, PlannedRun } from './history.ts';
import { type Check, type Counts, createTruth, type Execution, type Report, type RunState } from './truth.ts';
import { connect, type Weather } from './weather.ts';
import {
  type JobSpec,
  LIMIT_MINUTES,
  ORIGINS,
  type Origin,
  REPOSITORY,
  WORKFLOWS,
  type Workflow,
} from './workflows.ts';

/** What is to be reported, for a policy to name: a job, or else the whole run. */
export type Reported = { workflow: string; job: JobSpec | undefined; runId: number };

/** How a step is set up: its inputs, as far as they are not the defaults. */
export type Policy = (reported: Reported) => Record<string, string>;

/** Under which circumstances a history happens; `note` is told all that happens, in words. */
export type Circumstances = { policy: Policy; weather?: Weather; note?: (words: string) => void };

/** How a job ended. GitHub says cancelled of `time limit` and `no runner` too. */
type Ending = 'success' | 'failure' | 'time limit' | 'no runner' | 'skipped' | 'cancelled';

type Canceller = 'person' | 'push';

/** The code of a branch, as far as one workflow goes: which steps it breaks, which jobs it renames and lacks. */
type Code = { broken: Set<string>; renamed: Set<string>; gone: Set<string>; name: string };

/** A run and its reruns, all on the code of its commit. */
type Life = {
  run: Run;
  planned: PlannedRun;
  workflow: Workflow;
  origin: Origin;
  code: Code;
  jobs: readonly JobSpec[];
  /** How the jobs of the latest attempt ended, by key, and their entries. */
  endings: Map<string, Ending>;
  listed: Map<string, Job>;
};

/** One attempt that is under way. */
type Attempt = {
  life: Life;
  planned: PlannedAttempt;
  number: number;
  cancelled: Promise<Canceller>;
  canceller: () => Canceller | undefined;
  /** What ran in it, for the check of the whole run. */
  executions: Execution[];
};

const START = Date.UTC(2026, 0, 1);
const DAY_SECONDS = 24 * 3600;
const MESSAGES = {
  'time limit': TEXTS.timeLimit(`${LIMIT_MINUTES}m0s`),
  'no runner': TEXTS.queueLimit,
  'runner dies': TEXTS.lost(),
  person: TEXTS.person(),
  push: TEXTS.newerRun(),
};
/** What the API's list tells apart: only there failures in a row can be counted. */
const PLAIN: Partial<Record<PlannedRun['origin'], PlannedRun['origin']>> = {
  'dispatch on main': 'morning schedule',
  'dispatch to production': 'morning schedule',
  'dispatch to staging': 'evening schedule',
  'pull request #57 from fix': 'push on main',
  'closing of the merged pull request #57': 'push on main',
};
/** A run of somebody else's pull request, of which nobody here is told. */
const STRANGER = { event: 'pull_request', head_branch: 'topic', head_repository: 'mallory/shop' };
/** When a message is sent again, in seconds from the first time. */
const RETRIES = [0, 1, 3, 7, 15, 30, 45];
/** Longest that look-ups may delay an alert and a resolve, in seconds. */
const LONGEST = { create: 5.5, other: 16 };

/** Lets a history happen, with the action wherever a workflow reports, and counts what comes of it. */
export async function simulate(history: History, circumstances: Circumstances): Promise<Counts> {
  const { policy, weather = 'answers', note } = circumstances;
  const clock = createClock(START);
  const say = (words: string) => note?.(`${formatTime(clock.now()).slice(8, 19).replace('T', ' ')}  ${words}`);
  const truth = createTruth(clock.now, say);
  const model = new GithubModel();
  furnish(model);
  const codes = new Map<string, Code>();
  const outside = new Set<string>();
  const checks = new Map<string, Check>();
  let awayUntil = START;
  const wait = (seconds: number) =>
    new Promise<undefined>((resolve) => clock.after(seconds * 1000, () => resolve(undefined)));
  const time = () => formatTime(clock.now());

  async function live(planned: PlannedRun): Promise<void> {
    const workflow: Workflow = WORKFLOWS[planned.workflow];
    const isCounted = (WORKFLOWS[planned.workflow] as Workflow).after !== undefined;
    const origin: Origin = ORIGINS[isCounted ? (PLAIN[planned.origin] ?? planned.origin) : planned.origin];
    awayUntil = Math.max(awayUntil, clock.now() + planned.outage * 1000);
    const code = changeCode(planned, workflow, origin);
    const file = { workflow_id: workflow.id, name: code.name, path: `.github/workflows/${workflow.file}` };
    const times = { created_at: time(), updated_at: time() };
    for (let count = 0; count < planned.strangers; count++)
      model.addRun({ ...file, ...times, ...STRANGER, conclusion: 'success' });
    const run = model.addRun({
      ...{ ...origin.listed, ...file, ...times, status: 'queued', conclusion: null },
      referenced_workflows: workflow.calls === undefined ? [] : [{ path: workflow.calls, sha: 'abc' }],
    });
    if (planned.change === 'unreadable') {
      say(`${code.name} #${run.run_number} on ${planned.origin} has no jobs: its file cannot be read`);
      Object.assign(run, { status: 'completed', conclusion: 'failure', name: run.path });
      follow({ run, workflow, origin }, 'failed');
      return;
    }
    // A workflow without any job would have no file.
    const left = workflow.jobs.filter(({ key }) => !code.gone.has(key));
    const jobs = left.some(({ id }) => workflow.needed.length === 0 || workflow.needed.includes(id))
      ? left
      : workflow.jobs;
    const life: Life = { run, planned, workflow, origin, code, jobs, endings: new Map(), listed: new Map() };
    const reporting = workflow.reports === 'each job' ? jobs : [undefined];
    const watched = reporting.map((job) => checkOf(life, job));
    for (const [index, attempt] of planned.attempts.entries()) {
      if (index > 0) await wait(attempt.wait);
      for (const check of watched) truth.begin(check, run.run_number);
      await attend(life, attempt, index + 1);
    }
  }

  function follow({ run, workflow, origin }: Pick<Life, 'run' | 'workflow' | 'origin'>, state: RunState): void {
    for (const stream of listStreams(workflow, origin)) truth.follow(stream, run.run_number, state);
  }

  /** What the commit of a run changes, and what else happens then. */
  function changeCode(planned: PlannedRun, workflow: Workflow, origin: Origin): Code {
    const steps = workflow.jobs.flatMap(({ key, steps }) => steps.map((step) => `${workflow.file} ${key} / ${step}`));
    const toggle = (set: Set<string>, index: number, where: string) => {
      const step = steps[index];
      if (step === undefined) return;
      say(`${where} ${set.has(step) ? 'repairs' : 'breaks'} ${step}`);
      if (!set.delete(step)) set.add(step);
    };
    for (const index of planned.outside) toggle(outside, index, 'Something outside of the code');
    const codeOf = (line: string) =>
      codes.get(`${workflow.file} ${line}`) ?? {
        ...{ broken: new Set(), renamed: new Set(), gone: new Set() },
        name: workflow.name,
      };
    const old = codeOf(origin.code);
    if (!origin.isCommit) return old;
    const code: Code = {
      ...{ broken: new Set(old.broken), renamed: new Set(old.renamed), gone: new Set(old.gone) },
      name: old.name,
    };
    if (planned.origin === 'push that merges pull request #57') {
      for (const step of codeOf('#57').broken) code.broken.add(step);
      // GitHub lists a pull request only while it is open.
      for (const run of model.runs.values()) if (run.head_branch === 'fix') run.pull_requests = [];
    }
    for (const index of planned.commit) toggle(code.broken, index, `A commit (${planned.origin})`);
    // Mostly what is removed is what fails.
    const broken = workflow.jobs.find(({ key, steps }) =>
      steps.some((step) => code.broken.has(`${workflow.file} ${key} / ${step}`)),
    );
    const isRemoval = planned.change === 'job removed';
    const changed: JobSpec | undefined = (isRemoval ? broken : undefined) ?? workflow.jobs[planned.commit[0] ?? 0];
    const job = changed?.key ?? '';
    const change = (words: string) =>
      say(`A commit (${planned.origin}) changes ${workflow.file}: ${planned.change} ${words}`);
    const flip = (set: Set<string>) => {
      change(job);
      if (!set.delete(job)) set.add(job);
    };
    if (planned.change === 'job removed') flip(code.gone);
    // Under another name only a run that passed shows that a failure is not counted, and failures in a row cannot be counted.
    if (planned.change === 'job renamed' && changed?.isLenient === undefined && workflow.after === undefined)
      flip(code.renamed);
    if (planned.change === 'renamed') {
      code.name = `${workflow.name}${code.name === workflow.name ? ' 2' : ''}`;
      change(code.name);
    }
    codes.set(`${workflow.file} ${origin.code}`, code);
    return code;
  }

  /** One attempt, from its start until all that reports it has reported. */
  async function attend(life: Life, planned: PlannedAttempt, number: number): Promise<void> {
    const { run, workflow, endings } = life;
    Object.assign(run, {
      status: 'in_progress',
      conclusion: null,
      run_attempt: number,
      run_started_at: time(),
      updated_at: time(),
    });
    follow(life, 'unclear');
    say(`${nameRun(life, number)} begins on ${life.planned.origin}`);
    const cancelling = Promise.withResolvers<Canceller>();
    let canceller: Canceller | undefined;
    const { cancel } = planned;
    const timer =
      cancel &&
      clock.after(cancel.after * 1000, () => {
        canceller = cancel.by;
        cancelling.resolve(cancel.by);
      });
    const attempt: Attempt = {
      life,
      planned,
      number,
      cancelled: cancelling.promise,
      canceller: () => canceller,
      executions: [],
    };
    const keeps =
      planned.onlyFailed &&
      number > 1 &&
      [...endings.values()].some((ending) => ending !== 'success' && ending !== 'skipped');
    const before = new Map(endings);
    const done = new Map<string, Promise<void>>();
    for (const job of life.jobs) {
      const needed = life.jobs.filter(({ id }) => job.needs.includes(id)).map(({ key }) => key);
      done.set(
        job.key,
        (async () => {
          await Promise.all(needed.map((key) => done.get(key)));
          const ending = before.get(job.key);
          if (
            keeps &&
            needed.every((key) => before.get(key) === 'success') &&
            (ending === 'success' || ending === 'skipped')
          )
            return copy(life, job);
          const isBlocked = needed.some((key) => endings.get(key) !== 'success');
          endings.set(job.key, isBlocked ? skip(life, job, true) : await work(attempt, job));
        })(),
      );
    }
    await Promise.all(done.values());
    if (workflow.reports === 'needs') await reportNeeds(attempt);
    await wait(1);
    timer?.();
    Object.assign(run, { status: 'completed', conclusion: conclude(attempt), updated_at: time() });
    follow(life, run.conclusion === 'failure' ? 'failed' : run.conclusion === 'cancelled' ? 'unclear' : 'over');
    say(`${nameRun(life, number)} ends: ${run.conclusion}`);
    if (workflow.reports === 'watched') wakeWatcher(attempt);
  }

  function skip(life: Life, job: JobSpec, isBlocked = false): Ending {
    // A matrix that is skipped as a whole stands there once, without its values.
    const isFirst = life.jobs.find(({ id }) => id === job.id) === job;
    const name = job.leg === undefined ? nameJob(life, job) : job.id;
    if (job.leg === undefined || isFirst)
      life.listed.set(
        job.key,
        model.addJob(life.run, {
          name,
          conclusion: 'skipped',
          started_at: time(),
          completed_at: time(),
          runner_name: null,
        }),
      );
    say(`${nameRun(life)}: ${job.key} is skipped${isBlocked ? ', since what it needs did not pass' : ''}`);
    if (life.workflow.reports === 'each job') truth.settle(checkOf(life, job), life.run.run_number);
    return 'skipped';
  }

  /** A job that is not run again: GitHub lists it again under another id, and without its annotations. */
  function copy(life: Life, job: JobSpec): void {
    const listed = life.listed.get(job.key);
    if (listed !== undefined) {
      const { name, conclusion, started_at, completed_at, steps } = listed;
      model.addJob(life.run, { name, conclusion, started_at, completed_at, steps });
    }
    if (life.workflow.reports === 'each job') truth.settle(checkOf(life, job), life.run.run_number);
  }

  /** One job, from when it waits for a runner until GitHub shows it as finished. */
  async function work(attempt: Attempt, job: JobSpec): Promise<Ending> {
    const { life, planned, number, cancelled } = attempt;
    const {
      run,
      workflow,
      origin,
      planned: { skippedJobs, skippedSteps },
    } = life;
    const index = workflow.jobs.indexOf(job);
    const eachJob = workflow.reports === 'each job';
    const twins = workflow.jobs.flatMap(({ id }, place) => (id === job.id && job.leg !== undefined ? [place] : []));
    const isFiltered = job.isFiltered && [index, ...twins].some((place) => skippedJobs.includes(place));
    if (isFiltered || (job.cron !== undefined && origin.cron !== undefined && origin.cron !== job.cron))
      return skip(life, job);

    const chance = createChance(`${nameRun(life, number)} ${job.key}`);
    const listed = model.addJob(run, { name: nameJob(life, job), status: 'queued', runner_name: null });
    life.listed.set(job.key, listed);
    // What GitHub makes of a time limit in a job that may fail is not known.
    const mishap = planned.mishap?.job === index && !job.isLenient ? planned.mishap.kind : undefined;
    let began = clock.now();
    const executions: Execution[] = [];
    const execute = (part: string, passed: boolean, lag = 0): Execution => ({
      ...{ ...at(attempt, began), part: namePart(life, job, part), passed },
      ...{ ended: clock.now(), shown: clock.now() + lag },
    });
    const finish = (ending: Ending): Ending => {
      const conclusion = wordFor(ending);
      Object.assign(listed, { status: 'completed', conclusion, completed_at: time() });
      const why =
        ending === 'cancelled'
          ? attempt.canceller()
          : ending === 'failure' && mishap !== 'runner dies'
            ? undefined
            : (mishap ?? undefined);
      if (why !== undefined && why in MESSAGES)
        model.addAnnotation(listed, { message: MESSAGES[why as keyof typeof MESSAGES] });
      if (ending === 'failure' && why === undefined) model.addAnnotation(listed, {});
      const passed = ending === 'success';
      // Each of its steps has passed when the job has.
      for (const one of executions.filter((execution) => execution.passed))
        Object.assign(one, { ended: clock.now(), shown: Math.max(one.shown, clock.now()) });
      const whole = execute(job.key, passed);
      const isPart = partsOf(life).has(whole.part);
      const isCounted = isFailure(ending) && isPart && !(job.isLenient && ending === 'failure');
      if (!eachJob && (passed || isCounted)) {
        if (isPart) attempt.executions.push(whole);
        // Of a watched run that fails only the end is told.
        if (workflow.reports === 'needs' || passed) truth.record(checkOf(life), whole);
      }
      return ending;
    };
    /** What nobody was there to report. */
    const end = (ending: Ending): Ending => {
      if (eachJob && isFailure(ending)) truth.record(checkOf(life, job), execute('job', false));
      if (eachJob) truth.settle(checkOf(life, job), run.run_number);
      say(`${nameRun(life, number)}: ${job.key} ends: ${ending}${mishap ? ` (${mishap})` : ''}`);
      return finish(ending);
    };
    if (job.isApproved && planned.approval > 0) {
      listed.status = 'waiting';
      if ((await Promise.race([wait(planned.approval), cancelled])) !== undefined) return end('cancelled');
    }
    if ((await Promise.race([wait(5 + 60 * chance()), cancelled])) !== undefined) return end('cancelled');
    if (mishap === 'no runner')
      return end((await Promise.race([wait(DAY_SECONDS), cancelled])) === undefined ? 'no runner' : 'cancelled');

    began = clock.now();
    Object.assign(listed, { status: 'in_progress', started_at: time(), runner_name: `runner ${listed.id}` });
    const step = (name: string, conclusion: string | null) => ({
      name,
      status: conclusion === null ? ('queued' as const) : ('completed' as const),
      conclusion,
      number: 0,
    });
    const show = (steps: [string, string | null][]) => {
      listed.steps = steps.map(([name, conclusion], place) => ({ ...step(name, conclusion), number: place + 1 }));
    };
    if (mishap === 'set-up fails') {
      await Promise.race([wait(20), cancelled]);
      show([
        ['Set up job', 'failure'],
        ['Report to Spike', 'skipped'],
        ...job.steps.map((name): [string, string] => [name, 'skipped']),
      ]);
      return end('failure');
    }
    show([
      ['Set up job', 'success'],
      ['Report to Spike', 'success'],
      ...job.steps.map((name): [string, null] => [name, null]),
    ]);
    const first = workflow.jobs.slice(0, index).reduce((sum, { steps }) => sum + steps.length, 0);
    const isBroken = (name: string, place: number) => {
      const id = `${workflow.file} ${job.key} / ${name}`;
      return life.code.broken.has(id) || outside.has(id) || planned.flakes.includes(first + place);
    };
    const executed = job.steps.filter((_, place) => !skippedSteps.includes(first + place));
    const failing = executed.findIndex((name) => isBroken(name, job.steps.indexOf(name)));
    const seconds = planned.work[index] ?? 60;
    const duration =
      mishap === 'time limit'
        ? LIMIT_MINUTES * 60
        : mishap === 'runner dies'
          ? seconds / 2
          : failing < 0
            ? seconds
            : (seconds * (failing + 1)) / executed.length;
    const record = (part: string, passed: boolean, lag = 0) => {
      const execution = execute(part, passed, lag);
      executions.push(execution);
      truth.record(checkOf(life, job), execution);
    };
    const start = () => ({
      ...startOf(attempt, job.id, listed),
      matrix: job.leg === undefined ? 'null' : JSON.stringify(job.leg),
    });
    let state: State | undefined;
    const midway = Math.min(duration, seconds / executed.length);
    const isMidway = job.midway !== undefined && mishap === undefined;
    if (isMidway && (await Promise.race([wait(midway), cancelled])) === undefined) {
      const [name = 'job'] = executed;
      const isGreen = failing !== 0;
      const isComposite = job.midway === 'in composite actions';
      const words = isComposite ? null : isGreen ? 'success' : 'failure';
      show([
        ['Set up job', 'success'],
        [name, words],
        ['Report to Spike', null],
        ...job.steps.filter((other) => other !== name).map((other): [string, null] => [other, null]),
      ]);
      if (!isComposite) record(name, isGreen);
      // The step says that the job is green, and is believed.
      if (isGreen && !isComposite) record('job', true);
      const status = isGreen || isComposite ? 'success' : 'failure';
      const inputs = { status, ...(isComposite && { 'action-status': 'success' }) };
      const ended = { job, ending: isGreen ? ('success' as const) : ('failure' as const), executions: [...executions] };
      state = await report(attempt, { ...ended, phase: { kind: 'main', start: start(), inputs } }, true);
    }
    const by = await Promise.race([wait(duration - (state === undefined ? 0 : midway)), cancelled]);
    if (mishap === 'runner dies' && by === undefined) return end('failure');
    const ending: Ending =
      by !== undefined ? 'cancelled' : mishap === 'time limit' ? mishap : failing < 0 ? 'success' : 'failure';
    const failed = executed[failing];
    const words = job.steps.map((name): [string, string] => {
      const place = executed.indexOf(name);
      if (place < 0) return [name, 'skipped'];
      if (ending === 'success' || (ending === 'failure' && place < failing)) return [name, 'success'];
      return [
        name,
        ending === 'failure' ? (place === failing ? 'failure' : 'skipped') : place === 0 ? 'cancelled' : 'skipped',
      ];
    });
    const lag = (chance() < 0.5 ? 0 : chance() < 0.7 ? 2000 : 20_000) * chance();
    clock.after(lag, () => show([['Set up job', 'success'], ['Report to Spike', 'success'], ...words]));
    const isOver = ending === 'success' || isFailure(ending);
    say(
      `${nameRun(life, number)}: ${job.key} ${ending === 'failure' ? `fails in ${failed}` : `comes to its end: ${ending}`}`,
    );
    const isRecorded = state !== undefined && failing === 0 && job.midway === 'plainly';
    if (eachJob && ending === 'failure' && !isRecorded) record(failed ?? 'job', false, lag);
    // Steps that clean up.
    if (ending === 'failure' && chance() < 0.4) await wait(30 + 900 * chance());
    if (eachJob && isOver) {
      for (const [name, word] of words) if (word === 'success') record(name, true, lag);
      if (ending === 'success') record('job', true, lag);
      // It ran out of time in this step.
      if (ending === 'time limit') record(executed[0] ?? 'job', false, lag);
    }
    if (eachJob) {
      const word = wordFor(ending);
      const inputs = { 'job-status': word, ...(job.midway && { status: word }) };
      const phase = { kind: 'post' as const, start: start(), inputs, state: state ?? {} };
      await report(attempt, { job, ending, executions, phase });
    }
    await wait(1 + 3 * chance());
    return finish(ending);
  }

  async function reportNeeds(attempt: Attempt): Promise<void> {
    const { life, number } = attempt;
    const { workflow, endings, jobs, run } = life;
    const resultOf = (id: string) => {
      const words = jobs
        .filter((job) => job.id === id)
        .map((job) =>
          job.isLenient && endings.get(job.key) === 'failure' ? 'success' : wordFor(endings.get(job.key) ?? 'skipped'),
        );
      return (['failure', 'cancelled', 'success'] as const).find((word) => words.includes(word)) ?? 'skipped';
    };
    const ids = workflow.needed.filter((id) => jobs.some((job) => job.id === id));
    const results = ids.map((id): [string, { result: string }] => [id, { result: resultOf(id) }]);
    const listed = model.addJob(run, { name: 'report', status: 'queued', runner_name: null });
    await wait(5);
    Object.assign(listed, { status: 'in_progress', started_at: time(), runner_name: `runner ${listed.id}` });
    const inputs = { needs: JSON.stringify(Object.fromEntries(results)) };
    // A needed job that was skipped because another failed does not say so.
    const isPlain = results.some(([, { result }]) => result === 'failure');
    const whole = sumUp(attempt);
    await report(attempt, {
      ending: isPlain ? 'failure' : whole === 'failure' ? 'skipped' : whole,
      executions: attempt.executions,
      phase: { kind: 'main', start: startOf(attempt, 'report', listed), inputs },
    });
    await wait(2);
    Object.assign(listed, { status: 'completed', conclusion: 'success', completed_at: time() });
    say(`${nameRun(life, number)}: the reporting job ends`);
  }

  const watching: Promise<unknown>[] = [];
  /** Another workflow, which is told of the run as it is now and has its turn some time later. */
  function wakeWatcher(attempt: Attempt): void {
    const { life, planned } = attempt;
    const { run } = life;
    const ending = run.conclusion === 'failure' ? 'failure' : sumUp(attempt);
    const isCancelled = attempt.canceller() !== undefined && run.conclusion === 'cancelled';
    const failures = isCancelled ? [] : attempt.executions.filter(({ passed }) => !passed);
    for (const failure of failures) truth.record(checkOf(life), failure);
    const file = 'acme/shop/.github/workflows/watch.yml@refs/heads/main';
    const start: Start = {
      ...{ event: 'workflow_run', ref: 'refs/heads/main', checkRunId: '2', jobWorkflowRef: file },
      payload: {
        ...REPOSITORY,
        action: 'completed',
        workflow: { name: life.code.name },
        workflow_run: parseObject(JSON.stringify(run)),
      },
      env: {
        ...{ GITHUB_WORKFLOW: 'Watch', GITHUB_WORKFLOW_REF: file, GITHUB_JOB: 'watch' },
        ...{ GITHUB_RUN_ID: '1', GITHUB_RUN_NUMBER: '1', GITHUB_RUN_ATTEMPT: '1' },
      },
    };
    const ended: Ended = {
      ending: isCancelled ? 'cancelled' : ending,
      executions: isCancelled ? [] : [...attempt.executions],
      phase: { kind: 'main', start, inputs: {} },
    };
    watching.push(wait(planned.watch).then(() => report(attempt, ended)));
  }

  type Ended = {
    job?: JobSpec;
    ending: Ending;
    executions: readonly Execution[];
    phase: Phase;
  };

  /**
   * Lets the action report what has ended, carries its message to Spike, and settles the check, unless it is asked once
   * more when the job ends. Gives what it saved, where Spike took its message.
   */
  async function report(attempt: Attempt, { job, ending, executions, phase }: Ended, isMidway = false): Promise<State> {
    const { life, number } = attempt;
    const { workflow, origin } = life;
    const check = checkOf(life, job);
    const isWatched = workflow.reports === 'watched';
    const isQuiet = origin.isPullRequest && !workflow.reportsPullRequests;
    if (origin.isWithheld && workflow.reports !== 'watched') {
      if (!isMidway) truth.settle(check, life.run.run_number);
      return {};
    }
    const name = `${nameRun(life, number)}${job === undefined ? '' : ` ${job.key}`}`;
    const askedAt = clock.now();
    if (!isQuiet && !isMidway) truth.ask(check);
    const connection = connect(`${name}${isMidway ? ' midway' : ''}`, { clock, model, weather, own: life.run });
    const inputs = {
      ...phase.inputs,
      'pull-requests': String(workflow.reportsPullRequests),
      ...(check.after > 1 && { after: String(check.after) }),
      ...(workflow.createsOnCancelled && { 'create-on': 'failure, timed_out, startup_failure, cancelled' }),
      ...policy({ workflow: life.code.name, job, runId: life.run.id }),
    };
    const { action, title, payload, lines, saved } = await runPhase(
      { ...phase, inputs },
      { clock, fetch: connection.fetch },
    );
    const isLate = (clock.now() - askedAt) / 1000 > (action === 'create' ? LONGEST.create : LONGEST.other);
    if (isLate) throw new Error(`${name} took ${(clock.now() - askedAt) / 1000} s to decide on ${action}.`);
    const isRed = executions.some(({ passed }) => !passed);
    const result: Report = {
      ...{
        check,
        run: life.run.run_number,
        attempt: number,
        workflow: life.code.name,
        parts: partsOf(life, job),
        askedAt,
        executions,
        action,
      },
      color: isRed ? 'red' : ending === 'success' ? 'green' : 'neither',
      isPlain: ending === 'failure',
      isWanted: workflow.createsOnCancelled === true && attempt.canceller() === 'person',
      // Where GitHub did not answer, a reason is a warning, or names the run that stands against it.
      isSaid: lines.some((line) => !connection.isIncomplete || /^warning |#\d/.test(line)),
      isWarned: lines.some((line) => line.startsWith('warning ')),
      isLost: false,
      isVague: check.isVague || (!isWatched && isListedVaguely(life)),
      isInformed: !connection.isIncomplete,
    };
    say(
      `${name}: the action ${action === 'none' ? `does nothing (${lines.join('; ')})` : `wants to ${action} "${title}"`}`,
    );
    if (action !== 'none') result.isLost = !(await deliver({ title, payload }, result, name));
    if (!isMidway) truth.settle(check, life.run.run_number, isQuiet ? undefined : result);
    return result.isLost ? {} : saved;
  }

  /** Whether Spike took it. Now and then a request is refused, or only its answer is lost, so that it comes twice. */
  async function deliver(message: { title: string; payload: string }, result: Report, name: string): Promise<boolean> {
    const chance = createChance(`the delivery of ${name}`);
    const start = clock.now();
    for (const seconds of RETRIES) {
      await wait(Math.max(0, seconds - (clock.now() - start) / 1000) + 0.05 + 0.25 * chance());
      const fate = chance();
      if (clock.now() < awayUntil || fate < 0.02) continue;
      say(`Spike: "${message.title}" is ${truth.take(message, result)}`);
      if (fate > 0.04) return true;
    }
    say(`Spike never got "${message.title}"`);
    return false;
  }

  function checkOf(life: Life, job?: JobSpec): Check {
    const { workflow, origin } = life;
    const environment = workflow.reports === 'watched' ? undefined : origin.environment;
    const stream = nameStream(workflow, origin);
    const name = [stream, job?.key, environment].filter((part) => part !== undefined).join(', ');
    const known = checks.get(name);
    if (known !== undefined) return known;
    const check: Check = {
      ...{ name, stream, isJob: job !== undefined },
      after: workflow.after ?? 1,
      isVague: environment !== undefined || workflow.calls !== undefined,
    };
    checks.set(name, check);
    return check;
  }

  let start = 0;
  const lives = history.map(async (planned) => {
    start += planned.wait;
    await wait(start);
    await live(planned);
  });
  await clock.settle(Promise.all(lives).then(() => Promise.all(watching)));
  return truth.counts;
}

/** How the runner starts a step in the job with the id `job`, which GitHub lists as `listed`. */
function startOf({ life, number }: Attempt, job: string, listed: Job): Start {
  const { run, workflow, origin, code } = life;
  const { event, ref, payload } = origin;
  const file = `acme/shop/.github/workflows/${workflow.file}@${ref}`;
  return {
    ...{ event, ref, payload, checkRunId: String(listed.id), jobWorkflowRef: workflow.calls ?? file },
    env: {
      ...{ GITHUB_WORKFLOW: code.name, GITHUB_WORKFLOW_REF: file, GITHUB_SHA: run.head_sha, GITHUB_JOB: job },
      ...{ GITHUB_WORKFLOW_SHA: run.head_sha, RUNNER_NAME: listed.runner_name ?? '', GITHUB_RUN_ID: String(run.id) },
      ...{ GITHUB_RUN_NUMBER: String(run.run_number), GITHUB_RUN_ATTEMPT: String(number) },
    },
  };
}

function at({ life, number }: Attempt, began: number) {
  return { run: life.run.run_number, attempt: number, began, isByMerge: life.origin.mergedScope !== undefined };
}

/** What the runs of a file have in common that fail and recover together. */
function nameStream({ file, reports }: Workflow, origin: Origin): string {
  return `${file} on ${(reports === 'watched' ? origin.mergedScope : undefined) ?? origin.scope}`;
}

/** The streams that a run may be of, for who reads the API's list: that of a merged pull request does not say. */
function listStreams({ file }: Workflow, { scope, mergedScope = scope }: Origin): string[] {
  const scopes = scope === '#57' ? [scope, 'main'] : [scope, mergedScope];
  return [...new Set(scopes)].map((one) => `${file} on ${one}`);
}

/** Whether the API's list may show a run as one of another check: of another environment, or of a pull request or its merge. */
function isListedVaguely({ origin, run }: Life): boolean {
  const isMerged = origin.isPullRequest === true && run.pull_requests?.length === 0;
  return isMerged || origin.mergedScope !== undefined || origin.event === 'workflow_dispatch';
}

function nameRun({ run, code }: Life, attempt = run.run_attempt): string {
  return `${code.name} #${run.run_number}${attempt > 1 ? `.${attempt}` : ''}`;
}

function nameJob(life: Life, job: JobSpec): string {
  return namePart(life, job, job.name.replace('{version}', `1.4.${life.run.run_number}`));
}

/**
 * `part` as the code has it: the name of a job, or in the truth a job of a sum, or one job (`job`) and its steps. Under
 * another name it is another part.
 */
function namePart({ code }: Life, { key }: JobSpec, part: string): string {
  return `${part}${code.renamed.has(key) ? ' on Linux' : ''}`;
}

/**
 * What counts for `own`: it and its steps. For the whole run: the jobs that the reporting job needs, and what these
 * need.
 */
function partsOf(life: Life, own?: JobSpec): ReadonlySet<string> {
  if (own !== undefined) return new Set(['job', ...own.steps].map((part) => namePart(life, own, part)));
  const { jobs, workflow } = life;
  const isNeeded = ({ id }: JobSpec): boolean =>
    workflow.reports !== 'needs' ||
    workflow.needed.includes(id) ||
    jobs.some((other) => other.needs.includes(id) && isNeeded(other));
  return new Set(jobs.filter(isNeeded).map((job) => namePart(life, job, job.key)));
}

function isFailure(ending: Ending | undefined): boolean {
  return ending === 'failure' || ending === 'time limit' || ending === 'no runner';
}

/** The word GitHub has for it. */
function wordFor(ending: Ending): 'success' | 'failure' | 'cancelled' | 'skipped' {
  return ending === 'time limit' || ending === 'no runner' ? 'cancelled' : ending;
}

/** How the jobs of an attempt ended together, apart from those whose failure GitHub does not count. */
function sumUp({ life: { endings, jobs } }: Attempt): Ending {
  const all = jobs.map((job) =>
    job.isLenient && endings.get(job.key) === 'failure' ? 'success' : endings.get(job.key),
  );
  const order = ['failure', 'time limit', 'no runner', 'cancelled', 'success'] as const;
  return order.find((word) => all.includes(word)) ?? 'skipped';
}

function conclude(attempt: Attempt): string {
  const { life } = attempt;
  const hasCancelled = life.jobs.some(({ key }) => life.endings.get(key) === 'cancelled');
  if (hasCancelled) return 'cancelled';
  const word = wordFor(sumUp(attempt));
  return word === 'skipped' && life.workflow.reports === 'needs' ? 'success' : word;
}

/** Puts into the model what is there before the first run: branches, tags, and the workflows' files. */
function furnish(model: GithubModel): void {
  for (const name of ['heads/main', 'heads/release/1.2', 'heads/fix', 'tags/v1', 'tags/v2'])
    model.addRef({ ref: `refs/${name}` });
  const workflows: Workflow[] = Object.values(WORKFLOWS);
  for (const { file, jobs, calls } of workflows) {
    const body = [...new Set(jobs.map(({ id }) => id))].map(
      (id) => `  ${id}:\n    timeout-minutes: ${LIMIT_MINUTES}\n    runs-on: ubuntu-latest\n`,
    );
    model.addFile({
      path: calls?.replace(/^acme\/shop\/|@.*$/g, '') ?? `.github/workflows/${file}`,
      content: `on: push\njobs:\n${body.join('')}`,
    });
  }
}
