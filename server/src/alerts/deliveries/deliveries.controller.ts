import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertDelivery, ChannelTest, Page } from '@hyprbox/contracts';
import { alertDeliverySchema, channelTestSchema, pageOf } from '@hyprbox/contracts/schemas';
import { CurrentActor } from '../../http/current-principal.js';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { ChannelTestsService } from './channel-tests.service.js';
import { ListDeliveriesQuery } from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';

@ApiTags('alerts')
@ApiBearerAuth('user')
@Controller('alerts')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly tests: ChannelTestsService,
  ) {}

  /** Newest first. */
  @RequirePermission('alert.read')
  @Get('deliveries')
  @ApiOperation({ summary: 'Messages to channels, and what became of them' })
  @ApiOkResponse({ schema: openApi(pageOf(alertDeliverySchema)) })
  list(@Query() query: ListDeliveriesQuery): Promise<Page<AlertDelivery>> {
    return this.deliveries.list(query);
  }

  @RequirePermission('alert.manage')
  @Post('deliveries/:id/resend')
  @ApiOperation({ summary: 'Send a message that is over once more' })
  @ApiCreatedResponse({ schema: openApi(alertDeliverySchema) })
  resend(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<AlertDelivery> {
    return this.deliveries.resend(actor, id);
  }

  /** What the service says is in the answer, good or bad. */
  @RequirePermission('alert.manage')
  @Post('channels/:id/test')
  @ApiOperation({ summary: 'Send a message by a channel now, and say how that went' })
  @HttpCode(200)
  @ApiOkResponse({ schema: openApi(channelTestSchema) })
  test(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<ChannelTest> {
    return this.tests.test(actor, id);
  }
}
