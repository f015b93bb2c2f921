import type { ElementRef } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { formatCount } from '../figures/format';
import { Icon } from '../icon/icon';
import type { OutputFinder } from './output-finder';

/** Finds text in the output: Enter goes to the next match, with Shift to the one before, Escape ends it. */
@Component({
  selector: 'hb-find-bar',
  imports: [Icon, MatIconButton],
  host: { role: 'search', '(keydown.escape)': 'end($event)' },
  template: `
    <hb-icon name="search" />
    <input
      #field
      type="text"
      aria-label="Find in the output"
      placeholder="Find"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      [value]="text()"
      (input)="type(field.value)"
      (keydown.enter)="next()"
      (keydown.shift.enter)="previous()"
    />
    <span class="found hb-figures" role="status" [class.none]="none()">{{ words() }}</span>
    <button
      type="button"
      class="case"
      title="Match upper and lower case"
      aria-label="Match upper and lower case"
      [attr.aria-pressed]="caseSensitive()"
      (click)="toggleCase()"
    >
      Aa
    </button>
    <button matIconButton type="button" title="Previous match" aria-label="Previous match" (click)="previous()">
      <hb-icon name="chevron-up" />
    </button>
    <button matIconButton type="button" title="Next match" aria-label="Next match" (click)="next()">
      <hb-icon name="chevron-down" />
    </button>
    <button matIconButton type="button" title="Close (Esc)" aria-label="Close the search" (click)="closed.emit()">
      <hb-icon name="x" />
    </button>
  `,
  styleUrl: './find-bar.scss',
})
export class FindBar {
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  readonly finder = input.required<OutputFinder>();
  readonly closed = output();

  protected readonly text = signal('');
  protected readonly caseSensitive = signal(false);
  protected readonly none = computed(() => this.finder().found()?.count === 0);
  protected readonly words = computed(() => {
    const found = this.finder().found();
    if (found === null || this.text() === '') return '';
    if (found.count === 0) return 'None';
    if (found.index < 0) return `${formatCount(found.count)} or more`;
    return `${formatCount(found.index + 1)} of ${formatCount(found.count)}`;
  });

  constructor() {
    afterNextRender(() => this.focus());
    inject(DestroyRef).onDestroy(() => void this.finder().end());
  }

  /** Whoever asks for the search again wants to type another text. */
  focus(): void {
    this.field().nativeElement.select();
  }

  protected type(text: string): void {
    this.text.set(text);
    void this.finder().start(text, this.caseSensitive());
  }

  protected toggleCase(): void {
    this.caseSensitive.update((on) => !on);
    void this.finder().start(this.text(), this.caseSensitive());
  }

  protected next(): void {
    void this.finder().next(this.text(), this.caseSensitive());
  }

  protected previous(): void {
    void this.finder().previous(this.text(), this.caseSensitive());
  }

  protected end(event: Event): void {
    event.stopPropagation();
    this.closed.emit();
  }
}
