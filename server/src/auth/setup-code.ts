import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AccountsService } from '../users/accounts.service.js';
import { JWT_SECRET } from '../sessions/jwt-secret.js';

/** Without I, L, O and U, which people misread (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const groupLength = 5;

/**
 * The one-time code that lets its reader make the first account. It is derived from the server's secret, so that all
 * replicas print the same one and none is kept; it opens nothing once there is an account.
 */
@Injectable()
export class SetupCode {
  private readonly code: string;

  constructor(
    @Inject(JWT_SECRET) secret: string,
    private readonly accounts: AccountsService,
  ) {
    this.code = derive(secret);
  }

  /** The code to print at boot; null once there is an account. */
  async issue(): Promise<string | null> {
    return (await this.accounts.anyExists()) ? null : this.code;
  }

  /** However it was typed: spaces, dashes and case don't matter. */
  matches(given: string | undefined): boolean {
    return timingSafeEqual(digest(given ?? ''), digest(this.code));
  }
}

function derive(secret: string): string {
  const bytes = createHmac('sha256', secret).update('hyprbox setup code').digest();
  const letters = Array.from(bytes.subarray(0, groups * groupLength), (byte) => alphabet[byte % alphabet.length]);
  return Array.from({ length: groups }, (_, group) =>
    letters.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}

function digest(code: string): Buffer {
  return createHash('sha256').update(code.toUpperCase().replaceAll(/[\s-]/g, '')).digest();
}
