import type { Json, JsonObject } from './json.ts';
import { cut, readable } from './text.ts';

const LARGEST = 64 * 1024;
const DEEPEST = 16;
const SHORTEST_CUT = 16;

// Whoever is woken finds the place by these, and alert rules compare them: they are never cut.
const IDENTITY = new Set([
  'outcome',
  'repository',
  'workflow',
  'job',
  'event',
  'branch',
  'tag',
  'pull_request',
  'commit',
  'run_number',
  'run_attempt',
  'run_url',
  'job_url',
]);

/** What is said to Spike about one incident. */
export type Message = {
  action: 'create' | 'resolve';
  title: string;
  details: JsonObject;
  severity: string | undefined;
  priority: string | undefined;
};

/**
 * The JSON to send: at most 64 KiB, with the longest texts of the details cut first, without empty details, and
 * with every text made well-formed and run through `redact`.
 *
 * Source: "Create incidents with webhooks" and "Resolve incidents with webhooks", Spike documentation.
 */
export function composePayload(message: Message, redact: (text: string) => string): string {
  const details = clean(message.details, redact, 0);
  const write = (body: Json) => JSON.stringify(wrap(message, redact(message.title), body));
  const fits = (body: Json) => Buffer.byteLength(write(body)) <= LARGEST;
  if (fits(details)) return write(details);
  const body = squeeze(details, IDENTITY, fits);
  return write(fits(body) ? body : squeeze(details, new Set(), fits));
}

function wrap({ action, severity, priority }: Message, title: string, body: Json): JsonObject {
  if (action === 'resolve') return { title, body, status: 'resolve' };
  return { title, body, ...(severity && { severity }), ...(priority && { priority }) };
}

type Fits = (body: Json) => boolean;

/** `details` made to fit, but for what is in `keep`. */
function squeeze(details: JsonObject, keep: Set<string>, fits: Fits): JsonObject {
  const kept = dropLargest(details, keep, fits);
  return shorten(kept, findLength(kept, keep, fits), keep);
}

/** The greatest length of texts with which the whole fits. */
function findLength(details: JsonObject, keep: Set<string>, fits: Fits): number {
  let [fitting, tooLong] = [SHORTEST_CUT, LARGEST];
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(shorten(details, middle, keep))) fitting = middle;
    else tooLong = middle;
  }
  return fitting;
}

function shorten(details: JsonObject, length: number, keep: Set<string>): JsonObject {
  return mapEntries(details, (value, key) => (keep.has(key) ? value : shortenTexts(value, length)));
}

function shortenTexts(value: Json, length: number): Json {
  if (typeof value === 'string') return cut(value, length);
  if (Array.isArray(value)) return value.map((item) => shortenTexts(item, length));
  return typeof value === 'object' && value !== null
    ? mapEntries(value, (item) => shortenTexts(item, length))
    : value;
}

/** `details` without as many of the largest entries as it takes to fit, once their texts are cut. */
function dropLargest(details: JsonObject, keep: Set<string>, fits: Fits): JsonObject {
  const largest = Object.entries(shorten(details, SHORTEST_CUT, keep))
    .filter(([key]) => !keep.has(key))
    .map(([key, value]) => ({ key, size: key.length + JSON.stringify(value).length }))
    .sort((a, b) => b.size - a.size)
    .map(({ key }) => key);
  const drop = (count: number) => {
    const dropped = new Set(largest.slice(0, count));
    return Object.fromEntries(Object.entries(details).filter(([key]) => !dropped.has(key)));
  };
  let [tooFew, enough] = [-1, largest.length];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (fits(shorten(drop(middle), SHORTEST_CUT, keep))) enough = middle;
    else tooFew = middle;
  }
  return drop(enough);
}

function clean(details: JsonObject, redact: (text: string) => string, depth: number): JsonObject {
  // Twice: what is taken out of a text may have kept the parts of a secret apart.
  const tell = (text: string) => redact(readable(redact(text)));
  const tidy = (value: Json, level: number): Json => {
    if (typeof value === 'string') return tell(value);
    if (typeof value !== 'object' || value === null) return value;
    if (level > DEEPEST) return '…';
    if (Array.isArray(value)) return value.map((item) => tidy(item, level + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [tell(key), tidy(item ?? null, level + 1)]),
    );
  };
  const entries = Object.entries(details).map(
    ([key, value]) => [tell(key), tidy(value ?? null, depth + 1)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function mapEntries(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value ?? null, key)]));
}
