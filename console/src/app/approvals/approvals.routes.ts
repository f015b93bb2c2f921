import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/approvals-page').then((m) => m.ApprovalsPage) },
  {
    path: ':approvalId',
    title: 'Approval',
    loadComponent: () => import('./approval/approval-page').then((m) => m.ApprovalPage),
  },
];
