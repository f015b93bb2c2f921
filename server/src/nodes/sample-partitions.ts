import { Injectable } from '@nestjs/common';
import { PartitionKeeper } from '../database/partitions.js';

const dayMs = 24 * 60 * 60 * 1000;

/** Makes sure that there is a partition for each sample; kept ones may be days old. Remembers the days it has seen to. */
@Injectable()
export class SamplePartitions {
  private readonly days = new Set<number>();

  constructor(private readonly keeper: PartitionKeeper) {}

  async ensure(samples: Iterable<{ at: number }>): Promise<void> {
    const missing = new Set<number>();
    for (const { at } of samples) {
      const day = Math.floor(at / dayMs);
      if (!this.days.has(day)) missing.add(day);
    }
    if (missing.size === 0) return;
    await this.keeper.makeFor(
      'heartbeats',
      [...missing].map((day) => new Date(day * dayMs)),
    );
    for (const day of missing) this.days.add(day);
  }

  /** After a partition turned out to be gone: retention may drop a day that was there. */
  forget(): void {
    this.days.clear();
  }
}
