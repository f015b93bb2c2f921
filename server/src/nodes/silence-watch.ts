import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PeriodicDuties } from '../duties/periodic-duties.js';
import { Clock } from '../time/clock.js';
import { NodesRepository } from './nodes.repository.js';

const everyMs = 5_000;
/** After a pause longer than this no server was listening, so the nodes' silence says nothing yet. */
const unheardMs = 4 * everyMs;
/** Nodes that one transaction reports. */
const perRound = 200;

/** Says once in the activity that a node has fallen silent; that it is back, the heartbeats say. */
@Injectable()
export class SilenceWatch implements OnApplicationBootstrap {
  private listeningSince = new Date(0);

  constructor(
    private readonly repository: NodesRepository,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly duties: PeriodicDuties,
  ) {}

  onApplicationBootstrap(): void {
    this.duties.start({
      name: 'silence',
      everyMs,
      work: async ({ sinceLastMs }) => {
        if (sinceLastMs === null || sinceLastMs > unheardMs) this.listeningSince = this.clock.now();
        await this.report(this.listeningSince);
      },
    });
  }

  /** @param listeningSince silence before this time does not count */
  async report(listeningSince: Date): Promise<void> {
    for (;;) {
      const reported = await this.work.system('activity', async (tx) => {
        const ids = await this.repository.markSilent(tx, this.clock.now(), listeningSince, perRound);
        for (const nodeId of ids) {
          await this.activity.append(tx, { nodeId, kind: 'node', message: `${nodeId} stopped reporting` });
          tx.tell({ topic: 'node', nodeId });
        }
        return ids.length;
      });
      if (reported < perRound) return;
    }
  }
}
