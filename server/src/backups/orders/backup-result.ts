import type { BackupProgress, BackupResult } from '@hyprbox/contracts';
import { backupProgressSchema, backupResultSchema } from '@hyprbox/contracts/schemas';
import { reportReader } from './report-reader.js';

const resultIn = reportReader(backupResultSchema);
const progressIn = reportReader(backupProgressSchema);

/**
 * Reads what the agent's program said last: its `result`. It is the node's word, so nothing of it is taken that is not
 * in its form, and nothing of it at all when any part is not.
 *
 * @returns null for what is no result
 */
export function readResult(line: string): BackupResult | null {
  const event = eventOf(line);
  return event?.['event'] === 'result' ? resultIn(event['result']) : null;
}

/** @returns null for a line that is none of progress */
export function readProgress(line: string): BackupProgress | null {
  const event = eventOf(line);
  return event?.['event'] === 'progress' ? progressIn(event['progress']) : null;
}

function eventOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null ? { ...event } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
