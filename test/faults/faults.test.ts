import { channel } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Environment } from '../../src/context.ts';
import { parseObject } from '../../src/json.ts';
import { createAuthority, createSelfSigned, type Identity } from './certificates.ts';
import { START, startClock } from './clock.ts';
import { createRedirects, DELAYS, FAULTS, PROXY_FAULTS } from './faults.ts';
import { composeTable, expectOnPage } from './page.ts';
import { compose, type Fault, type FaultyServer, startProxy, startService } from './server.ts';
import { createRandom, runStep, type Traces } from './step.ts';

// A token whose forms differ: as it is, in a URL and in JSON.
const TOKEN = 's3cret+"token"';
const ENCODED = encodeURIComponent(TOKEN);
const TITLE = 'CI / build in acme/shop';

/** What stands between the action and the service, and which fault it has. */
type Case = {
  name: string;
  way: 'in the open' | 'over TLS' | 'through a proxy';
  fault?: Fault;
  identity?: Identity;
  env?: Environment;
};

const authority = createAuthority('An authority of this test');
const loopback = authority.issue({ names: ['127.0.0.1'] });
const spike = authority.issue({ names: ['hooks.spike.sh'] });

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, authority.cert]));
afterAll(() => setDefaultCACertificates(trusted));

// No one may ever come here.
const elsewhere = await startElsewhere();
const redirects = createRedirects({ itself: `/${ENCODED}/push-events`, elsewhere: elsewhere.url });
afterAll(() => elsewhere.server[Symbol.asyncDispose]());

const TLS_CASES: Case[] = [
  { name: 'has a certificate that is trusted', way: 'over TLS', identity: loopback },
  { name: 'signs its certificate itself', way: 'over TLS', identity: createSelfSigned(['127.0.0.1']) },
  {
    name: 'has a certificate that has expired',
    way: 'over TLS',
    identity: authority.issue({ names: ['127.0.0.1'], until: Date.now() - 1_000 }),
  },
  {
    name: 'has a certificate for another host',
    way: 'over TLS',
    identity: authority.issue({ names: ['hooks.example.com'] }),
  },
  {
    name: 'has a certificate of an unknown authority',
    way: 'over TLS',
    identity: createAuthority('Another authority').issue({ names: ['127.0.0.1'] }),
  },
  {
    name: 'never shakes hands',
    way: 'over TLS',
    identity: loopback,
    fault: { name: '', at: 'connection', play: () => {} },
  },
  {
    name: 'resets in the middle of the handshake',
    way: 'over TLS',
    identity: loopback,
    fault: { name: '', at: 'connection', play: (wire) => wire.reset() },
  },
  {
    name: 'answers in the open',
    way: 'over TLS',
    identity: loopback,
    fault: { name: '', at: 'connection', play: (wire) => wire.write(compose({ status: 200 })) },
  },
  {
    name: 'shakes hands, and never answers',
    way: 'over TLS',
    identity: loopback,
    fault: { name: '', play: () => {} },
  },
];

const PROXY_CASES: Case[] = [
  { name: 'gives a tunnel', way: 'through a proxy', identity: spike },
  ...PROXY_FAULTS.map((fault): Case => ({ name: fault.name, way: 'through a proxy', identity: spike, fault })),
  { name: 'shows a certificate of its own', way: 'through a proxy', identity: createSelfSigned(['hooks.spike.sh']) },
  {
    // A label of 64 characters is no name, so that no one is asked.
    name: 'has a name that is not found',
    way: 'through a proxy',
    env: { HTTPS_PROXY: `http://${'x'.repeat(64)}.invalid:3128` },
  },
];

const CASES: { heading: string; cases: Case[] }[] = [
  { heading: 'The network and the service', cases: [...FAULTS, ...redirects].map(inTheOpen) },
  { heading: '`Retry-After`', cases: DELAYS.map(inTheOpen) },
  { heading: 'TLS', cases: TLS_CASES },
  { heading: 'A proxy', cases: PROXY_CASES },
];

function inTheOpen(fault: Fault): Case {
  return { name: fault.name, way: 'in the open', fault };
}

/** How one delivery ended, in full. */
type Ending = {
  traces: Traces;
  attempts: number;
  /** Of the clock that is handed in. */
  seconds: number;
  incident: 'open' | 'none';
  arrived: unknown[];
};

