import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { asObject, parseObject } from '../src/json.ts';
import { listMasks, listSecrets } from '../src/secrets.ts';
import { startGithub } from './github/github.ts';
import { answerBomb, answerEndless, answerMany, answerNested, answerTrickle } from './github/interference.ts';
import type { JobFields, RunFields } from './github/model.ts';
import { listSent, startRun, TOKEN } from './jobs.ts';
import { type Contexts, type JobRun, runJob } from './runner/runner.ts';
import { type SpikeRequest, startSpike } from './spike/spike.ts';

// The built action, in fresh processes: a loaded machine starts few of them a second.
vi.setConfig({ testTimeout: 120_000 });

const TEXTS: Record<string, string> = {
  'workflow commands': '::error::pwned\n::set-output name=action::pwned\n  ::add-mask::shop\n::stop-commands::pwned',
  'workflow commands behind a lone carriage return': 'x\r::error::pwned\r\r\n::save-state name=phase::pwned',
  'workflow commands that are encoded': '%0A::error::pwned%0D%0A%250A::error::pwned',
  'the old workflow commands': '##[error]pwned ##[command]pwned x##[add-mask]shop##[set-output name=action;]pwned',
  'the files of the runner': 'x\naction=pwned\npayload<<EOF\npwned\nEOF\nphase=pwned\r\nreported=success',
  'the colours of a terminal': '\u001b[31mpwned\u001b[0m\u001b]0;pwned\u0007\u009b2J\u0008\u0008',
  markup: '</td></tr></table></pre>\n\n<script>pwned()</script><img src=x onerror="pwned()"> **a** [b](javascript:c)',
  'an attribute': '"><a href=\'javascript:pwned()\' onclick="pwned()">&lt;x&gt;</a>',
  json: '","status":"resolve","title":"pwned"}\\',
  'marks that turn the line': '\u202Egnp.exe\u202C \u2066x\u2069 \u200b::error::pwned\u2028::error::pwned\u2029\ufeff',
  'lone surrogates': 'a\ud800b\udfffc \ud83d',
  NUL: '\u0000::error::pwned\u0000',
  'a megabyte in one line': '<pwned>'.repeat(150_000),
  'a megabyte in many lines': `::error::pwned ${'<pwned>\r\n'.repeat(116_500)}`,
};

/** As a variable holds it: the system takes no NUL, and Linux at most 128 KiB. */
function toVariable(text: string): string {
  return text.replaceAll('\0', '').slice(0, 2_000).toWellFormed();
}

/** A run and a job that failed, with `text` wherever someone outside can put one. */
function createHostile(text: string) {
  const branch = toVariable(text);
  const html_url = `https://github.com/acme/shop/${text.slice(0, 2_000)}`;
  const file = 'acme/shop/.github/workflows/ci.yml@refs/heads/main';
  const run: RunFields = { head_branch: branch, html_url };
  const job: JobFields = { name: text.slice(0, 2_000), html_url, steps: [{ name: text, conclusion: 'failure' }] };
  const contexts: Partial<Contexts> = {
    github: {
      ...{ job: 'build', ref: `refs/heads/${branch}`, workflow: branch, actor: branch, workflow_ref: file },
      event: { head_commit: { message: text }, repository: { full_name: 'acme/shop', default_branch: 'main' } },
    },
    job: { workflow_ref: file },
    runner: { name: branch, debug: '1' },
    matrix: { leg: branch },
  };
  return { run, job, contexts };
}

const TAGS =
  /<(h3|\/h3|table|\/table|tr|\/tr|th align="left"|\/th|td|\/td|p|\/p|pre|\/pre|code|\/code|br|a href="https?:\/\/[^"<>\n]*"|\/a)>/g;

/** Only the markup of the action's own, closed where it was opened, in one block into which Markdown does not look. */
function expectOwnMarkup(summary: string): void {
  const names = [...summary.matchAll(TAGS)].map(([, name = '']) => name.split(' ')[0] ?? '');
  const open: string[] = [];
  for (const name of names.filter((one) => one !== 'br')) {
    if (name.startsWith('/')) expect(open.pop()).toBe(name.slice(1));
    else open.push(name);
  }
  expect(open).toEqual([]);
  expect(summary.replace(TAGS, '')).not.toMatch(/[<>]/);
  expect(summary.trimEnd()).not.toMatch(/\n[^\S\n]*\n/);
  expect(names.filter((name) => name === 'h3')).toHaveLength(1);
}

