import type { BackupContext } from './backup-context.js';

/** Something that a person has to know although the run goes on: in its log, and beside its result. */
export function warn({ report, found }: Pick<BackupContext, 'report' | 'found'>, text: string): void {
  report.say(`Warning: ${text}`);
  found.message = found.message ? `${found.message} ${text}` : text;
}
