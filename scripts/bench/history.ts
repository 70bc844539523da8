import { GithubModel } from '../../test/github/model.ts';

/** What is measured as run 41 of `acme/shop`, beside the ids that `createContexts` has. */
const RUN = { id: 9_007_001_041, job: 31_000_000_041, workflow: 7 };

/** A workflow of 40 runs, green until the last two, and run 41 under way, with a failed step and three errors. */
export function createHistory(): GithubModel {
  const model = new GithubModel();
  for (let number = 1; number <= 40; number++) {
    model.addRun({
      run_number: number,
      workflow_id: RUN.workflow,
      conclusion: number > 38 ? 'failure' : 'success',
    });
  }
  const run = model.addRun({
    id: RUN.id,
    run_number: 41,
    workflow_id: RUN.workflow,
    status: 'in_progress',
    conclusion: null,
  });
  const job = model.addJob(run, {
    id: RUN.job,
    status: 'in_progress',
    conclusion: null,
    steps: [{ name: 'Set up job' }, { name: 'npm test', conclusion: 'failure' }],
  });
  const errors: [number, string][] = [
    [12, 'The card was charged twice'],
    [31, 'expected 402 to be 200'],
    [77, 'Timed out after 5000 ms'],
  ];
  for (const [line, message] of errors) {
    model.addAnnotation(job, { path: 'src/cart.ts', start_line: line, message });
  }
  return model;
}
