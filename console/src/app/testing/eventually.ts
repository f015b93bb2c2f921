import { TestBed } from '@angular/core/testing';
import { patience } from './patience';

/** Renders until the assertion holds: for pages whose resources stay under way while the test looks at them. */
export async function eventually(assertion: () => void): Promise<void> {
  await vi.waitFor(() => {
    TestBed.tick();
    assertion();
  }, patience);
}
