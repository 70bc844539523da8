/**
 * Bundles `build/` (what `tsc` wrote) into `dist/`. Some things about its packages the bundler cannot know, so it is
 * given copies that say them, in `build/node_modules/`, which stand before the installed ones:
 *
 * - The OIDC helper of `@actions/core` pulls in an HTTP client and undici, 96 % of a bundle for something that is
 *   never called. These packages run nothing on import; marked so, what is not used is left out.
 * - undici is CommonJS, of which nothing can be left out, and its index brings mocks, caches and WebSockets along.
 *   So its `main` becomes an index of the two names that `@actions/*` import. Measured: without this, a report with
 *   look-ups takes 9 to 15 ms longer, and the download has 434 KB in place of 358.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { MAX_ENTRY_BYTES } from './limits.ts';

const COPIES = 'build/node_modules';
const UNDICI = `exports.fetch = require('./lib/web/fetch/index.js').fetch;
exports.ProxyAgent = require('./lib/dispatcher/proxy-agent.js');
// Its own index gives every dispatcher the API; the tunnel through a proxy is made with this part of it.
require('./lib/dispatcher/dispatcher.js').prototype.connect = require('./lib/api/api-connect.js');
`;

for (const folder of [COPIES, 'build/bundles', 'dist']) rmSync(folder, { recursive: true, force: true });
mkdirSync('dist');

for (const name of ['@actions/core', '@actions/github', '@actions/http-client']) copyPackage(name);
copyPackage('undici', { main: 'bundled.js' });
writeFileSync(`${COPIES}/undici/bundled.js`, UNDICI);

// Bundles of their own: as chunks they would turn every module that two need into one that is looked up by number.
loadApart('build/action.js', './github/lookups.js', './github.js');
loadApart('build/action.js', './report.js', './report.js');
loadApart('build/action.js', './warnings.js', './warnings.js');
loadApart('build/github/timeout.js', 'yaml', './yaml.js');
writeFileSync('build/yaml.js', "export { parse } from 'yaml';\n");
const licenses = [
  bundle('index'),
  bundle('report'),
  bundle('warnings'),
  bundle('github', 'github/lookups'),
  bundle('yaml'),
].join('\n');
writeFileSync('dist/licenses.txt', licenses);
writeFileSync('dist/package.json', '{"type":"module"}\n');
for (const phase of ['pre', 'main', 'post']) cpSync(`build/${phase}.js`, `dist/${phase}.js`);

for (const file of readdirSync('dist')) console.log(`dist/${file}: ${statSync(`dist/${file}`).size} bytes`);
const { size } = statSync('dist/index.js');
console.log(`entry: ${(size / 1024).toFixed(1)} KB of at most ${MAX_ENTRY_BYTES / 1024} KB`);
if (size > MAX_ENTRY_BYTES) {
  console.error('The entry bundle is over its limit. Look for what it need not hold to arm the step.');
  process.exit(1);
}

/** Copies an installed package, with `fields` of its manifest changed, and marked as running nothing on import. */
function copyPackage(name: string, fields: object = {}): void {
  const folder = `${COPIES}/${name}`;
  cpSync(`node_modules/${name}`, folder, { recursive: true });
  const manifest: unknown = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  writeFileSync(`${folder}/package.json`, JSON.stringify({ ...Object(manifest), sideEffects: false, ...fields }));
}

/** Lets `file` load `module` from a bundle of its own, when it is needed. */
function loadApart(file: string, module: string, bundled: string): void {
  const code = readFileSync(file, 'utf8');
  const apart = code.replaceAll(`import('${module}')`, `import(/* webpackIgnore: true */ '${bundled}')`);
  if (apart === code) throw new Error(`${file} no longer loads ${module} by import().`);
  writeFileSync(file, apart);
}

/** Bundles `build/<entry>.js` into `dist/<name>.js`, and gives the licences of what is in it. */
function bundle(name: string, entry = name): string {
  const folder = `build/bundles/${name}`;
  run('@vercel/ncc/dist/ncc/cli.js', 'build', `build/${entry}.js`, '-o', folder, '--license', 'licenses.txt');
  const bundled = readFileSync(`${folder}/index.js`, 'utf8')
    // Comments on lines of their own: half of `@actions/core` and a fifth of undici, read on every start.
    .replace(/^[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\n/gm, '')
    .replace(/^[ \t]*\/\/.*\n/gm, '')
    // Where a part begins, in fewer words.
    .replace(/^;\/\/ CONCATENATED MODULE: (?:\.\/build\/)?/gm, ';// ')
    // The bundler writes four spaces a level; a tab says the same in a quarter of the bytes.
    .replace(/^(?: {4})+(?=\S)/gm, (spaces) => '\t'.repeat(spaces.length / 4))
    // Node hands out its own modules without a `require` of the file's own, which takes longer to make.
    .replace(/^import \{ createRequire as __WEBPACK_EXTERNAL_createRequire \} from "(node:)?module";\n/m, '')
    .replaceAll('__WEBPACK_EXTERNAL_createRequire(import.meta.url)(', 'process.getBuiltinModule(');
  if (bundled.includes('createRequire(')) throw new Error(`dist/${name}.js still makes a require of its own.`);
  writeFileSync(`dist/${name}.js`, bundled);
  // There is none where no package is in the bundle.
  return existsSync(`${folder}/licenses.txt`) ? readFileSync(`${folder}/licenses.txt`, 'utf8') : '';
}

function run(file: string, ...words: string[]): void {
  const { status } = spawnSync(process.execPath, [`node_modules/${file}`, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(1);
}
