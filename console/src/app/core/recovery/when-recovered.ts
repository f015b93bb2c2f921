import type { ResourceRef } from '@angular/core';
import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { isPassing } from '../api/problem';
import { ServerRecovery } from './server-recovery';

/**
 * Calls `again` each time the server answers again after it did not, for as long as the caller is there. For what is
 * shown as a failure by `FailureState` nothing is to be done: that tries again by itself.
 */
export function whenRecovered(again: () => void): void {
  inject(ServerRecovery).recovered.pipe(takeUntilDestroyed()).subscribe(again);
}

/** A resource that is read again when the server is back, where it could not be read before. */
export function healing<Resource extends ResourceRef<unknown>>(resource: Resource): Resource {
  whenRecovered(() => {
    const error = resource.error();
    if (error !== undefined && isPassing(error)) resource.reload();
  });
  return resource;
}
