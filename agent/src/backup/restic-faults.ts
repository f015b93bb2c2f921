import type { BackupFault } from '@hyprbox/contracts';
import type { ResticEnd } from './restic.js';
import { BackupError } from './backup-error.js';

/** Restic's own exit codes, from 0.17 on. */
const exitCodes: Readonly<Record<number, BackupFault>> = {
  10: 'NO_REPOSITORY',
  11: 'REPOSITORY_LOCKED',
  12: 'WRONG_PASSWORD',
};

/** What restic, ssh and rclone print, from 0.14 on; the first that fits counts, the more telling come first. */
const messages: readonly [BackupFault, RegExp][] = [
  ['REPOSITORY_LOCKED', /repository is already locked/i],
  ['WRONG_PASSWORD', /wrong password|an empty password is not/i],
  [
    'DISK_FULL',
    /no space left on device|disk quota exceeded|file too large|insufficient storage|storage ?full|SSH_FX_NO_SPACE/i,
  ],
  ['REPOSITORY_READ_ONLY', /read-only file system/i],
  [
    'REPOSITORY_READ_ONLY',
    /(?:unable to create lock|Save\(|Remove\(|remove |mkdir |create repository)[^]*(?:permission denied|access denied|operation not permitted|403 Forbidden)/i,
  ],
  [
    'REPOSITORY_READ_ONLY',
    /^rclone: .* ERROR : .* (?:put|rcat|delete) error: (?:.*: )?(?:permission denied|operation not permitted)$/im,
  ],
  ['NO_REPOSITORY', /repository does not exist/i],
  ['NO_REPOSITORY', /unable to open config file[^]*(?:no such file|not exist|not found|key does not exist|404)/i],
  [
    'REPOSITORY_UNREACHABLE',
    /unable to open (?:config file|repository)|unable to start the sftp|subprocess ssh exited|host key verification|error talking http to rclone|executable file not found/i,
  ],
  [
    'REPOSITORY_UNREACHABLE',
    /connection (?:refused|reset|closed|lost|timed out)|no route to host|network is unreachable|no such host|could not resolve|i\/o timeout|tls handshake|x509:|dial tcp|permission denied \(publickey/i,
  ],
  [
    'NO_SNAPSHOT',
    /no (?:matching )?(?:snapshot|ID) (?:was )?found|snapshot .* not found|multiple IDs with prefix|failed to find snapshot/i,
  ],
  [
    'REPOSITORY_DAMAGED',
    /ciphertext verification failed|hash mismatch|does not match|invalid data returned|unexpected EOF|repository contains errors|not found in (?:the )?(?:repository|index)|pack .*(?:does not exist|damaged|missing)|blob .* not found|Load\(<(?:data|index|snapshot|key)|invalid character|unpack/i,
  ],
];

const advice: Readonly<Partial<Record<BackupFault, string>>> = {
  WRONG_PASSWORD:
    "The repository does not take the password. Check what the policy's password reference names on this node.",
  NO_REPOSITORY:
    'There is no repository at the policy’s address. Check that its disk is mounted, and the address. If it is gone for good, accept a new one on the policy’s page.',
  DISK_FULL: 'There is no room left where restic writes. Free some, or thin out snapshots by retention.',
  REPOSITORY_READ_ONLY:
    'The repository cannot be written. Check its mount and the rights of the agent’s user or of the credentials.',
  REPOSITORY_UNREACHABLE:
    'The repository cannot be reached. Check the address, the network, the keys and the credentials from this node.',
  REPOSITORY_DAMAGED:
    'The repository is damaged. Run a check, and see "Restoring without HyprBox" in docs/backups.md before anything else is written.',
  NO_SNAPSHOT: 'The repository has no such snapshot.',
};

/** 0.14's `ls` and `find` end with 0 when there is no such snapshot. */
export function isSnapshotUnknown(end: ResticEnd): boolean {
  return end.complaints.some(({ text }) => /^Ignoring ".*"/.test(text));
}

/** What restic's failure means, in words for the operator; its own last words are added. */
export function faultOf(end: ResticEnd): BackupError {
  const said = end.complaints.filter(({ item }) => item === null).map(({ text }) => text);
  const fatal = said.filter((text) => /^Fatal:/.test(text));
  const fault = exitCodes[end.code ?? -1] ?? match(fatal) ?? match(said) ?? 'RESTIC_FAILED';
  const words = (fatal.at(-1) ?? said.at(-1) ?? `restic ended with exit code ${end.code}`).replace(/^Fatal:\s*/, '');
  return new BackupError(
    fault,
    advice[fault] === undefined ? `restic: ${words}` : `${advice[fault]} (restic: ${words})`,
  );
}

function match(lines: readonly string[]): BackupFault | null {
  if (lines.length === 0) return null;
  const text = lines.join('\n');
  return messages.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
