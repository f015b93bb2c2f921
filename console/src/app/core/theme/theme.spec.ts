import { TestBed } from '@angular/core/testing';
import { Theme } from './theme';

/** A browser whose user may come to prefer another theme. */
class Preference extends EventTarget {
  matches = false;

  change(light: boolean): void {
    this.matches = light;
    this.dispatchEvent(Object.assign(new Event('change'), { matches: light }));
  }
}

describe('theme', () => {
  const shown = (): string | undefined => document.documentElement.dataset['theme'];
  let preference: Preference;

  beforeEach(() => {
    localStorage.removeItem('hb-theme');
    preference = new Preference();
    // Stands in for the browser's: it has every member that the theme uses.
    vi.spyOn(window, 'matchMedia').mockReturnValue(preference as unknown as MediaQueryList);
  });

  afterEach(() => {
    localStorage.removeItem('hb-theme');
    vi.restoreAllMocks();
  });

  it('is dark until another is chosen, whatever the system prefers', () => {
    preference.matches = true;
    expect(TestBed.inject(Theme).name()).toBe('dark');
  });

  it('is kept, and shown at once', () => {
    TestBed.inject(Theme).choose('light');
    expect(shown()).toBe('light');
    TestBed.resetTestingModule();
    expect(TestBed.inject(Theme).choice()).toBe('light');
  });

  it('follows the system when that was chosen', () => {
    const theme = TestBed.inject(Theme);
    theme.choose('system');
    expect(shown()).toBe('dark');
    preference.change(true);
    expect([theme.name(), shown()]).toEqual(['light', 'light']);
  });
});
