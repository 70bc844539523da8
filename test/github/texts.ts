/**
 * What GitHub writes on a job that it, the runner or somebody has ended: the texts that others quote from runs of
 * 2022 to 2026. All are annotations of the level `failure`. The time limits, the queue, a person and a newer run leave
 * `cancelled`; `notAcquired`, `shutDown` and `lost` leave `cancelled` or `failure`; `exitCode` leaves `failure`.
 */
export const TEXTS = {
  timeLimit: (limit = '45m0s') => `The job has exceeded the maximum execution time of ${limit}`,
  /** Older, and perhaps still on Enterprise Server. */
  timeLimitOnRunner: (runner = 'GitHub Actions 3', minutes = 360) =>
    `The job running on runner ${runner} has exceeded the maximum execution time of ${minutes} minutes.`,
  /** Nothing but GitHub's own 24 hours bounds the wait for a runner; `timeout-minutes` does not. */
  queueLimit: 'The job has exceeded the maximum execution time while awaiting a runner for 24h0m0s',
  notAcquired: 'The job was not acquired by Runner of type hosted even after multiple attempts',
  person: (login = 'mona') => `The run was canceled by @${login}.`,
  newerRun: (group = "'ci'") => `Canceling since a higher priority waiting request for ${group} exists`,
  failFast: (leg = 'build.arm64') => `The strategy configuration was canceled because "${leg}" failed`,
  failFastOlder: (leg = '_3_8') => `The job was canceled because "${leg}" failed.`,
  operation: 'The operation was canceled.',
  shutDown:
    'The runner has received a shutdown signal. This can happen when the runner service is stopped, or a manually started runner is canceled.',
  lost: (runner = 'spot-7') =>
    `The self-hosted runner: ${runner} lost communication with the server. Verify the machine is running and has a healthy network connection.`,
  exitCode: (code = 1) => `Process completed with exit code ${code}.`,
} as const;
