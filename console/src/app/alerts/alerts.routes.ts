import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/alerts-page').then((m) => m.AlertsPage) },
  { path: 'rules', title: 'Alert rules', loadComponent: () => import('./rules/rules-page').then((m) => m.RulesPage) },
  {
    path: 'rules/new',
    title: 'New alert rule',
    loadComponent: () => import('./rules/rule-page').then((m) => m.RulePage),
  },
  {
    path: 'rules/:ruleId',
    title: 'Alert rule',
    loadComponent: () => import('./rules/rule-page').then((m) => m.RulePage),
  },
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
  {
    path: 'windows',
    title: 'Alert windows',
    loadComponent: () => import('./windows/windows-page').then((m) => m.WindowsPage),
  },
  {
    path: 'windows/new',
    title: 'New alert window',
    loadComponent: () => import('./windows/window-page').then((m) => m.WindowPage),
  },
  {
    path: 'windows/:windowId',
    title: 'Alert window',
    loadComponent: () => import('./windows/window-page').then((m) => m.WindowPage),
  },
  {
    path: 'routes',
    title: 'Alert routes',
    loadComponent: () => import('./routes/routes-page').then((m) => m.RoutesPage),
  },
  { path: 'beats', title: 'Beats', loadComponent: () => import('./beats/beats-page').then((m) => m.BeatsPage) },
  { path: ':alertId', title: 'Alert', loadComponent: () => import('./alert/alert-page').then((m) => m.AlertPage) },
];
