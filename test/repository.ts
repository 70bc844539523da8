import { get } from '../src/json.ts';
import { type GithubStandIn, startGithub } from './github/github.ts';
import {
  createJob,
  formatTime,
  type Job,
  type JobFields,
  type Rerun,
  type Run,
  type RunFields,
} from './github/model.ts';
import { listSent, TOKEN } from './jobs.ts';
import { type Contexts, createContexts, type Job as JobInRunner, type JobRun, runJob } from './runner/runner.ts';
import { type Spike, startSpike } from './spike/spike.ts';

/** How a job ended (`null`: it runs), or more about it; `message` is an annotation on it. */
export type GivenJob = Job['conclusion'] | (JobFields & { message?: string });

/** How a job with the action in it is played. */
export type Play = {
  /** Fields of its run. */ run?: RunFields | undefined;
  with?: Record<string, string>;
  contexts?: Partial<Contexts>;
  /** What else the runner is told. */
  runner?: Partial<JobInRunner>;
};

/** How a job that reports itself is played. */
export type JobPlay = Play & {
  /** `build` where it is left out. */ name?: string;
  /** The other jobs of the run. */
  others?: Record<string, GivenJob>;
  /** Set-up and a step `npm test` with the result of the job, where they are left out. */
  steps?: JobFields['steps'] | undefined;
};

/** What became of one job with the action in it. */
export type Report = {
  /** What Spike was sent, as `open <title>` or `resolve <title>`. */ sent: string[];
  /** The details of the last of it. */
  body: unknown;
  /** What GitHub was asked, as paths below the repository, with their queries. */
  asked: string[];
  log: string;
  job: JobRun;
};

/** The repository `acme/shop` with its workflow `CI`, and Spike. */
export type Repository = AsyncDisposable & {
  spike: Spike;
  github: GithubStandIn;
  /** Adds a run in which nobody reports. While one of the jobs is `null`, the run is under way. */
  addRun(number: number, jobs: Record<string, GivenJob>, fields?: RunFields): Run;
  /** Begins the next attempt of a run. */
  rerun(number: number, options?: Rerun): void;
  /** Plays a job with the step in front, which ends with `result`. */
  reportJob(number: number, result: 'success' | 'failure' | 'cancelled', play?: JobPlay): Promise<Report>;
  /** Plays a job that reports `jobs` by `needs`: all of them, or those whose names `needed` lists. */
  reportNeeds(number: number, jobs: Record<string, GivenJob>, play?: Play & { needed?: string[] }): Promise<Report>;
  /** Plays a job of another workflow that watches the run with these jobs. */
  reportWatched(number: number, jobs: Record<string, GivenJob>, play?: Play): Promise<Report>;
};

const [MINUTE_MS, RUN_MINUTES, JOB_MINUTES] = [60_000, 10, 5];

/** When run `number` begins, or some minutes later, as GitHub writes it. A job takes five minutes, a run ten. */
export function startOf(number: number, minutesLater = 0): string {
  return formatTime(Date.UTC(2026, 0, 1) + (number * RUN_MINUTES + minutesLater) * MINUTE_MS);
}

