import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContexts, type JobStatus, runJob } from '../../test/runner/runner.ts';

/** What a phase finds: its inputs, what the job has become, and where GitHub's API is. */
export type Moment = { phase: 'main' | 'post'; status: JobStatus; with: Record<string, string>; api: string };

/** The environment of a phase, as the runner would set it, with the files it names. */
export type Place = { folder: string; env: Record<string, string> };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// Keeps the files of the phase, which the runner takes away, and prints its environment.
const RECORDER = `
  process.getBuiltinModule('node:fs').cpSync(process.env.HOME, KEPT, { recursive: true });
  console.log(JSON.stringify(process.env));
`;

/** Has the test runner run a job up to a phase of the action, and keeps what this phase is given in `folder`. */
export async function createPlace(folder: string, { phase, status, with: inputs, api }: Moment): Promise<Place> {
  const action = await mkdtemp(join(tmpdir(), 'recorder-'));
  try {
    for (const name of ['action.yml', 'dist']) await cp(join(ROOT, name), join(action, name), { recursive: true });
    await writeFile(join(action, `dist/${phase}.js`), `const KEPT = ${JSON.stringify(folder)};${RECORDER}`);
    const { phases } = await runJob({
      action,
      contexts: createContexts({ github: { api_url: api } }),
      with: inputs,
      statusAtEnd: status,
      phases: phase === 'main' ? ['main'] : ['main', 'post'],
      hasInstruments: false,
    });
    return { folder, env: moveTo(folder, JSON.parse(phases[phase]?.rawStdout ?? '{}')) };
  } finally {
    await rm(action, { recursive: true });
  }
}

function moveTo(folder: string, recorded: object): Record<string, string> {
  const env = Object.entries(recorded).map(([name, value]) => [name, String(value)]);
  const { HOME: home = '' } = Object.fromEntries(env);
  return Object.fromEntries(env.map(([name, value = '']) => [name, value.replaceAll(home, folder)]));
}
