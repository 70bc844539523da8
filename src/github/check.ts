import type { Client } from './client.ts';
import { openJobCheck } from './job-check.ts';
import { openJobsCheck } from './jobs-check.ts';
import type { Check, CheckInput } from './parts.ts';

/** What is compared between runs for the target of `input`. */
export function openCheck(client: Client, input: CheckInput): Promise<Check> {
  return input.target.subject === 'job' ? openJobCheck(client, input) : openJobsCheck(client, input);
}
