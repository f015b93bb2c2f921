import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page, SavedSelector, SelectRequest } from '@hyprbox/contracts';
import { pageOf, savedSelectorSchema, selectRequestSchema } from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { SavedSelectorParams } from './saved-selectors.dto.js';
import { SavedSelectorsService } from './saved-selectors.service.js';

@ApiTags('selectors')
@ApiBearerAuth('user')
@Controller('selectors')
export class SavedSelectorsController {
  constructor(private readonly selectors: SavedSelectorsService) {}

  /** By name. */
  @RequirePermission('node.read')
  @Get()
  @ApiOperation({ summary: 'Selectors that have a name' })
  @ApiOkResponse({ schema: openApi(pageOf(savedSelectorSchema)) })
  list(@Query() page: PageQuery): Promise<Page<SavedSelector>> {
    return this.selectors.list(page);
  }

  /** Makes it, or replaces the one of that name. */
  @RequirePermission('job.run')
  @Put(':name')
  @ApiOperation({ summary: 'Give a selector a name' })
  @ApiBody({ schema: openApi(selectRequestSchema) })
  @ApiOkResponse({ schema: openApi(savedSelectorSchema) })
  save(
    @CurrentActor() actor: Actor,
    @Param() { name }: SavedSelectorParams,
    @Body(bodyOf(selectRequestSchema)) { selector }: SelectRequest,
  ): Promise<SavedSelector> {
    return this.selectors.save(actor, name, selector);
  }

  @RequirePermission('job.run')
  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a selector that has a name' })
  remove(@CurrentActor() actor: Actor, @Param() { name }: SavedSelectorParams): Promise<void> {
    return this.selectors.remove(actor, name);
  }
}
