import { execFileSync, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { now } from './clock.ts';

/** A request that arrived, at a moment of the monotonic clock. */
export type Arrival = { kind: 'spike' | 'github'; at: number };

/** Spike and GitHub on the loopback, in a process of their own. */
export type Services = Disposable & {
  /** Where Spike is, over TLS with a certificate of the authority in `certificate`. */
  spike: string;
  github: string;
  certificate: string;
  /** Forgets what arrived so far. */
  forget: () => void;
  /** What has arrived, once there are `count`, or what arrives in a while where nobody knows the count. */
  collect: (count?: number) => Promise<Arrival[]>;
};

const LONGEST_WAIT = 5_000;
const UNTIL_QUIET = 300;

/** Starts the services; their key and certificate are made by `openssl` in `folder`. */
export async function startServices(folder: string): Promise<Services> {
  const { key, certificate } = createCertificate(folder);
  const child = fork(fileURLToPath(new URL('servers.ts', import.meta.url)), [key, certificate]);
  const { promise: ready, resolve, reject } = Promise.withResolvers<{ spike: string; github: string }>();
  let arrivals: Arrival[] = [];
  child.once('exit', () => reject(new Error('The services have ended.')));
  child.on('message', (message: Arrival | { kind: 'ready'; spike: string; github: string }) => {
    if (message.kind === 'ready') resolve(message);
    else arrivals.push(message);
  });
  const { spike, github } = await ready;
  return {
    spike,
    github,
    certificate,
    forget: () => {
      arrivals = [];
    },
    collect: async (count) => {
      // What has arrived is told by a message, which may come after the process has ended.
      const end = now() + (count === undefined ? UNTIL_QUIET : LONGEST_WAIT);
      while (arrivals.length < (count ?? Number.POSITIVE_INFINITY) && now() < end) await wait(1);
      return arrivals;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}

function createCertificate(folder: string): { key: string; certificate: string } {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const order =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  try {
    execFileSync('openssl', [...order.split(' '), '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error('openssl, which makes the certificate of the TLS server, is missing or failed.', {
      cause,
    });
  }
  return { key, certificate };
}
