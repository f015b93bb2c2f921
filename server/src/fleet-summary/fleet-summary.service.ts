import { Injectable } from '@nestjs/common';
import type { FleetSummary } from '@hyprbox/contracts';
import { JobsService } from '../jobs/jobs.service.js';
import type { SummaryQuery } from '../nodes/nodes.dto.js';
import { NodesService } from '../nodes/nodes.service.js';

/** What the overview's cards show, of nodes and jobs. */
@Injectable()
export class FleetSummaryService {
  constructor(
    private readonly nodes: NodesService,
    private readonly jobs: JobsService,
  ) {}

  /** Of the nodes that the query lets through; the jobs are the whole fleet's. */
  async get(query: SummaryQuery): Promise<FleetSummary> {
    const [nodes, jobs] = await Promise.all([this.nodes.summary(query), this.jobs.counts24h()]);
    return { ...nodes, jobs };
  }
}
