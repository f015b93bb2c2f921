import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page, PresetDiff, PresetVersion, PresetVersionSummary } from '@hyprbox/contracts';
import { pageOf, presetDiffSchema, presetVersionSchema, presetVersionSummarySchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import { PresetDiffQuery } from './preset-versions.dto.js';
import { PresetVersionsService } from './preset-versions.service.js';

@ApiTags('presets')
@ApiBearerAuth('user')
@Controller('presets/:name')
export class PresetVersionsController {
  constructor(private readonly versions: PresetVersionsService) {}

  /** Newest first, without their sources. */
  @Get('versions')
  @ApiOperation({ summary: 'Versions of a preset' })
  @ApiOkResponse({ schema: openApi(pageOf(presetVersionSummarySchema)) })
  @RequirePermission('preset.read')
  list(@Param('name') name: string, @Query() page: PageQuery): Promise<Page<PresetVersionSummary>> {
    return this.versions.list(name, page);
  }

  @Get('versions/:version')
  @ApiOperation({ summary: 'One version of a preset with its template' })
  @ApiOkResponse({ schema: openApi(presetVersionSchema) })
  @RequirePermission('preset.read')
  get(@Param('name') name: string, @Param('version') version: string): Promise<PresetVersion> {
    return this.versions.get(name, version);
  }

  /** In the unified format: of the source, and of each function that it uses. */
  @Get('diff')
  @ApiOperation({ summary: 'What differs between two versions, or between one and the draft' })
  @ApiOkResponse({ schema: openApi(presetDiffSchema) })
  @RequirePermission('preset.read')
  diff(@Param('name') name: string, @Query() { from, to }: PresetDiffQuery): Promise<PresetDiff> {
    return this.versions.diff(name, from, to);
  }
}
