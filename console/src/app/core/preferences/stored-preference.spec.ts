import { StoredPreference, storedSwitch } from './stored-preference';

const key = 'hb-spec-size';
const preference = (): StoredPreference<'small' | 'large'> => new StoredPreference(key, ['small', 'large'], 'small');

describe('stored preference', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    localStorage.removeItem(key);
  });

  it('holds the fallback until something was chosen, and then what was chosen, also after a reload', () => {
    const subject = preference();
    expect(subject.choice()).toBe('small');
    subject.choose('large');
    expect(subject.choice()).toBe('large');
    expect(preference().choice()).toBe('large');
  });

  it('does not take what is no choice, as of another version', () => {
    localStorage.setItem(key, 'huge');
    expect(preference().choice()).toBe('small');
  });

  it('holds until the page is left where the storage is blocked', () => {
    const blocked = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked });
    const subject = preference();
    subject.choose('large');
    expect(subject.choice()).toBe('large');
    expect(preference().choice()).toBe('small');
  });

  it('is on unless it was turned off', () => {
    expect(storedSwitch(key).choice()).toBe('on');
    storedSwitch(key).choose('off');
    expect(storedSwitch(key).choice()).toBe('off');
  });
});
