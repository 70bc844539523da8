import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the runner needs to know of an action. */
export type Manifest = {
  /** Default of each declared input, by the name as written; an input without one has the empty text. */
  defaults: Record<string, string>;
  /** The scripts, relative to the action's folder. */
  pre: string | undefined;
  main: string;
  post: string | undefined;
  /** Conditions of the pre and the post phase: `pre-if` and `post-if`. */
  preCondition: string;
  postCondition: string;
};

/**
 * Reads a JavaScript action's `action.yml`. Source: the "Metadata syntax reference" of GitHub's documentation.
 *
 * @throws Error when it is none, or wants something that this runner does not do
 */
export async function readManifest(folder: string): Promise<Manifest> {
  // The failsafe schema leaves every scalar a text: `default: false` is the text `false` to the runner too.
  const root: unknown = parse(await readFile(join(folder, 'action.yml'), 'utf8'), { schema: 'failsafe' });
  const runs = at(root, 'runs');
  const text = (key: string): string | undefined => {
    const value = at(runs, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const main = text('main');
  if (!/^node\d+$/.test(text('using') ?? '') || main === undefined) {
    throw new Error('action.yml: this runner takes JavaScript actions with a main script only');
  }
  const defaults: Record<string, string> = {};
  for (const [name, input] of Object.entries(at(root, 'inputs') ?? {})) {
    // The runner reads every text here as a template that may use no context, and the action does not load.
    if (String(at(input, 'description')).includes('${{')) {
      throw new Error(`action.yml: the description of ${name} holds an expression`);
    }
    const value = at(input, 'default');
    defaults[name] = typeof value === 'string' ? value : '';
  }
  return {
    defaults,
    pre: text('pre'),
    main,
    post: text('post'),
    preCondition: text('pre-if') ?? 'always()',
    postCondition: text('post-if') ?? 'always()',
  };
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
