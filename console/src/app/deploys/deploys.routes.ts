import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./catalogue/catalogue-page').then((m) => m.CataloguePage) },
  { path: ':preset', title: 'Deploy', loadComponent: () => import('./preset/preset-page').then((m) => m.PresetPage) },
  {
    path: ':preset/results',
    title: 'Results',
    loadComponent: () => import('./results/results-page').then((m) => m.ResultsPage),
  },
];
