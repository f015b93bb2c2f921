/** PostgreSQL's own settings by name. */
export type PostgresSettings = Record<string, string>;

/** One process beside the server on a small machine: little memory, few helpers, and nothing acknowledged is lost. */
export const defaultSettings: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '50',
  shared_buffers: '32MB',
  huge_pages: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  // For pg_basebackup, which sends the files over one connection and the log over another.
  wal_level: 'replica',
  max_wal_senders: '2',
  max_logical_replication_workers: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  // Parallel plans need /dev/shm, which is small in containers, and gain nothing on short queries.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  max_worker_processes: '2',
  io_method: 'sync',
  autovacuum_max_workers: '2',
  autovacuum_worker_slots: '2',
  // Each partition a query touches is a lock.
  max_locks_per_transaction: '256',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  // Rows and values of failed statements stay out of the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  cluster_name: 'hyprbox',
};
