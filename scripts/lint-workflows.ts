/**
 * actionlint and zizmor over every workflow and action here: those of `.github`, those that README and the pages of
 * docs show, and those of `test/e2e/`. Exits 0 only without a finding.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, writeExamples } from '../test/documentation.ts';
import { findTool } from './tools.ts';

/** Writes all that is to be looked at as repositories, and gives their folders. */
function writeRepositories(place: string): string[] {
  const own = join(place, 'own');
  cpSync(join(ROOT, '.github'), join(own, '.github'), { recursive: true });
  for (const name of ['action.yml', 'dist']) cpSync(join(ROOT, name), join(own, name), { recursive: true });
  const shop = join(place, 'shop');
  for (const name of ['workflows', 'actions']) {
    cpSync(join(ROOT, 'test/e2e', name), join(shop, '.github', name), { recursive: true });
  }
  writeExamples(place);
  const folders = readdirSync(place, { recursive: true, encoding: 'utf8' });
  const repositories = folders.filter((name) => existsSync(join(place, name, '.github')));
  // actionlint takes the folder with a `.git` for the root, where `./` leads to.
  for (const name of repositories) mkdirSync(join(place, name, '.git'));
  return repositories.sort();
}

function run(program: string, words: readonly string[], folder: string): boolean {
  const { status, error } = spawnSync(program, words, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) throw error;
  return status === 0;
}

function main(): void {
  const [actionlint, zizmor, shellcheck] = [findTool('actionlint'), findTool('zizmor'), findTool('shellcheck')];
  const place = mkdtempSync(join(tmpdir(), 'workflows-'));
  try {
    const repositories = writeRepositories(place);
    const clean = repositories.map((name) => {
      console.log(`actionlint: ${name}`);
      return run(actionlint, ['-shellcheck', shellcheck, '-pyflakes', ''], join(place, name));
    });
    const config = join(ROOT, '.github/zizmor.yml');
    clean.push(run(zizmor, ['--pedantic', '--offline', '--no-progress', '--quiet', '--config', config, '.'], place));
    if (clean.includes(false)) process.exitCode = 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
