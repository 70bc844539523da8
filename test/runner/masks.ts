/** The secrets of a job, as the runner hides them. */
export type Masks = {
  /** From now on hides this text, each of its lines, and the encoded forms that the runner knows. */
  add(secret: string): void;
  /** The text with every secret in it replaced by `***`. */
  apply(text: string): string;
};

/** Masks for one job. Source: `SecretMasker` and `ValueEncoders` of actions/runner. */
export function createMasks(): Masks {
  const hidden = new Set<string>();
  return {
    add(secret) {
      for (const value of [secret, ...secret.split(/[\r\n]/).map((line) => line.trim())]) {
        if (value.trim() === '') continue;
        for (const form of [value, ...encode(value)]) if (form !== '') hidden.add(form);
      }
    },
    apply(text) {
      // Overlapping finds become one, so that the end of a longer secret does not show behind a shorter one.
      const isHidden = new Uint8Array(text.length);
      for (const form of hidden) {
        for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
          isHidden.fill(1, start, start + form.length);
        }
      }
      let result = '';
      for (let position = 0; position < text.length; position++) {
        if (!isHidden[position]) result += text[position];
        else if (!isHidden[position - 1]) result += '***';
      }
      return result;
    },
  };
}

function encode(value: string): string[] {
  const bytes = Buffer.from(value);
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return [
    ...[0, 1, 2].filter((shift) => shift < bytes.length).map((shift) => bytes.subarray(shift).toString('base64')),
    encodeURIComponent(value.toWellFormed()),
    JSON.stringify(value).slice(1, -1),
    value.replace(/[&<>"']/g, (character) => names[character] ?? character),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    value.length > 8 && /^".*"$/s.test(value) ? value.slice(1, -1) : '',
  ];
}
