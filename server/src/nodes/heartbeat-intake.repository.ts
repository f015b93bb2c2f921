import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** After a pause longer than this no replica could take heartbeats, so nobody's silence in it says anything. */
const pauseSeconds = 8;

const isPausedSql = `alive_at < now() - interval '${pauseSeconds} seconds'`;

/** Since when hosts have been able to report; while nobody says that they are, since now. */
export const listeningSinceSql = `(SELECT CASE WHEN ${isPausedSql} THEN now() ELSE since END FROM heartbeat_intake)`;

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
