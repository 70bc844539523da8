const MAX_QUOTE_LENGTH = 60;
// Invisible marks, some of which change the direction of a line: with them one title or log line can look like another.
const INVISIBLE = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const CONTROLS = new RegExp(`[\\p{Cc}${INVISIBLE}]+`, 'gu');
const CONTROLS_BUT_BREAKS = new RegExp(`[^\\P{Cc}\\n\\t]|[${INVISIBLE}]`, 'gu');

/** `text` as one line: control characters, line breaks and invisible marks become one space; the ends are trimmed. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').trim();
}

/** `text` with its line breaks and tabs, but without other control characters, invisible marks and lone surrogates. */
export function stripControls(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '');
}

/** The first `length` code points of `text`. When something is left out, the last of them is `…`. */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text;
  const points = Array.from(text.slice(0, length * 2));
  return points.length <= length && text.length <= length * 2 ? text : `${points.slice(0, length - 1).join('')}…`;
}

/** `text` on one line in quotation marks, redacted before it is cut: a part of a secret is not recognised. */
export function quote(text: string, redact: (text: string) => string): string {
  return `"${truncate(oneLine(redact(text)), MAX_QUOTE_LENGTH)}"`;
}

/** `text` for the inside of an HTML element or an attribute in double quotes. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

/** `text` without percent-encoding; as it is where that is not valid. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** 32 bits of a text, by FNV-1a, in hex: enough to see that two differ, and nothing can be read from it. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16);
}
