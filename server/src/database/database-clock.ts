import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp } from './raw-query.js';

const now = rawQuery('databaseClock.now', { now: timestamp });

/** The database's time: the one clock that all replicas share. */
@Injectable()
export class DatabaseClock {
  constructor(private readonly dataSource: DataSource) {}

  async now(): Promise<Date> {
    const [row] = await now.rows(this.dataSource, 'SELECT clock_timestamp()::timestamptz(3) AS now');
    if (!row) throw new Error('The database did not tell its time.');
    return row.now;
  }
}
