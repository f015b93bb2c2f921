import type { Role } from '@hyprbox/contracts';

export const roleWords: Readonly<Record<Role, { name: string; may: string }>> = {
  VIEWER: { name: 'Viewer', may: 'Sees hosts, jobs and their output.' },
  OPERATOR: { name: 'Operator', may: 'Also runs presets and cancels jobs.' },
  ADMIN: { name: 'Admin', may: 'Also manages users, tokens and settings, and reads the audit log.' },
};
