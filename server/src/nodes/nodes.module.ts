import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { DutiesModule } from '../duties/duties.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AgentHeartbeatController } from './agent-heartbeat.controller.js';
import { Decommissioning } from './decommissioning.service.js';
import { HeartbeatCommit } from './heartbeat-commit.js';
import { HeartbeatWriter } from './heartbeat-writer.js';
import { HeartbeatsRepository } from './heartbeats.repository.js';
import { HeartbeatsService } from './heartbeats.service.js';
import { HistoryController } from './history.controller.js';
import { HistoryRepository } from './history.repository.js';
import { HistoryService } from './history.service.js';
import { NodeAdmission } from './node-admission.service.js';
import { NodesController } from './nodes.controller.js';
import { NodesRepository } from './nodes.repository.js';
import { NodesService } from './nodes.service.js';
import { RollupRepository } from './rollup.repository.js';
import { Rollup } from './rollup.service.js';
import { SamplePartitions } from './sample-partitions.js';
import { SilenceWatch } from './silence-watch.js';

@Module({
  imports: [ActivityModule, DutiesModule, ExecutionsModule, SettingsModule, TokensModule],
  controllers: [AgentHeartbeatController, HistoryController, NodesController],
  providers: [
    NodesRepository,
    NodesService,
    Decommissioning,
    NodeAdmission,
    SamplePartitions,
    HeartbeatsRepository,
    HeartbeatCommit,
    HeartbeatWriter,
    HeartbeatsService,
    SilenceWatch,
    RollupRepository,
    Rollup,
    HistoryRepository,
    HistoryService,
  ],
  exports: [NodesService],
})
export class NodesModule {}
