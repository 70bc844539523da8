/** An incident as Spike keeps it; `body` is what the first open brought. */
export type Incident = {
  token: string;
  title: string;
  body: unknown;
  /** How many opens it stands for, the first included. */
  opens: number;
  /** Milliseconds of the clock handed in. */
  resolvedAt?: number;
};

/** What a push did. */
type PushResult = 'created' | 'repeated' | 'resolved' | 'nothing';

/** What Spike knows: every incident so far, in the order they were opened. */
export type Incidents = {
  readonly all: readonly Incident[];
  /** The incidents that are not resolved. */
  open(): Incident[];
  /** Takes what was posted to a token's webhook. */
  push(token: string, payload: unknown): PushResult;
};

/**
 * Spike's documented meaning of a push, without HTTP: token and title are the identity, an open while open is
 * counted, a resolve closes, an empty title never groups and never resolves. That too many opens of a title are held
 * back for a minute is left out.
 *
 * @param now the clock, in milliseconds
 */
export function createIncidents(now: () => number): Incidents {
  const all: Incident[] = [];

  const findOpen = (token: string, title: string): Incident | undefined =>
    all.find((one) => one.token === token && one.title === title && one.resolvedAt === undefined);

  const create = (token: string, title: string, payload: object): PushResult => {
    all.push({ token, title, body: 'body' in payload ? payload.body : undefined, opens: 1 });
    return 'created';
  };

  return {
    all,
    open: () => all.filter((one) => one.resolvedAt === undefined),
    push(token, payload) {
      if (typeof payload !== 'object' || payload === null) return 'nothing';
      const title = readText(payload, 'title') ?? '';
      const isResolve = readText(payload, 'status') === 'resolve';
      if (title === '') return isResolve ? 'nothing' : create(token, title, payload);

      const open = findOpen(token, title);
      if (isResolve) {
        if (open === undefined) return 'nothing';
        open.resolvedAt = now();
        return 'resolved';
      }
      if (open === undefined) return create(token, title, payload);
      open.opens += 1;
      return 'repeated';
    },
  };
}

function readText(payload: object, key: string): string | undefined {
  const value: unknown = Reflect.get(payload, key);
  return typeof value === 'string' ? value : undefined;
}
