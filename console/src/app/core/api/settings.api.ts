import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { Retention, Settings, Thresholds } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';

/** What is left out stays as it is. */
export interface SettingsChange {
  thresholds?: Partial<Thresholds>;
  retention?: Partial<Retention>;
}

/** `/api/settings` */
@Injectable({ providedIn: 'root' })
export class SettingsApi {
  private readonly http = inject(HttpClient);

  get(): Observable<Settings> {
    return this.http.get<Settings>('/api/settings');
  }

  update(change: SettingsChange): Observable<Settings> {
    return this.http.patch<Settings>('/api/settings', change);
  }
}
