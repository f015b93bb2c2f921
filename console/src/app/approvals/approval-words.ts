import type { ApprovalCause, ApprovalState, ApprovalSummary } from '@hyprbox/contracts';
import { formatCount } from '../shared/figures/format';

export const approvalStateWords: Readonly<Record<ApprovalState, string>> = {
  PENDING: 'Waiting',
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  EXPIRED: 'Expired',
  OVERRIDDEN: 'Overridden',
};

const causeWords: Readonly<Record<ApprovalCause, string>> = {
  PRESET: 'its preset',
  TAG: 'a tag of its hosts',
  HOSTS: 'the number of hosts it was started on of late',
  AD_HOC: 'a script of one’s own',
};

/** "because of its preset and the number of hosts it was started on of late". */
export function causesInWords(causes: readonly ApprovalCause[]): string {
  const words = causes.map((cause) => causeWords[cause]);
  const last = words.at(-1);
  if (last === undefined) return '';
  return `because of ${words.length === 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`}`;
}

export function hostsInWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'host' : 'hosts'}`;
}

/** What was asked for: the preset, or that it is none. */
export function whatInWords({ preset }: Pick<ApprovalSummary, 'preset'>): string {
  return preset ?? 'A script of one’s own';
}
