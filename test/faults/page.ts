import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../documentation.ts';

const PAGE = join(ROOT, 'docs/delivery.md');

/**
 * Compares what the tests saw with the part of docs/delivery.md between `<!-- name -->` and `<!-- end -->`; with
 * the environment variable `WRITE_DOCS` it is written there.
 */
export function expectOnPage(name: string, text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [start, end] = [`<!-- ${name} -->\n`, '<!-- end -->'];
  const from = page.indexOf(start) + start.length;
  const to = page.indexOf(end, from);
  if (from < start.length || to < 0) throw new Error(`docs/delivery.md has no part ${name}.`);
  const block = `\n${text}\n\n`;
  if (process.env.WRITE_DOCS !== undefined) writeFileSync(PAGE, page.slice(0, from) + block + page.slice(to));
  else expect(page.slice(from, to)).toBe(block);
}

/** A table for people. */
export function composeTable(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))];
  return lines
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
    .replaceAll('| --- ', '|---')
    .replaceAll('---|', '---|');
}
