import type { JobRun } from './runner/runner.ts';
import type { Spike } from './spike/spike.ts';

/** The forms in which an answer may show `secret`. */
export function listForms(secret: string): string[] {
  const encoded = [encodeURIComponent(secret), encodeURI(secret)];
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  const forms = [
    ...[secret, ...encoded],
    ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    JSON.stringify(secret).slice(1, -1),
    ...[secret, encodeURI(secret)].map((form) => form.replace(/[&<>"']/g, (character) => names[character] ?? '')),
  ];
  return [...new Set(forms)];
}

/**
 * The places where `secret` shows. Eight characters of a form on end are enough, so that one that was cut is found.
 * The ends of Base64 depend on what stands beside them.
 */
export function findLeaks(text: string, secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) => bytes.toString('base64', shift).replace(/.{2}=*$/, ''));
  const lower = text.toLowerCase();
  const forms = [...listForms(secret).map((form) => form.toLowerCase()), bytes.toString('hex')];
  const find = (form: string, given: string): string[] => {
    for (let start = 0; start <= form.length - 8; start++) {
      const place = given.indexOf(form.slice(start, start + 8));
      if (place !== -1) return [text.slice(Math.max(0, place - 40), place + 40)];
    }
    return [];
  };
  return [...forms.flatMap((form) => find(form, lower)), ...shifted.flatMap((form) => find(form, text))];
}

/**
 * All that a run left behind, debug lines too, before the runner has hidden anything; only what masks are made of is
 * not in it. And what arrived at Spike. What was kept is there as JSON too, which is the form it is often looked at in.
 */
export function collectTraces(run: JobRun, { requests }: Pick<Spike, 'requests'> = { requests: [] }): string {
  const kept = Object.values(run.phases).map(({ rawSummary, rawStderr, outputs, state, exported }) => {
    return { rawSummary, rawStderr, outputs, state, exported };
  });
  const annotations = run.annotations.map(({ message }) => message);
  const bodies = requests.map(({ text }) => text);
  return [run.rawLog, run.log, ...annotations, ...listTexts(kept), JSON.stringify(kept), ...bodies].join('\n');
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
