import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Page, Preset, PresetSummary, RenderedPreset } from '@hyprbox/contracts';
import { pageOf, presetSchema, presetSummarySchema, renderedPresetSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import { PresetsQuery, RenderPresetDto } from './presets.dto.js';
import { PresetsService } from './presets.service.js';

@Controller('presets')
export class PresetsController {
  constructor(private readonly presets: PresetsService) {}

  /** By name, without their sources. */
  @Get()
  @ApiOperation({ summary: 'Presets' })
  @ApiOkResponse({ schema: openApi(pageOf(presetSummarySchema)) })
  @RequirePermission('preset.read')
  list(@Query() query: PresetsQuery): Promise<Page<PresetSummary>> {
    return this.presets.list(query);
  }

  @Get(':name')
  @ApiOperation({ summary: 'One preset with its template' })
  @ApiOkResponse({ schema: openApi(presetSchema) })
  @RequirePermission('preset.read')
  get(@Param('name') name: string): Promise<Preset> {
    return this.presets.get(name);
  }

  @Post(':name/render')
  @ApiOperation({ summary: 'The exact script for some values' })
  @ApiOkResponse({ schema: openApi(renderedPresetSchema) })
  @HttpCode(200)
  @RequirePermission('preset.render')
  async render(@Param('name') name: string, @Body() body: RenderPresetDto): Promise<RenderedPreset> {
    const { script, sha256, version } = await this.presets.render(name, body.variables);
    return { script, sha256, version };
  }
}
