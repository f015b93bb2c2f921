const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads `10s`, `5m` or `1h` as seconds; null when it is none of these. */
export function parseDurationSeconds(text: string): number | null {
  const match = /^([1-9][0-9]{0,5})([smh])$/.exec(text.trim());
  const unit = unitSeconds[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
