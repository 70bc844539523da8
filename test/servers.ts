import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createAuthority, type Identity } from './faults/certificates.ts';

/** A server on a free port of the loopback. Disposing of it cuts its connections. */
export type Listening = AsyncDisposable & { port: number; sockets: Socket[] };

/** Starts `server`. */
export async function listen(server: Server): Promise<Listening> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    // The client may end a connection at any time; some tests are about that.
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    sockets,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A server that reads a request which ends with `end`, and gives the bare connection to `answer`. */
export function startBare(end: string, answer: (socket: Socket) => void): Promise<Listening> {
  return listen(
    createTcpServer((socket) => {
      let seen = '';
      socket.on('data', (chunk) => {
        seen += chunk.toString();
        if (seen.endsWith(end)) answer(socket);
      });
    }),
  );
}

type TlsRequest = { path: string; headers: IncomingHttpHeaders };

/** A server with a certificate that answers as Spike does. */
export async function startTls(identity: Identity): Promise<Listening & { requests: TlsRequest[] }> {
  const requests: TlsRequest[] = [];
  const server = createTlsServer(identity, (request, response) => {
    const { url: path = '', headers } = request;
    requests.push({ path, headers });
    request.resume().on('end', () => response.end('{"Ok":true}'));
  });
  server.on('tlsClientError', () => {});
  return { ...(await listen(server)), requests };
}

/** The authority of this process's tests. */
export const AUTHORITY = createAuthority('Authority of the test');

/** A certificate of that authority for one host or address. */
export const { issue } = AUTHORITY;

/** Lets this process trust the authority, and no other, until it is disposed of. */
export function trust(): Disposable {
  const before = getCACertificates('default');
  setDefaultCACertificates([AUTHORITY.cert]);
  return { [Symbol.dispose]: () => setDefaultCACertificates(before) };
}

type Proxy = Listening & { url: string; asked: { to: string; headers: IncomingHttpHeaders }[] };

/** A proxy that opens a tunnel to the port `to`, whatever host was asked for. With an identity it has TLS itself. */
export async function startProxy({ to, identity }: { to: number; identity?: Identity }): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const server = identity === undefined ? createHttpServer() : createTlsServer(identity);
  server.on('tlsClientError', () => {});
  server.on('connect', (request, socket: Socket) => {
    asked.push({ to: request.url ?? '', headers: request.headers });
    socket.on('error', () => {});
    const behind = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(behind).pipe(socket);
    });
    behind.on('error', () => socket.destroy());
    socket.on('close', () => behind.destroy());
  });
  const listening = await listen(server);
  const scheme = identity === undefined ? 'http' : 'https';
  return { ...listening, url: `${scheme}://127.0.0.1:${listening.port}`, asked };
}
