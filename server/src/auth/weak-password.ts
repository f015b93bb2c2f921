import { InvalidInputError } from '../common/domain-error.js';
import { passwordWeakness, type Personal } from './password-strength.js';

/** @param pointer where the password stands in the request */
export function refuseWeakPassword(pointer: string, password: string, personal: Personal): void {
  const weakness = passwordWeakness(password, personal);
  if (weakness !== null) throw new InvalidInputError([{ pointer, detail: `The password ${weakness}.` }]);
}
