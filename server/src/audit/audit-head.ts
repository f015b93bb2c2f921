import { createHmac } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { JWT_SECRET } from '../sessions/jwt-secret.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';
import { ApplicationMetrics, whileReachable } from '../operations/application-metrics.js';
import { AuditRepository, type ChainEnd } from './audit.repository.js';

const everyMs = 60 * 60 * 1000;

/**
 * Notes the end of the trail outside of the database: in the log and in the metrics, which others keep. Whoever may write
 * to the database could make a whole new chain, but not one that holds what was noted, and without the server's secret
 * nobody can forge a note.
 */
@Injectable()
export class AuditHead implements OnApplicationBootstrap {
  private readonly logger = new Logger('Audit');
  private readonly key: Buffer;

  constructor(
    private readonly repository: AuditRepository,
    private readonly metrics: ApplicationMetrics,
    private readonly tasks: ScheduledTasks,
    @Inject(JWT_SECRET) secret: string,
  ) {
    // A key of its own, so that what is published here tells nothing of what sessions are signed with.
    this.key = createHmac('sha256', secret).update('audit head').digest();
  }

  onApplicationBootstrap(): void {
    const read = (): Promise<ChainEnd> => this.repository.end();
    const sign = (end: ChainEnd): string => this.sign(end);
    new Gauge({
      name: 'hyprbox_audit_head',
      help: 'The number of the last event of the audit trail, with its hash and a signature of both.',
      labelNames: ['hash', 'signature'],
      registers: [this.metrics.registry],
      collect: whileReachable(async function (this: Gauge) {
        const end = await read();
        this.reset();
        this.set({ hash: end.hash, signature: sign(end) }, end.seq);
      }),
    });
    this.tasks.start({ name: 'audit-head', everyMs, work: () => this.note() });
  }

  private async note(): Promise<void> {
    const end = await this.repository.end();
    this.logger.log(`The audit trail ends at ${end.seq}, hash ${end.hash}, signature ${this.sign(end)}`);
  }

  private sign({ seq, hash }: ChainEnd): string {
    return createHmac('sha256', this.key).update(`${seq}\n${hash}`).digest('hex');
  }
}
