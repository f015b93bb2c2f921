import type { CommandGroup } from '../../arguments/define-command.js';
import { scheduleCalendarCommand } from './calendar.command.js';
import { scheduleCreateCommand } from './create.command.js';
import { scheduleDeleteCommand } from './delete.command.js';
import { scheduleEditCommand } from './edit.command.js';
import { scheduleFiresCommand } from './fires.command.js';
import { scheduleListCommand } from './list.command.js';
import { schedulePauseCommand, scheduleResumeCommand } from './pause-and-resume.commands.js';
import { schedulePreviewCommand } from './preview.command.js';
import { scheduleRunCommand } from './run.command.js';
import { scheduleShowCommand } from './show.command.js';

export const scheduleGroup: CommandGroup = {
  noun: 'schedule',
  describe: 'Rollouts that start again and again',
  commands: [
    scheduleListCommand,
    scheduleShowCommand,
    scheduleCreateCommand,
    scheduleEditCommand,
    schedulePauseCommand,
    scheduleResumeCommand,
    scheduleRunCommand,
    scheduleFiresCommand,
    scheduleCalendarCommand,
    schedulePreviewCommand,
    scheduleDeleteCommand,
  ],
};
