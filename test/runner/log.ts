import { type Command, parseCommand } from './commands.ts';

/** A message on the run's page. */
export type Annotation = { level: 'error' | 'warning' | 'notice'; message: string; properties: Record<string, string> };

/** What the runner makes of the lines a phase prints. */
export type Log = {
  readonly annotations: Annotation[];
  /** Every command that was obeyed or refused, in order. */
  readonly commands: Command[];
  /** `set-output` and `save-state`, which the files of the same name have replaced. */
  readonly outputs: Record<string, string>;
  readonly state: Record<string, string>;
  /** Whether a command was refused, which fails the step. */
  readonly isBroken: boolean;
  /** Takes one line of stdout or stderr, without its line break. */
  read(line: string): void;
  /** Adds an annotation of the runner's own. */
  annotate(level: Annotation['level'], message: string, properties?: Record<string, string>): void;
  /** Fails the step with a message of the runner's own. */
  fail(message: string): void;
  /** What a person sees; debug lines only when they are asked for. */
  text(): string;
  /** What was printed, debug lines included; what `add-mask` was told is not in it. */
  rawText(): string;
};

const WORDS = { error: 'Error', warning: 'Warning', notice: 'Notice' };

/** The log of one phase. Source: `OutputManager` and `ActionCommandManager` of actions/runner. */
export function createLog({ debug }: { debug: boolean }): Log {
  const annotations: Annotation[] = [];
  const commands: Command[] = [];
  const outputs: Record<string, string> = {};
  const state: Record<string, string> = {};
  const seen: string[] = [];
  const raw: string[] = [];
  let isBroken = false;
  let resumeToken: string | undefined;

  const print = (text: string, { isDebug = false } = {}) => {
    raw.push(text);
    if (!isDebug || debug) seen.push(text);
  };
  const annotate: Log['annotate'] = (level, message, properties = {}) => {
    annotations.push({ level, message, properties });
    print(`${WORDS[level]}: ${message}`);
  };
  const fail = (message: string) => {
    isBroken = true;
    annotate('error', message);
  };

  const obey = ({ name, properties, data }: Command, line: string) => {
    switch (name) {
      case 'error':
      case 'warning':
      case 'notice':
        return annotate(name, data, properties);
      case 'debug':
        return print(`##[debug]${data}`, { isDebug: true });
      case 'add-mask':
        return;
      case 'group':
        return print(data);
      case 'set-output':
      case 'save-state':
        if (!properties.name) return fail(`Required field 'name' is missing in ##[${name}] command.`);
        (name === 'set-output' ? outputs : state)[properties.name] = data;
        return;
      case 'set-env':
      case 'add-path':
        return fail(`Unable to process command '${line}' successfully: the \`${name}\` command is disabled.`);
      case 'stop-commands':
        resumeToken = data;
        return print(line);
    }
  };

  return {
    annotations,
    commands,
    outputs,
    state,
    get isBroken() {
      return isBroken;
    },
    annotate,
    fail,
    read(line) {
      const command = parseCommand(line, resumeToken);
      if (command === undefined) return print(line);
      if (resumeToken !== undefined) {
        if (command.name === resumeToken.toLowerCase()) resumeToken = undefined;
        return print(line);
      }
      commands.push(command);
      obey(command, line);
    },
    text: () => seen.join('\n'),
    rawText: () => raw.join('\n'),
  };
}
