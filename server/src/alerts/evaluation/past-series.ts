import type { AlertTarget, MetricCondition, RuleTest } from '@hyprbox/contracts';
import type { PastFigure } from './past-figures.repository.js';

/** So many points a line has at most: more than a small chart has pixels for are of no use. */
const pointsMax = 300;
const minuteMs = 60_000;

type Series = RuleTest['series'][number];

/**
 * The figures of the targets that were worst, on the same times from the first of them until now. Each point is the worst
 * of its stretch of time, so that a short peak beyond a threshold stays beyond it.
 * @param targets the figures of each, oldest first
 */
export function pastSeries(
  targets: readonly (readonly PastFigure[])[],
  op: MetricCondition['op'],
  count: number,
  until: Date,
): Series[] {
  const worse = op === '>' ? Math.max : Math.min;
  const worstOf = (figures: readonly PastFigure[]): number =>
    figures.reduce((worst, { value }) => (value === null ? worst : worse(worst, value)), worse());
  const shown = targets
    .map((figures) => ({ figures, worst: worstOf(figures) }))
    .filter(({ worst }) => Number.isFinite(worst))
    .toSorted((a, b) => (op === '>' ? b.worst - a.worst : a.worst - b.worst))
    .slice(0, count)
    .map(({ figures }) => figures);
  const begin = shown.reduce((first, [oldest]) => Math.min(first, oldest?.at.getTime() ?? first), until.getTime());
  const minutes = Math.floor((until.getTime() - begin) / minuteMs) + 1;
  const stepMs = Math.ceil(minutes / pointsMax) * minuteMs;
  const length = Math.ceil((minutes * minuteMs) / stepMs);
  return shown.flatMap((figures) => {
    const [first] = figures;
    if (!first) return [];
    const values = Array.from<number | null>({ length }).fill(null);
    for (const { at, value } of figures) {
      const index = Math.floor((at.getTime() - begin) / stepMs);
      if (value !== null && index < length) values[index] = worse(values[index] ?? value, value);
    }
    const points = values.map((value, index) => ({ at: new Date(begin + index * stepMs).toISOString(), value }));
    return [{ target: pastTarget(first), points }];
  });
}

export function pastTarget({ id, mount }: PastFigure): AlertTarget {
  return { nodeId: id, ...(mount !== null && { mount }) };
}
