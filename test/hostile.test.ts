import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { asObject, parseObject } from '../src/json.ts';
import { listMasks, listSecrets } from '../src/secrets.ts';
import {
  answerBomb,
  answerEndless,
  answerGarbage,
  answerMany,
  answerNested,
  answerShape,
  answerTrickle,
  type Interference,
  redirectTo,
  WRONG_SHAPES,
} from './github/interference.ts';
import type { JobFields } from './github/model.ts';
import { TOKEN } from './jobs.ts';
import { type Play, type Report, startRepository } from './repository.ts';
import type { Job, JobRun } from './runner/runner.ts';
import type { SpikeRequest } from './spike/spike.ts';

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
function createHostile(text: string): { name: string; job: JobFields & { message: string }; play: Play } {
  const branch = toVariable(text);
  const html_url = `https://github.com/acme/shop/${text.slice(0, 2_000)}`;
  const file = 'acme/shop/.github/workflows/ci.yml@refs/heads/main';
  const play: Play = {
    run: { head_branch: branch, html_url },
    contexts: {
      github: {
        ...{ job: 'build', ref: `refs/heads/${branch}`, workflow: branch, actor: branch, workflow_ref: file },
        event: { head_commit: { message: text }, repository: { full_name: 'acme/shop', default_branch: 'main' } },
      },
      job: { workflow_ref: file },
      runner: { name: branch, debug: '1' },
      matrix: { leg: branch },
    },
  };
  const steps: JobFields['steps'] = [{ name: text, conclusion: 'failure' }];
  return { name: text.slice(0, 2_000), job: { conclusion: 'failure', html_url, steps, message: text }, play };
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
    expect(phase.exported).toEqual({});
    expect(Object.keys(phase.state).filter((key) => !['inputs', 'done'].includes(key))).toEqual([]);
    expect(phase.rawStdout).not.toMatch(/[^\P{Cc}\n]|[\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
    expect(phase.rawStderr).toBe('');
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
    await using repository = await startRepository();
    repository.spike.misbehave({ status: 200, body: text });
    const { name, job: failed, play } = createHostile(text);
    repository.addRun(40, { [name]: failed }, play.run);
    const { job } = await repository.reportJob(41, 'failure', { ...play, name, steps: failed.steps });
    expect(repository.spike.requests).toHaveLength(1);
    expectAlert(repository.spike.requests[0], {
      failed_steps: [expect.any(String)],
      failing_since: { run_number: 40 },
    });
    expectOwnCommands(job, ['warning'], repository.spike.url(TOKEN));
    expect(job.annotations).toMatchObject([{ message: expect.stringMatching(/^Spike answered 200, but not/) }]);
    expectOwnMarkup(job.summary);
    expect(job.summary).toContain('Failing since');
    expect([job.phases.main?.exitCode, job.phases.post?.exitCode]).toEqual([0, 0]);
  });

  test.each(Object.entries(TEXTS))('is text in an alert that is lost: %s', async (_, text) => {
    await using repository = await startRepository();
    repository.spike.misbehave({ status: 400, body: text });
    const { name, job: failed, play } = createHostile(text);
    const given = toVariable(text);
    const { job } = await repository.reportNeeds(
      41,
      { [name]: failed },
      {
        ...play,
        with: { needs: 'failure', title: given, body: JSON.stringify({ [given]: { deep: [given] } }) },
        runner: { phases: ['main'] },
      },
    );
    expect(repository.spike.requests).toHaveLength(1);
    expectAlert(repository.spike.requests[0], {
      failed_jobs: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]),
      errors: expect.arrayContaining([expect.any(String)]),
    });
    expectOwnCommands(job, ['error'], repository.spike.url(TOKEN));
    expect(job.annotations).toMatchObject([{ message: expect.stringMatching(/^Spike could not be asked to open/) }]);
    expectOwnMarkup(job.summary);
    const { text: payload } = repository.spike.requests[0] ?? {};
    expect(job.outputs).toMatchObject({ action: 'create', delivered: 'false', payload });
    expect(job.conclusion).toBe('failure');
  });

  test.each(Object.entries(TEXTS))('is text in the reason why nothing is reported: %s', async (_, text) => {
    await using repository = await startRepository();
    const { play } = createHostile(text);
    const { job, asked, sent } = await repository.reportJob(41, 'failure', {
      ...play,
      with: { status: 'failure', branches: 'main' },
      runner: { phases: ['main'] },
    });
    expect([sent, asked]).toEqual([[], []]);
    expectOwnCommands(job, [], repository.spike.url(TOKEN));
    expect(job.outputs).toMatchObject({ action: 'none', payload: '' });
    expect(job.outputs.reason).toMatch(/^the branch .* matches no pattern of the input branches/);
  });
});

const MAX_MEMORY_KB = 300 * 1024;
/** A module to import first, which adds to a file how much memory the process took at most, in KB. */
const MEASURE = (file: string) => `
  process.on('exit', () => {
    const line = process.resourceUsage().maxRSS + '\\n';
    process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(file)}, line);
  });
`;

