import type { AlertRoute } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { withKeys } from './route-keys.js';

const route = (name: string, tag = name): AlertRoute => ({
  name,
  match: { selector: { tagsAny: [tag] } },
  groupBy: ['rule'],
  waitSeconds: 15,
  intervalSeconds: 300,
  repeatSeconds: 14_400,
  steps: [],
});
const keyed = (name: string, key = name, tag = name) => ({ ...route(name, tag), key });
const keys = (...[before, after]: [ReturnType<typeof keyed>[], AlertRoute[]]) =>
  withKeys(before, after, () => 'new').map(({ key }) => key);

describe('the key of a route', () => {
  it('is its name at first, and stays so wherever it is moved and whatever it does', () => {
    expect(keys([], [route('a'), route('b')])).toEqual(['a', 'b']);
    expect(keys([keyed('a'), keyed('b')], [route('b', 'other'), route('a')])).toEqual(['b', 'a']);
  });

  it('stays when it is called something else', () => {
    expect(keys([keyed('a'), keyed('b')], [route('b'), route('c', 'a')])).toEqual(['b', 'a']);
    expect(keys([keyed('c', 'a', 'a')], [route('d', 'a')])).toEqual(['a']);
  });

  it('goes to one of several that do the same', () => {
    expect(keys([keyed('a')], [route('b', 'a'), route('c', 'a')])).toEqual(['a', 'c']);
  });

  it('is another where the name is a key already', () => {
    expect(keys([keyed('b', 'a', 'a')], [route('b', 'a'), route('a', 'other')])).toEqual(['a', 'new']);
    expect(keys([keyed('b', 'a')], [route('a', 'other')])).toEqual(['new']);
  });

  it('is a new one for a route that does something else', () => {
    expect(keys([keyed('a')], [route('b')])).toEqual(['b']);
  });
});
