import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BackupSnapshots, SnapshotDifference, SnapshotMatches, SnapshotTree } from '@hyprbox/contracts';
import {
  backupSnapshotsSchema,
  snapshotDifferenceSchema,
  snapshotMatchesSchema,
  snapshotTreeSchema,
} from '@hyprbox/contracts/schemas';
import type { FastifyRequest } from 'fastify';
import { ApiIdempotencyKey, IdempotencyKey } from '../../http/idempotency-key.js';
import { openApi } from '../../http/openapi-schema.js';
import { OpenStreams } from '../../http/open-streams.js';
import { CurrentUser } from '../../http/current-principal.js';
import type { UserPrincipal } from '../../identity/principal.js';
import { RequirePermission } from '../../http/require-permission.js';
import { WithoutHead } from '../../http/route-options.js';
import { DiffQuery, FindQuery, RefreshDto, SnapshotParams, TargetQuery, TreeQuery } from './snapshots.dto.js';
import { SnapshotsService } from './snapshots.service.js';

/** Tree, find and diff are answered when the node has, for half a minute at most. */
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
  @ApiOperation({ summary: 'The snapshots of a policy, as the nodes listed them last' })
  @ApiOkResponse({ schema: openApi(backupSnapshotsSchema) })
  async list(@Param('id') id: string, @Query() { nodeId }: TargetQuery): Promise<BackupSnapshots> {
    return this.snapshots.list(id, nodeId);
  }

  /** Asks the node to list its repository anew. */
  @RequirePermission('backup.run')
  @Post('snapshots/refresh')
  @ApiOperation({ summary: 'Have the nodes list their snapshots anew' })
  @ApiIdempotencyKey()
  @ApiAcceptedResponse()
  @HttpCode(202)
  async refresh(
    @CurrentUser() user: UserPrincipal,
    @Param('id') id: string,
    @Body() body?: RefreshDto,
    @IdempotencyKey() key?: string,
  ): Promise<void> {
    await this.snapshots.refresh(user, id, body?.nodeId, key);
  }

  @RequirePermission('backup.read')
  @Get('snapshots/:snapshotId/tree')
  @ApiOperation({ summary: 'One directory of a snapshot' })
  @ApiOkResponse({ schema: openApi(snapshotTreeSchema) })
  @WithoutHead()
  async tree(
    @Param() { id, snapshotId }: SnapshotParams,
    @Query() query: TreeQuery,
    @Req() request: FastifyRequest,
  ): Promise<SnapshotTree> {
    return this.streams.openWhile(request.principal, (closing) =>
      this.snapshots.tree(id, { ...query, snapshotId }, closing),
    );
  }

  @RequirePermission('backup.read')
  @Get('find')
  @ApiOperation({ summary: 'Find paths in the snapshots of a node' })
  @ApiOkResponse({ schema: openApi(snapshotMatchesSchema) })
  @WithoutHead()
  async find(
    @Param('id') id: string,
    @Query() query: FindQuery,
    @Req() request: FastifyRequest,
  ): Promise<SnapshotMatches> {
    return this.streams.openWhile(request.principal, (closing) => this.snapshots.find(id, query, closing));
  }

  @RequirePermission('backup.read')
  @Get('diff')
  @ApiOperation({ summary: 'What differs between two snapshots' })
  @ApiOkResponse({ schema: openApi(snapshotDifferenceSchema) })
  @WithoutHead()
  async diff(
    @Param('id') id: string,
    @Query() query: DiffQuery,
    @Req() request: FastifyRequest,
  ): Promise<SnapshotDifference> {
    return this.streams.openWhile(request.principal, (closing) => this.snapshots.diff(id, query, closing));
  }
}
