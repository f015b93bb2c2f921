import { TestBed } from '@angular/core/testing';
import type { Role } from '@hyprbox/contracts';
import { SingleKeys } from '../core/shortcuts/single-keys';
import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { patience } from '../testing/patience';
import { PaletteOpener } from './palette-opener';

function open(role: Role = 'ADMIN'): Promise<PageHarness> {
  return PageHarness.open(PaletteOpener, 'any', '/dashboard/any', aUser({ role }));
}

function press(key: string, target: EventTarget = document.body, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

describe('shortcuts', () => {
  afterEach(() => {
    localStorage.removeItem('hb-single-keys');
    document.querySelector('main')?.remove();
  });

  it.each([
    ['o', '/dashboard'],
    ['d', '/dashboard/deploys'],
    ['j', '/dashboard/jobs'],
    ['l', '/dashboard/logs'],
    ['a', '/dashboard/audit'],
    ['s', '/dashboard/settings'],
  ])('lead by g and %s to %s', async (key, url) => {
    const harness = await open();
    press('g');
    press(key);
    await harness.until(() => harness.url === url);
  });

  it('lead nowhere that the role does not go', async () => {
    const harness = await open('VIEWER');
    press('g');
    press('a');
    await harness.settle();
    expect(harness.url).toBe('/dashboard/any');
  });

  it('forget the g after another key', async () => {
    const harness = await open();
    press('g');
    press('x');
    press('j');
    await harness.settle();
    expect(harness.url).toBe('/dashboard/any');
  });

  it.each([
    ['a field', '<input />', 'input'],
    ['a select', '<div role="combobox" tabindex="0"></div>', 'div'],
    ['a list of options', '<ul role="listbox"><li tabindex="0"></li></ul>', 'li'],
  ])('are text in %s', async (_, html, selector) => {
    const harness = await open();
    const main = document.body.appendChild(document.createElement('main'));
    main.innerHTML = html;
    const target = main.querySelector(selector) ?? main;
    for (const key of ['g', 'j', '/', '?']) expect(press(key, target).defaultPrevented).toBe(false);
    await harness.settle();
    expect(harness.url).toBe('/dashboard/any');
  });

  it('leave the browser its own', async () => {
    await open();
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      expect(press('/', document.body, more).defaultPrevented).toBe(false);
    }
  });

  it('find the search of the page', async () => {
    await open();
    const main = document.body.appendChild(document.createElement('main'));
    main.innerHTML = '<input type="search" />';
    expect(press('/').defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(main.querySelector('input'));
  });

  it('open the search of a page that does not show it, and nothing else', async () => {
    const harness = await open();
    const main = document.body.appendChild(document.createElement('main'));
    main.innerHTML = '<button aria-keyshortcuts="Control+F /">Find</button>';
    let clicks = 0;
    main.querySelector('button')?.addEventListener('click', () => (clicks += 1));
    expect(press('/').defaultPrevented).toBe(true);
    await harness.settle();
    expect(clicks).toBe(1);
    expect(document.querySelector('hb-palette')).toBeNull();
  });

  it('search everywhere on a page without a search of its own', async () => {
    await open();
    press('/');
    await vi.waitFor(() => expect(document.querySelector('hb-palette')).not.toBeNull(), patience);
  });

  it('can be turned off, but for the palette’s', async () => {
    const harness = await open();
    TestBed.inject(SingleKeys).choose(false);
    for (const key of ['g', 'j', '/', '?']) expect(press(key).defaultPrevented).toBe(false);
    await harness.settle();
    expect(harness.url).toBe('/dashboard/any');
    expect(press('k', document.body, { ctrlKey: true }).defaultPrevented).toBe(true);
  });
});
