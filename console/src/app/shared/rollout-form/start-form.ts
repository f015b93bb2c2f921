import { FormControl, FormGroup } from '@angular/forms';
import { faultOf } from '../form/field-faults';
import { fromLocalInput, toLocalInput } from '../time/local-input';

export type StartForm = FormGroup<{ when: FormControl<'now' | 'later'>; at: FormControl<string> }>;

const hour = 60 * 60 * 1000;

/** When a rollout starts: at once, or at a time. */
export function startForm(): StartForm {
  const at = new FormControl(toLocalInput(new Date(Date.now() + hour).toISOString()), {
    nonNullable: true,
    validators: faultOf(timeFault),
  });
  const when = new FormControl<'now' | 'later'>('now', { nonNullable: true });
  const ask = (): void => {
    // A time that is not asked for has no say in whether the form is filled in rightly.
    if (when.value === 'now') at.disable();
    else at.enable();
  };
  ask();
  when.valueChanges.subscribe(ask);
  return new FormGroup({ when, at });
}

export function startOf(form: StartForm): { startAt?: string } {
  const { when, at } = form.getRawValue();
  const startAt = fromLocalInput(at);
  return when === 'now' || startAt === null ? {} : { startAt };
}

function timeFault(typed: string): string | null {
  const instant = fromLocalInput(typed);
  if (instant === null) return 'Say when.';
  return Date.parse(instant) <= Date.now() ? 'This is over already.' : null;
}
