import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BackupSummary, BackupTarget, Page } from '@hyprbox/contracts';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import { pageOf } from '../../http/schemas.js';
import { TargetsQuery } from './protection-status.dto.js';
import { backupSummarySchema, targetSchema, unprotectedSchema } from './protection-status.schema.js';
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
  @ApiOkResponse({ schema: pageOf(targetSchema) })
  async list(@Query() { limit, cursor, recentBackups, ...filter }: TargetsQuery): Promise<Page<BackupTarget>> {
    return this.statuses.list(filter, recentBackups, limit, cursor);
  }

  /** Nodes that no enabled policy covers. */
  @RequirePermission('backup.read')
  @Get('unprotected')
  @ApiOperation({ summary: 'Nodes without a backup policy' })
  @ApiOkResponse({ schema: pageOf(unprotectedSchema) })
  async unprotected(@Query() { limit, cursor }: PageQuery): Promise<Page<{ nodeId: string }>> {
    return this.statuses.unprotected(limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get('summary')
  @ApiOperation({ summary: 'Counts of protection' })
  @ApiOkResponse({ schema: backupSummarySchema })
  async summary(): Promise<BackupSummary> {
    return this.statuses.summary();
  }
}
