import { Injectable } from '@nestjs/common';
import { nullable, number, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

/** That a replica looks at a source, and no other does. */
export interface SourceClaim {
  id: string;
  /** Also what tells the claim from a later one. */
  until: Date;
}

/** How often a source is looked at by itself. */
const everySeconds = 60;
/** Longer than a look takes, and what it finds is kept: a replica that died leaves it behind. */
const claimSeconds = 90;

const claimed = rawQuery('sourceClaims.claimed', { id: uuid, until: timestamp });
const next = rawQuery('sourceClaims.next', { ms: nullable(number) });

const isFree = '(claimed_until IS NULL OR claimed_until <= clock_timestamp())';

@Injectable()
export class SourceClaimsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The source that is due for longest. */
  async claimDue(tx: Transaction): Promise<SourceClaim | null> {
    return this.claim(
      tx,
      `SELECT id FROM preset_sources WHERE enabled AND due_at <= clock_timestamp() AND ${isFree}
       ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [],
    );
  }

  /** Null where somebody looks at it already. */
  async claimNow(tx: Transaction, id: string): Promise<SourceClaim | null> {
    return this.claim(tx, `SELECT id FROM preset_sources WHERE id = $1 AND ${isFree} FOR UPDATE`, [id]);
  }

  /** The ms until a source comes due; null where there is none. */
  async msUntilDue(): Promise<number | null> {
    const [row] = await next.rows(
      this.dataSource.manager,
      `SELECT (extract(epoch FROM min(greatest(due_at, claimed_until)) - clock_timestamp()) * 1000)::float8 AS ms
       FROM preset_sources WHERE enabled`,
    );
    return row?.ms ?? null;
  }

  /** It is looked at as soon as it can be, also once more where it is being looked at. */
  async markDue(tx: Transaction, id: string): Promise<void> {
    await tx.manager.query('UPDATE preset_sources SET due_at = clock_timestamp() WHERE id = $1', [id]);
  }

  private async claim(tx: Transaction, which: string, parameters: unknown[]): Promise<SourceClaim | null> {
    const [row] = await claimed.rows(
      tx.manager,
      `UPDATE preset_sources SET claimed_until = clock_timestamp() + interval '${claimSeconds} seconds',
         due_at = clock_timestamp() + interval '${everySeconds} seconds'
       WHERE id IN (${which}) RETURNING id, claimed_until AS until`,
      parameters,
    );
    return row ?? null;
  }
}
