import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Settings } from '@hyprbox/contracts';
import { CurrentActor, type Actor } from '../http/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { UpdateSettingsDto } from './settings.dto.js';
import { settingsSchema } from './settings.schema.js';
import { SettingsService } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @ApiOkResponse({ schema: settingsSchema })
  @RequirePermission('settings.read')
  get(): Promise<Settings> {
    return this.settings.current();
  }

  @Patch()
  @ApiOkResponse({ schema: settingsSchema })
  @RequirePermission('settings.manage')
  update(@CurrentActor() actor: Actor, @Body() change: UpdateSettingsDto): Promise<Settings> {
    return this.settings.update(actor, change);
  }
}
