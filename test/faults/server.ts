import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Clock } from '../../src/spike/webhook.ts';
import { createIncidents, type Incidents } from '../spike/incidents.ts';
import type { Identity } from './certificates.ts';
import { portOf } from './clock.ts';

/** The server's end of a connection, down to the byte. Nothing of it throws when the other end has gone. */
export type Wire = {
  /** Milliseconds since 1970. */
  now: () => number;
  write: (bytes: string) => void;
  /** Writes a byte each second, or after so many milliseconds. */
  drip: (bytes: string, pause?: number) => void;
  end: () => void;
  reset: () => void;
};

/** What a connection meets in place of an answer. */
export type Fault = {
  name: string;
  /** When it strikes: in place of a listener, as soon as the connection stands, or when the request is in. */
  at?: 'listener' | 'connection' | 'request';
  /** Whether the request is taken before that, so that only the answer is lost. */
  taken?: boolean;
  /** `target` is what was asked for, as it stood on the wire. */
  play?: (wire: Wire, target: string) => void;
};

export type Request = { at: number; method: string; target: string; head: string; text: string };

/** A server on raw sockets of the loopback. Disposing of it cuts all connections. */
export type FaultyServer = AsyncDisposable & {
  readonly port: number;
  /** What arrived in full. */
  readonly requests: readonly Request[];
  readonly counts: { connections: number; faults: number };
  /** Settles when the first request has arrived in full. */
  readonly reached: Promise<void>;
  /** What the next connections meet, one each; or, in place of a list, what all of them meet from now on. */
  fail: (faults: Fault | readonly Fault[]) => void;
};

export type ServerOptions = {
  clock: Clock;
  /** Speaks TLS, as this one. */
  identity?: Identity;
  /** Takes a request and answers it, unless a fault has taken its place. */
  answer: (request: Request) => (socket: Socket) => void;
};

/** Starts a server on a free port, which answers as it should until it is told to fail. */
export async function startServer({ clock, identity, answer }: ServerOptions): Promise<FaultyServer> {
  const requests: Request[] = [];
  const counts = { connections: 0, faults: 0 };
  const sockets = new Set<Socket>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  let waiting: Fault[] = [];
  let lasting: Fault | undefined;

  const server = createServer((raw) => {
    sockets.add(raw);
    raw.on('close', () => sockets.delete(raw)).on('error', () => {});
    counts.connections += 1;
    const fault = waiting.shift() ?? lasting;
    if (fault !== undefined) counts.faults += 1;
    prepare();
    const wire = openWire(raw, clock);
    if (fault?.at === 'connection') {
      raw.resume();
      return fault.play?.(wire, '');
    }
    const socket = identity === undefined ? raw : secure(raw, identity);
    const { write } = identity === undefined ? wire : openWire(socket, clock);
    readRequest(socket, clock, (request) => {
      requests.push(request);
      reach();
      if (fault === undefined) return answer(request)(socket);
      if (fault.taken) answer(request);
      fault.play?.({ ...wire, write }, request.target);
    });
  });
  const prepare = () => {
    if ((waiting[0] ?? lasting)?.at !== 'listener') {
      if (!server.listening) server.listen(port, '127.0.0.1');
      return;
    }
    server.close();
    if (waiting.length === 0) return;
    // No one is told of a connection that was refused; the next one comes later than the shortest moment.
    clock.after(1, () => {
      waiting.shift();
      counts.faults += 1;
      prepare();
    });
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);

  return {
    port,
    requests,
    counts,
    reached,
    fail: (faults) => {
      waiting = 'name' in faults ? [] : [...faults];
      lasting = 'name' in faults ? faults : undefined;
      prepare();
    },
    async [Symbol.asyncDispose]() {
      if (!server.listening && sockets.size === 0) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const silence = () => {};

function secure(raw: Socket, identity: Identity): Socket {
  const socket = new TLSSocket(raw, { isServer: true, secureContext: createSecureContext(identity) });
  return socket.on('error', () => raw.destroy());
}

function openWire(socket: Socket, clock: Clock): Wire {
  const write = (bytes: string) => {
    if (socket.writable) socket.write(bytes);
  };
  const drip = (bytes: string, pause = 1_000) => {
    let stop = silence;
    let sent = 0;
    const next = () => {
      write(bytes[sent++] ?? '');
      if (sent < bytes.length) stop = clock.after(pause, next);
    };
    socket.once('close', () => stop());
    next();
  };
  return { now: clock.now, write, drip, end: () => socket.end(), reset: () => socket.resetAndDestroy() };
}

function readRequest(socket: Socket, clock: Clock, take: (request: Request) => void): void {
  let bytes = '';
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.toString('latin1');
    const [head = '', ...rest] = bytes.split('\r\n\r\n');
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
    const body = rest.join('\r\n\r\n');
    if (rest.length === 0 || body.length < length) return;
    socket.removeAllListeners('data');
    const [method = '', target = ''] = head.split(' ');
    take({ at: clock.now(), method, target, head, text: Buffer.from(body, 'latin1').toString() });
  });
}

/** The service that is Spike, with its incidents. */
export type Service = FaultyServer & { readonly incidents: Incidents };

/** Starts the stand-in for Spike. With an identity it speaks TLS. */
export async function startService(options: Omit<ServerOptions, 'answer'>): Promise<Service> {
  const incidents = createIncidents(options.clock.now);
  const server = await startServer({
    ...options,
    answer: ({ target, text }) => {
      const token = /^\/([^/]+)\/push-events$/.exec(target)?.[1];
      if (token !== undefined) incidents.push(decodeURIComponent(token), JSON.parse(text));
      const [status, body] = token === undefined ? [500, '{}'] : [200, '{"Ok":true}'];
      return (socket) => void socket.write(compose({ status, body }));
    },
  });
  return Object.assign(server, { incidents });
}

/** A proxy that gives a tunnel (`CONNECT`) to the server on `port`, whatever host is asked for. */
export function startProxy({ clock, port }: { clock: Clock; port: number }): Promise<FaultyServer> {
  return startServer({
    clock,
    answer:
      ({ method }) =>
      (socket) => {
        if (method !== 'CONNECT') return void socket.end(compose({ status: 405 }));
        const onward = connect(port, '127.0.0.1');
        onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
        socket.on('close', () => onward.destroy());
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      },
  });
}

/** An answer as it stands on the wire. The length is that of the body, unless the headers say another. */
export function compose({
  status,
  headers = {},
  body = '',
}: {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}): string {
  const all = { 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} As staged\r\n${lines.join('')}\r\n${body}`;
}
