import type { Selector } from '@hyprbox/contracts';
import { selectorForm, selectorOf } from './selector-form';
import { selectorWords } from './selector-words';

describe('selectors', () => {
  it.each<[Selector]>([
    [{ all: true }],
    [{ tagsAny: ['web', 'db'] }],
    [{ tagsAll: ['eu'], tagsNone: ['test'], platform: 'debian' }],
    [{ nodeIds: ['web-1', 'web-2'] }],
    [{ nodeIds: ['web-1'], tagsNone: ['test'] }],
  ])('are the same again when nothing was changed: %j', (selector) => {
    expect(selectorOf(selectorForm(selector).getRawValue())).toEqual(selector);
  });

  it('say that they name nothing', () => {
    const form = selectorForm({ all: true });
    form.patchValue({ mode: 'tags' });
    expect([form.valid, selectorOf(form.getRawValue())]).toEqual([false, null]);
    form.patchValue({ tagsAny: ' web,\nweb, ' });
    expect([form.valid, selectorOf(form.getRawValue())]).toEqual([true, { tagsAny: ['web'] }]);
  });

  it('refuse what can be no host', () => {
    const form = selectorForm({ nodeIds: ['web-1'] });
    form.patchValue({ nodeIds: 'web-1, BAD!' });
    expect(form.controls.nodeIds.getError('fault')).toBe('“BAD!” is not the id of a host.');
  });

  it.each<[Selector, string]>([
    [{ all: true }, 'All hosts'],
    [{ tagsAny: ['web', 'db'], tagsAll: ['eu'], tagsNone: ['test'] }, 'Tagged web or db, and eu, but not test'],
    [{ tagsNone: ['test'], platform: 'debian' }, 'Not tagged test, on debian'],
    [{ nodeIds: ['a', 'b'] }, 'a and b'],
    [{ nodeIds: ['a', 'b', 'c', 'd', 'e'] }, '5 hosts'],
  ])('in words: %j', (selector, words) => expect(selectorWords(selector)).toBe(words));
});
