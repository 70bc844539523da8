/** Anything JSON can hold. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. A key may be missing, whatever the documentation of its source says. */
export type JsonObject = { [key: string]: Json | undefined };

/** The object that `text` holds, or `undefined` for other JSON and for text that is not JSON. */
export function parseObject(text: string): JsonObject | undefined {
  return asObject(parseJson(text));
}

/** The JSON that `text` holds, or `undefined`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `value` if it is an object and not an array. */
export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** `value` if it is a string that is not blank. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** `value` if it is a finite number, or a string of up to 15 digits as a number. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The value under `keys`, one key a level. Own properties only, so that `__proto__` is a key like any other. */
export function get(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
