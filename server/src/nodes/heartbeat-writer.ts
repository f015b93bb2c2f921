import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { HeartbeatCommit, type Fate } from './heartbeat-commit.js';
import { heartbeatLimits } from './heartbeat-limits.js';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import { TooManyHeartbeatsError } from './nodes.errors.js';

interface Waiting {
  heartbeat: ReadHeartbeat;
  resolve: (fate: Fate) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: heartbeats wait a few milliseconds, or while the transaction before theirs commits, and are written
 * together. Each caller learns the fate of its own only after the commit.
 */
@Injectable()
export class HeartbeatWriter implements BeforeApplicationShutdown {
  private queue: Waiting[] = [];
  private waitingSamples = 0;
  private round: Promise<void> | null = null;

  constructor(private readonly commit: HeartbeatCommit) {}

  write(heartbeat: ReadHeartbeat): Promise<Fate> {
    const { waitingRequests, waitingSamples } = heartbeatLimits;
    if (this.queue.length >= waitingRequests || this.waitingSamples >= waitingSamples) {
      throw new TooManyHeartbeatsError();
    }
    this.waitingSamples += samplesIn(heartbeat);
    const fate = new Promise<Fate>((resolve, reject) => this.queue.push({ heartbeat, resolve, reject }));
    this.round ??= this.gather();
    return fate;
  }

  /** Whoever waits at the server's end is still written. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.round;
  }

  private async gather(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, heartbeatLimits.gatherMs));
    while (this.queue.length > 0) await this.settle(this.nextBatch());
    this.round = null;
  }

  private nextBatch(): Waiting[] {
    const { batchRequests, batchSamples } = heartbeatLimits;
    let samples = 0;
    let length = 0;
    for (const { heartbeat } of this.queue) {
      if (length === batchRequests || (length > 0 && samples + samplesIn(heartbeat) > batchSamples)) break;
      samples += samplesIn(heartbeat);
      length++;
    }
    const batch = this.queue.slice(0, length);
    this.queue = this.queue.slice(length);
    this.waitingSamples -= samples;
    return batch;
  }

  /** A batch that fails is halved until the bad one stands alone, so that it takes nobody with it. */
  private async settle(batch: Waiting[]): Promise<void> {
    try {
      const fates = await this.commit.write(batch.map(({ heartbeat }) => heartbeat));
      for (const { heartbeat, resolve } of batch) resolve(fates.get(heartbeat.nodeId) ?? 'unknown');
    } catch (error) {
      if (batch.length === 1 || isDatabaseAway(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.settle(batch.slice(0, half));
      await this.settle(batch.slice(half));
    }
  }
}

function samplesIn({ kept }: ReadHeartbeat): number {
  return kept.length + 1;
}
