import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/alerts-page').then((m) => m.AlertsPage) },
  { path: ':alertId', title: 'Alert', loadComponent: () => import('./alert/alert-page').then((m) => m.AlertPage) },
];
