import type { AbstractControl } from '@angular/forms';
import type { ProblemFault } from '@hyprbox/contracts';

/**
 * Marks the fields that the server's faults point to, until they are changed; their words are at the key `fault`.
 *
 * @param controlAt the field that a pointer such as `/config/url` belongs to; null where it belongs to none
 * @returns the faults that are shown at no field
 */
export function placeServerFaults(
  faults: readonly ProblemFault[],
  controlAt: (pointer: string) => AbstractControl | null,
): readonly ProblemFault[] {
  const said = new Map<AbstractControl, string[]>();
  const others = faults.filter(({ pointer, detail }) => {
    const control = controlAt(pointer);
    // A fault at a field that is not shown would be seen by nobody.
    if (control === null || control.disabled) return true;
    said.set(control, [...(said.get(control) ?? []), detail]);
    return false;
  });
  for (const [control, words] of said) {
    // Gone with the next change of the field, when its own validators run again.
    control.setErrors({ fault: words.join('; ') });
    control.markAsTouched();
  }
  return others;
}

/** What the server had against a field may have been put right elsewhere meanwhile: it is asked again. */
export function forgetServerFaults(control: AbstractControl): void {
  if ('controls' in control) {
    // A group or an array: the type does not tell which.
    for (const each of Object.values(control.controls as Record<string, AbstractControl>)) forgetServerFaults(each);
  } else control.updateValueAndValidity({ emitEvent: false });
}
