import type { ValidatorFn } from '@angular/forms';

/** A validator from what is wrong with a text; null if nothing is. Its words are at the key `fault`. */
export function faultOf(check: (typed: string) => string | null): ValidatorFn {
  return ({ value }) => {
    const found = typeof value === 'string' ? check(value) : null;
    return found === null ? null : { fault: found };
  };
}

export const filledIn = faultOf((typed) => (typed.trim() === '' ? 'This must be filled in.' : null));

export const atMost = (most: number): ValidatorFn =>
  faultOf((typed) => (typed.trim().length > most ? `This has at most ${most} characters.` : null));
