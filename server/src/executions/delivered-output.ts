import { Inject, Injectable } from '@nestjs/common';
import { limits, outputStreams, type OutputStream } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionsRepository } from './executions.repository.js';
import { keptFrom, type Positions, type StoredChunk } from './output-assembly.js';
import { outputDay, OutputRepository } from './output.repository.js';

/** Bytes beyond the kept part that may lie around before they are deleted, so that not every delivery deletes. */
const trimSlackBytes = limits.outputChunkBytes;

/** Writes the output of executions, which are locked, and what of it is kept. */
@Injectable()
export class DeliveredOutput {
  constructor(
    private readonly executions: ExecutionsRepository,
    private readonly output: OutputRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Counts what lies before these offsets as dropped. */
  async dropMissing(
    tx: Transaction,
    execution: ExecutionEntity,
    missing: readonly OutputStream[],
    lostBefore: Positions,
  ): Promise<void> {
    for (const stream of missing) {
      await this.output.dropBefore(tx, outputDay(execution.createdAt), execution.id, stream, lostBefore[stream]);
      execution[`${stream}Bytes`] = lostBefore[stream];
      execution[`${stream}KeptFrom`] = lostBefore[stream];
    }
  }

  /** @param positions how far the output has come with these chunks */
  async append(
    tx: Transaction,
    execution: ExecutionEntity,
    { chunks, positions }: { chunks: readonly StoredChunk[]; positions: Positions },
  ): Promise<void> {
    const { id } = execution;
    const day = outputDay(execution.createdAt);
    await this.output.append(tx, day, id, chunks);
    const kept: Positions = { stdout: execution.stdoutKeptFrom, stderr: execution.stderrKeptFrom };
    for (const stream of outputStreams) {
      const from = keptFrom(positions[stream], this.config.outputKeptBytes);
      if (from - kept[stream] < trimSlackBytes) continue;
      await this.output.dropBefore(tx, day, id, stream, from);
      kept[stream] = from;
    }
    await this.executions.advance(tx, id, positions, kept, this.config.leaseSeconds);
    execution.stdoutBytes = positions.stdout;
    execution.stderrBytes = positions.stderr;
    tx.publishAfterCommit({ topic: 'output', id });
  }
}
