import type { DataSource } from 'typeorm';

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** The driver's pool, if it is one that counts its connections. */
export function countedPool(dataSource: DataSource): Pool | null {
  const { driver } = dataSource;
  const pool: unknown = 'master' in driver ? driver.master : null;
  return typeof pool === 'object' &&
    pool !== null &&
    'totalCount' in pool &&
    'idleCount' in pool &&
    'waitingCount' in pool
    ? (pool as Pool)
    : null;
}
