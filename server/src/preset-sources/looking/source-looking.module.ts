import { Module } from '@nestjs/common';
import { SourcedPresetsModule } from '../../presets/sourced/sourced-presets.module.js';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { GitModule } from '../git/git.module.js';
import { PresetSourceRecordsModule } from '../records/preset-source-records.module.js';
import { CopiesCleanup } from './copies-cleanup.js';
import { PresetSourcesTask } from './preset-sources.task.js';
import { SourceLook } from './source-look.service.js';
import { SourceLooks } from './source-looks.service.js';
import { SourceTaking } from './source-taking.service.js';

/** Looks at repositories, one replica at a time at each. */
@Module({
  imports: [GitModule, PresetSourceRecordsModule, ScheduledTasksModule, SourcedPresetsModule],
  providers: [CopiesCleanup, PresetSourcesTask, SourceLook, SourceLooks, SourceTaking],
  exports: [SourceLooks],
})
export class SourceLookingModule {}
