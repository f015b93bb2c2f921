const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3_600,
  d: 86_400,
};
const typedDuration = /^(\d{1,9}(?:\.\d{1,3})?)\s*(s|sec|m|min|h|d)?$/i;

/** Whole seconds of "90", "90 s", "5 min", "1.5h" or "2 d"; null for anything else. */
export function parseDuration(typed: string): number | null {
  const [, figure, unit = 's'] = typedDuration.exec(typed.trim()) ?? [];
  if (figure === undefined) return null;
  const seconds = Number(figure) * (unitSeconds[unit.toLowerCase()] ?? 1);
  return Number.isInteger(seconds) ? seconds : null;
}

/** The same the other way round, in the largest unit that is whole: "5 min", "90 s". */
export function writeDuration(seconds: number): string {
  const unit = (['d', 'h', 'min'] as const).find((each) => {
    const size = unitSeconds[each] ?? 1;
    return seconds >= size && seconds % size === 0;
  });
  return unit === undefined ? `${seconds} s` : `${seconds / (unitSeconds[unit] ?? 1)} ${unit}`;
}
