import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PartitionKeeper } from '../database/partitions.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';
import { Clock } from '../time/clock.js';
import { hourMs, rollUpAfterMs, rollupSizes, type RollupSize } from './rollup-sizes.js';
import { RollupRepository, type Span } from './rollup.repository.js';

/** Well below the finest bucket; what is not rolled up yet is read from the samples. */
const everyMs = 30_000;
/** The longest span of one transaction, so that catching up after a pause holds no lock for long. */
const spanMs = hourMs;
/** Late hours of one round. */
const lateHoursPerRound = 24;

/** Rolls samples up as their time passes, and once more where some came late. */
@Injectable()
export class RollupService implements OnApplicationBootstrap {
  constructor(
    private readonly repository: RollupRepository,
    private readonly partitions: PartitionKeeper,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'rollup', everyMs, work: ({ signal }) => this.catchUp(signal) });
  }

  async catchUp(signal: AbortSignal): Promise<void> {
    const progress = await this.repository.progress();
    const settled = this.clock.now().getTime() - rollUpAfterMs;
    for (const size of rollupSizes) {
      const end = floor(settled, size);
      let from = progress.get(size.name)?.getTime() ?? end;
      while (from < end && !signal.aborted) {
        const to = Math.min(end, from + spanMs);
        await this.advance(size, { from: new Date(from), to: new Date(to) });
        progress.set(size.name, new Date(to));
        from = to;
      }
    }
    for (const hour of await this.repository.lateHours(lateHoursPerRound)) {
      if (signal.aborted) return;
      await this.repeat(hour, progress);
    }
  }

  private async advance(size: RollupSize, span: Span): Promise<void> {
    await this.partitions.makeFor(size.table, [span.from]);
    await this.work.system('rollup', async (tx) => {
      await this.repository.rollUp(tx, size, span);
      await this.repository.setProgress(tx, size, span.to);
    });
  }

  private async repeat(hour: Date, progress: ReadonlyMap<string, Date>): Promise<void> {
    const end = hour.getTime() + hourMs;
    const spans = rollupSizes.flatMap((size) => {
      // What has not been rolled up yet finds the late samples in its turn.
      const to = Math.min(end, progress.get(size.name)?.getTime() ?? 0);
      return to > hour.getTime() ? [{ size, span: { from: hour, to: new Date(to) } }] : [];
    });
    for (const { size } of spans) await this.partitions.makeFor(size.table, [hour]);
    await this.work.system('rollup', async (tx) => {
      const late = await this.repository.lateNodes(tx, hour);
      const nodeIds = late.map(({ nodeId }) => nodeId);
      for (const { size, span } of spans) await this.repository.rollUp(tx, size, span, nodeIds);
      // Last: a heartbeat with late samples of the same node and hour waits for whoever takes the mark away.
      await this.repository.dropLate(tx, hour, late);
    });
  }
}

function floor(ms: number, { seconds }: RollupSize): number {
  const bucketMs = seconds * 1000;
  return Math.floor(ms / bucketMs) * bucketMs;
}
