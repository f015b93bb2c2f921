import { Component, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import type { MatDialog } from '@angular/material/dialog';
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
import type { Preset } from '@hyprbox/contracts';
import { authoringLimits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { atMost } from '../../shared/form/field-faults';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { returnWords } from '../preset-words';
import { PresetUses } from './preset-uses';

/** Retires a preset once it is seen what that breaks. Closes with the preset as it is then. */
@Component({
  selector: 'hb-retire-dialog',
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
    PresetUses,
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  templateUrl: './retire-dialog.html',
  styleUrl: './retire-dialog.scss',
})
export class RetireDialog {
  private readonly api = inject(PresetsApi);
  private readonly dialog = inject<MatDialogRef<RetireDialog, Preset>>(MatDialogRef);
  protected readonly preset = inject<Preset>(MAT_DIALOG_DATA);

  protected readonly returnWords = returnWords;
  protected readonly uses = rxResource({ stream: () => this.api.uses(this.preset.name) });
  protected readonly submission = new Submission();
  protected readonly form = inject(NonNullableFormBuilder).group({
    reason: ['', atMost(authoringLimits.messageLength)],
  });

  protected async retire(): Promise<void> {
    await this.submission.submit(this.form, async () => {
      const reason = this.form.getRawValue().reason.trim();
      this.dialog.close(await firstValueFrom(this.api.retire(this.preset.name, reason === '' ? {} : { reason })));
    });
  }
}

/** @returns the retired preset; undefined where it was left as it is */
export function retire(dialog: MatDialog, preset: Preset): Promise<Preset | undefined> {
  const opened = dialog.open<RetireDialog, Preset, Preset>(RetireDialog, { data: preset, width: '520px' });
  return firstValueFrom(opened.afterClosed());
}
