import { Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { DrillEvidence } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { wholeTime } from '../snapshots/snapshot-words';
import { span } from './success-summary';

/** Files that are listed at once. */
const shownFiles = 8;

const checkNames: Readonly<Record<DrillEvidence['checks'][number]['name'], string>> = {
  restic: 'restic read every restored file again and compared it with the repository',
  listing: 'Sizes and modes are those of the snapshot’s listing',
  script: 'The policy’s verify script agreed',
};

/** What a restore drill brought back, how it was verified, and what that proves. */
@Component({
  selector: 'hb-drill-proof',
  imports: [CopyButton, Icon, MatButton],
  templateUrl: './drill-proof.html',
  styleUrl: './drill-proof.scss',
})
export class DrillProof {
  protected readonly shownPath = shownPath;
  readonly evidence = input.required<DrillEvidence>();
  readonly passed = input.required<boolean>();

  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly checkNames = checkNames;
  protected readonly all = signal(false);
  protected readonly time = computed(() => span(this.evidence().restoreSeconds));
  protected readonly snapshotAt = computed(() => wholeTime(this.evidence().snapshotAt));
  protected readonly files = computed(() => {
    const { files } = this.evidence();
    return this.all() ? files : files.slice(0, shownFiles);
  });
  /** Files that were restored and are covered by the manifest's hash, but not named one by one. */
  protected readonly unnamed = computed(() => this.evidence().filesRestored - this.evidence().files.length);
  protected readonly byScript = computed(() => this.evidence().checks.some(({ name, ok }) => name === 'script' && ok));
}
