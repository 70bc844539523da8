import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCommand, parseFileCommand } from './commands.ts';
import { interpolate } from './expressions.ts';
import { createMasks } from './masks.ts';
import { createContexts, examplePayload, type Job, type JobRun, runJob } from './runner.ts';

const MANIFEST = `
name: Fake
description: Does what the input script says.
inputs:
  script:
    description: What to do.
    required: true
  job-status:
    description: A context.
    default: \${{ job.status }}
  matrix:
    description: A context.
    default: \${{ toJSON(matrix) }}
  check-run-id:
    description: A context.
    default: \${{ job.check_run_id }}
  run:
    description: Several expressions.
    default: "\${{ github.run_number }}.\${{ github.run_attempt }} of \${{ github.nothing }}"
  flag:
    description: No text in YAML.
    default: false
  title:
    description: Without a default.
runs:
  using: node24
  main: dist/index.js
  post: dist/index.js
`;

// Does what the input script says, with a few words of its own.
const SCRIPT = `
const { appendFileSync, readFileSync } = process.getBuiltinModule('node:fs');
const { env } = process;
const phase = env.STATE_phase ?? 'main';
const put = (name, text) => appendFileSync(env['GITHUB_' + name], text + '\\n');
const print = console.log;
put('STATE', 'phase<<END\\npost\\nEND');
await eval('(async () => {' + env.INPUT_SCRIPT + '})()');
`;

let folder = '';

