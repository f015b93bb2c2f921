import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PageHeading } from '../core/heading/page-heading';
import type { LiveState } from '../core/live/live-sources';
import { LiveSources } from '../core/live/live-sources';
import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { Shell } from './shell';

function open(): Promise<PageHarness> {
  return PageHarness.open(Shell, 'jobs', '/dashboard/jobs', aUser({ role: 'OPERATOR' }));
}

describe('shell', () => {
  it('marks where the user is', async () => {
    const harness = await open();
    // By the width of the window, either of them is on the screen.
    for (const place of ['hb-navigation', 'hb-bottom-bar']) {
      const current = harness.page.querySelectorAll(`${place} [aria-current="page"]`);
      expect([...current].map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Jobs')]);
    }
  });

  it('shows the page’s heading with the pages above it', async () => {
    const harness = await open();
    TestBed.inject(PageHeading).set({ title: 'web-1', trail: [{ label: 'Fleet', link: '/dashboard' }] });
    await harness.says('Fleet');
    expect(harness.page.querySelector('h1')?.textContent).toBe('web-1');
  });

  it('shows who is signed in, and signs out', async () => {
    const harness = await open();
    await harness.says('M. Keller Operator');
    await harness.press('Sign out');
    await harness.answer('/api/auth/logout', null, 'POST');
    await harness.until(() => harness.url === '/login');
  });

  it('says that it could not sign out', async () => {
    const harness = await open();
    await harness.press('Sign out');
    await harness.refuse('/api/auth/logout', 503, 'The database is away.', {}, 'POST');
    await harness.says('You are still signed in. The database is away.');
    expect(harness.url).toBe('/dashboard/jobs');
  });

  it('says on a page without a stream whether the server answers', async () => {
    const harness = await open();
    await harness.says('Connected');
    window.dispatchEvent(new Event('online'));
    await harness.breakConnection('/api/auth/me');
    await harness.says(/No answer since \d\d:\d\d:\d\d/);
  });

  it('says from when the figures are, once the stream is lost', async () => {
    const harness = await open();
    const state = signal<LiveState>('live');
    const asOf = signal<number | null>(new Date(2026, 0, 2, 12, 3, 11).getTime());
    const sources = TestBed.inject(LiveSources);
    const remove = sources.add({ state, asOf });
    await harness.says('Live');
    state.set('lost');
    await harness.says('Figures are from 12:03:11');
    remove();
    await harness.until(() => !harness.text.includes('Figures are from'));
  });

  it('is as badly informed as the worst source on the page', async () => {
    const sources = TestBed.inject(LiveSources);
    sources.add({ state: signal<LiveState>('live'), asOf: signal(2000) });
    sources.add({ state: signal<LiveState>('lost'), asOf: signal(1000) });
    expect(sources.state()).toBe('lost');
    expect(sources.asOf()).toBe(1000);
  });
});
