import { Component, computed, input } from '@angular/core';
import type { TargetState } from '@hyprbox/contracts';
import { targetTone } from '../../shared/rollout/rollout-tone';
import { targetStateWords } from '../../shared/rollout/rollout-words';
import { StatusDot } from '../../shared/status/status-dot';

/** What has become of one host, as a chip with a dot and a word. */
@Component({
  selector: 'hb-target-state',
  imports: [StatusDot],
  template: '<hb-status-dot />{{ word() }}',
  host: { '[attr.data-status]': 'tone()' },
  styleUrl: '../../shared/status/status-chip.scss',
})
export class TargetStateLabel {
  readonly state = input.required<TargetState>();

  protected readonly word = computed(() => targetStateWords[this.state()]);
  protected readonly tone = computed(() => targetTone[this.state()]);
}
