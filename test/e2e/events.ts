import type { JsonObject } from '../../src/json.ts';
import { COMPLETED, change, findExample } from '../situations.ts';

/** What starts a run: the event's name and its payload, recorded by others and moved to `acme/shop`. */
export type Event = { name: string; payload: JsonObject };

const SHOP = {
  'repository.full_name': 'acme/shop',
  'repository.name': 'shop',
  'repository.owner.login': 'acme',
  'repository.default_branch': 'main',
};

/** A push to the default branch. */
export function push(commitMessage = 'Charge the card once'): Event {
  const example = findExample('push', ({ ref }) => ref === 'refs/heads/master');
  return {
    name: 'push',
    payload: change(example, { ...SHOP, ref: 'refs/heads/main', 'head_commit.message': commitMessage }),
  };
}

/** Pull request 57 into the default branch. */
export function pullRequest({ from = 'acme/shop', isMerged = false } = {}): Event {
  const example = findExample('pull_request', ({ action }) => action === 'synchronize');
  const changes = {
    ...SHOP,
    ...(isMerged && { action: 'closed', 'pull_request.state': 'closed', 'pull_request.merged': true }),
    number: 57,
    'pull_request.number': 57,
    'pull_request.head.ref': 'new-checkout',
    'pull_request.head.repo.full_name': from,
    'pull_request.base.ref': 'main',
    'pull_request.base.repo.full_name': 'acme/shop',
  };
  return { name: 'pull_request', payload: change(example, changes) };
}

/** The clock. */
export function schedule(): Event {
  return { name: 'schedule', payload: change(push().payload, { schedule: '30 2 * * *', ref: null }) };
}

/** Somebody who starts the workflow by hand on the default branch. */
export function dispatch(inputs: Record<string, string> = {}): Event {
  const changes = { ...SHOP, ref: 'refs/heads/main', inputs };
  return { name: 'workflow_dispatch', payload: change(findExample('workflow_dispatch'), changes) };
}

/** The end of a run of the workflow `Nightly` on a branch `main`. */
export function workflowRun({ conclusion, from = 'acme/shop' }: { conclusion: string; from?: string }): Event {
  const changes = {
    ...SHOP,
    'workflow.name': 'Nightly',
    'workflow_run.name': 'Nightly',
    'workflow_run.event': 'push',
    'workflow_run.conclusion': conclusion,
    'workflow_run.head_branch': 'main',
    'workflow_run.head_repository.full_name': from,
    'workflow_run.pull_requests': [],
  };
  return { name: 'workflow_run', payload: change(COMPLETED, changes) };
}
