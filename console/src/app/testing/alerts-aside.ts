import type { Provider } from '@angular/core';
import { of } from 'rxjs';
import { AlertsApi } from '../core/api/alerts.api';
import { AlertChanges } from '../shared/alerts/alert-changes';

/** For specs of pages on which alerts are only a card beside other things: they are answered at once, and never change. */
export const alertsAside: Provider = [
  { provide: AlertsApi, useValue: { list: () => of({ items: [], nextCursor: null }) } },
  { provide: AlertChanges, useValue: { follow: () => undefined } },
];
