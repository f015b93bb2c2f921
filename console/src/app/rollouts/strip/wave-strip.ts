import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { PlannedWave, RolloutTarget, TargetState } from '@hyprbox/contracts';
import { formatCount } from '../../shared/figures/format';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { targetStateWords } from '../../shared/rollout/rollout-words';
import { writeDuration } from '../../shared/time/durations';
import { RolloutTargets } from '../targets/rollout-targets';
import { targetStatesByNeed } from '../targets/target-order';
import { squareWords } from './square-words';
import { StateSwatch } from './state-swatch';
import { WaveSquares } from './wave-squares';

/** The waves of a rollout one after the other, a square for each host. */
@Component({
  selector: 'hb-wave-strip',
  imports: [StateSwatch, WaveSquares],
  templateUrl: './wave-strip.html',
  styleUrl: './wave-strip.scss',
})
export class WaveStrip {
  private readonly targets = inject(RolloutTargets);

  readonly waves = input.required<readonly PlannedWave[]>();
  /** The number of the wave that it is at; 0 for none. */
  readonly current = input.required<number>();
  readonly hosts = input.required<number>();
  /** The host whose output is shown. */
  readonly open = input<string>();
  readonly chosen = output<RolloutTarget>();

  protected readonly pointed = signal<RolloutTarget | null>(null);
  protected readonly pointedWords = computed(() => {
    const target = this.pointed();
    return target === null ? '' : squareWords(this.targets.find(target.nodeId) ?? target);
  });
  protected readonly rows = computed(() => {
    const complete = this.targets.complete();
    const byWave = this.targets.byWave();
    return this.waves().map((wave) => {
      const targets = complete ? (byWave.get(wave.number) ?? []) : [];
      return { wave, targets, words: waveWords(wave, targets), count: hostCount(wave.targets) };
    });
  });
  protected readonly legend = computed(() => {
    const counts = this.targets.states();
    return targetStatesByNeed
      .filter((state) => (counts.get(state) ?? 0) > 0)
      .map((state) => ({ state, word: targetStateWords[state] }));
  });
}

/** "9 succeeded, 1 failed, 2 running"; what it waits for after it. */
function waveWords({ soakSeconds }: PlannedWave, targets: readonly RolloutTarget[]): string {
  const counts = new Map<TargetState, number>();
  for (const { state } of targets) counts.set(state, (counts.get(state) ?? 0) + 1);
  const count = (...states: readonly TargetState[]): number =>
    states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const parts = [
    { count: count('SUCCEEDED'), word: 'succeeded' },
    { count: count('FAILED', 'LOST'), word: 'failed or lost' },
    { count: count('QUEUED', 'RUNNING'), word: 'running' },
    { count: count('WAITING_HOST'), word: 'waiting' },
    { count: count('SKIPPED', 'EXPIRED', 'CANCELLED'), word: 'not run on' },
  ].filter((part) => part.count > 0);
  return [
    ...parts.map((part) => `${formatCount(part.count)} ${part.word}`),
    ...(soakSeconds > 0 ? [`then ${writeDuration(soakSeconds)} of waiting`] : []),
  ].join(', ');
}
