import { Component, computed, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { BackupsApi } from '../../core/api/backups.api';
import { pollWhileVisible } from '../../core/live/poll';
import { healing } from '../../core/recovery/when-recovered';
import { FigureCard } from '../figures/figure-card';
import { formatCount } from '../figures/format';

const refreshSeconds = 30;

/** The fleet's backups in one figure: how many are proven by a restore, and what needs attention. */
@Component({
  selector: 'hb-backups-figure-card',
  imports: [FigureCard, RouterLink],
  template: `
    @if (figures(); as figures) {
      <hb-figure-card label="Proven backups" [status]="figures.status">
        {{ figures.proven }} <small>of {{ figures.active }}</small>
        <span note>
          <a routerLink="/dashboard/backups" [queryParams]="{ show: figures.show }">{{ figures.words }}</a>
        </span>
      </hb-figure-card>
    } @else if (summary.error()) {
      <hb-figure-card label="Proven backups">
        –
        <span note>Could not be loaded; trying again</span>
      </hb-figure-card>
    } @else {
      <hb-figure-card label="Loading" aria-hidden="true">
        <span class="hb-skeleton">00 of 00</span>
        <span note class="hb-skeleton">0 overdue · 0 failing</span>
      </hb-figure-card>
    }
  `,
  styles: `
    :host {
      display: grid;
    }
    small {
      font-size: 13px;
      font-weight: 500;
      line-height: 20px;
      color: var(--hb-text-secondary);
    }
    /* A link among words is told by more than its colour. */
    [note] a {
      text-decoration: underline;
      text-underline-offset: 2px;
    }
  `,
})
export class BackupsFigureCard {
  private readonly api = inject(BackupsApi);

  protected readonly summary = healing(rxResource({ stream: () => this.api.summary() }));
  protected readonly figures = computed(() => {
    if (!this.summary.hasValue()) return null;
    const { targets, unprotectedNodes } = this.summary.value();
    const { FAILING, OVERDUE, NEVER, UNPROVEN, PROTECTED } = targets;
    const active = FAILING + OVERDUE + NEVER + UNPROVEN + PROTECTED;
    const [worst] = [
      { count: FAILING, words: 'failing', show: 'failing', status: 'CRITICAL' as const },
      { count: OVERDUE, words: 'overdue', show: 'overdue', status: 'CRITICAL' as const },
      { count: NEVER, words: 'never backed up', show: 'never', status: 'CRITICAL' as const },
      {
        count: unprotectedNodes,
        words: unprotectedNodes === 1 ? 'host without backup' : 'hosts without backup',
        show: 'unprotected',
        status: 'WARNING' as const,
      },
      { count: UNPROVEN, words: 'unproven', show: 'unproven', status: 'WARNING' as const },
    ].filter(({ count }) => count > 0);
    return {
      proven: formatCount(PROTECTED),
      active: formatCount(active),
      status: worst?.status ?? ('ONLINE' as const),
      show: worst?.show ?? null,
      words: worst === undefined ? 'All are fresh and proven' : `${formatCount(worst.count)} ${worst.words}`,
    };
  });

  constructor() {
    pollWhileVisible(refreshSeconds, () => this.summary.reload());
  }
}
