import type { ChangedTags, ChangeTags, Selector } from '@hyprbox/contracts';
import type { CountedEffect } from './tag-effects';
import { changedWords, effectsOf, effectWords } from './tag-effects';

describe('what a change of tags does', () => {
  it.each<[ChangeTags, Selector]>([
    [{ selector: { all: true }, add: ['web'] }, { tagsNone: ['web'] }],
    [{ selector: { all: true }, remove: ['web'] }, { tagsAll: ['web'] }],
    [{ selector: { tagsNone: ['db', 'web'] }, add: ['web'] }, { tagsNone: ['db', 'web'] }],
    [
      { selector: { nodeIds: ['a'], tagsAll: ['eu'], platform: 'debian' }, remove: ['web'] },
      { nodeIds: ['a'], tagsAll: ['eu', 'web'], platform: 'debian' },
    ],
  ])('is a change only of hosts on which it is not so already: %j', (change, hosts) => {
    expect(effectsOf(change).map((effect) => effect.hosts)).toEqual([hosts]);
  });

  it.each<[CountedEffect[], string]>([
    [
      [
        { tag: 'web', kind: 'gets', count: 1200 },
        { tag: 'db', kind: 'loses', count: 3 },
      ],
      '1,200 hosts get web, 3 hosts lose db.',
    ],
    [
      [
        { tag: 'web', kind: 'gets', count: 0 },
        { tag: 'db', kind: 'loses', count: 1 },
      ],
      'No host gets web, 1 host loses db.',
    ],
  ])('is said before it is done: %j', (effects, words) => expect(effectWords(effects)).toBe(words));

  it.each<[ChangedTags, string]>([
    [{ changed: 12, unchanged: 0 }, 'The tags of 12 hosts are changed.'],
    [{ changed: 1, unchanged: 1 }, 'The tags of 1 host are changed; 1 host had them like that already.'],
    [{ changed: 0, unchanged: 2 }, 'No tags were changed: 2 hosts had them like that already.'],
    [{ changed: 0, unchanged: 0 }, 'No host is meant any more: no tags were changed.'],
  ])('is said when it is done: %j', (changed, words) => expect(changedWords(changed)).toBe(words));
});
