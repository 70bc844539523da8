import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../src/context.ts';
import type { Json, JsonObject } from '../src/json.ts';
import { composeTitle, MAX_TITLE_LENGTH, type TitleParts } from '../src/title.ts';
import { change, contextOf, PUSH_TO_MAIN, type Start, WATCHED } from './situations.ts';

type Options = Partial<Omit<TitleParts, 'context'>> & { start?: Partial<Start> };

const compose = ({ start, ...parts }: Options = {}) =>
  composeTitle({ context: contextOf({ ...PUSH_TO_MAIN, ...start }), subject: 'job', ...parts }, (text) => text);
const withMatrix = (matrix: Json, parts: Options = {}) =>
  compose({ start: { matrix: JSON.stringify(matrix) }, ...parts });

const UPDATES = 'Dependabot Updates: npm in /web';

describe('a default title', () => {
  test('says what failed, of which job and where', () => {
    const start = { ref: 'refs/heads/release/1.2', matrix: '{"os":"ubuntu-latest","node":24}' };
    expect(compose({ start, environment: 'production' })).toBe(
      'CI / build (os: ubuntu-latest, node: 24) failed in acme/shop@release/1.2 (production)',
    );
  });

  test.each<[matrix: string, shown: string]>([
    ['{}', ''],
    ['', ''],
    ['{"os":{"name":"mac","bits":[32,64]},"lts":true}', ' (os.name: mac, os.bits[0]: 32, os.bits[1]: 64, lts: true)'],
    ['{"python":"3.10"}', ' (python: "3.10")'],
    ['{"python":3.1}', ' (python: 3.1)'],
    ['{"flags":"-a, -b"}', ' (flags: "-a, -b")'],
    ['{"flags":"","other":null}', ' (flags: "", other: null)'],
    ['{"a":"null","b":"{}","c":{},"d":[]}', ' (a: "null", b: "{}", c: {}, d: [])'],
    ['{"a.b":1,"a":{"b":2}}', ' ("a.b": 1, a.b: 2)'],
    ['["linux"]', ' ("[\\"linux\\"]")'],
    ['no JSON', ' ("no JSON")'],
  ])('names the matrix values of %s: %s', (matrix, shown) => {
    expect(compose({ start: { matrix } })).toBe(`CI / build${shown} failed in acme/shop`);
  });

  test('names a matrix value that is nested deeper than the stack', () => {
    const depth = 100_000;
    expect(compose({ start: { matrix: `{"a":${'['.repeat(depth)}24${']'.repeat(depth)}}` } })).toHaveLength(200);
  });

  test.each<[parts: Options, title: string]>([
    [{ subject: 'needs', caller: 'notify' }, 'CI / notify failed in acme/shop'],
    [{ subject: 'watched run', caller: 'notify' }, 'CI failed in acme/shop'],
    [{ caller: 'deploy (eu, 1)' }, 'CI / deploy (eu, 1) / build failed in acme/shop'],
    [{ caller: 'release / deploy' }, 'CI / release / deploy / build failed in acme/shop'],
    [{ subject: 'needs', caller: 'a / b' }, 'CI / "a / b" failed in acme/shop'],
    [{ caller: 'a (x: y)' }, 'CI / "a (x: y)" / build failed in acme/shop'],
    [{ caller: 'a ("' }, 'CI / "a (\\"" / build failed in acme/shop'],
    [{ subject: 'needs', caller: 'a ("' }, 'CI / "a (\\"" failed in acme/shop'],
    [{ start: { env: { GITHUB_WORKFLOW: 'CI / build' } } }, '"CI / build" / build failed in acme/shop'],
    [{ start: { env: { GITHUB_WORKFLOW: 'It failed in x' } } }, '"It failed in x" / build failed in acme/shop'],
    [{ subject: 'needs', start: { env: { GITHUB_WORKFLOW: UPDATES } } }, `"${UPDATES}" failed in acme/shop`],
    [{ start: { env: { GITHUB_WORKFLOW: 'CI (old)' } } }, 'CI (old) / build failed in acme/shop'],
    [{ subject: 'needs', start: { matrix: '{"node":24}' } }, 'CI failed in acme/shop'],
    [{ environment: '"eu"' }, 'CI / build failed in acme/shop ("\\"eu\\"")'],
    [{ environment: '' }, 'CI / build failed in acme/shop'],
  ])('of %o is %s', (parts, title) => {
    expect(compose({ ...parts, start: { matrix: '{}', ...parts.start } })).toBe(title);
  });
});

