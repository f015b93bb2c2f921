import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { ScheduledTasksModule } from '../scheduled-tasks/scheduled-tasks.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AgentHeartbeatController } from './agent-heartbeat.controller.js';
import { DecommissioningService } from './decommissioning.service.js';
import { DroppedValues } from './dropped-values.js';
import { HeartbeatCommit } from './heartbeat-commit.js';
import { HeartbeatIntake } from './heartbeat-intake.js';
import { HeartbeatIntakeRepository } from './heartbeat-intake.repository.js';
import { HeartbeatRecords } from './heartbeat-records.js';
import { HeartbeatWriter } from './heartbeat-writer.js';
import { HeartbeatsRepository } from './heartbeats.repository.js';
import { HeartbeatsService } from './heartbeats.service.js';
import { HistoryController } from './history.controller.js';
import { HistoryRepository } from './history.repository.js';
import { HistoryService } from './history.service.js';
import { NodeAdmissionService } from './node-admission.service.js';
import { NodeMetrics } from './node-metrics.js';
import { NodesController } from './nodes.controller.js';
import { NodesRepository } from './nodes.repository.js';
import { NodesService } from './nodes.service.js';
import { OtherMachines } from './other-machines.js';
import { RollupRepository } from './rollup.repository.js';
import { RollupService } from './rollup.service.js';
import { SamplePartitions } from './sample-partitions.js';
import { StatusWatch } from './status-watch.js';
import { StatusWatchRepository } from './status-watch.repository.js';

@Module({
  imports: [ActivityModule, ScheduledTasksModule, ExecutionsModule, OperationsModule, SettingsModule, TokensModule],
  controllers: [AgentHeartbeatController, HistoryController, NodesController],
  providers: [
    NodesRepository,
    NodesService,
    NodeMetrics,
    DecommissioningService,
    NodeAdmissionService,
    SamplePartitions,
    HeartbeatsRepository,
    OtherMachines,
    HeartbeatRecords,
    HeartbeatCommit,
    HeartbeatWriter,
    DroppedValues,
    HeartbeatsService,
    HeartbeatIntakeRepository,
    HeartbeatIntake,
    StatusWatchRepository,
    StatusWatch,
    RollupRepository,
    RollupService,
    HistoryRepository,
    HistoryService,
  ],
  exports: [NodesService],
})
export class NodesModule {}
