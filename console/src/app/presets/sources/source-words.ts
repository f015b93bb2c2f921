import type { PresetSourceState } from '@hyprbox/contracts';

export const sourceStateWords: Readonly<Record<PresetSourceState, string>> = {
  NEVER: 'Not looked at yet',
  OK: 'In step',
  FAULTY: 'Some files are not used',
  FAILED: 'Could not be read',
  DIVERGED: 'Its history was rewritten',
};

/** Whose colour a state has: those of hosts. */
export const sourceTones: Readonly<Record<PresetSourceState, string>> = {
  NEVER: 'UNKNOWN',
  OK: 'ONLINE',
  FAULTY: 'WARNING',
  FAILED: 'CRITICAL',
  DIVERGED: 'CRITICAL',
};

/** "2 presets". */
export function presetCount(count: number): string {
  return count === 1 ? '1 preset' : `${count} presets`;
}

/** Whether git goes there by ssh, which has to know the host's keys: `ssh://…` or `user@host:path`. */
export function isSsh(url: string): boolean {
  return /^ssh:\/\//i.test(url) || /^[^/:\s]+@[^/:\s]+:/.test(url);
}
