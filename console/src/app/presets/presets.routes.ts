import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', loadComponent: () => import('./list/presets-page').then((m) => m.PresetsPage) },
  {
    path: 'sources',
    title: 'Sources of presets',
    loadComponent: () => import('./sources/sources-page').then((m) => m.SourcesPage),
  },
  {
    path: 'new',
    title: 'New preset',
    loadComponent: () => import('./editor/preset-editor-page').then((m) => m.PresetEditorPage),
  },
  {
    path: ':preset/edit',
    title: 'Preset',
    loadComponent: () => import('./editor/preset-editor-page').then((m) => m.PresetEditorPage),
  },
  {
    path: ':preset/diff',
    title: 'Changes of a preset',
    loadComponent: () => import('./diff/preset-diff-page').then((m) => m.PresetDiffPage),
  },
  { path: ':preset', title: 'Preset', loadComponent: () => import('./preset/preset-page').then((m) => m.PresetPage) },
];
