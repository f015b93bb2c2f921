import { Component, signal } from '@angular/core';
import { PageHarness } from '../../testing/page-harness';
import { BottomBar } from './bottom-bar';

const waiting = signal(0);

@Component({ imports: [BottomBar], template: '<hb-bottom-bar opens="pages" [waiting]="waiting()" />' })
class Page {
  protected readonly waiting = waiting;
}

describe('bottom bar', () => {
  beforeEach(() => waiting.set(0));

  const open = (path: string): Promise<PageHarness> => PageHarness.open(Page, path, `/dashboard/${path}`);

  it('has the pages that people go to most, and what opens all of them', async () => {
    const harness = await open('jobs');
    expect(harness.text).toBe('Overview Alerts Deploys Jobs More');
    expect(harness.control('More').getAttribute('popovertarget')).toBe('pages');
    expect(harness.control('Jobs').getAttribute('aria-current')).toBe('page');
    expect(harness.page.querySelectorAll('[aria-current]')).toHaveLength(1);
  });

  it('marks none of them on another page', async () => {
    expect((await open('presets')).has('[aria-current]')).toBe(false);
  });

  it('tells of approvals that wait behind it', async () => {
    const harness = await open('jobs');
    waiting.set(120);
    await harness.says('More 99+ waiting for you');
  });
});
