import type { CommandGroup } from '../../../arguments/define-command.js';
import { presetSourceAddCommand } from './add.command.js';
import { presetSourceListCommand } from './list.command.js';
import { presetSourceRemoveCommand } from './remove.command.js';
import { presetSourceShowCommand } from './show.command.js';
import { presetSourceSyncCommand } from './sync.command.js';
import { presetSourceUpdateCommand } from './update.command.js';
import { presetSourceWebhookCommand } from './webhook.command.js';

export const presetSourceGroup: CommandGroup = {
  noun: 'source',
  describe: 'The repositories that bring presets',
  commands: [
    presetSourceListCommand,
    presetSourceShowCommand,
    presetSourceAddCommand,
    presetSourceUpdateCommand,
    presetSourceRemoveCommand,
    presetSourceSyncCommand,
    presetSourceWebhookCommand,
  ],
};
