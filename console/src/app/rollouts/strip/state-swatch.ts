import type { ElementRef } from '@angular/core';
import { Component, effect, inject, input, viewChild } from '@angular/core';
import type { TargetState } from '@hyprbox/contracts';
import { Theme } from '../../core/theme/theme';
import { SquaresCanvas } from './squares-canvas';

/** A square as it is drawn for a state, for the legend. */
@Component({
  selector: 'hb-state-swatch',
  template: '<canvas #canvas></canvas>',
  host: { 'aria-hidden': 'true' },
  styles: `
    :host {
      display: inline-block;
      width: 13px;
      height: 13px;
    }
    canvas {
      display: block;
    }
  `,
})
export class StateSwatch {
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');

  readonly state = input.required<TargetState>();

  constructor() {
    const theme = inject(Theme);
    let square: SquaresCanvas | null = null;
    effect(() => {
      square ??= new SquaresCanvas(this.canvas().nativeElement);
      square.draw([this.state()], { columns: 1, rows: 1, pitch: 16 }, theme.name());
    });
  }
}
