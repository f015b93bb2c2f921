import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TestedPreset, TestPreset } from '@hyprbox/contracts';
import { testedPresetSchema, testPresetSchema } from '@hyprbox/contracts/schemas';
import { bodyOf } from '../http/body-of.js';
import { CurrentActor, CurrentUser } from '../http/current-principal.js';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { PresetNameParams } from '../presets/drafts/drafts.dto.js';
import { PresetTestsService } from './preset-tests.service.js';

@ApiTags('presets')
@ApiBearerAuth('user')
@Controller('presets/:name/test')
export class PresetTestsController {
  constructor(private readonly tests: PresetTestsService) {}

  /** Its jobs are marked as tests, have no version, and raise no alert. */
  @RequirePermission('preset.test')
  @Post()
  @ApiOperation({ summary: 'Run the draft of a preset on hosts that are tagged for tests' })
  @ApiBody({ schema: openApi(testPresetSchema) })
  @ApiCreatedResponse({ schema: openApi(testedPresetSchema) })
  test(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { name }: PresetNameParams,
    @Body(bodyOf(testPresetSchema)) request: TestPreset,
  ): Promise<TestedPreset> {
    return this.tests.test(user, actor, name, request);
  }
}
