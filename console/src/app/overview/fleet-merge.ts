import type { HeartbeatEvent, Node } from '@hyprbox/contracts';

type Heartbeat = HeartbeatEvent['items'][number];

/** The hosts with the figures of newer heartbeats; the same array when none of them is shown. */
export function withHeartbeats(nodes: readonly Node[], heartbeats: readonly Heartbeat[]): readonly Node[] {
  const newest = new Map(heartbeats.map((heartbeat) => [heartbeat.nodeId, heartbeat]));
  let changed = false;
  const merged = nodes.map((node) => {
    const heartbeat = newest.get(node.id);
    if (heartbeat === undefined || (node.lastSeenAt !== null && heartbeat.at < node.lastSeenAt)) return node;
    changed = true;
    return {
      ...node,
      status: heartbeat.status,
      lastSeenAt: heartbeat.at,
      metrics: { ...node.metrics, ...heartbeat.metrics },
    };
  });
  return changed ? merged : nodes;
}

/** Fresh rows in the places of the present ones, so that nothing moves under the pointer; new hosts go to the end. */
export function inPresentOrder(present: readonly Node[], fresh: readonly Node[]): readonly Node[] {
  const remaining = new Map(fresh.map((node) => [node.id, node]));
  const kept = present.flatMap((node) => {
    const renewed = remaining.get(node.id);
    remaining.delete(node.id);
    return renewed === undefined ? [] : [renewed];
  });
  return [...kept, ...remaining.values()];
}
