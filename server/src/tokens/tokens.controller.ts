import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { CreatedNodeToken, NodeToken, Page } from '@hyprbox/contracts';
import { IdParams } from '../http/id-params.dto.js';
import { PageQuery } from '../http/page-query.dto.js';
import { CurrentActor, type Actor } from '../http/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { pageOf } from '../http/schemas.js';
import { CreatedTokenDto, CreateTokenDto } from './tokens.dto.js';
import { tokenSchema } from './tokens.schema.js';
import { TokensService } from './tokens.service.js';

@Controller('tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Post()
  @RequirePermission('token.manage')
  @ApiCreatedResponse({ type: CreatedTokenDto })
  create(@CurrentActor() actor: Actor, @Body() body: CreateTokenDto): Promise<CreatedNodeToken> {
    return this.tokens.create(actor, body);
  }

  @Get()
  @ApiOkResponse({ schema: pageOf(tokenSchema) })
  @RequirePermission('token.manage')
  list(@Query() page: PageQuery): Promise<Page<NodeToken>> {
    return this.tokens.list(page);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('token.manage')
  revoke(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.tokens.revoke(actor, id);
  }
}
