import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FleetSummary } from '@hyprbox/contracts';
import { fleetSummarySchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import { SummaryQuery } from '../nodes/nodes.dto.js';
import { FleetSummaryService } from './fleet-summary.service.js';

@ApiTags('nodes')
@ApiBearerAuth('user')
@Controller('nodes/summary')
export class FleetSummaryController {
  constructor(private readonly fleet: FleetSummaryService) {}

  @RequirePermission('node.read')
  @Get()
  @ApiOperation({ operationId: 'NodesController_summary', summary: 'Counts of the fleet' })
  @ApiOkResponse({ schema: openApi(fleetSummarySchema) })
  async summary(@Query() query: SummaryQuery): Promise<FleetSummary> {
    return this.fleet.get(query);
  }
}
