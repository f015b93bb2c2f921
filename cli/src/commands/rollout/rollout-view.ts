import type { RolloutCounts, RolloutSummary, RolloutTarget, TargetState } from '@hyprbox/contracts';
import { truncate } from '../../output/fit.js';
import { neutralize } from '../../output/neutralize.js';
import type { Palette } from '../../output/palette.js';
import { plural } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { shortestLength } from '../short-id.js';
import {
  countsText,
  endedOf,
  nextStep,
  reasonText,
  rolloutStateStyles,
  targetStateStyles,
  targetText,
  waveText,
} from './rollout-text.js';

/** The hosts that somebody who watches looks for, what went wrong first; of the others the counts say enough. */
const shownFirst: readonly TargetState[] = [
  'FAILED',
  'LOST',
  'EXPIRED',
  'RUNNING',
  'QUEUED',
  'WAITING_HOST',
  'SKIPPED',
  'CANCELLED',
];

export interface ViewSize {
  width: number;
  /** Lines that it may take; null: any number. */
  height: number | null;
  paint: Palette;
  now: Date;
}

/** What is known of a rollout that is being watched. */
export class RolloutView {
  private readonly targets = new Map<string, RolloutTarget>();

  constructor(private rollout: RolloutSummary) {}

  state(rollout: RolloutSummary): void {
    this.rollout = rollout;
  }

  changed(targets: readonly RolloutTarget[], counts: RolloutCounts): void {
    this.rollout = { ...this.rollout, counts };
    for (const target of targets) {
      if (shownFirst.includes(target.state)) this.targets.set(target.nodeId, target);
      else this.targets.delete(target.nodeId);
    }
  }

  render({ width, height, paint, now }: ViewSize): string {
    const { rollout } = this;
    const why = reasonText(rollout);
    const next = nextStep(rollout);
    const head = [
      `${paint('bold', fit(`${rollout.name} (${rollout.id})`, width))}`,
      this.stateLine(width, paint),
      bar(rollout, width, paint),
      fit(countsText(rollout.counts), width),
      ...(why === null ? [] : [fit(`Why: ${why}`, width)]),
      ...(next === null ? [] : [fit(`Next: ${next}`, width)]),
    ];
    const rows = this.rows(height === null ? Infinity : Math.max(1, height - head.length - 3));
    const table = rows.length === 0 ? '' : `\n${renderTargets(rows, { width, paint, now })}`;
    const more = this.targets.size - rows.length;
    const rest = more > 0 && rows.length > 0 ? `${paint('dim', `… and ${plural(more, 'further host')}`)}\n` : '';
    return `${head.join('\n')}\n${table}${rest}`;
  }

  private stateLine(width: number, paint: Palette): string {
    const { rollout } = this;
    const { running, queued, failed, lost } = rollout.counts;
    const used = `budget ${running + queued + failed + lost} of ${plural(rollout.budgetHosts, 'host')}`;
    const line = fit(`${rollout.state}, ${waveText(rollout)}, ${used}`, width);
    const style = rolloutStateStyles[rollout.state];
    return style === undefined ? line : line.replace(rollout.state, (state) => paint(style, state));
  }

  private rows(most: number): RolloutTarget[] {
    return [...this.targets.values()]
      .toSorted((a, b) => shownFirst.indexOf(a.state) - shownFirst.indexOf(b.state) || (a.nodeId < b.nodeId ? -1 : 1))
      .slice(0, most);
  }
}

export function renderTargets(
  targets: readonly RolloutTarget[],
  { width, paint, now }: Pick<ViewSize, 'width' | 'paint' | 'now'>,
): string {
  const length = shortestLength(targets.flatMap(({ jobId }) => (jobId === null ? [] : [{ id: jobId }])));
  return renderTable<RolloutTarget>(
    [
      { header: 'NODE', value: ({ nodeId }) => nodeId, shrinks: true },
      { header: 'WAVE', value: ({ wave }) => String(wave), align: 'right' },
      { header: 'STATE', value: ({ state }) => state, style: ({ state }) => targetStateStyles[state] },
      { header: 'JOB', value: ({ jobId }) => jobId?.slice(0, length) ?? '–' },
      { header: 'WHY', value: (target) => targetText(target, now) || '–', shrinks: true },
    ],
    targets,
    width,
    paint,
  );
}

const barWidthMax = 60;

/** `█████░░░░░ 47 of 120 hosts` */
function bar({ counts, targets }: RolloutSummary, width: number, paint: Palette): string {
  const ended = endedOf(counts);
  const words = ` ${ended} of ${plural(targets, 'host')}`;
  const columns = Math.max(0, Math.min(barWidthMax, width - words.length));
  const share = (count: number): number => (targets === 0 ? 0 : Math.floor((columns * count) / targets));
  const bad =
    counts.failed + counts.lost === 0 ? 0 : Math.min(columns, Math.max(1, share(counts.failed + counts.lost)));
  const good = Math.max(0, Math.min(columns - bad, share(ended) - bad));
  const rest = Math.max(0, columns - bad - good);
  return `${paint('green', '█'.repeat(good))}${paint('red', '█'.repeat(bad))}${paint('dim', '░'.repeat(rest))}${words}`;
}

function fit(text: string, width: number): string {
  return truncate(neutralize(text), width);
}
