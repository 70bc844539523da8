import type { Log } from './log.ts';
import type { Runner } from './runner.ts';
import type { Redact } from './secrets.ts';
import { stripControls } from './text.ts';

/** What a phase came to, as people see it. */
export type Result = {
  /** The last line of the log, and how it is written: `fail` fails the step. */
  level: keyof Log;
  line: string;
  warning?: string | undefined;
  outputs: { action: 'create' | 'resolve' | 'none'; reason: string; title: string; delivered: string; payload: string };
  /** The job summary as HTML. */
  summary?: string | undefined;
  /** Whether the post phase need not report this outcome again. */
  isDone: boolean;
};

/** The result of a phase that sends nothing. */
export function skip(reason: string, { level = 'info', opening = 'Not reported' }: Partial<Skipped> = {}): Result {
  return {
    level,
    line: `${opening}: ${reason}.`,
    outputs: { action: 'none', reason, title: '', delivered: 'false', payload: '' },
    isDone: true,
  };
}

type Skipped = {
  level: 'info' | 'notice' | 'warning';
  opening: 'Not reported' | 'Not resolved' | 'Nothing to report yet' | 'Nothing more to report';
};

/** Shows a result, once: in the outputs, the job summary and the log. */
export function showResult(
  { level, line, warning, outputs, summary }: Result,
  { runner, log, redact }: { runner: Runner; log: Log; redact: Redact },
): void {
  for (const [name, value] of Object.entries(outputs)) {
    attempt(() => runner.setOutput(name, stripControls(redact(value))), `The output ${name}`);
  }
  if (summary !== undefined) attempt(() => runner.appendSummary(redact(summary)), 'The job summary');
  log[level](line);
  if (warning !== undefined) log.warning(warning);

  function attempt(write: () => void, what: string): void {
    try {
      write();
    } catch {
      log.debug(`${what} could not be written.`);
    }
  }
}