async function deliver(
  { way, fault, identity, env }: Case,
  { verb, once = false, more = {} }: { verb: 'create' | 'resolve'; once?: boolean; more?: Record<string, string> },
): Promise<Ending> {
  await using clock = await startClock();
  await using service = await startService({ clock, ...(identity && { identity }) });
  await using proxy = await startProxy({ clock, port: service.port });
  const faulty: FaultyServer = way === 'through a proxy' ? proxy : service;
  if (fault !== undefined) faulty.fail(once ? [fault] : fault);
  if (verb === 'resolve') service.incidents.push(TOKEN, { title: TITLE, body: '' });
  const scheme = way === 'in the open' ? 'http' : 'https';
  const url = `${scheme}://127.0.0.1:${service.port}/${ENCODED}/push-events`;
  const isProxied = way === 'through a proxy';

  const traces = await clock.finish(
    runStep({
      clock,
      random: createRandom(1),
      env: isProxied ? { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, ...env } : {},
      inputs: { token: isProxied ? TOKEN : url, status: verb, ...more },
    }),
  );
  const seconds = (clock.now() - START) / 1_000;

  // Whatever happened, nothing is left that would keep the process.
  expect(await clock.connections()).toBe(0);
  expect(clock.pending()).toBe(0);
  const attempts = traces.log.match(/Not delivered yet/g)?.length ?? 0;
  if (fault?.at !== 'listener' && env === undefined) expect(faulty.counts.connections).toBe(attempts + 1);
  return {
    traces,
    attempts: attempts + 1,
    seconds,
    incident: service.incidents.open().length === 0 ? 'none' : 'open',
    arrived: service.requests.map(({ text }) => parseObject(text)),
  };
}

function isDelivered({ traces }: Ending): boolean {
  return traces.outputs.delivered === 'true';
}

/** What holds for each delivery, whatever the fault. */
function expectSaid({ traces, arrived, incident }: Ending, verb: 'create' | 'resolve', failOnError = false): void {
  const { outputs, summary, rawLog, annotations } = traces;
  const errors = annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
  const isDelivered = outputs.delivered === 'true';
  expect(traces.hasFailed).toBe(!isDelivered && (verb === 'create' || failOnError));
  expect(errors).toHaveLength(isDelivered ? 0 : 1);
  // Without a word of doubt it is as it should be.
  if (annotations.length === 0) expect(incident).toBe(verb === 'create' ? 'open' : 'none');
  for (const error of errors) {
    expect(error).toMatch(/^Spike was not told to (open|resolve) the incident ".+", after \d+ attempts?: .+\.$/);
  }
  // The payload is at hand where it is needed, and is what was sent.
  expect(outputs.payload).not.toBe('');
  if (!isDelivered) expect(summary).toContain('The payload:');
  for (const one of arrived) expect(one).toEqual(parseObject(outputs.payload ?? ''));
  for (const text of [rawLog, summary, ...Object.values(outputs), ...annotations.map(({ message }) => message)]) {
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain(ENCODED);
    expect(text).not.toContain(JSON.stringify(TOKEN).slice(1, -1));
    expect(text).not.toContain('127.0.0.1');
  }
}

const tables = new Map<string, string[][]>();

describe.each(CASES)('$heading', ({ heading, cases }) => {
  const rows: string[][] = [];
  tables.set(heading, rows);

  test.each(cases)('$name', async (one) => {
    const alert = await deliver(one, { verb: 'create' });
    const resolve = await deliver(one, { verb: 'resolve' });
    const strict = await deliver(one, { verb: 'resolve', more: { 'fail-on-error': 'true' } });
    const once = await deliver(one, { verb: 'create', once: true });
    const onceResolved = await deliver(one, { verb: 'resolve', once: true });

    expectSaid(alert, 'create');
    expectSaid(resolve, 'resolve');
    expectSaid(strict, 'resolve', true);
    expectSaid(once, 'create');
    expectSaid(onceResolved, 'resolve');
    for (const { attempts, seconds } of [resolve, strict]) {
      expect({ attempts, seconds }).toEqual({ attempts: alert.attempts, seconds: alert.seconds });
    }
    // The one deadline, whatever the server does.
    expect(alert.seconds).toBeLessThanOrEqual(60);

    rows.push([
      one.name,
      String(alert.attempts),
      `${alert.seconds.toFixed(1)} s`,
      describeLog(alert),
      describeEnd(alert, { lost: 'fails', open: 'open', none: 'not open' }),
      describeEnd(resolve, { lost: 'green, an error', open: 'still open', none: 'resolved' }),
      one.fault === undefined || isDelivered(alert) || once.attempts === 1 ? '' : describeRecovery(once),
    ]);
    if (isDelivered(alert)) return;
    expect(isDelivered(once)).toBe(one.fault !== undefined && once.attempts > 1);
  });
});

