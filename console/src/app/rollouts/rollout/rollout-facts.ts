import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import type { Gates, Rollout } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { isOwnScript } from '../../shared/rollout/own-script';
import { offlineActionWords, rolloutSubject } from '../../shared/rollout/rollout-words';
import { VersionCompare } from '../../shared/preset-version/version-compare';
import { showScript } from '../../shared/script-view/script-dialog';
import { selectorWords } from '../../shared/selector/selector-words';
import { writeDuration } from '../../shared/time/durations';
import { exactTime } from '../../shared/time/exact-time';

/** The side panel: what is run on which hosts, by whom, when, and how it goes. */
@Component({
  selector: 'hb-rollout-facts',
  imports: [MatButton, RouterLink, VersionCompare],
  templateUrl: './rollout-facts.html',
  styleUrl: '../../shared/facts/facts.scss',
})
export class RolloutFacts {
  private readonly clock = inject(Clock);
  private readonly dialog = inject(MatDialog);

  readonly rollout = input.required<Rollout>();

  protected readonly subject = computed(() => rolloutSubject(this.rollout()));
  /** Null for a script of one's own, which has no page. */
  protected readonly preset = computed(() => {
    const { preset } = this.rollout();
    return isOwnScript(preset) ? null : preset;
  });
  protected readonly hosts = computed(() => selectorWords(this.rollout().selector));
  protected readonly times = computed(() => {
    const { createdAt, startedAt, finishedAt } = this.rollout();
    const now = this.clock.now();
    return [
      { label: 'Ordered', at: createdAt },
      { label: 'Started', at: startedAt },
      { label: 'Finished', at: finishedAt },
    ].map(({ label, at }) => ({ label, at, words: at === null ? '–' : exactTime(at, now) }));
  });
  protected readonly budget = computed(() => {
    const { budget, budgetHosts } = this.rollout();
    return typeof budget === 'number' ? hostCount(budget) : `${budget}, ${hostCount(budgetHosts)}`;
  });
  protected readonly offline = computed(() => {
    const { whenOffline, waitSeconds } = this.rollout();
    const words = offlineActionWords[whenOffline];
    return whenOffline === 'WAIT' ? `${words}, at most ${writeDuration(waitSeconds)}` : words;
  });
  protected readonly timeLimit = computed(() => writeDuration(this.rollout().timeoutSeconds));
  protected readonly gates = computed(() => gateWords(this.rollout().gates));
  protected readonly shortHash = computed(() => {
    const { scriptSha256 } = this.rollout();
    return `${scriptSha256.slice(0, 4)}…${scriptSha256.slice(-4)}`;
  });
  protected readonly variables = computed(() =>
    Object.entries(this.rollout().variables).map(([name, value]) => ({ name, value: String(value) })),
  );

  protected viewScript(): void {
    const { script, scriptSha256 } = this.rollout();
    showScript(this.dialog, { title: `Script: ${this.subject()}`, script, sha256: scriptSha256 });
  }
}

function gateWords({ heartbeat, noNewCritical, checkPreset, confirm }: Gates): string[] {
  return [
    ...(heartbeat === true ? ['each host heard again'] : []),
    ...(noNewCritical === true ? ['no new critical alert'] : []),
    ...(checkPreset === undefined ? [] : [`${checkPreset} succeeds`]),
    ...(confirm === true ? ['somebody says so'] : []),
  ];
}
