import { get } from '../src/json.ts';
import type { Spike } from './spike/spike.ts';

/** A title as the action builds it for `createContexts()`. */
export const TITLE = 'CI / build failed in acme/shop';

/** Long enough to be in no other text: the action takes its token out of all that it says. */
export const TOKEN = 'x7Qk29vTmZ';

/** What arrived at Spike so far, in words: `open <title>` or `resolve <title>`. */
export function listSent({ requests }: Spike): string[] {
  return requests.map(({ method, json }) => {
    const verb = get(json, 'status') === 'resolve' ? 'resolve' : 'open';
    return `${method === 'POST' ? '' : `${method} `}${verb} ${String(get(json, 'title'))}`;
  });
}
