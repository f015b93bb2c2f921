import { Component, computed, inject, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import type { CreatedInvitation, Role } from '@hyprbox/contracts';
import { roles } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BasePath } from '../../core/base-path/base-path';
import { UsersApi } from '../../core/api/users.api';
import { keepDraft } from '../../core/drafts/form-draft';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { roleWords } from './role-words';

/** As the server judges addresses; whether one receives mail is not for its form to say. */
const emailPattern = /^\s*[^\s@]+@[^\s@]+\s*$/;
/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const emailLength = 254;

/** The form's key among the drafts. */
export const inviteDraft = 'settings/invitation';

const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Asks whom to invite and as what, makes the invitation, and shows its link this once. */
@Component({
  selector: 'hb-invite-dialog',
  imports: [
    CopyButton,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  templateUrl: './invite-dialog.html',
  styleUrl: '../create-token-dialog.scss',
  styles: `
    .address {
      overflow-wrap: anywhere;
    }
  `,
})
export class InviteDialog {
  private readonly api = inject(UsersApi);
  private readonly publicUrl = inject(BasePath).publicUrl;

  protected readonly roles = roles;
  protected readonly words = roleWords;
  protected readonly submission = new Submission();
  protected readonly created = signal<CreatedInvitation | null>(null);
  protected readonly link = computed(() => {
    const token = this.created()?.token ?? '';
    return `${this.publicUrl}/login?invitation=${encodeURIComponent(token)}`;
  });
  protected readonly expiry = computed(() => {
    const created = this.created();
    return created === null ? '' : dayAndTime.format(new Date(created.expiresAt));
  });
  private readonly fields = inject(NonNullableFormBuilder);
  protected readonly form = this.fields.group({
    email: ['', [Validators.required, Validators.maxLength(emailLength), Validators.pattern(emailPattern)]],
    role: this.fields.control<Role>('OPERATOR'),
  });
  private readonly draft = keepDraft(inviteDraft, this.form);

  protected async invite(): Promise<void> {
    const { email, role } = this.form.getRawValue();
    await this.submission.submit(this.form, async () => {
      this.created.set(await firstValueFrom(this.api.invite({ email: email.trim(), role })));
      this.draft.discard();
    });
  }
}
