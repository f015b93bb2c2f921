import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BackupPolicy, BackupPolicyFields, Page } from '@hyprbox/contracts';
import {
  backupPolicySchema,
  createBackupPolicySchema,
  pageOf,
  updateBackupPolicySchema,
} from '@hyprbox/contracts/schemas';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { CurrentActor } from '../../http/current-principal.js';
import type { Actor } from '../../identity/principal.js';
import { RequirePermission } from '../../http/require-permission.js';
import { RepositoryAcceptanceService } from './repository-acceptance.service.js';
import { AcceptRepositoryDto } from './policies.dto.js';
import { PolicyBody, PolicyChangesBody } from './policy-body.pipe.js';
import { PolicyChangesService } from './policy-changes.service.js';
import { PolicyReadingService } from './policy-reading.service.js';

@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups/policies')
export class BackupPoliciesController {
  constructor(
    private readonly policies: PolicyReadingService,
    private readonly changes: PolicyChangesService,
    private readonly acceptance: RepositoryAcceptanceService,
  ) {}

  @RequirePermission('backup.manage')
  @Post()
  @ApiOperation({ summary: 'Make a backup policy' })
  @ApiBody({ schema: openApi(createBackupPolicySchema) })
  @ApiCreatedResponse({ schema: openApi(backupPolicySchema) })
  async create(@CurrentActor() actor: Actor, @Body(PolicyBody) fields: BackupPolicyFields): Promise<BackupPolicy> {
    return this.policies.get(await this.changes.create(actor, fields));
  }

  /** By name. */
  @RequirePermission('backup.read')
  @Get()
  @ApiOperation({ summary: 'Backup policies' })
  @ApiOkResponse({ schema: openApi(pageOf(backupPolicySchema)) })
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<BackupPolicy>> {
    return this.policies.list(limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get(':id')
  @ApiOperation({ summary: 'One backup policy' })
  @ApiOkResponse({ schema: openApi(backupPolicySchema) })
  async get(@Param('id') id: string): Promise<BackupPolicy> {
    return this.policies.get(id);
  }

  /** What is left out takes its default. */
  @RequirePermission('backup.manage')
  @Put(':id')
  @ApiOperation({ summary: 'Replace a backup policy' })
  @ApiBody({ schema: openApi(createBackupPolicySchema) })
  @ApiOkResponse({ schema: openApi(backupPolicySchema) })
  async replace(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(PolicyBody) fields: BackupPolicyFields,
  ): Promise<BackupPolicy> {
    await this.changes.replace(actor, id, fields);
    return this.policies.get(id);
  }

  /** What is left out stays as it is. */
  @RequirePermission('backup.manage')
  @Patch(':id')
  @ApiOperation({ summary: 'Change some of a backup policy' })
  @ApiBody({ schema: openApi(updateBackupPolicySchema) })
  @ApiOkResponse({ schema: openApi(backupPolicySchema) })
  async update(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(PolicyChangesBody) changes: Partial<BackupPolicyFields>,
  ): Promise<BackupPolicy> {
    await this.changes.update(actor, id, changes);
    return this.policies.get(id);
  }

  /** Runs and what they proved stay readable; the repository stays as it is. */
  @RequirePermission('backup.manage')
  @Delete(':id')
  @ApiOperation({ summary: 'Delete a backup policy' })
  @HttpCode(204)
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.changes.remove(actor, id);
  }

  /**
   * What is at the policy's address takes the place of the repository that was there: the next backup uses it, or makes
   * a new one where the policy says so. What was in the old one counts for nothing any more.
   */
  @RequirePermission('backup.manage')
  @Post(':id/accept-repository')
  @ApiOperation({ summary: 'Goes on with what is at the address, the old repository being gone' })
  @HttpCode(204)
  async acceptRepository(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body?: AcceptRepositoryDto,
  ): Promise<void> {
    await this.acceptance.accept(actor, id, body?.nodeId);
  }
}
