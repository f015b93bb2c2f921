import type { AlertKind } from '@hyprbox/contracts';

interface Figure {
  value: number | null;
  unit: string;
  kind: AlertKind;
}

/** Such as `97.3 %`, `1.2 MB/s`, `5 min`. */
export function figureInWords({ value, unit, kind }: Figure): string | null {
  if (value === null) return null;
  if (kind === 'FLEET_SILENT') return `${value} hosts`;
  if (unit === 's') return inTime(value);
  if (unit === 'B/s') return `${inUnits(value)}/s`;
  const figure = String(Math.round(value * 10) / 10);
  return unit === '' ? figure : `${figure} ${unit}`;
}

function inTime(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

function inUnits(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Math.round((bytes / 1000 ** power) * 10) / 10} ${units[power]}`;
}