describe('an explicit title', () => {
  test.each<[parts: Options, used: string]>([
    [{ title: '  Shop\r\nis\tdown \n' }, 'Shop is down'],
    [{ title: '\u200b\ufeff\u0000' }, 'CI / build failed in acme/shop'],
    [{ title: 'Tests', subject: 'needs', start: { matrix: '{"os":"linux"}' } }, 'Tests'],
    [{ title: 'Deployment', environment: 'production' }, 'Deployment (production)'],
    [{ title: 'Deployment to production', environment: 'production' }, 'Deployment to production'],
    [{ title: 'A', environment: 'b', start: { matrix: '{"region":"eu"}' } }, 'A (region: eu) (b)'],
  ])('of %o is used as %j', (parts, used) => {
    expect(compose(parts)).toBe(used);
  });

  test.each<[title: string, matrix: JsonObject, used: string]>([
    ['Tests', { os: 'linux', node: 22 }, 'Tests (os: linux, node: 22)'],
    ['Tests on linux', { os: 'linux', node: 22 }, 'Tests on linux (node: 22)'],
    ['Tests, node 22 on linux', { os: 'linux', node: 22 }, 'Tests, node 22 on linux'],
    ['Tests linux-22', { os: 'linux', node: 22 }, 'Tests linux-22'],
    ['v1.2 of 2021', { part: 1, other: 2 }, 'v1.2 of 2021 (part: 1, other: 2)'],
    ['Shard 1.', { shard: 1 }, 'Shard 1.'],
    ['Tests x', { a: 'x', b: 'x' }, 'Tests x (b: x)'],
    ['Tests', { a: '' }, 'Tests (a: "")'],
    // A limit: a word of the user's own that is the value of another leg is taken for it.
    ['Tests on linux and macos', { os: 'macos' }, 'Tests on linux and macos'],
    ['Prüfung größe', { a: 'gr', b: 'größe' }, 'Prüfung größe (a: gr)'],
  ])('"%s" is given the matrix values of %j that it lacks', (title, matrix, used) => {
    expect(withMatrix(matrix, { title })).toBe(used);
  });

  test('of 200 code points stays whole; a longer one ends with eight digits of its digest', () => {
    const whole = '🔥'.repeat(MAX_TITLE_LENGTH);
    const digest = createHash('sha256').update(`${whole}!`).digest('hex').slice(0, 8);
    expect(compose({ title: whole })).toBe(whole);
    expect(compose({ title: `${whole}!` })).toBe(`${'🔥'.repeat(191)}…${digest}`);
  });

  test('of 100,000 characters is searched in little time', () => {
    expect(withMatrix({ a: 'a' }, { title: 'a'.repeat(100_000) })).toHaveLength(MAX_TITLE_LENGTH);
  });
});

/** A kind and the names that tell it from others of its kind. */
type Scope = [kind: string, ...names: string[]];

/** What two runs have in common that fail and recover together. Without `job` it is the whole workflow. */
type Identity = {
  repository: string;
  workflow: string;
  /** Of a watched run of *Dependabot Updates*. */
  update: string | undefined;
  caller: string | undefined;
  job: string | undefined;
  matrix: { [key: string]: string | number | boolean | null };
  scope: Scope | undefined;
  environment: string | undefined;
};

// Every way to write a delimiter of a title, or to come near one.
const pieces = [
  ...['a', 'B', '1', ' ', '/', ' / ', ' failed in ', 'failed', 'in', ' (', '(', ')'],
  ...`, |: |@|#|"|\\|?`.split('|'),
];
const odd =
  'Dependabot Updates: |tags|tags:|gh-readonly-queue/|heads/|57|:|а|é|e\u0301|🔥|\u200b|\u200d|\u00ad|\n'.split('|');
const name = fc
  .array(fc.constantFrom(...pieces, ...odd), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''));
