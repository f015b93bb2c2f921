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
import { PointedName } from '../pointed-name/pointed-name';
import type { OutputFinder } from './output-finder';

/** Characters of a line that are shown on each side of a match. */
const contextCharacters = 60;

/** Finds text in the output: Enter goes to the next match, with Shift to the one before, Escape ends it. */
@Component({
  selector: 'hb-find-bar',
  imports: [Icon, MatIconButton, PointedName],
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
      aria-label="Match upper and lower case"
      hbPointedName
      [attr.aria-pressed]="caseSensitive()"
      (click)="toggleCase()"
    >
      Aa
    </button>
    <button matIconButton type="button" aria-label="Previous match" hbPointedName (click)="previous()">
      <hb-icon name="chevron-up" />
    </button>
    <button matIconButton type="button" aria-label="Next match" hbPointedName (click)="next()">
      <hb-icon name="chevron-down" />
    </button>
    <button
      matIconButton
      type="button"
      aria-label="Close the search"
      aria-keyshortcuts="Escape"
      hbPointedName
      (click)="closed.emit()"
    >
      <hb-icon name="x" />
    </button>
    @if (earlier(); as match) {
      <p class="earlier" role="status">
        <span class="place">{{ match.place }}</span>
        <code
          >{{ match.before }}<mark>{{ match.match }}</mark
          >{{ match.after }}</code
        >
      </p>
    }
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
    // What could not be read may have it, too.
    const range = found.everything ? '' : ' in the lines shown';
    if (found.count === 0) return `None${range}`;
    if (found.index < 0)
      return found.everything ? `${formatCount(found.count)} found` : `${formatCount(found.count)} or more${range}`;
    return `${formatCount(found.index + 1)} of ${formatCount(found.count)}${range}`;
  });
  /** Where a match stands that the terminal does not show, in three parts: before it, it, behind it. */
  protected readonly earlier = computed(() => {
    const match = this.finder().earlierMatch();
    if (match === null) return null;
    const { stream, line, text, column } = match;
    const start = Math.max(0, column - contextCharacters);
    const end = column + this.text().length;
    return {
      place: `${stream}, line ${formatCount(line)} of what is stored; too early to be shown here`,
      before: (start > 0 ? '…' : '') + text.slice(start, column),
      match: text.slice(column, end),
      after: text.slice(end, end + contextCharacters) + (end + contextCharacters < text.length ? '…' : ''),
    };
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
