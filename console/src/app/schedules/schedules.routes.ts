import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/schedules-page').then((m) => m.SchedulesPage) },
  {
    path: 'new',
    title: 'New schedule',
    loadComponent: () => import('./form/schedule-form-page').then((m) => m.ScheduleFormPage),
  },
  {
    path: ':scheduleId/edit',
    title: 'Schedule',
    loadComponent: () => import('./form/schedule-form-page').then((m) => m.ScheduleFormPage),
  },
  {
    path: ':scheduleId',
    title: 'Schedule',
    loadComponent: () => import('./schedule/schedule-page').then((m) => m.SchedulePage),
  },
];
