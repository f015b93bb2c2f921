import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { DatabaseClock } from './database-clock.js';
import { DatabaseHealth } from './database-health.js';
import { DatabaseMonitor } from './database-monitor.js';
import { DATABASE_URL } from './database-url.js';
import { dataSourceOptions, type EntityClass } from './data-source.js';
import { PostgresNotificationTransport } from './postgres-notification-transport.js';
import { PartitionKeeper } from './partitions.js';
import { UnitOfWork } from './unit-of-work.js';

@Global()
@Module({})
export class DatabaseModule {
  static at(url: string, entities: readonly EntityClass[]): DynamicModule {
    const health = new DatabaseHealth();
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(url, { health, entities }), retryAttempts: 0 }),
        NotificationsModule.over({
          inject: [DATABASE_URL, DatabaseHealth],
          useFactory: (url: string, health: DatabaseHealth) => new PostgresNotificationTransport(url, health),
        }),
      ],
      providers: [
        { provide: DATABASE_URL, useValue: url },
        { provide: DatabaseHealth, useValue: health },
        DatabaseMonitor,
        UnitOfWork,
        PartitionKeeper,
        DatabaseClock,
      ],
      exports: [DATABASE_URL, DatabaseHealth, DatabaseMonitor, UnitOfWork, PartitionKeeper, DatabaseClock],
    };
  }
}
