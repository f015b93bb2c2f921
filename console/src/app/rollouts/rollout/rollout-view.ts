import type { OnInit } from '@angular/core';
import { Component, computed, effect, ElementRef, inject, input, linkedSignal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { Rollout, RolloutTarget } from '@hyprbox/contracts';
import { isRolloutOver } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { showLiveSource } from '../../core/live/live-sources';
import { Session } from '../../core/session/session';
import { runDuration } from '../../shared/execution/run-duration';
import { Icon } from '../../shared/icon/icon';
import { untilWords } from '../../shared/rollout-form/plan-words';
import { RolloutStateLabel } from '../../shared/rollout/rollout-state-label';
import { rolloutReason, rolloutStateWords } from '../../shared/rollout/rollout-words';
import { RolloutOrders } from '../orders/rollout-orders';
import { OutputGroups } from '../outputs/output-groups';
import { ProgressBar } from '../progress/progress-bar';
import { progressWords } from '../progress/progress-words';
import { WaveStrip } from '../strip/wave-strip';
import { HostTail } from '../tail/host-tail';
import { RolloutTargets } from '../targets/rollout-targets';
import { TargetTable } from '../targets/target-table';
import { RolloutFacts } from './rollout-facts';
import { RolloutTracker } from './rollout-tracker';

/** One rollout: how it stands, its waves, the hosts that went wrong, and what they printed. */
@Component({
  selector: 'hb-rollout-view',
  imports: [
    HostTail,
    Icon,
    MatButton,
    OutputGroups,
    ProgressBar,
    RolloutFacts,
    RolloutOrders,
    RolloutStateLabel,
    RouterLink,
    TargetTable,
    WaveStrip,
  ],
  providers: [RolloutTargets, RolloutTracker],
  templateUrl: './rollout-view.html',
  styleUrl: './rollout-view.scss',
})
export class RolloutView implements OnInit {
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly tracker = inject(RolloutTracker);
  protected readonly targets = inject(RolloutTargets);

  /** The rollout as it was when the page was opened; it is kept up to date from there. */
  readonly loaded = input.required<Rollout>();
  /** The host whose output is shown. */
  readonly host = input<string>();

  protected readonly rollout = linkedSignal(() => this.loaded());
  protected readonly stateWord = computed(() => rolloutStateWords[this.rollout().state]);
  protected readonly progress = computed(() => progressWords(this.rollout().counts, this.rollout().targets));
  protected readonly duration = computed(() => runDuration(this.rollout(), this.clock.now()));
  /** Why it does not go on, or ended as it did. */
  protected readonly why = computed(() => {
    const { state, reason, detail, startAt } = this.rollout();
    if (state === 'SCHEDULED' && startAt !== null) return `It starts ${untilWords(startAt, this.clock.now())}.`;
    if (state === 'AWAITING_APPROVAL') return 'Nothing runs before somebody else has approved it.';
    return [rolloutReason(reason), detail].filter((words) => words !== null && words !== '').join(' ');
  });
  /** Of one that is over, none is the present one. */
  protected readonly currentWave = computed(() => (isRolloutOver(this.rollout().state) ? 0 : this.rollout().wave));
  protected readonly stuck = computed(() => this.rollout().state === 'HALTED');
  protected readonly approval = computed(() => (this.session.can('approval.read') ? this.rollout().approvalId : null));
  protected readonly shownHost = computed(() => {
    const host = this.host();
    return host === undefined ? undefined : this.targets.find(host);
  });
  /** One tail a host: it begins anew with another. */
  protected readonly tails = computed(() => {
    const target = this.shownHost();
    return target === undefined ? [] : [target];
  });

  constructor() {
    showLiveSource(this.tracker.contact);
    const opened = computed(() => this.shownHost()?.nodeId);
    effect(() => {
      if (opened() !== undefined) untracked(() => this.goToTail());
    });
  }

  ngOnInit(): void {
    this.tracker.follow(this.rollout);
  }

  protected openHost({ nodeId }: RolloutTarget): void {
    void this.router.navigate([], { queryParams: { host: nodeId }, queryParamsHandling: 'merge' });
  }

  /** The close button is gone: the focus goes back to where the hosts are. */
  protected closeHost(): void {
    void this.router.navigate([], { queryParams: { host: null }, queryParamsHandling: 'merge' });
    this.element.nativeElement.querySelector<HTMLElement>('#hosts-title')?.focus();
  }

  /** What was asked for may be off the screen. */
  private goToTail(): void {
    setTimeout(() => {
      const tail = this.element.nativeElement.querySelector('hb-host-tail');
      tail?.scrollIntoView({ block: 'nearest' });
      tail?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
    });
  }
}
