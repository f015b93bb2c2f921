import { isPrintableLine, nodePathFault, secretRefPattern } from '@hyprbox/contracts';
import type { FormatRule, FormatRules } from '../../http/body-reader.js';
import { plainTextFault } from '../../http/plain-text.js';
import { scheduleFault } from '../../cron/cron-schedule.js';
import { isTimeZone } from '../../cron/wall-clock.js';
import { repositoryFault } from '../repositories/repository-address.js';

/** A rule by what is wrong with a text, null if nothing is. */
const that =
  (faultOf: (text: string) => string | null): FormatRule =>
  (text) =>
    faultOf(text) ?? true;

const lineFault = (text: string): string | null => (isPrintableLine(text) ? null : plainTextFault);
/** Restic must take it for a value, whatever it is given beside. */
const optionFault = (text: string): string | null => (text.startsWith('-') ? 'must not begin with a hyphen' : null);

/** The formats of a policy's fields. */
export const policyFormats = {
  line: that(lineFault),
  'no-option': that((text) => lineFault(text) ?? optionFault(text)),
  'snapshot-tag': that((text) => lineFault(text) ?? tagFault(text)),
  /** An absolute path on the node, without `..`. */
  'node-path': that(nodePathFault),
  /** Where the node finds a secret; the secret itself never comes here. */
  'secret-ref': (text) => secretRefPattern.test(text) && (fileFault(text) ?? true),
  repository: that(repositoryFault),
  cron: that((text) => scheduleFault(text, new Date())),
  'time-zone': isTimeZone,
} satisfies FormatRules;

function tagFault(text: string): string | null {
  if (text.includes(',')) return 'must not hold a comma';
  return text.startsWith('hyprbox:') ? 'must not begin with hyprbox:, as our own tags do' : optionFault(text);
}

function fileFault(secretRef: string): string | null {
  return secretRef.startsWith('file:') ? nodePathFault(secretRef.slice('file:'.length)) : null;
}
