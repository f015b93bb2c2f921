import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { HeartbeatCommit, type HeartbeatOutcome } from './heartbeat-commit.js';
import { heartbeatLimits } from './heartbeat-limits.js';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import { TooManyHeartbeatsError } from './nodes.errors.js';

interface Waiting {
  heartbeat: ReadHeartbeat;
  resolve: (outcome: HeartbeatOutcome) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: heartbeats wait a few milliseconds, or while the transaction before theirs commits, and are written
 * together. Each caller learns the outcome of its own only after the commit.
 */
@Injectable()
export class HeartbeatWriter implements BeforeApplicationShutdown {
  private queue: Waiting[] = [];
  private waitingSamples = 0;
  private round: Promise<void> | null = null;

  constructor(private readonly commit: HeartbeatCommit) {}

  write(heartbeat: ReadHeartbeat): Promise<HeartbeatOutcome> {
    const { waitingRequests, waitingSamples } = heartbeatLimits;
    if (this.queue.length >= waitingRequests || this.waitingSamples >= waitingSamples) {
      throw new TooManyHeartbeatsError();
    }
    this.waitingSamples += samplesIn(heartbeat);
    const outcome = new Promise<HeartbeatOutcome>((resolve, reject) => this.queue.push({ heartbeat, resolve, reject }));
    this.round ??= this.gather();
    return outcome;
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
    const machines = new Map<string, string>();
    for (const { heartbeat } of this.queue) {
      // Two machines that report as one node are told apart by which of them came first.
      const machine = machines.get(heartbeat.nodeId);
      const named = heartbeat.machine === null ? undefined : JSON.stringify(heartbeat.machine);
      if (machine !== undefined && named !== undefined && machine !== named) break;
      if (named !== undefined) machines.set(heartbeat.nodeId, named);
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
      const outcomes = await this.commit.write(batch.map(({ heartbeat }) => heartbeat));
      for (const { heartbeat, resolve } of batch) resolve(outcomes.get(heartbeat.nodeId) ?? 'unknown');
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
