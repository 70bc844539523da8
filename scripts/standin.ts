/**
 * The stand-in for Spike as a process of its own, for jobs that use the action itself:
 *
 *     node scripts/standin.ts incidents.json &
 *
 * Prints its webhook URL, sets it as the step output `url`, and writes all incidents so far to the file as JSON, at
 * the start and after each request. It runs until it is ended.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { startSpike } from '../test/spike/spike.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: node scripts/standin.ts <file for the incidents>');
  process.exit(1);
}

const spike = await startSpike();
const url = spike.url('token-of-the-stand-in');
const save = (): void => writeFileSync(file, `${JSON.stringify(spike.incidents, null, 2)}\n`);

save();
console.log(`url=${url}`);
// Last, because a step that waits for the output goes on when it is there.
const { GITHUB_OUTPUT: output } = process.env;
if (output) appendFileSync(output, `url=${url}\n`);

for (let count = 1; ; count += 1) {
  await spike.received(count);
  save();
  const request = spike.requests[count - 1];
  console.log(`${request?.method} ${request?.text}`);
}
