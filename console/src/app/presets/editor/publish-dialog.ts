import { Component, computed, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
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
import type { PublishedPreset } from '@hyprbox/contracts';
import { authoringLimits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { atMost, filledIn } from '../../shared/form/field-faults';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { useKindWords } from '../preset-words';

export interface DraftToPublish {
  readonly name: string;
  readonly revision: number | undefined;
}

/** Says what the draft becomes and what that breaks, and publishes it. Closes with the version. */
@Component({
  selector: 'hb-publish-dialog',
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
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  templateUrl: './publish-dialog.html',
  styleUrl: './dialog.scss',
})
export class PublishDialog {
  private readonly api = inject(PresetsApi);
  private readonly dialog = inject<MatDialogRef<PublishDialog, PublishedPreset>>(MatDialogRef);
  protected readonly draft = inject<DraftToPublish>(MAT_DIALOG_DATA);

  protected readonly message = new FormControl('', {
    nonNullable: true,
    validators: [filledIn, atMost(authoringLimits.messageLength)],
  });
  protected readonly submission = new Submission();
  /** What would come of it, said before anything is done. */
  protected readonly outlook = rxResource({
    stream: () => this.api.publish(this.draft.name, { ...this.revision(), message: 'Outlook', dryRun: true }),
  });
  protected readonly breaks = computed(() => (this.outlook.hasValue() ? this.outlook.value().breaks : []));
  protected readonly problem = computed<ApiProblem | null>(() => {
    const error = this.outlook.error();
    return this.submission.problem() ?? (error === undefined ? null : toApiProblem(error));
  });
  protected readonly faults = computed(() => this.problem()?.faults ?? []);
  protected readonly useKindWords = useKindWords;

  protected faultsOf({ faults }: PublishedPreset['breaks'][number]): string {
    return faults.map(({ pointer, detail }) => `${pointer.split('/').at(-1) ?? ''} ${detail}`.trim()).join('; ');
  }

  protected async publish(): Promise<void> {
    const message = this.message.value.trim();
    await this.submission.submit(this.message, async () => {
      this.dialog.close(await firstValueFrom(this.api.publish(this.draft.name, { ...this.revision(), message })));
    });
  }

  private revision(): { revision?: number } {
    const { revision } = this.draft;
    return revision === undefined ? {} : { revision };
  }
}
