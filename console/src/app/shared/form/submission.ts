import { inject, signal } from '@angular/core';
import type { AbstractControl } from '@angular/forms';
import { MatDialogRef } from '@angular/material/dialog';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';

/**
 * What is sent by a form or a button: once at a time, with its progress and with why it failed. Made where things are
 * injected; a dialog whose component makes it cannot be left before the answer is there, or has been read.
 */
export class Submission {
  private readonly dialog = inject(MatDialogRef, { optional: true });
  private readonly underWay = signal(false);
  private readonly failure = signal<ApiProblem | null>(null);

  readonly busy = this.underWay.asReadonly();
  /** Why the last one failed; null while the next is under way. */
  readonly problem = this.failure.asReadonly();

  /** Marks what is wrong in the form, and sends it if nothing is. @returns whether it went through */
  async submit(form: AbstractControl, send: () => Promise<unknown>): Promise<boolean> {
    form.markAllAsTouched();
    return form.valid && this.send(send);
  }

  /** @returns whether it went through */
  async send(send: () => Promise<unknown>): Promise<boolean> {
    if (this.busy()) return false;
    this.underWay.set(true);
    this.failure.set(null);
    this.keepDialog(true);
    try {
      await send();
      return true;
    } catch (error) {
      this.keepDialog(false);
      this.failure.set(toApiProblem(error));
      return false;
    } finally {
      this.underWay.set(false);
    }
  }

  /** What failed is no longer what stands in the form. */
  forget(): void {
    this.failure.set(null);
  }

  /** Once it went through, the dialog closes itself, or shows what must not be lost by a click beside it. */
  private keepDialog(kept: boolean): void {
    if (this.dialog !== null) this.dialog.disableClose = kept;
  }
}
