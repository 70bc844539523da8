import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCommand } from './commands.ts';
import { interpolate } from './expressions.ts';
import { createContexts, type Job, type JobRun, runJob } from './runner.ts';

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
      ...{ script: '', 'job-status': 'success', matrix: 'null', 'check-run-id': '31000000041', run: '41.1 of ' },
      ...{ flag: 'false', title: '' },
    });
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

  test('run the post phase after a failed main phase, with the job failed', async () => {
    const { phases, conclusion, jobStatus } = await run('process.exitCode = phase === "main" ? 1 : 0');
    expect([phases.main?.exitCode, phases.post?.exitCode]).toEqual([1, 0]);
    expect(phases.post?.inputs['job-status']).toBe('failure');
    expect([conclusion, jobStatus]).toEqual(['failure', 'failure']);
  });

  test('that do not end are killed and fail the test', async () => {
    await expect(run('setInterval(() => {}, 1000)', { limit: 1 })).rejects.toThrow('did not end within 1 ms');
  });

  test('may not call a server that is not on the loopback', async () => {
    const script = 'await fetch("http://192.0.2.1:81/").catch(() => {})';
    await expect(run(script)).rejects.toThrow('A stray network call to 192.0.2.1:81');
  });
});

// Notes which phases ran with what, one line each: `main success`.
const THREE_PHASES = MANIFEST.replace(
  /runs:.*/s,
  `runs:
  using: node24
  pre: dist/pre.js
  pre-if: failure()
  main: dist/main.js
  post: dist/post.js
`,
);

