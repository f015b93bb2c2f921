import { Clipboard } from '@angular/cdk/clipboard';
import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../icon/icon';

/** How long the button says what came of it, in milliseconds. */
const resultShown = 2_000;

/** Copies a text, or what a function gives when it is pressed, and says whether that worked. */
@Component({
  selector: 'hb-copy-button',
  imports: [Icon, MatIconButton, MatTooltip],
  template: `
    <button matIconButton type="button" [attr.aria-label]="label()" [matTooltip]="label()" (click)="copy()">
      <hb-icon [name]="result() === 'copied' ? 'check' : result() === 'failed' ? 'circle-alert' : 'copy'" />
    </button>
    <span class="hb-visually-hidden" role="status">{{ words() }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      position: relative;
    }
  `,
})
export class CopyButton {
  private readonly clipboard = inject(Clipboard);
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly text = input.required<string | (() => string)>();
  /** What the button does, such as "Copy the script". */
  readonly label = input('Copy');

  protected readonly result = signal<'copied' | 'failed' | null>(null);

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected copy(): void {
    const text = this.text();
    const copied = this.clipboard.copy(typeof text === 'function' ? text() : text);
    this.result.set(copied ? 'copied' : 'failed');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.result.set(null), resultShown);
  }

  protected words(): string {
    switch (this.result()) {
      case 'copied':
        return 'Copied';
      case 'failed':
        return 'The browser refused to copy';
      case null:
        return '';
    }
  }
}
