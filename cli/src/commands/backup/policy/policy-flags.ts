import { backupCatchUps, backupPriorities } from '@hyprbox/contracts';
import type { ArgumentsCamelCase, InferredOptionTypes } from 'yargs';

const text = <const D extends string>(describe: D) => ({ type: 'string', requiresArg: true, describe }) as const;
const list = <const D extends string>(describe: D) =>
  ({ type: 'array', string: true, requiresArg: true, describe }) as const;
const choice = <const D extends string>(describe: D) => ({ type: 'boolean', describe }) as const;

/** What a policy is made of, as `create` and `update` take it. `policy-fields.ts` reads the values. */
export const policyFlags = {
  file: text('All of it from a YAML or JSON file (-: stdin); other flags go first'),
  node: text('The node to back up'),
  tag: text('Back up every node with this tag'),
  repository: text('restic repository: /path, sftp:, rest:, s3:, rclone:; may hold {nodeId}'),
  'password-ref': text('Where the node finds the password: env:NAME or file:/path'),
  env: list("Of restic's environment: NAME=env:NAME or NAME=file:/path; repeatable"),
  path: list('What to back up; repeatable'),
  exclude: list('Pattern to leave out; repeatable'),
  'one-file-system': choice('Stay within the file systems of the paths'),
  'snapshot-tag': list('Tag for the snapshots; repeatable'),
  schedule: text('When: five cron fields, such as "0 2 * * *"'),
  timezone: text('Time zone of the schedules, such as Europe/Berlin'),
  'catch-up': { choices: backupCatchUps, requiresArg: true, describe: 'After a missed time: once when back, or not' },
  'keep-last': text('Snapshots to keep: the newest'),
  'keep-daily': text('… one a day, for so many days'),
  'keep-weekly': text('… one a week'),
  'keep-monthly': text('… one a month'),
  'keep-yearly': text('… one a year'),
  initialize: choice('Make the repository if there is none (=false: never)'),
  paused: choice('Nothing runs by itself'),
  'pre-hook': text('Preset to run before; with variables: --file'),
  'post-hook': text('Preset to run afterwards'),
  'upload-limit': text('KiB/s'),
  'download-limit': text('KiB/s'),
  priority: { choices: backupPriorities, requiresArg: true, describe: 'LOW leaves the node to others' },
  'check-schedule': text('When to check the repository'),
  'check-read-data': text('How much of the data a check reads: 5% or 1/10'),
  'drill-schedule': text('When to prove that a restore works'),
  'drill-files': text('How many files a drill restores, or "all"'),
  'drill-directory': text('Where on the node a drill restores to'),
  'drill-verify': text('Preset that looks at what a drill restored'),
  'max-backup-age': text('Overdue when the last good backup is older: 26h, 3d'),
  'max-proof-age': text('Overdue when the last proven restore is older: 30d, 8w'),
} as const;

/** As yargs hands the flags over. */
export type PolicyArgs = ArgumentsCamelCase<InferredOptionTypes<typeof policyFlags>>;
