import { cut, oneLine, readable } from './text.ts';

/** The named functions of `@actions/core` that leave a trace. */
export type Core = {
  info: (message: string) => void;
  debug: (message: string) => void;
  notice: (message: string) => void;
  warning: (message: string) => void;
  error: (message: string) => void;
  setFailed: (message: string) => void;
  setOutput: (name: string, value: string) => void;
};

/** What people see of a run. Whatever is said stays one line that the runner cannot take for a command. */
export type Traces = {
  say: (line: string) => void;
  debug: (line: string) => void;
  notice: (line: string) => void;
  warn: (line: string) => void;
  error: (line: string) => void;
  fail: (line: string) => void;
  output: (name: string, value: string) => void;
  summarize: (html: string) => void;
};

const LONGEST_LINE = 4_000;

/**
 * A line of the runner's files for outputs and state. `@actions/core` writes a block with a random end instead, for
 * which it loads node:crypto, a fifth of the time that starting Node takes; what is told here is one line.
 *
 * Source: "Workflow commands for GitHub Actions", GitHub Docs; `FileCommandManager.cs`, actions/runner.
 */
export function formatPair(name: string, value: string): string {
  return `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`;
}

/** What traces are made with: `appendSummary` adds to the job summary, `redact` takes the token out of a text. */
export type Pen = { core: Core; appendSummary: (html: string) => void; redact: (text: string) => string };

/** Traces on top of `core`. A file that cannot be written is a debug line: it must not cost the alert. */
export function createTraces({ core, appendSummary, redact }: Pen): Traces {
  const speak = (write: (message: string) => void) => (line: string) => write(defuse(redact(line)));
  const attempt = (write: () => void, what: string) => {
    try {
      write();
    } catch {
      core.debug(`${what} could not be written.`);
    }
  };
  return {
    say: speak(core.info),
    debug: speak(core.debug),
    notice: speak(core.notice),
    warn: speak(core.warning),
    error: speak(core.error),
    fail: speak(core.setFailed),
    output: (name, value) => attempt(() => core.setOutput(name, readable(redact(value))), 'An output'),
    summarize: (html) => attempt(() => appendSummary(redact(html)), 'The job summary'),
  };
}

/**
 * `line` so that the runner takes it for text: a command is `::name` at the start of a line or `##[name]` anywhere
 * in it.
 *
 * Source: `ActionCommand.cs`, actions/runner.
 */
export function defuse(line: string): string {
  return cut(oneLine(line), LONGEST_LINE).replace(/^::/, ': :').replaceAll('##[', '## [');
}
