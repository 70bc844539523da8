/**
 * Pictures of the job summary: failed runs of the built action, rendered with GitHub's Markdown styles in headless
 * Chromium.
 *
 *     npm run preview                  puts the pictures into build/preview/
 *     npm run preview -- --write       puts the one of a reported failure into docs/job-summary.png as well
 *
 * CHROME_PATH names another browser than /usr/bin/chromium.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { marked } from 'marked';
import UPNG from 'upng-js';
import { createExample } from '../test/example.ts';
import { startGithub } from '../test/github/github.ts';
import { createContexts, runJob } from '../test/runner/runner.ts';
import { type Misbehaviour, startSpike } from '../test/spike/spike.ts';

/** A job that fails: the inputs beside the token, and how Spike answers. */
type Scene = { name: string; with: Record<string, string>; answer?: Misbehaviour };

const RUNBOOK = '{ "runbook": "https://wiki.example.com/builds" }';
const SCENES: Scene[] = [
  { name: 'reported', with: { severity: 'sev2', body: RUNBOOK } },
  { name: 'not-delivered', with: { severity: 'sev2', body: RUNBOOK }, answer: { status: 404, body: '{}' } },
  { name: 'dry-run', with: { 'dry-run': 'true', priority: 'p1', body: 'Ask the team of the shop' } },
];

// A text on white needs few colours.
const WIDTH_PIXELS = 720;
const PIXEL_RATIO = 2;
const COLOURS = 64;

const FOLDER = fileURLToPath(new URL('../build/preview/', import.meta.url));
const PICTURE = new URL('../docs/job-summary.png', import.meta.url);
const STYLES = new URL('../node_modules/github-markdown-css/github-markdown-light.css', import.meta.url);
const BROWSER = process.env.CHROME_PATH ?? '/usr/bin/chromium';

if (!existsSync(BROWSER)) {
  console.error(
    `There is no browser at ${BROWSER}. Install Chromium (on Debian: apt-get install chromium fonts-liberation), or set CHROME_PATH to another one.`,
  );
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
for (const scene of SCENES) {
  const page = `${FOLDER}${scene.name}.html`;
  writeFileSync(page, composePage(await summarize(scene)));
  takePicture(page, `${FOLDER}${scene.name}.png`);
  console.log(`build/preview/${scene.name}.png`);
}
if (process.argv.includes('--write')) writeFileSync(PICTURE, shrink(readFileSync(`${FOLDER}reported.png`)));

/** The job summary that a failed run leaves. */
async function summarize({ with: inputs, answer }: Scene): Promise<string> {
  await using spike = await startSpike();
  await using github = await startGithub({ model: createExample() });
  if (answer !== undefined) spike.misbehave(answer);
  const { summary } = await runJob({
    contexts: createContexts({ github: { token: 'token-of-the-job', api_url: github.url } }),
    with: { token: spike.url('token-of-the-preview'), ...inputs },
    statusAtEnd: 'failure',
  });
  return summary;
}

/** A page with the frame that GitHub puts round a summary. Its title is its height. */
function composePage(markdown: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<style>${readFileSync(STYLES, 'utf8')}
body { margin: 0; padding: 16px; }
section { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; font-family: sans-serif; }
header { padding: 12px 16px; font-size: 12px; color: #59636e; }
.markdown-body { padding: 8px 16px 16px; }
</style>
<section><header>build summary</header>
<div class="markdown-body">${marked.parse(markdown, { async: false })}</div></section>
<script>document.title = document.body.offsetHeight;</script>
`;
}

function takePicture(page: string, picture: string): void {
  const height = /<title>(\d+)/.exec(browse(page, '--dump-dom', `--window-size=${WIDTH_PIXELS},100`))?.[1];
  browse(
    page,
    `--screenshot=${picture}`,
    `--window-size=${WIDTH_PIXELS},${height}`,
    `--force-device-scale-factor=${PIXEL_RATIO}`,
  );
}

function browse(page: string, ...words: string[]): string {
  // The sandbox does not start for root, and the page is our own.
  const order = ['--headless', '--no-sandbox', '--hide-scrollbars', `--user-data-dir=${FOLDER}profile`, ...words];
  return execFileSync(BROWSER, [...order, pathToFileURL(page).href], { encoding: 'utf8', stdio: 'pipe' });
}

/** A screenshot in half of its bytes: with a palette. */
function shrink(png: Buffer): Buffer {
  const image = UPNG.decode(new Uint8Array(png).buffer);
  return Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, COLOURS));
}
