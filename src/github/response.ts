import { MissingError } from './missing.ts';

const MAX_BODY_BYTES = 20 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_ITEMS = 200_000;

/**
 * `response` with its whole body as plain text, after decompression at most 20 MB of it and of a shape that is safe to
 * parse.
 *
 * @throws {MissingError} for a body that is larger
 */
export async function readResponse(response: Response): Promise<Response> {
  const chunks: Uint8Array[] = [];
  const reader = response.body?.getReader();
  let bytes = 0;
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    bytes += next.value.length;
    if (bytes > MAX_BODY_BYTES) {
      await reader?.cancel().catch(() => undefined);
      throw new MissingError({ kind: 'failed', problem: 'an answer of GitHub is too large', isLasting: true });
    }
    chunks.push(next.value);
  }
  const body = Buffer.concat(chunks);
  if (!isHarmless(body)) {
    throw new MissingError({
      kind: 'failed',
      problem: 'an answer of GitHub is nested too deep or too long',
      isLasting: true,
    });
  }
  // As text: the parser that comes with the client has no limits of its own.
  const headers = new Headers(response.headers);
  headers.set('content-type', 'text/plain; charset=utf-8');
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  const hasBody = response.status !== 204 && response.status !== 205 && response.status !== 304;
  return new Response(hasBody ? body : null, { status: response.status, headers });
}

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/** Whether JSON is nested at most 64 deep and has at most 200,000 items: more of either takes memory without end. */
export function isHarmless(json: Uint8Array): boolean {
  let [depth, items, isText] = [0, 0, false];
  for (let index = 0; index < json.length; index++) {
    const byte = json[index];
    if (isText) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === COMMA) items += 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    if (depth > MAX_DEPTH || items > MAX_ITEMS) return false;
  }
  return true;
}
