import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import { limits } from '@hyprbox/contracts';
import { HashingQueue } from './hashing-queue.js';

const cost = 12;
/** The hash of a random text that nobody knows, of the same cost as a real one. */
const nobodysHash = '$2b$12$tHUtpc3uYj5389POTzUyq.wtFaq9PDABG8y50UekrFHbF8nUkp5Am';

export interface PasswordCheck {
  matches: boolean;
  /** Made of the text as it was typed, before passwords were normalised: to be hashed anew. */
  outdated: boolean;
}

/** Hashes and checks passwords, normalised to NFKC, so that a keyboard's way to type a character makes no difference. */
@Injectable()
export class Passwords {
  private readonly queue = new HashingQueue();

  /** @param known what the caller is known by to be welcome; see {@link HashingQueue} */
  hash(password: string, known: string | null): Promise<string> {
    return this.queue.run(known, () => bcrypt.hash(password.normalize('NFKC'), cost));
  }

  /** Takes the same work without an account, so that the time does not tell whether there is one. */
  async check(password: string, hash: string | null, known: string | null): Promise<PasswordCheck> {
    const normalised = password.normalize('NFKC');
    const { byForm, asTyped } = await this.queue.run(known, async () => ({
      byForm: await bcrypt.compare(normalised, hash ?? nobodysHash),
      asTyped: normalised !== password && (await bcrypt.compare(password, hash ?? nobodysHash)),
    }));
    // bcrypt reads no further than its limit, so the beginning of a longer text would match.
    const inForm = byForm && Buffer.byteLength(normalised) <= limits.passwordBytes;
    if (hash === null) return { matches: false, outdated: false };
    return { matches: inForm || asTyped, outdated: !inForm && asTyped };
  }
}
