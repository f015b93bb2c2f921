import { provideHttpClient, withInterceptors } from '@angular/common/http';
import type { TestRequest } from '@angular/common/http/testing';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import type { Type } from '@angular/core';
import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Routes } from '@angular/router';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { User } from '@hyprbox/contracts';
import { recoveryInterceptor } from '../core/recovery/recovery.interceptor';
import { endedSessionInterceptor } from '../core/session/ended-session.interceptor';
import { Session } from '../core/session/session';
import { aUser } from './builders';
import { FakeEventSources } from './fake-event-source';
import { patience } from './patience';

/** One page behind the real router and session, with the server and its streams in the test's hands. */
export class PageHarness {
  readonly streams: FakeEventSources;
  private readonly router: RouterTestingHarness;
  private readonly http = TestBed.inject(HttpTestingController);

  private constructor(streams: FakeEventSources, router: RouterTestingHarness) {
    this.streams = streams;
    this.router = router;
  }

  /** Shows `page` at `path`, such as `nodes/:nodeId`, under `/dashboard`. */
  static async open(page: Type<unknown>, path: string, url: string, user: User | null = aUser()): Promise<PageHarness> {
    const streams = new FakeEventSources();
    const routes: Routes = [
      { path: 'login', component: page },
      { path: 'dashboard', children: [{ path, component: page }] },
      { path: '**', children: [] },
    ];
    TestBed.configureTestingModule({
      providers: [
        provideRouter(routes, withComponentInputBinding()),
        provideHttpClient(withInterceptors([recoveryInterceptor, endedSessionInterceptor])),
        provideHttpClientTesting(),
        streams.provide(),
      ],
    });
    if (user !== null) {
      const loaded = TestBed.inject(Session).load();
      TestBed.inject(HttpTestingController).expectOne('/api/auth/me').flush(user);
      await loaded;
    }
    const router = await RouterTestingHarness.create(url);
    return new PageHarness(streams, router);
  }

  /** Answers the open call to `path`; fails when there is none or more than one. */
  async answer(path: string, body: object | null, method = 'GET'): Promise<TestRequest> {
    const request = this.request(path, method);
    request.flush(body);
    await this.settle();
    return request;
  }

  async refuse(path: string, status: number, detail: string, headers: Record<string, string> = {}, method = 'GET') {
    const body = { type: 'about:blank', title: `Refused ${status}`, status, detail, code: 'REFUSED', requestId: 'r-1' };
    this.request(path, method).flush(body, { status, statusText: 'refused', headers });
    await this.settle();
  }

  async breakConnection(path: string): Promise<void> {
    this.request(path, 'GET').error(new ProgressEvent('error'));
    await this.settle();
  }

  /** Open calls to `path`. */
  pending(path: string): TestRequest[] {
    return this.http.match((request) => request.url === path);
  }

  /** Resolves when `condition` holds after the page has rendered. */
  async until(condition: () => boolean): Promise<void> {
    await vi.waitFor(async () => {
      await this.settle();
      if (!condition()) throw new Error(`It did not come to that. The page says: ${this.text}`);
    }, patience);
  }

  async settle(): Promise<void> {
    this.router.detectChanges();
    await this.router.fixture.whenStable();
  }

  /** What the page says, without what is only decoration. */
  get text(): string {
    return wordsOf(this.page);
  }

  /** Resolves when the page says `words`. */
  says(words: string | RegExp): Promise<void> {
    return this.until(() => (typeof words === 'string' ? this.text.includes(words) : words.test(this.text)));
  }

  /** Dialogs and menus are drawn beside the page. */
  get overlay(): string {
    const overlay = TestBed.inject(DOCUMENT).querySelector('.cdk-overlay-container');
    return overlay === null ? '' : wordsOf(overlay);
  }

  get url(): string {
    return TestBed.inject(Router).url;
  }

  get page(): HTMLElement {
    const element: HTMLElement = this.router.fixture.nativeElement;
    return element;
  }

  has(selector: string): boolean {
    return this.page.querySelector(selector) !== null;
  }

  /** The button or link with these words, on the page or in a dialog. */
  control(words: string): HTMLElement {
    const controls = [...TestBed.inject(DOCUMENT).querySelectorAll<HTMLElement>('button, a')];
    const found = controls.find((control) => {
      return (control.getAttribute('aria-label') ?? wordsOf(control)) === words;
    });
    if (found === undefined) throw new Error(`No button or link “${words}”. The page says: ${this.text}`);
    return found;
  }

  async press(words: string): Promise<void> {
    this.control(words).click();
    await this.settle();
  }

  async type(controlName: string, value: string): Promise<void> {
    const field = TestBed.inject(DOCUMENT).querySelector<HTMLInputElement>(`input[formcontrolname="${controlName}"]`);
    if (field === null) throw new Error(`No field “${controlName}”`);
    field.value = value;
    field.dispatchEvent(new Event('input'));
    await this.settle();
  }

  private request(path: string, method: string): TestRequest {
    return this.http.expectOne((request) => request.url === path && request.method === method);
  }
}

/** The words of an element, one space between two of them. */
function wordsOf(element: Element): string {
  if (element.getAttribute('aria-hidden') === 'true') return '';
  const words = [...element.childNodes].map((node) => {
    if (node instanceof Element) return wordsOf(node);
    return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '';
  });
  return words.join(' ').replaceAll(/\s+/g, ' ').trim();
}
