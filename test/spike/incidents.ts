/** An incident as Spike keeps it; `body` is what the first open brought, times are milliseconds of the clock handed in. */
export type Incident = {
  token: string;
  title: string;
  severity?: string;
  priority?: string;
  body: unknown;
  /** How many opens it stands for, the first included. */
  opens: number;
  openedAt: number;
  resolvedAt?: number;
};

/** What a push did. */
export type PushResult = 'created' | 'repeated' | 'suppressed' | 'resolved' | 'nothing';

/** What Spike knows: every incident so far, in the order they were opened. */
export type Incidents = {
  readonly all: readonly Incident[];
  /** Opens that were held back because there were too many of one title. */
  readonly suppressed: readonly { token: string; title: string; at: number }[];
  /** The incidents that are not resolved. */
  open(): Incident[];
  /** Takes what was posted to a token's webhook. */
  push(token: string, payload: unknown): PushResult;
};

const WINDOW = 60_000;
const TOO_MANY = 20;

/**
 * Spike's documented meaning of a push, without HTTP: token and title are the identity, an open while open is
 * counted, a resolve closes, an empty title never groups and never resolves, and from the 20th open of a title
 * within 60 s on they are held back for a minute.
 *
 * @param now the clock, in milliseconds
 */
export function createIncidents(now: () => number): Incidents {
  const all: Incident[] = [];
  const suppressed: { token: string; title: string; at: number }[] = [];
  const recentOpens = new Map<string, number[]>();
  const suppressedUntil = new Map<string, number>();

  const findOpen = (token: string, title: string): Incident | undefined =>
    all.find((one) => one.token === token && one.title === title && one.resolvedAt === undefined);

  const isTooMany = (identity: string, at: number): boolean => {
    if (at < (suppressedUntil.get(identity) ?? 0)) return true;
    const recent = [...(recentOpens.get(identity) ?? []), at].filter((time) => time > at - WINDOW);
    recentOpens.set(identity, recent);
    if (recent.length < TOO_MANY) return false;
    suppressedUntil.set(identity, at + WINDOW);
    recentOpens.delete(identity);
    return true;
  };

  const create = (token: string, payload: object, at: number): PushResult => {
    const title = readText(payload, 'title') ?? '';
    const severity = readText(payload, 'severity');
    const priority = readText(payload, 'priority');
    all.push({
      token,
      title,
      ...(severity === undefined ? {} : { severity }),
      ...(priority === undefined ? {} : { priority }),
      body: 'body' in payload ? payload.body : undefined,
      opens: 1,
      openedAt: at,
    });
    return 'created';
  };

  return {
    all,
    suppressed,
    open: () => all.filter((one) => one.resolvedAt === undefined),
    push(token, payload) {
      if (typeof payload !== 'object' || payload === null) return 'nothing';
      const at = now();
      const title = readText(payload, 'title') ?? '';
      const isResolve = readText(payload, 'status') === 'resolve';
      if (title === '') return isResolve ? 'nothing' : create(token, payload, at);

      const open = findOpen(token, title);
      if (isResolve) {
        if (open === undefined) return 'nothing';
        open.resolvedAt = at;
        return 'resolved';
      }
      if (isTooMany(JSON.stringify([token, title]), at)) {
        suppressed.push({ token, title, at });
        return 'suppressed';
      }
      if (open === undefined) return create(token, payload, at);
      open.opens += 1;
      return 'repeated';
    },
  };
}

function readText(payload: object, key: string): string | undefined {
  const value: unknown = Reflect.get(payload, key);
  return typeof value === 'string' ? value : undefined;
}
