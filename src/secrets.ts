import { decodePercent, escapeHtml } from './text.ts';

/** Replaces every secret in a text with `***`. */
export type Redact = (text: string) => string;

const MIN_MASK_LENGTH = 6;
/** Shorter secrets are found only as they are written, because a longer text would hold them by chance. */
const MIN_HIDDEN_LENGTH = 8;
const MAX_DECODINGS = 3;
/** What our own messages say, and what is in no token. */
const PUBLIC = new Set(['hooks.spike.sh', 'push-events', 'Bearer', '<token>']);

/**
 * The token, the webhook URL and the passwords of the proxies in `env`, in every form in which a server could repeat
 * them, longest first. A token that is not valid has secrets, too. With an empty `env`: those of the token only.
 */
export function listSecrets(token: string, env: NodeJS.ProcessEnv): string[] {
  const [, authority = '', path = ''] = /^[a-z]+:\/\/([^/?#]*)(.*)$/is.exec(token) ?? [];
  const [, name = token] = /^\/+([^/?#]+)(?:\/+push-events)?\/*$/.exec(path) ?? [];
  // A token that is refused can hold the real one: with a name, a keyword or quotation marks around it.
  const user = authority.slice(0, authority.lastIndexOf('@') + 1);
  const pieces = (path === '' && user === '' ? token : user + path).split(/[\s/?#@:="'`<>&]+/);
  const proxies = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [env[name], env[name.toUpperCase()]]);
  const long = pieces.filter((piece) => piece.length >= MIN_MASK_LENGTH && !PUBLIC.has(piece));
  const secrets = new Set([name, ...long, ...proxies.map(findPassword)]);
  return [...new Set([token, ...[...secrets].flatMap(listForms)])]
    .filter((form) => form.trim() !== '' && !PUBLIC.has(form))
    .sort((a, b) => b.length - a.length);
}

/** The secrets for `add-mask`: a shorter mask would hide ordinary words in the user's log and drop job outputs. */
export function listMasks(secrets: readonly string[]): string[] {
  return secrets.filter((secret) => secret.trim().length >= MIN_MASK_LENGTH);
}

function findPassword(proxy = ''): string {
  const start = proxy.indexOf('://') + 1;
  const user = proxy.slice(start === 0 ? 0 : start + 2, Math.max(0, proxy.lastIndexOf('@')));
  return user.includes(':') ? user.slice(user.indexOf(':') + 1) : '';
}

function listForms(secret: string): string[] {
  const plain = [...new Set([secret, decodePercent(secret)])];
  const encoded = plain.flatMap((form) => [encodeURIComponent(form.toWellFormed()), encodeURI(form.toWellFormed())]);
  const lower = encoded.map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
  const forms = [...plain, ...encoded, ...lower];
  const escaped = forms.flatMap((form) => [JSON.stringify(form).slice(1, -1), escapeHtml(form)]);
  return [...forms, ...escaped, ...plain.flatMap(listBinaryForms)];
}

// The text before a secret decides how its bytes fall into the groups of three of base64, so there are three forms.
function listBinaryForms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const aligned = [0, 1, 2].map((shift) => {
    const whole = bytes.subarray(shift, bytes.length - ((bytes.length - shift) % 3));
    return whole.toString('base64');
  });
  const forms = [...aligned, ...aligned.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
  return [...forms, bytes.toString('hex')].filter((form) => form.length >= MIN_HIDDEN_LENGTH);
}

/**
 * Redacts `secrets` whatever the case of their letters. Those of 8 characters or more are also found with white space,
 * line breaks or tags in them, and with characters escaped for URLs, JSON or HTML, up to three times.
 */
export function createRedact(secrets: readonly string[]): Redact {
  const written = [...new Set(secrets.map(toLowerCase))];
  const hidden = [...new Set(secrets.map((secret) => squeeze(createView(secret)).text))].filter(
    (form) => form.length >= MIN_HIDDEN_LENGTH,
  );
  return (text) => {
    const original = createView(text);
    const ranges = written.flatMap((form) => findAll(original, form));
    let view = squeeze(original);
    for (let decodings = 0; ; decodings++) {
      for (const form of hidden) ranges.push(...findAll(view, form));
      const decoded = decodings < MAX_DECODINGS ? squeeze(decode(view)) : view;
      if (decoded === view) return replaceRanges(text, ranges);
      view = decoded;
    }
  };
}

type Range = { start: number; end: number };

/** A text made from another one, with the range of that one that each UTF-16 unit comes from; without: the same one. */
type View = { text: string; starts?: number[]; ends?: number[] };

function createView(text: string): View {
  return { text: toLowerCase(text) };
}

// Letter by letter, and only where the length stays the same, so that positions stay the same.
function toLowerCase(text: string): string {
  return text.replace(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
}

function findAll({ text, starts, ends }: View, form: string): Range[] {
  const ranges: Range[] = [];
  for (let unit = text.indexOf(form); unit >= 0; unit = text.indexOf(form, unit + form.length)) {
    const last = unit + form.length - 1;
    ranges.push({ start: starts?.[unit] ?? unit, end: ends?.[last] ?? last + 1 });
  }
  return ranges;
}

function replaceRanges(text: string, ranges: Range[]): string {
  let [redacted, done] = ['', 0];
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= done) redacted += `${text.slice(done, start)}***`;
    done = Math.max(done, end);
  }
  return redacted + text.slice(done);
}

/** `view` with every match of `pattern` replaced; the same object when there is none. */
function rewrite(view: View, pattern: RegExp, replace: (match: string) => string): View {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let done = 0;
  const copy = (end: number) => {
    parts.push(view.text.slice(done, end));
    for (; done < end; done++) {
      starts.push(view.starts?.[done] ?? done);
      ends.push(view.ends?.[done] ?? done + 1);
    }
  };
  for (const { 0: match, index } of view.text.matchAll(pattern)) {
    copy(index);
    done += match.length;
    const replacement = replace(match);
    parts.push(replacement);
    for (let unit = 0; unit < replacement.length; unit++) {
      starts.push(view.starts?.[index] ?? index);
      ends.push(view.ends?.[done - 1] ?? done);
    }
  }
  if (done === 0) return view;
  copy(view.text.length);
  return { text: parts.join(''), starts, ends };
}

function squeeze(view: View): View {
  return rewrite(view, /[\s\p{Cc}\p{Cf}]+|<\/?[a-z]{1,6} ?\/?>/gu, () => '');
}

function decode(view: View): View {
  const escapes = /(?:%[\da-f]{2})+|\\u[\da-f]{4}|\\x[\da-f]{2}|\\.|&#\d{1,6};|&#x[\da-f]{1,5};|&[a-z]{2,4};/g;
  return rewrite(view, escapes, (match) => toLowerCase(decodeEscape(match)));
}

const NAMES: Record<string, string> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&nbsp;': ' ', '&shy;': ' ' },
  ...{ '\\n': ' ', '\\r': ' ', '\\t': ' ', '\\b': ' ', '\\f': ' ' },
};

function decodeEscape(match: string): string {
  const hex = /^(?:\\[ux]|&#x)([\da-f]{2,})/.exec(match)?.[1];
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
  if (match.startsWith('&#')) return String.fromCodePoint(Number.parseInt(match.slice(2), 10));
  if (!match.startsWith('%')) return NAMES[match] ?? (match.startsWith('\\') ? match.slice(1) : match);
  const decoded = decodePercent(match);
  return decoded === match ? Buffer.from(match.replaceAll('%', ''), 'hex').toString('latin1') : decoded;
}
