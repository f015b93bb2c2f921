import type { MetricCondition, RuleTest } from '@hyprbox/contracts';
import { judged } from './metric.observer.js';
import { pastTarget } from './past-series.js';
import type { PastFigure } from './past-figures.repository.js';
import { transition, type AlertProgress, type Patience } from './transition.js';

/** A pause between two figures beyond which nobody knows how it was. */
const gapMs = 25 * 60_000;

type Span = RuleTest['history'][number];

/** When a rule would have fired: the figures of a target, oldest first, taken one after the other as the evaluation does. */
export function pastSpans(
  past: readonly PastFigure[],
  condition: MetricCondition,
  patience: Patience,
  until: Date,
): Span[] {
  const spans: Span[] = [];
  const [first] = past;
  if (!first) return spans;
  const target = pastTarget(first);
  let alert: AlertProgress | null = null;
  let last = first.at;
  const end = (progress: AlertProgress, at: Date): void => {
    if (progress.firedAt) {
      spans.push({ target, from: progress.firedAt.toISOString(), to: at.toISOString(), peak: progress.peak });
    }
  };
  for (const { at, value } of past) {
    if (value === null) continue;
    if (alert && at.getTime() - last.getTime() > gapMs) {
      end(alert, last);
      alert = null;
    }
    const next = transition(alert, judged(condition, value), patience, at);
    if (next) {
      if (next.after?.state === 'RESOLVED') end(next.after, at);
      alert = next.after?.state === 'RESOLVED' ? null : next.after;
    }
    last = at;
  }
  if (alert) end(alert, until.getTime() - last.getTime() > gapMs ? last : until);
  return spans;
}

/** A time in which things were bad. */
export interface BadTime {
  target: Span['target'];
  from: Date;
  /** Null while it lasts. */
  to: Date | null;
  peak: number | null;
}

/** When a rule would have fired of it: nothing if it did not last. */
export function lastingSpan({ target, from, to, peak }: BadTime, patience: Patience, now: Date): Span[] {
  const fired = new Date(from.getTime() + patience.forSeconds * 1000);
  if (fired > (to ?? now)) return [];
  const over = to === null ? now : new Date(Math.min(to.getTime() + patience.keepSeconds * 1000, now.getTime()));
  return [{ target, from: fired.toISOString(), to: over.toISOString(), peak }];
}
