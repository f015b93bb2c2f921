import { describe, expect, it } from 'vitest';
import { passwordWeakness } from './password-strength.js';

const personal = { email: 'josephine@example.com', name: 'Josephine Miller' };

describe('a password', () => {
  it.each([
    ['password1234', 'used most'],
    ['PasswordPassword', 'used most'],
    ['1q2w3e4r5t6y', 'used most'],
    ['administrator', 'used most'],
    ['x'.repeat(12), 'over and over'],
    ['a1!'.repeat(5), 'over and over'],
    ['ｘｙ'.repeat(8), 'over and over'],
    ['bcdefghijklmno', 'sequence'],
    ['poiuytrewqasd'.slice(0, 10).padEnd(10), 'sequence'],
    ['9876543210987', 'sequence'],
    ['Josephine@Example.com', 'the e-mail address'],
    ['josephine miller', 'the name'],
    ['josephine millerjosephine miller', 'the name'],
    ['HyprBoxHyprBox', 'the name of this program'],
  ])('may not be %s', (password, fault) => {
    expect(passwordWeakness(password, personal)).toContain(fault);
  });

  it.each(['correct horse battery', 'correct-horse-battery', 'admin-password-123', 'Zürich ist schön', 'kV9_x2-pQ7rT'])(
    'may be %s',
    (password) => {
      expect(passwordWeakness(password, personal)).toBeNull();
    },
  );
});
