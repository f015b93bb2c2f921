import type { TargetState } from '@hyprbox/contracts';

/** The colours that squares are drawn in, as the theme has them. */
export interface SquarePalette {
  readonly quiet: string;
  readonly strong: string;
  readonly surface: string;
  readonly good: string;
  readonly bad: string;
  readonly busy: string;
  readonly warning: string;
}

/** What a square shows: a host's state, or that it is not known yet. */
export type SquareMark = TargetState | 'UNKNOWN';

export function squarePalette(element: Element): SquarePalette {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    quiet: colour('--hb-line-strong'),
    strong: colour('--hb-offline'),
    surface: colour('--hb-surface'),
    good: colour('--hb-online'),
    bad: colour('--hb-critical'),
    busy: colour('--hb-chart'),
    warning: colour('--hb-warning'),
  };
}

/** Draws one square into the box from 0, 0. Each mark has a shape of its own: colour alone tells nothing. */
export function drawSquare(context: CanvasRenderingContext2D, mark: SquareMark, size: number, palette: SquarePalette) {
  const fill = (colour: string): void => {
    context.fillStyle = colour;
    context.fillRect(0, 0, size, size);
  };
  const outline = (colour: string): void => {
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.strokeRect(0.75, 0.75, size - 1.5, size - 1.5);
  };
  const lines = (colour: string, ...ends: readonly (readonly [number, number, number, number])[]): void => {
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1.5, size / 7);
    context.beginPath();
    for (const [fromX, fromY, toX, toY] of ends) {
      context.moveTo(fromX * size, fromY * size);
      context.lineTo(toX * size, toY * size);
    }
    context.stroke();
  };
  const dot = (colour: string): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(size / 2, size / 2, size / 5, 0, 2 * Math.PI);
    context.fill();
  };
  switch (mark) {
    case 'UNKNOWN':
      context.globalAlpha = 0.4;
      fill(palette.quiet);
      context.globalAlpha = 1;
      return;
    case 'PENDING':
      return outline(palette.quiet);
    case 'WAITING_HOST':
      outline(palette.warning);
      return dot(palette.warning);
    case 'QUEUED':
      return outline(palette.busy);
    case 'RUNNING':
      outline(palette.busy);
      context.fillStyle = palette.busy;
      return context.fillRect(0, size / 2, size, size / 2);
    case 'SUCCEEDED':
      return fill(palette.good);
    case 'FAILED':
      fill(palette.bad);
      return lines(palette.surface, [0.25, 0.25, 0.75, 0.75], [0.75, 0.25, 0.25, 0.75]);
    case 'LOST':
      outline(palette.bad);
      return lines(palette.bad, [0.25, 0.25, 0.75, 0.75], [0.75, 0.25, 0.25, 0.75]);
    case 'SKIPPED':
      outline(palette.strong);
      return lines(palette.strong, [0.1, 0.9, 0.9, 0.1]);
    case 'EXPIRED':
      outline(palette.warning);
      return lines(palette.warning, [0.1, 0.9, 0.9, 0.1]);
    case 'CANCELLED':
      fill(palette.strong);
      return lines(palette.surface, [0.2, 0.5, 0.8, 0.5]);
  }
}
