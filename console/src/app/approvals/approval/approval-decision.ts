import { Component, computed, inject, input, output, signal } from '@angular/core';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Approval } from '@hyprbox/contracts';
import { rolloutLimits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { ApprovalsApi } from '../../core/api/approvals.api';
import { Session } from '../../core/session/session';
import { atMost, filledIn } from '../../shared/form/field-faults';
import { Submission } from '../../shared/form/submission';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { approvalStateWords, hostsInWords, whatInWords } from '../approval-words';

type Decision = 'approve' | 'reject' | 'override';

/** How a request stands, and, for who may, the decision. It is bound to what is shown: another digest is refused. */
@Component({
  selector: 'hb-approval-decision',
  imports: [
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ReactiveFormsModule,
    RelativeTime,
    TimeAhead,
  ],
  templateUrl: './approval-decision.html',
  styleUrl: './approval-decision.scss',
})
export class ApprovalDecision {
  private readonly api = inject(ApprovalsApi);
  private readonly session = inject(Session);

  readonly approval = input.required<Approval>();
  readonly decided = output<Approval>();
  /** What is shown is no longer what is asked for, or somebody else was faster. */
  readonly outdated = output();

  protected readonly states = approvalStateWords;
  protected readonly mayDecide = this.session.can('approval.decide');
  protected readonly mayOverride = this.session.can('approval.override');
  protected readonly own = computed(() => {
    const { requestedBy } = this.approval();
    return requestedBy !== null && requestedBy === this.session.user()?.id;
  });
  protected readonly what = computed(() => {
    const approval = this.approval();
    return `${whatInWords(approval)} on ${hostsInWords(approval.targets)}`;
  });
  protected readonly comment = new FormControl('', {
    nonNullable: true,
    validators: [atMost(rolloutLimits.reasonLength)],
  });
  protected readonly reason = new FormControl('', {
    nonNullable: true,
    validators: [filledIn, atMost(rolloutLimits.reasonLength)],
  });
  protected readonly overriding = signal(false);
  protected readonly submission = new Submission();
  private readonly sent = signal<Decision | null>(null);
  /** What is being sent. */
  protected readonly sending = computed(() => (this.submission.busy() ? this.sent() : null));

  protected async decide(decision: Decision): Promise<void> {
    const control = decision === 'override' ? this.reason : this.comment;
    this.sent.set(decision);
    await this.submission.submit(control, async () => this.decided.emit(await this.send(decision)));
    if (this.submission.problem()?.kind === 'conflict') this.outdated.emit();
  }

  private send(decision: Decision): Promise<Approval> {
    const { id, digest } = this.approval();
    const comment = this.comment.value.trim();
    const request = { digest, ...(comment !== '' && { comment }) };
    switch (decision) {
      case 'approve':
        return firstValueFrom(this.api.approve(id, request));
      case 'reject':
        return firstValueFrom(this.api.reject(id, request));
      case 'override':
        return firstValueFrom(this.api.override(id, { digest, reason: this.reason.value.trim() }));
    }
  }
}
