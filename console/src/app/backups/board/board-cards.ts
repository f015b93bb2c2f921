import { Component, computed, input } from '@angular/core';
import type { BackupSummary, BackupTarget } from '@hyprbox/contracts';
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
  readonly targets = input.required<readonly BackupTarget[] | null>();

  protected readonly cards = computed<readonly Card[]>(() => [
    this.covered(),
    this.attention(),
    this.proven(),
    this.restoreTime(),
  ]);

  private readonly active = computed(() => {
    const targets = this.summary()?.targets;
    if (targets === undefined) return 0;
    return targets.FAILING + targets.OVERDUE + targets.NEVER + targets.UNPROVEN + targets.PROTECTED;
  });

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

  private attention(): Card {
    const title = 'Need attention';
    const targets = this.summary()?.targets;
    if (targets === undefined) return { title, figure: null };
    const { FAILING, OVERDUE, NEVER } = targets;
    const parts = [
      FAILING > 0 ? `${formatCount(FAILING)} failing` : '',
      OVERDUE > 0 ? `${formatCount(OVERDUE)} overdue` : '',
      NEVER > 0 ? `${formatCount(NEVER)} never backed up` : '',
    ].filter(Boolean);
    const count = FAILING + OVERDUE + NEVER;
    return {
      title,
      tone: count > 0 ? 'CRITICAL' : 'ONLINE',
      figure: formatCount(count),
      of: `of ${formatCount(this.active())}`,
      note: parts.join(' · ') || 'Every backup is fresh',
    };
  }

  private proven(): Card {
    const title = 'Proven by restore';
    const targets = this.summary()?.targets;
    if (targets === undefined) return { title, figure: null };
    const { PROTECTED, UNPROVEN } = targets;
    return {
      title,
      tone: PROTECTED === this.active() ? 'ONLINE' : 'WARNING',
      figure: formatCount(PROTECTED),
      of: `of ${formatCount(this.active())}`,
      note: UNPROVEN > 0 ? `${formatCount(UNPROVEN)} never restored` : 'Nothing waits for its first proof',
    };
  }

  private restoreTime(): Card {
    const title = 'Time to restore';
    const targets = this.targets();
    if (targets === null) return { title, figure: null };
    const seconds = targets.map(({ restoreSeconds }) => restoreSeconds).filter((each) => each !== null);
    const median = medianOf(seconds);
    return {
      title,
      figure: median === null ? 'Unknown' : median < 1 ? 'under 1 s' : roundDuration(median),
      note: median === null ? 'No drill has measured it yet' : 'Median of the last drills shown',
    };
  }
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
