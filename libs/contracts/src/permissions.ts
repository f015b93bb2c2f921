/** The closed set of things a user may be allowed to do; every route names one. */
export const permissions = [
  'self.read',
  'node.read',
  'node.manage',
  'token.manage',
  'preset.read',
  'preset.render',
  'preset.write',
  'preset.test',
  'preset.publish',
  'preset.manage',
  'job.read',
  'job.run',
  'job.adhoc',
  'approval.read',
  'approval.decide',
  'approval.override',
  'backup.read',
  'backup.run',
  'backup.manage',
  'alert.read',
  'alert.handle',
  'alert.manage',
  'audit.read',
  'user.manage',
  'settings.read',
  'settings.manage',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

const viewer: readonly Permission[] = [
  'self.read',
  'node.read',
  'preset.read',
  'preset.render',
  'job.read',
  'approval.read',
  'backup.read',
  'alert.read',
];
const operator: readonly Permission[] = [
  ...viewer,
  'preset.write',
  'job.run',
  'approval.decide',
  'backup.run',
  'alert.handle',
];

/** A role is a named set of permissions. */
export const rolePermissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  VIEWER: new Set(viewer),
  OPERATOR: new Set(operator),
  ADMIN: new Set(permissions),
};

export function roleAllows(role: Role, permission: Permission): boolean {
  return rolePermissions[role].has(permission);
}
