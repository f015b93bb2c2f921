import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { Page, Preset, PresetSummary, RenderedPreset, VariableValues } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { EMPTY, expand, reduce } from 'rxjs';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

/** `/api/presets` */
@Injectable({ providedIn: 'root' })
export class PresetsApi {
  private readonly http = inject(HttpClient);

  list(query: PageQuery = {}): Observable<Page<PresetSummary>> {
    return this.http.get<Page<PresetSummary>>('/api/presets', { params: queryParams({ ...query }) });
  }

  /** The whole catalogue, however many pages that takes. */
  listAll(): Observable<PresetSummary[]> {
    const page = (cursor: string | null): Observable<Page<PresetSummary>> =>
      this.list({ limit: limits.pageMax, cursor });
    return page(null).pipe(
      expand(({ nextCursor }) => (nextCursor === null ? EMPTY : page(nextCursor))),
      reduce<Page<PresetSummary>, PresetSummary[]>((all, { items }) => [...all, ...items], []),
    );
  }

  get(name: string): Observable<Preset> {
    return this.http.get<Preset>(pathOf(name));
  }

  /** The script exactly as a job would freeze it. */
  render(name: string, variables: VariableValues): Observable<RenderedPreset> {
    return this.http.post<RenderedPreset>(`${pathOf(name)}/render`, { variables });
  }
}

function pathOf(name: string): string {
  return `/api/presets/${encodeURIComponent(name)}`;
}
