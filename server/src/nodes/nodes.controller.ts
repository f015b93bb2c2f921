import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Activity, FleetTags, Node, Page } from '@hyprbox/contracts';
import { activitySchema, fleetTagsSchema, nodeSchema, pageOf } from '@hyprbox/contracts/schemas';
import { ActivityLog } from '../activity/activity-log.js';
import { openApi } from '../http/openapi-schema.js';
import { PageQuery } from '../http/page-query.dto.js';
import { CurrentActor } from '../http/current-principal.js';
import type { Actor } from '../identity/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { DecommissioningService } from './decommissioning.service.js';
import { NodesQuery, UpdateNodeDto } from './nodes.dto.js';
import { NodesService } from './nodes.service.js';

@ApiTags('nodes')
@ApiBearerAuth('user')
@Controller('nodes')
export class NodesController {
  constructor(
    private readonly nodes: NodesService,
    private readonly decommissioning: DecommissioningService,
    private readonly log: ActivityLog,
  ) {}

  @RequirePermission('node.read')
  @Get()
  @ApiOperation({ summary: 'Nodes, filtered and sorted' })
  @ApiOkResponse({ schema: openApi(pageOf(nodeSchema)) })
  async list(@Query() query: NodesQuery): Promise<Page<Node>> {
    return this.nodes.list(query);
  }

  @RequirePermission('node.read')
  @Get('tags')
  @ApiOperation({ summary: 'Tags of the fleet' })
  @ApiOkResponse({ schema: openApi(fleetTagsSchema) })
  async tags(): Promise<FleetTags> {
    return this.nodes.tags();
  }

  @RequirePermission('node.read')
  @Get(':nodeId/status')
  @ApiOperation({ summary: 'One node' })
  @ApiOkResponse({ schema: openApi(nodeSchema) })
  async status(@Param('nodeId') nodeId: string): Promise<Node> {
    return this.nodes.get(nodeId);
  }

  @RequirePermission('node.read')
  @Get(':nodeId/activity')
  @ApiOperation({ summary: 'What happened on a node' })
  @ApiOkResponse({ schema: openApi(pageOf(activitySchema)) })
  async activity(@Param('nodeId') nodeId: string, @Query() query: PageQuery): Promise<Page<Activity>> {
    await this.nodes.requireKnown(nodeId);
    return this.log.listForNode(nodeId, query);
  }

  @RequirePermission('node.manage')
  @Patch(':nodeId')
  @ApiOperation({ summary: 'Change the tags or the display name of a node' })
  @ApiOkResponse({ schema: openApi(nodeSchema) })
  async update(
    @CurrentActor() actor: Actor,
    @Param('nodeId') nodeId: string,
    @Body() body: UpdateNodeDto,
  ): Promise<Node> {
    return this.nodes.update(actor, nodeId, body);
  }

  @RequirePermission('node.manage')
  @Delete(':nodeId')
  @ApiOperation({ summary: 'Take a node out of the fleet' })
  @HttpCode(204)
  async decommission(@CurrentActor() actor: Actor, @Param('nodeId') nodeId: string): Promise<void> {
    await this.decommissioning.decommission(actor, nodeId);
  }
}
