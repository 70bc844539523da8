import fc from 'fast-check';
import { createHistory, type History, RUNS_PER_SEED, shortHistory } from './history.ts';
import { addCounts, type Counts, NOTHING, WRONGS, type Wrong } from './truth.ts';
import type { Weather } from './weather.ts';
import { type Circumstances, type Policy, simulate } from './world.ts';

/** The action with its own titles and all its defaults. */
export const ours: Policy = () => ({});

/** What failed is the title, and no guard asks GitHub. */
export const workflowAndJob: Policy = ({ workflow, job }) => ({
  'github-token': '',
  title: job === undefined ? workflow : `${workflow} / ${job.id}`,
});

/** The run is in the title, and no guard asks GitHub. */
export const runId: Policy = (reported) => {
  const { title, ...rest } = workflowAndJob(reported);
  return { ...rest, title: `${title} in run ${reported.runId}` };
};

/** What was tried, and what came of it. */
export type Row = { name: string; counts: Counts };

const TRIED: { name: string; policy: Policy; weather?: Weather }[] = [
  { name: 'this action', policy: ours },
  { name: 'this action, lists lag', policy: ours, weather: 'lists lag' },
  { name: 'this action, rate limited', policy: ours, weather: 'rate limited' },
  { name: 'this action without permissions', policy: ours, weather: 'no permission' },
  { name: 'workflow and job as the title, no guards', policy: workflowAndJob },
  { name: 'run id in the title, no guards', policy: runId },
];

/** Plays the same histories under each policy: `runs` runs in all, of the seeds from `seed` on. */
export async function compare({ seed, runs }: { seed: number; runs: number }): Promise<Row[]> {
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

/** The rows of two comparisons together. */
export function addRows(rows: readonly Row[], others: readonly Row[]): Row[] {
  return rows.map(({ name, counts }, index) => ({ name, counts: addCounts(counts, others[index]?.counts ?? NOTHING) }));
}

/** What the action promised and did not keep, in words: of the first row all, of the next two what GitHub cannot excuse. */
export function findFaults(rows: readonly Row[]): string[] {
  const excused: readonly Wrong[] = ['stuckIncidents', 'needlessAlerts'];
  return rows
    .slice(0, 3)
    .flatMap(({ name, counts }, index) =>
      WRONGS.filter((kind) => counts[kind] > 0 && (index === 0 || !excused.includes(kind))).map(
        (kind) => `${name}: ${counts[kind]} ${kind}`,
      ),
    );
}

/** The rows as a table in Markdown. */
export function composeTable(rows: readonly Row[]): string {
  const head =
    '| | false resolves | missed alerts | stuck incidents | held back, with a reason |\n|---|---|---|---|---|';
  const lines = rows.map(
    ({ name, counts: { falseResolves, missedAlerts, stuckIncidents, heldAndSaid } }) =>
      `| ${name} | ${falseResolves} | ${missedAlerts} | ${stuckIncidents} | ${heldAndSaid} |`,
  );
  return [head, ...lines].join('\n');
}

/**
 * The shortest history that fast-check finds, of so many from `seed` on, in which one of `kinds` happens, and what
 * happens in it line by line; nothing when there is none.
 */
export async function findCounterExample(
  seed: number,
  circumstances: Circumstances,
  { kinds = WRONGS, histories = 3000 }: { kinds?: readonly Wrong[]; histories?: number } = {},
): Promise<{ history: History; story: string[] } | undefined> {
  const property = fc.asyncProperty(shortHistory, async (history) => {
    const counts = await simulate(history, circumstances);
    return kinds.every((kind) => counts[kind] === 0);
  });
  const { counterexample } = await fc.check(property, { seed, numRuns: histories });
  const history = counterexample?.[0];
  if (history === undefined) return undefined;
  const story: string[] = [];
  const note = (words: string) => {
    if (!words.endsWith(' is nothing')) story.push(words);
  };
  await simulate(history, { ...circumstances, note });
  return { history, story };
}
