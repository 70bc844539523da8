/**
 * The rules of the layout that neither the compiler nor the linter knows: no import circle in src, nothing in `spike/`
 * or `github/` that imports from the other one or from the files that use them, one file that imports from both, and
 * an entry bundle within its limit. An import of types counts.
 */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MAX_ENTRY_BYTES } from './limits.ts';

type Imports = ReadonlyMap<string, readonly string[]>;

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const ENTRY = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const IMPORT = /\bfrom '(\.[^']+)'|\bimport\(?\s*'(\.[^']+)'/g;

/** Uses both services; nothing else may. */
const JUNCTION = 'report.ts';
/** Use the services, which therefore cannot import them. */
const ABOVE = ['action.ts', 'index.ts', 'main.ts', 'post.ts', 'pre.ts', JUNCTION, 'results.ts', 'runner.ts'];

function readImports(): Imports {
  const files = globSync('**/*.ts', { cwd: SRC }).map((file) => file.replaceAll(sep, '/'));
  return new Map(
    files.map((file) => {
      const found = [...readFileSync(posix.join(SRC, file), 'utf8').matchAll(IMPORT)];
      return [file, found.map(([, from, lazy]) => posix.join(posix.dirname(file), from ?? lazy ?? ''))];
    }),
  );
}

function findCircles(imports: Imports): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    else if (!done.has(file)) for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles.map((circle) => `These files import each other in a circle: ${circle}.`);
}

function findForbidden(file: string, imported: readonly string[]): string[] {
  const folder = posix.dirname(file);
  const services = ['github', 'spike'].filter((name) => imported.some((one) => posix.dirname(one) === name));
  if (folder === '.') {
    return services.length < 2 || file === JUNCTION ? [] : [`Only ${JUNCTION} may import from both services: ${file}.`];
  }
  return imported
    .filter((one) => ABOVE.includes(one) || !['.', folder].includes(posix.dirname(one)))
    .map((one) => `${file} must not import ${one}.`);
}

function findProblemsOfEntry(): string[] {
  if (!existsSync(ENTRY)) return ['dist/index.js is missing: npm run build makes it.'];
  const { size } = statSync(ENTRY);
  if (size > MAX_ENTRY_BYTES) return [`dist/index.js has ${size} bytes; the limit is ${MAX_ENTRY_BYTES}.`];
  console.log(`dist/index.js has ${(size / 1024).toFixed(1)} KB of at most ${MAX_ENTRY_BYTES / 1024} KB.`);
  return [];
}

const imports = readImports();
const problems = [
  ...findCircles(imports),
  ...[...imports].flatMap(([file, imported]) => findForbidden(file, imported)),
  ...findProblemsOfEntry(),
];
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
