import type { Manner } from './action.ts';
import { createHistory, RUNS_PER_SEED } from './history.ts';
import { addCounts, type Counts, NOTHING } from './ledger.ts';
import { type Policy, simulate } from './simulation.ts';

/** The action with its own titles. For called jobs it warns that `title` must be set where GitHub does not answer. */
export const ours: Policy = ({ workflow, stream, manner }) =>
  manner !== 'answers' && workflow.calls !== undefined ? { title: stream } : {};

/** What failed is the title, and no guard asks GitHub. */
export const workflowAndJob: Policy = ({ workflow, job }) => ({
  'github-token': '',
  title: job === undefined ? workflow.name : `${workflow.name} / ${job.id}`,
});

/** The run is in the title, and no guard asks GitHub. */
export const runId: Policy = (reported) => {
  const { title, ...rest } = workflowAndJob(reported);
  return { ...rest, title: `${title} in run ${reported.runId}` };
};

/** What was tried, and what came of it. */
export type Row = { name: string; counts: Counts };

const TRIED: { name: string; policy: Policy; manner?: Manner }[] = [
  { name: 'this action', policy: ours },
  { name: 'this action without permissions', policy: ours, manner: 'refuses' },
  { name: 'workflow and job as the title, no guards', policy: workflowAndJob },
  { name: 'run id in the title, no guards', policy: runId },
];

/** Lets the same histories happen under each policy: `runs` in all, of the seeds from `seed` on. */
export async function compare(seed: number, runs: number): Promise<Row[]> {
  const rows: Row[] = TRIED.map(({ name }) => ({ name, counts: NOTHING }));
  for (let done = 0; done < runs; done += RUNS_PER_SEED) {
    const history = createHistory(seed + done / RUNS_PER_SEED, Math.min(RUNS_PER_SEED, runs - done));
    for (const [index, row] of rows.entries()) {
      const tried = TRIED[index];
      if (tried !== undefined) row.counts = addCounts(row.counts, await simulate(history, tried));
    }
  }
  return rows;
}

/** The rows as a table in Markdown. */
export function composeTable(rows: readonly Row[]): string {
  const head = '| | false resolves | missed alerts | stuck incidents |\n|---|---|---|---|';
  const lines = rows.map(
    ({ name, counts: { falseResolves, missedAlerts, stuckIncidents } }) =>
      `| ${name} | ${falseResolves} | ${missedAlerts} | ${stuckIncidents} |`,
  );
  return [head, ...lines].join('\n');
}
