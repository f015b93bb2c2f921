import type { ElementRef } from '@angular/core';
import { afterNextRender, Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { RolloutPlan } from '@hyprbox/contracts';
import type { ApiProblem } from '../../core/api/problem';
import { Clock } from '../../core/clock/clock';
import { formatCount } from '../figures/format';
import { ProblemMessage } from '../form/problem-message';
import { Icon } from '../icon/icon';
import { writeDuration } from '../time/durations';
import { hostCount, planSummary, unavailableWords, untilWords, waveHosts } from './plan-words';

/** Hosts that cannot be run on now that are named at first. */
const namedAtFirst = 8;

/** What a rollout would do, before it does. */
@Component({
  selector: 'hb-plan-view',
  imports: [Icon, MatButton, ProblemMessage],
  templateUrl: './plan-view.html',
  styleUrl: './plan-view.scss',
})
export class PlanView {
  private readonly clock = inject(Clock);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  readonly plan = input.required<RolloutPlan>();
  /** When it starts (ISO 8601); undefined for at once. */
  readonly startAt = input<string>();
  readonly busy = input.required<boolean>();
  /** Why it was not started. */
  readonly problem = input.required<ApiProblem | null>();
  readonly started = output();
  readonly left = output();

  protected readonly hostCount = hostCount;
  protected readonly summary = computed(() => planSummary(this.plan()));
  protected readonly waves = computed(() =>
    this.plan().waves.map((wave) => ({
      number: wave.number,
      count: hostCount(wave.targets),
      hosts: waveHosts(wave),
      soak: wave.soakSeconds > 0 ? `then ${writeDuration(wave.soakSeconds)} of waiting` : '',
    })),
  );
  private readonly allNamed = signal(false);
  protected readonly away = computed(() => {
    const now = this.clock.now();
    const { unavailable } = this.plan();
    return (this.allNamed() ? unavailable : unavailable.slice(0, namedAtFirst)).map((host) => ({
      nodeId: host.nodeId,
      words: unavailableWords(host, now),
    }));
  });
  protected readonly moreAway = computed(() => {
    const { unavailable, unavailableCount } = this.plan();
    return { named: unavailable.length - this.away().length, others: unavailableCount - unavailable.length };
  });
  protected readonly count = formatCount;
  protected readonly startWords = computed(() => {
    const { targets, needsApproval } = this.plan();
    const at = this.startAt();
    if (needsApproval) return 'Ask for approval';
    return at === undefined ? `Start on ${hostCount(targets)}` : `Start ${untilWords(at, this.clock.now())}`;
  });

  constructor() {
    // The button that asked for the plan is gone: what it brought is read next.
    afterNextRender(() => this.heading().nativeElement.focus());
  }

  protected nameAll(): void {
    this.allNamed.set(true);
  }
}
