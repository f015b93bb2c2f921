import { Module } from '@nestjs/common';
import { PresetsModule } from '../../presets/presets.module.js';
import { PresetUsesRegistryModule } from '../../presets/uses/uses-registry.module.js';
import { AlertRuleUses } from './alert-rule-uses.js';
import { AlertRulesController } from './alert-rules.controller.js';
import { AlertRulesRepository } from './alert-rules.repository.js';
import { AlertRulesService } from './alert-rules.service.js';

/** What is watched for, on which hosts. */
@Module({
  imports: [PresetsModule, PresetUsesRegistryModule],
  controllers: [AlertRulesController],
  providers: [AlertRulesRepository, AlertRulesService, AlertRuleUses],
  exports: [AlertRulesService, AlertRulesRepository],
})
export class AlertRulesModule {}
