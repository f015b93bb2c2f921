import type { RuleTest } from '@hyprbox/contracts';
import { formatDuration } from '../../shared/figures/format';

export const testedDays = 7;
export const testedSpan = testedDays * 24 * 60 * 60 * 1000;

/** The week of one host, and when a rule would have fired in it. */
export interface Strip {
  readonly name: string;
  readonly now: string | null;
  readonly spans: readonly { readonly left: number; readonly width: number }[];
  readonly words: string;
}

type Target = RuleTest['now'][number]['target'];

/** How a target is called, and a figure written; null for one that has none. */
interface Words {
  readonly nameOf: (target: Target) => string;
  readonly figure: (value: number | null) => string | null;
}

/** A strip for each host on which a rule fires or would have fired, those for which it fired longest first. @param at now */
export function stripsOf({ now, history }: RuleTest, { nameOf, figure }: Words, at: number): readonly Strip[] {
  const begin = at - testedSpan;
  const names = [...now, ...history].map(({ target }) => nameOf(target));
  const figures = new Map(now.map(({ target, value }) => [nameOf(target), figure(value) ?? 'now']));
  const strips = [...new Set(names)].map((name) => {
    const spans = history
      .filter(({ target }) => nameOf(target) === name)
      .map(({ from, to, peak }) => ({ from: Math.max(begin, Date.parse(from)), to: Date.parse(to), peak }));
    const lasted = spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
    const times = `${spans.length} ${spans.length === 1 ? 'time' : 'times'}, ${formatDuration(lasted / 1000)} in all`;
    return {
      lasted,
      strip: {
        name,
        now: figures.get(name) ?? null,
        words: `${name}: ${spans.length === 0 ? 'did not fire' : `fired ${times}`}`,
        spans: spans.map(({ from, to }) => ({
          left: ((from - begin) / testedSpan) * 100,
          width: (Math.max(0, to - from) / testedSpan) * 100,
        })),
      },
    };
  });
  return strips.sort((one, other) => other.lasted - one.lasted).map(({ strip }) => strip);
}
