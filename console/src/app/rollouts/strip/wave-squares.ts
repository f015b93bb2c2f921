import type { ElementRef } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { RolloutTarget } from '@hyprbox/contracts';
import { Theme } from '../../core/theme/theme';
import { squareWords } from './square-words';
import type { SquareMark } from './square-drawing';
import { cornerOf, squareAt, squareByKey, squareGrid } from './square-grid';
import { SquaresCanvas } from './squares-canvas';

/**
 * A square for each host of a wave. They are drawn on a canvas, as there may be thousands; for who goes by keyboard or hears
 * the page they are a list box, of which the option that is meant is there as an element.
 */
@Component({
  selector: 'hb-wave-squares',
  template: `
    <div
      #field
      class="field"
      role="listbox"
      tabindex="0"
      [attr.aria-label]="'Hosts of wave ' + wave()"
      [attr.aria-activedescendant]="optionId()"
      [style.height.px]="height()"
      (keydown)="press($event)"
      (focus)="focused.set(true)"
      (blur)="focused.set(false)"
      (pointermove)="point($event)"
      (pointerleave)="pointedAt.set(null)"
      (click)="choosePointed($event)"
    >
      <canvas #canvas aria-hidden="true"></canvas>
      @if (current(); as target) {
        <span
          class="hb-visually-hidden"
          role="option"
          [id]="optionId()"
          [attr.aria-selected]="target.nodeId === open()"
          [attr.aria-setsize]="targets().length"
          [attr.aria-posinset]="cursor() + 1"
          >{{ words(target) }}</span
        >
        @if (focused()) {
          <span class="cursor" aria-hidden="true" [style]="place(cursor())"></span>
        }
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .field {
      position: relative;
      cursor: pointer;
    }
    .field:focus-visible:has(.cursor) {
      outline: 0;
    }
    canvas {
      display: block;
    }
    .cursor {
      position: absolute;
      inset: 0 auto auto 0;
      border: 2px solid var(--hb-link);
      border-radius: 4px;
      pointer-events: none;
    }
  `,
})
export class WaveSquares {
  private readonly theme = inject(Theme);
  private readonly injector = inject(Injector);
  private readonly field = viewChild.required<ElementRef<HTMLElement>>('field');
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  private readonly width = signal(0);

  readonly wave = input.required<number>();
  /** How many hosts the wave has; they may not be known yet. */
  readonly count = input.required<number>();
  /** Hosts of the whole rollout. */
  readonly hosts = input.required<number>();
  /** In the order of their squares; none until all are known. */
  readonly targets = input.required<readonly RolloutTarget[]>();
  /** The host whose output is shown. */
  readonly open = input<string>();
  /** The host that the pointer or the keyboard is at; null when none is. */
  readonly pointed = output<RolloutTarget | null>();
  readonly chosen = output<RolloutTarget>();

  protected readonly words = squareWords;
  protected readonly focused = signal(false);
  protected readonly pointedAt = signal<number | null>(null);
  /** Where the keyboard is: it stays in the wave when hosts come. */
  protected readonly cursor = linkedSignal<number, number>({
    source: () => this.targets().length,
    computation: (length, before) => Math.max(0, Math.min(before?.value ?? 0, length - 1)),
  });
  protected readonly grid = computed(() => squareGrid(this.count(), this.width(), this.hosts()));
  protected readonly height = computed(() => this.grid().rows * this.grid().pitch);
  protected readonly current = computed(() => this.targets()[this.cursor()]);
  protected readonly optionId = computed(() =>
    this.current() === undefined ? null : `wave-${this.wave()}-host-${this.cursor()}`,
  );
  private readonly marks = computed<readonly SquareMark[]>(() => {
    const targets = this.targets();
    return Array.from({ length: this.count() }, (_, index) => targets[index]?.state ?? 'UNKNOWN');
  });

  constructor() {
    let squares: SquaresCanvas | null = null;
    effect(() => {
      const [marks, grid, theme] = [this.marks(), this.grid(), this.theme.name()];
      squares ??= new SquaresCanvas(this.canvas().nativeElement);
      if (this.width() > 0) squares.draw(marks, grid, theme);
    });
    effect(() => {
      const at = this.pointedAt() ?? (this.focused() ? this.cursor() : null);
      const target = at === null ? null : (this.targets()[at] ?? null);
      untracked(() => this.pointed.emit(target));
    });
    const owner = inject(DestroyRef);
    owner.onDestroy(() => squares?.stop());
    afterNextRender(() => {
      const observer = new ResizeObserver(([entry]) => this.width.set(entry?.contentRect.width ?? 0));
      observer.observe(this.field().nativeElement);
      owner.onDestroy(() => observer.disconnect());
    });
  }

  protected place(index: number): Record<string, string> {
    const { pitch } = this.grid();
    const { x, y } = cornerOf(this.grid(), index);
    return { width: `${pitch + 1}px`, height: `${pitch + 1}px`, transform: `translate(${x - 2}px, ${y - 2}px)` };
  }

  protected point({ offsetX, offsetY }: PointerEvent): void {
    this.pointedAt.set(squareAt(this.grid(), this.targets().length, offsetX, offsetY));
  }

  protected press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = this.current();
    const next = squareByKey(this.grid(), this.targets().length, this.cursor(), event.key);
    if (next !== null) this.goTo(Math.max(0, next));
    else if ((event.key === 'Enter' || event.key === ' ') && current !== undefined) this.chosen.emit(current);
    else return;
    event.preventDefault();
  }

  private goTo(index: number): void {
    this.cursor.set(index);
    const field = this.field().nativeElement;
    afterNextRender(() => field.querySelector('.cursor')?.scrollIntoView({ block: 'nearest' }), {
      injector: this.injector,
    });
  }

  protected choosePointed({ offsetX, offsetY }: MouseEvent): void {
    const index = squareAt(this.grid(), this.targets().length, offsetX, offsetY);
    const target = index === null ? undefined : this.targets()[index];
    if (index === null || target === undefined) return;
    this.cursor.set(index);
    this.chosen.emit(target);
  }
}
