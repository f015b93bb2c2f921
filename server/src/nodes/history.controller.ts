import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { History, Sparks } from '@hyprbox/contracts';
import { historySchema, sparksSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import { HistoryQuery, SparksQuery } from './history.dto.js';
import { HistoryService } from './history.service.js';

@ApiTags('nodes')
@ApiBearerAuth('user')
@Controller('nodes')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @RequirePermission('node.read')
  @Get('history')
  @ApiOperation({ summary: 'The history of the whole fleet' })
  @ApiOkResponse({ schema: openApi(historySchema) })
  async ofFleet(@Query() query: HistoryQuery): Promise<History> {
    return this.history.ofFleet(query);
  }

  @RequirePermission('node.read')
  @Get('sparks')
  @ApiOperation({ summary: 'The last hour of some nodes, for small charts' })
  @ApiOkResponse({ schema: openApi(sparksSchema) })
  async sparks(@Query() { nodeIds, points }: SparksQuery): Promise<Sparks> {
    return this.history.sparks(nodeIds, points);
  }

  @RequirePermission('node.read')
  @Get(':nodeId/history')
  @ApiOperation({ summary: 'The history of a node' })
  @ApiOkResponse({ schema: openApi(historySchema) })
  async ofNode(@Param('nodeId') nodeId: string, @Query() query: HistoryQuery): Promise<History> {
    return this.history.ofNode(nodeId, query);
  }
}
