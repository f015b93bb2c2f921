import { computed, inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router } from '@angular/router';
import { toApiProblem } from '../core/api/problem';
import { Session } from '../core/session/session';
import { Theme } from '../core/theme/theme';
import { pageGroups } from '../shared/pages/page-groups';
import { openShortcuts } from './open-shortcuts';
import type { PaletteItem } from './palette-item';

/** What can be done from anywhere. */
@Injectable()
export class PaletteActions {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly theme = inject(Theme);
  private readonly snackBar = inject(MatSnackBar);
  private readonly dialog = inject(MatDialog);

  readonly items = computed<readonly PaletteItem[]>(() => [
    ...this.pages(),
    ...this.forAdministrators(),
    ...this.forScripts(),
    ...this.forPresets(),
    this.otherTheme(),
    {
      id: 'shortcuts',
      label: 'Show the keyboard shortcuts',
      detail: '?',
      icon: 'list',
      run: () => openShortcuts(this.dialog),
    },
    { id: 'sign-out', label: 'Sign out', detail: '', icon: 'log-out', run: () => void this.signOut() },
  ]);

  private pages(): readonly PaletteItem[] {
    return pageGroups
      .flatMap(({ destinations }) => destinations)
      .filter(({ permission }) => permission === undefined || this.session.can(permission))
      .map(({ label, link, icon, key }) => ({
        id: `go:${link}`,
        label: `Go to ${label}`,
        detail: `g ${key}`,
        icon,
        run: () => void this.router.navigateByUrl(link),
      }));
  }

  private forAdministrators(): readonly PaletteItem[] {
    if (!this.session.can('token.manage')) return [];
    const create = (): void => void this.router.navigate(['/dashboard/settings'], { queryParams: { create: 'token' } });
    return [{ id: 'create-token', label: 'Create a node token', detail: 'add a host', icon: 'plus', run: create }];
  }

  private forScripts(): readonly PaletteItem[] {
    if (!this.session.can('job.adhoc')) return [];
    const write = (): void => void this.router.navigateByUrl('/dashboard/rollouts/script');
    return [{ id: 'run-script', label: 'Run a script', detail: 'on chosen hosts', icon: 'play', run: write }];
  }

  private forPresets(): readonly PaletteItem[] {
    const go = (link: string) => () => void this.router.navigateByUrl(`/dashboard/presets/${link}`);
    const sources: PaletteItem = {
      id: 'preset-sources',
      label: 'Go to the sources of presets',
      detail: 'git',
      icon: 'file-code',
      run: go('sources'),
    };
    if (!this.session.can('preset.read')) return [];
    if (!this.session.can('preset.write')) return [sources];
    return [{ id: 'new-preset', label: 'Write a preset', detail: 'new', icon: 'plus', run: go('new') }, sources];
  }

  private otherTheme(): PaletteItem {
    const other = this.theme.name() === 'dark' ? 'light' : 'dark';
    return {
      id: 'theme',
      label: `Switch to the ${other} theme`,
      detail: 'appearance',
      icon: 'settings',
      run: () => this.theme.choose(other),
    };
  }

  private async signOut(): Promise<void> {
    try {
      await this.session.signOut();
      await this.router.navigate(['/login']);
    } catch (error) {
      this.snackBar.open(`You are still signed in. ${toApiProblem(error).detail}`, 'Close');
    }
  }
}
