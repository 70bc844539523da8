/**
 * Bundles `build/` (what `tsc` wrote) into `dist/`.
 *
 * The OIDC helper of `@actions/core` pulls in an HTTP client and undici: 96 % of the bundle for something
 * this action never calls. These packages run nothing on import, but do not say so; told that, the bundler
 * leaves out what is not used. The word is written into their `package.json` below `node_modules`, here and
 * in the open, and each install takes it away again.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const HOT_PATH_LIMIT = 80 * 1024;

function markFreeOfSideEffects(name: string): void {
  const file = `node_modules/${name}/package.json`;
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...Object(manifest), sideEffects: false }, null, 2)}\n`);
}

for (const name of ['@actions/core', '@actions/exec', '@actions/github', '@actions/http-client', 'undici']) {
  markFreeOfSideEffects(name);
}

rmSync('dist', { recursive: true, force: true });
const ncc = [
  'node_modules/@vercel/ncc/dist/ncc/cli.js',
  'build',
  'build/index.js',
  '-o',
  'dist',
  '--license',
  'licenses.txt',
];
const bundled = spawnSync(process.execPath, ncc, { stdio: ['ignore', 'ignore', 'inherit'] });
if (bundled.status !== 0) process.exit(1);

for (const file of readdirSync('dist')) console.log(`dist/${file}: ${statSync(`dist/${file}`).size} bytes`);
const hotPath = statSync('dist/index.js').size;
console.log(`hot path: ${(hotPath / 1024).toFixed(1)} KB of at most ${HOT_PATH_LIMIT / 1024} KB`);
if (hotPath > HOT_PATH_LIMIT) {
  console.error(
    'The hot path is over its limit: see what dist/index.js holds that a run which asks nothing of the API does not need.',
  );
  process.exit(1);
}
