export const silenceSpans = ['1h', '4h', 'morning', 'custom'] as const;
export type SilenceSpan = (typeof silenceSpans)[number];

export const spanWords: Readonly<Record<SilenceSpan, string>> = {
  '1h': 'For 1 hour',
  '4h': 'For 4 hours',
  morning: 'Until tomorrow, 9:00',
  custom: 'Until …',
};

const morningHour = 9;
const hour = 60 * 60 * 1000;

/** When a silence that begins now ends; null for one that says so itself. */
export function spanEnd(span: SilenceSpan, now: Date): Date | null {
  switch (span) {
    case '1h':
      return new Date(now.getTime() + hour);
    case '4h':
      return new Date(now.getTime() + 4 * hour);
    case 'morning':
      // By the calendar: the night in which the clocks change is shorter or longer.
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, morningHour);
    case 'custom':
      return null;
  }
}
