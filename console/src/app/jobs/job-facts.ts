import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import type { Job } from '@hyprbox/contracts';
import { Clock } from '../core/clock/clock';
import { exactTime } from '../shared/time/exact-time';
import { roundDuration } from '../shared/execution/run-duration';
import { TestMark } from '../shared/execution/test-mark';
import { VersionCompare } from '../shared/preset-version/version-compare';
import { isOwnScript, presetWords } from '../shared/rollout/own-script';
import { showScript } from '../shared/script-view/script-dialog';

/** The side panel: where, what, by whom, when, and with which values. */
@Component({
  selector: 'hb-job-facts',
  imports: [MatButton, RouterLink, TestMark, VersionCompare],
  templateUrl: './job-facts.html',
  styleUrl: '../shared/facts/facts.scss',
})
export class JobFacts {
  private readonly clock = inject(Clock);
  private readonly dialog = inject(MatDialog);

  readonly job = input.required<Job>();

  /** Of a script of one's own there is no page. */
  protected readonly ownScript = computed(() => isOwnScript(this.job().preset));
  protected readonly preset = computed(() => presetWords(this.job().preset));
  protected readonly times = computed(() => {
    const { createdAt, startedAt, finishedAt } = this.job();
    const now = this.clock.now();
    return [
      { label: 'Queued', at: createdAt },
      { label: 'Started', at: startedAt },
      { label: 'Finished', at: finishedAt },
    ].map(({ label, at }) => ({ label, at, words: at === null ? '–' : exactTime(at, now) }));
  });
  protected readonly timeLimit = computed(() => roundDuration(this.job().timeoutSeconds));
  protected readonly shortHash = computed(
    () => `${this.job().scriptSha256.slice(0, 4)}…${this.job().scriptSha256.slice(-4)}`,
  );
  protected readonly variables = computed(() =>
    Object.entries(this.job().variables).map(([name, value]) => ({ name, value: String(value) })),
  );

  protected viewScript(): void {
    const { preset, presetVersion, isTest, script, scriptSha256 } = this.job();
    const what = isTest ? `the draft of ${preset}` : `${preset} v${presetVersion}`;
    const title = this.ownScript() ? presetWords(preset) : `Script of ${what}`;
    showScript(this.dialog, { title, script, sha256: scriptSha256 });
  }
}
