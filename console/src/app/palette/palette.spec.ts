import type { TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Theme } from '../core/theme/theme';
import { aJob, aNode, aUser } from '../testing/builders';
import { eventually } from '../testing/eventually';
import { PageHarness } from '../testing/page-harness';
import { PaletteOpener } from './palette-opener';

const refused = { status: 403, statusText: 'Forbidden' };
const preset = { name: 'restart-service', title: 'Restart a service', description: '', category: 'System', version: 1 };

async function open(user = aUser()): Promise<PageHarness> {
  const harness = await PageHarness.open(PaletteOpener, 'any', '/dashboard/any', user);
  press(document, 'k', { ctrlKey: true });
  await until(() => labels().includes('Sign out'));
  return harness;
}

async function opened(user = aUser()): Promise<PageHarness> {
  const harness = await open(user);
  await answerHosts(harness, [aNode()]);
  await answer(harness, '/api/presets', (call) =>
    call.flush({ items: [{ ...preset, variables: [] }], nextCursor: null }),
  );
  await answer(harness, '/api/jobs', (call) => call.flush({ items: [aJob({ status: 'FAILED' })], nextCursor: null }));
  await until(() => harness.overlay.includes('web-1 Online'));
  return harness;
}

/** The palette keeps calls under way while the test looks at it, so nothing here waits for it to be at rest. */
function until(condition: () => boolean): Promise<void> {
  return eventually(() => expect(condition(), document.body.textContent ?? '').toBe(true));
}

async function answer(harness: PageHarness, path: string, respond: (call: TestRequest) => void): Promise<void> {
  await until(() => {
    const calls = harness.pending(path).filter(({ cancelled }) => !cancelled);
    calls.forEach(respond);
    return calls.length > 0;
  });
}

function answerHosts(harness: PageHarness, items: object[]): Promise<void> {
  return answer(harness, '/api/nodes', (call) => call.flush({ items, nextCursor: null }));
}

function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

function field(): HTMLInputElement {
  const input = document.querySelector<HTMLInputElement>('input[role="combobox"]');
  if (input === null) throw new Error('There is no palette.');
  return input;
}

function type(words: string): void {
  field().value = words;
  field().dispatchEvent(new Event('input'));
}

function selected(): string[] {
  return [...document.querySelectorAll('[role="option"][aria-selected="true"] .label')].map(
    ({ textContent }) => textContent ?? '',
  );
}

function labels(): string[] {
  return [...document.querySelectorAll('[role="option"] .label')].map(({ textContent }) => textContent ?? '');
}

describe('command palette', () => {
  it('says that it is searching, with the actions there already', async () => {
    const harness = await open();
    expect(harness.overlay).toContain('Searching…');
    expect(labels()).toContain('Go to Jobs');
  });

  it('shows hosts, presets, jobs and actions', async () => {
    const harness = await opened();
    for (const words of ['web-1 Online', 'Restart a service', 'restart-service on web-1 Failed', 'Sign out']) {
      expect(harness.overlay).toContain(words);
    }
    expect(selected()).toEqual(['web-1']);
  });

  it('goes by the keyboard alone, and tells assistive technology what is chosen', async () => {
    const harness = await opened();
    press(field(), 'ArrowDown');
    await until(() => selected().join() === 'Restart a service');
    expect(field().getAttribute('aria-activedescendant')).toBe('preset:restart-service');
    press(field(), 'ArrowUp');
    press(field(), 'ArrowUp');
    await until(() => selected().join() === 'Sign out');
    press(field(), 'ArrowDown');
    press(field(), 'Enter');
    await until(() => harness.url === '/dashboard/nodes/web-1');
    await until(() => document.querySelector('hb-palette') === null);
  });

  it('has the focus with the key that opens it, so that none after it is lost', async () => {
    await open();
    press(field(), 'Escape', { keyCode: 27 });
    await until(() => document.querySelector('hb-palette') === null);
    press(document, 'k', { ctrlKey: true });
    expect(document.activeElement).toBe(field());
    // The browser has a use of its own for this key.
    expect(press(field(), 'k', { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(document.querySelectorAll('hb-palette')).toHaveLength(1);
  });

  it('opens as soon as its code is there, and what is typed until then is no shortcut', async () => {
    const harness = await PageHarness.open(PaletteOpener, 'any', '/dashboard/any', aUser());
    press(document, 'k', { ctrlKey: true });
    for (const key of ['g', 'j']) press(document.body, key);
    await until(() => document.querySelector('hb-palette') !== null);
    expect(field().value).toBe('');
    expect(harness.url).toBe('/dashboard/any');
  });

  it('does not open any more once Escape is pressed', async () => {
    const harness = await PageHarness.open(PaletteOpener, 'any', '/dashboard/any', aUser());
    press(document, 'k', { ctrlKey: true });
    press(document.body, 'Escape');
    // Its code has come once this sheet, which is part of it, is there.
    press(document.body, '?');
    await until(() => harness.overlay.includes('Keyboard shortcuts'));
    expect(document.querySelector('hb-palette')).toBeNull();
  });

  it('asks the server for hosts and finds the rest by a few letters', async () => {
    const harness = await opened();
    type('rstsv');
    await answerHosts(harness, []);
    await until(() => labels().join() === 'Restart a service,restart-service on web-1');
  });

  it('goes to the host that was meant when Enter comes before the answer', async () => {
    const harness = await opened();
    type('db');
    press(field(), 'Enter');
    await answerHosts(harness, [aNode({ id: 'db-1' })]);
    await until(() => harness.url === '/dashboard/nodes/db-1');
  });

  it('says when nothing fits', async () => {
    const harness = await opened();
    type('qqq');
    await answerHosts(harness, []);
    await until(() => harness.overlay.includes('Nothing fits “qqq”.'));
  });

  it('says what could not be searched, and goes on with the rest', async () => {
    const harness = await open();
    await answer(harness, '/api/nodes', (call) => call.flush({}, refused));
    await answer(harness, '/api/presets', (call) => call.flush({ items: [], nextCursor: null }));
    await answer(harness, '/api/jobs', (call) => call.flush({ items: [], nextCursor: null }));
    await until(() => harness.overlay.includes('No hosts are shown: You may not do this.'));
    expect(labels()).toContain('Sign out');
  });

  it('switches the theme', async () => {
    const harness = await opened();
    const theme = TestBed.inject(Theme);
    const before = theme.name();
    type('theme');
    await answerHosts(harness, []);
    await until(() => (selected()[0] ?? '').startsWith('Switch to the'));
    press(field(), 'Enter');
    expect(theme.name()).not.toBe(before);
    theme.choose(before);
  });

  it('offers only what the role allows', async () => {
    await opened(aUser({ role: 'OPERATOR' }));
    expect(labels()).toContain('Go to Settings');
    for (const label of ['Create a node token', 'Run a script']) expect(labels()).not.toContain(label);
    expect(labels()).not.toContain('Go to Audit');
  });

  it('lists the shortcuts on a question mark, but not while one is typed', async () => {
    const harness = await PageHarness.open(PaletteOpener, 'any', '/dashboard/any');
    const input = document.body.appendChild(document.createElement('input'));
    press(input, '?');
    await harness.settle();
    expect(harness.overlay).not.toContain('Keyboard shortcuts');
    input.remove();
    press(document.body, '?');
    await until(() => harness.overlay.includes('Keyboard shortcuts'));
  });
});
