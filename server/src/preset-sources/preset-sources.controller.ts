import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type {
  CreatedPresetSource,
  Page,
  PresetSource,
  PresetSourceFields,
  PresetUses,
  SyncPresetSource,
} from '@hyprbox/contracts';
import {
  createdPresetSourceSchema,
  pageOf,
  presetSourceFieldsSchema,
  presetSourceSchema,
  presetUsesSchema,
  syncPresetSourceSchema,
} from '@hyprbox/contracts/schemas';
import type { FastifyRequest } from 'fastify';
import { bodyOf } from '../http/body-of.js';
import { CurrentActor } from '../http/current-principal.js';
import { IdParams } from '../http/id-params.dto.js';
import { openApi } from '../http/openapi-schema.js';
import { PageQuery } from '../http/page-query.dto.js';
import { RequirePermission } from '../http/require-permission.js';
import type { Actor } from '../identity/principal.js';
import { PresetSourceBody } from './preset-source-body.pipe.js';
import { PresetSourceReading } from './preset-source-reading.service.js';
import { PresetSourceSyncs } from './preset-source-syncs.service.js';
import { PresetSourcesService } from './preset-sources.service.js';

@ApiTags('preset-sources')
@ApiBearerAuth('user')
@Controller('preset-sources')
export class PresetSourcesController {
  constructor(
    private readonly reading: PresetSourceReading,
    private readonly sources: PresetSourcesService,
    private readonly syncs: PresetSourceSyncs,
  ) {}

  /** The directory beside the server first, where there is one; repositories by name. */
  @RequirePermission('preset.read')
  @Get()
  @ApiOperation({ summary: 'Where presets come from' })
  @ApiOkResponse({ schema: openApi(pageOf(presetSourceSchema)) })
  list(@Query() page: PageQuery): Promise<Page<PresetSource>> {
    return this.reading.list(page);
  }

  /** Its `webhookUrl` is shown this once. It is looked at right away, and each minute from then on. */
  @RequirePermission('preset.manage')
  @Post()
  @ApiOperation({ summary: 'Take presets from a git repository' })
  @ApiBody({ schema: openApi(presetSourceFieldsSchema) })
  @ApiCreatedResponse({ schema: openApi(createdPresetSourceSchema) })
  async create(
    @CurrentActor() actor: Actor,
    @Body(PresetSourceBody) fields: PresetSourceFields,
    @Req() request: FastifyRequest,
  ): Promise<CreatedPresetSource> {
    const { id, token } = await this.sources.create(actor, fields);
    return this.withWebhook(id, token, request);
  }

  @RequirePermission('preset.read')
  @Get(':id')
  @ApiOperation({ summary: 'One source, and how the last look at it went' })
  @ApiOkResponse({ schema: openApi(presetSourceSchema) })
  get(@Param() { id }: IdParams): Promise<PresetSource> {
    return this.reading.get(id);
  }

  @RequirePermission('preset.read')
  @Get(':id/uses')
  @ApiOperation({ summary: 'What names the presets of a source, and would start them no more without it' })
  @ApiOkResponse({ schema: openApi(presetUsesSchema) })
  uses(@Param() { id }: IdParams): Promise<PresetUses> {
    return this.reading.uses(id);
  }

  /** Its webhook’s address stays. */
  @RequirePermission('preset.manage')
  @Put(':id')
  @ApiOperation({ summary: 'Change where presets are taken from' })
  @ApiBody({ schema: openApi(presetSourceFieldsSchema) })
  @ApiOkResponse({ schema: openApi(presetSourceSchema) })
  async replace(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(PresetSourceBody) fields: PresetSourceFields,
  ): Promise<PresetSource> {
    await this.sources.replace(actor, id, fields);
    return this.reading.get(id);
  }

  /** Its presets are retired and keep their versions; another source may bring them again. */
  @RequirePermission('preset.manage')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take no more presets from a repository' })
  remove(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.sources.remove(actor, id);
  }

  /** Answers at its end, with what came of it in `state`, `problem` and `faults`. */
  @RequirePermission('preset.manage')
  @Post(':id/sync')
  @HttpCode(200)
  @ApiOperation({ summary: 'Look at a source now, and take what it has' })
  @ApiBody({ schema: openApi(syncPresetSourceSchema) })
  @ApiOkResponse({ schema: openApi(presetSourceSchema) })
  sync(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(syncPresetSourceSchema)) request: SyncPresetSource,
  ): Promise<PresetSource> {
    return this.syncs.sync(actor, id, request);
  }

  /** For an address that was lost, or that somebody has who should not. The one before is no longer taken. */
  @RequirePermission('preset.manage')
  @Post(':id/webhook')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give a source a new address for its webhook, shown this once' })
  @ApiOkResponse({ schema: openApi(createdPresetSourceSchema) })
  async renewWebhook(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Req() request: FastifyRequest,
  ): Promise<CreatedPresetSource> {
    return this.withWebhook(id, await this.sources.renewWebhook(actor, id), request);
  }

  private async withWebhook(id: string, token: string, request: FastifyRequest): Promise<CreatedPresetSource> {
    const webhookUrl = `${request.server.site.addressOf(request)}api/preset-sources/webhook/${token}`;
    return { ...(await this.reading.get(id)), webhookUrl };
  }
}
