import type { CommandGroup } from '../../arguments/define-command.js';
import { presetApplyCommand } from './apply.command.js';
import { presetDiffCommand } from './diff.command.js';
import { presetDiscardCommand } from './discard.command.js';
import { presetEditCommand } from './edit.command.js';
import { presetExportCommand } from './export.command.js';
import { presetImportCommand } from './import.command.js';
import { presetLintCommand } from './lint.command.js';
import { presetListCommand } from './list.command.js';
import { presetNewCommand } from './new.command.js';
import { presetPreviewCommand } from './preview.command.js';
import { presetPublishCommand } from './publish.command.js';
import { presetRetireCommand } from './retire.command.js';
import { presetSaveCommand } from './save.command.js';
import { presetShowCommand } from './show.command.js';
import { presetSourceGroup } from './source/source-group.js';
import { presetTestCommand } from './test.command.js';
import { presetVersionsCommand } from './versions.command.js';

export const presetGroup: CommandGroup = {
  noun: 'preset',
  describe: 'The vetted scripts: running them, and writing your own',
  commands: [
    presetListCommand,
    presetShowCommand,
    presetPreviewCommand,
    presetApplyCommand,
    presetNewCommand,
    presetEditCommand,
    presetSaveCommand,
    presetLintCommand,
    presetDiffCommand,
    presetTestCommand,
    presetPublishCommand,
    presetVersionsCommand,
    presetDiscardCommand,
    presetRetireCommand,
    presetExportCommand,
    presetImportCommand,
    presetSourceGroup,
  ],
};
