/** Whose secrets they are: restic's, and those of the scripts that a policy runs. */
export const backupSecretScopes = ['VAULT', 'PRE', 'POST', 'VERIFY'] as const;
export type BackupSecretScope = (typeof backupSecretScopes)[number];
