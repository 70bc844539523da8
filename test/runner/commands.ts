/** A workflow command as the runner read it from a line; names of commands are in lower case. */
export type Command = { name: string; properties: Record<string, string>; data: string };

const NAMES = (
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output ' +
  'stop-commands warning'
).split(' ');

/** Replaces escapes in the runner's order: `%25` last, so that `%250A` stays `%0A`. */
function replaceEscapes(text: string, tokens: Record<string, string>): string {
  return Object.entries({ ...tokens, '%25': '%' }).reduce(
    (result, [code, token]) => result.replaceAll(code, token),
    text,
  );
}

const DATA = { '%0D': '\r', '%0A': '\n' };
const PROPERTY = { ...DATA, '%3A': ':', '%2C': ',' };
const OLD = { '%3B': ';', ...DATA, '%5D': ']' };

/**
 * The workflow command in a line: `::name key=value,…::data` after leading white space, or the old
 * `##[name key=value;…]data` anywhere in it. Source: `ActionCommand.TryParseV2` and `TryParse` of actions/runner.
 *
 * @param resumeToken what `stop-commands` was given, a command of its own until it is seen
 */
export function parseCommand(line: string, resumeToken?: string): Command | undefined {
  const isKnown = (name: string) => NAMES.includes(name) || name === resumeToken?.toLowerCase();

  const { info, data } = /^\s*::(?<info>.*?)::(?<data>.*)$/su.exec(line)?.groups ?? {};
  if (info !== undefined && data !== undefined) {
    const { name, properties } = readInfo(info, ',', PROPERTY);
    if (isKnown(name)) return { name, properties, data: replaceEscapes(data, DATA) };
  }
  const old = /##\[(?<info>[^\]]*)\](?<data>.*)$/su.exec(line)?.groups;
  if (old?.info !== undefined && old.data !== undefined) {
    const { name, properties } = readInfo(old.info, ';', OLD);
    if (isKnown(name)) return { name, properties, data: replaceEscapes(old.data, OLD) };
  }
  return undefined;
}

function readInfo(info: string, separator: string, escapes: Record<string, string>) {
  const space = info.indexOf(' ');
  const pairs = space < 0 ? '' : info.slice(space + 1).trim();
  const properties: Record<string, string> = {};
  for (const pair of pairs.split(separator)) {
    const equals = pair.indexOf('=');
    const value = pair.slice(equals + 1);
    if (equals > 0 && value !== '') properties[pair.slice(0, equals)] = replaceEscapes(value, escapes);
  }
  return { name: (space < 0 ? info : info.slice(0, space)).toLowerCase(), properties };
}

/**
 * Adds to `pairs` those in a file command (`GITHUB_OUTPUT`, `GITHUB_STATE`, `GITHUB_ENV`): `name=value` lines and
 * `name<<DELIMITER` blocks. Source: `EnvFileKeyValuePairs` of actions/runner.
 *
 * @throws Error for a line that is neither, and for a block that does not end; the pairs before it count
 */
export function parseFileCommand(text: string, pairs: Record<string, string> = {}): Record<string, string> {
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const [, name, kind, rest] = /^(.*?)(=|<<)(.*)$/su.exec(line) ?? [];
    if (!name || rest === undefined || (kind === '<<' && rest === '')) {
      throw new Error(`Invalid format '${line}'`);
    }
    if (kind === '=') {
      pairs[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
    pairs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return pairs;
}
