import type { CommandGroup } from '../../arguments/define-command.js';
import { approvalApproveCommand, approvalOverrideCommand, approvalRejectCommand } from './decide.commands.js';
import { approvalListCommand } from './list.command.js';
import { approvalShowCommand } from './show.command.js';

export const approvalGroup: CommandGroup = {
  noun: 'approval',
  describe: 'What may run only if somebody else approves it',
  commands: [
    approvalListCommand,
    approvalShowCommand,
    approvalApproveCommand,
    approvalRejectCommand,
    approvalOverrideCommand,
  ],
};
