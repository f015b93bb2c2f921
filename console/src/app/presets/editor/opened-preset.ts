import type { Preset, PresetDraft, presetsEndpoints } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { catchError, map, of, switchMap, throwError } from 'rxjs';
import type { Calls } from '../../core/api/api';
import { toApiProblem } from '../../core/api/problem';

/** What an editor begins with. */
export interface OpenedPreset {
  readonly name: string;
  readonly preset: Preset;
  readonly draft: PresetDraft | null;
}

/** A draft may be gone by the time that it is asked for. */
export function readOpened(api: Calls<typeof presetsEndpoints>, name: string): Observable<OpenedPreset> {
  return api.get(name).pipe(
    switchMap((preset) => {
      if (preset.hasDraft !== true) return of({ name, preset, draft: null });
      return api.draft.get(name).pipe(
        catchError((error: unknown) => (isMissing(error) ? of(null) : throwError(() => error))),
        map((draft) => ({ name, preset, draft })),
      );
    }),
  );
}

function isMissing(error: unknown): boolean {
  return toApiProblem(error).kind === 'not-found';
}
