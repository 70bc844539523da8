import { compose, type Fault, type Wire } from './server.ts';

/** What an answer is made of. */
type Answer = Parameters<typeof compose>[0];

const OK: Answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"Ok":true}' };
const PAGE = '<!doctype html><title>Sign in</title><h1>Welcome to the guest network</h1>';
const TEN_MEGABYTES = 10 * 1024 * 1024;

const say = (bytes: string) => (wire: Wire) => wire.write(bytes);
const answer = (given: Answer) => say(compose(given));
const promise = (status: number, length: number) => compose({ status, headers: { 'content-length': `${length}` } });
const inOrder =
  (...acts: ((wire: Wire) => void)[]) =>
  (wire: Wire) => {
    for (const act of acts) act(wire);
  };
const reset = (wire: Wire) => wire.reset();
const end = (wire: Wire) => wire.end();
const silence = () => {};
const drip = (bytes: string) => (wire: Wire) => wire.drip(bytes);
const half = (bytes: string) => bytes.slice(0, bytes.length / 2);
const headersOnly = compose({ ...OK, body: '' });

/** What the network and the service can do to a connection in the open. */
export const FAULTS: readonly Fault[] = [
  { name: 'refuses the connection', at: 'listener' },
  { name: 'resets the connection before the request', at: 'connection', play: reset },
  { name: 'resets it after the request', play: reset },
  { name: 'takes the request, and resets', taken: true, play: reset },
  { name: 'closes it without an answer', play: end },
  { name: 'never answers', play: silence },
  { name: 'takes the request, and never answers', taken: true, play: silence },
  { name: 'answers a byte a second', taken: true, play: drip(compose(OK)) },
  {
    name: 'answers 200, and its body a byte a second',
    taken: true,
    play: inOrder(say(promise(200, 100)), drip('x'.repeat(100))),
  },
  {
    name: 'answers 503, and its body a byte a second',
    play: inOrder(say(promise(503, 100)), drip('x'.repeat(100))),
  },
  { name: 'stops half way through the headers', taken: true, play: say(half(headersOnly)) },
  { name: 'resets half way through the headers', taken: true, play: inOrder(say(half(headersOnly)), reset) },
  { name: 'closes half way through the headers', taken: true, play: inOrder(say(half(headersOnly)), end) },
  { name: 'answers 200 with headers, and no body comes', taken: true, play: say(promise(200, 11)) },
  { name: 'answers 503 with headers, and no body comes', play: say(promise(503, 11)) },
  { name: 'answers 200, and stops half way through the body', taken: true, play: say(compose(OK).slice(0, -6)) },
  {
    name: 'answers 200, and resets half way through the body',
    taken: true,
    play: inOrder(say(compose(OK).slice(0, -6)), reset),
  },
  {
    name: 'answers 200, and closes half way through the body',
    taken: true,
    play: inOrder(say(compose(OK).slice(0, -6)), end),
  },
  { name: 'answers well, and closes the kept-alive connection', taken: true, play: inOrder(answer(OK), end) },
  {
    name: 'answers 100 and 103, and then well',
    taken: true,
    play: say(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${compose(OK)}`),
  },
  {
    name: 'answers 101, another protocol',
    play: say('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  },
  { name: 'answers 200 with 10 MB', taken: true, play: answer({ status: 200, body: 'x'.repeat(TEN_MEGABYTES) }) },
  { name: 'answers 503 with 10 MB', play: answer({ status: 503, body: 'x'.repeat(TEN_MEGABYTES) }) },
  { name: 'answers 200 with 10 MB of headers', play: answer({ ...OK, headers: { x: 'x'.repeat(TEN_MEGABYTES) } }) },
  { name: 'answers in what is not HTTP', play: say('SSH-2.0-OpenSSH_9.6\r\n') },
  { name: 'answers 200 with broken JSON', taken: true, play: answer({ status: 200, body: '{"Ok":tr' }) },
  { name: 'answers 200 with HTML: a page to sign in', play: answer({ status: 200, body: PAGE }) },
  { name: 'answers 200 with `{"Ok":false}`', play: answer({ status: 200, body: '{"Ok":false}' }) },
  ...[200, 404, 503].map(
    (status): Fault => ({
      name: `answers ${status}, and repeats the URL`,
      play: (wire, target) => wire.write(compose({ status, body: `Cannot POST ${target}` })),
    }),
  ),
  { name: 'answers 204 with nothing', taken: true, play: say('HTTP/1.1 204 As staged\r\n\r\n') },
];

/** Answers that lead elsewhere, `itself` and `elsewhere` being URLs. */
export function createRedirects({ itself, elsewhere }: { itself: string; elsewhere: string }): Fault[] {
  const lead = (status: number, location: string) => answer({ status, headers: { location } });
  return [
    { name: 'redirects to itself (307)', play: lead(307, itself) },
    { name: 'redirects to another host (302)', play: lead(302, elsewhere) },
    { name: 'redirects to http (308)', play: lead(308, elsewhere.replace(/^https/, 'http')) },
    { name: 'redirects to nowhere (301)', play: answer({ status: 301 }) },
  ];
}

const busy = (name: string, value: (now: number) => string): Fault => ({
  name: `answers 429 with \`Retry-After: ${name}\``,
  play: (wire) => wire.write(compose({ status: 429, headers: { 'retry-after': value(wire.now()) } })),
});
const date = (milliseconds: number) => new Date(milliseconds).toUTCString();

/** What the service can say about when to come back. */
export const DELAYS: readonly Fault[] = [
  { name: 'answers 429', play: answer({ status: 429 }) },
  ...['2', '20', '3600', '99999999999999999999', '-5', '1.5', 'soon'].map((text) => busy(text, () => text)),
  busy('(a date, 20 s later)', (now) => date(now + 20_000)),
  busy('(a date, an hour ago)', (now) => date(now - 3_600_000)),
  {
    name: 'answers 404 with `Retry-After: 2`',
    play: answer({ status: 404, headers: { 'retry-after': '2' } }),
  },
];

/** An answer that means a wait which is longer than a test may take. */
export const LATER: Fault = {
  name: 'answers 503 with `Retry-After: 40`',
  play: answer({ status: 503, headers: { 'retry-after': '40' } }),
};

/** What a proxy can do when it is asked for a tunnel. */
export const PROXY_FAULTS: readonly Fault[] = [
  { name: 'refuses the connection', at: 'listener' },
  { name: 'resets the connection', at: 'connection', play: reset },
  { name: 'demands a password (407)', play: answer({ status: 407, headers: { 'proxy-authenticate': 'Basic' } }) },
  { name: 'refuses (403)', play: answer({ status: 403, body: 'Blocked by policy' }) },
  { name: 'does not reach the host (502)', play: answer({ status: 502 }) },
  { name: 'never answers', play: silence },
  { name: 'answers a byte a second', play: drip('HTTP/1.1 200 Connection established\r\n\r\n') },
  {
    name: 'refuses (403), in many small pieces',
    play: (wire) => wire.drip(compose({ status: 403, body: 'Blocked by policy' }), 20),
  },
  { name: 'closes without an answer', play: end },
  { name: 'answers in what is not HTTP', play: say('SSH-2.0-OpenSSH_9.6\r\n') },
  { name: 'gives a tunnel in which nobody answers', play: say('HTTP/1.1 200 Connection established\r\n\r\n') },
];
