import type { SquareMark } from './square-drawing';
import { squareGrid } from './square-grid';
import { SquaresCanvas } from './squares-canvas';

describe('the canvas of a wave', () => {
  const count = 1_200;
  const grid = squareGrid(count, 1_200, count);
  let frames: FrameRequestCallback[];
  /** Where each square was drawn, in its order. */
  let drawn: string[];
  let squares: SquaresCanvas;

  beforeEach(() => {
    frames = [];
    drawn = [];
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => delete frames[frame - 1]);
    const canvas = document.createElement('canvas');
    const context = {
      clearRect: () => undefined,
      drawImage: (_: unknown, x: number, y: number) => drawn.push(`${x} ${y}`),
    };
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
      // All that is asked of it.
      return (this === canvas ? context : null) as unknown as CanvasRenderingContext2D;
    });
    squares = new SquaresCanvas(canvas);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const all = (mark: SquareMark): SquareMark[] => Array.from({ length: count }, () => mark);
  const nextFrame = (): void => frames.splice(0).forEach((frame) => frame(0));

  it('is drawn a part in each frame, each square once', () => {
    squares.draw(all('PENDING'), grid, 'light');
    expect(drawn).toHaveLength(500);
    nextFrame();
    expect(drawn).toHaveLength(1_000);
    nextFrame();
    nextFrame();
    expect(drawn).toHaveLength(count);
    expect(new Set(drawn).size).toBe(count);
  });

  it('has only those drawn again that have changed, also while others are still to come', () => {
    squares.draw(all('PENDING'), grid, 'light');
    squares.draw(all('PENDING').with(0, 'FAILED').with(1_199, 'RUNNING'), grid, 'light');
    while (frames.length > 0) nextFrame();
    expect(drawn).toHaveLength(count + 1);
    expect(drawn.filter((place) => place === drawn[0])).toHaveLength(2);
    squares.draw(all('PENDING').with(0, 'FAILED').with(1_199, 'SUCCEEDED'), grid, 'light');
    expect(drawn).toHaveLength(count + 2);
    expect(frames).toEqual([]);
  });

  it('is drawn anew where it looks otherwise', () => {
    for (const theme of ['light', 'dark']) {
      squares.draw(all('PENDING'), grid, theme);
      while (frames.length > 0) nextFrame();
    }
    expect(drawn).toHaveLength(2 * count);
  });

  it('is drawn no more once it is gone', () => {
    squares.draw(all('PENDING'), grid, 'light');
    squares.stop();
    nextFrame();
    expect(drawn).toHaveLength(500);
  });
});
