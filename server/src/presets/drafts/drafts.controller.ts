import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PresetDraft, SavePresetDraft } from '@hyprbox/contracts';
import { presetDraftSchema, savePresetDraftSchema } from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { PresetNameParams } from './drafts.dto.js';
import { PresetDraftsService } from './drafts.service.js';

@ApiTags('presets')
@ApiBearerAuth('user')
@Controller('presets/:name/draft')
export class PresetDraftsController {
  constructor(private readonly drafts: PresetDraftsService) {}

  @RequirePermission('preset.read')
  @Get()
  @ApiOperation({ summary: 'The draft of a preset' })
  @ApiOkResponse({ schema: openApi(presetDraftSchema) })
  get(@Param() { name }: PresetNameParams): Promise<PresetDraft> {
    return this.drafts.get(name);
  }

  /** The first of a name makes the preset. */
  @RequirePermission('preset.write')
  @Put()
  @ApiOperation({ summary: 'Save the draft of a preset' })
  @ApiBody({ schema: openApi(savePresetDraftSchema) })
  @ApiOkResponse({ schema: openApi(presetDraftSchema) })
  save(
    @CurrentActor() actor: Actor,
    @Param() { name }: PresetNameParams,
    @Body(bodyOf(savePresetDraftSchema)) draft: SavePresetDraft,
  ): Promise<PresetDraft> {
    return this.drafts.save(actor, name, draft);
  }

  @RequirePermission('preset.write')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Discard the draft of a preset, and a preset that has nothing else' })
  discard(@CurrentActor() actor: Actor, @Param() { name }: PresetNameParams): Promise<void> {
    return this.drafts.discard(actor, name);
  }
}
