import { TestBed } from '@angular/core/testing';
import { of, throwError } from 'rxjs';
import { PreloadWhenIdle } from './preload-when-idle';

describe('PreloadWhenIdle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves the first page to itself before it fetches the others', () => {
    const load = vi.fn(() => of('code'));
    TestBed.inject(PreloadWhenIdle).preload({}, load).subscribe();
    expect(load).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(load).toHaveBeenCalledOnce();
  });

  it('fetches them one by one', () => {
    const strategy = TestBed.inject(PreloadWhenIdle);
    const loads = [1, 2, 3].map(() => vi.fn(() => of('code')));
    for (const load of loads) strategy.preload({}, load).subscribe();
    const fetched = loads.map(() => {
      vi.advanceTimersToNextTimer();
      return loads.filter((load) => load.mock.calls.length > 0).length;
    });
    expect(fetched).toEqual([1, 2, 3]);
  });

  it('fetches none in a browser that is told to save data', () => {
    vi.stubGlobal('navigator', { connection: { saveData: true } });
    const load = vi.fn(() => of('code'));
    TestBed.inject(PreloadWhenIdle).preload({}, load).subscribe();
    vi.runAllTimers();
    vi.unstubAllGlobals();
    expect(load).not.toHaveBeenCalled();
  });

  it('makes nothing of a page that cannot be fetched', () => {
    const failed = vi.fn();
    const load = (): ReturnType<typeof throwError> => throwError(() => new Error('Failed to fetch'));
    TestBed.inject(PreloadWhenIdle).preload({}, load).subscribe({ error: failed });
    vi.runAllTimers();
    expect(failed).not.toHaveBeenCalled();
  });
});
