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
  const fits = (text: string) => Buffer.byteLength(text) <= LARGEST;
  const whole = write(details);
  if (fits(whole)) return whole;
  for (const keep of [IDENTITY, new Set<string>()]) {
    const shortest = shorten(details, SHORTEST_CUT, keep);
    for (let body: JsonObject | undefined = shortest; body !== undefined; body = dropLargest(body, keep)) {
      if (!fits(write(body))) continue;
      return body === shortest
        ? write(shorten(details, findLength(details, keep, write, fits), keep))
        : write(body);
    }
  }
  return write({});
}

function wrap({ action, severity, priority }: Message, title: string, body: Json): JsonObject {
  if (action === 'resolve') return { title, body, status: 'resolve' };
  return { title, body, ...(severity && { severity }), ...(priority && { priority }) };
}

/** The greatest length of texts with which the whole fits. */
function findLength(
  details: JsonObject,
  keep: Set<string>,
  write: (body: Json) => string,
  fits: (text: string) => boolean,
): number {
  let [fitting, tooLong] = [SHORTEST_CUT, LARGEST];
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(write(shorten(details, middle, keep)))) fitting = middle;
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

function dropLargest(details: JsonObject, keep: Set<string>): JsonObject | undefined {
  const sizes = Object.entries(details)
    .filter(([key]) => !keep.has(key))
    .map(([key, value]) => ({ key, size: key.length + JSON.stringify(value).length }));
  const largest = sizes.sort((a, b) => b.size - a.size)[0]?.key;
  if (largest === undefined) return undefined;
  return Object.fromEntries(Object.entries(details).filter(([key]) => key !== largest));
}

function clean(details: JsonObject, redact: (text: string) => string, depth: number): JsonObject {
  const tidy = (value: Json, level: number): Json => {
    if (typeof value === 'string') return readable(redact(value));
    if (typeof value !== 'object' || value === null) return value;
    if (level > DEEPEST) return '…';
    if (Array.isArray(value)) return value.map((item) => tidy(item, level + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [readable(redact(key)), tidy(item ?? null, level + 1)]),
    );
  };
  const entries = Object.entries(details).map(
    ([key, value]) => [readable(redact(key)), tidy(value ?? null, depth + 1)] as const,
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
