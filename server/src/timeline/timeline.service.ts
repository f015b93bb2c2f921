import { Injectable, Logger } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { AuditService } from '../audit/audit.service.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import { ApplicationMetrics } from '../operations/application-metrics.js';
import { Clock } from '../time/clock.js';

/** Every agent notices the same change, and a faulty one could repeat it for ever: it is told once in this time. */
const toldEveryMs = 60 * 60_000;

/**
 * Notices that the database was put back to an earlier state. Agents keep the newest end of the audit trail that they
 * were shown, and show it again; the trail only ever grows, so one that does not hold it is another history.
 */
@Injectable()
export class TimelineService {
  private readonly logger = new Logger('Timeline');
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly audit: AuditService,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
    private readonly metrics: ApplicationMetrics,
    private readonly clock: Clock,
  ) {}

  /** Where the history stands now. */
  async mark(): Promise<string> {
    const { seq, hash } = await this.audit.head();
    return `${seq}.${hash}`;
  }

  /** @param seen the newest mark that the node was shown */
  async check(nodeId: string, seen: string): Promise<void> {
    const [seq, hash = ''] = seen.split('.');
    const seenSeq = Number(seq);
    // Sequence 0 is the empty trail, from which every history begins.
    if (seenSeq === 0 || (await this.audit.contains(seenSeq, hash))) return;
    this.metrics.unknownTimelines.inc();
    const now = this.clock.now().getTime();
    if (now - this.toldAt < toldEveryMs) return;
    this.toldAt = now;
    await this.tell(nodeId, seenSeq);
  }

  private async tell(nodeId: string, seenSeq: number): Promise<void> {
    const { seq } = await this.audit.head();
    this.logger.warn(
      `The database was put back: node ${nodeId} has seen entry ${seenSeq} of the audit trail, which now ends at ${seq} ` +
        'or holds another one there. Agents answer for what they have run since, and run none of it again.',
    );
    const entry = {
      actor: systemActor,
      action: 'database.restored' as const,
      target: { type: 'database', id: null },
      details: { nodeId, seenSeq, headSeq: seq },
    };
    await this.work.run(entry, async (tx) => {
      this.activity.append(tx, {
        nodeId,
        kind: 'node',
        message: 'The server’s database was put back to an earlier state: this host has seen a later one',
      });
    });
  }
}
