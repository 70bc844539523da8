/**
 * The two services as a process of their own, so that they share no event loop with what is measured: Spike over
 * TLS, and so is GitHub's API, which answers at once.
 */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { connect, type Server } from 'node:net';
import { pipeline } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { createServer as createTlsServer } from 'node:tls';
import { createSelfSigned } from '../../test/faults/certificates.ts';
import { startGithub } from '../../test/github/github.ts';
import { now } from './clock.ts';
import { createHistory } from './history.ts';

const { key, cert } = createSelfSigned(['localhost']);

const spike = createServer({ key, cert }, async (request, response) => {
  process.send?.({ kind: 'spike', at: now() });
  await readText(request);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"Ok":true}');
});
const github = await startGithub({ model: createHistory() });
github.interfere(({ path, query }) => {
  process.send?.({ kind: 'github', at: now(), target: `${path}?${new URLSearchParams(query)}` });
  return undefined;
});
const port = Number(new URL(github.url).port);
const tunnel = createTlsServer({ key, cert, noDelay: true }, (socket) => {
  const plain = connect({ port, host: '127.0.0.1', noDelay: true });
  // A client that has what it wants hangs up.
  for (const [from, to] of [
    [socket, plain],
    [plain, socket],
  ] as const)
    pipeline(from, to, () => undefined);
});

process.send?.({ kind: 'ready', spike: await listen(spike), github: await listen(tunnel), cert });
process.once('disconnect', () => process.exit());

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `https://localhost:${address.port}`;
}
