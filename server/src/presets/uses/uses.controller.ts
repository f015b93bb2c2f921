import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PresetUses } from '@hyprbox/contracts';
import { presetUsesSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import { PresetUsesService } from './uses.service.js';

@ApiTags('presets')
@ApiBearerAuth('user')
@Controller('presets/:name/uses')
export class PresetUsesController {
  constructor(private readonly uses: PresetUsesService) {}

  @RequirePermission('preset.read')
  @Get()
  @ApiOperation({ summary: 'What names a preset, and what its draft would break' })
  @ApiOkResponse({ schema: openApi(presetUsesSchema) })
  list(@Param('name') name: string): Promise<PresetUses> {
    return this.uses.list(name);
  }
}
