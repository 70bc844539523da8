import { asText, get, type JsonObject } from './json.ts';
import { escapeHtml, oneLine, truncate } from './text.ts';

const MAX_LINES = 20;
const MAX_CELL_LENGTH = 500;

/** What a summary shows. */
export type SummaryInput = {
  heading: 'Failure reported' | 'Recovery reported' | 'Not delivered' | 'Dry run: nothing was sent';
  title: string;
  /** As they are sent. */
  details: JsonObject;
  severity: string | undefined;
  priority: string | undefined;
  /** Why it was not delivered. */
  problem?: string | undefined;
  /** The JSON to show in full, for what was not sent. */
  payload?: string | undefined;
};

/** The job summary as HTML. In a table Markdown is not looked for, so that a commit message stays text. */
export function composeSummary({
  heading,
  title,
  details,
  severity,
  priority,
  problem,
  payload,
}: SummaryInput): string {
  const rows: [string, string | undefined][] = [
    ['Incident', show(title)],
    ['Why not delivered', show(problem)],
    ['Result', show(details.outcome)],
    ['Severity', show(severity)],
    ['Priority', show(priority)],
    ['Environment', show(details.environment)],
    ['Note', show(details.message)],
    ['Runbook', isLink(details.runbook) ? link(details.runbook, show(details.runbook) ?? '') : show(details.runbook)],
    ['Failed step', list(details.failed_steps, (step) => link(details.job_url, step))],
    ['Failed jobs', listJobs(details.failed_jobs)],
    ['Errors', list(details.errors, (error) => `<code>${error}</code>`)],
    ['Failing since', showSince(details)],
    ['Changes', isLink(details.compare_url) ? link(details.compare_url, 'since it last passed') : undefined],
    ['Had failed for', show(get(details, 'recovered_after', 'duration'))],
    ['Pull request', show(details.pull_request)],
    ['Branch', show(details.branch)],
    ['Tag', show(details.tag)],
    ['Commit of this run', showCommit(details)],
    ['Links', listLinks(details)],
  ];
  const table = rows
    .filter(([, cell]) => cell !== undefined && cell !== '')
    .map(([name, cell]) => `<tr><th align="left">${name}</th><td>${cell}</td></tr>`)
    .join('');
  const isDry = heading === 'Dry run: nothing was sent';
  const sent = isDry ? 'What would have been sent' : 'What Spike should have received';
  const block = payload === undefined ? '' : `<p>${sent}:</p><pre>${escapeHtml(indent(payload))}</pre>`;
  return `<h3>Spike · ${heading}</h3><table>${table}</table>${block}\n`;
}

function show(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  const text = asText(value);
  return text === undefined ? undefined : escapeHtml(truncate(oneLine(text), MAX_CELL_LENGTH));
}

function list(values: unknown, dress: (shown: string) => string): string | undefined {
  if (!Array.isArray(values)) return undefined;
  return values
    .slice(0, MAX_LINES)
    .flatMap((value) => show(value) ?? [])
    .map(dress)
    .join('<br>');
}

function listJobs(jobs: unknown): string | undefined {
  if (!Array.isArray(jobs)) return undefined;
  const shown = jobs.slice(0, MAX_LINES).map((job) => {
    const steps = list(get(job, 'failed_steps'), (step) => step);
    return `${link(get(job, 'url'), show(get(job, 'name')) ?? '')}${steps ? ` (${steps})` : ''}`;
  });
  return [...shown, ...(jobs.length > MAX_LINES ? [`and ${jobs.length - MAX_LINES} more`] : [])].join('<br>');
}

function showSince(details: JsonObject): string | undefined {
  const number = show(get(details, 'failing_since', 'run_number'));
  if (number === undefined) return undefined;
  const count = show(details.consecutive_failures);
  const when = show(get(details, 'failing_since', 'at'))?.replace(/^([\d-]+)T(\d\d:\d\d):[\d.]+Z$/, '$1 $2 UTC');
  const name = number === show(details.run_number) ? 'this run' : `run ${number}`;
  const isOldest = count === undefined || /^\d+$/.test(count);
  const run = link(get(details, 'failing_since', 'url'), isOldest ? name : `${name} or earlier`);
  return `${run}${when ? `, ${when}` : ''}${count && count !== '1' ? ` (${count} failures in a row)` : ''}`;
}

function showCommit(details: JsonObject): string | undefined {
  const commit = show(asText(details.commit)?.slice(0, 7));
  const author = show(details.author);
  const shown = [commit && `<code>${commit}</code>`, show(details.commit_message)].filter(Boolean).join(' ');
  return [shown, author && `by ${author}`].filter(Boolean).join(', ');
}

function listLinks(details: JsonObject): string {
  const links: [string, unknown][] = [
    ['job', details.job_url],
    ['run', details.run_url],
  ];
  return links
    .filter(([, url]) => isLink(url))
    .map(([name, url]) => link(url, name))
    .join(' · ');
}

function isLink(url: unknown): url is string {
  return typeof url === 'string' && /^https?:\/\//.test(url);
}

// `html` is escaped already; a link goes nowhere but to a web page.
function link(url: unknown, html: string): string {
  return isLink(url) ? `<a href="${escapeHtml(oneLine(url))}">${html}</a>` : html;
}

// GitHub shows nothing of a summary above 1 MiB, and indentation can make many times the payload of it.
function indent(json: string): string {
  const indented = JSON.stringify(JSON.parse(json), null, 2);
  return indented.length > 2 * json.length + 1_000 ? json : indented;
}
