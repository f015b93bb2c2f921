import { describe, expect, it } from 'vitest';
import { TooManyRequestsError } from '../http/domain-error.js';
import { Passwords } from './passwords.js';

describe('Passwords', () => {
  it('match their own hash, and nobody’s', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('a long enough password');
    expect(hash).toMatch(/^\$2b\$12\$/);
    expect(await passwords.matches('a long enough password', hash)).toBe(true);
    expect(await passwords.matches('another password', hash)).toBe(false);
    expect(await passwords.matches('a long enough password', null)).toBe(false);
  });

  it('refuses the one for whom there is no room to wait, and serves all others', async () => {
    const passwords = new Passwords();
    // No hash of bcrypt's form: compared at once, so that the test is about the queue only.
    const tries = Array.from({ length: 53 }, () => passwords.matches('x', 'no hash'));
    const settled = await Promise.allSettled(tries);
    const refused = settled.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toBeInstanceOf(TooManyRequestsError);
    expect(await passwords.matches('x', 'no hash')).toBe(false);
  });
});
