import type { CommandGroup } from '../../arguments/define-command.js';
import {
  rolloutAbortCommand,
  rolloutPauseCommand,
  rolloutResumeCommand,
  rolloutRetryCommand,
} from './control.commands.js';
import { rolloutListCommand } from './list.command.js';
import { rolloutOutputsCommand } from './outputs.command.js';
import { rolloutPlanCommand } from './plan.command.js';
import { rolloutShowCommand } from './show.command.js';
import { rolloutStartCommand } from './start.command.js';
import { rolloutWatchCommand } from './watch.command.js';

export const rolloutGroup: CommandGroup = {
  noun: 'rollout',
  describe: 'A preset or a script on many hosts, wave by wave',
  commands: [
    rolloutStartCommand,
    rolloutPlanCommand,
    rolloutListCommand,
    rolloutShowCommand,
    rolloutWatchCommand,
    rolloutPauseCommand,
    rolloutResumeCommand,
    rolloutAbortCommand,
    rolloutRetryCommand,
    rolloutOutputsCommand,
  ],
};
