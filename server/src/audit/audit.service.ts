import { Injectable } from '@nestjs/common';
import type { AuditEvent, AuditVerification, Page } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../common/cursor.js';
import { verifyChain } from './audit-verification.js';
import type { AuditQuery } from './audit.dto.js';
import { AuditEventNotFound } from './audit.errors.js';
import { toAuditEvent, toExportLine } from './audit.mapper.js';
import { AuditRepository, type ChainEnd } from './audit.repository.js';

/** Reading the trail: pages of it, all of it, and whether it has been touched. */
@Injectable()
export class AuditService {
  constructor(private readonly audit: AuditRepository) {}

  async list({ limit, cursor, actor, action, target, from, to }: AuditQuery): Promise<Page<AuditEvent>> {
    const filter = { actor, action, target, from: instant(from), to: instant(to) };
    const rows = await this.audit.findPage(filter, seqFrom(cursor), limit + 1);
    return pageOf(rows, limit, toAuditEvent, ({ seq }) => [Number(seq)]);
  }

  async get(seq: number): Promise<AuditEvent> {
    const row = await this.audit.find(seq);
    if (!row) throw new AuditEventNotFound();
    return toAuditEvent(row);
  }

  /** The newest entry of the trail. */
  head(): Promise<ChainEnd> {
    return this.audit.end();
  }

  /** Whether this very entry is part of the trail. */
  contains(seq: number, hash: string): Promise<boolean> {
    return this.audit.contains(seq, hash);
  }

  verify(): Promise<AuditVerification> {
    return this.audit.atOneMoment(verifyChain);
  }

  /** The trail as it is now, oldest first, as NDJSON; the next batch is read when the reader wants it. */
  async *export(): AsyncGenerator<string> {
    const { seq } = await this.audit.end();
    for await (const rows of this.audit.batches(seq)) yield rows.map(toExportLine).join('');
  }
}

function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function seqFrom(cursor: string | undefined): number | null {
  const values = decodeCursor(cursor, 1);
  if (!values) return null;
  const [seq] = values;
  if (Number.isSafeInteger(seq)) return Number(seq);
  throw notOfThisList();
}
