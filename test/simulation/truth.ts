import { createIncidents, type Incident } from '../spike/incidents.ts';

/** What a history came to. */
export type Counts = {
  /** Incidents that were closed while something they stood for had failed when it last ran. */
  falseResolves: number;
  /** Jobs that failed and were not passed since, with no incident open and nothing said. */
  missedAlerts: number;
  /** Incidents that were open when all they stood for had passed on the newest code and nothing was under way. */
  stuckIncidents: number;
  /** Incidents that were opened by a run in which nothing failed, or not as many times in a row as the step waits for. */
  needlessAlerts: number;
  /** Resolves that did not reach Spike although all had passed: with a reason in the log, and without one. */
  heldAndSaid: number;
  heldSilently: number;
  /** Not wrong: what GitHub did not show yet when this report asked it. */
  inTheWindow: number;
  /**
   * Not wrong: what lies further back than the action promises to look (5 failed runs, 4 that are under way or cancelled,
   * 8 newer runs), or behind so many runs of others (a page of the list for a job, three for more), or is not listed.
   */
  outOfSight: number;
};

/** Nothing went wrong. */
export const NOTHING: Counts = {
  ...{ falseResolves: 0, missedAlerts: 0, stuckIncidents: 0, needlessAlerts: 0, heldAndSaid: 0, heldSilently: 0 },
  ...{ inTheWindow: 0, outOfSight: 0 },
};

/** What must not happen. */
export const WRONGS = ['falseResolves', 'missedAlerts', 'stuckIncidents', 'needlessAlerts', 'heldSilently'] as const;
export type Wrong = (typeof WRONGS)[number];

/** Two histories together. */
export function addCounts(one: Counts, other: Counts): Counts {
  const sum = { ...one };
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += other[key];
  return sum;
}

/**
 * One step of a job, or one job of a run, that was executed and passed or failed. `part` names it among the parts of
 * its check; times are milliseconds.
 */
export type Execution = {
  part: string;
  run: number;
  attempt: number;
  began: number;
  ended: number;
  /** When GitHub began to show it. */
  shown: number;
  passed: boolean;
  /** Whether it is of a run for a pull request's merge, which GitHub lists as one of that pull request's runs. */
  isByMerge?: boolean;
};

/** What reports on its own: a job (leg, caller, environment) of a workflow file and scope, or a whole run of them. */
export type Check = {
  name: string;
  /** The workflow file and scope that it shares with other jobs and environments. */
  stream: string;
  /** Whether it is one job: a whole run looks further back for what it skipped. */
  isJob: boolean;
  /** Failures in a row that open an incident. */
  after: number;
  /** Whether the API's list of runs and jobs does not show which check a run is of. */
  isVague: boolean;
};

/** One report, when everything about it has settled. */
export type Report = {
  check: Check;
  run: number;
  attempt: number;
  /** The name of the workflow, which is in the title. */
  workflow: string;
  /** All parts there are in this run's code, whether they ran or not. */
  parts: ReadonlySet<string>;
  /** When it began to ask GitHub. */
  askedAt: number;
  /** What the parts came to; `neither` when nothing ran to its end, or somebody cancelled it. */
  color: 'red' | 'green' | 'neither';
  /** What ran in this attempt. */
  executions: readonly Execution[];
  /** Whether its inputs say plainly that something failed, and whether it is to open an incident although nothing did. */
  isPlain: boolean;
  isWanted: boolean;
  /** What the action did, and whether the log says why it did nothing: as a warning where GitHub did not answer. */
  action: string;
  isSaid: boolean;
  /** Whether it says in a warning what it could not check. */
  isWarned: boolean;
  /** Whether Spike never took its message, which fails the step. */
  isLost: boolean;
  /** Whether the API's list does not show which check the run is of, and whether GitHub answered all that was asked. */
  isVague: boolean;
  isInformed: boolean;
};

/** A run is unclear while it is under way, and when it was cancelled: a job in it may have failed. */
export type RunState = 'unclear' | 'failed' | 'over';

/** Knows the truth at each moment, holds it against the incidents that are open, and counts. */
export type Truth = {
  readonly counts: Readonly<Counts>;
  /** An attempt is under way for this check, until it is settled. */
  begin: (check: Check, run: number) => void;
  record: (check: Check, execution: Execution) => void;
  /** How a run stands as a whole: of failed and of unclear ones the action opens only the newest. */
  follow: (stream: string, run: number, state: RunState) => void;
  /** A report begins; it ends when it is settled. */
  ask: (check: Check) => void;
  take: (message: { title: string; payload: string }, report: Report) => string;
  /** `report` is missing where the step never ran. */
  settle: (check: Check, run: number, report?: Report) => void;
};

