import type { NodeStatus } from '@hyprbox/contracts';

export const statusWords: Readonly<Record<NodeStatus, string>> = {
  ONLINE: 'Online',
  WARNING: 'Warning',
  CRITICAL: 'Critical',
  OFFLINE: 'Offline',
  UNKNOWN: 'Never seen',
};
