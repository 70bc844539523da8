import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, createServer, type Server, Socket } from 'node:net';
import type { Clock } from '../../src/spike/webhook.ts';

/** Time for real sockets: it stands still while bytes are under way, and jumps to the next timer when all is quiet. */
export type VirtualClock = Clock &
  AsyncDisposable & {
    /** Lets time pass until `work` has settled. Throws when it waits for something that no timer will end. */
    finish: <Result>(work: Promise<Result>) => Promise<Result>;
    /** Lets time pass until `milliseconds` from now. */
    pass: (milliseconds: number) => Promise<void>;
    /** How many timers have not gone off. */
    pending: () => number;
    /** How many ends of connections are open in this process, once all is quiet. */
    connections: () => Promise<number>;
  };

/** 24 November 2026, 03:12:45 UTC: a night on which someone is woken. */
export const START = Date.UTC(2026, 10, 24, 3, 12, 45);

/** The time of this machine, for what runs in a process of its own. */
export const REAL_CLOCK: Clock = {
  now: Date.now,
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

const QUIET_ROUNDS = 3;
const PATIENCE = 200;

type Timer = { at: number; run: () => void };

/** Starts a clock at `START`. */
export async function startClock(): Promise<VirtualClock> {
  const traffic = await watchTraffic();
  const timers = new Set<Timer>();
  let now = START;
  let changes = 0;

  const after: Clock['after'] = (milliseconds, run) => {
    changes += 1;
    const timer = { at: now + Math.max(0, milliseconds), run };
    timers.add(timer);
    return () => {
      if (timers.delete(timer)) changes += 1;
    };
  };
  const advance = (): boolean => {
    const [first, ...others] = timers;
    if (first === undefined) return false;
    // Of timers for the same moment the oldest goes first, as in Node.
    const next = others.reduce((earliest, timer) => (timer.at < earliest.at ? timer : earliest), first);
    now = next.at;
    timers.delete(next);
    next.run();
    return true;
  };
  const settle = () => traffic.settle(() => changes);

  const finish: VirtualClock['finish'] = async (work) => {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    for (let patience = PATIENCE; !isOver; ) {
      await settle();
      if (isOver) break;
      if (advance()) patience = PATIENCE;
      else if (patience-- === 0) throw new Error('It waits for something that no timer will end.');
    }
    return work;
  };

  return {
    now: () => now,
    after,
    finish,
    pass: (milliseconds) => finish(new Promise((resolve) => void after(milliseconds, resolve))),
    pending: () => timers.size,
    connections: async () => {
      await settle();
      return traffic.connections();
    },
    [Symbol.asyncDispose]: traffic.close,
  };
}

type Traffic = {
  /** Resolves when no byte is under way and `changes` stays the same. */
  settle: (changes: () => number) => Promise<void>;
  connections: () => number;
  close: () => Promise<void>;
};

/**
 * Tells when this process has nothing to read or write. What the loopback has taken arrives in order, so a byte
 * that was sent there and back comes after all that was sent before it.
 */
async function watchTraffic(): Promise<Traffic> {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const echo = connect(portOf(server), '127.0.0.1');
  await once(echo, 'connect');
  await bounce(echo);

  const sockets = new Set<Socket>();
  let closed = 0;
  const watch = (message: unknown) => {
    const socket = readSocket(message);
    if (socket === undefined) return;
    sockets.add(socket);
    socket.once('close', () => {
      closed += 1;
      sockets.delete(socket);
    });
  };
  const channels = ['net.server.socket', 'net.client.socket'].map((name) => channel(name));
  for (const one of channels) one.subscribe(watch);

  const sum = () => {
    let bytes = closed;
    for (const { bytesRead, bytesWritten } of sockets) bytes += bytesRead + bytesWritten;
    return bytes + sockets.size;
  };
  return {
    settle: async (changes) => {
      for (let rounds = 0, before = ''; rounds < QUIET_ROUNDS; ) {
        await bounce(echo);
        const after = `${sum()} ${changes()}`;
        rounds = after === before && !isWaitingForSystem() ? rounds + 1 : 0;
        before = after;
      }
    },
    connections: () => sockets.size,
    close: async () => {
      for (const one of channels) one.unsubscribe(watch);
      echo.destroy();
      const end = once(server, 'close');
      server.close();
      await end;
    },
  };
}

async function bounce(echo: Socket): Promise<void> {
  const back = once(echo, 'data');
  echo.write('.');
  await back;
}

// Connecting, writing and looking up names go on outside this thread.
function isWaitingForSystem(): boolean {
  return process
    .getActiveResourcesInfo()
    .some((name) => /^(TCPConnectWrap|GetAddrInfoReqWrap|WriteWrap|ShutdownWrap)$/.test(name));
}

function readSocket(message: unknown): Socket | undefined {
  const socket = typeof message === 'object' && message !== null && 'socket' in message ? message.socket : undefined;
  return socket instanceof Socket ? socket : undefined;
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
