import { GithubModel } from './github/model.ts';

/**
 * What GitHub has of the job of README's quick start at its second failure in a row: run 41 of `createContexts`, with a
 * failed step. The sample payload of docs/payload.md and the picture of the job summary come from it.
 */
export function createExample(): GithubModel {
  const model = new GithubModel();
  const passed = model.addRun({
    id: 9007001039,
    run_number: 39,
    head_sha: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
    created_at: '2026-11-23T21:58:04Z',
  });
  model.addJob(passed, { name: 'Build' });
  const failed = model.addRun({
    id: 9007001040,
    run_number: 40,
    conclusion: 'failure',
    created_at: '2026-11-24T01:22:31Z',
  });
  model.addJob(failed, { name: 'Build', conclusion: 'failure' });
  const run = model.addRun({ id: 9007001041, run_number: 41, conclusion: null });
  model.addJob(run, {
    id: 31000000041,
    name: 'Build',
    conclusion: null,
    steps: [{ name: 'Run your-org/spike-incident@v1' }, { name: 'Run npm test', conclusion: 'failure' }],
  });
  return model;
}
