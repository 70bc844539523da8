import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A made-up repository, `acme/shop`, whose workflows use the action, and all else that act needs on the disk. */
export type Shop = AsyncDisposable & {
  /** The work tree. */
  repository: string;
  /** The action as it is published: `action.yml` and `dist`, taken when the shop was opened. */
  action: string;
  /** A folder for what does not outlive the shop, by a name that was not used before. */
  folder(name: string): Promise<string>;
  /** The environment for git and act: what this process has could change what runs there. */
  env: Record<string, string>;
};

const here = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

/** Opens the shop in a temporary folder, with the action of the folder `source`. */
export async function openShop(source: string): Promise<Shop> {
  const place = await realpath(await mkdtemp(join(tmpdir(), 'shop-')));
  const repository = join(place, 'shop');
  const action = join(place, 'action');
  const home = join(place, 'home');
  const env = {
    // The runner's node is the one that runs this: act takes the first on the PATH.
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    LANG: 'C.UTF-8',
  };
  await mkdir(home);
  await cp(join(source, 'action.yml'), join(action, 'action.yml'), { recursive: true });
  await cp(join(source, 'dist'), join(action, 'dist'), { recursive: true });
  await cp(join(here, 'shop'), repository, { recursive: true });
  await cp(join(here, 'workflows'), join(repository, '.github/workflows'), { recursive: true });
  await cp(join(here, 'actions'), join(repository, '.github/actions'), { recursive: true });
  await commit(repository, env);
  return {
    repository,
    action,
    env,
    async folder(name) {
      const folder = join(place, name);
      await mkdir(folder);
      return folder;
    },
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }),
  };
}

async function commit(repository: string, env: Record<string, string>): Promise<void> {
  const git = (...words: string[]) => run('git', words, { cwd: repository, env });
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  await git('add', '--all');
  const author = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.com'];
  await git(...author, 'commit', '--quiet', '--message', 'Open the shop');
}

/**
 * A copy of the repository whose workflows give the action what act does not know: the hidden inputs that GitHub
 * fills with contexts of its own.
 *
 * @param inputs their values, by name; they may be expressions
 */
export async function teachWorkflows(shop: Shop, name: string, inputs: Record<string, string>): Promise<string> {
  const folder = await shop.folder(name);
  await cp(shop.repository, folder, { recursive: true });
  const lines = Object.entries(inputs).map(([input, value]) => `          ${input}: ${value}\n`);
  const workflows = join(folder, '.github/workflows');
  for (const file of await readdir(workflows)) {
    const text = await readFile(join(workflows, file), 'utf8');
    const taught = text.replaceAll(/uses: your-org\/spike-incident@v1\n +with:\n/g, (step) => step + lines.join(''));
    await writeFile(join(workflows, file), taught);
  }
  return folder;
}
