import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { BackupPolicy, BackupPolicyFields, Page } from '@hyprbox/contracts';
import { PageQuery } from '../../http/page-query.dto.js';
import { CurrentActor, type Actor } from '../../http/principal.js';
import { RequirePermission } from '../../http/require-permission.js';
import { pageOf } from '../../http/schemas.js';
import { policyBodySchema, policyChangesSchema, policySchema } from './policies.schema.js';
import { PoliciesService } from './policies.service.js';
import { PolicyBody, PolicyChangesBody } from './policy-body.pipe.js';
import { PolicyRemoval } from './policy-removal.service.js';

@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups/policies')
export class BackupPoliciesController {
  constructor(
    private readonly policies: PoliciesService,
    private readonly removal: PolicyRemoval,
  ) {}

  @RequirePermission('backup.manage')
  @Post()
  @ApiBody({ schema: policyBodySchema })
  @ApiCreatedResponse({ schema: policySchema })
  async create(@CurrentActor() actor: Actor, @Body(PolicyBody) fields: BackupPolicyFields): Promise<BackupPolicy> {
    return this.policies.create(actor, fields);
  }

  /** By name. */
  @RequirePermission('backup.read')
  @Get()
  @ApiOkResponse({ schema: pageOf(policySchema) })
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<BackupPolicy>> {
    return this.policies.list(limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get(':id')
  @ApiOkResponse({ schema: policySchema })
  async get(@Param('id') id: string): Promise<BackupPolicy> {
    return this.policies.get(id);
  }

  /** What is left out takes its default. */
  @RequirePermission('backup.manage')
  @Put(':id')
  @ApiBody({ schema: policyBodySchema })
  @ApiOkResponse({ schema: policySchema })
  async replace(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(PolicyBody) fields: BackupPolicyFields,
  ): Promise<BackupPolicy> {
    return this.policies.replace(actor, id, fields);
  }

  /** What is left out stays as it is. */
  @RequirePermission('backup.manage')
  @Patch(':id')
  @ApiBody({ schema: policyChangesSchema })
  @ApiOkResponse({ schema: policySchema })
  async update(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(PolicyChangesBody) changes: Partial<BackupPolicyFields>,
  ): Promise<BackupPolicy> {
    return this.policies.update(actor, id, changes);
  }

  /** Runs and what they proved stay readable; the repository stays as it is. */
  @RequirePermission('backup.manage')
  @Delete(':id')
  @HttpCode(204)
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.removal.remove(actor, id);
  }
}
