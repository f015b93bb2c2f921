import type { BackupRetention } from '@hyprbox/contracts';

/** How many snapshots are kept, in words: "The last 3, 7 daily, 4 weekly". */
export function retentionSummary({
  keepLast,
  keepDaily,
  keepWeekly,
  keepMonthly,
  keepYearly,
}: BackupRetention): string {
  const parts = [
    keepLast ? `the last ${keepLast}` : '',
    keepDaily ? `${keepDaily} daily` : '',
    keepWeekly ? `${keepWeekly} weekly` : '',
    keepMonthly ? `${keepMonthly} monthly` : '',
    keepYearly ? `${keepYearly} yearly` : '',
  ].filter(Boolean);
  if (parts.length === 0) return 'Everything';
  const words = parts.join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
