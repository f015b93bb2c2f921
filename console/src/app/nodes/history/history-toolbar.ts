import { Component, computed, ElementRef, input, output, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { HistoryRange } from '@hyprbox/contracts';
import type { ChartSpan } from '../../shared/chart/chart-frame';
import { roundSpan } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { PointedName } from '../../shared/pointed-name/pointed-name';
import { shifted, spanOf, stretched } from './history-span';
import type { HistoryView } from './history-view';

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** Chooses what of a history is shown: all that dragging over a chart does, by buttons. */
@Component({
  selector: 'hb-history-toolbar',
  imports: [Icon, MatButton, MatButtonToggle, MatButtonToggleGroup, MatIconButton, PointedName],
  templateUrl: './history-toolbar.html',
  styleUrl: './history-toolbar.scss',
})
export class HistoryToolbar {
  readonly view = input.required<HistoryView>();
  /** Seconds of one point; null while there is none. */
  readonly resolution = input.required<number | null>();
  /** What the charts' bands are of; null where they have none. */
  readonly band = input.required<string | null>();
  readonly viewChange = output<HistoryView>();

  private readonly zoomIn = viewChild.required('zoomIn', { read: ElementRef<HTMLElement> });
  protected readonly ranges: readonly { value: HistoryRange; label: string }[] = [
    { value: '1h', label: '1 h' },
    { value: '6h', label: '6 h' },
    { value: '24h', label: '24 h' },
    { value: '7d', label: '7 d' },
    { value: '30d', label: '30 d' },
    { value: '1y', label: '1 y' },
  ];
  protected readonly zoomed = computed(() => this.view().zoom !== null);
  protected readonly note = computed(() => {
    const { zoom } = this.view();
    const [resolution, band] = [this.resolution(), this.band()];
    const points =
      resolution === null ? '' : `Means of ${roundSpan(resolution)}${band === null ? '' : `, band ${band}`}`;
    const span = zoom === null ? 'drag over a chart to zoom in' : time.formatRange(zoom.from, zoom.to);
    return [points, span].filter((part) => part !== '').join(' · ');
  });

  protected choose(range: HistoryRange): void {
    this.viewChange.emit({ range, zoom: null });
  }

  protected reset(): void {
    // The button that was pressed is about to go: the keyboard goes on at its neighbour.
    this.zoomIn().nativeElement.focus();
    this.choose(this.view().range);
  }

  protected stretch(factor: number): void {
    this.change((span, now) => stretched(span, factor, now));
  }

  protected shift(lengths: number): void {
    this.change((span, now) => shifted(span, lengths, now));
  }

  private change(change: (span: ChartSpan, now: number) => ChartSpan): void {
    const view = this.view();
    const now = Date.now();
    this.viewChange.emit({ ...view, zoom: change(spanOf(view, now), now) });
  }
}
