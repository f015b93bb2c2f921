import { dictionary } from '@zxcvbn-ts/language-common';

/** The passwords that leaks hold most, in lower case. */
const common: ReadonlySet<string> = new Set(dictionary['passwords-common']);
/** What people walk along: the digits, the alphabet and the rows of a keyboard. */
const rows = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];
const product = 'hyprbox';
/** A piece of at most so many characters, over and over, is no password; a longer one if it is common itself. */
const shortPiece = 6;

/** What a password has of its account, which others know. */
export interface Personal {
  email: string;
  name: string;
}

/** Why somebody would guess a password, as it is told; null if nobody would at once. */
export function passwordWeakness(password: string, { email, name }: Personal): string | null {
  const text = password.normalize('NFKC').toLowerCase();
  const piece = pieceOf(text);
  if (common.has(text) || (piece !== text && common.has(piece))) {
    return 'must not be one of the passwords that are used most; take several words, or have it made by a password manager';
  }
  if (piece !== text && piece.length <= shortPiece) return 'must not repeat a few characters over and over';
  if (rows.some((row) => row.includes(text) || [...row].reverse().join('').includes(text))) {
    return 'must not be a sequence of digits, of the alphabet or of the keyboard';
  }
  const known = [email, email.split('@')[0], name, product].map((word) => word?.normalize('NFKC').toLowerCase());
  if (known.includes(text) || known.includes(piece)) {
    return 'must not be the e-mail address, the name or the name of this program';
  }
  return null;
}

/** The shortest piece that the text is made of by repeating it; the last one may be cut. The text itself if there is none. */
function pieceOf(text: string): string {
  for (let length = 1; length * 2 <= text.length; length++) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  }
  return text;
}
