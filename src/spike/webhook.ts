import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Agent } from 'node:https';
import type { Environment } from '../context.ts';
import { InputError } from '../errors.ts';
import { asNumber, asText, at } from '../json.ts';
import { escapeHtml } from '../text.ts';

const HOST = 'hooks.spike.sh';
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const PATH_END = 'push-events';
const LONGEST_ANSWER = 64 * 1024;

/** What one attempt came to. No text of it holds the URL. */
export type Attempt =
  | { kind: 'answered'; status: number; retryAfter?: string; text: string }
  /** The proxy answered, and not the service. */
  | { kind: 'turned away'; status: number }
  | { kind: 'failed'; problem: string; retry: boolean };

/** Milliseconds: until a connection stands, and for one attempt as a whole. */
export type Limits = { connect: number; attempt: number };

/** Time, handed in: `now` in milliseconds since 1970, and `after` that calls back once and can be called off. */
export type Clock = { now: () => number; after: (milliseconds: number, run: () => void) => () => void };

/** `hurry` is aborted with the milliseconds that are left to the process; what is under way ends by then. */
export type PostOptions = { clock: Clock; limits: Limits; hurry: AbortSignal };

/** The one place that knows the webhook URL; it tells no one. */
export type Webhook = {
  /** Sends `text` (JSON) once. Never throws, never follows a redirect. */
  post: (text: string, options: PostOptions) => Promise<Attempt>;
  /** `text` without the token in any of its forms. */
  redact: (text: string) => string;
};

/**
 * Every form in which the token, the webhook URL or the password of a proxy could be shown, longest first.
 * Says nothing about whether `token` is right: what is wrong must be hidden as well.
 */
export function listSecrets(token: string, env: Environment): string[] {
  const parts = /^[a-z]+:\/\//i.test(token) ? token.split(/[/?#]/).slice(3) : [token];
  const names = parts.filter((part) => part !== '' && part !== PATH_END).flatMap(listForms);
  const passwords = ['http_proxy', 'https_proxy', 'all_proxy']
    .flatMap((name) => [env[name], env[name.toUpperCase()]])
    .flatMap((proxy) => listForms(/^(?:[a-z]+:\/\/)?[^/@]*?:([^/]*)@/i.exec(proxy ?? '')?.[1] ?? ''));
  return [...new Set([token, ...names, ...passwords])]
    .filter((secret) => secret.trim() !== '')
    .sort((a, b) => b.length - a.length);
}

function listForms(secret: string): string[] {
  const encoded = [secret, decode(secret)].flatMap((form) => {
    return [form, encodeURIComponent(form.toWellFormed()), encodeURI(form.toWellFormed())];
  });
  const lower = encoded.map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
  const forms = [...encoded, ...lower];
  return [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1)), ...forms.map(escapeHtml)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `text` without `secrets`, which are listed longest first. */
export function hide(text: string, secrets: readonly string[]): string {
  return secrets.reduce((kept, secret) => kept.replaceAll(secret, '***'), text);
}

/**
 * The webhook that `token` stands for: a bare token, or the whole URL as it is copied from Spike's dashboard.
 *
 * @throws {InputError} when it is neither, or when a proxy is set that this Node cannot use.
 */
export function openWebhook(token: string, { env, nodeVersion }: { env: Environment; nodeVersion: string }): Webhook {
  const url = parseWebhookUrl(token);
  const loopback = LOOPBACK.includes(url.hostname);
  const proxyEnv = loopback ? {} : readProxy(env, nodeVersion);
  const secrets = listSecrets(token, env);
  const redact = (text: string) => hide(text, secrets);
  return {
    post: async (text, options) => {
      const agent = url.protocol === 'https:' ? openAgent(proxyEnv) : undefined;
      const attempt = await new Promise<Attempt>((resolve) => send({ ...options, url, agent, text, resolve }));
      // A server that does not know a path likes to say which.
      return attempt.kind === 'answered' ? { ...attempt, text: redact(attempt.text) } : attempt;
    },
    redact,
  };
}

const ODD_TOKEN =
  'token holds a character that no token has; copy the token or the whole webhook URL from Spike again.';

function parseWebhookUrl(token: string): URL {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(token) && !token.includes('/')) {
    if (/[\s?#\\]/.test(token) || token === '.' || token === '..') throw new InputError(ODD_TOKEN);
    return new URL(`https://${HOST}/${encodeToken(token)}/${PATH_END}`);
  }
  if (!URL.canParse(token) || !token.includes('://')) {
    throw new InputError(`token is neither a bare token nor a URL like https://${HOST}/<token>/${PATH_END}.`);
  }
  if (/\s/.test(token)) throw new InputError(ODD_TOKEN);
  const url = new URL(token);
  const loopback = LOOPBACK.includes(url.hostname) && /^https?:$/.test(url.protocol);
  if (!loopback && (url.hostname !== HOST || url.protocol !== 'https:' || url.port !== '')) {
    throw new InputError(`token is a URL on ${url.protocol}//${url.host}, and only https://${HOST} is allowed.`);
  }
  const [name, end = PATH_END, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  if (
    name === undefined ||
    // What is left where the token was put into the URL from a secret that is empty.
    name === PATH_END ||
    end !== PATH_END ||
    rest.length > 0 ||
    url.search !== '' ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new InputError(`token is a URL, but not of the form https://${HOST}/<token>/${PATH_END}.`);
  }
  url.pathname = `/${name}/${PATH_END}`;
  return url;
}

function encodeToken(token: string): string {
  return /%[0-9a-f]{2}/i.test(token) ? token : encodeURIComponent(token.toWellFormed());
}

// Node takes the variable in small letters first, and passes over a value that does not begin with http in small ones.
function readProxy(env: Environment, nodeVersion: string): Environment {
  const name = ['https_proxy', 'HTTPS_PROXY'].find((variable) => (env[variable] ?? '') !== '');
  if (name === undefined || isExempt(env)) return {};
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 5)) {
    throw new InputError(
      `${name} is set, but Node ${nodeVersion} of this runner cannot send through a proxy; update the runner to 2.328 or later.`,
    );
  }
  const value = (env[name] ?? '').trim().replace(/^https?:/i, (scheme) => scheme.toLowerCase());
  const proxyEnv = { https_proxy: value.includes('://') ? value : `http://${value}` };
  try {
    if (!/^https?:/.test(proxyEnv.https_proxy)) throw new TypeError('Another kind of proxy');
    openAgent(proxyEnv).destroy();
  } catch {
    throw new InputError(`${name} is set, but is no URL of a proxy like http://proxy.example:3128.`);
  }
  return proxyEnv;
}

