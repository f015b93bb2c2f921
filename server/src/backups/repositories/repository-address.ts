import { posix } from 'node:path';
import { backupLimits, isPrintableLine, repositoryPattern } from '@hyprbox/contracts';
import { plainTextFault } from '../../http/plain-text.js';

const portMax = 65_535;
const nodePlaceholder = '{nodeId}';

/** What is wrong with a repository as an operator writes it, or null. */
export function repositoryFault(repository: string): string | null {
  if (repository.length > backupLimits.pathLength) return `must have at most ${backupLimits.pathLength} characters`;
  if (!isPrintableLine(repository)) return plainTextFault;
  if (/^(?:rest|s3):(?:https?:\/\/)?[^/]*@/.test(repository)) {
    return 'must not hold credentials: name where the node finds them in environment, such as AWS_ACCESS_KEY_ID';
  }
  if (!repositoryPattern.test(repository)) {
    return 'must be an absolute path, sftp:user@host:/path, rest:https://host/path, s3:host/bucket or rclone:remote:path';
  }
  if (isPortImpossible(repository)) return 'must name a port from 1 to 65535';
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

/** Also of an S3 server without a scheme, and of SFTP by an address. */
function isPortImpossible(repository: string): boolean {
  const port = /^(?:(?:rest|s3):(?:https?:\/\/)?|sftp:\/\/)(?:[^/@]*@)?(?:\[[^\]/]*\]|[^/:]*):([^/]*)/.exec(
    repository,
  )?.[1];
  return port !== undefined && port !== '' && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= portMax);
}
