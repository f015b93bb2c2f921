import { Injectable, type OnModuleInit } from '@nestjs/common';
import { backupProtections, backupRunKinds, terminalStatuses } from '@hyprbox/contracts';
import { Gauge } from 'prom-client';
import { ApplicationMetrics, whileReachable } from '../../operations/application-metrics.js';
import { Clock } from '../../time/clock.js';
import { ProtectionStatusRepository } from './protection-status.repository.js';

/** What Prometheus is told of the backups: of the whole fleet, as a series for each target would be too many. */
@Injectable()
export class BackupMetrics implements OnModuleInit {
  constructor(
    private readonly statuses: ProtectionStatusRepository,
    private readonly metrics: ApplicationMetrics,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { statuses, clock } = this;
    const registers = [this.metrics.registry];
    new Gauge({
      name: 'hyprbox_backup_last_success_timestamp_seconds',
      help: 'The oldest of the last good backups, over all nodes under a policy that is not paused. Absent before the first.',
      registers,
      collect: whileReachable(async function (this: Gauge) {
        const counts = await statuses.countByProtection(clock.now());
        const times = counts.flatMap(({ oldestBackupAt }) => oldestBackupAt?.getTime() ?? []);
        if (times.length > 0) this.set(Math.min(...times) / 1000);
        else this.remove();
      }),
    });
    new Gauge({
      name: 'hyprbox_backup_targets',
      help: 'Nodes under policies, by how well they are protected.',
      labelNames: ['protection'],
      registers,
      collect: whileReachable(async function (this: Gauge) {
        const counts = await statuses.countByProtection(clock.now());
        for (const protection of backupProtections) {
          this.set({ protection }, counts.find((each) => each.protection === protection)?.count ?? 0);
        }
      }),
    });
    new Gauge({
      name: 'hyprbox_backup_runs_24h',
      help: 'Runs of backups that ended in the last 24 hours, by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
      collect: whileReachable(async function (this: Gauge) {
        const counts = await statuses.countEnds24h(clock.now());
        for (const kind of backupRunKinds) {
          for (const status of terminalStatuses) {
            const count = counts.find((each) => each.kind === kind && each.status === status)?.count ?? 0;
            this.set({ kind, outcome: status.toLowerCase() }, count);
          }
        }
      }),
    });
  }
}
