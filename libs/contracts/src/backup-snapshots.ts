export const snapshotEntryTypes = ['file', 'dir', 'symlink', 'other'] as const;
export type SnapshotEntryType = (typeof snapshotEntryTypes)[number];

/** Restic's marks: `+` added, `-` removed, `M` content, `U` metadata, `T` type. */
export const snapshotChanges = ['+', '-', 'M', 'U', 'T'] as const;

export const snapshotIdPattern = /^[0-9a-f]{8,64}$/;
/** Restic's id of a repository, in its `config`. */
export const repositoryIdPattern = /^[0-9a-f]{64}$/;
