import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { LintedPreset, LintPreset } from '@hyprbox/contracts';
import { lintedPresetSchema, lintPresetSchema } from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { BodyLimit } from '../../http/route-options.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { lintingLimits } from './linting-limits.js';
import { PresetLinter } from './preset-linter.js';

@ApiTags('presets')
@ApiBearerAuth('user')
@Controller('presets/lint')
export class LintingController {
  constructor(private readonly linter: PresetLinter) {}

  @RequirePermission('preset.write')
  @Post()
  @HttpCode(200)
  @BodyLimit(lintingLimits.bodyBytes)
  @ApiOperation({ summary: 'What is wrong with the source of a preset, and the script that it makes' })
  @ApiBody({ schema: openApi(lintPresetSchema) })
  @ApiOkResponse({ schema: openApi(lintedPresetSchema) })
  lint(@CurrentActor() actor: Actor, @Body(bodyOf(lintPresetSchema)) request: LintPreset): Promise<LintedPreset> {
    return this.linter.lint(actor, request);
  }
}
