import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditTrailModule } from '../audit/audit-trail.module.js';
import { HintsModule } from '../hints/hints.module.js';
import { DATABASE_URL } from './database-url.js';
import { dataSourceOptions } from './data-source.js';
import { PartitionKeeper } from './partitions.js';
import { UnitOfWork } from './unit-of-work.js';

@Global()
@Module({})
export class DatabaseModule {
  static at(url: string): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(url), retryAttempts: 0 }), AuditTrailModule, HintsModule],
      providers: [{ provide: DATABASE_URL, useValue: url }, UnitOfWork, PartitionKeeper],
      exports: [DATABASE_URL, UnitOfWork, PartitionKeeper],
    };
  }
}
