import { expect, test } from 'vitest';
import { startClock } from './clock.ts';
import { startService } from './server.ts';
import { runStep, type Step } from './step.ts';

async function report(step: Omit<Step, 'clock' | 'inputs'> & { inputs: Record<string, string> }) {
  await using clock = await startClock();
  await using service = await startService({ clock });
  const token = `http://127.0.0.1:${service.port}/token/push-events`;
  const traces = await clock.finish(runStep({ clock, ...step, inputs: { token, ...step.inputs } }));
  return { traces, open: service.incidents.open() };
}

test.each([['state'], ['output'], ['summary'], ['state', 'output', 'summary']] as const)(
  'a disk that is full, which may be why the job failed, does not keep an alert back at its end: no %s',
  async (...full) => {
    const { traces, open } = await report({ full, phase: 'post', inputs: { 'job-status': 'failure' } });
    expect(open).toHaveLength(1);
    expect(traces.hasFailed).toBe(false);
    expect(traces.log).toContain('Told Spike to open the incident');
  },
);

test('a step that could not report at the end of its job on a full disk fails where it stands', async () => {
  const { traces, open } = await report({ full: ['state'], inputs: {} });
  expect(open).toEqual([]);
  expect(traces.hasFailed).toBe(true);
  expect(traces.log).toBe(
    'Error: The step could not note that it has to report when the job ends. Is the disk of the runner full?',
  );
});

test.each([['state'], ['output'], ['summary'], ['state', 'output', 'summary']] as const)(
  'nor does it where a step reports at once: no %s',
  async (...full) => {
    const { traces, open } = await report({ full, inputs: { status: 'failure' } });
    expect(open).toHaveLength(1);
    expect(traces.hasFailed).toBe(false);
  },
);
