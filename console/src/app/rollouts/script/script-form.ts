import { FormControl } from '@angular/forms';
import { limits } from '@hyprbox/contracts';
import { faultOf } from '../../shared/form/field-faults';

const encoder = new TextEncoder();

/** A script of one's own, as it is typed. */
export function scriptControl(): FormControl<string> {
  return new FormControl('', { nonNullable: true, validators: faultOf(scriptFault) });
}

/** A last line without its end is run all the same; with one, the script is as a file of it would be. */
export function scriptOf(typed: string): string {
  return typed.endsWith('\n') ? typed : `${typed}\n`;
}

function scriptFault(typed: string): string | null {
  if (typed.trim() === '') return 'Write what is to be run.';
  const bytes = encoder.encode(scriptOf(typed)).length;
  return bytes > limits.scriptBytes ? `This is at most ${limits.scriptBytes} bytes; it is ${bytes}.` : null;
}
