import type { ChangedTags, ChangeTags, Selector } from '@hyprbox/contracts';
import { hostCount } from '../../shared/rollout-form/plan-words';

/** A tag that hosts get or lose, and which hosts these are: those that do not have it yet, or have it. */
export interface TagEffect {
  readonly tag: string;
  readonly kind: 'gets' | 'loses';
  readonly hosts: Selector;
}

/** A tag, and on how many hosts it would be changed. */
export type CountedEffect = Pick<TagEffect, 'tag' | 'kind'> & { readonly count: number };

export function effectsOf({ selector, add = [], remove = [] }: ChangeTags): readonly TagEffect[] {
  // All hosts that have a tag are those that have it: no other condition may stand beside "all".
  const conditions: Selector = selector.all === true ? {} : selector;
  const and = (tags: readonly string[] | undefined, tag: string): string[] => [...new Set([...(tags ?? []), tag])];
  return [
    ...add.map((tag) => {
      return { tag, kind: 'gets' as const, hosts: { ...conditions, tagsNone: and(conditions.tagsNone, tag) } };
    }),
    ...remove.map((tag) => {
      return { tag, kind: 'loses' as const, hosts: { ...conditions, tagsAll: and(conditions.tagsAll, tag) } };
    }),
  ];
}

/** "12 hosts get web, 1 host loses db.", "No host gets web." */
export function effectWords(effects: readonly CountedEffect[]): string {
  const words = effects.map(({ tag, kind, count }) => `${countWords(count)} ${verb(kind, count)} ${tag}`).join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What has been done: "The tags of 12 hosts are changed; 3 hosts had them like that already." */
export function changedWords({ changed, unchanged }: ChangedTags): string {
  if (changed + unchanged === 0) return 'No host is meant any more: no tags were changed.';
  const others = `${hostCount(unchanged)} had them like that already.`;
  if (changed === 0) return `No tags were changed: ${others}`;
  const words = `The tags of ${hostCount(changed)} are changed`;
  return unchanged === 0 ? `${words}.` : `${words}; ${others}`;
}

function countWords(count: number): string {
  return count === 0 ? 'no host' : hostCount(count);
}

function verb(kind: TagEffect['kind'], count: number): string {
  if (count < 2) return kind;
  return kind === 'gets' ? 'get' : 'lose';
}
