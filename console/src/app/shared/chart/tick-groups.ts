import type { ChartSpan } from './chart-frame';
import { fractionAt } from './chart-frame';
import type { ChartTick, ChartTone } from './chart-marks';

/** Ticks that would lie on each other, as one. */
export interface TickGroup {
  /** Percent of the axis. */
  readonly left: number;
  readonly ticks: readonly ChartTick[];
  readonly tone: ChartTone;
  readonly shape: ChartTick['shape'];
  readonly label: string;
}

/** The part of the axis within which ticks are one: about as much as one of them covers on a small chart. */
const covered = 0.025;
/** Ticks of a group that its label names. */
const named = 8;
const worstFirst: readonly ChartTone[] = ['critical', 'warning', 'good', 'quiet'];

/** The ticks that the axis has, from left to right, those that are close together as one. */
export function tickGroups(ticks: readonly ChartTick[], span: ChartSpan): readonly TickGroup[] {
  const places = ticks
    .map((tick) => ({ tick, place: fractionAt(tick.at, span) }))
    .filter(({ place }) => place >= 0 && place <= 1)
    .sort((one, other) => one.place - other.place);
  const groups: { place: number; ticks: ChartTick[] }[] = [];
  for (const { tick, place } of places) {
    const last = groups.at(-1);
    if (last !== undefined && place - last.place < covered) last.ticks.push(tick);
    else groups.push({ place, ticks: [tick] });
  }
  return groups.map(({ place, ticks: together }) => ({
    left: place * 100,
    ticks: together,
    tone: worstFirst.find((tone) => together.some((tick) => tick.tone === tone)) ?? 'quiet',
    shape: together.some(({ shape }) => shape === 'diamond') ? 'diamond' : 'dot',
    label: labelOf(together),
  }));
}

function labelOf(ticks: readonly ChartTick[]): string {
  const lines = ticks.slice(0, named).map(({ label }) => label);
  const more = ticks.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
