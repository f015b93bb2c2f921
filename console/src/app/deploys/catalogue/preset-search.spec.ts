import type { PresetSummary } from '@hyprbox/contracts';
import { searchPresets } from './preset-search';

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
const found = (search: string): string[] =>
  searchPresets(all, search).map(({ name, presets }) => `${name}: ${presets.map(({ title }) => title).join(', ')}`);

describe('searchPresets', () => {
  it('sorts by category, then title', () => {
    expect(found('')).toEqual(['Storage: Disk cleanup, Swap file', 'Web: Website']);
  });

  it.each([
    ['nginx', ['Web: Website']],
    ['STORAGE', ['Storage: Disk cleanup, Swap file']],
    ['  storage   memory ', ['Storage: Swap file']],
    ['swap-file', ['Storage: Swap file']],
    ['storage nginx', []],
  ])('finds %s in all that is known of a preset', (search, expected) => {
    expect(found(search)).toEqual(expected);
  });
});
