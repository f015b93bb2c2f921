import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { CreatedNodeToken, NodeToken, Page } from '@hyprbox/contracts';
import { createdNodeTokenSchema, nodeTokenSchema, pageOf } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { IdParams } from '../http/id-params.dto.js';
import { PageQuery } from '../http/page-query.dto.js';
import { CurrentActor } from '../http/current-principal.js';
import type { Actor } from '../identity/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { CreateTokenDto } from './tokens.dto.js';
import { TokensService } from './tokens.service.js';

@Controller('tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Post()
  @ApiOperation({ summary: 'Make a node token; it is shown once' })
  @RequirePermission('token.manage')
  @ApiCreatedResponse({ schema: openApi(createdNodeTokenSchema) })
  create(@CurrentActor() actor: Actor, @Body() body: CreateTokenDto): Promise<CreatedNodeToken> {
    return this.tokens.create(actor, body);
  }

  @Get()
  @ApiOperation({ summary: 'Node tokens, without their secrets' })
  @ApiOkResponse({ schema: openApi(pageOf(nodeTokenSchema)) })
  @RequirePermission('token.manage')
  list(@Query() page: PageQuery): Promise<Page<NodeToken>> {
    return this.tokens.list(page);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Refuse a node token from now on' })
  @HttpCode(204)
  @RequirePermission('token.manage')
  revoke(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.tokens.revoke(actor, id);
  }
}
