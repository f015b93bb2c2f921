import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Settings } from '@hyprbox/contracts';
import { settingsSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { CurrentActor } from '../http/current-principal.js';
import type { Actor } from '../identity/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { UpdateSettingsDto } from './settings.dto.js';
import { SettingsService } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @ApiOperation({ summary: 'The thresholds, the retention, and what needs an approval' })
  @ApiOkResponse({ schema: openApi(settingsSchema) })
  @RequirePermission('settings.read')
  get(): Promise<Settings> {
    return this.settings.current();
  }

  @Patch()
  @ApiOperation({ summary: 'Change thresholds, retention, or what needs an approval' })
  @ApiOkResponse({ schema: openApi(settingsSchema) })
  @RequirePermission('settings.manage')
  update(@CurrentActor() actor: Actor, @Body() change: UpdateSettingsDto): Promise<Settings> {
    return this.settings.update(actor, change);
  }
}
