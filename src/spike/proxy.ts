import type { Agent } from 'node:https';
import { InputError } from '../errors.ts';
import { isLoopback } from './url.ts';

/** The proxy for the webhook, as Node's agent takes it. */
export type ProxySettings = { https_proxy: string };

/**
 * The proxy that `env` names for `url`, or `undefined` without one.
 *
 * @throws {InputError} when the variable is not the URL of a proxy, or when this Node cannot use one.
 */
export function findProxy(env: NodeJS.ProcessEnv, nodeVersion: string, url: URL): ProxySettings | undefined {
  // The name in small letters comes first, as it does for Node and curl.
  const name = ['https_proxy', 'HTTPS_PROXY'].find((variable) => (env[variable] ?? '') !== '');
  if (name === undefined || isLoopback(url) || isProxyBypassed(url, env.no_proxy || env.NO_PROXY || '')) return;
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 5)) {
    throw new InputError(
      `${name} is set, but Node ${nodeVersion} of this runner cannot use a proxy. Update the runner to version 2.328 or later.`,
    );
  }
  const value = (env[name] ?? '').trim();
  // Node ignores a value that does not begin with http in small letters.
  const proxy = { https_proxy: value.includes('://') ? value.replace(/^https?:/i, toLowerCase) : `http://${value}` };
  try {
    if (!/^https?:/.test(proxy.https_proxy)) throw new TypeError('Not an HTTP proxy');
    createProxyAgent(proxy).destroy();
  } catch {
    throw new InputError(`${name} must be the URL of an HTTP proxy, such as http://proxy.example:3128.`);
  }
  return proxy;
}

function isProxyBypassed({ hostname }: URL, noProxy: string): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, '').replace(/:443$/, ''))
    .some((entry) => entry !== '' && (entry === '*' || hostname === entry || hostname.endsWith(`.${entry}`)));
}

function toLowerCase(text: string): string {
  return text.toLowerCase();
}

/**
 * An agent that sends one request through `proxy`.
 *
 * It works around two faults of Node's own agent: it does not know the connection to the proxy before the tunnel
 * stands, so that a proxy that never answers would keep the process alive; and it adds listeners with each piece of
 * the proxy's answer, so that a slow proxy would end the process (nodejs/node#62904; remove that part when
 * nodejs/node#62913 is released).
 */
export function createProxyAgent(proxy: ProxySettings): Agent {
  // Not imported: loading node:https takes half as long as starting Node, and most steps send nothing in this phase.
  const https = process.getBuiltinModule('node:https');
  const agent = new https.Agent({ proxyEnv: proxy });
  const { createConnection, destroy } = agent;
  agent.createConnection = (...options) => {
    const tunnel = createConnection.apply(agent, options);
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
