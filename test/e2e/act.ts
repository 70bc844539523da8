import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Event } from './events.ts';
import type { Shop } from './shop.ts';

/** A line of act's log. Source: `pkg/runner/logger.go` and `command.go` of nektos/act. */
export type LogLine = {
  text: string;
  /** A workflow command that act took, or what it made of a file command (`set-output`, `summary`). */
  command?: string;
  /** What the command said. */
  data: string;
};

export type ActRun = { conclusion: 'success' | 'failure'; lines: LogLine[] };

/** One run of a workflow. */
export type ActOrder = {
  /** The program. */
  act: string;
  shop: Shop;
  /** A name that no other run has. */
  name: string;
  /** The work tree. */
  repository: string;
  workflow: string;
  event: Event;
  secrets: Readonly<Record<string, string>>;
  variables: Readonly<Record<string, string>>;
  /** When a step prints a line with this text, act is told to stop, as when somebody cancels the run. */
  cancelAt?: string;
};

const USES = 'your-org/spike-incident@v1';
const LIMIT = 180_000;

/**
 * Runs a workflow on act, on this machine itself (no containers) and without the network. Secrets are not masked,
 * so that it can be seen whether the action keeps them to itself.
 *
 * @throws Error when act does not end in time or ends otherwise than green or red
 */
export async function runAct(order: ActOrder): Promise<ActRun> {
  const { act, shop, name, repository, workflow, event, secrets, variables, cancelAt } = order;
  const folder = await shop.folder(name);
  const eventFile = join(folder, 'event.json');
  await writeFile(eventFile, JSON.stringify(event.payload));
  const words = [
    event.name,
    '--json',
    '--insecure-secrets',
    '--no-cache-server',
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--workflows', `.github/workflows/${workflow}`],
    ...['--eventpath', eventFile],
    ...['--actor', 'mona'],
    ...['--action-cache-path', join(folder, 'cache')],
    ...['--local-repository', `${USES}=${shop.action}`],
    ...Object.entries(secrets).flatMap(([key, value]) => ['--secret', `${key}=${value}`]),
    ...Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
  ];
  // With one thread, act's map of local repositories is safe: jobs that run at the same time all write to it.
  const env = { ...shop.env, GOMAXPROCS: '1' };
  const child = spawn(act, words, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const watchdog = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  const lines: LogLine[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const { isOutput, ...line } = readLine(text);
    lines.push(line);
    if (cancelAt !== undefined && isOutput && line.text.includes(cancelAt)) child.kill('SIGINT');
  }
  const [code] = await exited;
  clearTimeout(watchdog);
  if (code !== 0 && code !== 1) {
    throw new Error(`act ended with ${code ?? `a signal, after ${LIMIT / 1000} s`}: ${errors.join('')}`);
  }
  // What keeps a workflow from running at all is told on the error output only.
  const last = { text: errors.join(''), data: '' };
  return { conclusion: code === 0 ? 'success' : 'failure', lines: [...lines, last] };
}

function readLine(text: string): LogLine & { isOutput: boolean } {
  const fields = parse(text);
  const read = (key: string): string | undefined => {
    const value: unknown = Reflect.get(fields, key);
    return typeof value === 'string' ? value : undefined;
  };
  const command = read('command');
  return {
    text: (read('msg') ?? text).replace(/\r?\n$/, ''),
    isOutput: Reflect.get(fields, 'raw_output') === true,
    ...(command !== undefined && { command }),
    data: read('arg') ?? read('content') ?? '',
  };
}

function parse(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
