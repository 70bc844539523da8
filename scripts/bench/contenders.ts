import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contender, measure } from './measure.ts';
import { createPlace, type Moment } from './places.ts';
import type { Services } from './services.ts';

/** Another action to measure: its script, inputs and variables as `name=value`. */
type Other = { action?: string | undefined; input: string[]; env: string[] };

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const BODY = JSON.stringify({
  title: 'CI / build failed in acme/shop',
  body: { outcome: 'failure' },
  severity: 'sev1',
});

/** Everything that is measured, the floor and the limit first. */
export async function createContenders({
  folder,
  services,
  other,
}: {
  folder: string;
  services: Services;
  other: Other;
}): Promise<Contender[]> {
  const webhook = `${services.spike}/token-of-the-benchmark/push-events`;
  const base = { PATH: process.env.PATH ?? '', NODE_EXTRA_CA_CERTS: services.certificate };
  const node = (name: string, given: string[], env: Record<string, string> = base): Contender => ({
    name,
    command: process.execPath,
    arguments: given,
    env,
    isNode: true,
  });
  const script = (file: string) => [fileURLToPath(new URL(file, import.meta.url)), webhook, BODY];
  const limit = (name: string, targets: string[] = []): Contender =>
    node(name, [...script('limit.cjs'), ...targets.map((target) => services.github + target)]);
  const phase = async (name: string, moment: Partial<Moment>): Promise<Contender> => {
    const place = await createPlace(join(folder, name.replace(/\W+/g, '-')), {
      phase: 'post',
      status: 'success',
      api: services.github,
      ...moment,
      with: { token: webhook, ...moment.with },
    });
    return node(name, [join(DIST, `${moment.phase ?? 'post'}.js`)], { ...place.env, ...base });
  };
  const limitOf = async (name: string, asking: Contender): Promise<Contender> =>
    limit(name, (await measure({ contender: asking, services })).targets);

  const silent = { 'github-token': '' };
  const asking = { 'github-token': 'token-of-the-job' };
  const createAsking = await phase(NAMES.createAsking, { status: 'failure', with: asking });
  const resolveAsking = await phase(NAMES.resolveAsking, { with: asking });
  return [
    node(NAMES.floor, ['-e', '0']),
    limit(NAMES.limit),
    node('`fetch`', script('fetch.cjs')),
    {
      name: '`curl`',
      command: 'curl',
      arguments: ['-sS', '-o', '/dev/null', '--cacert', services.certificate, '--json', BODY, webhook],
      env: base,
      isNode: false,
    },
    await phase(NAMES.arming, { phase: 'main' }),
    await phase(NAMES.create, { status: 'failure', with: silent }),
    await phase(NAMES.resolve, { with: silent }),
    await limitOf(NAMES.createLimit, createAsking),
    { ...createAsking, limit: NAMES.createLimit },
    await limitOf(NAMES.resolveLimit, resolveAsking),
    { ...resolveAsking, limit: NAMES.resolveLimit },
    ...(other.action === undefined ? [] : [await createOther(other.action)]),
  ];

  async function createOther(action: string): Promise<Contender> {
    const fill = (pairs: string[], start: string): Record<string, string> =>
      Object.fromEntries(
        pairs.map((pair) => {
          const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
          const filled = value.replaceAll('{spike}', services.spike).replaceAll('{github}', services.github);
          return [start === '' ? name : start + name.replaceAll(' ', '_').toUpperCase(), filled];
        }),
      );
    const { env } = await phase('other', { phase: 'main' });
    const kept = Object.entries(env).filter(([name]) => !name.startsWith('INPUT_'));
    return node(`\`${action}\``, [resolve(action)], {
      ...Object.fromEntries(kept),
      ...fill(other.input, 'INPUT_'),
      ...fill(other.env, ''),
    });
  }
}

/** The names of what the others are compared with or added up. */
export const NAMES = {
  floor: 'floor: `node -e 0`',
  limit: 'limit: ten lines of `https.request`',
  createLimit: 'limit of the next: the same requests in ten lines',
  resolveLimit: 'limit of the next one: the same requests in ten lines',
  arming: 'arming (main phase)',
  create: 'create',
  createAsking: 'create with look-ups',
  resolve: 'resolve',
  resolveAsking: 'resolve with look-ups',
};