/** Starts the repository. With a `basePath` GitHub is an Enterprise Server. */
export async function startRepository({ basePath = '' } = {}): Promise<Repository> {
  const spike = await startSpike();
  const github = await startGithub({ basePath });
  const { model } = github;

  const openRun = (number: number, fields: RunFields = {}): Run => {
    const found = [...model.runs.values()].find((run) => run.run_number === number);
    if (found !== undefined) return found;
    const at = startOf(number);
    return model.addRun({ ...{ id: 9_007_001_000 + number, run_number: number, created_at: at }, ...fields });
  };
  const addJob = (run: Run, name: string, given: GivenJob): Job => {
    const { message, ...fields } = typeof given === 'object' && given !== null ? given : { conclusion: given };
    const started = fields.started_at ?? run.run_started_at;
    const ended = fields.conclusion === null ? null : formatTime(Date.parse(started) + JOB_MINUTES * MINUTE_MS);
    const isWaiting = (job: Job) => job.name === name && job.run_attempt === run.run_attempt && job.status === 'queued';
    // A job that is run again is there already.
    const waiting = model.findJobs(run.id).find(isWaiting);
    const all: JobFields = { name, started_at: started, completed_at: ended, ...fields };
    const job =
      waiting === undefined
        ? model.addJob(run, all)
        : Object.assign(waiting, createJob(run, { ...all, id: waiting.id }));
    if (message !== undefined) model.addAnnotation(job, { message });
    return job;
  };
  const addRun: Repository['addRun'] = (number, jobs, fields) => {
    const run = openRun(number, fields);
    for (const [name, given] of Object.entries(jobs)) addJob(run, name, given);
    return endRun(run, fields);
  };
  const endRun = (run: Run, fields: RunFields = {}): Run => {
    const jobs = model.findJobs(run.id).filter((job) => job.run_attempt === run.run_attempt);
    const words = ['failure', 'cancelled', 'success', 'skipped'] as const;
    const worst = words.find((word) => jobs.some(({ conclusion }) => conclusion === word)) ?? 'success';
    const isRunning = jobs.some(({ status }) => status !== 'completed');
    const ends = jobs.flatMap(({ completed_at: end }) => end ?? []).sort();
    const { conclusion = worst } = fields;
    const end = isRunning ? { status: 'in_progress', conclusion: null } : { status: 'completed', conclusion };
    return Object.assign(run, { updated_at: ends.at(-1) ?? run.run_started_at, ...end });
  };

  const play = async (
    own: { run: Run; job?: Job },
    { contexts = {}, runner = {}, ...given }: Play,
  ): Promise<Report> => {
    const before = { sent: spike.requests.length, asked: github.requests.length };
    const { run, job } = own;
    const played = await runJob({
      ...runner,
      contexts: createContexts({
        ...contexts,
        github: {
          ...{ token: 'ghs_1', api_url: github.url, job: job?.name ?? 'watch', sha: run.head_sha },
          ...{ run_id: String(run.id), run_number: String(run.run_number), run_attempt: String(run.run_attempt) },
          ...contexts.github,
        },
        job: { check_run_id: job?.id ?? 1, ...contexts.job },
      }),
      with: { token: spike.url(TOKEN), ...given.with },
    });
    return {
      sent: listSent(spike).slice(before.sent),
      body: get(spike.requests.slice(before.sent).at(-1)?.json, 'body'),
      asked: github.requests.slice(before.asked).map(({ path, query }) => {
        const parameters = String(new URLSearchParams(query));
        return `${path.replace('/repos/acme/shop/', '')}${parameters === '' ? '' : `?${parameters}`}`;
      }),
      log: played.log,
      job: played,
    };
  };
  /** The run with its own job under way and the others as they ended. */
  const open = (number: number, name: string, others: Record<string, GivenJob>, own: JobFields, fields?: RunFields) => {
    const run = openRun(number, fields);
    for (const [other, given] of Object.entries(others)) addJob(run, other, given);
    const job = addJob(run, name, { conclusion: null, runner_name: 'GitHub Actions 3', ...own });
    endRun(run, fields);
    return { run, job };
  };
  const close = ({ run, job }: { run: Run; job: Job }, conclusion: Job['conclusion'], fields?: RunFields) => {
    const ended = formatTime(Date.parse(job.started_at) + JOB_MINUTES * MINUTE_MS);
    Object.assign(job, { status: 'completed', conclusion, completed_at: ended });
    endRun(run, fields);
  };

  return {
    spike,
    github,
    addRun,
    rerun(number, options) {
      model.rerun(openRun(number), options);
    },
    async reportJob(number, result, { name = 'build', others = {}, steps, ...options } = {}) {
      const usual = [{ name: 'Set up job' }, { name: 'npm test', conclusion: result }];
      const own = open(number, name, others, { steps: steps ?? usual }, options.run);
      const { runner, ...rest } = options;
      const report = await play(own, { ...rest, runner: { statusAtEnd: result, ...runner } });
      close(own, result, options.run);
      return report;
    },
    async reportNeeds(number, jobs, { needed = Object.keys(jobs), contexts, ...options } = {}) {
      const own = open(number, 'report', jobs, {}, options.run);
      const results = needed.map((name) => {
        const given = jobs[name];
        return [name, { result: typeof given === 'object' ? given?.conclusion : given, outputs: {} }];
      });
      const report = await play(own, {
        ...options,
        contexts: { ...contexts, needs: Object.fromEntries(results) },
        with: { needs: '${{ toJSON(needs) }}', ...options.with },
      });
      close(own, 'success', options.run);
      return report;
    },
    async reportWatched(number, jobs, { contexts, ...options } = {}) {
      const run = addRun(number, jobs, options.run);
      const event = {
        ...{ action: 'completed', workflow: { id: run.workflow_id, name: run.name }, workflow_run: run },
        repository: { full_name: 'acme/shop', default_branch: 'main' },
      };
      const watcher = { event_name: 'workflow_run', workflow: 'Watch', run_id: '8000000001', run_number: '1', event };
      const file = 'acme/shop/.github/workflows/watch.yml@refs/heads/main';
      const github = { ...watcher, run_attempt: '1', workflow_ref: file, ...contexts?.github };
      return play({ run }, { ...options, contexts: { ...contexts, github, job: { workflow_ref: file } } });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([spike[Symbol.asyncDispose](), github[Symbol.asyncDispose]()]);
    },
  };
}
