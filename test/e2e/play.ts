import { isDeepStrictEqual } from 'node:util';
import { get } from '../../src/json.ts';
import { type GithubStandIn, startGithub } from '../github/github.ts';
import { type Spike, type SpikeRequest, startSpike } from '../spike/spike.ts';
import { type ActRun, runAct } from './act.ts';
import { FIRST_RUN, RUN_IDS, type Run, type Scenario } from './scenarios.ts';
import { type Shop, teachWorkflows } from './shop.ts';

/** What came of one run. */
export type PlayedRun = { story: string; ended: string; told: string[]; open: string[] };

/** What came of a scenario; without problems, it was as it must be. */
export type Played = { scenario: Scenario; runs: PlayedRun[]; problems: string[]; seconds: number };

// The texts by which the log is searched for tokens, so they must not occur in it otherwise.
const TOKENS = { SPIKE_TOKEN: 'secret-of-the-shop', PAYMENTS_TOKEN: 'secret-of-the-payments' };
const LABELS: Record<string, string> = { [TOKENS.SPIKE_TOKEN]: '', [TOKENS.PAYMENTS_TOKEN]: ', for payments' };

/** What the payload of a title tries to have said by the runner. */
const INJECTED = 'pwned';

/**
 * Plays a scenario: its runs, one after the other, on a Spike and a GitHub of its own.
 *
 * @param place.name a name that no other scenario has
 */
export async function play(scenario: Scenario, place: { act: string; shop: Shop; name: string }): Promise<Played> {
  const start = performance.now();
  await using spike = await startSpike();
  const { act, shop, name } = place;
  const repository =
    scenario.taught === undefined ? shop.repository : await teachWorkflows(shop, `${name}-repository`, scenario.taught);
  const runs: PlayedRun[] = [];
  const problems: string[] = [];
  for (const [index, run] of scenario.runs.entries()) {
    const earlier = spike.requests.length;
    const number = FIRST_RUN + index;
    await using github = await startGithub();
    scenario.github?.(github.model, number);
    const { conclusion, lines } = await runAct({
      act,
      shop,
      name: `${name}-${number}`,
      repository,
      workflow: scenario.workflow,
      event: run.event,
      secrets: listSecrets({ scenario, run, spike }),
      variables: listVariables(scenario, run, github, number),
      ...(run.cancelAt !== undefined && { cancelAt: run.cancelAt }),
    });
    const requests = spike.requests.slice(earlier);
    const told = requests.map(describeRequest).sort();
    const open = spike.open().map(({ title, token }) => title + (LABELS[token] ?? `, for ${token}`));
    runs.push({ story: run.story, ended: conclusion, told, open });
    const found = findProblems(run, { conclusion, lines, told, open: open.sort() });
    const opened = requests.find(({ json }) => get(json, 'status') !== 'resolve');
    for (const [key, value] of Object.entries(run.details ?? {})) {
      const given = get(opened?.json, 'body', key);
      if (!isDeepStrictEqual(given, value)) found.push(`the detail ${key} is ${JSON.stringify(given)}`);
    }
    const wrongRuns = requests.filter(({ json }) => !isOfRun(json, number)).length;
    if (wrongRuns > 0 && run.event.name !== 'workflow_run') found.push(`${wrongRuns} told of another run`);
    if (found.length > 0) {
      const log = lines.map(({ text }) => `      | ${text}`).join('\n');
      problems.push(...found.map((problem) => `${run.story}: ${problem}`), log);
    }
  }
  return { scenario, runs, problems, seconds: (performance.now() - start) / 1000 };
}

function listSecrets({ scenario, run, spike }: { scenario: Scenario; run: Run; spike: Spike }) {
  // A token must be given, or act asks GitHub's own program for one.
  const own = { GITHUB_TOKEN: scenario.github === undefined ? '' : 'token-of-the-job' };
  if (run.withheld) return own;
  const tokens = Object.entries(TOKENS).map(([name, token]) => [name, spike.url(token)] as const);
  return { ...own, ...Object.fromEntries(tokens) };
}

function listVariables(scenario: Scenario, run: Run, github: GithubStandIn, number: number): Record<string, string> {
  return {
    GITHUB_API_URL: github.url,
    GITHUB_RUN_ID: String(RUN_IDS + number),
    GITHUB_RUN_NUMBER: String(number),
    GITHUB_WORKFLOW_REF: `acme/shop/.github/workflows/${scenario.workflow}@refs/heads/main`,
    RED: run.red ?? '',
  };
}

function describeRequest({ path, json }: SpikeRequest): string {
  const verb = get(json, 'status') === 'resolve' ? 'resolve' : 'open';
  const severity = get(json, 'severity');
  const token = path.split('/')[1] ?? '';
  return `${verb} ${get(json, 'title')}${severity === undefined ? '' : `, ${severity}`}${LABELS[token] ?? ', for another'}`;
}

function isOfRun(json: unknown, number: number): boolean {
  return get(json, 'body', 'run_number') === number && get(json, 'body', 'repository') === 'acme/shop';
}

type Outcome = ActRun & { told: string[]; open: string[] };

function findProblems(run: Run, { conclusion, lines, told, open }: Outcome): string[] {
  const problems: string[] = [];
  const compare = (what: string, expected: unknown, found: unknown) => {
    if (isDeepStrictEqual(expected, found)) return;
    problems.push(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  };
  compare('the run ended', run.ends, conclusion);
  compare('Spike was told', [...run.told].sort(), told);
  compare('open afterwards', [...run.open].sort(), open);
  for (const words of run.says ?? []) {
    if (!lines.some(({ text }) => text.includes(words))) problems.push(`the log does not say "${words}"`);
  }
  // What is masked has to be named once.
  const shown = lines.filter(({ command }) => command !== 'add-mask');
  for (const token of Object.values(TOKENS)) {
    if (shown.some(({ text, data }) => text.includes(token) || data.includes(token))) {
      problems.push('the log shows a token');
    }
  }
  for (const { command, data } of lines) {
    if (command !== undefined && data.startsWith(INJECTED)) {
      problems.push(`the runner took the command ${command} out of a title`);
    }
  }
  return problems;
}