beforeAll(async () => {
  folder = await createAction(MANIFEST, SCRIPT);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function createAction(manifest: string, script: string): Promise<string> {
  const action = await mkdtemp(join(tmpdir(), 'action-'));
  await mkdir(join(action, 'dist'));
  await writeFile(join(action, 'action.yml'), manifest);
  await writeFile(join(action, 'dist/index.js'), script);
  await writeFile(join(action, 'dist/package.json'), '{"type":"module"}');
  return action;
}

function run(script: string, job: Partial<Job> = {}): Promise<JobRun> {
  return runJob({ action: folder, contexts: createContexts(), ...job, with: { script, ...job.with } });
}

async function printed(script: string, job: Partial<Job> = {}): Promise<unknown> {
  const { phases } = await run(`print(JSON.stringify(${script}))`, { phases: ['main'], ...job });
  return JSON.parse(phases.main?.rawStdout ?? '');
}

describe('inputs', () => {
  test('are the given texts and the evaluated defaults, empty without one', async () => {
    const { phases } = await run('', { phases: ['main'] });
    expect(phases.main?.inputs).toEqual({
      script: '',
      'job-status': 'success',
      matrix: 'null',
      'check-run-id': '31000000041',
      run: '41.1 of ',
      flag: 'false',
      title: '',
    });
  });

  test('reach the process with their hyphens', async () => {
    expect(await printed(`[env['INPUT_JOB-STATUS'], env.INPUT_FLAG, env.INPUT_TITLE]`)).toEqual([
      'success',
      'false',
      '',
    ]);
  });

  test('are evaluated again for the post phase, defaults included', async () => {
    const { phases } = await run('', {
      with: { title: '${{ job.status }} ${{ steps.tests.outcome }}' },
      contexts: createContexts({ steps: {} }),
      contextsAtEnd: { steps: { tests: { outcome: 'failure' } } },
      statusAtEnd: 'failure',
    });
    expect([phases.main?.inputs['job-status'], phases.main?.inputs.title]).toEqual(['success', 'success ']);
    expect([phases.post?.inputs['job-status'], phases.post?.inputs.title]).toEqual(['failure', 'failure failure']);
  });

  test('that are given but empty override the default', async () => {
    const { phases } = await run('', { with: { 'job-status': '', Run: '' } });
    expect(phases.post?.inputs).toMatchObject({ 'job-status': '', run: '' });
  });

  test('hold matrix and needs as JSON', async () => {
    const contexts = createContexts({
      matrix: { os: 'ubuntu-latest', node: 24, extra: { deep: [true, null] } },
      needs: { build: { result: 'failure', outputs: {} } },
    });
    const { phases } = await run('', { contexts, with: { title: '${{ toJSON(needs) }}' } });
    expect(JSON.parse(phases.main?.inputs.matrix ?? '')).toEqual(contexts.matrix);
    expect(JSON.parse(phases.main?.inputs.title ?? '')).toEqual(contexts.needs);
  });

  test('that the action does not declare are warned about', async () => {
    const { annotations } = await run('', { with: { titel: 'x' }, phases: ['main'] });
    expect(annotations.map(({ level, message }) => `${level} ${message}`)).toEqual([
      expect.stringMatching(/^warning Unexpected input\(s\) 'titel', valid inputs are \['script', /),
    ]);
  });

  test.each([
    ['secrets', 'default: ${{ secrets.X }}', "Input title: Unrecognized named-value: 'secrets'"],
    ['needs', 'default: ${{ toJSON(needs) }}', "Input title: Unrecognized named-value: 'needs'"],
  ])('cannot have a default from %s', async (_, line, message) => {
    const action = await createAction(MANIFEST.replace('Without a default.', `X.\n    ${line}`), SCRIPT);
    await expect(run('', { action })).rejects.toThrow(message);
    await rm(action, { recursive: true });
  });

  test('cannot be described with an expression', async () => {
    const action = await createAction(MANIFEST.replace('No text in YAML.', 'As ${{ job.status }}.'), SCRIPT);
    await expect(run('', { action })).rejects.toThrow('the description of flag holds an expression');
    await rm(action, { recursive: true });
  });
});

describe('expressions', () => {
  const contexts = { github: { sha: 'abc', number: 7, flag: true, list: [1], none: null } };
  const evaluate = (text: string) => interpolate({ text, contexts, allowed: ['github'] });

  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['${{ github.sha }}', 'abc'],
    ['a ${{ github.sha }} b ${{ GitHub.SHA }} c', 'a abc b abc c'],
    ['${{ github.number }} ${{ github.flag }} ${{ github.none }}.${{ github.a.b }}', '7 true .'],
    ["${{ format('{0}}}', github.sha) }}", 'abc}'],
    ["${{ fromJSON('[1,2]')[1] }}", '2'],
    ["${{ github.flag && 'yes' || 'no' }}", 'yes'],
    ['list: ${{ github.list }}', 'list: Array'],
  ])('%s gives %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  test.each([
    ['${{ github.sha', 'not closed'],
    ['${{ }}', 'An expression was expected'],
    ['${{ github.list }}', 'use toJSON()'],
    ['${{ matrix.os }}', "Unrecognized named-value: 'matrix'"],
    ['${{ success() }}', "Unrecognized function: 'success'"],
  ])('%s is refused', (text, message) => {
    expect(() => evaluate(text)).toThrow(message);
  });
});

