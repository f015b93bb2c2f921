import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isPausedSql } from './listening-since.sql.js';

@Injectable()
export class HeartbeatIntakeRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Notes that heartbeats can be taken now, unless another replica has just done so. */
  async note(): Promise<void> {
    await this.dataSource.query(
      `UPDATE heartbeat_intake SET since = CASE WHEN ${isPausedSql} THEN now() ELSE since END, alive_at = now()
       WHERE alive_at < now() - interval '1 second'`,
    );
  }
}
