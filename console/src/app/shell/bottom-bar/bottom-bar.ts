import { Component, computed, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Session } from '../../core/session/session';
import { atAGlance } from '../../shared/figures/at-a-glance';
import { Icon } from '../../shared/icon/icon';
import { pageGroups, placeOf } from '../../shared/pages/page-groups';

/** On a phone: the pages that people go to most, and what opens all of them. */
@Component({
  selector: 'hb-bottom-bar',
  imports: [Icon, RouterLink, RouterLinkActive],
  templateUrl: './bottom-bar.html',
  styleUrl: './bottom-bar.scss',
})
export class BottomBar {
  private readonly session = inject(Session);

  /** The id of the popover with all pages. */
  readonly opens = input.required<string>();
  /** How many approvals wait for whoever is signed in: their page is not in the bar. */
  readonly waiting = input.required<number>();

  protected readonly destinations = computed(() =>
    pageGroups
      .flatMap(({ destinations }) => destinations)
      .filter(({ inBar, permission }) => inBar === true && (permission === undefined || this.session.can(permission))),
  );
  protected readonly waitingWords = computed(() => atAGlance(this.waiting()));
  protected readonly placeOf = placeOf;
}
