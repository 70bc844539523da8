import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSpike } from '../spike/spike.ts';
import { parseCommand } from './commands.ts';
import { interpolate } from './expressions.ts';
import { createContexts, type Job, type JobRun, type OtherStep, runJob } from './runner.ts';

// What the tests of the action would not notice: they fail by themselves where the rest of the runner is wrong.

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
  pre: dist/pre.js
  pre-if: failure()
  main: dist/main.js
  post: dist/post.js
`;

// Does what the input script says, with a few words of its own.
const SCRIPT = `
const { appendFileSync } = process.getBuiltinModule('node:fs');
const { env } = process;
const { phase } = globalThis;
const put = (name, text) => appendFileSync(env['GITHUB_' + name], text + '\\n');
const print = console.log;
await eval('(async () => {' + env.INPUT_SCRIPT + '})()');
`;

let action = '';

beforeAll(async () => {
  action = await mkdtemp(join(tmpdir(), 'action-'));
  await mkdir(join(action, 'dist'));
  await writeFile(join(action, 'action.yml'), MANIFEST);
  await writeFile(join(action, 'dist/index.js'), SCRIPT);
  await writeFile(join(action, 'dist/package.json'), '{"type":"module"}');
  for (const phase of ['pre', 'main', 'post']) {
    await writeFile(join(action, `dist/${phase}.js`), `globalThis.phase = '${phase}'; await import('./index.js');`);
  }
});

afterAll(() => rm(action, { recursive: true, force: true }));

function run(script: string, job: Partial<Job> = {}): Promise<JobRun> {
  return runJob({ action, contexts: createContexts(), ...job, with: { script, ...job.with } });
}

/** Notes which phase runs with what: `main success`. */
const SAY = 'print(phase, env["INPUT_JOB-STATUS"], env.INPUT_TITLE);';

describe('inputs', () => {
  test('are the given texts and the evaluated defaults, empty without one', async () => {
    const { phases } = await run('', { phases: ['main'] });
    expect(phases.main?.inputs).toEqual({
      ...{ script: '', 'job-status': 'success', matrix: 'null', 'check-run-id': '31000000041', run: '41.1 of ' },
      ...{ flag: 'false', title: '' },
    });
  });
});

describe('an expression', () => {
  const contexts = { github: { sha: 'abc', number: 7, flag: true, list: [1], none: null } };
  const evaluate = (text: string) => interpolate({ text, contexts, allowed: ['github'] });

  test.each([
    ['a ${{ github.sha }} b ${{ GitHub.SHA }} c', 'a abc b abc c'],
    ['${{ github.number }} ${{ github.flag }} ${{ github.none }}.${{ github.a.b }}', '7 true .'],
    ["${{ fromJSON('[1,2]')[1] }}", '2'],
    ["${{ github.flag && 'yes' || 'no' }}", 'yes'],
  ])('%s gives %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  test.each([
    ['${{ github.list }}', 'use toJSON()'],
    ['${{ matrix.os }}', "Unrecognized named-value: 'matrix'"],
    ['${{ success() }}', "Unrecognized function: 'success'"],
  ])('%s is refused', (text, message) => {
    expect(() => evaluate(text)).toThrow(message);
  });
});

describe('a phase', () => {
  test('has only the environment that a runner sets', async () => {
    const { log } = await run('print(Object.keys(env).join())', {
      contexts: createContexts({ env: { DEPLOY: 'prod' }, runner: { debug: '1' } }),
      env: { HTTPS_PROXY: 'http://127.0.0.1:1' },
      phases: ['main'],
    });
    const names = log.split(',');
    const others = names.filter((name) => !/^(GITHUB|RUNNER|INPUT|ACTIONS)_/.test(name));
    expect(others.sort()).toEqual(['CI', 'DEPLOY', 'HOME', 'HTTPS_PROXY', 'LANG', 'PATH', 'SHELL', 'USER']);
    expect(names).toContain('ACTIONS_RUNTIME_TOKEN');
    for (const name of ['GITHUB_TOKEN', 'GITHUB_EVENT', 'GITHUB_ACTION_PATH']) expect(names).not.toContain(name);
    expect(names.filter((name) => name.startsWith('RUNNER_')).sort()).toEqual(
      ['ARCH', 'DEBUG', 'ENVIRONMENT', 'NAME', 'OS', 'TEMP', 'TOOL_CACHE', 'TRACKING_ID', 'WORKSPACE'].map(
        (name) => `RUNNER_${name}`,
      ),
    );
  });

  test('has the state of the phase before', async () => {
    const { phases, log } = await run('put("STATE", "lines<<E\\na\\nb=c\\nE"); print(phase, env.STATE_lines)');
    expect(log).toBe('main undefined\npost a\nb=c');
    expect(phases.main?.state).toEqual({ lines: 'a\nb=c' });
  });

  test('that does not end is killed and fails the test', async () => {
    await expect(run('setInterval(() => {}, 1000)', { limit: 1 })).rejects.toThrow('did not end within 1 ms');
  });

  test('may not call a server that is not on the loopback', async () => {
    const script = 'await fetch("http://192.0.2.1:81/").catch(() => {})';
    await expect(run(script)).rejects.toThrow('A stray network call to 192.0.2.1:81');
  });

  test('is obeyed where it says a command, and shown where it does not', async () => {
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

  test.each(['text ::error::x', '::error', ':: error::x', '##[nothing]x', ''])('says no command by %s', (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });
});

describe('a job', () => {
  test.each<{ after: Omit<OtherStep, 'name'>; post: string }>([
    { after: { main: 'failure' }, post: 'failure' },
    { after: { post: 'failure' }, post: 'failure' },
    // Post phases run from the last to the first, and those registered in a pre phase at the end.
    { after: { pre: 'success', post: 'failure' }, post: 'success' },
  ])('fails, and shows post a $post, where a step after it ends with $after', async ({ after, post }) => {
    const { log, jobStatus } = await run(SAY, { others: { after: [{ name: 'test', ...after }] } });
    expect([log, jobStatus]).toEqual([`main success \npost ${post} `, 'failure']);
  });

  test('fails where the main phase fails, and runs the post phase', async () => {
    const { phases, conclusion, jobStatus } = await run('process.exitCode = phase === "main" ? 1 : 0');
    expect([phases.main?.exitCode, phases.post?.exitCode]).toEqual([1, 0]);
    expect(phases.post?.inputs['job-status']).toBe('failure');
    expect([conclusion, jobStatus]).toEqual(['failure', 'failure']);
  });

  /** Calls Spike in the main phase, and ends with the answer or with the last signal. */
  const call = (url: string) => `
    ${SAY}
    process.on('SIGINT', () => print('SIGINT'));
    for (const name of ['SIGTERM', 'SIGBREAK']) process.on(name, () => { print(name); process.exit(0); });
    if (phase === 'main') await fetch('${url}', { method: 'POST' });`;

  test.each([
    { os: 'Linux', condition: undefined, says: '\nSIGINT\nSIGTERM', conclusion: 'cancelled' },
    { os: 'Linux', condition: 'success()', says: '\nSIGINT\nSIGTERM', conclusion: 'cancelled' },
    { os: 'Windows', condition: 'success()', says: '\nSIGINT\nSIGBREAK', conclusion: 'cancelled' },
    { os: 'Linux', condition: 'always()', says: '', conclusion: 'success' },
  ])(
    'that is cancelled on $os leaves a step with the condition $condition as $conclusion',
    async ({ os, condition, says, conclusion }) => {
      await using spike = await startSpike();
      spike.misbehave(says === '' ? { status: 200 } : 'hang');
      const cancelled = await run(call(spike.url('a')), {
        contexts: createContexts({ runner: { os } }),
        ...(condition !== undefined && { mainCondition: condition }),
        cancel: { phase: 'main', when: spike.received(1), interruptFor: 50 },
      });
      const log = `main success ${says}\npost cancelled `;
      expect(cancelled).toMatchObject({ log, conclusion, jobStatus: 'cancelled' });
    },
  );

  test('whose runner is shut down skips all that is left, and fails', async () => {
    await using spike = await startSpike();
    spike.misbehave('hang');
    const shutdown = { phase: 'main', when: spike.received(1), interruptFor: 50 } as const;
    const { log, conclusion, jobStatus } = await run(call(spike.url('a')), { shutdown });
    expect([log, conclusion, jobStatus]).toEqual(['main success \nSIGINT\nSIGTERM', 'cancelled', 'failure']);
  });

  test('evaluates the inputs again at the end, with what has changed', async () => {
    const contexts = createContexts({ inputs: { text: 'first' } });
    const { log } = await run(SAY, {
      ...{ contexts, contextsAtEnd: { inputs: { text: 'last' } } },
      with: { title: '${{ inputs.text }} ${{ github.job }}' },
    });
    expect(log).toBe('main success first build\npost success last build');
  });

  describe('with composite actions', () => {
    const contexts = createContexts({ secrets: { TOKEN: 'of-the-job' } });
    const outer = { name: 'outer', inputs: { text: '' }, with: { text: 'outer' } };
    const inner = { name: 'inner', inputs: { text: '' }, with: { text: '${{ inputs.text }}+inner' } };

    test('gives each level its own inputs and status, and the job its status when the outermost ends', async () => {
      const { log, jobStatus } = await run(SAY, {
        contexts,
        with: { title: '${{ inputs.text }} ${{ github.action_status }}' },
        mainCondition: 'always()',
        composites: [
          { ...outer, before: [{ name: 'check', main: 'failure' }] },
          { ...inner, condition: 'always()' },
        ],
      });
      expect(log).toBe('main success outer+inner success\npost failure outer+inner success');
      expect(jobStatus).toBe('failure');
    });

    test('has no secrets in there', async () => {
      const job = { contexts, with: { title: '${{ secrets.TOKEN }}' }, composites: [outer] };
      await expect(run('', job)).rejects.toThrow("Unrecognized named-value: 'secrets'");
    });
  });
});
