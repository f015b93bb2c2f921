import { Module } from '@nestjs/common';
import { PresetsModule } from '../../presets/presets.module.js';
import { AlertRulesController } from './alert-rules.controller.js';
import { AlertRulesRepository } from './alert-rules.repository.js';
import { AlertRulesService } from './alert-rules.service.js';

/** What is watched for, on which hosts. */
@Module({
  imports: [PresetsModule],
  controllers: [AlertRulesController],
  providers: [AlertRulesRepository, AlertRulesService],
  exports: [AlertRulesService, AlertRulesRepository],
})
export class AlertRulesModule {}
