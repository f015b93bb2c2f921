import type { Settings } from '@hyprbox/contracts';
import type { CallOptions, Http } from './http.js';

/** `/api/settings` */
export class SettingsApi {
  constructor(private readonly http: Http) {}

  get(call?: CallOptions): Promise<Settings> {
    return this.http.get('/settings', {}, call);
  }

  update(settings: Partial<Settings>, call?: CallOptions): Promise<Settings> {
    return this.http.write('PATCH', '/settings', settings, call);
  }
}
