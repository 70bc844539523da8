import { get } from '../src/json.ts';
import { add, at, type Reported, watch } from './asking.ts';
import { type GithubStandIn, startGithub } from './github/github.ts';
import type { Job, Run } from './github/model.ts';
import { listSent, TOKEN } from './jobs.ts';
import { type Contexts, createContexts, type Job as JobInRunner, type JobRun, runJob } from './runner/runner.ts';
import { type Spike, startSpike } from './spike/spike.ts';

/** What the runner is told besides. */
export type Play = Partial<Omit<JobInRunner, 'contexts'>> & { contexts?: Partial<Contexts> };

/** What became of one job with the action in it. */
export type Report = {
  /** What Spike was sent, as `open <title>` or `resolve <title>`. */ sent: string[];
  /** The details of the last of it. */
  body: unknown;
  /** How often GitHub was asked. */
  requests: number;
  log: string;
  job: JobRun;
};

/** The repository `acme/shop` with its workflow `CI`, GitHub and Spike. */
export type Repository = AsyncDisposable & {
  spike: Spike;
  github: GithubStandIn;
  /** Plays the job that reports run #`number` with the built action in it, and ends it and the run. */
  report(number: number, reported?: Reported, play?: Play): Promise<Report>;
};

/** Starts GitHub and Spike. */
export async function startRepository(): Promise<Repository> {
  const [spike, github] = await Promise.all([startSpike(), startGithub()]);
  const { model } = github;

  /** The run, which is there already where it is run again. */
  const openRun = (number: number, { jobs = {}, run = {}, ...own }: Reported): Run => {
    const state = own.subject === 'watched run' ? {} : { status: 'in_progress' };
    const found = [...model.runs.values()].find(({ run_number }) => run_number === number);
    return found ?? add(model, number, jobs, { ...state, ...run });
  };
  const openJob = (run: Run, name: string, { result = 'success', job: fields }: Reported): Job => {
    const isWaiting = (job: Job) => job.name === name && job.status === 'queued';
    const state = { status: 'in_progress', conclusion: null } as const;
    const waiting = model.findJobs(run.id).find(isWaiting);
    const steps = [{ name: 'npm test', conclusion: result === 'failure' ? result : 'success' } as const];
    return waiting ? Object.assign(waiting, state) : model.addJob(run, { name, ...state, steps, ...fields });
  };
  const end = (run: Run, own: Job) => {
    const [status, time] = ['completed', at(run.run_number + 0.5)];
    Object.assign(own, { status, completed_at: time });
    const hasFailed = model.findJobs(run.id).some(({ conclusion }) => conclusion === 'failure');
    Object.assign(run, { status, conclusion: hasFailed ? 'failure' : 'success', updated_at: time });
  };
  const describeRun = ({ id, run_number, run_attempt, head_sha: sha }: Run) => {
    return { run_id: String(id), run_number: String(run_number), run_attempt: String(run_attempt), sha };
  };
  const describeWatcher = (run: Run) => ({
    ...{ event_name: 'workflow_run', workflow: 'Watch', run_id: '8000000001', run_number: '1', run_attempt: '1' },
    workflow_ref: 'acme/shop/.github/workflows/watch.yml@refs/heads/main',
    event: { ...watch(run), repository: { full_name: 'acme/shop', default_branch: 'main' } },
  });

  return {
    spike,
    github,
    async report(number, reported = {}, { contexts = {}, ...play } = {}) {
      const { result = 'success', subject = 'job', inputs } = reported;
      const [sent, asked] = [spike.requests.length, github.requests.length];
      const run = openRun(number, reported);
      const name = subject === 'needs' ? 'report' : 'build';
      const job = subject === 'watched run' ? undefined : openJob(run, name, reported);
      const conclusion = subject === 'job' ? (result as 'success' | 'failure') : 'success';
      const own = job === undefined ? describeWatcher(run) : describeRun(run);
      const played = await runJob({
        statusAtEnd: conclusion,
        ...play,
        contexts: createContexts({
          ...contexts,
          github: { token: 'ghs_1', api_url: github.url, job: job?.name ?? 'watch', ...own, ...contexts.github },
          job: { check_run_id: job?.id ?? 1, ...(job === undefined && { workflow_ref: get(own, 'workflow_ref') }) },
        }),
        with: { token: spike.url(TOKEN), ...(subject === 'needs' && { needs: result }), ...inputs },
      });
      if (job !== undefined) end(run, Object.assign(job, { conclusion }));
      return {
        sent: listSent(spike).slice(sent),
        body: get(spike.requests.slice(sent).at(-1)?.json, 'body'),
        requests: github.requests.length - asked,
        log: played.log,
        job: played,
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([spike[Symbol.asyncDispose](), github[Symbol.asyncDispose]()]);
    },
  };
}
