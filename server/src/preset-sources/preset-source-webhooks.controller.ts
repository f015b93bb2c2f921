import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { KeepBody } from '../http/kept-body.js';
import { Public } from '../http/require-permission.js';
import { PresetSourceWebhooks } from './preset-source-webhooks.service.js';
import { WebhookParams } from './preset-source-webhooks.dto.js';

/** Called by whatever hosts a repository, in its own words: none of them is read. */
@ApiTags('preset-sources')
@SkipThrottle()
@Controller('preset-sources/webhook')
export class PresetSourceWebhooksController {
  constructor(private readonly webhooks: PresetSourceWebhooks) {}

  /** A body is read to its end and thrown away, whatever its type. */
  @Post(':token')
  @HttpCode(204)
  @Public()
  @KeepBody(0)
  @ApiOperation({ summary: 'Say that a repository has something new' })
  @ApiNoContentResponse()
  called(@Param() { token }: WebhookParams, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.webhooks.called(token, ip);
  }
}
