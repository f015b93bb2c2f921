import bcrypt from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { Passwords } from './passwords.js';

describe('Passwords', () => {
  const passwords = new Passwords();

  it('match their own hash, and nobody’s', async () => {
    const hash = await passwords.hash('a long enough password', null);
    expect(hash).toMatch(/^\$2b\$12\$/);
    expect(await passwords.check('a long enough password', hash, null)).toEqual({ matches: true, outdated: false });
    expect((await passwords.check('another password', hash, null)).matches).toBe(false);
    expect((await passwords.check('a long enough password', null, null)).matches).toBe(false);
  });

  it('are the same however a keyboard composes them', async () => {
    const hash = await passwords.hash('Zu\u0308rich ist scho\u0308n', null);
    expect(await passwords.check('Z\u00fcrich ist sch\u00f6n', hash, null)).toEqual({ matches: true, outdated: false });
  });

  it('hold that were hashed as they were typed, and are then to be hashed anew', async () => {
    const typed = 'Zu\u0308rich ist scho\u0308n';
    const hash = await bcrypt.hash(typed, 4);
    expect(await passwords.check(typed, hash, null)).toEqual({ matches: true, outdated: true });
    expect((await passwords.check('Z\u00fcrich ist sch\u00f6n', hash, null)).matches).toBe(false);
  });
});
