import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SelectRequest, Selection } from '@hyprbox/contracts';
import { selectionSchema, selectRequestSchema } from '@hyprbox/contracts/schemas';
import { bodyOf } from '../http/body-of.js';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import { SelectorsService } from './selectors.service.js';

@ApiTags('nodes')
@Controller('nodes/select')
export class SelectorsController {
  constructor(private readonly selectors: SelectorsService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Which hosts a selector means at the moment' })
  @ApiBody({ schema: openApi(selectRequestSchema) })
  @ApiOkResponse({ schema: openApi(selectionSchema) })
  @RequirePermission('node.read')
  select(@Body(bodyOf(selectRequestSchema)) { selector }: SelectRequest): Promise<Selection> {
    return this.selectors.select(selector);
  }
}
