import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BackupSummary, BackupTarget, Page, UnprotectedNode } from '@hyprbox/contracts';
import { backupSummarySchema, backupTargetSchema, pageOf, unprotectedNodeSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import { TargetsQuery } from './protection-status.dto.js';
import { ProtectionStatusService } from './protection-status.service.js';

/** Its name is part of the published ids of its operations. */
@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups')
export class BackupStandingsController {
  constructor(private readonly statuses: ProtectionStatusService) {}

  /** Each node under each policy, the worst first. */
  @RequirePermission('backup.read')
  @Get('targets')
  @ApiOperation({ summary: 'How the nodes under backup policies stand' })
  @ApiOkResponse({ schema: openApi(pageOf(backupTargetSchema)) })
  async list(@Query() { limit, cursor, recentBackups, ...filter }: TargetsQuery): Promise<Page<BackupTarget>> {
    return this.statuses.list(filter, recentBackups, limit, cursor);
  }

  /** Nodes that no enabled policy covers. */
  @RequirePermission('backup.read')
  @Get('unprotected')
  @ApiOperation({ summary: 'Nodes without a backup policy' })
  @ApiOkResponse({ schema: openApi(pageOf(unprotectedNodeSchema)) })
  async unprotected(@Query() { limit, cursor }: PageQuery): Promise<Page<UnprotectedNode>> {
    return this.statuses.unprotected(limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get('summary')
  @ApiOperation({ summary: 'Counts of protection' })
  @ApiOkResponse({ schema: openApi(backupSummarySchema) })
  async summary(): Promise<BackupSummary> {
    return this.statuses.summary();
  }
}
