import { Component, computed, input } from '@angular/core';
import type { RolloutState } from '@hyprbox/contracts';
import { StatusDot } from '../status/status-dot';
import { rolloutTone } from './rollout-tone';
import { rolloutStateWords } from './rollout-words';

/** A rollout's state as a chip with a dot and a word. */
@Component({
  selector: 'hb-rollout-state',
  imports: [StatusDot],
  template: '<hb-status-dot />{{ word() }}',
  host: { '[attr.data-status]': 'tone()' },
  styleUrl: '../status/status-chip.scss',
})
export class RolloutStateLabel {
  readonly state = input.required<RolloutState>();

  protected readonly word = computed(() => rolloutStateWords[this.state()]);
  protected readonly tone = computed(() => rolloutTone[this.state()]);
}
