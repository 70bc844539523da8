import type { Json, JsonObject } from '../json.ts';
import { cut, readable } from '../text.ts';

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
  const { action, severity, priority } = message;
  const title = redact(message.title);
  const rest = action === 'resolve' ? { status: 'resolve' } : { severity, priority };
  const write = (body: JsonObject) => JSON.stringify({ title, body, ...rest });
  const fits = (body: JsonObject) => Buffer.byteLength(write(body)) <= LARGEST;
  const details = clean(message.details, redact);
  if (fits(details)) return write(details);
  const [identity, others] = [true, false].map((kept) => filterEntries(details, ([key]) => IDENTITY.has(key) === kept));
  const body = { ...identity, ...squeeze(others ?? {}, (squeezed) => fits({ ...identity, ...squeezed })) };
  return write(fits(body) ? body : squeeze(details, fits));
}

type Fits = (details: JsonObject) => boolean;

/** `details` made to fit: as many of the smallest entries as it takes with their texts cut, cut no more than it takes. */
function squeeze(details: JsonObject, fits: Fits): JsonObject {
  const sizes = Object.entries(cutTexts(details, SHORTEST_CUT)).map(([key, value]) => ({
    key,
    size: key.length + JSON.stringify(value).length,
  }));
  const smallest = sizes.sort((a, b) => a.size - b.size).map(({ key }) => key);
  const keep = (count: number) => {
    const kept = new Set(smallest.slice(0, count));
    return filterEntries(details, ([key]) => kept.has(key));
  };
  const kept = keep(findGreatest(smallest.length, (count) => fits(cutTexts(keep(count), SHORTEST_CUT))));
  const length = findGreatest(LARGEST, (most) => most <= SHORTEST_CUT || fits(cutTexts(kept, most)));
  return cutTexts(kept, length);
}

/** The greatest number up to `most` that fits, when all below it fit and none above it does; 0 without any. */
function findGreatest(most: number, fits: (number: number) => boolean): number {
  let [fitting, tooMuch] = [0, most + 1];
  while (tooMuch - fitting > 1) {
    const middle = Math.floor((fitting + tooMuch) / 2);
    if (fits(middle)) fitting = middle;
    else tooMuch = middle;
  }
  return fitting;
}

function cutTexts(details: JsonObject, length: number): JsonObject {
  return changeTexts(details, (text) => cut(text, length));
}

function clean(details: JsonObject, redact: (text: string) => string): JsonObject {
  // Twice: what is taken out of a text may have kept the parts of a secret apart.
  const tidy = changeTexts(details, (text) => redact(readable(redact(text))), true);
  return filterEntries(tidy, ([, value]) => !isEmpty(value));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** `object` with its texts changed, its keys too where that is wanted; what is nested too deep becomes `…`. */
function changeTexts(object: JsonObject, change: (text: string) => string, withKeys = false): JsonObject {
  const walk = (value: Json, depth: number): Json => {
    if (typeof value === 'string') return change(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST) return '…';
    return Array.isArray(value) ? value.map((item) => walk(item, depth + 1)) : walkObject(value, depth);
  };
  const walkObject = (value: JsonObject, depth: number): JsonObject =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [[withKeys ? change(key) : key, walk(item, depth + 1)]],
      ),
    );
  return walkObject(object, 0);
}

function filterEntries(object: JsonObject, isWanted: (entry: [string, Json | undefined]) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(isWanted));
}
