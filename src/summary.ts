import type { JsonObject } from './json.ts';
import { asText, at } from './json.ts';
import { cut, escapeHtml, oneLine } from './text.ts';

const MOST_LINES = 20;

/** What a summary is about. */
export type Story = {
  heading: 'Incident opened' | 'Incident resolved' | 'Not delivered' | 'Dry run: nothing was sent';
  title: string;
  details: JsonObject;
  severity: string | undefined;
  priority: string | undefined;
  reason: string;
  /** The JSON to show in full, for what did not arrive or was not to be sent. */
  payload?: string | undefined;
};

/** The job summary as HTML: in a table Markdown is not looked for, so that a commit message stays text. */
export function composeSummary({ heading, title, details, severity, priority, reason, payload }: Story): string {
  const rows: [string, string | undefined][] = [
    ['Incident', show(title)],
    ['Outcome', show(details.outcome)],
    ['Severity', show(severity)],
    ['Priority', show(priority)],
    ['Failed step', list(details.failed_steps)],
    ['Failed jobs', listJobs(details.failed_jobs)],
    ['Errors', list(details.errors, (error) => `<code>${error}</code>`)],
    ['Failing since', listSince(details)],
    ['Down for', show(at(details, 'recovered_after', 'duration'))],
    ['Links', listLinks(details)],
    ['Why', show(reason)],
  ];
  const table = rows
    .filter(([, cell]) => cell !== undefined && cell !== '')
    .map(([name, cell]) => `<tr><th align="left">${name}</th><td>${cell}</td></tr>`)
    .join('');
  const block = payload === undefined ? '' : `<p>The payload:</p><pre>${escapeHtml(indent(payload))}</pre>`;
  return `<h3>Spike · ${heading}</h3><table>${table}</table>${block}\n`;
}

function show(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  const text = asText(value);
  return text === undefined ? undefined : escapeHtml(cut(oneLine(text), 500));
}

function list(values: unknown, dress = (shown: string) => shown): string | undefined {
  if (!Array.isArray(values)) return undefined;
  return values
    .slice(0, MOST_LINES)
    .flatMap((value) => show(value) ?? [])
    .map(dress)
    .join('<br>');
}

function listJobs(jobs: unknown): string | undefined {
  if (!Array.isArray(jobs)) return undefined;
  const shown = jobs.slice(0, MOST_LINES).map((job) => {
    const steps = list(at(job, 'failed_steps'));
    const name = show(at(job, 'name')) ?? '';
    return `${link(at(job, 'url'), name)}${steps ? ` (${steps})` : ''}`;
  });
  return [...shown, ...(jobs.length > MOST_LINES ? [`and ${jobs.length - MOST_LINES} more`] : [])].join('<br>');
}

function listSince(details: JsonObject): string | undefined {
  const number = show(at(details, 'failing_since', 'run_number'));
  if (number === undefined) return undefined;
  const count = show(details.consecutive_failures);
  const when = show(at(details, 'failing_since', 'at'))?.replace(/^([\d-]+)T(\d\d:\d\d):[\d.]+Z$/, '$1 $2 UTC');
  const run = link(at(details, 'failing_since', 'url'), `run ${number}`);
  return `${run}${when ? `, ${when}` : ''}${count && count !== '1' ? ` (${count} runs in a row)` : ''}`;
}

function listLinks(details: JsonObject): string {
  const links: [string, unknown][] = [
    ['job', details.job_url],
    ['run', details.run_url],
    ['changes since the last green run', details.compare_url],
  ];
  return links
    .filter(([, url]) => asText(url) !== undefined)
    .map(([name, url]) => link(url, name))
    .join(' · ');
}

// `html` is escaped already; a link goes nowhere but to a web page.
function link(url: unknown, html: string): string {
  const target = asText(url);
  return target !== undefined && /^https?:\/\//.test(target)
    ? `<a href="${escapeHtml(oneLine(target))}">${html}</a>`
    : html;
}

// GitHub shows nothing of a summary above 1 MiB, and spaces can make many times the payload of it.
function indent(json: string): string {
  const indented = JSON.stringify(JSON.parse(json), null, 2);
  return indented.length > 2 * json.length + 1_000 ? json : indented;
}
