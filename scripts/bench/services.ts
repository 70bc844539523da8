import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { now } from './clock.ts';

/** A request that arrived, at a moment of the monotonic clock, and its path and query at GitHub. */
export type Arrival = { kind: 'spike' | 'github'; at: number; target?: string };

/** Spike and GitHub's API on the loopback, over TLS, in a process of their own. */
export type Services = Disposable & {
  spike: string;
  github: string;
  /** The file of the certificate that has to be trusted. */
  certificate: string;
  /** Forgets what arrived so far. */
  forget: () => void;
  /** What has arrived, once there are `count`, or what arrives in a while where the count is not known. */
  collect: (count?: number) => Promise<Arrival[]>;
};

type Ready = { kind: 'ready'; spike: string; github: string; cert: string };

const MAX_WAIT_MS = 5_000;
const QUIET_MS = 300;

/** Starts the services; their certificate is put into `folder`. */
export async function startServices(folder: string): Promise<Services> {
  const certificate = join(folder, 'certificate.pem');
  const child = fork(fileURLToPath(new URL('servers.ts', import.meta.url)));
  const { promise: ready, resolve, reject } = Promise.withResolvers<Ready>();
  let arrivals: Arrival[] = [];
  child.once('exit', () => reject(new Error('The services have ended.')));
  child.on('message', (message: Arrival | Ready) => {
    if (message.kind === 'ready') resolve(message);
    else arrivals.push(message);
  });
  const { spike, github, cert } = await ready;
  writeFileSync(certificate, cert);
  return {
    spike,
    github,
    certificate,
    forget: () => {
      arrivals = [];
    },
    collect: async (count) => {
      // The message about an arrival may come after the process has ended.
      const end = now() + (count === undefined ? QUIET_MS : MAX_WAIT_MS);
      while (arrivals.length < (count ?? Number.POSITIVE_INFINITY) && now() < end) await wait(1);
      return arrivals;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
