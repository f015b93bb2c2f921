import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./board/board-page').then((m) => m.BoardPage) },
  {
    path: 'policies/new',
    title: 'New backup policy',
    loadComponent: () => import('./form/new-policy-page').then((m) => m.NewPolicyPage),
  },
  {
    path: 'policies/:policyId',
    title: 'Backup policy',
    loadComponent: () => import('./policy/policy-page').then((m) => m.PolicyPage),
  },
  {
    path: 'policies/:policyId/edit',
    title: 'Edit backup policy',
    loadComponent: () => import('./form/edit-policy-page').then((m) => m.EditPolicyPage),
  },
  {
    path: 'policies/:policyId/snapshots',
    title: 'Snapshots',
    loadComponent: () => import('./snapshots/snapshots-page').then((m) => m.SnapshotsPage),
  },
  {
    path: 'policies/:policyId/snapshots/:snapshotId',
    title: 'Snapshot',
    loadComponent: () => import('./snapshots/browse-page').then((m) => m.BrowsePage),
  },
  {
    path: 'policies/:policyId/find',
    title: 'Find in snapshots',
    loadComponent: () => import('./snapshots/find-page').then((m) => m.FindPage),
  },
  {
    path: 'policies/:policyId/diff',
    title: 'Compare snapshots',
    loadComponent: () => import('./snapshots/diff-page').then((m) => m.DiffPage),
  },
  {
    path: 'policies/:policyId/restore',
    title: 'Restore',
    loadComponent: () => import('./restore/restore-page').then((m) => m.RestorePage),
  },
  {
    path: 'runs/:runId',
    title: 'Backup run',
    loadComponent: () => import('./run/run-page').then((m) => m.RunPage),
  },
];