// GitHub's own text functions call white space no name at all.
const visible = name.filter((text) => text.trim() !== '');
const branch = visible.filter((text) => text !== 'main' && !/^gh-readonly-queue\/.+\/pr-\d+-/s.test(text));
const word = fc.constantFrom('tags', 'unknown', 'eve', 'a-1', 'Eve');
type Given = Identity & { subject: Subject; job: string };
const identity: fc.Arbitrary<Given> = fc.record({
  subject: fc.constantFrom('job', 'needs', 'watched run'),
  update: fc.option(visible, { nil: undefined }),
  repository: fc.constantFrom('acme/shop', 'acme/shop.', 'a/b', 'tags/tags'),
  workflow: visible,
  caller: fc.option(name, { nil: undefined }),
  job: fc.constantFrom('a', 'B', '_1', 'build', 'failed', 'in', 'tags'),
  matrix: fc.dictionary(
    name,
    fc.oneof(name, fc.constantFrom('null', '1', 'true', '1.5', '', '{}', '[]', 1, 1.5, 1e21, true, false, null)),
    { maxKeys: 2, noNullPrototype: true },
  ),
  scope: fc.option(
    fc.oneof(
      fc.tuple(fc.constant('branch'), branch),
      fc.tuple(fc.constant('tags'), fc.constantFrom('', 'api', 'tags', '@a/b')),
      fc.tuple(fc.constant('pull request'), fc.constantFrom('1', '57')),
      fc.tuple(fc.constant('head'), visible),
      fc.tuple(fc.constant('queue'), visible),
      fc.tuple(fc.constant('fork'), word, visible),
    ),
    { nil: undefined },
  ),
  environment: fc.option(visible, { nil: undefined }),
});

/** What does not belong to the identity. */
const noise = fc.record({ id: fc.nat(), number: fc.nat(), actor: fc.string(), sha: fc.string() });
type Noise = typeof noise extends fc.Arbitrary<infer Value> ? Value : never;

function titleOf(given: Given, { id, number, actor, sha }: Noise): string {
  const { subject, repository, workflow, update, caller, job, matrix, scope, environment } = given;
  const place = { full_name: repository, default_branch: 'main' };
  const [kind = '', first = 'main', second = first] = scope ?? [];
  // Heads of pull requests and forks are in the title of a watched run only.
  const isHead = kind === 'head' || kind === 'fork';
  const isWatched = isHead || subject === 'watched run';
  const payload = { repository: place, head_commit: { message: sha } };
  const refs: Record<string, string> = {
    tags: `refs/tags/${first}${first === '' ? '' : '@'}1.${number}.0`,
    'pull request': `refs/pull/${first}/merge`,
    queue: `refs/heads/gh-readonly-queue/${first}/pr-${number}-0a`,
  };
  const ref = refs[kind] ?? `refs/heads/${second}`;
  const watched = change(WATCHED.payload, {
    repository: place,
    'workflow.name': update === undefined ? workflow : 'Dependabot Updates',
    'workflow_run.name': `${update} - Update #${number}`,
    'workflow_run.path': update === undefined ? '.github/workflows/ci.yml' : 'dynamic/dependabot/dependabot-updates',
    'workflow_run.id': id,
    'workflow_run.event': isHead ? 'pull_request' : 'push',
    'workflow_run.head_branch': ref,
    'workflow_run.head_repository.full_name': kind === 'fork' ? `${first}/shop` : repository,
  });
  const json = JSON.stringify(matrix);
  // V8 reads an escaped key as another key that it met before: https://github.com/nodejs/node/issues/63785
  fc.pre(JSON.stringify(JSON.parse(json)) === json);
  const context = contextOf({
    event: isWatched ? 'workflow_run' : 'push',
    ref: isWatched ? 'refs/heads/main' : ref,
    payload: isWatched ? watched : payload,
    matrix: json,
    env: {
      ...{ GITHUB_REPOSITORY: repository, GITHUB_WORKFLOW: workflow, GITHUB_JOB: job, GITHUB_ACTOR: actor },
      ...{ GITHUB_RUN_ID: String(id), GITHUB_RUN_NUMBER: String(number), GITHUB_SHA: sha },
    },
  });
  return composeTitle({ context, subject, environment, caller }, (text) => text);
}

/** What the title of `given` tells. */
function identify({ subject, ...given }: Given): Identity {
  if (subject === 'job') return { ...given, update: undefined };
  const whole: Identity = { ...given, job: undefined, matrix: {} };
  if (subject === 'watched run') {
    const { workflow, update } = given;
    return { ...whole, workflow: update === undefined ? workflow : 'Dependabot Updates', caller: undefined };
  }
  // The one exception: a caller of a job with `needs` whose name is the id of another job.
  const isJob = /^[a-z_][\w-]*$/i.test(given.caller ?? '');
  return { ...whole, update: undefined, ...(isJob && { job: given.caller, caller: undefined }) };
}

