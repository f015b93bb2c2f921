import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/rollouts-page').then((m) => m.RolloutsPage) },
  {
    path: 'script',
    title: 'Run a script',
    loadComponent: () => import('./script/script-page').then((m) => m.ScriptPage),
  },
  {
    path: ':rolloutId',
    title: 'Rollout',
    loadComponent: () => import('./rollout/rollout-page').then((m) => m.RolloutPage),
  },
];
