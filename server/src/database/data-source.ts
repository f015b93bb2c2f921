import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { AuditEventEntity } from '../audit/audit-event.entity.js';
import { InvitationEntity } from '../users/invitation.entity.js';
import { SessionEntity } from '../auth/sessions/session.entity.js';
import { UserEntity } from '../users/user.entity.js';
import { ExecutionEntity } from '../executions/execution.entity.js';
import { JobEntity } from '../jobs/job.entity.js';
import { NodeEntity } from '../nodes/node.entity.js';
import { NodeTokenEntity } from '../tokens/node-token.entity.js';
import { InitialSchema1700000000000 } from './migrations/1700000000000-initial-schema.js';
import { Backups1764000000000 } from './migrations/1764000000000-backups.js';
import { BackupRunsByTarget1764100000000 } from './migrations/1764100000000-backup-runs-by-target.js';
import { SnapshotsLeftOut1764200000000 } from './migrations/1764200000000-snapshots-left-out.js';

export const entities = [
  AuditEventEntity,
  ExecutionEntity,
  InvitationEntity,
  JobEntity,
  NodeEntity,
  NodeTokenEntity,
  SessionEntity,
  UserEntity,
];

/** Oldest first; a migration that has been released is never edited. */
export const migrations = [
  InitialSchema1700000000000,
  Backups1764000000000,
  BackupRunsByTarget1764100000000,
  SnapshotsLeftOut1764200000000,
];

/** Connections of one server process; waiting requests hold none. */
const poolSize = 16;

/**
 * Neither the pool nor TypeORM listens while a new connection goes from the one to the other; one that is told in that
 * moment that PostgreSQL ends would end this process with it. Who gets the connection learns of it by the first query.
 */
class WatchedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

export function dataSourceOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    migrations,
    synchronize: false,
    migrationsRun: false,
    logging: false,
    poolSize,
    connectTimeoutMS: 5_000,
    applicationName: 'hyprbox',
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    extra: {
      Client: WatchedClient,
      // A statement that hangs must not hold a connection for ever.
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      // Longer than the pause between two rounds of any duty: a new connection costs more than a waiting one.
      idleTimeoutMillis: 60_000,
    },
  };
}

export function createDataSource(url: string): DataSource {
  return new DataSource(dataSourceOptions(url));
}
