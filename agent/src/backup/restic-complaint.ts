import type { Fields } from './restic-json.js';
import { fieldsOf, jsonObject, numberOf, textOf } from './restic-json.js';

/** One line of restic's standard error. */
export interface ResticComplaint {
  text: string;
  /** It is about one file of what is backed up or restored, not about the repository. */
  item: string | null;
}

/** Go's, which restic prints below some errors. */
const stackTrace = /^(?:\t\S+\.(?:go|s):\d+$|(?:[\w-]+\.[a-z]+\/[\w./-]+|main|runtime)\.[\w.()*]+$)/;

/** Restic clears its progress line also where there is no terminal. */
const eraseLine = /^(?:\x1b\[2K|\r)+/;

/**
 * It tries for minutes what cannot get better by itself, such as making a lock on a read-only disk or
 * reading a file that is gone: the complaint about a try that is to be repeated, and the cause. Of what rclone does,
 * restic hears no more than that it failed; rclone itself says why.
 */
const hopeless = [
  /returned error, retrying after .*: (?:read-only file system|permission denied|operation not permitted|no space left on device|disk quota exceeded|file too large|no such file or directory|403 Forbidden(?: \(403\))?)$/,
  /^rclone: .* ERROR : .* (?:put|rcat|delete) error: (?:.*: )?(?:read-only file system|permission denied|operation not permitted|no space left on device|disk quota exceeded)$/,
  // A newer restic then clears away the data of a snapshot that is still there.
  /^Remove\(<snapshot\/[0-9a-f]+>\) failed: /,
];

export function isHopeless({ text }: ResticComplaint): boolean {
  return hopeless.some((pattern) => pattern.test(text));
}

/** Restic reads the locks of others before it begins: one of them ended between its listing them and reading this one. */
const vanishedLock = /^Load\(<lock\/[0-9a-f]+>.*\) returned error, retrying after .*: no such file or directory$/;

/** Whether it is about another run's lock that is gone, so that restic need only be started again. */
export function isAboutVanishedLock({ text }: ResticComplaint): boolean {
  return vanishedLock.test(text);
}

/** Go's words for what is there no more: removed, a directory above it replaced, or gone on a server of files. */
const vanished = /: (?:no such file or directory|not a directory|stale (?:NFS )?file handle)$/;

/** Whether it is about a file or directory that was listed, and was gone when it was to be read. */
export function isAboutVanished({ text, item }: ResticComplaint): boolean {
  return item !== null && vanished.test(text);
}

/** With `--json` restic says errors as JSON, and has done so in three forms since 0.14. Null for what tells nobody anything. */
export function readComplaint(line: string): ResticComplaint | null {
  const text = line.replace(eraseLine, '').trimEnd();
  if (text === '' || stackTrace.test(text)) return null;
  const fields = jsonObject(text);
  const error = fieldsOf(fields?.error);
  if (fields?.message_type === 'exit_error') return { text: textOf(fields.message) ?? text, item: null };
  if (fields?.message_type !== 'error') return { text, item: null };
  const item = textOf(fields.item);
  const what = textOf(error?.message) ?? errnoOf(error) ?? 'failed';
  return { text: `${textOf(fields.during) ?? 'error'}: ${item ?? ''}: ${what}`, item };
}

const errorNumbers: Readonly<Record<number, string>> = {
  1: 'operation not permitted',
  2: 'no such file or directory',
  5: 'input/output error',
  13: 'permission denied',
  20: 'not a directory',
  116: 'stale NFS file handle',
};

/** 0.14 prints Go's error as it is: the operation and the system's error number. */
function errnoOf(error: Fields | null): string | null {
  const number = numberOf(error?.Err);
  if (number === null) return null;
  return `${textOf(error?.Op) ?? 'access'}: ${errorNumbers[number] ?? `error ${number}`}`;
}
