import { Component, computed, DestroyRef, effect, inject, input, signal, untracked } from '@angular/core';
import type { RolloutCounts, RolloutOutputs } from '@hyprbox/contracts';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { KnownValue } from '../../core/live/known-value';
import { Throttled } from '../../core/live/throttled';
import { formatCount } from '../../shared/figures/format';
import { FailureState } from '../../shared/page-state/failure-state';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { ShowMore } from '../../shared/show-more/show-more';
import { OutputGroupCard } from './output-group-card';

/** The outputs are compared anew at most that often while hosts end, in milliseconds: of few hosts, and of many. */
const readPause = { few: 1_000, many: 5_000 } as const;
/** Hosts that are many. */
const many = 100;
/** Groups that are shown at first, and more at a time. */
const groupsAtOnce = 5;

/** What the hosts printed: those that printed the same are one. */
@Component({
  selector: 'hb-output-groups',
  imports: [FailureState, OutputGroupCard, ShowMore],
  template: `
    <h2>What they printed</h2>
    @if (outputs.value(); as value) {
      <p class="quiet" role="status">{{ words() }}</p>
      @for (group of shown(); track group.sha256 + group.state + group.exitCode) {
        <hb-output-group-card class="hb-card" [group]="group" [largest]="$first ? null : (value.groups[0] ?? null)" />
      }
      <hb-show-more [hasMore]="hasMore()" (more)="showMore()" />
    } @else if (outputs.error(); as error) {
      <hb-failure-state [error]="error" (retry)="read()" />
    } @else {
      <div role="status">
        <span class="hb-visually-hidden">Loading the outputs</span>
        <div class="hb-skeleton"></div>
      </div>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 10px;
      min-width: 0;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .hb-skeleton {
      display: block;
      height: 120px;
      border-radius: var(--hb-radius);
    }
  `,
})
export class OutputGroups {
  private readonly api = inject(RolloutsApi);

  readonly rolloutId = input.required<string>();
  /** The outputs are compared again as hosts end. */
  readonly counts = input.required<RolloutCounts>();

  protected readonly outputs = new KnownValue<RolloutOutputs>();
  private readonly most = signal(groupsAtOnce);
  protected readonly shown = computed(() => this.outputs.value()?.groups.slice(0, this.most()) ?? []);
  protected readonly hasMore = computed(() => (this.outputs.value()?.groups.length ?? 0) > this.most());
  protected readonly words = computed(() => {
    const value = this.outputs.value();
    if (value === null) return '';
    const { groups, groupCount, without } = value;
    if (groupCount === 0) return 'No host has ended yet.';
    const compared = groups.reduce((sum, { count }) => sum + count, 0);
    const all =
      groupCount === 1 ? `${hostCount(compared)} printed the same` : `${formatCount(groupCount)} different outputs`;
    const left = groupCount > groups.length ? `; the ${groups.length} largest groups are here` : '';
    return `${all}${without > 0 ? `; ${hostCount(without)} without one` : ''}${left}.`;
  });
  private readonly ended = computed(() => {
    const { succeeded, failed, lost, cancelled } = this.counts();
    return succeeded + failed + lost + cancelled;
  });

  constructor() {
    const owner = inject(DestroyRef);
    const soon = new Throttled(readPause.few, () => this.read(), owner);
    const later = new Throttled(readPause.many, () => this.read(), owner);
    effect(() => {
      const again = this.ended() < many ? soon : later;
      untracked(() => again.ask());
    });
  }

  protected read(): void {
    this.outputs.read(this.api.outputs(this.rolloutId()));
  }

  protected showMore(): void {
    this.most.update((count) => count + groupsAtOnce);
  }
}
