import { posix } from 'node:path';
import { backupLimits, repositoryPattern } from '@hyprbox/contracts';

const nodePlaceholder = '{nodeId}';

/** What is wrong with a repository as an operator writes it, or null. */
export function repositoryFault(repository: string): string | null {
  if (repository.length > backupLimits.pathLength) return `must have at most ${backupLimits.pathLength} characters`;
  if (/[\p{Cc}\p{Cs}]/u.test(repository)) return 'must not hold control characters';
  if (/^(?:rest|s3):(?:https?:\/\/)?[^/]*@/.test(repository)) {
    return 'must not hold credentials: name where the node finds them in environment, such as AWS_ACCESS_KEY_ID';
  }
  if (!repositoryPattern.test(repository)) {
    return 'must be an absolute path, sftp:user@host:/path, rest:https://host/path, s3:host/bucket or rclone:remote:path';
  }
  if (isLocal(repository) && posix.normalize(repository) !== repository) {
    return 'must be a normalised path, without "..", "." or "//"';
  }
  return null;
}

/** The repository of one node. */
export function repositoryOf(repository: string, nodeId: string): string {
  return repository.replaceAll(nodePlaceholder, nodeId);
}

/** What two nodes agree on when they share a repository: a local path belongs to its node. */
export function repositoryIdentity(repository: string, nodeId: string): string {
  const address = repository.length > 1 ? repository.replace(/\/+$/, '') : repository;
  return isLocal(repository) ? `${nodeId} ${address}` : address;
}

function isLocal(repository: string): boolean {
  return repository.startsWith('/');
}
