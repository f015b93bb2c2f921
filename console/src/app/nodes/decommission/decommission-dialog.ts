import { Component, inject, signal } from '@angular/core';
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
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Node } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { outlinedFields } from '../../shared/form/outlined-fields';

/** Takes a host out of the fleet once its id was typed. Closes with true when it is done. */
@Component({
  selector: 'hb-decommission-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  templateUrl: './decommission-dialog.html',
  styleUrl: '../node-dialog.scss',
})
export class DecommissionDialog {
  private readonly api = inject(NodesApi);
  private readonly dialog = inject<MatDialogRef<DecommissionDialog, boolean>>(MatDialogRef);
  protected readonly node = inject<Pick<Node, 'id'>>(MAT_DIALOG_DATA);

  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly form = inject(NonNullableFormBuilder).group({
    id: ['', ({ value }: { value: string }) => (value.trim() === this.node.id ? null : { otherId: true })],
  });

  protected async decommission(): Promise<void> {
    this.form.markAllAsTouched();
    if (!this.form.valid || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    this.dialog.disableClose = true;
    try {
      await firstValueFrom(this.api.decommission(this.node.id), { defaultValue: undefined });
      this.dialog.close(true);
    } catch (error) {
      this.dialog.disableClose = false;
      this.problem.set(toApiProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
