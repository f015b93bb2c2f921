import { Module } from '@nestjs/common';
import { AlertRecordsModule } from '../alerts/records/alert-records.module.js';
import { ActivityModule } from '../activity/activity.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ActivityFollower } from './activity-follower.js';
import { ActivityReplay } from './activity-replay.js';
import { AlertFeed } from './alert-feed.js';
import { AlertStreamController } from './alert-stream.controller.js';
import { JobStreamController } from './job-stream.controller.js';
import { NodeFeed } from './node-feed.js';
import { StreamController } from './stream.controller.js';

@Module({
  imports: [AlertRecordsModule, ActivityModule, ExecutionsModule, NodesModule, SettingsModule],
  controllers: [AlertStreamController, StreamController, JobStreamController],
  providers: [AlertFeed, ActivityFollower, ActivityReplay, NodeFeed],
})
export class StreamModule {}
