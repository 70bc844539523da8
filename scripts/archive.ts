import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the runner downloads of a version: its files by name, and its size, compressed, in bytes. */
export type Archive = { files: Map<string, Buffer>; size: number };

/**
 * The archive of a commit, with the `.gitattributes` of the work tree.
 *
 * @throws Error when git cannot make it
 */
export function readArchive(commit: string): Archive {
  const words = ['archive', '--worktree-attributes', '--format=tar', commit];
  const { status, stdout, stderr } = spawnSync('git', words, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`There is no archive of ${commit}: ${String(stderr)}`);
  return { files: readFiles(stdout), size: gzipSync(stdout).length };
}

const BLOCK = 512;

/** The files in a tar; folders and the block with the commit's id are none. */
function readFiles(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let start = 0; start < tar.length; ) {
    const read = (from: number, length: number) =>
      tar.toString('utf8', start + from, start + from + length).replace(/\0.*$/s, '');
    const [name, size, type] = [read(0, 100), Number.parseInt(read(124, 12), 8) || 0, read(156, 1)];
    const content = start + BLOCK;
    if (name !== '' && type === '0') files.set(name, tar.subarray(content, content + size));
    start = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
