import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Preset, PublishedPreset, PublishPreset, RetirePreset } from '@hyprbox/contracts';
import {
  presetSchema,
  publishedPresetSchema,
  publishPresetSchema,
  retirePresetSchema,
} from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { PresetNameParams } from '../drafts/drafts.dto.js';
import { PresetPublishingService } from './publishing.service.js';
import { PresetRetirementService } from './retirement.service.js';

@ApiTags('presets')
@ApiBearerAuth('user')
@Controller('presets/:name')
export class PresetPublishingController {
  constructor(
    private readonly publishing: PresetPublishingService,
    private readonly retirement: PresetRetirementService,
  ) {}

  /** Or only says what that would break. */
  @RequirePermission('preset.publish')
  @Post('publish')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make the draft of a preset its next version' })
  @ApiBody({ schema: openApi(publishPresetSchema) })
  @ApiOkResponse({ schema: openApi(publishedPresetSchema) })
  publish(
    @CurrentActor() actor: Actor,
    @Param() { name }: PresetNameParams,
    @Body(bodyOf(publishPresetSchema)) request: PublishPreset,
  ): Promise<PublishedPreset> {
    return this.publishing.publish(actor, name, request);
  }

  /** It stays readable, and what is under way goes on. */
  @RequirePermission('preset.publish')
  @Post('retire')
  @HttpCode(200)
  @ApiOperation({ summary: 'Start nothing new with a preset' })
  @ApiBody({ schema: openApi(retirePresetSchema) })
  @ApiOkResponse({ schema: openApi(presetSchema) })
  retire(
    @CurrentActor() actor: Actor,
    @Param() { name }: PresetNameParams,
    @Body(bodyOf(retirePresetSchema)) request: RetirePreset,
  ): Promise<Preset> {
    return this.retirement.retire(actor, name, request);
  }
}
