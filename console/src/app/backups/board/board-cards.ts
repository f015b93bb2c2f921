import { Component, computed, input } from '@angular/core';
import type { BackupSummary } from '@hyprbox/contracts';
import { roundDuration } from '../../shared/execution/run-duration';
import { FigureCard } from '../../shared/figures/figure-card';
import { formatCount } from '../../shared/figures/format';

interface Card {
  title: string;
  /** Null while it is being loaded. */
  figure: string | null;
  of?: string;
  note?: string;
  tone?: 'ONLINE' | 'WARNING' | 'CRITICAL';
}

/** The board's headline: how much is covered, fresh and proven, and how long a restore takes. */
@Component({
  selector: 'hb-board-cards',
  imports: [FigureCard],
  template: `
    @for (card of cards(); track card.title) {
      @if (card.figure === null) {
        <hb-figure-card [label]="card.title" aria-hidden="true">
          <span class="hb-skeleton">00 of 00</span>
          <span note class="hb-skeleton">0 hosts have no policy</span>
        </hb-figure-card>
      } @else {
        <hb-figure-card [label]="card.title" [status]="card.tone ?? null">
          {{ card.figure }}
          @if (card.of) {
            <small>{{ card.of }}</small>
          }
          <span note>{{ card.note }}</span>
        </hb-figure-card>
      }
    }
  `,
  styleUrl: './board-cards.scss',
})
export class BoardCards {
  /** Null while they are being loaded. */
  readonly summary = input.required<BackupSummary | null>();
  readonly hosts = input.required<number | null>();

  protected readonly cards = computed<readonly Card[]>(() => [
    this.covered(),
    this.fresh(),
    this.proven(),
    this.restoreTime(),
  ]);

  private covered(): Card {
    const title = 'Protected hosts';
    const [summary, hosts] = [this.summary(), this.hosts()];
    if (summary === null || hosts === null) return { title, figure: null };
    const without = summary.unprotectedNodes;
    return {
      title,
      tone: without > 0 ? 'WARNING' : 'ONLINE',
      figure: formatCount(Math.max(0, hosts - without)),
      of: `of ${formatCount(hosts)}`,
      note:
        without === 0
          ? 'Every host has a policy'
          : `${formatCount(without)} ${without === 1 ? 'host has' : 'hosts have'} no policy`,
    };
  }

  private fresh(): Card {
    const title = 'Fresh';
    const summary = this.summary();
    if (summary === null) return { title, figure: null };
    const { fresh, overdue, never } = summary.backups;
    const failing = summary.targets.FAILING;
    return {
      title,
      tone: overdue + never + failing > 0 ? 'CRITICAL' : 'ONLINE',
      figure: formatCount(fresh),
      of: `of ${formatCount(fresh + overdue + never)}`,
      note: partsOf([failing, 'failing'], [overdue, 'overdue'], [never, 'never backed up']) || 'Every backup is fresh',
    };
  }

  private proven(): Card {
    const title = 'Proven by restore';
    const proofs = this.summary()?.proofs;
    if (proofs === undefined) return { title, figure: null };
    const { fresh, overdue, never } = proofs;
    return {
      title,
      tone: overdue + never > 0 ? 'WARNING' : 'ONLINE',
      figure: formatCount(fresh),
      of: `of ${formatCount(fresh + overdue + never)}`,
      note: partsOf([overdue, 'due'], [never, 'never']) || 'Every proof is fresh',
    };
  }

  private restoreTime(): Card {
    const title = 'Time to restore';
    const summary = this.summary();
    if (summary === null) return { title, figure: null };
    const median = summary.medianRestoreSeconds;
    return {
      title,
      figure: median === null ? 'Unknown' : median < 1 ? 'under 1 s' : roundDuration(median),
      note: median === null ? 'No drill has measured it yet' : 'Median of the last drills',
    };
  }
}

/** "1 failing · 2 overdue": what there is of it. */
function partsOf(...counts: [number, string][]): string {
  return counts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${formatCount(count)} ${words}`)
    .join(' · ');
}
