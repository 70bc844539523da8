import type { Socket } from 'node:net';
import type { Interference } from '../github/interference.ts';
import * as github from '../github/interference.ts';
import { listForms } from '../leaks.ts';

/** What a server does to a request in place of the answer it should give. */
export type Fault = {
  name: string;
  /** Gets the connection, and the secret that the request held. */
  play: (socket: Socket, secret: string) => void;
  /** What the action says of it; nothing when all is well. */
  says?: RegExp;
};

type Response = { status: number; headers?: Record<string, string>; body?: string };

/** A response as it stands on the wire. The length is that of the body, unless the headers say another. */
export function compose({ status, headers = {}, body = '' }: Response): string {
  const all = { 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} As staged\r\n${lines.join('')}\r\n${body}`;
}

const write = (bytes: string) => (socket: Socket) => void socket.write(bytes);
const answer = (response: Response) => write(compose(response));
const promise = (status: number) => compose({ status, headers: { 'content-length': '100' } });
const reset = (socket: Socket) => void socket.resetAndDestroy();
const end = (socket: Socket) => void socket.end();
const silence = () => {};
const drip = (bytes: string) => (socket: Socket) => {
  let sent = 0;
  const timer = setInterval(() => socket.write(bytes[sent++ % bytes.length] ?? ''), 20);
  socket.on('close', () => clearInterval(timer));
};
const inOrder =
  (...acts: ((socket: Socket) => void)[]) =>
  (socket: Socket) => {
    for (const act of acts) act(socket);
  };
const half = (bytes: string) => bytes.slice(0, bytes.length / 2);
/** Says all it knows of the secret, behind `before`. */
const echo =
  (status: number, before = '') =>
  (socket: Socket, secret: string) => {
    const body = [before, ...listForms(secret), secret.toUpperCase(), Buffer.from(secret).toString('hex')].join(' ');
    const location = `https://hooks.spike.example/${encodeURIComponent(secret)}`;
    socket.write(compose({ status, headers: { location, 'retry-after': '0' }, body }));
  };

const OK = compose({ status: 200, body: '{"Ok":true}' });
const HEAD = compose({ status: 200 });
const TEN_MEGABYTES = 'x'.repeat(10 * 1024 * 1024);
const NO_ANSWER = /no answer within \d(\.\d)? s/;
const RESET = /the connection was reset \(ECONNRESET\)/;
const ODD = /Spike answered 200, but not \{"Ok":true\}: /;

