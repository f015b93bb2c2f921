import { Component, computed, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { CreatedPresetSource, PresetSource, PresetSourceFields } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetSourcesApi } from '../../core/api/preset-sources.api';
import { atMost, filledIn } from '../../shared/form/field-faults';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { forgetServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { isSsh } from './source-words';
import { WebhookAddress } from './webhook-address';

/** Writes a git source; of a new one it shows the address of its webhook, this once. Closes with it, if it was saved. */
@Component({
  selector: 'hb-source-dialog',
  imports: [
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
    MatSlideToggle,
    ProblemMessage,
    ReactiveFormsModule,
    WebhookAddress,
  ],
  providers: [outlinedFields],
  templateUrl: './source-dialog.html',
  styleUrl: './source-dialog.scss',
})
export class SourceDialog {
  private readonly api = inject(PresetSourcesApi);
  private readonly dialog = inject<MatDialogRef<SourceDialog, PresetSource>>(MatDialogRef);
  /** Null for a new one. */
  protected readonly source = inject<PresetSource | null>(MAT_DIALOG_DATA);

  protected readonly submission = new Submission();
  protected readonly created = signal<CreatedPresetSource | null>(null);
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: [this.source?.name ?? '', [filledIn, atMost(limits.nameLength)]],
    url: [this.source?.url ?? '', filledIn],
    branch: [this.source?.branch ?? 'main', filledIn],
    path: [this.source?.path ?? ''],
    credentialsRef: [this.source?.credentialsRef ?? ''],
    knownHosts: [this.source?.knownHosts ?? ''],
    enabled: [this.source?.enabled ?? true],
  });
  private readonly url = toSignal(this.form.controls.url.valueChanges, { initialValue: this.form.controls.url.value });
  protected readonly bySsh = computed(() => isSsh(this.url().trim()));

  protected readonly credentialHint = computed(() =>
    this.bySsh()
      ? 'Where the server finds the private key: file:/path.'
      : 'Where the server finds the token: env:NAME or file:/path. Left empty where none is needed.',
  );

  protected async save(): Promise<void> {
    forgetServerFaults(this.form);
    const saved = await this.submission.submit(this.form, async () => {
      const fields = this.fields();
      if (this.source === null) this.created.set(await firstValueFrom(this.api.create(fields)));
      else this.dialog.close(await firstValueFrom(this.api.replace(this.source.id, fields)));
    });
    if (saved) return;
    const at = new Map(Object.entries(this.form.controls).map(([name, control]) => [`/${name}`, control]));
    this.submission.showFaults((pointer) => at.get(pointer) ?? null);
  }

  protected close(): void {
    this.dialog.close(this.created() ?? undefined);
  }

  private fields(): PresetSourceFields {
    const { name, url, branch, path, credentialsRef, knownHosts, enabled } = this.form.getRawValue();
    return {
      ...(this.source === null ? {} : { version: this.source.version }),
      name: name.trim(),
      url: url.trim(),
      branch: branch.trim(),
      path: path.trim(),
      credentialsRef: credentialsRef.trim() || null,
      knownHosts: this.bySsh() ? knownHosts.trim() || null : null,
      enabled,
    };
  }
}
