import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/alerts-page').then((m) => m.AlertsPage) },
  {
    path: 'channels',
    title: 'Alert channels',
    loadComponent: () => import('./channels/channels-page').then((m) => m.ChannelsPage),
  },
  {
    path: 'channels/new',
    title: 'New alert channel',
    loadComponent: () => import('./channels/channel-page').then((m) => m.ChannelPage),
  },
  {
    path: 'channels/:channelId',
    title: 'Alert channel',
    loadComponent: () => import('./channels/channel-page').then((m) => m.ChannelPage),
  },
  { path: ':alertId', title: 'Alert', loadComponent: () => import('./alert/alert-page').then((m) => m.AlertPage) },
];
