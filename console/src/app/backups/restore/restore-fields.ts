import type { AbstractControl, ValidationErrors } from '@angular/forms';

/** The lines that say something. */
export function pathsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function absolutePath({ value }: AbstractControl<string>): ValidationErrors | null {
  const path = value.trim();
  if (path === '') return { fault: 'is required' };
  return path.startsWith('/') ? null : { fault: 'must be an absolute path, such as /var/tmp/restored' };
}

export function absolutePaths({ value }: AbstractControl<string>): ValidationErrors | null {
  const wrong = pathsOf(value).find((path) => !path.startsWith('/'));
  return wrong === undefined ? null : { fault: `“${wrong}” must be an absolute path` };
}
