import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { startGithub } from './github/github.ts';
import { answerGarbage, failInside, refusePermission } from './github/interference.ts';
import { createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { type Misbehaviour, type Spike, startSpike } from './spike/spike.ts';

// The built action, in fresh processes: a loaded machine starts few of them a second.
vi.setConfig({ testTimeout: 60_000 });

const PLAIN = 'x7Qk29vTmZ_4rHw8';
const ODD = 'x7Q"k&2+9v<T>m\'Z%é~4r';

/** The forms in which an answer may show `secret`. */
function listForms(secret: string): string[] {
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
function findLeaks(text: string, secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    bytes
      .subarray(shift)
      .toString('base64')
      .replace(/.{2}=*$/, ''),
  );
  return [...listForms(secret), ...shifted, bytes.toString('hex')].flatMap((form) => {
    for (let start = 0; start <= form.length - 8; start++) {
      const place = text.indexOf(form.slice(start, start + 8));
      if (place !== -1) return [text.slice(Math.max(0, place - 40), place + 40)];
    }
    return [];
  });
}

/**
 * All that a run left behind, debug lines too, before the runner has hidden anything; only what masks are made of is
 * not in it. And what arrived at Spike. What was kept is there as JSON too, which is the form it is often looked at in.
 */
function collect(run: JobRun, { requests }: Pick<Spike, 'requests'> = { requests: [] }): string {
  const kept = [run.phases.main, run.phases.post].map((phase) => {
    const { rawSummary, rawStderr, outputs, state, exported } = phase ?? {};
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

const contexts = createContexts({ runner: { debug: '1' } });

type Given = { secret: string; token: string };

/** How a token is given: what the input holds, and the token in it. */
const WAYS: Record<string, (spike: Spike) => Given> = {
  'as URL': (spike) => ({ secret: PLAIN, token: spike.url(PLAIN) }),
  'as URL with a line break behind it': (spike) => ({ secret: PLAIN, token: `${spike.url(PLAIN)}\r\n` }),
  'as URL that is encoded': (spike) => ({ secret: ODD, token: spike.url(ODD) }),
  'as URL that should be encoded': (spike) => ({
    secret: ODD,
    token: spike.url('TOKEN').replace('TOKEN', ODD.replace('%', '%25')),
  }),
};

/** An answer that says all it knows of where the request went. */
function echo(status: number, before = ''): Misbehaviour {
  return ({ url: path = '', headers }, response) => {
    const name = decodeURIComponent(path.split('/')[1] ?? '');
    response.writeHead(status, { location: `http://${headers.host}/other${path}` });
    response.end([before, path, ...listForms(name)].join(' '));
  };
}

type Path = { path: string; answers?: Misbehaviour[]; with?: Record<string, string>; job?: Partial<Job> };

const PATHS: Path[] = [
  { path: 'that is good', with: { status: '' }, job: { phases: ['main', 'post'], statusAtEnd: 'failure' } },
  { path: 'of a dry run', with: { 'dry-run': 'true' } },
  { path: 'of an odd answer', answers: [echo(200)] },
  { path: 'of a 400', answers: [echo(400)] },
  { path: 'of an answer that is cut in the middle of it', answers: [echo(400, 'x'.repeat(487))] },
  { path: 'of a 500', answers: [echo(500)] },
  { path: 'of a 500 that passes', with: { timeout: '5' }, answers: [echo(500)] },
  { path: 'of a lost resolve', with: { status: 'success' }, answers: [echo(404)] },
  { path: 'of a redirect', answers: [echo(307)] },
  { path: 'of a connection that is reset', answers: ['reset'] },
  { path: 'of a wrong input', with: { priority: 'p9' } },
];

describe.concurrent('the token', () => {
  const cases = Object.entries(WAYS).flatMap(([way, give]) => PATHS.map((path) => ({ way, give, ...path })));

  test.each(cases)('given $way shows nowhere on the path $path', async ({ give, answers = [], job, ...more }) => {
    await using spike = await startSpike();
    spike.misbehave(...answers);
    const { secret, token } = give(spike);
    const run = await runJob({
      contexts,
      with: { token, status: 'failure', timeout: '1', ...more.with },
      phases: ['main'],
      ...job,
    });
    expect(run.commands[0]?.name).toBe('add-mask');
    expect(findLeaks(collect(run, spike), secret)).toEqual([]);
    expect(spike.requests.length).toBeGreaterThanOrEqual(answers.length);
    expect(spike.requests.map(({ path }) => decodeURIComponent(path))).toEqual(
      spike.requests.map(() => `/${secret}/push-events`),
    );
  });

  test('shows nowhere when nobody listens at its URL', async () => {
    const spike = await startSpike();
    const token = spike.url(PLAIN);
    await spike[Symbol.asyncDispose]();
    const run = await runJob({ contexts, with: { token, status: 'failure', timeout: '1' }, phases: ['main'] });
    expect(run.annotations).toMatchObject([{ message: expect.stringContaining('the connection was refused') }]);
    expect(findLeaks(collect(run), PLAIN)).toEqual([]);
  });

  test.each([PLAIN, ODD])('given bare as %s shows nowhere', async (token) => {
    const run = await runJob({ contexts, with: { token, 'dry-run': 'true' }, statusAtEnd: 'failure' });
    expect(run.summary).toContain('Dry run');
    expect(findLeaks(collect(run), token)).toEqual([]);
  });

  test('given bare shows nowhere when a proxy turns it away, and neither does the password of the proxy', async () => {
    const asked: string[] = [];
    await using proxy = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 502 x7Qk29vTmZ_4rHw8\r\ncontent-length: 16\r\n\r\nx7Qk29vTmZ_4rHw8');
    });
    await once(proxy, 'listening');
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const run = await runJob({
      contexts,
      with: { token: PLAIN, status: 'failure', timeout: '1' },
      env: { https_proxy: `http://runner:hunter2hunter2@127.0.0.1:${port}` },
      phases: ['main'],
    });
    expect(asked).toEqual(['hooks.spike.sh:443']);
    expect(run.annotations).toMatchObject([{ message: expect.stringContaining('the proxy answered 502') }]);
    expect(findLeaks(collect(run), PLAIN)).toEqual([]);
    expect(findLeaks(collect(run), 'hunter2hunter2')).toEqual([]);
  });

  test.each([
    `https://hooks.spike.example/${PLAIN}/push-events`,
    `http://hooks.spike.sh/${PLAIN}/push-events`,
    `https://hooks.spike.sh:8443/${PLAIN}`,
    `https://hooks.spike.sh/${PLAIN}/other`,
    `https://hooks.spike.sh/${PLAIN}/push-events?token=${PLAIN}`,
    `https://${PLAIN}@hooks.spike.sh/${PLAIN}`,
    `https://hooks.spike.sh/${encodeURIComponent(ODD)}/a/b`,
    `ftp://hooks.spike.sh/${PLAIN}`,
    `hooks.spike.sh/${PLAIN}/push-events`,
    `Bearer ${PLAIN}`,
    `one\n${PLAIN}`,
    `mailto:${PLAIN}`,
  ])('that is wrong, as in %j, fails the step and shows nowhere', async (token) => {
    const run = await runJob({ contexts, with: { token }, phases: ['main'] });
    expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/^token /) }]);
    expect(run.annotations).toHaveLength(1);
    for (const secret of [PLAIN, ODD]) expect(findLeaks(collect(run), secret)).toEqual([]);
  });

  test.each(['status', 'create-on', 'branches', 'needs', 'timeout', 'dry-run', 'severity'])(
    'shows nowhere when it stands in %s too',
    async (input) => {
      const run = await runJob({
        contexts,
        with: { token: ODD, [input]: input === 'branches' ? `[${ODD}` : ODD },
        phases: ['main'],
      });
      expect(run.annotations).toMatchObject([{ message: expect.stringMatching(`^${input}.*"\\[?\\*\\*\\*"`) }]);
      expect(findLeaks(collect(run), ODD)).toEqual([]);
    },
  );

  test.each([
    { ending: 'is delivered', answers: [], lost: 0 },
    { ending: 'is lost', answers: [{ status: 400 }], lost: 1 },
  ])('shows nowhere when it stands in the texts of an alert that $ending', async ({ answers, lost }) => {
    await using spike = await startSpike();
    spike.misbehave(...answers);
    const token = spike.url(ODD);
    const event = { head_commit: { message: `Post to ${token}, that is ${ODD}` } };
    const run = await runJob({
      contexts: createContexts({ ...contexts, github: { ...contexts.github, event } }),
      with: {
        ...{ token, status: 'failure', title: `The title of ${ODD}` },
        body: JSON.stringify({ failed_steps: [`curl ${token}`], [ODD]: { url: encodeURIComponent(ODD) } }),
      },
      phases: ['main'],
    });
    expect(run.annotations).toHaveLength(lost);
    expect(spike.requests).toMatchObject([{ json: { title: 'The title of ***' } }]);
    expect(findLeaks(collect(run, spike), ODD)).toEqual([]);
  });

  test('is hidden from what later steps print, bare, in its URL and encoded', async () => {
    const token = `https://hooks.spike.sh/${encodeURIComponent(ODD)}/push-events`;
    const run = await runJob({ contexts, with: { token, 'dry-run': 'true' }, phases: ['main'] });
    const masks = run.commands.filter(({ name }) => name === 'add-mask').map(({ data }) => data);
    expect(masks).toEqual(expect.arrayContaining([token, ...listForms(ODD)]));
  });
});

describe.concurrent('the token of GitHub', () => {
  test.each([
    { way: 'well', answer: undefined },
    { way: 'with 403', answer: refusePermission() },
    { way: 'with 500', answer: failInside() },
    { way: 'with garbage', answer: answerGarbage(1000) },
  ])('shows nowhere when GitHub answers $way', async ({ answer }) => {
    await using spike = await startSpike();
    await using github = await startGithub({ interfere: () => answer });
    const secret = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a';
    const run = await runJob({
      contexts: createContexts({ ...contexts, github: { token: secret, api_url: github.url } }),
      with: { token: spike.url(PLAIN) },
      statusAtEnd: 'failure',
    });
    expect(github.requests[0]?.headers.authorization).toContain(secret);
    expect(spike.open()).toHaveLength(1);
    expect(findLeaks(collect(run, spike), secret)).toEqual([]);
  });
});