/** What Spike, or who answers in its place, can do. */
export const SPIKE_FAULTS: readonly Fault[] = [
  { name: 'resets the connection', play: reset, says: RESET },
  { name: 'closes it without an answer', play: end, says: RESET },
  { name: 'never answers', play: silence, says: NO_ANSWER },
  {
    name: 'answers byte by byte',
    play: drip(compose({ status: 200, headers: { x: 'x'.repeat(99) } })),
    says: NO_ANSWER,
  },
  { name: 'answers 200, and a body byte by byte', play: inOrder(write(promise(200)), drip('x')), says: ODD },
  {
    name: 'answers 503, and a body byte by byte',
    play: inOrder(write(promise(503)), drip('x')),
    says: /answered 503: x/,
  },
  { name: 'stops half way through the headers', play: write(half(HEAD)), says: NO_ANSWER },
  { name: 'resets half way through the headers', play: inOrder(write(half(HEAD)), reset), says: RESET },
  { name: 'closes half way through the headers', play: inOrder(write(half(HEAD)), end), says: RESET },
  { name: 'answers 200, and no body comes', play: write(promise(200)), says: ODD },
  {
    name: 'answers 200, and resets half way through the body',
    play: inOrder(write(OK.slice(0, -6)), reset),
    says: ODD,
  },
  { name: 'answers well, and keeps the connection', play: write(OK) },
  { name: 'answers 103, and then well', play: write(`HTTP/1.1 103 Early Hints\r\n\r\n${OK}`) },
  {
    name: 'answers 101, another protocol',
    play: write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    says: /the request failed \(unknown\)/,
  },
  { name: 'answers 200 with 10 MB', play: answer({ status: 200, body: TEN_MEGABYTES }), says: /: x{499}…$/ },
  { name: 'answers 503 with 10 MB', play: answer({ status: 503, body: TEN_MEGABYTES }), says: /503: x{499}…\. / },
  {
    name: 'answers with 10 MB of headers',
    play: answer({ status: 200, headers: { x: TEN_MEGABYTES } }),
    says: /the request failed \(HPE_HEADER_OVERFLOW\)/,
  },
  {
    name: 'answers in what is not HTTP',
    play: write('SSH-2.0-OpenSSH_9.6\r\n'),
    says: /the request failed \(HPE_INVALID_CONSTANT\)/,
  },
  { name: 'answers 200 with a page to sign in', play: answer({ status: 200, body: '<h1>Sign in</h1>' }), says: ODD },
  {
    name: 'answers 204 with nothing',
    play: write('HTTP/1.1 204 As staged\r\n\r\n'),
    says: /answered 204, .*: \(empty\)/,
  },
  {
    name: 'answers that it skipped the alert',
    play: answer({ status: 200, body: '{"Ok":true,"skipped":"integration paused"}' }),
    says: /Spike received the alert but opened no incident, and gave this reason: integration paused\./,
  },
  { name: 'echoes the token with 200', play: echo(200), says: ODD },
  ...[307, 400, 404, 429, 503].map(
    (status): Fault => ({ name: `echoes the token with ${status}`, play: echo(status), says: /Spike answered \d+/ }),
  ),
  { name: 'echoes it where the text is cut', play: echo(400, 'x'.repeat(490)), says: /400: x{490} / },
];

const NO_CONNECTION = /no (?:answer from a name server|connection) within \d(\.\d)? s/;

/** What a proxy can do when it is asked for a tunnel. */
export const PROXY_FAULTS: readonly Fault[] = [
  { name: 'resets the connection', play: reset, says: RESET },
  { name: 'closes without an answer', play: end, says: /the proxy did not open a connection \(ERR_PROXY_TUNNEL\)/ },
  { name: 'never answers', play: silence, says: NO_CONNECTION },
  { name: 'answers byte by byte', play: drip('HTTP/1.1 200 Established  '), says: NO_CONNECTION },
  {
    name: 'demands a password',
    play: answer({ status: 407, headers: { 'proxy-authenticate': 'Basic' } }),
    says: /the proxy answered 407, it asks for a user name and password/,
  },
  ...[403, 502].map(
    (status): Fault => ({ name: `echoes all with ${status}`, play: echo(status), says: /the proxy answered \d+\./ }),
  ),
  { name: 'answers in what is not HTTP', play: write('SSH-2.0-OpenSSH_9.6\r\n'), says: NO_CONNECTION },
  { name: 'gives a tunnel in which nobody answers', play: write('HTTP/1.1 200 Ok\r\n\r\n'), says: NO_CONNECTION },
];

/** What GitHub, or who answers in its place, can do; a function gets the token. */
export const GITHUB_FAULTS: Record<string, (secret: string) => Interference> = {
  'echoes the token with 200': (secret) => ({ status: 200, body: { jobs: [{ name: secret, html_url: secret }] } }),
  'echoes the token with 403': (secret) => ({ status: 403, body: { message: `Bad token ${secret}` } }),
  'echoes the token with 500': (secret) => ({ status: 500, body: { message: listForms(secret).join(' ') } }),
  'refuses the permission': github.refusePermission,
  'refuses the token': github.refuseCredentials,
  'is at its rate limit': () => github.refuseByRateLimit(),
  'answers garbage': () => github.answerGarbage(100_000),
  'answers an endless list': () => github.answerEndless(),
  'answers deep JSON': () => github.answerNested(1_000_000),
  'answers a list of nothing': () => ({ status: 200, body: { total_count: -1, workflow_runs: [null], jobs: [{}] } }),
  'redirects to itself': () => github.redirectTo('/repos/acme/shop/actions/runs'),
  'resets the connection': () => 'reset',
  'never answers': () => 'hang',
};