describe('phases', () => {
  test('get the state of the main phase in the post phase', async () => {
    const { phases, log } = await run('put("STATE", "lines<<E\\na\\nb=c\\nE"); print(phase, env.STATE_lines)');
    expect(log).toBe('main undefined\npost a\nb=c');
    expect(phases.main?.state).toEqual({ phase: 'post', lines: 'a\nb=c' });
  });

  test('get what the main phase exported', async () => {
    const { log } = await run('print(env.NEW, env.PATH.split(":")[0]); put("ENV", "NEW=1"); put("PATH", "/added")');
    expect(log.split('\n').at(-1)).toBe('1 /added');
  });

  test('run the post phase after a failed main phase, with the job failed', async () => {
    const { phases, conclusion, jobStatus } = await run('process.exitCode = phase === "main" ? 1 : 0');
    expect([phases.main?.exitCode, phases.post?.exitCode]).toEqual([1, 0]);
    expect(phases.post?.inputs['job-status']).toBe('failure');
    expect([conclusion, jobStatus]).toEqual(['failure', 'failure']);
  });

  test('keep the job green when a failed step continues on error', async () => {
    const { phases, conclusion } = await run('process.exitCode = 1', {
      continueOnError: true,
      statusAtEnd: 'success',
    });
    expect([conclusion, phases.post?.inputs['job-status']]).toEqual(['success', 'success']);
  });

  test('keep a cancelled job cancelled when the step fails', async () => {
    const { phases } = await run('process.exitCode = 1', { statusAtEnd: 'cancelled' });
    expect(phases.post?.inputs['job-status']).toBe('cancelled');
  });

  test('do not run at all in a step that is skipped', async () => {
    expect(await run('', { mainCondition: false })).toMatchObject({
      phases: {},
      conclusion: 'skipped',
      log: '',
    });
  });

  test('run the pre phase and the post phase, and not the main phase, when something failed before the first step', async () => {
    const action = await createAction(
      MANIFEST.replace('main:', 'pre: dist/index.js\n  pre-if: failure()\n  main:'),
      'console.log(process.env.STATE_a, process.env["INPUT_JOB-STATUS"]); const fs = await import("node:fs");' +
        'fs.appendFileSync(process.env.GITHUB_STATE, "a=1\\n")',
    );
    const failed = await run('', { action, failsBefore: true });
    expect([failed.log, failed.conclusion, failed.jobStatus]).toEqual([
      'undefined failure\n1 failure',
      'skipped',
      'failure',
    ]);
    expect(Object.keys((await run('', { action })).phases)).toEqual(['main', 'post']);
    const always = await run('', { action, failsBefore: true, mainCondition: '${{ always() }}' });
    expect(Object.keys(always.phases)).toEqual(['pre', 'main', 'post']);
    await rm(action, { recursive: true });
  });

  test('are interrupted when the job is cancelled, and the post phase knows', async () => {
    await using server = createServer().listen(0, '127.0.0.1');
    const when = new Promise((settle) => server.once('connection', settle));
    await new Promise((settle) => server.once('listening', settle));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const script = `
      if (phase === 'main') {
        process.on('SIGINT', () => { print('interrupted'); process.exit(130); });
        process.getBuiltinModule('node:net').connect(${port}, '127.0.0.1').on('error', () => {});
        await new Promise(() => setInterval(() => {}, 1000));
      }`;
    const { phases, log, conclusion } = await run(script, { cancel: { phase: 'main', when } });
    expect([log, phases.main?.exitCode, conclusion]).toEqual(['interrupted', 130, 'cancelled']);
    expect(phases.post?.inputs['job-status']).toBe('cancelled');
  });

  test('that do not end are killed and fail the test', async () => {
    await expect(run('print("here"); setInterval(() => {}, 1000)', { limit: 400 })).rejects.toThrow(
      /did not end within 400 ms:\nhere/,
    );
  });

  test('may not call a server that is not on the loopback', async () => {
    const script = 'await fetch("http://192.0.2.1:81/").catch(() => {})';
    await expect(run(script)).rejects.toThrow('A stray network call to 192.0.2.1:81');
  });

  test('tell which files of the action were loaded', async () => {
    const action = await createAction(MANIFEST, 'if (process.env.STATE_more) await import("./more.js");');
    await writeFile(join(action, 'dist/more.js'), '');
    const { phases } = await run('', { action, phases: ['post'], state: { more: '1' } });
    expect(phases.post?.loadedFiles).toEqual(['dist/index.js', 'dist/more.js']);
    await rm(action, { recursive: true });
  });
});

