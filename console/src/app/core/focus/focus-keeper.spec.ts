import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FocusKeeper } from './focus-keeper';

@Component({
  template: `
    <main tabindex="-1">
      <div class="row" tabindex="-1">
        row
        @if (shown()) {
          <button type="button">Cancel</button>
        }
      </div>
      @if (shown()) {
        <div class="leaving" tabindex="-1"><a href="#x">Host</a></div>
      }
      <button type="button" class="other">Other</button>
    </main>
    <div class="cdk-overlay-container">
      @if (asked()) {
        <div role="dialog" tabindex="-1"><button type="button" class="sure">Sure</button></div>
      }
    </div>
  `,
})
class Page {
  readonly shown = signal(true);
  readonly asked = signal(false);
}

describe('FocusKeeper', () => {
  // There is no layout here.
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockImplementation(function (this: HTMLElement) {
      return this.hidden ? 0 : 20;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  async function open() {
    TestBed.inject(FocusKeeper).start();
    const fixture = TestBed.createComponent(Page);
    document.body.append(fixture.nativeElement as HTMLElement);
    await fixture.whenStable();
    const find = (selector: string): HTMLElement => {
      const element = (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>(selector);
      if (element === null) throw new Error(`no ${selector}`);
      return element;
    };
    return { page: fixture.componentInstance, find, settle: () => fixture.whenStable() };
  }

  const focused = () => document.activeElement;

  it('gives the focus of a button that goes to what stands around it', async () => {
    const { page, find, settle } = await open();
    find('.row button').focus();
    page.shown.set(false);
    await settle();
    await vi.waitFor(() => expect(focused()).toBe(find('.row')));
  });

  it('passes over what goes together with the control', async () => {
    const { page, find, settle } = await open();
    find('.leaving a').focus();
    page.shown.set(false);
    await settle();
    await vi.waitFor(() => expect(focused()).toBe(find('main')));
  });

  it('passes over what cannot be seen', async () => {
    const { page, find, settle } = await open();
    find('.row button').focus();
    find('.row').hidden = true;
    page.shown.set(false);
    await settle();
    await vi.waitFor(() => expect(focused()).toBe(find('main')));
  });

  it.each([
    ['first', (): void => undefined],
    // As between two controls when Tab is pressed.
    ['second', (first: HTMLElement): void => first.blur()],
  ])('goes back to the page from the %s control of a dialog that leaves with what opened it', async (_, leave) => {
    const { page, find, settle } = await open();
    find('.row button').focus();
    page.asked.set(true);
    await settle();
    find('.sure').focus();
    leave(find('.sure'));
    await settle();
    find('.sure').focus();
    page.shown.set(false);
    page.asked.set(false);
    await settle();
    await vi.waitFor(() => expect(focused()).toBe(find('.row')));
  });

  it('leaves the focus to who took it in the same moment', async () => {
    const { page, find, settle } = await open();
    find('.row button').focus();
    page.shown.set(false);
    const given = vi.spyOn(find('.row'), 'focus');
    await settle();
    find('.other').focus();
    await new Promise((done) => setTimeout(done));
    expect(focused()).toBe(find('.other'));
    expect(given).not.toHaveBeenCalled();
  });

  it('does not come back after the control was left', async () => {
    const { page, find, settle } = await open();
    find('.row button').focus();
    find('.row button').blur();
    const given = vi.spyOn(find('.row'), 'focus');
    await settle();
    page.shown.set(false);
    await settle();
    await new Promise((done) => setTimeout(done));
    expect(given).not.toHaveBeenCalled();
  });

  it('does not come back after a press beside every control', async () => {
    const { page, find, settle } = await open();
    find('.row button').focus();
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    const given = vi.spyOn(find('.row'), 'focus');
    page.shown.set(false);
    await settle();
    await new Promise((done) => setTimeout(done));
    expect(given).not.toHaveBeenCalled();
  });
});