describe('a job', () => {
  let action = '';

  beforeAll(async () => {
    action = await createAction(
      THREE_PHASES,
      SCRIPT.replace(/const phase = .*/, 'const { phase } = globalThis;').replace(/^put.*/m, ''),
    );
    for (const phase of ['pre', 'main', 'post']) {
      await writeFile(join(action, `dist/${phase}.js`), `globalThis.phase = '${phase}'; await import('./index.js');`);
    }
  });

  afterAll(() => rm(action, { recursive: true }));

  const say = 'print(phase, env["INPUT_JOB-STATUS"], env.INPUT_TITLE)';
  const play = (script: string, job: Partial<Job> = {}) => run(script, { action, ...job });
  const list = ({ steps }: JobRun) => steps.map(({ name, phase, result }) => `${phase} ${name} ${result}`);
  const fails = (phase: string) => `if (phase === '${phase}') process.exitCode = 1`;

  describe('that fails before its first step', () => {
    test('plays pre and post and skips main', async () => {
      const played = await play(`${say}; print(env.STATE_a); if (phase === "pre") put("STATE", "a=1")`, {
        failsBefore: true,
      });
      expect(played.log).toBe('pre failure \nundefined\npost failure \n1');
      expect([played.conclusion, played.jobStatus]).toEqual(['skipped', 'failure']);
    });
  });

  describe('with other steps', () => {
    test('plays the post phases from the last to the first, and those registered in pre at the end', async () => {
      const played = await play('', {
        others: {
          before: [{ name: 'checkout', post: 'success' }],
          after: [
            { name: 'login', pre: 'success', post: 'success' },
            { name: 'cache', post: 'success' },
          ],
        },
      });
      expect(list(played).filter((one) => one.startsWith('post'))).toEqual(
        ['cache', 'action', 'checkout', 'login'].map((name) => `post ${name} success`),
      );
    });

    test('shows what failed in between, by status and by id', async () => {
      const { log, jobStatus } = await play(say, {
        with: { title: '${{ steps.tests.outcome }}' },
        others: { after: [{ name: 'tests', main: 'failure' }, { name: 'deploy' }] },
      });
      expect([log, jobStatus]).toEqual(['main success \npost failure failure', 'failure']);
    });
  });

  test.each(['main', 'post'] as const)('stays green when %s fails and the step continues on error', async (phase) => {
    expect((await play(fails(phase))).jobStatus).toBe('failure');
    const { jobStatus, steps } = await play(fails(phase), { continueOnError: true });
    expect(jobStatus).toBe('success');
    expect(steps).toContainEqual({ name: 'action', phase, outcome: 'failure', result: 'success' });
  });

  test('fails main and plays post, without state, when an input cannot be evaluated', async () => {
    const played = await play(`put("STATE", "a=1"); ${say}; print(env.STATE_a)`, {
      with: { title: "${{ fromJSON(job.status == 'success' && 'no JSON' || '7') }}" },
    });
    expect(played.log).toMatch(/^Error: The template is not valid\. Input title: .*\npost failure 7\nundefined$/);
    expect(played.phases.main).toMatchObject({ hasStarted: false, inputs: {} });
  });

  describe('that is ended from outside', () => {
    /** Something to connect to: `rung` settles first, then the connection ends. */
    async function startBell() {
      const { promise: rung, resolve } = Promise.withResolvers<void>();
      const server = createServer((socket) => {
        resolve();
        setImmediate(() => socket.end());
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      // Rings in the phase, and then ends by itself if no signal ends it.
      const ring = (phase: string, last = '') => `
        ${say};
        if (phase === '${phase}') {
          for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK']) {
            process.on(name, () => { print(name); if (name !== 'SIGINT' || !'${last}') process.exit(0); });
          }
          const waits = setInterval(() => {}, 1000);
          const { connect } = process.getBuiltinModule('node:net');
          connect(${port}, '127.0.0.1').on('close', () => { if (env.INPUT_FLAG === 'ends') clearInterval(waits); }).resume();
        }`;
      return { rung, ring, [Symbol.asyncDispose]: () => new Promise<void>((settle) => server.close(() => settle())) };
    }

    test('by a cancellation signals main, and post sees a cancelled job', async () => {
      await using bell = await startBell();
      const played = await play(bell.ring('main'), { cancel: { phase: 'main', when: bell.rung } });
      expect(played).toMatchObject({ log: 'main success \nSIGINT\npost cancelled ', conclusion: 'cancelled' });
    });

    test.each([
      { phase: 'main', condition: 'always()', log: 'main success \npost cancelled ' },
      { phase: 'post', condition: 'success()', log: 'main success \npost success ' },
    ] as const)(
      'by a cancellation does not signal $phase of a step with $condition',
      async ({ phase, condition, log }) => {
        await using bell = await startBell();
        const played = await play(bell.ring(phase), {
          with: { flag: 'ends' },
          mainCondition: condition,
          cancel: { phase, when: bell.rung },
        });
        expect(played).toMatchObject({ log, conclusion: 'success', jobStatus: 'cancelled' });
      },
    );

    test('by the time of the step signals post too, which fails unless it continues on error', async () => {
      await using bell = await startBell();
      const job = { stepTimeout: { phase: 'post' as const, when: bell.rung } };
      const played = await play(bell.ring('post'), job);
      expect(played.log).toMatch(/\nSIGINT\nError: The action 'Run spike' has timed out/);
      expect(played.jobStatus).toBe('failure');
      expect((await play(bell.ring('post'), { ...job, continueOnError: true })).jobStatus).toBe('success');
    });

    test('by a shutdown of the runner signals main, skips all that is left and fails', async () => {
      await using bell = await startBell();
      const played = await play(bell.ring('main'), {
        shutdown: { phase: 'main', when: bell.rung },
        others: { after: [{ name: 'last', condition: 'always()' }] },
      });
      expect(list(played)).toEqual([
        'pre action skipped',
        'main action cancelled',
        'main last skipped',
        'post action skipped',
      ]);
      expect([played.log, played.jobStatus]).toEqual(['main success \nSIGINT', 'failure']);
    });

    test.each([
      ['Linux', 'SIGTERM'],
      ['Windows', 'SIGBREAK'],
    ])('on %s gets %s in the end', async (os, signal) => {
      await using bell = await startBell();
      const { log } = await play(bell.ring('main', signal), {
        contexts: createContexts({ runner: { os } }),
        phases: ['main'],
        cancel: { phase: 'main', when: bell.rung, interruptFor: 50 },
      });
      expect(log).toBe(`main success \nSIGINT\n${signal}`);
    });
  });

  describe('with composite actions', () => {
    const contexts = createContexts({ secrets: { TOKEN: 'of-the-job' } });
    const withOf = { title: '${{ inputs.text }} ${{ steps.inner.outcome }} ${{ github.action_status }}' };
    const outer = { name: 'outer', inputs: { text: '' }, with: { text: 'outer' } };
    const inner = {
      name: 'inner',
      inputs: { text: '', more: 'by default' },
      with: { text: '${{ inputs.text }}+inner' },
    };

    test('gives each level its own inputs, steps and status, and the job its status when the outermost ends', async () => {
      const { log, jobStatus } = await play(say, {
        contexts,
        with: withOf,
        mainCondition: 'always()',
        composites: [
          { ...outer, before: [{ name: 'check', main: 'failure' }] },
          { ...inner, condition: 'always()', before: [{ name: 'inner' }] },
        ],
      });
      expect(log).toBe('main success outer+inner success success\npost failure outer+inner success success');
      expect(jobStatus).toBe('failure');
    });

    // actions/runner 2030 and 3514.
    test('plays the post phase of one inside a local one with what the outermost has', async () => {
      const { log } = await play(`${say}; put("STATE", "a=1"); print(env.STATE_a)`, {
        with: withOf,
        composites: [outer, { ...inner, isLocal: true }],
      });
      expect(log).toBe('main success outer+inner  success\nundefined\npost success outer  success\n1');
    });

    test('plays pre in one that is not local, and warns of it in one that is', async () => {
      expect(Object.keys((await play('', { composites: [outer], failsBefore: true })).phases)).toEqual(['pre', 'post']);
      const { phases, annotations } = await play('', { composites: [{ ...outer, isLocal: true }] });
      expect(Object.keys(phases)).toEqual(['main', 'post']);
      expect(annotations[0]?.message).toContain('`pre` execution is not supported for local action');
    });

    test('has no secrets in there', async () => {
      const job = { contexts, with: { title: '${{ secrets.TOKEN }}' }, composites: [outer] };
      await expect(play('', job)).rejects.toThrow("Unrecognized named-value: 'secrets'");
    });
  });

  describe('with an input that is too long', () => {
    test('goes without it on Windows, where an empty one is there', async () => {
      const { log } = await play('print("INPUT_TITLE" in env, "INPUT_RUN" in env)', {
        contexts: createContexts({ runner: { os: 'Windows' } }),
        with: { title: 'x'.repeat(32_767), run: '' },
        phases: ['main'],
      });
      expect(log).toMatch(/^Warning: Environment variable 'INPUT_TITLE' exceeds.*\nfalse true$/);
    });
  });

  test.each(['EACCES', 'ENOSPC'] as const)(
    'has files that cannot be written (%s), and older commands',
    async (reason) => {
      const { log, outputs, summary } = await play(
        `for (const name of ['STATE', 'OUTPUT', 'STEP_SUMMARY']) try { put(name, 'a=1') } catch ({ code }) { print(code) }
       print('::save-state name=a::by command'); print('::set-output name=b::too'); print(env.STATE_a)`,
        { unwritable: ['state', 'output', 'summary'], unwritableReason: reason },
      );
      expect(log.split('\n')).toEqual([reason, reason, reason, 'undefined', reason, reason, reason, 'by command']);
      expect([outputs, summary]).toEqual([{ b: 'too' }, '']);
    },
  );
});

describe('the environment', () => {
  test('has only what a runner sets', async () => {
    const contexts = createContexts({ env: { DEPLOY: 'prod' }, runner: { debug: '1' } });
    const names = await printed('Object.keys(env)', { contexts, env: { HTTPS_PROXY: 'http://127.0.0.1:1' } });
    const all = Array.isArray(names) ? names.map(String) : [];
    const others = all.filter((name) => !/^(GITHUB|RUNNER|INPUT)_/.test(name));
    const ofTheRunner = others.filter((name) => !name.startsWith('ACTIONS_'));
    expect(ofTheRunner.sort()).toEqual(['CI', 'DEPLOY', 'HOME', 'HTTPS_PROXY', 'LANG', 'PATH', 'SHELL', 'USER']);
    expect(others).toContain('ACTIONS_RUNTIME_TOKEN');
    expect(all).not.toContain('GITHUB_TOKEN');
    expect(all).not.toContain('GITHUB_EVENT');
    expect(all).not.toContain('GITHUB_ACTION_PATH');
    expect(all.filter((name) => name.startsWith('RUNNER_')).sort()).toEqual(
      ['ARCH', 'DEBUG', 'ENVIRONMENT', 'NAME', 'OS', 'TEMP', 'TOOL_CACHE', 'TRACKING_ID', 'WORKSPACE'].map(
        (name) => `RUNNER_${name}`,
      ),
    );
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
});

describe('the parts', () => {
  test.each(['text ::error::x', '::error', ':: error::x', '##[nothing]x', ''])('%s is no command', (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });
});
