import type { SquareMark } from './square-drawing';
import { squarePalette } from './square-drawing';
import type { SquareGrid } from './square-grid';
import { cornerOf } from './square-grid';
import { inMemory, SquareSprites } from './square-sprites';

/** Room between two squares, in CSS pixels. */
const gap = 3;

/** Squares that are drawn in one frame: thousands at once would keep the page from answering. */
const squaresAFrame = 500;

/** The squares of one wave on their canvas: of what has changed, only that is drawn again, a part in each frame. */
export class SquaresCanvas {
  private marks: readonly SquareMark[] = [];
  private drawn: SquareMark[] = [];
  /** Up to here the marks are on the canvas. */
  private next = 0;
  private frame: number | null = null;
  private sprites: SquareSprites | null = null;
  private look = '';

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** @param theme whose colours are on the page now */
  draw(marks: readonly SquareMark[], grid: SquareGrid, theme: string): void {
    const density = window.devicePixelRatio || 1;
    const look = [theme, density, grid.columns, grid.rows, grid.pitch].join();
    if (look !== this.look || this.sprites === null) {
      this.look = look;
      this.drawn = [];
      this.sprites = new SquareSprites(squarePalette(this.canvas), grid.pitch - gap, density);
      this.canvas.width = Math.ceil(grid.columns * grid.pitch * density);
      this.canvas.height = Math.ceil(grid.rows * grid.pitch * density);
    }
    this.stop();
    this.marks = marks;
    this.next = 0;
    this.drawPart(grid, this.sprites);
  }

  /** Draws no more. */
  stop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
  }

  private drawPart(grid: SquareGrid, sprites: SquareSprites): void {
    const context = inMemory(this.canvas);
    // A browser gives none to a page that has too many of them already.
    if (context === null) return;
    const { density } = sprites;
    for (let left = squaresAFrame; left > 0 && this.next < this.marks.length; this.next++) {
      const mark = this.marks[this.next];
      if (mark === undefined || this.drawn[this.next] === mark) continue;
      const { x, y } = cornerOf(grid, this.next);
      const [at, top, size] = [Math.round(x * density), Math.round(y * density), sprites.size * density];
      context.clearRect(at - 1, top - 1, size + 2, size + 2);
      context.drawImage(sprites.of(mark), at, top);
      this.drawn[this.next] = mark;
      left--;
    }
    if (this.next === this.marks.length) return;
    this.frame = requestAnimationFrame(() => this.drawPart(grid, sprites));
  }
}
