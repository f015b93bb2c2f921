import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';
import { SettingsService } from '../settings/settings.service.js';
import { levelInWords } from './node-status.js';
import { StatusWatchRepository } from './status-watch.repository.js';

const everyMs = 5_000;
/** Nodes that one transaction reports. */
const perRound = 200;

/** Says once in the activity that a node has fallen silent, or is worse or better; that it reports again, heartbeats say. */
@Injectable()
export class StatusWatch implements OnApplicationBootstrap {
  constructor(
    private readonly repository: StatusWatchRepository,
    private readonly activity: ActivityLog,
    private readonly settings: SettingsService,
    private readonly work: UnitOfWork,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'silence', everyMs, work: () => this.report() });
  }

  async report(): Promise<void> {
    while ((await this.reportSilent()) === perRound);
    while ((await this.reportLevels()) === perRound);
  }

  private async reportSilent(): Promise<number> {
    return this.work.system('activity', async (tx) => {
      const ids = await this.repository.markSilent(tx, perRound);
      for (const nodeId of ids) {
        this.activity.append(tx, { nodeId, kind: 'node', message: `${nodeId} stopped reporting` });
        tx.publishAfterCommit({ topic: 'node', nodeId });
      }
      return ids.length;
    });
  }

  private async reportLevels(): Promise<number> {
    const { thresholds } = await this.settings.current();
    return this.work.system('activity', async (tx) => {
      const changed = await this.repository.markLevels(tx, perRound);
      for (const { id: nodeId, level, before, ...figures } of changed) {
        // A new node that is well is no news beside its joining.
        if (before === null && level === 'ONLINE') continue;
        this.activity.append(tx, { nodeId, kind: 'node', message: levelInWords(nodeId, level, figures, thresholds) });
      }
      return changed.length;
    });
  }
}
