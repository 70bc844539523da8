import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What was observed of a process from inside. */
export type Observations = {
  /** The action's own files that were loaded, relative to its folder, in order. */
  loadedFiles: string[];
  /** `host:port` of connections that were about to leave this machine; the first one ends the process. */
  strays: string[];
};

/** Stands for Ctrl+Break, which Linux does not have: the instruments make of it what Node does on Windows. */
export const BREAK = 'SIGUSR2';

/**
 * A module to `--import` that notes in `file` which modules are loaded, and ends the process before a connection
 * leaves the loopback. A module in a URL, because an environment variable would be one that no runner sets.
 */
export function createInstruments(file: string, isWindows: boolean): string {
  const source = `
    const { appendFileSync } = process.getBuiltinModule('node:fs');
    const note = (...what) => appendFileSync(${JSON.stringify(file)}, JSON.stringify(what) + '\\n');
    process.getBuiltinModule('node:module').registerHooks({ load(url, context, nextLoad) {
        note('loaded', url);
        return nextLoad(url, context);
      },
    });
    ${isWindows ? `process.on('${BREAK}', () => process.emit('SIGBREAK', 'SIGBREAK') || process.kill(process.pid, 'SIGKILL'));` : ''}
    const { Socket } = process.getBuiltinModule('node:net');
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...given) {
      const [first] = given.flat();
      const { host = 'localhost', port, path } = typeof first === 'object' ? first : { port: first, host: given[1] };
      if (path === undefined && !/^(localhost|127\\.[\\d.]+|\\[?::1\\]?)$/.test(host)) {
        note('stray', host + ':' + port);
        process.exit(1);
      }
      return connect.apply(this, given);
    };
  `;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** Reads what the instruments noted in `file`; nothing if they were not there. */
export async function readInstruments(file: string, folder: string): Promise<Observations> {
  const observations: Observations = { loadedFiles: [], strays: [] };
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const note: unknown = JSON.parse(line);
    const [kind, what] = Array.isArray(note) ? note.map(String) : [];
    if (what === undefined) continue;
    if (kind === 'stray') observations.strays.push(what);
    if (kind !== 'loaded' || !what.startsWith('file:')) continue;
    const path = relative(folder, fileURLToPath(what));
    if (!path.startsWith('..') && !path.startsWith('node_modules')) observations.loadedFiles.push(path);
  }
  return observations;
}
