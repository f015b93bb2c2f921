import type { Activity, Page } from '@hyprbox/contracts';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

/** `/api/activity` */
export class ActivityApi {
  constructor(private readonly http: Http) {}

  /** What happened in the whole fleet, newest first. */
  list(page: PageQuery = {}, call?: CallOptions): Promise<Page<Activity>> {
    return this.http.get('/activity', { ...page }, call);
  }
}
