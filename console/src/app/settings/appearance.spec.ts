import { TestBed } from '@angular/core/testing';
import { SingleKeys } from '../core/shortcuts/single-keys';
import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { Appearance } from './appearance';

describe('appearance', () => {
  afterEach(() => localStorage.clear());

  const open = (): Promise<PageHarness> =>
    PageHarness.open(Appearance, 'settings', '/dashboard/settings', aUser({ role: 'VIEWER' }));

  it('changes the theme at once, and keeps it on this browser', async () => {
    const harness = await open();
    await harness.press('Light');
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(localStorage.getItem('hb-theme')).toBe('light');
    await harness.press('Dark');
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('turns single keys off, and keeps that too', async () => {
    const harness = await open();
    harness.page.querySelector<HTMLElement>('mat-slide-toggle button')?.click();
    await harness.settle();
    expect(TestBed.inject(SingleKeys).on()).toBe(false);
    expect(localStorage.getItem('hb-single-keys')).toBe('off');
  });
});
