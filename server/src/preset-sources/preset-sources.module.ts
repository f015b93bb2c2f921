import { Module } from '@nestjs/common';
import { RateLimitsModule } from '../auth/rate-limits.module.js';
import { PresetFilesModule } from '../presets/files/preset-files.module.js';
import { SourcedPresetsModule } from '../presets/sourced/sourced-presets.module.js';
import { PresetUsesModule } from '../presets/uses/uses.module.js';
import { SourceLookingModule } from './looking/source-looking.module.js';
import { PresetSourceReading } from './preset-source-reading.service.js';
import { PresetSourceSyncs } from './preset-source-syncs.service.js';
import { PresetSourceWebhooksController } from './preset-source-webhooks.controller.js';
import { PresetSourceWebhooks } from './preset-source-webhooks.service.js';
import { PresetSourcesController } from './preset-sources.controller.js';
import { PresetSourcesService } from './preset-sources.service.js';
import { PresetSourceRecordsModule } from './records/preset-source-records.module.js';

/** Where presets come from besides the product and the console: git repositories, and a directory. */
@Module({
  imports: [
    PresetFilesModule,
    PresetSourceRecordsModule,
    PresetUsesModule,
    RateLimitsModule,
    SourcedPresetsModule,
    SourceLookingModule,
  ],
  controllers: [PresetSourceWebhooksController, PresetSourcesController],
  providers: [PresetSourceReading, PresetSourcesService, PresetSourceSyncs, PresetSourceWebhooks],
})
export class PresetSourcesModule {}
