import { limit } from '../clock.ts';
import type { Policy, Status } from '../decision.ts';
import { addCaller } from './caller.ts';
import { type Client, type ClientOptions, createClient } from './client.ts';
import { prepareCreate } from './create.ts';
import type { Decided, Findings, FindingsInput } from './findings.ts';
import { prepareResolve } from './resolve.ts';
import type { Target } from './runs.ts';
import { type Settled, settle } from './settle.ts';

const CREATE_TIMEOUT_MS = 5_000;
const RESOLVE_TIMEOUT_MS = 15_000;

/** What is asked of GitHub. Neither function throws for what could not be had. */
export type LookUps = {
  settle: (target: Target, outcome: Status, policy: Policy) => Promise<Settled>;
  investigate: (target: Target, decided: Decided) => Promise<Findings>;
};

/** `cancelled` is aborted when the runner wants the process to end. */
export type LookUpOptions = Omit<ClientOptions, 'signal'> & { cancelled: AbortSignal };

/**
 * The look-ups of one report. An alert waits at most 5 seconds for them, a resolve at most 15.
 *
 * @throws {TypeError} on a Node that is too old: the client would load, and look like a bad network when it asks
 */
export function openLookUps({ cancelled, ...options }: LookUpOptions): LookUps {
  if (typeof Promise.withResolvers !== 'function') throw new TypeError('Promise.withResolvers is not a function');
  const { clock } = options;
  const start = clock.now();
  let time = limit(clock, CREATE_TIMEOUT_MS, cancelled);
  const client = createClient({ ...options, signal: () => time.signal });
  return {
    settle: (target, outcome, policy) => settle(client, { target, outcome, policy, clock, signal: time.signal }),
    investigate: async (target, decided) => {
      if (decided.action === 'resolve') {
        time.end();
        time = limit(clock, Math.max(0, start + RESOLVE_TIMEOUT_MS - clock.now()), cancelled);
      }
      try {
        return await investigate(client, { target, decided, clock, signal: time.signal });
      } finally {
        time.end();
      }
    },
  };
}

async function investigate(client: Client, input: FindingsInput): Promise<Findings> {
  const prepare = input.decided.action === 'create' ? prepareCreate : prepareResolve;
  const findings = await prepare(client, input);
  return findings.hold === undefined ? addCaller(client, input, findings) : findings;
}
