const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, three significant figures at most: "340 MB", "2.1 GB". */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${byteUnits[unit]}`;
}

export function formatBytesPerSecond(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** Whole percent; a dash where nothing was measured. */
export function formatPercent(percent: number | null | undefined): string {
  return percent === null || percent === undefined ? '–' : `${Math.round(percent)}%`;
}

/** "10,000": by hand, as the first number that `Intl` formats costs a slow machine more than drawing the page. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The two largest units of a span: "12 d 4 h", "3 h 20 min", "48 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min ${whole % 60} s`;
  return `${whole} s`;
}

/** A span as people say it, to the half: "30 s", "2 h", "about 1.5 min". */
export function roundSpan(seconds: number): string {
  const [size, unit] =
    seconds < 60 ? [1, 's'] : seconds < 3_600 ? [60, 'min'] : seconds < 86_400 ? [3_600, 'h'] : [86_400, 'd'];
  const halves = Math.round((seconds / Number(size)) * 2) / 2;
  return `${halves * Number(size) === seconds ? '' : 'about '}${halves} ${unit}`;
}
