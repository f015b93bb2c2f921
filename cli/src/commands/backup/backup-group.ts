import type { CommandGroup } from '../../arguments/define-command.js';
import { drillListCommand } from './drill/list.command.js';
import { drillRunCommand } from './drill/run.command.js';
import { drillShowCommand } from './drill/show.command.js';
import { policyAcceptRepositoryCommand } from './policy/accept-repository.command.js';
import { policyCreateCommand } from './policy/create.command.js';
import { policyDeleteCommand } from './policy/delete.command.js';
import { policyListCommand } from './policy/list.command.js';
import { policyPauseCommand, policyResumeCommand } from './policy/pause-and-resume.command.js';
import { policyShowCommand } from './policy/show.command.js';
import { policyUpdateCommand } from './policy/update.command.js';
import { backupRestoreCommand } from './restore/restore.command.js';
import { runCancelCommand } from './run/cancel.command.js';
import { runListCommand } from './run/list.command.js';
import { runLogsCommand } from './run/logs.command.js';
import { runShowCommand } from './run/show.command.js';
import { runStartCommand } from './run/start.command.js';
import { snapshotDiffCommand } from './snapshot/diff.command.js';
import { snapshotFindCommand } from './snapshot/find.command.js';
import { snapshotListCommand } from './snapshot/list.command.js';
import { snapshotLsCommand } from './snapshot/ls.command.js';
import { backupStatusCommand } from './status.command.js';

export const backupGroup: CommandGroup = {
  noun: 'backup',
  describe: 'Backups, and the proof that they restore',
  commands: [
    backupStatusCommand,
    {
      noun: 'policy',
      describe: 'What is backed up where, when, and how long it is kept',
      commands: [
        policyListCommand,
        policyShowCommand,
        policyCreateCommand,
        policyUpdateCommand,
        policyDeleteCommand,
        policyPauseCommand,
        policyResumeCommand,
        policyAcceptRepositoryCommand,
      ],
    },
    {
      noun: 'run',
      describe: 'Run a policy, and what its runs did',
      commands: [runStartCommand, runListCommand, runShowCommand, runLogsCommand, runCancelCommand],
    },
    {
      noun: 'snapshot',
      describe: 'What there is to restore',
      commands: [snapshotListCommand, snapshotLsCommand, snapshotFindCommand, snapshotDiffCommand],
    },
    backupRestoreCommand,
    {
      noun: 'drill',
      describe: 'Restores that prove the backups, and their evidence',
      commands: [drillRunCommand, drillShowCommand, drillListCommand],
    },
  ],
};
