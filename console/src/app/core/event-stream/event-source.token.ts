import { inject, InjectionToken } from '@angular/core';
import { BasePath } from '../base-path/base-path';

export type OpenEventSource = (url: string) => EventSource;

/** Opens the browser's EventSource with the session's cookie. */
export const openEventSource = new InjectionToken<OpenEventSource>('openEventSource', {
  providedIn: 'root',
  factory: () => {
    const base = inject(BasePath);
    return (url) => new EventSource(base.below(url), { withCredentials: true });
  },
});
