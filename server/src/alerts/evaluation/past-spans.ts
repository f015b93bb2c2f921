import type { MetricCondition, RuleTest } from '@hyprbox/contracts';
import { judged } from './metric.observer.js';
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
  const target = { nodeId: first.id, ...(first.mount !== null && { mount: first.mount }) };
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
