import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Activity, FleetSummary, Node, Page } from '@hyprbox/contracts';
import { ActivityLog } from '../activity/activity-log.js';
import { activitySchema } from '../activity/activity.schema.js';
import { PageQuery } from '../http/page-query.dto.js';
import { CurrentActor, type Actor } from '../http/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { pageOf } from '../http/schemas.js';
import { Decommissioning } from './decommissioning.service.js';
import { NodesQuery, UpdateNodeDto } from './nodes.dto.js';
import { nodeSchema, summarySchema } from './nodes.schema.js';
import { NodesService } from './nodes.service.js';

@ApiTags('nodes')
@ApiBearerAuth('user')
@Controller('nodes')
export class NodesController {
  constructor(
    private readonly nodes: NodesService,
    private readonly decommissioning: Decommissioning,
    private readonly log: ActivityLog,
  ) {}

  @RequirePermission('node.read')
  @Get()
  @ApiOkResponse({ schema: pageOf(nodeSchema) })
  async list(@Query() query: NodesQuery): Promise<Page<Node>> {
    return this.nodes.list(query);
  }

  @RequirePermission('node.read')
  @Get('summary')
  @ApiOkResponse({ schema: summarySchema })
  async summary(): Promise<FleetSummary> {
    return this.nodes.summary();
  }

  @RequirePermission('node.read')
  @Get(':nodeId/status')
  @ApiOkResponse({ schema: nodeSchema })
  async status(@Param('nodeId') nodeId: string): Promise<Node> {
    return this.nodes.get(nodeId);
  }

  @RequirePermission('node.read')
  @Get(':nodeId/activity')
  @ApiOkResponse({ schema: pageOf(activitySchema) })
  async activity(@Param('nodeId') nodeId: string, @Query() query: PageQuery): Promise<Page<Activity>> {
    await this.nodes.requireKnown(nodeId);
    return this.log.listForNode(nodeId, query);
  }

  @RequirePermission('node.manage')
  @Patch(':nodeId')
  @ApiOkResponse({ schema: nodeSchema })
  async update(
    @CurrentActor() actor: Actor,
    @Param('nodeId') nodeId: string,
    @Body() body: UpdateNodeDto,
  ): Promise<Node> {
    return this.nodes.update(actor, nodeId, body);
  }

  @RequirePermission('node.manage')
  @Delete(':nodeId')
  @HttpCode(204)
  async decommission(@CurrentActor() actor: Actor, @Param('nodeId') nodeId: string): Promise<void> {
    await this.decommissioning.decommission(actor, nodeId);
  }
}
