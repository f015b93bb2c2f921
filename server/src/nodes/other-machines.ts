import { Injectable } from '@nestjs/common';
import type { Machine } from '@hyprbox/contracts';
import { ActivityLog } from '../activity/activity-log.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import type { LockedNode } from './heartbeats.repository.js';

/** One word a node in this time: an agent that is refused tries on and on. */
const toldEveryMs = 60 * 60 * 1000;
/** Nodes of which the last word is remembered; beyond, all may be told of once more. */
const rememberedNodes = 1_000;

/** Tells the heartbeats of a node's own machine from those of a copy of its agent on another one. */
@Injectable()
export class OtherMachines {
  private readonly toldAt = new Map<string, number>();

  constructor(private readonly activity: ActivityLog) {}

  /** @returns the heartbeats that are the nodes' own, and the nodes of the others */
  sift(
    tx: Transaction,
    heartbeats: readonly ReadHeartbeat[],
    locked: ReadonlyMap<string, LockedNode>,
  ): { own: ReadHeartbeat[]; elsewhere: Set<string> } {
    const elsewhere = new Set<string>();
    const own = heartbeats.filter(({ nodeId, machine }) => {
      const node = locked.get(nodeId);
      if (!node || !machine) return true;
      if (isElsewhere(node, machine)) {
        elsewhere.add(nodeId);
        return false;
      }
      if (node.machineId !== null && node.machineId !== machine.id) {
        this.tell(tx, nodeId, `${nodeId} reports from another machine now`);
      }
      return true;
    });
    for (const nodeId of elsewhere) this.tellOfCopy(tx, nodeId, locked.get(nodeId)?.now.getTime() ?? 0);
    return { own, elsewhere };
  }

  private tellOfCopy(tx: Transaction, nodeId: string, now: number): void {
    const before = this.toldAt.get(nodeId);
    if (before !== undefined && now - before < toldEveryMs) return;
    if (this.toldAt.size >= rememberedNodes) this.toldAt.clear();
    this.toldAt.set(nodeId, now);
    const copy = "a copy of its agent's state directory or token";
    this.tell(tx, nodeId, `a second machine reports as ${nodeId} and is refused: ${copy}`);
  }

  private tell(tx: Transaction, nodeId: string, message: string): void {
    this.activity.append(tx, { nodeId, kind: 'node', message });
    tx.publishAfterCommit({ topic: 'node', nodeId });
  }
}

/**
 * While a node's machine is being heard, another one is refused. Clones have one machine-id: they are told by a start of
 * the kernel that comes back although a later one was heard, which no reboot does.
 */
function isElsewhere(node: LockedNode, { id, bootId }: Machine): boolean {
  const { machineId } = node;
  if (machineId === null || !node.isHeard) return false;
  return machineId !== id || (node.bootId !== bootId && node.previousBootId === bootId);
}
