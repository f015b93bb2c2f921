import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { BackupSummary, BackupTarget, Page } from '@hyprbox/contracts';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import { pageOf } from '../../http/schemas.js';
import { RecentBackupsService } from './recent-backups.service.js';
import { TargetsQuery } from './standings.dto.js';
import { backupSummarySchema, targetSchema, unprotectedSchema } from './standings.schema.js';
import { StandingsService } from './standings.service.js';

@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups')
export class BackupStandingsController {
  constructor(
    private readonly standings: StandingsService,
    private readonly recent: RecentBackupsService,
  ) {}

  /** Each node under each policy, the worst first. */
  @RequirePermission('backup.read')
  @Get('targets')
  @ApiOkResponse({ schema: pageOf(targetSchema) })
  async list(@Query() { limit, cursor, recentBackups, ...filter }: TargetsQuery): Promise<Page<BackupTarget>> {
    const page = await this.standings.list(filter, limit, cursor);
    return this.recent.addTo(page, recentBackups);
  }

  /** Nodes that no enabled policy covers. */
  @RequirePermission('backup.read')
  @Get('unprotected')
  @ApiOkResponse({ schema: pageOf(unprotectedSchema) })
  async unprotected(@Query() { limit, cursor }: PageQuery): Promise<Page<{ nodeId: string }>> {
    return this.standings.unprotected(limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get('summary')
  @ApiOkResponse({ schema: backupSummarySchema })
  async summary(): Promise<BackupSummary> {
    return this.standings.summary();
  }
}
