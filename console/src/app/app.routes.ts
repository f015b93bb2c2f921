import type { Routes } from '@angular/router';
import { signedIn } from './core/session/signed-in.guard';
import { NotLoadedPage } from './not-loaded/not-loaded-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'dashboard' },
  { path: 'login', title: 'Sign in', loadComponent: () => import('./sign-in/sign-in-page').then((m) => m.SignInPage) },
  {
    path: 'dashboard',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((m) => m.Shell),
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'Fleet',
        loadComponent: () => import('./overview/overview-page').then((m) => m.OverviewPage),
      },
      {
        path: 'nodes/:nodeId',
        title: (route) => route.paramMap.get('nodeId') ?? 'Host',
        loadComponent: () => import('./nodes/node-page').then((m) => m.NodePage),
      },
      {
        path: 'deploys',
        title: 'Deploys',
        loadChildren: () => withForms(import('./deploys/deploys.routes')),
      },
      { path: 'presets', title: 'Presets', loadChildren: () => withForms(import('./presets/presets.routes')) },
      { path: 'jobs', title: 'Jobs', loadChildren: () => withForms(import('./jobs/jobs.routes')) },
      { path: 'rollouts', title: 'Rollouts', loadChildren: () => withForms(import('./rollouts/rollouts.routes')) },
      { path: 'backups', title: 'Backups', loadChildren: () => withForms(import('./backups/backups.routes')) },
      { path: 'alerts', title: 'Alerts', loadChildren: () => withForms(import('./alerts/alerts.routes')) },
      {
        path: 'schedules',
        title: 'Schedules',
        loadChildren: () => withForms(import('./schedules/schedules.routes')),
      },
      {
        path: 'approvals',
        title: 'Approvals',
        loadChildren: () => withForms(import('./approvals/approvals.routes')),
      },
      { path: 'audit', title: 'Audit', loadChildren: () => withForms(import('./audit/audit.routes')) },
      {
        path: 'logs',
        title: 'Live feed',
        loadComponent: () => import('./feed/feed-page').then((m) => m.FeedPage),
      },
      {
        path: 'settings',
        title: 'Settings',
        loadComponent: () => import('./settings/settings-page').then((m) => m.SettingsPage),
      },
      {
        path: '**',
        title: 'Not found',
        loadComponent: () => import('./not-found/not-found-page').then((m) => m.NotFoundPage),
      },
    ],
  },
  { path: 'not-loaded', title: 'Not loaded', component: NotLoadedPage },
  {
    path: '**',
    title: 'Not found',
    loadComponent: () => import('./not-found/not-found-page').then((m) => m.NotFoundPage),
  },
];

/** A feature's routes with the console's form fields, which load with the feature. */
async function withForms(feature: Promise<{ routes: Routes }>): Promise<Routes> {
  const [{ routes }, { outlinedFields }] = await Promise.all([feature, import('./shared/form/outlined-fields')]);
  return [{ path: '', providers: [outlinedFields], children: routes }];
}
