import { ElementRef, inject, Injector, signal } from '@angular/core';
import type { AbstractControl } from '@angular/forms';
import { MatDialogRef } from '@angular/material/dialog';
import type { ProblemFault } from '@hyprbox/contracts';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { focusFirstFault } from './focus-first-fault';
import { placeServerFaults } from './server-faults';

/**
 * What is sent by a form or a button: once at a time, with its progress and with why it failed. Made where things are
 * injected; a dialog whose component makes it cannot be left before the answer is there, or has been read. Whose field
 * needs another look is led to the first one.
 */
export class Submission {
  private readonly dialog = inject(MatDialogRef, { optional: true });
  private readonly injector = inject(Injector);
  /** What shows the form. */
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef, { optional: true });
  private readonly underWay = signal(false);
  private readonly failure = signal<ApiProblem | null>(null);

  readonly busy = this.underWay.asReadonly();
  /** Why the last one failed; null while the next is under way. */
  readonly problem = this.failure.asReadonly();

  /** Marks what is wrong in the form, and sends it if nothing is. @returns whether it went through */
  async submit(form: AbstractControl, send: () => Promise<unknown>): Promise<boolean> {
    form.markAllAsTouched();
    if (form.valid) return this.send(send);
    this.forget();
    this.focusFirstFault();
    return false;
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

  /**
   * Marks the fields that the server found fault with.
   *
   * @param controlAt as of `placeServerFaults`
   * @returns the faults that are shown at no field
   */
  showFaults(controlAt: (pointer: string) => AbstractControl | null): readonly ProblemFault[] {
    const faults = this.problem()?.faults ?? [];
    const others = placeServerFaults(faults, controlAt);
    if (others.length < faults.length) this.focusFirstFault();
    return others;
  }

  /** What failed is no longer what stands in the form. */
  forget(): void {
    this.failure.set(null);
  }

  private focusFirstFault(): void {
    if (this.element !== null) focusFirstFault(this.element.nativeElement, this.injector);
  }

  /** Once it went through, the dialog closes itself, or shows what must not be lost by a click beside it. */
  private keepDialog(kept: boolean): void {
    if (this.dialog !== null) this.dialog.disableClose = kept;
  }
}
