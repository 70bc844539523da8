/**
 * The two services as a process of their own, so that they share no event loop with what is measured: Spike over
 * TLS, and GitHub's API over plain HTTP, which answers at once.
 */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { text as readText } from 'node:stream/consumers';
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
spike.listen(0, '127.0.0.1');
await once(spike, 'listening');
const address = spike.address();
if (address === null || typeof address === 'string') throw new Error('The server has no port.');

const github = await startGithub({ model: createHistory() });
github.interfere(() => void process.send?.({ kind: 'github', at: now() }));
process.send?.({ kind: 'ready', spike: `https://localhost:${address.port}`, github: github.url, cert });
process.once('disconnect', () => process.exit());
