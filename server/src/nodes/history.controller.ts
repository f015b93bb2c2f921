import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { History, Sparks } from '@hyprbox/contracts';
import { RequirePermission } from '../http/require-permission.js';
import { HistoryQuery, SparksQuery } from './history.dto.js';
import { HistoryService } from './history.service.js';
import { historySchema, sparksSchema } from './nodes.schema.js';

@ApiTags('nodes')
@ApiBearerAuth('user')
@Controller('nodes')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @RequirePermission('node.read')
  @Get('history')
  @ApiOkResponse({ schema: historySchema })
  async ofFleet(@Query() query: HistoryQuery): Promise<History> {
    return this.history.ofFleet(query);
  }

  @RequirePermission('node.read')
  @Get('sparks')
  @ApiOkResponse({ schema: sparksSchema })
  async sparks(@Query() { nodeIds, points }: SparksQuery): Promise<Sparks> {
    return this.history.sparks(nodeIds, points);
  }

  @RequirePermission('node.read')
  @Get(':nodeId/history')
  @ApiOkResponse({ schema: historySchema })
  async ofNode(@Param('nodeId') nodeId: string, @Query() query: HistoryQuery): Promise<History> {
    return this.history.ofNode(nodeId, query);
  }
}