describe('the environment', () => {
  test('has only what a runner sets', async () => {
    const contexts = createContexts({ env: { DEPLOY: 'prod' }, runner: { debug: '1' } });
    const names = await printed('Object.keys(env)', { contexts, env: { HTTPS_PROXY: 'http://127.0.0.1:1' } });
    const all = Array.isArray(names) ? names.map(String) : [];
    const others = all.filter((name) => !/^(GITHUB|RUNNER|INPUT)_/.test(name));
    expect(others.sort()).toEqual(['CI', 'DEPLOY', 'HOME', 'HTTPS_PROXY', 'PATH']);
    expect(all).not.toContain('GITHUB_TOKEN');
    expect(all).not.toContain('GITHUB_EVENT');
    expect(all).not.toContain('GITHUB_ACTION_PATH');
    expect(all.filter((name) => name.startsWith('RUNNER_')).sort()).toEqual(
      ['ARCH', 'DEBUG', 'ENVIRONMENT', 'NAME', 'OS', 'TEMP', 'TOOL_CACHE', 'WORKSPACE'].map((name) => `RUNNER_${name}`),
    );
  });

  test('describes the run as the contexts do', async () => {
    const contexts = createContexts({
      github: { ref: 'refs/tags/v1.2', repository: 'other/thing', head_ref: '' },
    });
    const script =
      '["REF", "REF_NAME", "REF_TYPE", "REPOSITORY_OWNER", "WORKFLOW_REF", "HEAD_REF", "ACTIONS", "REF_PROTECTED"]' +
      '.map((name) => env["GITHUB_" + name])';
    expect(await printed(script, { contexts })).toEqual([
      'refs/tags/v1.2',
      'v1.2',
      'tag',
      'other',
      'other/thing/.github/workflows/ci.yml@refs/tags/v1.2',
      '',
      'true',
      'true',
    ]);
  });

  test('names an event file with the payload', async () => {
    const event = examplePayload('workflow_run', 'completed', 1);
    const contexts = createContexts({ github: { event_name: 'workflow_run', event } });
    expect(await printed('JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"))', { contexts })).toEqual(event);
    expect(await printed('readFileSync(env.GITHUB_EVENT_PATH, "utf8")', { eventFile: '{"a' })).toBe('{"a');
    expect(await printed('env.GITHUB_EVENT_PATH ?? null', { eventFile: null })).toBeNull();
  });

  test('is gone when the job is over', async () => {
    const workspace = await printed('env.GITHUB_WORKSPACE');
    expect(workspace).toEqual(expect.stringContaining('runner-'));
    await expect(access(dirname(String(workspace)))).rejects.toThrow('ENOENT');
  });
});

