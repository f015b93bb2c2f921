import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FleetSummary } from '@hyprbox/contracts';
import { Clock } from '../core/clock/clock';
import { formatCount } from '../shared/figures/format';
import { age } from '../shared/time/age';

/** The overview's headline counts; skeletons of the same size until they are known. */
@Component({
  selector: 'hb-fleet-cards',
  imports: [RouterLink],
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
    if (counts === undefined) return '';
    const parts = [
      counts.CRITICAL > 0 ? `${formatCount(counts.CRITICAL)}\u00a0critical` : '',
      counts.WARNING > 0 ? `${formatCount(counts.WARNING)}\u00a0warning` : '',
      counts.OFFLINE > 0 ? `${formatCount(counts.OFFLINE)}\u00a0offline` : '',
    ];
    return parts.filter(Boolean).join(' · ') || 'All quiet';
  });
  protected readonly silence = computed(() => {
    const longest = this.summary()?.longestSilence;
    return longest ? age(this.clock.now() - Date.parse(longest.lastSeenAt)) : null;
  });
}
