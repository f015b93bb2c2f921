import { Injectable } from '@nestjs/common';
import { flag, nullable, number, oneOf } from '@hyprbox/contracts/schemas';
import { alertStates, type AlertState } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { integer, rawQuery } from '../../database/raw-query.js';

const evaluationAge = rawQuery('alertingHealth.evaluationAge', { seconds: nullable(number) });
const openAlerts = rawQuery('alertingHealth.openAlerts', { state: oneOf(alertStates), count: integer });
const health = rawQuery('alertingHealth.health', { evaluationSeconds: nullable(number), isWaiting: flag });

/** How long ago the rules were held against the fleet. */
const ageSql = `(SELECT extract(epoch FROM clock_timestamp() - done_at)::float8 FROM duties WHERE name = 'alerts')`;

@Injectable()
export class AlertingHealthRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null before the first evaluation. */
  async evaluationAgeSeconds(): Promise<number | null> {
    const [row] = await evaluationAge.rows(this.dataSource, `SELECT ${ageSql} AS seconds`);
    return row?.seconds ?? null;
  }

  async openAlerts(): Promise<{ state: AlertState; count: number }[]> {
    return openAlerts.rows(
      this.dataSource,
      `SELECT state, count(*)::integer AS count FROM alerts WHERE state <> 'RESOLVED' GROUP BY state`,
    );
  }

  /** @returns how long ago the last evaluation was, and whether a message has waited for longer than it may */
  async health(waitSeconds: number): Promise<{ evaluationSeconds: number | null; isWaiting: boolean }> {
    const [row] = await health.rows(
      this.dataSource,
      `SELECT ${ageSql} AS "evaluationSeconds",
         EXISTS (SELECT FROM alert_deliveries WHERE status IN ('QUEUED', 'SENDING')
           AND created_at < now() - $1::integer * interval '1 second') AS "isWaiting"`,
      [waitSeconds],
    );
    return row ?? { evaluationSeconds: null, isWaiting: true };
  }
}
