import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../../approvals/approvals.module.js';
import { NodesModule } from '../../nodes/nodes.module.js';
import { PresetsModule } from '../../presets/presets.module.js';
import { PresetUsesRegistryModule } from '../../presets/uses/uses-registry.module.js';
import { HookScripts } from './hook-scripts.js';
import { PoliciesRepository } from './policies.repository.js';
import { PoliciesService } from './policies.service.js';
import { PolicyUses } from './policy-uses.js';

/** What is to be backed up, where to and when. */
@Module({
  imports: [ApprovalsModule, NodesModule, PresetsModule, PresetUsesRegistryModule],
  providers: [PoliciesRepository, PoliciesService, HookScripts, PolicyUses],
  exports: [PoliciesRepository, PoliciesService, HookScripts],
})
export class BackupPoliciesModule {}
