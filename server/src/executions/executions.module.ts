import { Module } from '@nestjs/common';
import { Deliveries } from './deliveries.service.js';
import { ExecutionKinds } from './execution-kinds.js';
import { ExecutionsRepository } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';
import { LeaseKeeper } from './lease-keeper.js';
import { MergedOutput } from './merged-output.js';
import { OutputReader } from './output-reader.js';
import { OutputRepository } from './output.repository.js';
import { WorkClaims } from './work-claims.service.js';

/** Claim, lease, attempt, cancel and output of whatever is handed to a node. */
@Module({
  providers: [
    ExecutionsRepository,
    OutputRepository,
    ExecutionKinds,
    ExecutionsService,
    WorkClaims,
    Deliveries,
    LeaseKeeper,
    OutputReader,
    MergedOutput,
  ],
  exports: [ExecutionKinds, ExecutionsService, WorkClaims, Deliveries, OutputReader, MergedOutput],
})
export class ExecutionsModule {}
