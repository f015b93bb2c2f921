import { InjectionToken } from '@angular/core';

export type OpenEventSource = (url: string) => EventSource;

/** Opens the browser's EventSource with the session's cookie. */
export const openEventSource = new InjectionToken<OpenEventSource>('openEventSource', {
  providedIn: 'root',
  factory: () => (url) => new EventSource(url, { withCredentials: true }),
});
