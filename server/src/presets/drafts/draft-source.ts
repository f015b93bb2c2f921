import { createHash } from 'node:crypto';
import { authoringLimits } from '@hyprbox/contracts';
import { InvalidSource } from './drafts.errors.js';

/** A schema counts characters. */
export function refuseLargeSource(source: string): void {
  if (Buffer.byteLength(source) > authoringLimits.sourceBytes)
    throw new InvalidSource(`must be a text of at most ${authoringLimits.sourceBytes} bytes`);
}

/** As the audit trail names it. */
export function hashOfSource(source: string): string {
  return createHash('sha256').update(source, 'utf8').digest('hex');
}
