import type { SquareMark, SquarePalette } from './square-drawing';
import { drawSquare } from './square-drawing';

/**
 * A canvas that lies in the page's own memory. One that another process of the browser draws has the page wait for that
 * process whenever it is copied from.
 */
export function inMemory(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d', { willReadFrequently: true });
}

/** Each kind of square drawn once; thousands are then copies of it. */
export class SquareSprites {
  private readonly drawn = new Map<SquareMark, HTMLCanvasElement>();

  /** @param size in CSS pixels @param density device pixels of one CSS pixel */
  constructor(
    private readonly palette: SquarePalette,
    readonly size: number,
    readonly density: number,
  ) {}

  of(mark: SquareMark): HTMLCanvasElement {
    const known = this.drawn.get(mark);
    if (known !== undefined) return known;
    const sprite = document.createElement('canvas');
    sprite.width = sprite.height = Math.ceil(this.size * this.density);
    const context = inMemory(sprite);
    if (context !== null) {
      context.scale(this.density, this.density);
      drawSquare(context, mark, this.size, this.palette);
    }
    this.drawn.set(mark, sprite);
    return sprite;
  }
}