/** Nothing but what the action itself tells the runner. */
function expectOwnCommands(run: JobRun, own: string[], url: string): void {
  const commands = run.commands.map(({ name }) => name).filter((name) => name !== 'debug');
  expect(commands.filter((name) => name !== 'add-mask')).toEqual(own);
  const masks = run.commands.flatMap(({ name, data }) => (name === 'add-mask' ? data : []));
  expect(listMasks(listSecrets(url, {}))).toEqual(expect.arrayContaining(masks));
  for (const phase of Object.values(run.phases)) {
    const keys = ['action', 'reason', 'title', 'delivered', 'payload'].filter((key) => key in phase.outputs);
    expect(Object.keys(phase.outputs)).toEqual(keys);
    expect(Object.keys(phase.state).filter((key) => !['inputs', 'done'].includes(key))).toEqual([]);
    expect(phase.rawStdout).not.toMatch(/[^\P{Cc}\n]|[\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
    expect([phase.exported, phase.rawStderr]).toEqual([{}, '']);
  }
}

function expectAlert(request: SpikeRequest | undefined, details: object): void {
  const text = request?.text ?? '';
  const json = parseObject(text);
  expect(Object.keys(json ?? {})).toEqual(['title', 'body']);
  expect(asObject(json?.body)).toMatchObject({ outcome: 'failure', commit_message: expect.any(String), ...details });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
  for (const part of listTexts(json)) {
    expect(part.isWellFormed()).toBe(true);
    expect(part).not.toMatch(/[^\P{Cc}\n\t]|[\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
  }
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...listTexts(item)]);
}

describe.concurrent('text from outside', () => {
  test.each(Object.entries(TEXTS))('is text to the on-call person, and nothing to the runner: %s', async (_, text) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    spike.misbehave({ status: 200, body: text });
    const { run, job: failed, contexts } = createHostile(text);
    const older = github.model.addRun({ run_number: 40, conclusion: 'failure', ...run });
    github.model.addJob(older, { ...failed, conclusion: 'failure' });
    const started = startRun(github, { run, job: failed, contexts });
    const job = await runJob({ contexts: started, with: { token: spike.url(TOKEN) }, statusAtEnd: 'failure' });
    expect(spike.requests).toHaveLength(1);
    expectAlert(spike.requests[0], { failed_steps: [expect.any(String)], failing_since: { run_number: 40 } });
    expectOwnCommands(job, ['warning'], spike.url(TOKEN));
    expect(job.annotations).toMatchObject([{ message: expect.stringMatching(/^Spike answered 200, but not/) }]);
    expectOwnMarkup(job.summary);
    expect(job.summary).toContain('Failing since');
    expect([job.phases.main?.exitCode, job.phases.post?.exitCode]).toEqual([0, 0]);
  });

  test.each(Object.entries(TEXTS))('is text in an alert that is lost: %s', async (_, text) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    spike.misbehave({ status: 400, body: text });
    const { run, job: failed, contexts } = createHostile(text);
    const started = startRun(github, { run, job: { name: 'report' }, contexts });
    const [own] = github.model.runs.values();
    if (own === undefined) throw new Error('There is no run.');
    github.model.addAnnotation(github.model.addJob(own, { ...failed, conclusion: 'failure' }), { message: text });
    const given = toVariable(text);
    const body = JSON.stringify({ [given]: { deep: [given] } });
    const inputs = { token: spike.url(TOKEN), needs: 'failure', title: given, body };
    const job = await runJob({ contexts: started, with: inputs, phases: ['main'] });
    expect(spike.requests).toHaveLength(1);
    expectAlert(spike.requests[0], { failed_jobs: expect.any(Array), errors: [expect.any(String)] });
    expectOwnCommands(job, ['error'], spike.url(TOKEN));
    expect(job.annotations).toMatchObject([{ message: expect.stringMatching(/^The request to open the incident/) }]);
    expectOwnMarkup(job.summary);
    expect(job.outputs).toMatchObject({ action: 'create', delivered: 'false', payload: spike.requests[0]?.text });
    expect(job.conclusion).toBe('failure');
  });

  test.each(Object.entries(TEXTS))('is text in the reason why nothing is reported: %s', async (_, text) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    const { run, job: failed, contexts } = createHostile(text);
    const inputs = { token: spike.url(TOKEN), status: 'failure', branches: 'main' };
    const started = startRun(github, { run, job: failed, contexts });
    const job = await runJob({ contexts: started, with: inputs, phases: ['main'] });
    expect([spike.requests, github.requests]).toEqual([[], []]);
    expectOwnCommands(job, [], spike.url(TOKEN));
    expect(job.outputs).toMatchObject({ action: 'none', payload: '' });
    expect(job.outputs.reason).toMatch(/^the branch .* matches no pattern of the input branches/);
  });
});

const MAX_MEMORY_KB = 300 * 1024;
/** The action ends a look-up after 5 s (the virtual clock of lookups.test.ts sees to it); a loaded machine adds to that. */
const MAX_PHASE_MS = 20_000;

/** A module to import first, which adds to a file how much memory the process took at most, in KB. */
const measure = (file: string) =>
  `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const line = process.resourceUsage().maxRSS + '\\n';
    process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(file)}, line);
  });
`)}`;

describe.concurrent('an answer of GitHub', () => {
  const ANSWERS = {
    'without end': answerEndless(),
    'of 400 MB, compressed': answerBomb(),
    'of 100 MB of [': answerNested(),
    'of a million jobs': answerMany(),
    'of a million runs': answerMany({ key: 'workflow_runs' }),
    'of a few bytes a second': answerTrickle(),
    'that stops in its middle': 'stall' as const,
  };
  const KINDS = { job: { statusAtEnd: 'failure' }, 'needed jobs': { with: { needs: 'failure' } } } as const;

  test.each(
    Object.entries(ANSWERS).flatMap(([what, answer]) =>
      Object.entries(KINDS).map(([kind, play]) => ({ what, kind, answer, play })),
    ),
  )('$what does not cost the alert of a $kind, nor much time or memory', async ({ answer, play }) => {
    await using spike = await startSpike();
    await using github = await startGithub({ interfere: () => answer });
    const folder = mkdtempSync(join(tmpdir(), 'memory-'));
    const env = { NODE_OPTIONS: `--import ${measure(join(folder, 'memory'))}` };
    const given = { token: spike.url(TOKEN), ...('with' in play && play.with) };
    const { phases } = await runJob({ contexts: startRun(github), env, ...play, with: given, limit: MAX_PHASE_MS });
    const memory = readFileSync(join(folder, 'memory'), 'utf8').trim().split('\n').map(Number);
    rmSync(folder, { recursive: true });
    expect(listSent(spike)).toEqual([expect.stringMatching(/^open CI/)]);
    expect([memory.length, phases.post?.exitCode]).toEqual([2, 0]);
    expect(Math.max(...memory)).toBeLessThan(MAX_MEMORY_KB);
  });
});
