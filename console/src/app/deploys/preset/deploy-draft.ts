import { inject, Injectable } from '@angular/core';
import { Drafts } from '../../core/session/drafts';
import { fillIn } from '../../core/drafts/form-draft';
import { Session } from '../../core/session/session';
import type { VariablesForm } from '../../shared/preset-variables/variables-form';

/** Keeps what stands in a preset's form, so that a session that the server ends in between costs nobody their work. */
@Injectable()
export class DeployDraft {
  private readonly drafts = inject(Drafts);
  private readonly session = inject(Session);

  keep(preset: string, form: VariablesForm): void {
    this.drafts.keep(keyOf(preset), form.getRawValue());
  }

  /** Fills in what was kept, as far as the preset still has a field of that kind for it. */
  restore(preset: string, form: VariablesForm): void {
    fillIn(form, this.drafts.find(keyOf(preset)));
  }

  /** Whoever leaves the form by their own will begins anew next time. */
  leave(preset: string): void {
    if (!this.session.endedByServer()) this.drafts.discard(keyOf(preset));
  }
}

function keyOf(preset: string): string {
  return `deploy/${preset}`;
}
