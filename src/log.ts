import type { Redact } from './secrets.ts';
import { oneLine, truncate } from './text.ts';

const MAX_LINE_LENGTH = 4_000;

type Level = 'info' | 'debug' | 'notice' | 'warning' | 'error';

/**
 * Writes log lines. Each stays one line without secrets, which the runner cannot take for a workflow command. `fail` writes
 * an error and fails the step.
 */
export type Log = Record<Level | 'fail', (line: string) => void>;

/** A log that writes with `core`. */
export function createLog({
  core,
  redact,
}: {
  core: Pick<typeof import('@actions/core'), Level | 'setFailed'>;
  redact: Redact;
}): Log {
  const write = (level: Level | 'setFailed') => (line: string) => core[level](escapeCommand(redact(line)));
  return {
    info: write('info'),
    debug: write('debug'),
    notice: write('notice'),
    warning: write('warning'),
    error: write('error'),
    fail: write('setFailed'),
  };
}

/**
 * `line` as one line that the runner takes for text. A workflow command is `::name` at the start of a line or
 * `##[name]` anywhere in it (`ActionCommand.cs` in actions/runner).
 */
export function escapeCommand(line: string): string {
  return truncate(oneLine(line), MAX_LINE_LENGTH).replace(/^::/, ': :').replaceAll('##[', '## [');
}
