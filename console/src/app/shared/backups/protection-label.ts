import type { BackupProtection, BackupTarget } from '@hyprbox/contracts';
import { Component, computed, input } from '@angular/core';
import { StatusDot } from '../status/status-dot';
import { protectionTone, protectionWords } from './protection-words';

/** How a host stands under a policy, as a dot and a word: the colour never stands alone. */
@Component({
  selector: 'hb-protection',
  imports: [StatusDot],
  template: '<hb-status-dot />{{ word() }}',
  host: { '[attr.data-status]': 'tone()' },
  styleUrl: '../status/status-label.scss',
})
export class ProtectionLabel {
  readonly protection = input.required<BackupProtection>();
  /** Where it is one target's: which of the two is overdue makes a difference. */
  readonly target = input<Pick<BackupTarget, 'backupOverdue' | 'proofOverdue'>>();

  protected readonly tone = computed(() => protectionTone(this.protection(), this.target()));
  protected readonly word = computed(() => {
    const target = this.target();
    if (this.protection() !== 'OVERDUE' || target === undefined) return protectionWords[this.protection()];
    return target.backupOverdue ? 'Backup overdue' : 'Proof overdue';
  });
}
