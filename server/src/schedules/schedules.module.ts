import { Module } from '@nestjs/common';
import { PresetsModule } from '../presets/presets.module.js';
import { PresetUsesRegistryModule } from '../presets/uses/uses-registry.module.js';
import { RolloutControlModule } from '../rollouts/control/rollout-control.module.js';
import { RolloutCreationModule } from '../rollouts/creation/rollout-creation.module.js';
import { RolloutReadingModule } from '../rollouts/reading/rollout-reading.module.js';
import { ScheduledTasksModule } from '../scheduled-tasks/scheduled-tasks.module.js';
import { UsersModule } from '../users/users.module.js';
import { DueSchedulesRepository } from './due-schedules.repository.js';
import { ReplacedRollouts } from './replaced-rollouts.js';
import { ScheduleChanges } from './schedule-changes.js';
import { ScheduleChecks } from './schedule-checks.service.js';
import { ScheduleFireRetention } from './schedule-fire-retention.js';
import { ScheduleFiresRepository } from './schedule-fires.repository.js';
import { ScheduleFiringService } from './schedule-firing.service.js';
import { ScheduleOverlap } from './schedule-overlap.js';
import { ScheduleOwners } from './schedule-owners.js';
import { ScheduleRoundService } from './schedule-round.service.js';
import { ScheduleRunsService } from './schedule-runs.service.js';
import { ScheduleStarts } from './schedule-starts.service.js';
import { ScheduleTask } from './schedule-task.js';
import { ScheduleTimesController } from './schedule-times.controller.js';
import { ScheduleTimesService } from './schedule-times.service.js';
import { ScheduleUses } from './schedule-uses.js';
import { ScheduleWindows } from './schedule-windows.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesRepository } from './schedules.repository.js';
import { SchedulesService } from './schedules.service.js';

/** Rollouts that start again and again. */
@Module({
  imports: [
    ScheduledTasksModule,
    UsersModule,
    PresetsModule,
    PresetUsesRegistryModule,
    RolloutCreationModule,
    RolloutControlModule,
    RolloutReadingModule,
  ],
  // The fixed paths come before those with an id.
  controllers: [ScheduleTimesController, SchedulesController],
  providers: [
    SchedulesRepository,
    ScheduleFiresRepository,
    DueSchedulesRepository,
    ScheduleChecks,
    ScheduleChanges,
    SchedulesService,
    ScheduleTimesService,
    ReplacedRollouts,
    ScheduleOwners,
    ScheduleWindows,
    ScheduleOverlap,
    ScheduleStarts,
    ScheduleRunsService,
    ScheduleFiringService,
    ScheduleRoundService,
    ScheduleTask,
    ScheduleUses,
    ScheduleFireRetention,
  ],
})
export class SchedulesModule {}
