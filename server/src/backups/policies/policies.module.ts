import { Module } from '@nestjs/common';
import { NodesModule } from '../../nodes/nodes.module.js';
import { PresetsModule } from '../../presets/presets.module.js';
import { HookScripts } from './hook-scripts.js';
import { PoliciesRepository } from './policies.repository.js';
import { PoliciesService } from './policies.service.js';

/** What is to be backed up, where to and when. */
@Module({
  imports: [NodesModule, PresetsModule],
  providers: [PoliciesRepository, PoliciesService, HookScripts],
  exports: [PoliciesRepository, PoliciesService, HookScripts],
})
export class BackupPoliciesModule {}
