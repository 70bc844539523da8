import type { JsonObject } from './json.ts';
import { titlePart } from './ref.ts';

/** One value of a matrix: `node: 22`, or `os.name: linux` and `os.bits[0]: 64` where it is nested. */
export type MatrixValue = {
  /** Key and value as a title shows them; different for any two different values. */
  shown: string;
  /** The value alone, as an expression like `${{ matrix.node }}` gives it. */
  text: string;
};

/** The values of a matrix, in its order. */
export function listMatrixValues(root: JsonObject): MatrixValue[] {
  // With a list of its own instead of recursion: JSON can be nested deeper than the stack.
  const values: MatrixValue[] = [];
  const open: { path: string; value: unknown }[] = [];
  const push = (path: string, parent: object) => {
    const isArray = Array.isArray(parent);
    for (const [key, value] of Object.entries(parent).reverse()) {
      const part = isArray ? `[${key}]` : titlePart(key, /^ (?![\w-]+ $)/);
      open.push({ path: path === '' || isArray ? `${path}${part}` : `${path}.${part}`, value });
    }
  };
  push('', root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) push(path, value);
    else
      values.push({
        shown: `${path}: ${show(value)}`,
        text: typeof value === 'string' ? value : showScalar(value),
      });
  }
  return values;
}

// In quotes also where it would read as another type: 3.1 and "3.1" are two jobs.
function show(value: unknown): string {
  return typeof value === 'string' ? titlePart(value, READS_AS_OTHER_VALUE) : showScalar(value);
}

const READS_AS_OTHER_VALUE =
  /, | failed in |^ (?:[[{]|(?:true|false|null|-?(?:infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?)) $)/i;

function showScalar(value: unknown): string {
  if (typeof value !== 'number') return JSON.stringify(value);
  return Object.is(value, -0) ? '-0' : String(value);
}
