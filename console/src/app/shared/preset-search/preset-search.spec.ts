import type { PresetSummary } from '@hyprbox/contracts';
import { categoriesOf, searchPresets } from './preset-search';

const preset = (title: string, category: string, description = ''): PresetSummary => ({
  name: title.toLowerCase().replaceAll(' ', '-'),
  title,
  description,
  category,
  version: 1,
  variables: [],
});
const all = [
  preset('Swap file', 'Storage', 'Makes room when memory is short.'),
  preset('Website', 'Web', 'Serves files with nginx.'),
  preset('Disk cleanup', 'Storage', 'Removes old packages.'),
];
const found = (search: string): string[] => searchPresets(all, search).map(({ title }) => title);

describe('searchPresets', () => {
  it('sorts by category, then title', () => {
    expect(found('')).toEqual(['Disk cleanup', 'Swap file', 'Website']);
  });

  it.each([
    ['nginx', ['Website']],
    ['STORAGE', ['Disk cleanup', 'Swap file']],
    ['  storage   memory ', ['Swap file']],
    ['swap-file', ['Swap file']],
    ['storage nginx', []],
  ])('finds %s in all that is known of a preset', (search, expected) => {
    expect(found(search)).toEqual(expected);
  });
});

describe('categoriesOf', () => {
  it('counts the presets of each', () => {
    expect(categoriesOf(all)).toEqual([
      { name: 'Storage', count: 2 },
      { name: 'Web', count: 1 },
    ]);
  });
});
