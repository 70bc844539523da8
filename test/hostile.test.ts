import { describe, expect, test, vi } from 'vitest';
import { asObject, parseObject } from '../src/json.ts';
import { type GithubStandIn, startGithub } from './github/github.ts';
import { TOKEN } from './jobs.ts';
import { createContexts, type JobRun, runJob } from './runner/runner.ts';
import { type SpikeRequest, startSpike } from './spike/spike.ts';

// The built action, in fresh processes: a loaded machine starts few of them a second.
vi.setConfig({ testTimeout: 60_000 });

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

/** A job that failed, with `text` wherever someone outside can put one. */
function createHostileContexts(text: string, { model, url }: GithubStandIn) {
  const branch = toVariable(text);
  const page = `https://github.com/acme/shop/${text.slice(0, 2_000)}`;
  model.addRun({ id: 40, run_number: 40, head_branch: branch, conclusion: 'failure', html_url: page });
  const run = model.addRun({ id: 9007001041, run_number: 41, head_branch: branch, conclusion: null });
  const steps = [{ name: text, conclusion: 'failure' as const }];
  const job = model.addJob(run, { id: 31000000041, name: text, conclusion: null, html_url: page, steps });
  model.addAnnotation(job, { path: text, message: text });
  return createContexts({
    github: {
      ...{ token: 'ghs_1', api_url: url, ref: `refs/heads/${branch}`, workflow: branch, actor: branch },
      // The file is asked for by its name.
      workflow_ref: 'acme/shop/.github/workflows/ci.yml@refs/heads/main',
      event: {
        head_commit: { message: text },
        repository: { full_name: 'acme/shop', default_branch: 'main' },
      },
    },
    job: { workflow_ref: 'acme/shop/.github/workflows/ci.yml@refs/heads/main' },
    runner: { name: branch, debug: '1' },
    matrix: { leg: branch },
  });
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

/** Nothing but what the action itself says to the runner. */
function expectOwnCommands(run: JobRun, own: string[]): void {
  const commands = run.commands.map(({ name }) => name).filter((name) => name !== 'debug');
  expect(commands.filter((name) => name !== 'add-mask')).toEqual(own);
  for (const { data } of run.commands.filter(({ name }) => name === 'add-mask')) expect(data).toContain(TOKEN);
  for (const phase of Object.values(run.phases)) {
    const keys = ['action', 'reason', 'title', 'delivered', 'payload'].filter((key) => key in phase.outputs);
    expect(Object.keys(phase.outputs)).toEqual(keys);
    expect(phase.exported).toEqual({});
    expect(Object.keys(phase.state).filter((key) => key !== 'reported')).toEqual(['phase']);
    expect(phase.state.phase).toBe('post');
    expect(phase.rawStdout).not.toMatch(/[^\P{Cc}\n]|[\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
    expect(phase.rawStderr).toBe('');
  }
}

function expectAlert(request: SpikeRequest | undefined): void {
  const text = request?.text ?? '';
  const json = parseObject(text);
  expect(Object.keys(json ?? {})).toEqual(['title', 'body']);
  expect(asObject(json?.body)).toMatchObject({
    ...{ outcome: 'failure', repository: 'acme/shop', run_number: 41, commit_message: expect.any(String) },
    ...{ failed_steps: [expect.any(String)], errors: [expect.any(String)], failing_since: { run_number: 40 } },
  });
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

describe.concurrent('from outside', () => {
  test.each(Object.entries(TEXTS))(
    '%s come to the on-call person as text, and to the runner as nothing',
    async (_, text) => {
      await using spike = await startSpike();
      await using github = await startGithub();
      spike.misbehave({ status: 200, body: text });
      const run = await runJob({
        contexts: createHostileContexts(text, github),
        with: { token: spike.url(TOKEN) },
        statusAtEnd: 'failure',
      });
      expect(spike.requests).toHaveLength(1);
      expectAlert(spike.requests[0]);
      expectOwnCommands(run, ['warning']);
      expect(run.annotations).toMatchObject([
        { message: expect.stringMatching(/^Spike took it with 200, but the answer/) },
      ]);
      expectOwnMarkup(run.summary);
      expect(run.summary).toContain('Failing since');
      expect([run.phases.main?.exitCode, run.phases.post?.exitCode]).toEqual([0, 0]);
    },
  );

  test.each(Object.entries(TEXTS))('%s are no more than text in an alert that is lost', async (_, text) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    spike.misbehave({ status: 400, body: text });
    const given = toVariable(text);
    const run = await runJob({
      contexts: createHostileContexts(text, github),
      with: {
        ...{ token: spike.url(TOKEN), status: 'failure' },
        ...{ title: given, body: JSON.stringify({ [given]: { deep: [given] } }) },
      },
      phases: ['main'],
    });
    expect(spike.requests).toHaveLength(1);
    expectAlert(spike.requests[0]);
    expectOwnCommands(run, ['error']);
    expect(run.annotations).toMatchObject([
      { message: expect.stringMatching(/^Spike was not told to open the incident/) },
    ]);
    expectOwnMarkup(run.summary);
    expect(run.outputs).toMatchObject({ action: 'create', delivered: 'false', payload: spike.requests[0]?.text });
    expect(run.conclusion).toBe('failure');
  });

  test.each(Object.entries(TEXTS))('%s are no more than text in the reason for saying nothing', async (_, text) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    const run = await runJob({
      contexts: createHostileContexts(text, github),
      with: { token: spike.url(TOKEN), status: 'failure', branches: 'main' },
      phases: ['main'],
    });
    expect([spike.requests, github.requests]).toEqual([[], []]);
    expectOwnCommands(run, []);
    expect(run.outputs).toMatchObject({ action: 'none', payload: '' });
    expect(run.outputs.reason).toMatch(/^the branch .* matches no pattern of branches$/);
  });
});
