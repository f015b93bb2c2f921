import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FleetSummary } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { BackupsFigureCard } from '../../shared/backups/backups-figure-card';
import { formatCount } from '../../shared/figures/format';
import { PointedName } from '../../shared/pointed-name/pointed-name';
import { statusWords } from '../../shared/status/status-words';
import { age } from '../../shared/time/age';
import { TimeOfDay } from '../../shared/time/time-of-day';
import { FigureCard } from '../../shared/figures/figure-card';

const troubling = ['CRITICAL', 'WARNING', 'OFFLINE'] as const;

/** The overview's headline figures, a `hb-figure-card` each; skeletons of the same size until they are known. */
@Component({
  selector: 'hb-fleet-cards',
  imports: [BackupsFigureCard, FigureCard, PointedName, RouterLink, TimeOfDay],
  templateUrl: './fleet-cards.html',
  styleUrl: './fleet-cards.scss',
})
export class FleetCards {
  private readonly clock = inject(Clock);

  readonly summary = input.required<FleetSummary | null>();

  protected readonly count = formatCount;
  protected readonly troubled = computed(() => {
    const counts = this.summary()?.byStatus;
    return counts === undefined ? 0 : counts.CRITICAL + counts.WARNING + counts.OFFLINE;
  });
  protected readonly worst = computed(() => {
    const counts = this.summary()?.byStatus;
    if (counts === undefined || this.troubled() === 0) return 'ONLINE';
    if (counts.CRITICAL > 0) return 'CRITICAL';
    return counts.WARNING > 0 ? 'WARNING' : 'OFFLINE';
  });
  protected readonly troubles = computed(() => {
    const counts = this.summary()?.byStatus;
    if (counts === undefined) return [];
    return troubling
      .filter((status) => counts[status] > 0)
      .map((status) => ({ status, words: `${formatCount(counts[status])}\u00a0${statusWords[status].toLowerCase()}` }));
  });
  protected readonly silence = computed(() => {
    const longest = this.summary()?.longestSilence;
    return longest ? age(this.clock.now() - Date.parse(longest.lastSeenAt)) : null;
  });
}
