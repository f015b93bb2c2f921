import { Injectable } from '@nestjs/common';
import { PartitionKeeper } from '../database/partitions.js';
import { Clock } from '../time/clock.js';

const dayMs = 24 * 60 * 60 * 1000;

/** Makes sure that there is a partition for each sample; kept ones may be days old. Remembers the days it has seen to. */
@Injectable()
export class SamplePartitions {
  private readonly days = new Set<number>();

  constructor(
    private readonly keeper: PartitionKeeper,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes samples while there is a partition for each of them: once more where one turned out to be gone, as retention
   * may drop a day that was there.
   *
   * @param samples when they were made; null for now
   */
  async whileThere<T>(samples: readonly { at: number | null }[], write: () => Promise<T>): Promise<T> {
    await this.ensure(samples);
    try {
      return await write();
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      this.days.clear();
      await this.ensure(samples);
      return write();
    }
  }

  private async ensure(samples: readonly { at: number | null }[]): Promise<void> {
    const now = this.clock.now().getTime();
    const missing = new Set<number>();
    for (const { at } of samples) {
      const day = Math.floor((at ?? now) / dayMs);
      if (!this.days.has(day)) missing.add(day);
    }
    if (missing.size === 0) return;
    await this.keeper.makeFor(
      'heartbeats',
      [...missing].map((day) => new Date(day * dayMs)),
    );
    for (const day of missing) this.days.add(day);
  }
}

/** check_violation is also what PostgreSQL says of a row that no partition takes. */
function isMissingPartition(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23514' && /no partition/.test(error.message);
}
