export type RepositoryKind = 'local' | 'sftp' | 'rest' | 's3' | 'rclone';

export interface RepositoryKindWords {
  kind: RepositoryKind;
  label: string;
  /** What an address of the kind looks like, to begin with. */
  example: string;
  hint: string;
}

/** Where restic keeps repositories, and how their addresses are written. */
export const repositoryKinds: readonly RepositoryKindWords[] = [
  {
    kind: 'local',
    label: 'Directory',
    example: '/srv/backups/{nodeId}',
    hint: 'A directory on the host, such as a mounted disk or share. On the host’s own disk it does not survive the disk.',
  },
  {
    kind: 'sftp',
    label: 'SFTP',
    example: 'sftp:backup@backup.example.net:/srv/restic/{nodeId}',
    hint: 'Any SSH server. The agent’s user needs a key that the server accepts, and the server’s host key must be known.',
  },
  {
    kind: 'rest',
    label: 'REST server',
    example: 'rest:https://backup.example.net:8000/{nodeId}/',
    hint: 'A restic REST server. Give RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD below; append-only mode keeps even a taken-over host from deleting.',
  },
  {
    kind: 's3',
    label: 'S3',
    example: 's3:https://s3.eu-central-1.amazonaws.com/my-bucket/{nodeId}',
    hint: 'Amazon S3 or what speaks its language. Give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY below.',
  },
  {
    kind: 'rclone',
    label: 'rclone',
    example: 'rclone:remote:restic/{nodeId}',
    hint: 'A remote of rclone’s configuration on the host; rclone must be installed there.',
  },
];

/** The kind that an address is of; null while it is of none. */
export function kindOf(repository: string): RepositoryKind | null {
  if (repository.startsWith('/')) return 'local';
  return repositoryKinds.find(({ kind }) => repository.startsWith(`${kind}:`))?.kind ?? null;
}
