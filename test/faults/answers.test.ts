import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startGithub } from '../github/github.ts';
import { collectTraces, findLeaks } from '../leaks.ts';
import { createContexts, type JobRun, runJob } from '../runner/runner.ts';
import { startBare } from '../servers.ts';
import { startSpike } from '../spike/spike.ts';
import { type Fault, GITHUB_FAULTS, PROXY_FAULTS, SPIKE_FAULTS } from './faults.ts';

// Its forms differ in a URL, in HTML and in JSON.
const TOKEN = 'x7Q"k&2+9v<T>m\'Z%é~4r';
const PLAIN = 'x7Qk29vTmZ_4rHw8';
const PASSWORD = 'hunter2-hunter2';

const contexts = createContexts({ runner: { debug: '1' } });
/** The main phase. Its limit is far above what it takes: a process that stays longer is killed and fails the test. */
const play = (token: string, env: Record<string, string> = {}): Promise<JobRun> =>
  runJob({ contexts, env, with: { token, status: 'failure', timeout: '1' }, phases: ['main'], limit: 10_000 });

/** Whatever was answered: no secret in any trace, no stack trace, and at most one line on the run. */
function expectClean(run: JobRun, secrets: string[]): void {
  const traces = collectTraces(run);
  for (const secret of secrets) expect(findLeaks(traces, secret)).toEqual([]);
  expect(traces).not.toMatch(/\n\s+at |The action itself failed/);
  for (const { rawStderr } of Object.values(run.phases)) expect(rawStderr).toBe('');
}

/** The alert is delivered, or the step has failed; and `says` is the one line on the run, if there is one. */
function expectOutcome({ annotations, outputs, conclusion, summary }: JobRun, { says }: Fault): void {
  const isDelivered = outputs.delivered === 'true';
  const levels = says === undefined ? [] : [isDelivered ? 'warning' : 'error'];
  expect(annotations.map(({ level }) => level)).toEqual(levels);
  if (says !== undefined) expect(annotations[0]?.message).toMatch(says);
  if (!isDelivered) expect(annotations[0]?.message).toMatch(/^The request to open .+ failed after 1 attempt: /);
  expect(conclusion).toBe(isDelivered ? 'success' : 'failure');
  expect(summary).toContain(isDelivered ? 'Failure reported' : 'Not delivered');
}

describe.concurrent('the built action ends, and says what became of the alert, when', () => {
  test.each(SPIKE_FAULTS)('Spike $name', async (fault) => {
    await using server = await startBare('}', (socket) => fault.play(socket, TOKEN));
    const token = `http://127.0.0.1:${server.port}/${encodeURIComponent(TOKEN)}/push-events`;
    const run = await play(token);
    expect(server.sockets).toHaveLength(1);
    expectOutcome(run, fault);
    expectClean(run, [TOKEN]);
  });

  test.each(PROXY_FAULTS)('a proxy $name', async (fault) => {
    await using server = await startBare('\r\n\r\n', (socket) => fault.play(socket, PLAIN));
    const run = await play(PLAIN, { https_proxy: `http://mona:${PASSWORD}@127.0.0.1:${server.port}` });
    expect(server.sockets).toHaveLength(1);
    expectOutcome(run, fault);
    expectClean(run, [PLAIN, PASSWORD]);
  });

  test('nobody listens', async () => {
    const token = `http://127.0.0.1:${await findFreePort()}/${PLAIN}/push-events`;
    const run = await play(token);
    const says = /the connection was refused \(ECONNREFUSED\)|no connection within/;
    expectOutcome(run, { name: '', play: () => {}, says });
    expectClean(run, [PLAIN]);
  });

  test.each(Object.entries(GITHUB_FAULTS))('GitHub %s', async (_, createAnswer) => {
    const secret = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a';
    await using spike = await startSpike();
    await using github = await startGithub({ interfere: () => createAnswer(secret) });
    const run = await runJob({
      contexts: createContexts({ ...contexts, github: { token: secret, api_url: github.url } }),
      with: { token: spike.url(PLAIN) },
      ...{ statusAtEnd: 'failure', limit: 15_000 },
    });
    expect(github.requests[0]?.headers.authorization).toContain(secret);
    expect(spike.open()).toHaveLength(1);
    expect(run.phases.post?.exitCode).toBe(0);
    expectClean(run, [PLAIN, secret]);
    expect(spike.requests.flatMap(({ text }) => findLeaks(text, secret))).toEqual([]);
  });
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