/** Reads a title back, from left to right; so no two identities can have the same one. */
function parseTitle(title: string): Identity {
  let rest = title;
  const take = (pattern: RegExp): string => {
    const match = new RegExp(`^(?:${pattern.source})`, pattern.flags).exec(rest)?.[0];
    if (match === undefined) throw new Error(`There is no ${pattern} at the start of ${rest}`);
    rest = rest.slice(match.length);
    return match;
  };
  const part = (plain: RegExp): string => (rest.startsWith('"') ? JSON.parse(take(/"(?:[^"\\]|\\.)*"/)) : take(plain));
  const after = (mark: RegExp, plain: RegExp): string => {
    take(mark);
    return part(plain);
  };
  const isUpdate = rest.startsWith('Dependabot Updates: ');
  const workflow = isUpdate ? take(/Dependabot Updates/) : part(/.+?(?= \/ | failed in )/);
  const update = isUpdate ? after(/: /, /.+?(?= failed in )/) : undefined;
  const end = /[A-Za-z_][\w-]*(?= failed in | \((?:"(?:[^"\\]|\\.)*"|[\w-]+): )/;
  const isNext = (pattern: RegExp) => new RegExp(`^(?:${pattern.source})`).test(rest);
  const beforeJob = new RegExp(`(?:(?! failed in ).)+?(?= / ${end.source})`);
  const hasNames = rest.startsWith(' / ');
  if (hasNames) take(/ \/ /);
  const hasCaller = hasNames && !isNext(end);
  const caller = hasCaller ? part(isNext(beforeJob) ? beforeJob : /.+?(?= failed in )/) : undefined;
  if (hasCaller && isNext(/ \/ /)) take(/ \/ /);
  const job = hasNames && isNext(end) ? take(end) : undefined;
  const values: [string, Identity['matrix'][string]][] = [];
  while (!rest.startsWith(' failed in ')) {
    take(/ \(|, /);
    const key = part(/[\w-]+/);
    take(/: /);
    const isText = rest.startsWith('"');
    const value = part(/.*?(?=, |\) failed in )/);
    const isScalar = !isText && /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/.test(value);
    values.push([key, isScalar ? JSON.parse(value) : value]);
    if (rest.startsWith(')')) take(/\)/);
  }
  take(/ failed in /);
  const repository = take(/[\w.-]+\/[\w.-]+/);
  const scope = parseScope();
  const environment = rest === '' ? undefined : after(/ \(/, /.+(?=\)$)/);
  return { repository, workflow, update, caller, job, matrix: Object.fromEntries(values), scope, environment };

  function parseScope(): Scope | undefined {
    const plain = /[^\s"][^\s]*/;
    if (/^#\d+(?: |$)/.test(rest)) return ['pull request', take(/#\d+/).slice(1)];
    if (rest.startsWith('#')) return ['head', after(/#/, plain)];
    if (!rest.startsWith('@')) return undefined;
    if (/^@tags(?: |$)/.test(rest)) return ['tags', take(/@tags/).slice(5)];
    if (rest.startsWith('@tags:')) return ['tags', after(/@tags:/, plain)];
    if (rest.startsWith('@gh-readonly-queue/')) return ['queue', after(/@gh-readonly-queue\//, plain)];
    take(/@/);
    const first = part(/[^\s:]+/);
    return rest.startsWith(':') ? ['fork', first, after(/:/, plain)] : ['branch', first];
  }
}

describe('two runs', () => {
  test('share a default title exactly when they share all that fails and recovers together', () => {
    fc.assert(
      fc.property(identity, noise, noise, (given, one, other) => {
        const title = titleOf(given, one);
        expect(titleOf(given, other)).toBe(title);
        expect(title).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        const { length } = Array.from(title);
        expect(length).toBeLessThanOrEqual(MAX_TITLE_LENGTH);
        // One that was cut cannot be read back.
        if (length < MAX_TITLE_LENGTH) expect(parseTitle(title)).toEqual(identify(given));
      }),
      { numRuns: 3_000 },
    );
  });
});
