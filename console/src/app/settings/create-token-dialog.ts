import { Component, computed, inject, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import {
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { CreatedNodeToken } from '@hyprbox/contracts';
import { limits, nodeIdPattern } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BasePath } from '../core/base-path/base-path';
import { TokensApi } from '../core/api/tokens.api';
import { keepDraft } from '../core/drafts/form-draft';
import { CopyButton } from '../shared/copy-button/copy-button';
import { outlinedFields } from '../shared/form/outlined-fields';
import { ProblemMessage } from '../shared/form/problem-message';
import { Submission } from '../shared/form/submission';
import type { AgentStart } from './agent-commands';
import { installCommands, startCommand } from './agent-commands';

/** The form's key among the drafts. */
export const tokenDraft = 'settings/token';

/** Asks for a name, creates the token, and shows it this once. Closes with the token, if one was made. */
@Component({
  selector: 'hb-create-token-dialog',
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
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  templateUrl: './create-token-dialog.html',
  styleUrl: './create-token-dialog.scss',
})
export class CreateTokenDialog {
  private readonly api = inject(TokensApi);
  private readonly dialog = inject<MatDialogRef<CreateTokenDialog, CreatedNodeToken>>(MatDialogRef);
  private readonly publicUrl = inject(BasePath).publicUrl;

  protected readonly submission = new Submission();
  protected readonly created = signal<CreatedNodeToken | null>(null);
  private readonly start = computed<AgentStart | null>(() => {
    const created = this.created();
    return created === null ? null : { apiUrl: this.publicUrl, token: created.token, nodeId: created.nodeId };
  });
  protected readonly install = computed(() => {
    const start = this.start();
    return start === null ? '' : installCommands(start);
  });
  protected readonly command = computed(() => {
    const start = this.start();
    return start === null ? '' : startCommand(start);
  });
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.maxLength(limits.nameLength)]],
    nodeId: ['', Validators.pattern(nodeIdPattern)],
  });
  private readonly draft = keepDraft(tokenDraft, this.form);

  protected async create(): Promise<void> {
    const { name, nodeId } = this.form.getRawValue();
    const request = { name: name.trim(), ...(nodeId === '' ? {} : { nodeId }) };
    await this.submission.submit(this.form, async () => {
      this.created.set(await firstValueFrom(this.api.create(request)));
      this.draft.discard();
    });
  }

  protected done(): void {
    this.dialog.close(this.created() ?? undefined);
  }
}
