import { Injectable, Logger } from '@nestjs/common';
import { printableLine, type ProblemFault } from '@hyprbox/contracts';
import { ApplicationMetrics } from '../operations/application-metrics.js';
import { Clock } from '../time/clock.js';

/** One line a node in this time: its agent sends the same again with each heartbeat. */
const lineEveryMs = 60 * 60 * 1000;
/** Nodes of which the last line is remembered; beyond, all are forgotten and may be told of once more. */
const rememberedNodes = 10_000;
/** Faults that one line names. */
const namedInLine = 3;

/** Tells the operator what of the heartbeats could not be used. */
@Injectable()
export class DroppedValues {
  private readonly logger = new Logger('Heartbeats');
  private readonly toldAt = new Map<string, number>();

  constructor(
    private readonly metrics: ApplicationMetrics,
    private readonly clock: Clock,
  ) {}

  note(nodeId: string, named: readonly ProblemFault[], count: number): void {
    this.metrics.droppedValues.inc(count);
    const now = this.clock.now().getTime();
    const before = this.toldAt.get(nodeId);
    if (before !== undefined && now - before < lineEveryMs) return;
    if (this.toldAt.size >= rememberedNodes) this.toldAt.clear();
    this.toldAt.set(nodeId, now);
    // Names of fields are the sender's, and a log may be read in a terminal.
    const faults = named.slice(0, namedInLine).map(({ pointer, detail }) => `${pointer} ${detail}`);
    this.logger.warn(`Left out ${count} values of a heartbeat of ${nodeId}: ${printableLine(faults.join('; '))}`);
  }
}
