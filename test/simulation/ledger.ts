import { createIncidents, type Incident } from '../spike/incidents.ts';

/** What a history came to. */
export type Counts = {
  /** Incidents that were closed while what they stood for was red. */
  falseResolves: number;
  /** Of these: closed by something else that only had the same title. */
  ofSharedTitles: number;
  /** Runs that left their stream red, with no incident open and nothing said. */
  missedAlerts: number;
  /** Incidents that were open when all they stood for was green and nothing was under way. */
  stuckIncidents: number;
  /**
   * What cannot be helped, and is not counted above: another run ended after this one had asked GitHub and before
   * Spike had taken its message.
   */
  inTheWindow: number;
};

/** A job, or a run as a whole, that ended red or green; a newer one of the same stream takes its place. */
export type Verdict = {
  stream: string;
  number: number;
  attempt: number;
  red: boolean;
  /** When its report began, and when GitHub began to show it as finished. */
  reportedAt?: number;
  shownAt?: number;
  /** Whether its message did not get through, which is then said on its page. */
  lost?: boolean;
};

/** Who tells Spike something, and when it began to ask GitHub. */
export type Teller = { stream: string; number: number; attempt: number; askedAt: number };

/** Knows the truth at each moment, holds it against the incidents that are open, and counts. */
export type Ledger = {
  readonly counts: Readonly<Counts>;
  /** Something is under way on these streams, until it is `settled`. */
  begin: (streams: readonly string[]) => void;
  settle: (streams: readonly string[]) => void;
  /** A job or a run has ended. */
  judge: (verdict: Verdict) => void;
  /** From now on GitHub shows it as finished. */
  show: (verdict: Verdict) => void;
  /** All that it had to say is said. */
  close: (verdict: Verdict) => void;
  /** Spike takes a message. */
  take: (message: { title: string; payload: string }, teller: Teller) => void;
};

type Opened = { streams: Set<string>; last: Teller & { at: number }; isCounted: boolean };
type State = { verdicts: Verdict[]; underWay: number; isRobbed: boolean };
type Numbered = { number: number; attempt: number };

/** Nothing went wrong. */
export const NOTHING: Counts = {
  falseResolves: 0,
  ofSharedTitles: 0,
  missedAlerts: 0,
  stuckIncidents: 0,
  inTheWindow: 0,
};

/** Two histories together. */
export function addCounts(one: Counts, other: Counts): Counts {
  return {
    falseResolves: one.falseResolves + other.falseResolves,
    ofSharedTitles: one.ofSharedTitles + other.ofSharedTitles,
    missedAlerts: one.missedAlerts + other.missedAlerts,
    stuckIncidents: one.stuckIncidents + other.stuckIncidents,
    inTheWindow: one.inTheWindow + other.inTheWindow,
  };
}

/** A ledger of nothing yet; incidents are kept as the stand-in for Spike keeps them. */
export function createLedger(now: () => number): Ledger {
  const counts = { ...NOTHING };
  const incidents = createIncidents(now);
  const opened = new Map<Incident, Opened>();
  const states = new Map<string, State>();

  const stateOf = (stream: string): State => {
    const state = states.get(stream) ?? { verdicts: [], underWay: 0, isRobbed: false };
    states.set(stream, state);
    return state;
  };
  const newestOf = (stream: string): Verdict | undefined =>
    stateOf(stream).verdicts.reduce<Verdict | undefined>(
      (newest, verdict) => (newest === undefined || isNewer(verdict, newest) ? verdict : newest),
      undefined,
    );
  /** Whether GitHub showed nothing that should have kept `teller` quiet when it asked, although `newest` is newer. */
  const couldNotKnow = (teller: Teller, newest: Verdict): boolean =>
    newest.stream === teller.stream &&
    isNewer(newest, teller) &&
    !stateOf(teller.stream).verdicts.some((one) => isNewer(one, teller) && (one.shownAt ?? Infinity) <= teller.askedAt);
  const listOpen = (stream: string) => incidents.open().filter((incident) => opened.get(incident)?.streams.has(stream));

  const noteOpen = (incident: Incident, teller: Teller) => {
    const last = { ...teller, at: now() };
    const entry = opened.get(incident) ?? { streams: new Set(), last, isCounted: false };
    entry.streams.add(teller.stream);
    entry.last = last;
    opened.set(incident, entry);
    stateOf(teller.stream).isRobbed = false;
  };

  const noteClosed = (incident: Incident, teller: Teller) => {
    for (const stream of opened.get(incident)?.streams ?? []) {
      const newest = newestOf(stream);
      if (newest?.red !== true) continue;
      stateOf(stream).isRobbed = true;
      if (couldNotKnow(teller, newest)) counts.inTheWindow += 1;
      else counts.falseResolves += 1;
      if (stream !== teller.stream) counts.ofSharedTitles += 1;
    }
  };

  const noteStuck = ({ streams, last, isCounted }: Opened): boolean => {
    const newest = [...streams].map(newestOf);
    const isOver = [...streams].every((stream) => stateOf(stream).underWay === 0);
    if (isCounted || !isOver || newest.some((one) => one?.red !== false || one.lost)) return isCounted;
    const green = newestOf(last.stream);
    const cameLater = green !== undefined && (green.reportedAt ?? Infinity) <= last.at;
    if (cameLater && couldNotKnow(last, green)) counts.inTheWindow += 1;
    else counts.stuckIncidents += 1;
    return true;
  };

  return {
    counts,
    begin: (streams) => {
      for (const stream of streams) stateOf(stream).underWay += 1;
    },
    settle: (streams) => {
      for (const stream of streams) stateOf(stream).underWay -= 1;
      for (const incident of new Set(streams.flatMap(listOpen))) {
        const entry = opened.get(incident);
        if (entry !== undefined) entry.isCounted = noteStuck(entry);
      }
    },
    judge: (verdict) => {
      stateOf(verdict.stream).verdicts.push(verdict);
    },
    show: (verdict) => {
      verdict.shownAt = now();
    },
    close: (verdict) => {
      const { stream, red, lost } = verdict;
      if (!red || lost || newestOf(stream) !== verdict || stateOf(stream).isRobbed) return;
      if (listOpen(stream).length === 0) counts.missedAlerts += 1;
    },
    take: ({ title, payload }, teller) => {
      const result = incidents.push('a-token', JSON.parse(payload));
      const incident = incidents.all.findLast((one) => one.title === title);
      if (incident === undefined) return;
      if (result === 'created' || result === 'repeated') noteOpen(incident, teller);
      if (result === 'resolved') noteClosed(incident, teller);
    },
  };
}

function isNewer(one: Numbered, other: Numbered): boolean {
  return one.number > other.number || (one.number === other.number && one.attempt > other.attempt);
}
