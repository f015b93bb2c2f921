import { DOCUMENT } from '@angular/core';
import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withNavigationErrorHandler } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { eventually } from '../testing/eventually';
import { NotLoadedPage, showNotLoaded } from './not-loaded-page';

const words = ({ nativeElement }: ComponentFixture<unknown>): string => {
  const element: HTMLElement = nativeElement;
  return element.textContent;
};

describe('not-loaded page', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('stands in for a page whose code cannot be fetched', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    TestBed.configureTestingModule({
      providers: [
        provideRouter(
          [
            { path: 'jobs', loadComponent: () => Promise.reject(new TypeError('Failed to fetch')) },
            { path: 'not-loaded', component: NotLoadedPage },
          ],
          withNavigationErrorHandler(showNotLoaded),
        ),
      ],
    });
    const { fixture } = await RouterTestingHarness.create('/jobs');
    await eventually(() => expect(words(fixture)).toContain('This page could not be loaded'));
    await eventually(() => expect(words(fixture)).toContain('The server cannot be reached'));
    expect(TestBed.inject(Router).url).toBe('/not-loaded');
  });

  it('says that the console may be newer when the server answers', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('ok')));
    const fixture = TestBed.createComponent(NotLoadedPage);
    await eventually(() => expect(words(fixture)).toContain('may have been updated'));
  });

  it('opens the page by itself when the server is back', async () => {
    let isUp = false;
    const fetched = vi.fn(() => Promise.resolve(new Response('', { status: isUp ? 200 : 503 })));
    vi.stubGlobal('fetch', fetched);
    const fixture = TestBed.createComponent(NotLoadedPage);
    await eventually(() => expect(words(fixture)).toContain('The server cannot be reached'));
    const document = TestBed.inject(DOCUMENT);
    const reload = vi.spyOn(document.location, 'reload').mockReturnValue(undefined);
    isUp = true;
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => expect(reload).toHaveBeenCalled());
    reload.mockRestore();
  });
});
