import { describe, expect, it } from 'vitest';
import type { AccountsService } from '../users/accounts.service.js';
import { SetupCode } from './setup-code.js';

function codeWith(secret: string, accountExists = false): SetupCode {
  // The code asks nothing else of the accounts.
  return new SetupCode(secret, { anyExists: async () => accountExists } as AccountsService);
}

describe('SetupCode', () => {
  it('is the same on replicas with one secret, another with another, and easy to type', async () => {
    const code = await codeWith('a').issue();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(await codeWith('a').issue()).toBe(code);
    expect(await codeWith('b').issue()).not.toBe(code);
  });

  it('is not printed once there is an account', async () => {
    expect(await codeWith('a', true).issue()).toBeNull();
  });

  it('takes only itself, however it is typed', async () => {
    const setupCode = codeWith('a');
    const code = (await setupCode.issue()) ?? '';
    expect(setupCode.matches(code)).toBe(true);
    expect(setupCode.matches(` ${code.toLowerCase().replaceAll('-', '')}`)).toBe(true);
    expect(setupCode.matches(code.slice(0, -1))).toBe(false);
    expect(setupCode.matches('')).toBe(false);
    expect(setupCode.matches(undefined)).toBe(false);
  });
});
