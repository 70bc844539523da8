import type { Json, JsonObject } from '../json.ts';
import type { Redact } from '../secrets.ts';
import { stripControls, truncate } from '../text.ts';

const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_DEPTH = 16;
/** A longer link or name is not one that GitHub made. */
const MAX_NAME_LENGTH = 2_048;

/** What is cut, step by step, until the payload fits: texts first, then lists. Lengths of texts are in code points. */
const CUTS: { text: number; items: number }[] = [
  ...[32_768, 16_384, 8_192, 4_096, 2_048, 1_024].map((text) => ({ text, items: Number.POSITIVE_INFINITY })),
  ...[400, 200, 100].map((items) => ({ text: 1_024, items })),
  ...[50, 20, 10].map((items) => ({ text: 128, items })),
  { text: 32, items: 5 },
];

// They show the person on call where to look, and alert rules compare them: they are kept whole as long as they fit.
const IDENTITY = new Set([
  'outcome',
  'repository',
  'workflow',
  'job',
  'event',
  'branch',
  'tag',
  'pull_request',
  'environment',
  'commit',
  'run_number',
  'run_attempt',
  'run_url',
  'job_url',
]);

/** What is sent to Spike about one incident. */
export type Message = {
  action: 'create' | 'resolve';
  title: string;
  details: JsonObject;
  severity: string | undefined;
  priority: string | undefined;
};

/** `text` is the JSON to send; `body` is the details in it. */
export type Payload = { text: string; body: JsonObject };

/**
 * The JSON to send, at most 64 KiB, without empty details. `redact` removes the token from every text.
 *
 * Details that are too large are cut: long texts end in `…`, and long lists in `and <number> more` (an object with
 * that `name` in a list of objects). Links and names are kept whole.
 *
 * Source: "Create incidents with webhooks" and "Resolve incidents with webhooks", Spike documentation.
 */
export function composePayload(message: Message, redact: Redact): Payload {
  const { action, severity, priority } = message;
  const title = redact(message.title);
  const rest = action === 'resolve' ? { status: 'resolve' } : { severity, priority };
  const compose = (body: JsonObject): Payload => ({ text: JSON.stringify({ title, body, ...rest }), body });
  const fits = (payload: Payload) => Buffer.byteLength(payload.text) <= MAX_PAYLOAD_BYTES;

  const details = filterEntries(clean(message.details, redact), ([, value]) => !isEmpty(value));
  let payload = compose(details);
  for (const cut of CUTS) {
    if (fits(payload)) return payload;
    payload = compose(shorten(details, cut));
  }
  return fits(payload) ? payload : compose(keepSmallest(payload.body, Buffer.byteLength(compose({}).text)));
}

/** `details` with all texts cleaned, their keys too; what is nested deeper than 16 levels becomes `…`. */
function clean(details: JsonObject, redact: Redact): JsonObject {
  const cleanText = (text: string) => redact(stripControls(text));
  const walk = (value: Json, depth: number): Json => {
    if (typeof value === 'string') return cleanText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return '…';
    return Array.isArray(value) ? value.map((item) => walk(item, depth + 1)) : walkObject(value, depth);
  };
  const walkObject = (object: JsonObject, depth: number): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, value]) =>
        value === undefined ? [] : [[cleanText(key), walk(value, depth + 1)]],
      ),
    );
  return walkObject(details, 0);
}

function isEmpty(value: Json | undefined): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function shorten(details: JsonObject, { text, items }: { text: number; items: number }): JsonObject {
  const walk = (value: Json, key: string): Json => {
    if (typeof value === 'string') return shortenText(value, key, text);
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? walkList(value, key) : walkObject(value);
  };
  const walkList = (list: Json[], key: string): Json[] => {
    const kept = list.slice(0, items).map((item) => walk(item, key));
    if (list.length <= items) return kept;
    const rest = `and ${list.length - items} more`;
    return [...kept, typeof list[0] === 'object' ? { name: rest } : rest];
  };
  const walkObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, walk(value ?? null, key)]));
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [key, isIdentity(key, value) ? value : walk(value ?? null, key)]),
  );
}

function shortenText(text: string, key: string, length: number): string {
  if (/^https?:\/\/\S*$/.test(text)) return text.length <= MAX_NAME_LENGTH ? text : '…';
  return truncate(text, key === 'name' ? MAX_NAME_LENGTH : length);
}

// The user's body can put anything under these keys, so only what has the size of a name counts.
function isIdentity(key: string, value: Json | undefined): boolean {
  return IDENTITY.has(key) && JSON.stringify(value).length <= MAX_NAME_LENGTH;
}

/** The entries that fit beside `used` bytes: the identity first, then the smallest of the others. */
function keepSmallest(details: JsonObject, used: number): JsonObject {
  const sizes = Object.entries(details).map(([key, value]) => ({
    key,
    rank: isIdentity(key, value) ? 0 : 1,
    // With the colon and the comma.
    bytes: Buffer.byteLength(JSON.stringify(key) + JSON.stringify(value)) + 2,
  }));
  const kept = new Set<string>();
  let total = used;
  for (const { key, bytes } of sizes.sort((a, b) => a.rank - b.rank || a.bytes - b.bytes)) {
    if (total + bytes > MAX_PAYLOAD_BYTES) continue;
    total += bytes;
    kept.add(key);
  }
  return filterEntries(details, ([key]) => kept.has(key));
}

function filterEntries(object: JsonObject, isWanted: (entry: [string, Json | undefined]) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(isWanted));
}
