import { Component, computed, inject, output, signal } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Session } from '../core/session/session';
import { Icon } from '../shared/icon/icon';
import { pageGroups, placeOf } from '../shared/pages/page-groups';
import { PointedName } from '../shared/pointed-name/pointed-name';
import { ApprovalBadge } from './approvals/approval-badge';

@Component({
  selector: 'hb-navigation',
  imports: [ApprovalBadge, Icon, PointedName, RouterLink, RouterLinkActive],
  templateUrl: './navigation.html',
  styleUrl: './navigation.scss',
})
export class Navigation {
  private readonly session = inject(Session);

  /** One of its links was pressed. */
  readonly followed = output();
  /** How many approvals wait for whoever is signed in. */
  readonly waiting = signal(0);

  protected readonly groups = computed(() =>
    pageGroups.map(({ title, destinations }) => ({
      title,
      destinations: destinations.filter(({ permission }) => permission === undefined || this.session.can(permission)),
    })),
  );

  protected readonly mayDecide = computed(() => this.session.can('approval.decide'));

  protected readonly placeOf = placeOf;
}
