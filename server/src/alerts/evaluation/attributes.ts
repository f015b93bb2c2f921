import type { OpenAlert } from '../records/open-alert.js';
import type { OpenWindows } from '../windows/open-windows.js';

/** What keeps an alert quiet besides its state. */
export interface Attributes {
  inhibitedBy: string | null;
  windowId: string | null;
}

/** Parents before children: a fleet that is silent explains its silent hosts, and a silent host all else that is said of it. */
export function attributesOf(alerts: readonly OpenAlert[], windows: OpenWindows): Map<string, Attributes> {
  const fires = ({ state }: OpenAlert): boolean => state === 'FIRING' || state === 'RECOVERING';
  const fleet = alerts.find((alert) => alert.kind === 'FLEET_SILENT' && fires(alert))?.id ?? null;
  const silent = new Map<string, string>();
  for (const alert of alerts) {
    const { kind, nodeId, id } = alert;
    if (kind === 'NODE_SILENT' && nodeId !== null && fires(alert) && !silent.has(nodeId)) silent.set(nodeId, id);
  }
  return new Map(
    alerts.map((alert) => {
      const { id, nodeId, severity } = alert;
      const window = windows.of(nodeId).find(({ severities }) => severities?.includes(severity) ?? true);
      return [id, { inhibitedBy: inhibitor(alert, fleet, silent), windowId: window?.id ?? null }];
    }),
  );
}

function inhibitor({ id, kind, nodeId }: OpenAlert, fleet: string | null, silent: ReadonlyMap<string, string>) {
  if (kind === 'FLEET_SILENT' || nodeId === null) return null;
  const ofNode = silent.get(nodeId) ?? null;
  // Of several rules that notice the silence of a host, one tells it.
  if (kind === 'NODE_SILENT') return fleet ?? (ofNode === id ? null : ofNode);
  return ofNode;
}
