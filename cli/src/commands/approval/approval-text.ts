import type { ApprovalCause, ApprovalState } from '@hyprbox/contracts';
import type { Style } from '../../output/palette.js';

export const approvalStateStyles: Readonly<Record<ApprovalState, Style | undefined>> = {
  PENDING: 'yellow',
  APPROVED: 'green',
  REJECTED: 'red',
  EXPIRED: 'dim',
  OVERRIDDEN: 'yellow',
};

const causes: Readonly<Record<ApprovalCause, string>> = {
  PRESET: 'its preset',
  TAG: 'a tag of its hosts',
  HOSTS: 'how many hosts it was started on of late',
  AD_HOC: 'a script of its own',
};

/** What makes it need an approval: `its preset, a tag of its hosts`; a newer server may know of more. */
export function causesText(given: readonly string[]): string {
  return given.map((cause) => (isKnown(cause) ? causes[cause] : cause)).join(', ');
}

function isKnown(cause: string): cause is ApprovalCause {
  return Object.hasOwn(causes, cause);
}
