import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { Activity, Page } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

/** `/api/activity` */
@Injectable({ providedIn: 'root' })
export class ActivityApi {
  private readonly http = inject(HttpClient);

  /** What happened in the whole fleet, newest first. */
  list(query: PageQuery = {}): Observable<Page<Activity>> {
    return this.http.get<Page<Activity>>('/api/activity', { params: queryParams({ ...query }) });
  }
}
