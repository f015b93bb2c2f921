import type { Command, CommandGroup } from '../arguments/define-command.js';
import { alertGroup } from './alert/alert-group.js';
import { approvalGroup } from './approval/approval-group.js';
import { beatAddCommand } from './beat/add.command.js';
import { beatListCommand } from './beat/list.command.js';
import { beatRemoveCommand } from './beat/remove.command.js';
import { backupGroup } from './backup/backup-group.js';
import { statusCommand } from './fleet/status.command.js';
import { jobCancelCommand } from './job/cancel.command.js';
import { jobListCommand } from './job/list.command.js';
import { jobLogsCommand } from './job/logs.command.js';
import { jobShowCommand } from './job/show.command.js';
import { nodeListCommand } from './node/list.command.js';
import { nodeMaintenanceCommand } from './node/maintenance.command.js';
import { nodeShowCommand } from './node/show.command.js';
import { nodeTagCommand } from './node/tag.command.js';
import { presetGroup } from './preset/preset-group.js';
import { rolloutGroup } from './rollout/rollout-group.js';
import { runCommand } from './run/run.command.js';
import { scheduleGroup } from './schedule/schedule-group.js';
import { selectGroup } from './select/select-group.js';
import { nodeSelectCommand } from './select/show-selection.command.js';
import { loginCommand } from './session/login.command.js';
import { logoutCommand } from './session/logout.command.js';
import { tokenCreateCommand } from './token/create.command.js';
import { tokenListCommand } from './token/list.command.js';
import { tokenRevokeCommand } from './token/revoke.command.js';

/** Every command there is, in the order that the help shows. */
export const commandTree: readonly (Command | CommandGroup)[] = [
  loginCommand,
  logoutCommand,
  statusCommand,
  {
    noun: 'node',
    describe: 'The hosts of the fleet',
    commands: [nodeListCommand, nodeShowCommand, nodeSelectCommand, nodeTagCommand, nodeMaintenanceCommand],
  },
  selectGroup,
  runCommand,
  presetGroup,
  {
    noun: 'job',
    describe: 'Runs of presets: what happened, and what they printed',
    commands: [jobListCommand, jobShowCommand, jobLogsCommand, jobCancelCommand],
  },
  rolloutGroup,
  scheduleGroup,
  approvalGroup,
  alertGroup,
  {
    noun: 'beat',
    describe: 'Jobs elsewhere that are to say that they are well',
    commands: [beatListCommand, beatAddCommand, beatRemoveCommand],
  },
  backupGroup,
  {
    noun: 'token',
    describe: 'The tokens that agents sign in with (administrators)',
    commands: [tokenCreateCommand, tokenListCommand, tokenRevokeCommand],
  },
];
