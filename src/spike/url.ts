import { InputError } from '../errors.ts';
import { decodePercent } from '../text.ts';

const HOST = 'hooks.spike.sh';
const PATH_END = 'push-events';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether `token` is blank, or a webhook URL made with a token that was blank. */
export function isTokenMissing(token: string): boolean {
  if (token.trim() === '') return true;
  const url = parseUrl(token.trim());
  return url !== undefined && isAllowed(url) && ['', PATH_END].includes(splitPath(url).join('/'));
}

/**
 * The webhook URL of `token`: the token of an integration, or the whole URL as Spike shows it.
 *
 * @throws {InputError} when it is neither. The message quotes no part of it.
 */
export function parseWebhookUrl(token: string): URL {
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(token);
  const flaw = findFlaw(token) ?? (isUrl ? findUrlFlaw(token) : findBareFlaw(token));
  if (flaw !== undefined) {
    throw new InputError(
      `token must be the token of a Spike webhook integration or the URL https://${HOST}/<token>/${PATH_END} (${flaw}).`,
    );
  }
  if (!isUrl) return new URL(`https://${HOST}/${encodeToken(token)}/${PATH_END}`);
  const url = new URL(token);
  url.pathname = `/${splitPath(url)[0]}/${PATH_END}`;
  url.hash = '';
  return url;
}

const NAME_IN_FRONT = 'it begins with a name; remove the name';
const FLAWS: [pattern: RegExp, flaw: string][] = [
  [/^["'`“”‘’]|["'`“”‘’]$/, 'it is in quotation marks; remove them'],
  [/^<|>$/, 'it is in angle brackets; remove them'],
  [/^\*+$/, 'it is a masked value from a log; copy it from Spike again'],
  [/^\$/, 'it is an expression or a variable that was not evaluated'],
  [/^(?:bearer|basic|token)\s/i, 'it begins with the name of an authorization scheme; remove the name'],
  // A token can end in `=`, so that something has to follow, or the whole of it to be the name of a secret.
  [/^[a-z_][\w.-]*\s*=\s*[^\s=]|^[a-z_]\w*:\s|^[a-z][a-z\d]*[_.-][\w.-]*:[^/]*$/i, NAME_IN_FRONT],
  [/^[A-Z]+_[A-Z_]*=$/, NAME_IN_FRONT],
  [/^(?:gh[pousr]_|github_pat_)/, 'it is a token of GitHub; use the one of Spike'],
  [/[\s\p{Cc}\p{Cf}]/u, 'it has white space or an invisible character in it'],
];

function findFlaw(text: string): string | undefined {
  return FLAWS.find(([pattern]) => pattern.test(text))?.[1];
}

function findBareFlaw(token: string): string | undefined {
  if (token.includes('/') || /^[a-z]+:/i.test(token))
    return 'it is part of a URL; give the whole URL or only the token';
  return /[?#\\{}[\],;]|^\.{0,2}$/.test(token) ? 'it has a character that no token has' : undefined;
}

function findUrlFlaw(token: string): string | undefined {
  const url = parseUrl(token);
  if (url === undefined) return 'it is not a valid URL';
  if (url.username !== '' || url.password !== '') return 'its URL has a user name or a password';
  if (url.hostname !== HOST && !isLoopback(url)) return 'its URL is on another host';
  if (!isAllowed(url)) return 'its URL has another scheme or a port';
  if (url.search !== '') return 'its URL has a query';
  const [name, end = PATH_END, ...rest] = splitPath(url);
  if (name === undefined || name === PATH_END) return 'its URL has no token in it';
  if (end !== PATH_END || rest.length > 0) return 'its URL has another path';
  return findFlaw(decodePercent(name));
}

/** Whether the host, the scheme and the port of `url` are allowed. Loopback is, for tests. */
function isAllowed(url: URL): boolean {
  if (isLoopback(url)) return /^https?:$/.test(url.protocol);
  return url.hostname === HOST && url.protocol === 'https:' && url.port === '';
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function splitPath({ pathname }: URL): string[] {
  return pathname.split('/').filter((part) => part !== '');
}

function encodeToken(token: string): string {
  return /%[0-9a-f]{2}/i.test(token) ? token : encodeURIComponent(token.toWellFormed());
}

/** Whether `url` is on this machine, where no proxy is needed and tests run. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.has(url.hostname);
}
