import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { FleetSummaryController } from './fleet-summary.controller.js';
import { FleetSummaryService } from './fleet-summary.service.js';

/** The counts of nodes and jobs together: above both, as neither needs the other for them. */
@Module({
  imports: [JobsModule, NodesModule],
  controllers: [FleetSummaryController],
  providers: [FleetSummaryService],
})
export class FleetSummaryModule {}
