import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatChipListbox, MatChipOption } from '@angular/material/chips';
import { RouterLink } from '@angular/router';
import type { RolloutTarget, TargetState } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { runDuration } from '../../shared/execution/run-duration';
import { formatCount } from '../../shared/figures/format';
import { targetReason, targetStateWords } from '../../shared/rollout/rollout-words';
import { ShowMore } from '../../shared/show-more/show-more';
import { untilWords } from '../../shared/rollout-form/plan-words';
import { RolloutTargets } from './rollout-targets';
import { failuresFirst, inOrderOf, targetStatesByNeed } from './target-order';
import { TargetStateLabel } from './target-state-label';

/** Rows at first, so that what the hosts printed is not far below, and rows that are added at a time. */
const rowsAtFirst = 12;
const rowsMore = 50;

/** Hosts of one state, or all of them. */
type ShownState = TargetState | 'ALL';

/** The hosts of a rollout, those that went wrong first. Rows stay where they are under the pointer and around the focus. */
@Component({
  selector: 'hb-target-table',
  imports: [MatChipListbox, MatChipOption, RouterLink, ShowMore, TargetStateLabel],
  templateUrl: './target-table.html',
  styleUrl: './target-table.scss',
})
export class TargetTable {
  private readonly clock = inject(Clock);
  private readonly targets = inject(RolloutTargets);

  /** The host whose output is shown, if one is. */
  readonly open = input<string>();

  protected readonly count = formatCount;
  protected readonly state = signal<ShownState>('ALL');
  protected readonly options = computed(() => {
    const counts = this.targets.states();
    return targetStatesByNeed
      .filter((state) => (counts.get(state) ?? 0) > 0 || state === this.state())
      .map((state) => ({ state, label: targetStateWords[state], count: counts.get(state) ?? 0 }));
  });
  protected readonly total = this.targets.count;
  protected readonly complete = this.targets.complete;
  protected readonly pointed = signal(false);
  protected readonly focused = signal(false);
  private readonly matching = computed(() => {
    const state = this.state();
    const all = this.targets.all();
    return state === 'ALL' ? all : all.filter((target) => target.state === state);
  });
  private readonly order = linkedSignal<
    { targets: readonly RolloutTarget[]; frozen: boolean; state: ShownState },
    readonly RolloutTarget[]
  >({
    source: () => ({ targets: this.matching(), frozen: this.pointed() || this.focused(), state: this.state() }),
    computation: ({ targets, frozen, state }, before) =>
      frozen && before?.source.state === state ? inOrderOf(before.value, targets) : failuresFirst(targets),
  });
  protected readonly shown = linkedSignal<ShownState, number>({
    source: () => this.state(),
    computation: () => rowsAtFirst,
  });
  protected readonly hasMore = computed(() => this.order().length > this.shown());
  protected readonly rows = computed(() => {
    const now = this.clock.now();
    return this.order()
      .slice(0, this.shown())
      .map((target) => ({ target, why: whyWords(target, now), duration: runDuration(target, now) ?? '–' }));
  });

  protected showMore(): void {
    this.shown.update((count) => count + rowsMore);
  }
}

function whyWords({ state, reason, exitCode, waitUntil }: RolloutTarget, now: number): string {
  const words = targetReason(reason, exitCode);
  if (state !== 'WAITING_HOST' || waitUntil === null) return words;
  return `${words === '' ? 'waited for' : `${words}, waited for`} until ${untilWords(waitUntil, now)}`;
}
