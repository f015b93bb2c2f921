import { Module } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
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
import { EgressPolicy } from './egress/egress-policy.js';
import { Egress } from './egress/egress.js';
import { MessageSender } from './message-sender.js';

/** Messages to channels: kept before they are sent, sent by whichever replica takes them. */
@Module({
  imports: [AlertChannelsModule, OperationsModule, ScheduledTasksModule],
  controllers: [DeliveriesController],
  providers: [
    {
      provide: Egress,
      inject: [CONFIG],
      useFactory: ({ egress, production }: Config) =>
        new Egress({ policy: new EgressPolicy({ ...egress, allowLoopback: !production }) }),
    },
    MessageSender,
    DeliveriesRepository,
    DeliveryClaimsRepository,
    DeliveriesService,
    ChannelTestsService,
    DeliverySender,
    DeliveryMetrics,
    DeliveryRetention,
  ],
  exports: [DeliveriesService, Egress],
})
export class AlertDeliveriesModule {}
