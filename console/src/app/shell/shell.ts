import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink, RouterOutlet } from '@angular/router';
import { MatIconButton } from '@angular/material/button';
import { toApiProblem } from '../core/api/problem';
import { PageHeading } from '../core/heading/page-heading';
import { Session } from '../core/session/session';
import { SessionWatch } from '../core/session/session-watch';
import { PaletteOpener } from '../palette/palette-opener';
import { Icon } from '../shared/icon/icon';
import { PointedName } from '../shared/pointed-name/pointed-name';
import { AlertBell } from './bell/alert-bell';
import { BottomBar } from './bottom-bar/bottom-bar';
import { ConnectionState } from './connection-state';
import { Navigation } from './navigation';

/** The frame of every page behind the sign-in: rail or bottom bar, top bar, and the page. */
@Component({
  selector: 'hb-shell',
  imports: [
    AlertBell,
    BottomBar,
    ConnectionState,
    Icon,
    MatIconButton,
    Navigation,
    PaletteOpener,
    PointedName,
    RouterLink,
    RouterOutlet,
  ],
  providers: [SessionWatch],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  protected readonly heading = inject(PageHeading).current;
  protected readonly user = this.session.user;
  protected readonly mayReadAlerts = computed(() => this.session.can('alert.read'));
  /** Why signing out failed. */
  protected readonly stillSignedIn = signal('');

  constructor() {
    // Nothing asks for it: it watches.
    inject(SessionWatch);
  }

  protected async signOut(): Promise<void> {
    this.stillSignedIn.set('');
    try {
      await this.session.signOut();
      await this.router.navigate(['/login']);
    } catch (error) {
      this.stillSignedIn.set(toApiProblem(error).detail);
    }
  }

  protected initials(name: string): string {
    const words = name.split(/[\s@._-]+/u).filter(Boolean);
    return words
      .slice(0, 2)
      .map((word) => word.charAt(0).toUpperCase())
      .join('');
  }

  /** On a phone the pages lie over what the keyboard goes on to. */
  protected closeBehind({ relatedTarget: next }: FocusEvent, pages: HTMLElement): void {
    // What opens them closes them, too.
    if (next instanceof Element && next.closest('#pages, [popovertarget]') === null) pages.hidePopover();
  }

  protected skipToContent(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
