import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Session } from '../core/session/session';
import { Icon } from '../shared/icon/icon';
import { pageGroups } from '../shared/pages/page-groups';
import { PointedName } from '../shared/pointed-name/pointed-name';

@Component({
  selector: 'hb-navigation',
  imports: [Icon, PointedName, RouterLink, RouterLinkActive],
  templateUrl: './navigation.html',
  styleUrl: './navigation.scss',
})
export class Navigation {
  private readonly session = inject(Session);

  protected readonly groups = computed(() =>
    pageGroups.map(({ title, destinations }) => ({
      title,
      destinations: destinations.filter(({ permission }) => permission === undefined || this.session.can(permission)),
    })),
  );

  protected matching(exact: boolean) {
    return {
      paths: exact ? 'exact' : 'subset',
      queryParams: 'ignored',
      fragment: 'ignored',
      matrixParams: 'ignored',
    } as const;
  }
}
