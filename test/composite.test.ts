import { describe, expect, test } from 'vitest';
import { createContexts, type Job, type JobRun, runJob } from './runner/runner.ts';
import { startSpike } from './spike/spike.ts';

const LIMIT = 60_000;

/**
 * The action inside a composite action, as GitHub's runner runs it: `github.action_status` is what the composite
 * action has come to in this phase, and only there it is set; `job.status` learns of it when that phase of the
 * composite action has ended.
 *
 * Sources: `RunStepsAsync` of `CompositeActionHandler.cs` and the end of the loop in `StepsRunner.cs`,
 * actions/runner; its issue 1682.
 */
async function runInComposite(
  composite: { atStep: string; atEnd: string },
  job: Pick<Job, 'statusAtEnd'> & { status?: string },
): Promise<JobRun & { requests: string[] }> {
  await using spike = await startSpike();
  const contexts = createContexts({ github: { action_status: composite.atStep } });
  const run = await runJob({
    contexts,
    contextsAtEnd: { github: { action_status: composite.atEnd } },
    with: {
      token: spike.url('token-of-the-test'),
      'github-token': '',
      ...(job.status !== undefined && { status: job.status }),
    },
    ...(job.statusAtEnd !== undefined && { statusAtEnd: job.statusAtEnd }),
  });
  const requests = spike.requests.map(({ text }) => (text.includes('"status":"resolve"') ? 'resolve' : 'open'));
  return { ...run, requests };
}

describe('inside a composite action', () => {
  test('a job that fails later opens an incident', { timeout: LIMIT }, async () => {
    const { requests } = await runInComposite({ atStep: 'success', atEnd: 'success' }, { statusAtEnd: 'failure' });
    expect(requests).toEqual(['open']);
  });

  test('a job status that still says success after a failed step resolves nothing', {
    timeout: LIMIT,
  }, async () => {
    const { requests, outputs, log } = await runInComposite(
      { atStep: 'failure', atEnd: 'success' },
      { status: '${{ job.status }}', statusAtEnd: 'failure' },
    );
    expect(requests).toEqual(['open']);
    expect(outputs.action).toBe('none');
    expect(log).toContain('Nothing reported yet: a step of the composite action has failed');
  });

  test('another post phase that failed is not called green', { timeout: LIMIT }, async () => {
    const { requests } = await runInComposite({ atStep: 'success', atEnd: 'Failure' }, {});
    expect(requests).toEqual(['open']);
  });

  test('all green resolves', { timeout: LIMIT }, async () => {
    const { requests } = await runInComposite({ atStep: 'success', atEnd: 'success' }, {});
    expect(requests).toEqual(['resolve']);
  });
});
