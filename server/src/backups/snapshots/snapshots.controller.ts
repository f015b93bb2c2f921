import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { BackupSnapshots, SnapshotDifference, SnapshotMatches, SnapshotTree } from '@hyprbox/contracts';
import type { FastifyRequest } from 'fastify';
import { OpenStreams } from '../../http/open-streams.js';
import { RequirePermission } from '../../http/require-permission.js';
import { WithoutHead } from '../../http/route-options.js';
import { DiffQuery, FindQuery, RefreshDto, SnapshotParams, TargetQuery, TreeQuery } from './snapshots.dto.js';
import { differenceSchema, matchesSchema, snapshotsSchema, treeSchema } from './snapshots.schema.js';
import { SnapshotsService } from './snapshots.service.js';

/** Tree, find and diff are held until the node has answered, for half a minute at most. */
@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups/policies/:id')
export class BackupSnapshotsController {
  constructor(
    private readonly snapshots: SnapshotsService,
    private readonly streams: OpenStreams,
  ) {}

  /** As the node listed them last, newest first. */
  @RequirePermission('backup.read')
  @Get('snapshots')
  @ApiOkResponse({ schema: snapshotsSchema })
  async list(@Param('id') id: string, @Query() { nodeId }: TargetQuery): Promise<BackupSnapshots> {
    return this.snapshots.list(id, nodeId);
  }

  /** Asks the node to list its repository anew. */
  @RequirePermission('backup.run')
  @Post('snapshots/refresh')
  @ApiAcceptedResponse()
  @HttpCode(202)
  async refresh(@Param('id') id: string, @Body() body?: RefreshDto): Promise<void> {
    await this.snapshots.refresh(id, body?.nodeId);
  }

  @RequirePermission('backup.read')
  @Get('snapshots/:snapshotId/tree')
  @ApiOkResponse({ schema: treeSchema })
  @WithoutHead()
  async tree(
    @Param() { id, snapshotId }: SnapshotParams,
    @Query() query: TreeQuery,
    @Req() request: FastifyRequest,
  ): Promise<SnapshotTree> {
    return this.streams.hold(request.principal, (closing) =>
      this.snapshots.tree(id, { ...query, snapshotId }, closing),
    );
  }

  @RequirePermission('backup.read')
  @Get('find')
  @ApiOkResponse({ schema: matchesSchema })
  @WithoutHead()
  async find(
    @Param('id') id: string,
    @Query() query: FindQuery,
    @Req() request: FastifyRequest,
  ): Promise<SnapshotMatches> {
    return this.streams.hold(request.principal, (closing) => this.snapshots.find(id, query, closing));
  }

  @RequirePermission('backup.read')
  @Get('diff')
  @ApiOkResponse({ schema: differenceSchema })
  @WithoutHead()
  async diff(
    @Param('id') id: string,
    @Query() query: DiffQuery,
    @Req() request: FastifyRequest,
  ): Promise<SnapshotDifference> {
    return this.streams.hold(request.principal, (closing) => this.snapshots.diff(id, query, closing));
  }
}
