import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';
import { get } from '../src/json.ts';
import { ROOT } from './documentation.ts';

/** Every text in the source, with `…` for what is put in at run time. Texts that are joined with `+` are one. */
export function listTexts(): string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => collect(parseAst(readFileSync(join(ROOT, 'src', name), 'utf8'), { lang: 'ts' })))
    .map(normalizeText);
}

/** A text as it is compared: without blanks around it, and with one `…` for several in a row. */
export function normalizeText(text: string): string {
  return text.replace(/…+/g, '…').trim();
}

function collect(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(collect);
  if (typeof node !== 'object' || node === null) return [];
  const type = get(node, 'type');
  if (type === 'ImportDeclaration' || type === 'TSLiteralType') return [];
  const words = readWords(node);
  if (words === undefined) return Object.values(node).flatMap(collect);
  // What is joined or put in can hold texts of its own.
  return [words, ...listInserted(node).flatMap(collect)];
}

function readWords(node: unknown): string | undefined {
  const value = get(node, 'value');
  switch (get(node, 'type')) {
    case 'Literal':
      return typeof value === 'string' ? value : undefined;
    case 'TemplateLiteral':
      return asList(get(node, 'quasis'))
        .map((part) => String(get(part, 'value', 'cooked')))
        .join('…');
    case 'BinaryExpression': {
      const [left, right] = [readWords(get(node, 'left')), readWords(get(node, 'right'))];
      const isJoined = get(node, 'operator') === '+' && (left ?? right) !== undefined;
      return isJoined ? `${left ?? '…'}${right ?? '…'}` : undefined;
    }
    default:
      return undefined;
  }
}

function listInserted(node: unknown): unknown[] {
  const sides = ['left', 'right'].map((side) => get(node, side)).filter((side) => side !== undefined);
  return [
    ...asList(get(node, 'expressions')),
    ...sides.flatMap((side) => (readWords(side) === undefined ? [side] : listInserted(side))),
  ];
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
