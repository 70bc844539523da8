import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Timing } from '../clock.ts';
import { asNumber, asText, get } from '../json.ts';
import type { Redact } from '../secrets.ts';
import { createProxyAgent, type ProxySettings } from './proxy.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** How one attempt ended. No text of it holds the URL. */
export type Attempt =
  | { kind: 'response'; status: number; retryAfter?: string; text: string }
  /** The proxy answered in place of Spike. */
  | { kind: 'proxy refused'; status: number }
  | { kind: 'failed'; problem: string; retry: boolean };

/** The only thing that knows the webhook URL. It logs nothing. */
export type Webhook = {
  /** Sends `text` (JSON) once; when the signal aborts, the attempt ends. Never throws and never follows a redirect. */
  post: (text: string, timing: Timing) => Promise<Attempt>;
};

/** The webhook at `url`. `redact` removes the secrets from what the server answers. */
export function openWebhook(
  url: URL,
  { proxy, redact }: { proxy: ProxySettings | undefined; redact: Redact },
): Webhook {
  return {
    post: async (text, timing) => {
      const attempt = await new Promise<Attempt>((resolve) => send({ ...timing, url, proxy, text, resolve }));
      return attempt.kind === 'response' ? { ...attempt, text: redact(attempt.text) } : attempt;
    },
  };
}

type SendOptions = Timing & {
  url: URL;
  proxy: ProxySettings | undefined;
  text: string;
  resolve: (attempt: Attempt) => void;
};

function send({ url, proxy, text, clock, signal, resolve }: SendOptions): void {
  const bytes = Buffer.from(text);
  const agent = proxy === undefined ? undefined : createProxyAgent(proxy);
  // Only loopback has no TLS. With `import`, node:http costs 23 ms on Node 24.
  const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
  const start = clock.now();
  let outgoing: ClientRequest | undefined;
  let endResponse: (() => void) | undefined;
  let waitingFor = 'no connection';
  let isFinished = false;
  const finish = (attempt: Attempt) => {
    if (isFinished) return;
    isFinished = true;
    stopConnecting();
    signal.removeEventListener('abort', giveUp);
    resolve(attempt);
    outgoing?.destroy();
    agent?.destroy();
  };
  /** Once a response has begun, its status counts, whatever happens after that. */
  const end = (attempt: () => Attempt) => (endResponse ?? (() => finish(attempt())))();
  const giveUp = () => {
    const seconds = Number(((clock.now() - start) / 1000).toFixed(1));
    end(() => ({ kind: 'failed', problem: `${waitingFor} within ${seconds} s`, retry: true }));
  };
  const stopConnecting = clock.after(CONNECT_TIMEOUT_MS, giveUp);
  const onConnected = () => {
    waitingFor = 'no answer';
    stopConnecting();
  };
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) {
    giveUp();
    return;
  }
  try {
    outgoing = request(url, {
      method: 'POST',
      agent: agent ?? false,
      // Without it, NODE_TLS_REJECT_UNAUTHORIZED would decide whether the token goes to whoever asks for it.
      rejectUnauthorized: true,
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
  outgoing.on('error', (error) => end(() => describeFailure(error)));
  // After 101 Switching Protocols there is neither a response nor an error.
  outgoing.on('close', () => end(() => describeFailure(undefined)));
  outgoing.on('socket', (socket) => {
    if (!socket.connecting) onConnected();
    // The event comes when the name server has answered; an address needs none.
    else if (/[a-z]/.test(url.hostname)) waitingFor = 'no answer from a name server';
    socket.once('lookup', () => {
      waitingFor = 'no connection';
    });
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', onConnected);
  });
  outgoing.on('response', (response) => {
    endResponse = readResponse(response, finish);
  });
  outgoing.end(bytes);
}

/** Reads a response; the function it gives ends it with what has arrived. */
function readResponse(response: IncomingMessage, finish: (attempt: Attempt) => void): () => void {
  const chunks: Buffer[] = [];
  let length = 0;
  const done = () => {
    const retryAfter = response.headers['retry-after'];
    finish({
      kind: 'response',
      status: response.statusCode ?? 0,
      text: Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8'),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MAX_RESPONSE_BYTES) done();
  });
  for (const event of ['end', 'error', 'close']) response.on(event, done);
  return done;
}

const ERROR_MESSAGES: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name of the host was not found',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EPIPE: 'the connection was closed while sending',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ERR_PROXY_TUNNEL: 'the proxy did not open a connection',
};

// By its code only: the message of an error can hold the URL, or what the other side sent.
function describeFailure(error: unknown): Attempt {
  const code = asText(get(error, 'code')) ?? 'unknown';
  const status = asNumber(get(error, 'statusCode'));
  if (code === 'ERR_PROXY_TUNNEL' && status !== undefined) return { kind: 'proxy refused', status };
  if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|HOSTNAME|INVALID_CA|PURPOSE/.test(code)) {
    return { kind: 'failed', problem: `the certificate was not accepted (${code})`, retry: false };
  }
  return { kind: 'failed', problem: `${ERROR_MESSAGES[code] ?? 'the request failed'} (${code})`, retry: true };
}
