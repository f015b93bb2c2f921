import { Module } from '@nestjs/common';
import { AlertRecordsModule } from '../../alerts/records/alert-records.module.js';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { HostStarts } from './host-starts.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { RolloutChanges } from './rollout-changes.js';
import { RolloutProgressService } from './rollout-progress.service.js';
import { RolloutWaves } from './rollout-waves.js';
import { RolloutWindows } from './rollout-windows.js';
import { RolloutsTask } from './rollouts.task.js';
import { RunningRollouts } from './running-rollouts.js';
import { TargetProgressRepository } from './target-progress.repository.js';
import { TargetStartsRepository } from './target-starts.repository.js';
import { TargetSync } from './target-sync.js';
import { WaveGates } from './wave-gates.js';
import { WaveGatesRepository } from './wave-gates.repository.js';

/** How rollouts go on by themselves. */
@Module({
  imports: [AlertRecordsModule, ExecutionsModule, JobsModule, ScheduledTasksModule],
  providers: [
    OpenRolloutsRepository,
    TargetProgressRepository,
    TargetStartsRepository,
    WaveGatesRepository,
    TargetSync,
    HostStarts,
    WaveGates,
    RolloutWindows,
    RolloutWaves,
    RolloutChanges,
    RunningRollouts,
    RolloutProgressService,
    RolloutsTask,
  ],
  exports: [OpenRolloutsRepository, TargetProgressRepository, RolloutChanges],
})
export class RolloutProgressModule {}
