import type { CommandGroup } from '../../arguments/define-command.js';
import { selectDeleteCommand } from './delete.command.js';
import { selectListCommand } from './list.command.js';
import { selectSaveCommand } from './save.command.js';
import { selectShowCommand } from './show-selection.command.js';

export const selectGroup: CommandGroup = {
  noun: 'select',
  describe: 'Which hosts a selector means, and selectors that have a name',
  commands: [selectShowCommand, selectListCommand, selectSaveCommand, selectDeleteCommand],
};
