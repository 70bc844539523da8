import { describe, expect, test } from 'vitest';
import { startGithub } from './github/github.ts';
import { startRun } from './jobs.ts';
import { collectTraces, findLeaks, listForms } from './leaks.ts';
import { type ContextValues, createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { type Spike, startSpike } from './spike/spike.ts';

const PLAIN = 'x7Qk29vTmZ_4rHw8';
const ODD = 'x7Q"k&2+9v<T>m\'Z%é~4r';
const HOOKS = 'https://hooks.spike.sh';

const contexts = createContexts({ runner: { debug: '1' } });

const run = (given: Record<string, string>, job: Partial<Job> = {}): Promise<JobRun> =>
  runJob({ contexts, phases: ['main'], ...job, with: given });

const listMasks = ({ commands }: JobRun) => commands.filter(({ name }) => name === 'add-mask').map(({ data }) => data);

/** How a token is given: what the input holds, and the token in it. */
const WAYS: Record<string, (spike: Spike) => { secret: string; token: string }> = {
  'as URL': (spike) => ({ secret: PLAIN, token: spike.url(PLAIN) }),
  'as URL with a line break behind it': (spike) => ({ secret: PLAIN, token: `${spike.url(PLAIN)}\r\n` }),
  'as URL that is encoded': (spike) => ({ secret: ODD, token: spike.url(ODD) }),
  'as URL that should be encoded': (spike) => ({
    secret: ODD,
    token: spike.url('TOKEN').replace('TOKEN', ODD.replace('%', '%25')),
  }),
};

// Thirty mistakes of people who copy, and of workflows.
const WRONG = [
  ...[`"${PLAIN}"`, `'${PLAIN}'`, `\`${PLAIN}\``, `“${PLAIN}”`, `"${HOOKS}/${PLAIN}/push-events"`, `<${PLAIN}>`],
  ...[`<${HOOKS}/${PLAIN}/push-events>`, `SPIKE_TOKEN=${PLAIN}`, `SPIKE_TOKEN: ${PLAIN}`, `token = "${PLAIN}"`],
  ...[`Bearer ${PLAIN}`, `ghp_${PLAIN}`, `github_pat_${PLAIN}`, `$${PLAIN}`],
  ...[`one\n${PLAIN}`, `${PLAIN} ${PLAIN}`, `${PLAIN.slice(0, 8)}\u200b${PLAIN.slice(8)}`, `${PLAIN}/push-events`],
  ...[`hooks.spike.sh/${PLAIN}/push-events`, `${HOOKS}.example/${PLAIN}/push-events`, `mailto:${PLAIN}`],
  ...[`http://hooks.spike.sh/${PLAIN}/push-events`, `${HOOKS}:8443/${PLAIN}`, `${HOOKS}/${PLAIN}/other`],
  ...[`${HOOKS}/${PLAIN}/push-events?token=${PLAIN}`, `https://${PLAIN}@hooks.spike.sh/${PLAIN}`, `${PLAIN}?a=b`],
  ...[`${HOOKS}/${encodeURIComponent(ODD)}/a/b`, `ftp://hooks.spike.sh/${PLAIN}`, `https://${PLAIN}.spike.sh/a`],
];

describe.concurrent('a token that is wrong', () => {
  test.each(WRONG)('as in %j fails the step in one sentence, and shows nowhere', async (token) => {
    const wrong = await run({ token });
    expect(wrong.annotations).toEqual([
      { level: 'error', message: expect.stringMatching(/^token must be the token of .+ \(.+\)\.$/), properties: {} },
    ]);
    expect(wrong.phases.main).toMatchObject({ exitCode: 1, rawStderr: '', outputs: {} });
    const traces = collectTraces(wrong);
    expect(traces).not.toMatch(/\n\s+at /);
    for (const secret of [PLAIN, ODD]) expect(findLeaks(traces, secret)).toEqual([]);
  });
});

describe.concurrent('a token where a text is cut', () => {
  test.each<[string, Record<string, string>]>([
    ['a title', { status: 'failure', title: `${'t'.repeat(178)} ${PLAIN} and more words that go on` }],
    ['a pattern of branches', { branches: `origin/${'b'.repeat(38)}/${PLAIN}` }],
    ['an error message', { needs: 'failure' }],
    ['a wrong word', { severity: `${'x'.repeat(45)}${PLAIN}` }],
  ])('is redacted before, in %s', async (_, given) => {
    await using spike = await startSpike();
    await using github = await startGithub();
    const started = startRun(github, { job: { name: 'report' } });
    const [own] = github.model.runs.values();
    const build = own && github.model.addJob(own, { name: 'build', conclusion: 'failure' });
    const message = `${'x'.repeat(285)} ${PLAIN}/push-events`;
    if (build) github.model.addAnnotation(build, { message, annotation_level: 'failure' });

    const job = await run({ token: spike.url(PLAIN), ...given }, { contexts: started });
    expect(findLeaks(collectTraces(job) + spike.requests.map(({ text }) => text).join(), PLAIN)).toEqual([]);
  });
});

describe.concurrent('a token that is missing', () => {
  const fork: ContextValues = {
    event_name: 'pull_request',
    event: { pull_request: { number: 57, head: { repo: { full_name: 'mallory/shop' } } } },
  };
  const dependabot = { ...fork, actor: 'dependabot[bot]', triggering_actor: 'dependabot[bot]' };

  test.each(['', `${HOOKS}/push-events`])(
    'as in %j is an error where secrets are there, and a notice where GitHub withholds them',
    async (token) => {
      const missing = await run({ token });
      expect(missing.annotations).toMatchObject([
        {
          level: 'error',
          message: expect.stringMatching(
            /^token is empty\. Check that the secret exists under exactly this name for this rep/,
          ),
        },
      ]);
      for (const github of [fork, dependabot]) {
        const withheld = await run({ token, 'pull-requests': 'true' }, { contexts: createContexts({ github }) });
        expect(withheld.annotations).toMatchObject([
          { level: 'notice', message: expect.stringMatching(/^Not reported: .+, so there is no token\.$/) },
        ]);
        expect(withheld.conclusion).toBe('success');
      }
    },
  );
});

describe.concurrent('the masks', () => {
  test.each(['test', 'http://127.0.0.1:1/a/b'])('of %s hide no ordinary word of the log', async (token) => {
    const short = listMasks(await run({ token, 'dry-run': 'true' })).filter((mask) => mask.length < 6);
    expect(short).toEqual([]);
  });

  test('hide the token from what later steps print, bare, in its URL and encoded, and come before all else', async () => {
    const token = `${HOOKS}/${encodeURIComponent(ODD)}/push-events`;
    const masked = await run({ token, 'dry-run': 'true' });
    expect(listMasks(masked)).toEqual(expect.arrayContaining([token, ...listForms(ODD)]));
    expect(masked.phases.main?.rawStdout).toMatch(/^(?:::add-mask::.*\n)+(?!.*::add-mask::)/);
  });

  test('hide the password of a proxy', async () => {
    const env = { https_proxy: 'http://mona:hunter2-hunter2@127.0.0.1:1' };
    expect(listMasks(await run({ token: PLAIN, 'dry-run': 'true' }, { env }))).toContain('hunter2-hunter2');
  });
});

describe.concurrent('the token', () => {
  test.each(Object.entries(WAYS))('given %s is sent as it is, and shows nowhere', async (_, give) => {
    await using spike = await startSpike();
    const { secret, token } = give(spike);
    const red = await run({ token }, { phases: ['main', 'post'], statusAtEnd: 'failure' });
    expect(spike.open()).toMatchObject([{ token: secret }]);
    expect(findLeaks(collectTraces(red, spike), secret)).toEqual([]);
  });

  test.each([PLAIN, ODD])('given bare as %s shows nowhere in a dry run', async (token) => {
    const red = await run({ token, 'dry-run': 'true' }, { phases: ['main', 'post'], statusAtEnd: 'failure' });
    expect(red.summary).toContain('Dry run');
    expect(findLeaks(collectTraces(red), token)).toEqual([]);
  });

  test.each(['status', 'branches', 'needs'])('shows nowhere when it stands in %s too', async (input) => {
    const wrong = await run({ token: ODD, [input]: input === 'branches' ? `[${ODD}` : ODD });
    expect(wrong.annotations).toMatchObject([{ message: expect.stringMatching(`^${input}.*"\\[?\\*\\*\\*"`) }]);
    expect(findLeaks(collectTraces(wrong), ODD)).toEqual([]);
  });

  test.each([
    { ending: 'is delivered', answers: [], lost: 0 },
    { ending: 'is lost', answers: [{ status: 400, body: listForms(ODD).join(' ') }], lost: 1 },
  ])('shows nowhere when it stands in the texts of an alert that $ending', async ({ answers, lost }) => {
    await using spike = await startSpike();
    spike.misbehave(...answers);
    const token = spike.url(ODD);
    const event = { head_commit: { message: `Post to ${token}, that is ${ODD}` } };
    const red = await run(
      {
        ...{ token, status: 'failure', title: `The title of ${ODD}` },
        body: JSON.stringify({ failed_steps: [`curl ${token}`], [ODD]: { url: encodeURIComponent(ODD) } }),
      },
      { contexts: createContexts({ ...contexts, github: { ...contexts.github, event } }) },
    );
    expect(red.annotations).toHaveLength(lost);
    expect(spike.requests).toMatchObject([{ json: { title: 'The title of ***' } }]);
    expect(findLeaks(collectTraces(red, spike), ODD)).toEqual([]);
  });
});
