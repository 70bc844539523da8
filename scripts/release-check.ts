/**
 * Shows that the commit is fit to be released: its dist is, byte by byte, the build of its src, and the papers say
 * the same version. After `npm ci`, on any machine:
 *
 *     npm run release:check               # the commit
 *     npm run release:check -- v1.2.3     # the commit as this tag
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { get } from '../src/json.ts';
import { readArchive } from './archive.ts';
import { MAX_DOWNLOAD_BYTES } from './limits.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What keeps this from being released as `tag`; without one, a version that is still to come is fine. */
function findProblemsOfPapers(tag: string | undefined): string[] {
  const version = String(get(JSON.parse(read('package.json')), 'version'));
  const problems: string[] = [];
  if (tag !== undefined && tag !== `v${version}`) {
    problems.push(`The tag is ${tag}, but package.json says ${version}.`);
  }
  if (get(JSON.parse(read('package-lock.json')), 'version') !== version) {
    problems.push(`package-lock.json does not say ${version}: npm install mends it.`);
  }
  return [...problems, ...findProblemsOfChangelog(version, tag !== undefined)];
}

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/** How CHANGELOG.md is not in the form of Keep a Changelog, or silent about a version that `isReleased`. */
function findProblemsOfChangelog(version: string, isReleased: boolean): string[] {
  const text = read('CHANGELOG.md');
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  const odd = headings.filter((heading) => !/^\[Unreleased\]$|^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/.test(heading));
  const kinds = [...text.matchAll(/^### (.*)$/gm)].map(([, kind = '']) => kind);
  const isTold = headings.some((heading) => heading.startsWith(`[${version}]`));
  return [
    ...odd.map((heading) => `CHANGELOG.md has the heading "${heading}", which is no version and its day.`),
    ...kinds.filter((kind) => !KINDS.includes(kind)).map((kind) => `CHANGELOG.md has the heading "${kind}".`),
    ...(isReleased && !isTold ? [`CHANGELOG.md says nothing about ${version}.`] : []),
  ];
}

// What the build is made of.
const INPUTS = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** How dist differs from its build, which is left in the work tree. */
function findProblemsOfBuild(committed: ReadonlyMap<string, Buffer>): string[] {
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('Run it with npm: npm run release:check');
  const dirty = git('status', '--porcelain', '--', ...INPUTS);
  if (dirty !== '') return [`These files are not those of the commit:\n${dirty}`];
  const { status } = spawnSync(process.execPath, [npm, 'run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) return ['src cannot be built.'];
  const built = new Map(
    readdirSync(join(ROOT, 'dist')).map((name) => [`dist/${name}`, readFileSync(join(ROOT, 'dist', name))]),
  );
  const names = [...committed.keys()].filter((name) => name.startsWith('dist/'));
  return [...new Set([...names, ...built.keys()])].sort().flatMap((name) => {
    const [ours, theirs] = [committed.get(name), built.get(name)];
    if (ours === undefined) return `${name} is built, but not committed.`;
    if (theirs === undefined) return `${name} is committed, but not built.`;
    if (!ours.equals(theirs)) return `${name} is not what is built from src.`;
    console.log(`${createHash('sha256').update(ours).digest('hex')}  ${name}`);
    return [];
  });
}

function git(...words: string[]): string {
  return spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' }).stdout;
}

function main(): void {
  const [tag] = process.argv.slice(2);
  const { files, size } = readArchive('HEAD');
  const problems = [...findProblemsOfPapers(tag), ...findProblemsOfBuild(files)];
  console.log(`What the runner downloads: ${files.size} files, ${(size / 1024).toFixed(1)} KB compressed.`);
  if (size > MAX_DOWNLOAD_BYTES) problems.push(`That is more than ${MAX_DOWNLOAD_BYTES / 1024} KB.`);
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`${git('rev-parse', 'HEAD').trim()} is fit to be released${tag === undefined ? '' : ` as ${tag}`}.`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