/** What `report` gives, and the most memory that a phase took. */
async function measure(report: (runner: Partial<Job>) => Promise<Report>): Promise<Report & { memoryKb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'memory-'));
  try {
    const file = join(folder, 'memory');
    const module = `data:text/javascript,${encodeURIComponent(MEASURE(file))}`;
    const found = await report({ env: { NODE_OPTIONS: `--import ${module}` } });
    const phases = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    expect(phases).toHaveLength(2);
    return { ...found, memoryKb: Math.max(...phases) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.concurrent('an answer of GitHub', () => {
  const PAGE = { status: 404, headers: { 'content-type': 'text/html' }, body: '<html><h1>404</h1></html>' };
  /** `isLasting`: no second try can mend it, so a resolve is held back at once. */
  const ANSWERS: { answer: string; interference: Interference; isLasting: boolean }[] = [
    { answer: 'without end', interference: answerEndless(), isLasting: true },
    { answer: 'of 400 MB, compressed', interference: answerBomb(), isLasting: true },
    { answer: 'of 100 MB of [', interference: answerNested(), isLasting: true },
    { answer: 'of a million jobs', interference: answerMany(), isLasting: true },
    { answer: 'of a million runs', interference: answerMany({ key: 'workflow_runs' }), isLasting: true },
    { answer: 'of a few bytes a second', interference: answerTrickle(), isLasting: false },
    { answer: 'of a megabyte that is not JSON', interference: answerGarbage(1_000_000), isLasting: false },
    { answer: 'that is a page of a proxy', interference: { ...PAGE, status: 200 }, isLasting: false },
    { answer: 'that redirects to itself', interference: redirectTo('/repos/acme/shop'), isLasting: false },
    { answer: 'that stops in its middle', interference: 'stall', isLasting: false },
    { answer: 'that never comes', interference: 'hang', isLasting: false },
  ];
  const LASTING = ANSWERS.filter(({ isLasting }) => isLasting);

  test.each(ANSWERS)('$answer does not cost the alert, nor much memory', async ({ interference }) => {
    await using repository = await startRepository();
    repository.github.interfere(() => interference);
    const found = await measure((runner) => repository.reportJob(41, 'failure', { runner }));
    expect(found.sent).toEqual(['open CI / build failed in acme/shop']);
    expect(found.job.phases.post?.exitCode).toBe(0);
    expect(found.memoryKb).toBeLessThan(MAX_MEMORY_KB);
  });

  test.each(LASTING)('$answer does not cost the alert of needed jobs, nor much memory', async ({ interference }) => {
    await using repository = await startRepository();
    repository.github.interfere(() => interference);
    const found = await measure((runner) => repository.reportNeeds(41, { api: 'failure' }, { runner }));
    expect(found.sent).toEqual(['open CI failed in acme/shop']);
    expect(found.memoryKb).toBeLessThan(MAX_MEMORY_KB);
  });

  test.each(LASTING)('$answer holds a resolve back, and is not asked for again', async ({ interference }) => {
    await using repository = await startRepository();
    repository.github.interfere(() => interference);
    const { sent, asked, job } = await repository.reportJob(41, 'success');
    expect([sent, asked.length]).toEqual([[], 1]);
    expect(job.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining('an answer of GitHub is') },
    ]);
  });

  test.each(WRONG_SHAPES.map((shape) => ({ shape, text: JSON.stringify(shape) })))(
    'of the shape $text does not cost the alert',
    async ({ shape }) => {
      await using repository = await startRepository();
      repository.github.interfere(() => answerShape(shape));
      const { sent, job } = await repository.reportJob(41, 'failure');
      expect(sent).toEqual(['open CI / build failed in acme/shop']);
      expect([job.phases.post?.exitCode, job.phases.post?.rawStderr]).toEqual([0, '']);
    },
  );

  test('that the page is not there counts as a missing permission', async () => {
    await using repository = await startRepository();
    repository.github.interfere(() => PAGE);
    expect((await repository.reportJob(41, 'failure')).sent).toEqual(['open CI / build failed in acme/shop']);
    expect((await repository.reportJob(42, 'success')).sent).toEqual(['resolve CI / build failed in acme/shop']);
    const watched = await repository.reportWatched(43, { build: 'success' });
    expect(watched.sent).toEqual([]);
    expect(watched.log).toContain('the job does not have the permission actions: read');
  });

  test('that redirects, because the repository was renamed, is followed', async () => {
    await using repository = await startRepository();
    repository.github.model.renameRepository('acme/till');
    const till = { contexts: { github: { repository: 'acme/till' } } };
    const red = await repository.reportJob(41, 'failure', till);
    expect(red.sent).toEqual(['open CI / build failed in acme/till']);
    expect(red.body).toMatchObject({ failed_steps: ['npm test'], job_url: expect.any(String) });
    const green = await repository.reportJob(42, 'success', till);
    expect(green.sent).toEqual(['resolve CI / build failed in acme/till']);
  });
});