type State = {
  /** The attempts, by their run, and from when to when they were under way for this check. */
  spans: { run: number; from: number; to: number }[];
  /** Reports that began and have not settled, and those whose alerts are missed if nobody else's arrives. */
  asking: number;
  pending: Report[];
  executions: Map<string, Execution[]>;
  /** The newest report that was red or green. */
  newest?: Report;
  /** The numbers of the runs in which something of it ran. */
  runs: Set<number>;
  /** An incident of it was closed wrongly, which is counted already. */
  isRobbed: boolean;
};
type Opened = {
  checks: Set<Check>;
  workflows: Set<string>;
  parts: Set<string>;
  last: Report;
  at: number;
  /** The green run that left it open and said so. */
  leftBy?: Report;
  isCounted: boolean;
};

/** So many runs the action sees of the list for sure: there are newer ones than its own on it. */
const PAGE = 90;
const PAGES = 280;

/** A truth of nothing yet; incidents are kept as the stand-in for Spike keeps them. `note` is told what went wrong. */
export function createTruth(now: () => number, note: (words: string) => void = () => undefined): Truth {
  const counts = { ...NOTHING };
  const incidents = createIncidents(now);
  const opened = new Map<Incident, Opened>();
  const states = new Map<Check, State>();
  const streams = new Map<string, Map<number, RunState>>();

  const count = (what: keyof Counts, words: string) => {
    counts[what] += 1;
    note(`${what}: ${words}`);
  };
  const stateOf = (check: Check): State => {
    const known = states.get(check);
    if (known !== undefined) return known;
    const state = {
      spans: [],
      asking: 0,
      pending: [],
      executions: new Map(),
      runs: new Set<number>(),
      isRobbed: false,
    };
    states.set(check, state);
    return state;
  };
  /**
   * The failures that nothing has passed since, of the parts that the newest code still has. `isProof` says which passes
   * count: by default all that are sound.
   */
  const listRed = (
    check: Check,
    parts?: ReadonlySet<string>,
    isProof: (pass: Execution, failure: Execution) => boolean = () => true,
  ): Execution[] =>
    [...stateOf(check).executions]
      .filter(([part]) => parts === undefined || parts.has(part))
      .flatMap(([, list]) =>
        list.filter((one) => !one.passed && !list.some((other) => isPassedSince(one, other) && isProof(other, one))),
      );
  const isOutOfSight = (check: Check, { run }: Execution, report: Report): boolean => {
    const runs = streams.get(check.stream) ?? new Map<number, RunState>();
    // A whole run is not resolved before the list showed an older run of it, but for what is behind that one.
    const isReached = [...runs].some(
      ([number, state]) => number < report.run && report.run - number < PAGES && state !== 'unclear',
    );
    if (report.run - run >= (check.isJob ? PAGE : PAGES) && (check.isJob || isReached)) return true;
    const state = runs.get(run);
    const newer = [...runs].filter(([number, other]) => number > run && other === state);
    return newer.length >= (state === 'unclear' ? 4 : 5);
  };

  const close = (incident: Incident, report: Report) => {
    const entry = opened.get(incident);
    for (const check of entry?.checks ?? []) {
      const { newest } = stateOf(check);
      const isNewest = report.check === check && (newest === undefined || !isOlder(report, newest));
      const red = listRed(check, (isNewest ? report : newest)?.parts);
      if (red.length === 0) continue;
      const seen = red.filter(({ shown }) => shown <= report.askedAt);
      const inSight = seen.filter(
        (one) => !isOutOfSight(check, one, report) && !(one.isByMerge && one.run < report.run),
      );
      const what = inSight.length > 0 ? 'falseResolves' : seen.length > 0 ? 'outOfSight' : 'inTheWindow';
      const worst = inSight[0] ?? red[0];
      count(
        what,
        `"${incident.title}" is closed by run #${report.run}, but ${worst?.part} failed in run #${worst?.run}`,
      );
      stateOf(check).isRobbed = true;
    }
  };

  const findStuck = (incident: Incident, entry: Opened) => {
    const checks = [...entry.checks];
    if (
      entry.isCounted ||
      checks.some((check) => stateOf(check).spans.some(({ to }) => to === Number.POSITIVE_INFINITY))
    )
      return;
    const newest = checks.flatMap((check) => stateOf(check).newest ?? []);
    if (newest.some(({ color }) => color !== 'green') || newest.length < checks.length) return;
    if (checks.some((check) => listRed(check, stateOf(check).newest?.parts, isOfNewerCode).length > 0)) return;
    // Whoever renames a workflow has to close its incidents.
    if (!newest.some(({ workflow }) => entry.workflows.has(workflow))) return;
    const green = newest.find(({ check }) => check === entry.last.check) ?? newest[0];
    if (green === undefined || green.isLost) return;
    const words = `"${incident.title}" is open after run #${green.run}`;
    const isLate = green.askedAt <= entry.at;
    // What the newest code no longer has neither passes nor fails any more: alerted or not, the next green run closes it.
    const isGone = [...entry.parts].every((part) => !green.parts.has(part));
    if (isLate && (isGone || entry.last.isVague || green.isVague)) return;
    if (isLate && green.action === 'resolve') {
      const { last } = entry;
      const shown = Math.max(...green.executions.map((one) => one.shown));
      // True when it was opened, such as that of an old run that was run again: it waits for the next green run.
      if (
        last.askedAt >= shown &&
        listRed(last.check, undefined, isShownTo(last)).some((one) => last.executions.includes(one))
      )
        return;
      const newer = [...stateOf(green.check).runs].filter((number) => number > last.run);
      const isFar = newer.length > 8 || green.run - last.run >= PAGES;
      count(
        last.askedAt < shown ? 'inTheWindow' : isFar ? 'outOfSight' : 'stuckIncidents',
        `${words}, opened later by run #${last.run}`,
      );
      entry.isCounted = true;
      return;
    }
    if (green.action === 'none') {
      if (entry.leftBy !== green) count(green.isSaid ? 'heldAndSaid' : 'heldSilently', words);
      // What GitHub does not show within 2.5 seconds may have been skipped.
      const isShown = green.executions.every(({ shown }) => shown <= green.askedAt + 2500);
      // A newer run that failed without a job leaves its code untried.
      const isUntried = [...(streams.get(green.check.stream) ?? [])].some(
        ([run, state]) => state === 'failed' && run > green.run && !stateOf(green.check).runs.has(run),
      );
      // What failed where nobody can tell which check it was of holds back whatever skips it.
      const isPartial = green.isVague && green.executions.length < green.parts.size;
      const isFirst =
        entry.leftBy === undefined || entry.leftBy.run === green.run || !isShown || isUntried || isPartial;
      entry.leftBy ??= green;
      if (isFirst) return;
    }
    entry.isCounted = true;
    count('stuckIncidents', words);
  };

  /** Failures in a row with this report's run; what was cancelled or skipped is passed over. */
  const countFailures = (
    { check, run }: Report,
    isKnown: (one: Execution) => boolean = () => true,
    isProof: (pass: Execution, failure: Execution) => boolean = () => true,
  ): number => {
    const older = [...stateOf(check).executions.values()].flat().filter((one) => one.run < run && isKnown(one));
    const byRun = [...Map.groupBy(older, (one) => one.run)].sort(([a], [b]) => b - a).map(([, list]) => list);
    const isGreen = (list: Execution[]) => {
      const last = Math.max(...list.map(({ attempt }) => attempt));
      return list.every(({ attempt, passed }) => attempt < last || passed);
    };
    const streak = byRun.findIndex(isGreen);
    // A newer run that failed before this one counts as well, unless it was passed since.
    const jobs = stateOf(check).executions.get('job') ?? [];
    const newer = new Set(
      listRed(check, undefined, isProof)
        .filter((one) => one.run > run && isKnown(one))
        .filter((one) => !jobs.some((job) => isKnown(job) && isPassedSince(one, job) && isProof(job, one)))
        .map((one) => one.run),
    );
    return 1 + (streak < 0 ? byRun.length : streak) + newer.size;
  };

  const findMissed = (report: Report) => {
    const { check, executions } = report;
    const state = stateOf(check);
    // While GitHub does not show yet which step failed, a newer green job holds the alert back as a whole.
    const jobs = state.executions.get('job') ?? [];
    const red = listRed(check, state.newest?.parts).filter(
      (one) => executions.includes(one) && !(one.shown > report.askedAt && jobs.some((job) => isPassedSince(one, job))),
    );
    // What GitHub did not show yet, and what a run that is run again comes to, is not known.
    const { askedAt } = report;
    const wasUnderWay = (run: number) =>
      state.spans.some((span) => span.run === run && span.from <= askedAt && askedAt < span.to);
    const isKnown = ({ run, shown }: Execution) => shown <= askedAt && !wasUnderWay(run);
    // The same failed in a newer run, which had nobody to report it, or whose message was lost.
    const parts = executions.flatMap(({ part, passed }) => (passed ? [] : [part, 'job']));
    const again = listRed(check, state.newest?.parts).filter((one) => parts.includes(one.part) && isKnown(one));
    // Of failures in a row the pass between the two is the end.
    if (check.after === 1) red.push(...again);
    if (red.length === 0 || report.isLost || state.isRobbed) return;
    if (check.after > 1 && countFailures(report, isKnown) < check.after) return;
    if ([...opened].some(([incident, { checks }]) => incident.resolvedAt === undefined && checks.has(check))) return;
    // Only what GitHub was not able to say may be held back, and then the log says so.
    if (!report.isPlain && report.isWarned) counts.heldAndSaid += 1;
    else
      count('missedAlerts', `${check.name}: ${red[0]?.part} failed in run #${report.run}, attempt ${report.attempt}`);
  };

  /** Nothing failed in its run and nobody wants to know of it, or not as many times in a row as the step waits for. */
  const isNeedless = (report: Report): boolean =>
    report.color === 'red'
      ? report.check.after > 1 && countFailures(report, undefined, isShownTo(report)) < report.check.after
      : !report.isWanted;

  return {
    counts,
    begin: (check, run) => {
      stateOf(check).spans.push({ run, from: now(), to: Number.POSITIVE_INFINITY });
    },
    record: (check, execution) => {
      const { executions, runs } = stateOf(check);
      const list = executions.get(execution.part) ?? [];
      list.push(execution);
      executions.set(execution.part, list);
      runs.add(execution.run);
    },
    follow: (stream, run, state) => {
      const runs = streams.get(stream) ?? new Map<number, RunState>();
      streams.set(stream, runs.set(run, state));
    },
    ask: (check) => {
      stateOf(check).asking += 1;
    },
    take: ({ title, payload }, report) => {
      const result = incidents.push('a-token', JSON.parse(payload));
      const incident = incidents.all.findLast((one) => one.title === title);
      if (incident !== undefined && (result === 'created' || result === 'repeated')) {
        const { check, isInformed } = report;
        if (result === 'created' && isInformed && !report.isVague && isNeedless(report)) {
          const older = [...(streams.get(check.stream) ?? [])].filter(([number]) => number < report.run);
          const isKnown =
            check.after === 1 ||
            (older.filter(([, state]) => state !== 'over').length < 5 &&
              (older.length === 0 || older.some(([number]) => report.run - number < PAGES)));
          count(isKnown ? 'needlessAlerts' : 'outOfSight', `"${title}" is opened by run #${report.run}`);
        }
        const entry = opened.get(incident) ?? {
          checks: new Set(),
          workflows: new Set(),
          parts: new Set(),
          last: report,
          at: now(),
          isCounted: false,
        };
        const { leftBy: _, ...kept } = entry;
        opened.set(incident, { ...kept, last: report, at: now() });
        entry.checks.add(report.check);
        entry.workflows.add(report.workflow);
        for (const { part, passed } of report.executions) if (!passed) entry.parts.add(part);
        stateOf(report.check).isRobbed = false;
      }
      if (incident !== undefined && result === 'resolved') close(incident, report);
      return result;
    },
    settle: (check, run, report) => {
      const state = stateOf(check);
      const span = state.spans.find((one) => one.run === run && one.to === Number.POSITIVE_INFINITY);
      if (span !== undefined) span.to = now();
      if (report !== undefined) {
        const { newest } = state;
        if (report.color !== 'neither' && (newest === undefined || !isOlder(report, newest))) state.newest = report;
        state.asking -= 1;
        state.pending.push(report);
        if (state.asking === 0) for (const one of state.pending.splice(0)) findMissed(one);
        if (report.color === 'green') state.isRobbed = false;
      }
      for (const [incident, entry] of opened) {
        if (incident.resolvedAt !== undefined) opened.delete(incident);
        else if (entry.checks.has(check)) findStuck(incident, entry);
      }
    },
  };
}

/** Whether `other` shows that what failed is sound again: it passed on newer code, or began after the failure. */
function isPassedSince(failure: Execution, other: Execution): boolean {
  if (!other.passed || other === failure) return false;
  // GitHub tells times in whole seconds.
  const second = (time: number) => Math.floor(time / 1000);
  return other.run > failure.run ? second(failure.began) <= second(other.ended) : other.began >= failure.ended;
}

/** Whether a pass is not of an older run, run again. */
function isOfNewerCode(pass: Execution, failure: Execution): boolean {
  return pass.run >= failure.run;
}

/** Which passes a report could see that are not of an older run, run again. */
function isShownTo({ askedAt }: Report): (pass: Execution, failure: Execution) => boolean {
  return (pass, failure) => isOfNewerCode(pass, failure) && pass.shown <= askedAt;
}

function isOlder(one: Report, other: Report): boolean {
  return one.run < other.run || (one.run === other.run && one.attempt < other.attempt);
}