/** The reason, as the log gives it first, because the last attempt may have less time. */
function describeLog({ traces }: Ending): string {
  const { log } = traces;
  const problem =
    /Not delivered yet: (.+)\. Trying again/.exec(log)?.[1] ??
    /after 1 attempt: (.+)\. The payload/.exec(log)?.[1] ??
    /the answer was unusual: .*/.exec(log)?.[0] ??
    'Told Spike';
  return `\`${problem.length > 80 ? `${problem.slice(0, 79)}…` : problem}\``;
}

function describeEnd(ending: Ending, words: { lost: string } & Record<Ending['incident'], string>): string {
  const hasWarned = ending.traces.annotations.some(({ level }) => level === 'warning');
  const step = isDelivered(ending) ? `green${hasWarned ? ', a warning' : ''}` : words.lost;
  return `${step}; ${words[ending.incident]}`;
}

function describeRecovery({ attempts, seconds }: Ending): string {
  return `attempt ${attempts} after ${seconds.toFixed(1)} s`;
}

test('the table in docs/delivery.md is what was seen', () => {
  const head = ['it …', 'attempts', 'time', 'the log says', 'an alert', 'a resolve', 'if only once'];
  const all = [...tables].map(([heading, rows]) => `### ${heading}\n\n${composeTable(head, rows)}`);
  expectOnPage('faults', all.join('\n\n'));
});

test('at most 64 KiB of an answer are read, and 500 characters shown', async () => {
  const sockets: Socket[] = [];
  const watch = (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'socket' in message && message.socket instanceof Socket) {
      sockets.push(message.socket);
    }
  };
  const fault = FAULTS.find(({ name }) => name === 'answers 200 with 10 MB');
  if (fault === undefined) throw new Error('There is no such fault.');
  channel('net.client.socket').subscribe(watch);
  const { traces } = await deliver(inTheOpen(fault), { verb: 'create' });
  channel('net.client.socket').unsubscribe(watch);
  // What the system hands over at once is more than is asked for, and far less than there is.
  const [warning] = traces.annotations.map(({ message }) => message);
  const read = Math.max(...sockets.map(({ bytesRead }) => bytesRead));
  expect(read).toBeGreaterThanOrEqual(64 * 1024);
  expect(read).toBeLessThan(3 * 64 * 1024);
  expect(warning).toHaveLength('Spike took it with 200, but the answer was unusual: '.length + 500);
});

test.each(['v20.20.2', 'v24.4.1'])('a Node that cannot send through a proxy says so: %s', async (nodeVersion) => {
  await using clock = await startClock();
  const run = (env: Environment) => clock.finish(runStep({ clock, nodeVersion, env, inputs: { token: TOKEN } }));
  for (const name of ['HTTPS_PROXY', 'https_proxy']) {
    const traces = await run({ [name]: 'http://127.0.0.1:1' });
    expect(traces.hasFailed).toBe(true);
    expect(traces.log).toBe(
      `Error: ${name} is set, but Node ${nodeVersion} of this runner cannot send through a proxy; ` +
        'update the runner to 2.328 or later.',
    );
  }
  // Where no proxy would be asked, none is missed: armed, and no word of it.
  const armed = await run({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '.spike.sh' });
  expect(armed.log).toMatch(/^Nothing reported yet/);
});

test('no redirect was ever followed', () => {
  expect(elsewhere.server.counts.connections).toBe(0);
});

async function startElsewhere(): Promise<{ server: FaultyServer; url: string }> {
  const clock = { now: Date.now, after: () => () => {} };
  const server = await startService({ clock, identity: loopback });
  return { server, url: `https://127.0.0.1:${server.port}/${ENCODED}/push-events` };
}
