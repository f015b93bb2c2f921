import type { BackupProtection, BackupTarget } from '@hyprbox/contracts';

export const protectionWords: Readonly<Record<BackupProtection, string>> = {
  FAILING: 'Failing',
  OVERDUE: 'Overdue',
  NEVER: 'Never backed up',
  UNPROVEN: 'Unproven',
  PROTECTED: 'Protected',
  PAUSED: 'Paused',
};

/** The pair of colours of the theme (`data-status`) that says how bad a protection is. */
export function protectionTone(
  protection: BackupProtection,
  target?: Pick<BackupTarget, 'backupOverdue'>,
): 'ONLINE' | 'WARNING' | 'CRITICAL' | 'OFFLINE' {
  switch (protection) {
    case 'FAILING':
    case 'NEVER':
      return 'CRITICAL';
    case 'OVERDUE':
      // A proof that is due is less than a backup that is missing.
      return target?.backupOverdue === false ? 'WARNING' : 'CRITICAL';
    case 'UNPROVEN':
      return 'WARNING';
    case 'PROTECTED':
      return 'ONLINE';
    case 'PAUSED':
      return 'OFFLINE';
  }
}