describe('what a phase says', () => {
  test('is obeyed where it is a command and shown where it is not', async () => {
    const { log, annotations, commands, outputs } = await run(
      `print('plain :: text');
       print('  ::warning title=A%3AB,file=x.ts::two%0Alines 100%25');
       print('::unknown::stays');
       print('odd ##[error]old style');
       console.error('::notice::from stderr');
       print('::debug::unseen');
       print('one\\r::error::after a carriage return');
       print('::set-output name=old::1');
       put('OUTPUT', 'new<<E\\n2\\nE');`,
      { phases: ['main'] },
    );
    expect(log.split('\n').filter((line) => !line.startsWith('Notice'))).toEqual([
      'plain :: text',
      'Warning: two',
      'lines 100%',
      '::unknown::stays',
      'Error: old style',
      'one',
      'Error: after a carriage return',
    ]);
    expect(annotations.filter(({ level }) => level === 'warning')).toEqual([
      { level: 'warning', message: 'two\nlines 100%', properties: { title: 'A:B', file: 'x.ts' } },
    ]);
    expect(annotations).toContainEqual({ level: 'notice', message: 'from stderr', properties: {} });
    expect(commands).toContainEqual({ name: 'debug', properties: {}, data: 'unseen' });
    expect(outputs).toEqual({ old: '1', new: '2' });
  });

  test('shows debug lines when the run is debugged', async () => {
    const contexts = createContexts({ runner: { debug: '1' } });
    expect((await run('print("::debug::seen")', { contexts, phases: ['main'] })).log).toBe('##[debug]seen');
  });

  test('is masked from the command on, in the log, in annotations and in the summary', async () => {
    const { log, rawLog, annotations, summary, phases } = await run(
      `print('s3cret/1 before');
       print('::add-mask::s3cret/1');
       print('s3cret/1 and s3cret%2F1 after');
       print('::error::s3cret/1');
       put('STEP_SUMMARY', '# s3cret/1');
       put('OUTPUT', 'raw=s3cret/1');`,
      { phases: ['main'] },
    );
    expect(log).toBe('s3cret/1 before\n*** and *** after\nError: ***');
    expect(rawLog).toBe('s3cret/1 before\ns3cret/1 and s3cret%2F1 after\nError: s3cret/1');
    expect(annotations).toEqual([{ level: 'error', message: '***', properties: {} }]);
    expect(summary).toBe('# ***\n');
    expect([phases.main?.rawSummary, phases.main?.outputs.raw]).toEqual(['# s3cret/1\n', 's3cret/1']);
  });

  test('is masked in the post phase by what the main phase registered', async () => {
    expect((await run('if (phase === "main") print("::add-mask::hidden"); print("hidden")')).log).toBe('***\n***');
  });

  test('hides the secrets of the job from the start', async () => {
    const contexts = createContexts({ secrets: { SPIKE_TOKEN: 'tok-en' }, github: { token: 'ghs_1' } });
    const script = 'print(env.INPUT_TITLE)';
    const job = { contexts, with: { title: '${{ secrets.SPIKE_TOKEN }} ${{ github.token }}' } };
    expect((await run(script, { ...job, phases: ['main'] })).log).toBe('*** ***');
  });

  test('fails the step with a command that is disabled', async () => {
    const { conclusion, annotations } = await run('print("::set-env name=A::b")');
    expect(conclusion).toBe('failure');
    expect(annotations[0]?.message).toContain('the `set-env` command is disabled');
  });

  test('is no command between stop-commands and its token', async () => {
    const { annotations } = await run(
      `print('::stop-commands::Pause'); print('::error::no'); print('::pause::'); print('::error::yes')`,
      { phases: ['main'] },
    );
    expect(annotations.map(({ message }) => message)).toEqual(['yes']);
  });

  test('fails the step with a broken file command', async () => {
    const { conclusion, annotations } = await run('put("OUTPUT", "a<<END\\nnever ends")', {
      phases: ['main'],
    });
    expect(conclusion).toBe('failure');
    expect(annotations[0]?.message).toContain("Matching delimiter not found 'END'");
  });

  test('is not shown as a summary above 1 MiB', async () => {
    const { summary, annotations } = await run('put("STEP_SUMMARY", "x".repeat(1024 * 1024))', {
      phases: ['main'],
    });
    expect(summary).toBe('');
    expect(annotations[0]?.message).toContain('GITHUB_STEP_SUMMARY');
  });
});

describe('the parts', () => {
  test('a command keeps an escaped escape', () => {
    expect(parseCommand('::error title=a%253A::%250A')).toEqual({
      name: 'error',
      properties: { title: 'a%3A' },
      data: '%0A',
    });
  });

  test.each(['text ::error::x', '::error', ':: error::x', '##[nothing]x', ''])('%s is no command', (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });

  test('a file command is read to its delimiter', () => {
    expect(parseFileCommand('a=1=2\nb<<E\nx\n\ny<<E\nE\nc<<F\nF\n')).toEqual({
      a: '1=2',
      b: 'x\n\ny<<E',
      c: '',
    });
    expect(() => parseFileCommand('neither')).toThrow("Invalid format 'neither'");
  });

  test('masks hide overlapping and encoded forms', () => {
    const masks = createMasks();
    masks.add('abc"d');
    masks.add('cXbcd');
    masks.add('  ');
    expect(masks.apply('abc"d abc%22d abc\\"d abc&quot;d')).toBe('*** *** *** ***');
    expect(masks.apply(`${Buffer.from('abc"d').toString('base64')} abcXbcdx`)).toBe('*** ab***x');
  });

  test('an example that does not exist is refused', () => {
    expect(() => examplePayload('workflow_run', 'completed', 99)).toThrow('No example 99');
    expect(() => examplePayload('nothing')).toThrow('No example 0');
  });
});
