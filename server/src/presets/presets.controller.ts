import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Page, Preset, PresetSummary, RenderedPreset } from '@hyprbox/contracts';
import { PageQuery } from '../http/page-query.dto.js';
import { RequirePermission } from '../http/require-permission.js';
import { pageOf } from '../http/schemas.js';
import { RenderPresetDto } from './presets.dto.js';
import { presetSchema, presetSummarySchema, renderedSchema } from './presets.schema.js';
import { PresetsService } from './presets.service.js';

@Controller('presets')
export class PresetsController {
  constructor(private readonly presets: PresetsService) {}

  @Get()
  @ApiOkResponse({ schema: pageOf(presetSummarySchema) })
  @RequirePermission('preset.read')
  list(@Query() { limit, cursor }: PageQuery): Page<PresetSummary> {
    return this.presets.list(limit, cursor);
  }

  @Get(':name')
  @ApiOkResponse({ schema: presetSchema })
  @RequirePermission('preset.read')
  get(@Param('name') name: string): Preset {
    return this.presets.get(name);
  }

  @Post(':name/render')
  @ApiOkResponse({ schema: renderedSchema })
  @HttpCode(200)
  @RequirePermission('preset.render')
  render(@Param('name') name: string, @Body() body: RenderPresetDto): RenderedPreset {
    const { script, sha256, version } = this.presets.render(name, body.variables);
    return { script, sha256, version };
  }
}
