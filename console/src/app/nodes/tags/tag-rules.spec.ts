import { limits } from '@hyprbox/contracts';
import { tagFault } from './tag-rules';

describe('rules of tags', () => {
  it.each(['web', 'Größe', 'env=prod', 'rack/12', 'a'.repeat(limits.tagLength)])('takes %s', (tag) => {
    expect(tagFault(tag, [])).toBeNull();
  });

  it.each(['two words', 'a,b', '-first', '$(id)', 'web\u3164', '\u115fweb', 'a'.repeat(limits.tagLength + 1)])(
    'refuses %s',
    (tag) => {
      expect(tagFault(tag, [])).not.toBeNull();
    },
  );

  it('refuses what is there already, and more than a host may have', () => {
    expect(tagFault('web', ['web'])).toContain('already');
    const many = Array.from({ length: limits.tagsPerNode }, (_, index) => `tag-${index}`);
    expect(tagFault('web', many)).toContain('at most 32 tags');
    expect(tagFault('web', many.slice(1))).toBeNull();
  });
});
