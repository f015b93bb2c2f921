import type { ElementRef } from '@angular/core';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  model,
  signal,
  untracked,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { EarlierMatches } from './earlier-matches';
import type { OutputFilter, OutputLog } from './output-log';
import { loadTerminal } from './terminal-loader';
import { TerminalSession } from './terminal-session';

/** The terminal of a log. Its styles are not encapsulated because xterm makes its elements itself. */
@Component({
  selector: 'hb-output-terminal',
  imports: [MatButton],
  encapsulation: ViewEncapsulation.None,
  template: `
    <div #marks class="hb-output-marks" aria-hidden="true"></div>
    <div #screen class="hb-output-screen"></div>
    @if (failed()) {
      <p class="hb-output-failure" role="alert">
        The terminal could not be loaded.
        <button matButton type="button" (click)="load()">Try again</button>
      </p>
    }
  `,
  styleUrl: './output-terminal.scss',
})
export class OutputTerminal {
  private readonly loadTerminal = inject(loadTerminal);
  private readonly screen = viewChild.required<ElementRef<HTMLElement>>('screen');
  private readonly marks = viewChild.required<ElementRef<HTMLElement>>('marks');
  private readonly session = signal<TerminalSession | null>(null);
  private destroyed = false;

  readonly log = input.required<OutputLog>();
  readonly filter = input<OutputFilter>('all');
  readonly paused = model(false);
  readonly wrapped = input(true);
  /** Whether the newest row is on the screen. */
  readonly atEnd = model(true);
  /** Whether all that has come is drawn. */
  readonly drawn = model(false);
  /** Finds what the terminal does not hold any more; null where the log has no more than that. */
  readonly earlier = input<EarlierMatches | null>(null);
  /** Whether the user has marked some of the text. */
  readonly selected = model(false);

  protected readonly failed = signal(false);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.destroyed = true;
      this.session()?.close();
    });
    effect(() => {
      this.screen();
      untracked(() => void this.load());
    });
    effect(() => this.session()?.show(this.filter()));
    effect(() => this.session()?.pause(this.paused()));
    effect(() => this.session()?.wrap(this.wrapped()));
  }

  /** Null until the terminal is loaded. */
  readonly finder = computed(() => this.session()?.finder ?? null);

  selection(): string {
    return this.session()?.selection() ?? '';
  }

  focus(): void {
    this.session()?.focus();
  }

  jumpToEnd(): void {
    this.session()?.scrollToEnd();
  }

  protected async load(): Promise<void> {
    this.failed.set(false);
    try {
      const loaded = await this.loadTerminal();
      if (this.destroyed) {
        loaded.terminal.dispose();
        return;
      }
      const session = new TerminalSession(
        loaded,
        this.log(),
        { screen: this.screen().nativeElement, marks: this.marks().nativeElement },
        {
          atEnd: (atEnd) => this.atEnd.set(atEnd),
          drawn: (drawn) => this.drawn.set(drawn),
          selected: (selected) => this.selected.set(selected),
          togglePause: () => this.paused.update((paused) => !paused),
        },
        this.earlier(),
      );
      session.open();
      this.session.set(session);
    } catch {
      // As when a newer console has been deployed and the chunk is gone.
      this.failed.set(true);
    }
  }
}
