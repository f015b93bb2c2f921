import { Module } from '@nestjs/common';
import { EgressModule } from '../../egress/egress.module.js';
import { OperationsModule } from '../../operations/operations.module.js';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { AlertChannelsModule } from '../channels/channels.module.js';
import { ChannelTestsService } from './channel-tests.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryClaimsRepository } from './delivery-claims.repository.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { DeliveryRetention } from './delivery-retention.js';
import { DeliverySender } from './delivery-sender.js';
import { MessageSender } from './message-sender.js';

/** Messages to channels: kept before they are sent, sent by whichever replica takes them. */
@Module({
  imports: [AlertChannelsModule, EgressModule, OperationsModule, ScheduledTasksModule],
  controllers: [DeliveriesController],
  providers: [
    MessageSender,
    DeliveriesRepository,
    DeliveryClaimsRepository,
    DeliveriesService,
    ChannelTestsService,
    DeliverySender,
    DeliveryMetrics,
    DeliveryRetention,
  ],
  exports: [DeliveriesService],
})
export class AlertDeliveriesModule {}
