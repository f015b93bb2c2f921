import { fit } from './fuzzy';

describe('fit', () => {
  it('takes letters in their order, but no others', () => {
    expect(fit('rsts', 'restart-service')).not.toBeNull();
    expect(fit('stsrx', 'restart-service')).toBeNull();
  });

  it('wants every word, in any order', () => {
    expect(fit('service restart', 'restart-service')).not.toBeNull();
    expect(fit('restart nginx', 'restart-service')).toBeNull();
  });

  it('puts a beginning before a word, a word before its middle, and that before mere letters', () => {
    const scores = ['web-1', 'old-web', 'cobweb', 'we-b'].map((text) => fit('web', text) ?? 0);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
    expect(new Set(scores).size).toBe(4);
  });

  it('takes everything before something is typed', () => {
    expect(fit('', 'anything')).toBe(0);
  });
});
