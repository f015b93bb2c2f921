import { Module } from '@nestjs/common';
import { RateLimitsModule } from '../../auth/rate-limits.module.js';
import { AlertRulesModule } from '../rules/alert-rules.module.js';
import { BeatPingsController } from './beat-pings.controller.js';
import { BeatPingsService } from './beat-pings.service.js';
import { BeatSignalsService } from './beat-signals.service.js';
import { BeatsController } from './beats.controller.js';
import { BeatsRepository } from './beats.repository.js';
import { BeatsService } from './beats.service.js';

/** What elsewhere is expected to say that it is well, and says it. */
@Module({
  imports: [AlertRulesModule, RateLimitsModule],
  controllers: [BeatPingsController, BeatsController],
  providers: [BeatPingsService, BeatSignalsService, BeatsRepository, BeatsService],
  exports: [BeatsRepository],
})
export class BeatsModule {}
