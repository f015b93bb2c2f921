import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { NOTIFICATION_TRANSPORT, type NotificationTransport } from './notification-transport.js';
import { Notifications } from './notifications.js';

@Global()
@Module({})
export class NotificationsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  /** @param transport how notifications get to the other replicas */
  static over(transport: Pick<FactoryProvider<NotificationTransport>, 'inject' | 'useFactory'>): DynamicModule {
    return {
      module: NotificationsModule,
      // Every long poll and open stream listens, so no number of listeners is suspicious.
      imports: [EventEmitterModule.forRoot({ maxListeners: 0 })],
      providers: [Notifications, { provide: NOTIFICATION_TRANSPORT, ...transport }],
      exports: [Notifications],
    };
  }

  constructor(@Inject(NOTIFICATION_TRANSPORT) private readonly transport: NotificationTransport) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.transport.start();
  }

  /** Last: calls that are under way, and what is written at the server's end, still have something to tell. */
  async onApplicationShutdown(): Promise<void> {
    await this.transport.stop();
  }
}
