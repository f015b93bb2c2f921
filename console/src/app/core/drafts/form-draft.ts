import { DestroyRef, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { AbstractControl, FormGroup } from '@angular/forms';
import { Session } from '../session/session';
import { Drafts } from '../session/drafts';

/** What stands in a form, kept for the time after the next sign-in. */
export interface FormDraft {
  /** It was sent: there is nothing to come back to. */
  discard(): void;
}

/**
 * Puts back what was kept of a form under the key, and keeps what is typed from now on. The server may end the session
 * at any moment; whoever leaves the form by their own will begins anew next time. Not for passwords.
 */
export function keepDraft(key: string, form: FormGroup): FormDraft {
  const drafts = inject(Drafts);
  const session = inject(Session);
  const owner = inject(DestroyRef);
  fillIn(form, drafts.find(key));
  form.valueChanges.pipe(takeUntilDestroyed(owner)).subscribe(() => drafts.keep(key, form.getRawValue()));
  owner.onDestroy(() => {
    if (!session.endedByServer()) drafts.discard(key);
  });
  return { discard: () => drafts.discard(key) };
}

/** Puts texts and switches back that were kept, as far as the form still has a field of that kind for them. */
export function fillIn({ controls }: { controls: Record<string, AbstractControl> }, kept: unknown): void {
  if (typeof kept !== 'object' || kept === null) return;
  for (const [name, value] of Object.entries(kept)) {
    const control = controls[name];
    if (control === undefined || (typeof value !== 'string' && typeof value !== 'boolean')) continue;
    if (typeof value === typeof control.value) control.setValue(value);
  }
}
