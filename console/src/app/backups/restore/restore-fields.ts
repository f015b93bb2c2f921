import { pathOfShown } from '@hyprbox/contracts';
import type { AbstractControl, ValidationErrors } from '@angular/forms';

/** The paths on the lines that say something; in each, what cannot be typed is an escape. */
export function pathsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(pathOfShown);
}

export function absolutePath({ value }: AbstractControl<string>): ValidationErrors | null {
  const path = value.trim();
  if (path === '') return { fault: 'Say where the files go to.' };
  return path.startsWith('/') ? null : { fault: 'This must be an absolute path, such as /var/tmp/restored.' };
}

export function absolutePaths({ value }: AbstractControl<string>): ValidationErrors | null {
  const wrong = pathsOf(value).find((path) => !path.startsWith('/'));
  return wrong === undefined ? null : { fault: `“${wrong}” must be an absolute path.` };
}
