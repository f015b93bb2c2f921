import { eventually } from '@hyprbox/testing';
import type { Page } from 'playwright-core';

/** As much of a control’s name as a failure tells. */
const wordsMax = 80;

/** Someone who has no mouse: each key lands where it can be seen, or the test fails. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on to the next control of this name, in the order of Tab; behind the last one the page begins again. */
  async tabTo(name: string | RegExp): Promise<void> {
    const passed: string[] = [];
    let ends = 0;
    while (ends < 2) {
      await this.page.keyboard.press('Tab');
      // The browser's own controls have the focus between the last one and the first.
      if (await this.page.evaluate(isBeyondTheEnd)) {
        ends += 1;
        continue;
      }
      await this.staysVisible();
      const at = await this.focusedName();
      if (typeof name === 'string' ? at === name : name.test(at)) return;
      passed.push(at);
    }
    throw new Error(`Tab never came to ${String(name)}, only to: ${passed.join(' | ')}`);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.staysVisible();
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** What has the focus is on the screen, and shows that it has it. A change may take a moment to be drawn. */
  async staysVisible(): Promise<void> {
    await eventually(async () => {
      const fault = await this.page.evaluate(focusFault);
      if (fault !== null) throw new Error(fault);
      return true;
    });
  }

  /** Waits until a dialog has taken the focus, some moments after it is there: what is pressed before that is pressed behind it. */
  async isInDialog(): Promise<void> {
    await this.page.locator('[role$=dialog]:focus-within').waitFor();
    await this.staysVisible();
  }

  /** Opens a dialog by its button, and leaves it again. */
  async looksInto(button: string): Promise<void> {
    await this.tabTo(button);
    await this.press('Enter');
    await this.isInDialog();
    await this.press('Escape');
    await this.page.locator('[role$=dialog]').waitFor({ state: 'detached' });
    await this.isOn(button);
  }

  /** Waits until the focus is on the control of this name. */
  async isOn(name: string): Promise<void> {
    await eventually(async () => {
      const at = await this.focusedName();
      if (at !== name) throw new Error(`The focus is on “${at.slice(0, wordsMax)}”`);
      return true;
    });
    await this.staysVisible();
  }

  private focusedName(): Promise<string> {
    return this.page.evaluate(nameOfFocused);
  }
}

/**
 * Runs in the page: whether the focus is on no control of it. A control that live figures take away at this moment leaves
 * it on the body, too, until the page has drawn itself and put it on what stands around the place.
 */
async function isBeyondTheEnd(): Promise<boolean> {
  if (document.activeElement !== document.body) return false;
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  return document.activeElement === document.body;
}

/** Runs in the page: the accessible name of what has the focus, as far as the console gives names. */
function nameOfFocused(): string {
  const element = document.activeElement;
  if (element === null) return '';
  const words = (each: Element | null): string => each?.textContent.trim().replace(/\s+/gu, ' ') ?? '';
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const labels = isField ? [...(element.labels ?? [])] : [];
  const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
  return (
    element.getAttribute('aria-label') ??
    ([...labels, ...labelledBy.map((id) => document.getElementById(id))].map(words).filter(Boolean).join(' ') ||
      words(element))
  );
}

/** Runs in the page: why nobody sees where the focus is; null when one does. */
function focusFault(): string | null {
  const element = document.activeElement;
  if (element === null || element === document.body) return 'the focus is lost: it is on the body';
  const name = `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`;
  const { top, left, bottom, right } = element.getBoundingClientRect();
  if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return `${name} is off the screen`;
  // The page itself, a dialog as a whole: not a control.
  if (element.matches('main, [role$=dialog], .cdk-dialog-container')) return null;

  const draws = (style: CSSStyleDeclaration): boolean =>
    (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
    (style.content !== 'none' && style.display !== 'none' && Number.parseFloat(style.borderTopWidth) > 0);
  // A list box that is drawn has a cursor at the one of its options that is meant.
  const around = [element, ...element.querySelectorAll('.mat-focus-indicator, [role=option] ~ .cursor')];
  const shown =
    around.some((each) => [null, '::before', '::after'].some((part) => draws(getComputedStyle(each, part)))) ||
    // A checkbox draws its ring beside it, a field around it.
    element.closest('.mat-focused, .mat-mdc-checkbox, .mat-mdc-radio-button') !== null ||
    // A terminal, an editor of code and a text field have a cursor.
    element.matches('textarea.xterm-helper-textarea, .cm-content, input:not([type=checkbox], [type=radio])');
  return shown ? null : `${name} does not show that it has the focus`;
}