// Node's agent does not know the tunnel through a proxy until it stands, so that a proxy that does not answer keeps the
// process for ever; and with each piece of the proxy's answer it listens once more for each time that it listens
// already, so that a slow proxy ends the process (nodejs/node, issue 62904).
function openAgent(proxyEnv: Environment): Agent {
  // Not imported: loading node:https takes half as long as starting Node, and most steps only arm themselves.
  const https = process.getBuiltinModule('node:https');
  const agent = new https.Agent({ proxyEnv });
  const { createConnection, destroy } = agent;
  agent.createConnection = (...given) => {
    const tunnel = createConnection.apply(agent, given);
    tunnel?.on('newListener', (event, listener) => {
      if (event === 'readable') tunnel.off(event, listener);
    });
    agent.destroy = () => {
      tunnel?.destroy();
      destroy.call(agent);
    };
    return tunnel;
  };
  return agent;
}

function isExempt(env: Environment): boolean {
  return (env.no_proxy || env.NO_PROXY || '')
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/:443$/, ''),
    )
    .some((entry) => entry !== '' && (entry === '*' || HOST === entry || HOST.endsWith(`.${entry}`)));
}

type Sending = PostOptions & { url: URL; agent: Agent | undefined; text: string; resolve: (attempt: Attempt) => void };

function send({ url, agent, text, clock, limits, hurry, resolve }: Sending): void {
  const bytes = Buffer.from(text);
  // Loopback alone has no TLS. Through `import`, node:http costs 23 ms on Node 24.
  const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
  const start = clock.now();
  let ended = false;
  const finish = (attempt: Attempt) => {
    if (ended) return;
    ended = true;
    stopConnecting();
    stopAttempt();
    hurry.removeEventListener('abort', rush);
    resolve(attempt);
    outgoing?.destroy();
    agent?.destroy();
  };
  const fail = (what: string) => {
    const seconds = Number(((clock.now() - start) / 1000).toFixed(1));
    finish({ kind: 'failed', problem: `${what} within ${seconds} s`, retry: true });
  };
  const stopConnecting = clock.after(limits.connect, () => fail('no connection'));
  let answer: (() => void) | undefined;
  const giveUp = () => (answer ?? (() => fail('no answer')))();
  let stopAttempt = clock.after(limits.attempt, giveUp);
  const rush = () => {
    stopAttempt();
    stopAttempt = clock.after(Math.min(start + limits.attempt - clock.now(), Number(hurry.reason)), giveUp);
  };
  hurry.addEventListener('abort', rush, { once: true });
  let outgoing: ClientRequest | undefined;
  try {
    outgoing = request(url, {
      method: 'POST',
      ...(agent === undefined ? { agent: false } : { agent }),
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        'user-agent': 'spike-incident-action',
      },
    });
  } catch (error) {
    finish(describeFailure(error));
    return;
  }
  outgoing.on('error', (error) => (answer ?? (() => finish(describeFailure(error))))());
  // After 101 Switching Protocols, which no one asked for, there is neither an answer nor an error.
  outgoing.on('close', () => (answer ?? (() => finish(describeFailure(undefined))))());
  outgoing.on('socket', (socket) => {
    if (!socket.connecting) stopConnecting();
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', stopConnecting);
  });
  outgoing.on('response', (response) => {
    answer = read(response, finish);
  });
  outgoing.end(bytes);
}

// The status is the answer; a body that is cut off, too long or late only makes the answer an unusual one.
function read(response: IncomingMessage, finish: (attempt: Attempt) => void): () => void {
  const chunks: Buffer[] = [];
  let length = 0;
  const done = () => {
    const retryAfter = response.headers['retry-after'];
    finish({
      kind: 'answered',
      status: response.statusCode ?? 0,
      text: Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString('utf8'),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LONGEST_ANSWER) done();
  });
  response.on('end', done);
  response.on('error', done);
  response.on('close', done);
  return done;
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name of the host was not found',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EPIPE: 'the connection was closed while sending',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ERR_PROXY_TUNNEL: 'the proxy did not let the connection through',
};

// By code only: the message of an error may hold what the outside said, or the URL.
function describeFailure(error: unknown): Attempt {
  const code = asText(at(error, 'code')) ?? 'unknown';
  const status = asNumber(at(error, 'statusCode'));
  if (code === 'ERR_PROXY_TUNNEL' && status !== undefined) return { kind: 'turned away', status };
  if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|HOSTNAME|INVALID_CA|PURPOSE/.test(code)) {
    return { kind: 'failed', problem: `the certificate was not accepted (${code})`, retry: false };
  }
  return { kind: 'failed', problem: `${WORDS[code] ?? 'the request failed'} (${code})`, retry: true };
}
