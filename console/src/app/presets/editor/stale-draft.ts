import { HttpErrorResponse } from '@angular/common/http';
import type { StaleBase } from '@hyprbox/contracts';

/** What others have done where that is why a draft was not saved; null where the call failed for another reason. */
export function staleDraftOf(error: unknown): StaleBase | null {
  if (!(error instanceof HttpErrorResponse) || error.status !== 409) return null;
  const body: unknown = error.error;
  if (typeof body !== 'object' || body === null) return null;
  const said = new Map<string, unknown>(Object.entries(body));
  if (said.get('code') !== 'PRESET_DRAFT_STALE') return null;
  return {
    currentVersion: numberOf(said.get('currentVersion')),
    currentRevision: numberOf(said.get('currentRevision')),
    theirs: textOf(said.get('theirs')),
    yours: textOf(said.get('yours')),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
