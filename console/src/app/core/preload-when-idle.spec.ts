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

  it('makes nothing of a page that cannot be fetched', () => {
    const failed = vi.fn();
    const load = (): ReturnType<typeof throwError> => throwError(() => new Error('Failed to fetch'));
    TestBed.inject(PreloadWhenIdle).preload({}, load).subscribe({ error: failed });
    vi.runAllTimers();
    expect(failed).not.toHaveBeenCalled();
  });
});
