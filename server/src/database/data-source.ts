import { DataSource, type DataSourceOptions, type EntitySchema } from 'typeorm';
import { clientConfig, DatabaseClient } from './database-client.js';
import { DatabaseHealth } from './database-health.js';
import { databaseLimits } from './database-limits.js';
import { databaseDriver } from './database-pool.js';
import { usualLimits, type StatementLimits } from './session-settings.js';
import { InitialSchema1700000000000 } from './migrations/1700000000000-initial-schema.js';
import { Backups1764000000000 } from './migrations/1764000000000-backups.js';
import { BackupRunsByTarget1764100000000 } from './migrations/1764100000000-backup-runs-by-target.js';
import { SnapshotsLeftOut1764200000000 } from './migrations/1764200000000-snapshots-left-out.js';
import { KnownRepositories1765100000000 } from './migrations/1765100000000-known-repositories.js';
import { Machines1765200000000 } from './migrations/1765200000000-machines.js';
import { IdempotencyKeys1765400000000 } from './migrations/1765400000000-idempotency-keys.js';
import { ComposedAddresses1765500000000 } from './migrations/1765500000000-composed-addresses.js';
import { ExecutionsByTime1765600000000 } from './migrations/1765600000000-executions-by-time.js';
import { Replicas1765600000010 } from './migrations/1765600000010-replicas.js';
import { ActivityOrder1765700000010 } from './migrations/1765700000010-activity-order.js';
import { StatusByMinute1765700000020 } from './migrations/1765700000020-status-by-minute.js';
import { PartitionFunctions1765800000000 } from './migrations/1765800000000-partition-functions.js';
import { Alerts1765900000000 } from './migrations/1765900000000-alerts.js';
import { Rollouts1766000000000 } from './migrations/1766000000000-rollouts.js';
import { Presets1766100000000 } from './migrations/1766100000000-presets.js';
import { RolloutCounts1766110000000 } from './migrations/1766110000000-rollout-counts.js';
import { RetiredPresets1766210000000 } from './migrations/1766210000000-retired-presets.js';
import { PresetSourceChanges1766220000000 } from './migrations/1766220000000-preset-source-changes.js';

/** Oldest first; a migration that has been released is never edited. */
export const migrations = [
  InitialSchema1700000000000,
  Backups1764000000000,
  BackupRunsByTarget1764100000000,
  SnapshotsLeftOut1764200000000,
  KnownRepositories1765100000000,
  Machines1765200000000,
  IdempotencyKeys1765400000000,
  ComposedAddresses1765500000000,
  ExecutionsByTime1765600000000,
  Replicas1765600000010,
  ActivityOrder1765700000010,
  StatusByMinute1765700000020,
  PartitionFunctions1765800000000,
  Alerts1765900000000,
  Rollouts1766000000000,
  Presets1766100000000,
  RolloutCounts1766110000000,
  RetiredPresets1766210000000,
  PresetSourceChanges1766220000000,
];

/** As they are noted in the database once they have run. */
export const migrationNames: readonly string[] = migrations.map((migration) => new migration().name);

export type EntityClass = (new () => object) | EntitySchema;

export interface DataSourceSurroundings {
  /** The tables that are mapped; none for what only runs migrations. */
  entities?: readonly EntityClass[];
  health?: DatabaseHealth;
  limits?: StatementLimits;
}

export function dataSourceOptions(url: string, surroundings: DataSourceSurroundings = {}): DataSourceOptions {
  const { entities = [], health = new DatabaseHealth(), limits = usualLimits } = surroundings;
  return {
    type: 'postgres',
    url,
    entities: [...entities],
    migrations,
    synchronize: false,
    migrationsRun: false,
    logging: false,
    driver: databaseDriver,
    poolSize: databaseLimits.connections,
    connectTimeoutMS: databaseLimits.connectMs,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    extra: {
      ...clientConfig(url, 'hyprbox', health),
      limits,
      Client: DatabaseClient,
      idleTimeoutMillis: databaseLimits.idleMs,
    },
  };
}

export function createDataSource(url: string, surroundings: DataSourceSurroundings = {}): DataSource {
  return new DataSource(dataSourceOptions(url, surroundings));
}
